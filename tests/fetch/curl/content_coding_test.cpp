#include "fetch/curl/content_coding.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "fetch/gzip.h"

using namespace newshole;
using fetch::Decoding;
using test::gzip;

namespace {

Decoding decoding(const std::vector<std::string>& fields) {
  return fetch::decoding_of(fields);
}

/// Of a body that comes in pieces of `size` bytes.
std::string decoded(const std::string& body, std::size_t size) {
  fetch::GzipDecoder decoder;
  std::string out;
  for (std::size_t at = 0; at < body.size(); at += size) {
    const auto take = [&out](std::string_view piece) {
      out += piece;
      return true;
    };
    if (!decoder.decode(std::string_view(body).substr(at, size), take)) return out + "[damaged]";
  }
  return out;
}

}  // namespace

TEST_SUITE_BEGIN("fetch/curl/content_coding");

TEST_CASE("a coding that nobody knows is passed over, one that is known is not") {
  CHECK(decoding({"utf-8"}) == Decoding::None);
  CHECK(decoding({"UTF-8", "none"}) == Decoding::None);
  CHECK(decoding({"gzip"}) == Decoding::Gzip);
  CHECK(decoding({"X-GZIP , identity"}) == Decoding::Gzip);
  CHECK(decoding({"windows-1252", "gzip"}) == Decoding::Gzip);
  CHECK(decoding({"gzip, gzip"}) == Decoding::Libcurl);
  CHECK(decoding({"gzip", "br"}) == Decoding::Libcurl);
  CHECK(decoding({"zstd"}) == Decoding::Libcurl);
  CHECK(decoding({"compress"}) == Decoding::Libcurl);
  CHECK(decoding({"", "identity"}) == Decoding::Libcurl);
  CHECK(decoding({}) == Decoding::Libcurl);
}

TEST_CASE("all members of a body are its text, wherever it is cut into pieces") {
  const std::string body = gzip("one ") + gzip("") + gzip("two");
  for (std::size_t size = 1; size <= body.size(); ++size) CHECK(decoded(body, size) == "one two");
}

TEST_CASE("what follows the last member is passed over") {
  for (const std::string& junk : {std::string("junk"), std::string(512, '\0'), std::string("\x1f"),
                                  std::string("\x1f\x8b?"), std::string("<p>")}) {
    for (const std::size_t size : {std::size_t{1}, std::size_t{7}, std::size_t{9999}})
      CHECK(decoded(gzip("one") + junk, size) == "one");
  }
}

TEST_CASE("a member that is damaged is an error, after another one too") {
  std::string damaged = gzip(std::string(4000, 'x') + "one two three four");
  damaged[damaged.size() - 12] = static_cast<char>(damaged[damaged.size() - 12] ^ 0x55);
  CHECK(decoded(damaged, 9999).ends_with("[damaged]"));
  CHECK(decoded(gzip("one") + damaged, 9999).ends_with("[damaged]"));
  CHECK(decoded("\x1f<html>", 9999) == "[damaged]");
}

TEST_CASE("a body that is called gzip and is none is damaged") {
  CHECK(decoded("<html>News.</html>", 3) == "[damaged]");
  CHECK(decoded("", 3).empty());
}

TEST_SUITE_END();
