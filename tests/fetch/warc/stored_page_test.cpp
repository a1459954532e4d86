#include "fetch/warc/stored_page.h"

#include <zlib.h>

#include <doctest/doctest.h>

#include "fetch/gzip.h"
#include "fetch/warc/archives.h"

using namespace newshole;
using namespace newshole::test;

namespace {

const Bytes kHtml = page_html("Words of a page.");
const std::string kRead = "https://news.example/a  " + kHtml;
constexpr const char* kType = "Content-Type: text/html\r\n";

std::string html_with(const std::string& fields, const Bytes& body) {
  return content(response("a", kType + fields, body));
}

Bytes record_of_type(const std::string& type, const Bytes& block) {
  return warc("WARC-Type: " + type + "\r\nWARC-Target-URI: https://news.example/a\r\n", block);
}

Bytes answer(const std::string& line, const std::string& rest) {
  return record_of_type("response", line + "\r\n" + rest);
}

Bytes chunked(std::string_view body, std::size_t size) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  Bytes out;
  for (std::size_t at = 0; at < body.size(); at += size) {
    const std::string_view chunk = body.substr(at, size);
    out += {kDigits[chunk.size() >> 4U], kDigits[chunk.size() & 0xFU]};
    out.append("\r\n").append(chunk).append("\r\n");
  }
  return out + "0\r\n\r\n";
}

Bytes deflated(std::string_view bytes) {
  Bytes out(compressBound(bytes.size()), '\0');
  uLongf size = out.size();
  REQUIRE(compress(reinterpret_cast<Bytef*>(out.data()), &size,
                   reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()) == Z_OK);
  out.resize(size);
  return out;
}

}  // namespace

TEST_CASE("a page of an archive has the charset that its stored header names") {
  CHECK(content(response("a", "Content-Type: text/html; charset=ISO-8859-1\r\n", "<p>\xe9t\xe9")) ==
        "https://news.example/a ISO-8859-1 <p>\xe9t\xe9");
}

TEST_CASE("chunks that were left in a record are joined") {
  const std::string field = "Transfer-Encoding: chunked\r\n";
  CHECK(html_with(field, chunked(kHtml, 16)) == kRead);
  CHECK(html_with(field + "Content-Encoding: gzip\r\n", chunked(gzip(kHtml), 20)) == kRead);
  CHECK(html_with(field, "5;name=value\n<p>ab\n0\n") == "https://news.example/a  <p>ab");
}

TEST_CASE("a body whose chunks were joined already is taken as it is") {
  CHECK(html_with("Transfer-Encoding: chunked\r\n", kHtml) == kRead);
}

TEST_CASE("chunks that are cut off are an error") {
  const Bytes whole = chunked(kHtml, 16);
  CHECK(html_with("Transfer-Encoding: chunked\r\n", whole.substr(0, 50)) ==
        "error: a chunk of the body is cut off");
}

TEST_CASE("every content coding is undone, and several") {
  CHECK(html_with("Content-Encoding: gzip\r\n", gzip(kHtml)) == kRead);
  CHECK(html_with("Content-Encoding: x-gzip\r\n", gzip(kHtml) + "\r\n") == kRead);
  CHECK(html_with("Content-Encoding: deflate\r\n", deflated(kHtml)) == kRead);
  CHECK(html_with("Content-Encoding: deflate\r\n",
                  deflated(kHtml).substr(2, deflated(kHtml).size() - 6)) == kRead);
  CHECK(html_with("Content-Encoding: br\r\n", brotli(kHtml)) == kRead);
  CHECK(html_with("Content-Encoding: zstd\r\n", zstandard(kHtml)) == kRead);
  CHECK(html_with("Content-Encoding: gzip, br\r\n", brotli(gzip(kHtml))) == kRead);
  CHECK(html_with("Content-Encoding: utf-8\r\n", kHtml) == kRead);
}

TEST_CASE("a body that was decoded already is taken as it is, whatever coding its header names") {
  for (const std::string coding : {"gzip", "deflate", "br", "zstd", "gzip, gzip"})
    CHECK(html_with("Content-Encoding: " + coding + "\r\nContent-Length: 7\r\n", kHtml) == kRead);
}

TEST_CASE("a coded body that is damaged or cut is an error") {
  const Bytes whole = gzip(page_html(Bytes(300, 'x')));
  CHECK(html_with("Content-Encoding: gzip\r\n", whole.substr(0, whole.size() - 9)) ==
        "error: the body is damaged or cut: it is no whole gzip");
  for (const Bytes& cut : {brotli(kHtml), zstandard(kHtml)}) {
    const std::string coding = cut == brotli(kHtml) ? "br" : "zstd";
    CHECK(html_with("Content-Encoding: " + coding + "\r\n", cut.substr(0, cut.size() - 3)) ==
          "error: the body is damaged or cut: it is no whole " + coding);
  }
}

TEST_CASE("bodies that grow beyond the limit, and many codings, are errors") {
  const Bytes large(std::size_t{64} << 20, 'x');
  CHECK(html_with("Content-Encoding: gzip\r\n", gzip(large)) ==
        "error: the body is larger than its limit");
  CHECK(html_with("Content-Encoding: zstd\r\n", zstandard(large)) ==
        "error: the body is larger than its limit");
  CHECK(html_with("Content-Encoding: br\r\n", brotli(large)) ==
        "error: the body is larger than its limit");
  CHECK(html_with("Content-Encoding: gzip, gzip, gzip, gzip, gzip, gzip\r\n", gzip(kHtml)) ==
        "error: the body has more than five codings");
}

TEST_CASE("answers of HTTP as crawlers have written them are read") {
  const std::string rest = std::string(kType) + "\r\n" + kHtml;
  CHECK(content(answer("HTTP/2 200 ", rest)) == kRead);
  CHECK(content(answer("HTTP/1.0 200", rest)) == kRead);
  CHECK(content(record_of_type("response",
                               "HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + kHtml)) == kRead);
  // One empty line too many, none, a line that is no field, a folded one.
  CHECK(content(answer("HTTP/1.1 200 OK", std::string(kType) + "\r\n\r\n" + kHtml)) == kRead);
  CHECK(content(answer("HTTP/1.1 200 OK", kType + kHtml)) == kRead);
  CHECK(content(answer("HTTP/1.1 200 OK", "no field\r\n" + rest)) == kRead);
  CHECK(content(answer("HTTP/1.1 200 OK", "Content-Type:\r\n text/html\r\n\r\n" + kHtml)) == kRead);
}

TEST_CASE("records that are no pages are passed over by their kind") {
  CHECK(content(record_of_type("request", "GET / HTTP/1.1\r\n\r\n")) == "passed: requests");
  CHECK(content(record_of_type("revisit", "HTTP/1.1 200 OK\r\n\r\n")) == "passed: revisits");
  CHECK(content(record_of_type("conversion", "words")) == "passed: conversions");
  CHECK(content(record_of_type("metadata", "a: b")) == "passed: records about the archive");
  CHECK(content(record_of_type("warcinfo", "a: b")) == "passed: records about the archive");
  CHECK(content(record_of_type("future", "a: b")) == "passed: others");
  CHECK(content(answer("HTTP/1.1 301 Moved", "Location: /b\r\n\r\n")) == "passed: redirects");
  CHECK(content(answer("HTTP/1.1 404 Not Found", kType + kHtml)) == "passed: errors of servers");
  CHECK(content(warc("WARC-Type: response\r\nWARC-Target-URI: dns:news.example\r\n",
                     "192.0.2.1")) == "passed: others");
}

TEST_CASE("a page is known by its header, then by its bytes") {
  const auto of_type = [](const std::string& type, const Bytes& body) {
    return content(response("a", type.empty() ? "" : "Content-Type: " + type + "\r\n", body));
  };
  CHECK(of_type("", kHtml) == kRead);
  CHECK(of_type("application/octet-stream", "\xef\xbb\xbf <!-- a --><html>") ==
        "https://news.example/a  \xef\xbb\xbf <!-- a --><html>");
  CHECK(of_type("text/xml", "<?xml version=\"1.0\"?><!DOCTYPE html><html>").ends_with("<html>"));
  CHECK(of_type("application/xhtml+xml", "<html>") == "https://news.example/a  <html>");
  CHECK(of_type("", "words alone") == "passed: other media types");
  CHECK(of_type("text/xml", "<?xml version=\"1.0\"?><rss>") == "passed: other media types");
  CHECK(of_type("image/png", kHtml) == "passed: other media types");
  CHECK(of_type("text/plain", kHtml) == "passed: other media types");
  CHECK(of_type("text/html", "%PDF-1.7 ...") == "passed: other media types");
  CHECK(of_type("text/html", "") == "passed: empty bodies");
  CHECK(of_type("text/html", " \r\n ") == "passed: empty bodies");
}

TEST_CASE("a page that was stored without an answer of HTTP is a page") {
  const Bytes resource = warc(
      "WARC-Type: resource\r\nWARC-Target-URI: <https://news.example/a>\r\n"
      "Content-Type: text/html\r\n",
      kHtml);
  CHECK(content(resource) == kRead);
}

TEST_CASE("what its crawler did not keep whole, and what is no answer of HTTP, is an error") {
  CHECK(content(warc("WARC-Type: response\r\nWARC-Truncated: length\r\n"
                     "WARC-Target-URI: https://news.example/a\r\n",
                     "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + kHtml)) ==
        "error: its crawler kept a part of the page (length)");
  CHECK(content(record_of_type("response", kHtml)) == "error: the record holds no answer of HTTP");
  CHECK(content(answer("HTTP/1.1 200 OK", Bytes(200'000, 'x'))) ==
        "error: the header of the answer has no end");
  CHECK(content(warc("WARC-Type: response\r\n", "HTTP/1.1 200 OK\r\n\r\n"))
            .starts_with("error: the record names no address: "));
}

TEST_CASE("what a stored header states of the use of its page is kept") {
  const Bytes record = response("a", std::string(kType) + "X-Robots-Tag: noarchive\r\n", kHtml);
  fetch::warc::RecordReader reader(file_of(record));
  const auto entry = reader.next();
  auto stored = fetch::warc::content_of(std::get<fetch::warc::Record>(*entry));
  const auto page =
      fetch::warc::page_of(std::get<fetch::warc::StoredPage>(std::move(stored)), 1000);
  CHECK(std::get<fetch::Page>(page).preferences.no_archive);
}
