#include "serve/request.h"

#include <string>
#include <string_view>

#include <doctest/doctest.h>

using namespace newshole::serve;
using namespace std::string_view_literals;

TEST_SUITE_BEGIN("serve/request");

namespace {

Reading read(std::string_view bytes) {
  // A copy of exactly its size, so that a sanitizer sees a look beyond it.
  const std::string copy(bytes);
  return read_request(copy, Input::Open);
}

}  // namespace

TEST_CASE("a line is a selector, without its line end") {
  CHECK(read("/a/b.txt\r\n") == Reading(Request{"/a/b.txt", ""}));
  CHECK(read("/a/b.txt\n") == Reading(Request{"/a/b.txt", ""}));
  CHECK(read("\r\n") == Reading(Request{}));
  CHECK(read("\n") == Reading(Request{}));
}

TEST_CASE("what stands behind the line is not looked at") {
  CHECK(read("/a\r\n\0\x16/b\r\n"sv) == Reading(Request{"/a", ""}));
}

TEST_CASE("behind a tab stand the words of a search, or what a Gopher+ client adds") {
  CHECK(read("/search\tnature paper\r\n") == Reading(Request{"/search", "nature paper"}));
  CHECK(read("/a.txt\t+\r\n") == Reading(Request{"/a.txt", "+"}));
  CHECK(read("\t$\r\n") == Reading(Request{"", "$"}));
  CHECK(read("/s\tw\t+\t1\r\n") == Reading(Request{"/s", "w\t+\t1"}));
}

TEST_CASE("a line that has not ended is waited for") {
  CHECK(read("") == Reading(Unfinished{}));
  CHECK(read("/a") == Reading(Unfinished{}));
  CHECK(read("/a\r") == Reading(Unfinished{}));
}

TEST_CASE("a client that ends without a line end has asked, one that says nothing has not") {
  CHECK(read_request("/a", Input::Ended) == Reading(Request{"/a", ""}));
  CHECK(read_request("/a\r", Input::Ended) == Reading(Request{"/a", ""}));
  CHECK(read_request("", Input::Ended) == Reading(Unfinished{}));
}

TEST_CASE("a line of 1024 bytes is a request, a longer one is refused before it ends") {
  const std::string longest(kMaxRequest, 'a');
  CHECK(read(longest + "\r\n") == Reading(Request{longest, ""}));
  CHECK(read(longest) == Reading(Unfinished{}));
  CHECK(read(longest + "a") == Reading(Outcome::TooLong));
  CHECK(read(longest + "a\r\n") == Reading(Outcome::TooLong));
}

TEST_CASE("control characters are refused as soon as they come") {
  CHECK(read("/a\0"sv) == Reading(Outcome::BadRequest));
  CHECK(read("/a\x1b[2J\r\n") == Reading(Outcome::BadRequest));
  CHECK(read("/a\x7f\r\n") == Reading(Outcome::BadRequest));
  CHECK(read("/a\rb\r\n") == Reading(Outcome::BadRequest));
}

TEST_CASE("bytes beyond ASCII are part of a selector") {
  CHECK(read("/\xc3\xa4\xff\r\n") == Reading(Request{"/\xc3\xa4\xff", ""}));
}

TEST_CASE("a TLS handshake is told by its first byte") {
  CHECK(read("\x16") == Reading(Outcome::Tls));
  CHECK(read("\x16\x03\x01\x02\n") == Reading(Outcome::Tls));
}

TEST_CASE("a request of HTTP is told by its line, whatever follows") {
  CHECK(read("GET / HTTP/1.1\r\nHost: hole.example\r\n\r\n") == Reading(Outcome::Http));
  CHECK(read("POST /a HTTP/1.0\r\n") == Reading(Outcome::Http));
  CHECK(read("GET / HTTP/1.1") == Reading(Unfinished{}));
}

TEST_CASE("a selector that only looks like HTTP is one") {
  CHECK(read("GET /\r\n") == Reading(Request{"GET /", ""}));
  CHECK(read("/about HTTP/1.1\r\n") == Reading(Request{"/about HTTP/1.1", ""}));
}

TEST_SUITE_END();
