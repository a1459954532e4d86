#include "url/url.h"

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

using namespace newshole;

namespace {

struct Row {
  std::string_view given;
  std::string_view want;
};

std::string canonical(std::string_view text) {
  const auto url = url::parse_url(text);
  return url ? url->text : "error: " + url.error().message;
}

std::string resolved(std::string_view base, std::string_view reference) {
  const auto page = url::parse_url(base);
  REQUIRE(page);
  const auto url = url::resolve(*page, reference);
  return url ? url->text : "error: " + url.error().message;
}

std::string shown(std::string_view reference) {
  const auto page = url::parse_url("https://news.example/a/b");
  REQUIRE(page);
  const auto link = url::resolve_link(*page, reference);
  return link ? *link : "error: " + link.error().message;
}

std::array<std::string, 7> parts_of(const url::Url& url) {
  return {url.text, url.scheme, url.host, url.port, url.path, url.query, url.fragment};
}

}  // namespace

TEST_SUITE_BEGIN("url/url");

TEST_CASE("references resolve as RFC 3986 section 5.4 lists them") {
  const auto rows = std::to_array<Row>({{"g", "http://a/b/c/g"},
                                        {"./g", "http://a/b/c/g"},
                                        {"g/", "http://a/b/c/g/"},
                                        {"/g", "http://a/g"},
                                        {"//g", "http://g/"},
                                        {"?y", "http://a/b/c/d;p?y"},
                                        {"g?y", "http://a/b/c/g?y"},
                                        {"#s", "http://a/b/c/d;p?q#s"},
                                        {"g#s", "http://a/b/c/g#s"},
                                        {"g?y#s", "http://a/b/c/g?y#s"},
                                        {";x", "http://a/b/c/;x"},
                                        {"g;x", "http://a/b/c/g;x"},
                                        {"g;x?y#s", "http://a/b/c/g;x?y#s"},
                                        {"", "http://a/b/c/d;p?q"},
                                        {".", "http://a/b/c/"},
                                        {"./", "http://a/b/c/"},
                                        {"..", "http://a/b/"},
                                        {"../", "http://a/b/"},
                                        {"../g", "http://a/b/g"},
                                        {"../..", "http://a/"},
                                        {"../../", "http://a/"},
                                        {"../../g", "http://a/g"},
                                        {"../../../g", "http://a/g"},
                                        {"../../../../g", "http://a/g"},
                                        {"/./g", "http://a/g"},
                                        {"/../g", "http://a/g"},
                                        {"g.", "http://a/b/c/g."},
                                        {".g", "http://a/b/c/.g"},
                                        {"g..", "http://a/b/c/g.."},
                                        {"..g", "http://a/b/c/..g"},
                                        {"./../g", "http://a/b/g"},
                                        {"./g/.", "http://a/b/c/g/"},
                                        {"g/./h", "http://a/b/c/g/h"},
                                        {"g/../h", "http://a/b/c/h"},
                                        {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
                                        {"g;x=1/../y", "http://a/b/c/y"},
                                        {"g?y/./x", "http://a/b/c/g?y/./x"},
                                        {"g?y/../x", "http://a/b/c/g?y/../x"},
                                        {"g#s/./x", "http://a/b/c/g#s/./x"},
                                        {"g#s/../x", "http://a/b/c/g#s/../x"}});
  for (const Row& row : rows) {
    CAPTURE(row.given);
    CHECK(resolved("http://a/b/c/d;p?q", row.given) == row.want);
  }
}

TEST_CASE("a slash in the base's query or fragment is no folder") {
  CHECK(resolved("http://a/b?q=1/2", "x") == "http://a/x");
  CHECK(resolved("http://a/b#f/g/h", "x") == "http://a/x");
  CHECK(resolved("http://a/b#f/g/h", "#k") == "http://a/b#k");
}

TEST_CASE("an attribute is read as browsers read it: outer blanks and inner line breaks dropped") {
  CHECK(resolved("https://news.example/", " \n\t/2025/09/19/\n  ") ==
        "https://news.example/2025/09/19/");
  CHECK(resolved("https://news.example/", "/a\n\tb\rc") == "https://news.example/abc");
  CHECK(resolved("https://news.example/", "java\nscript:alert(1)") ==
        "error: no usable URL: it is neither http nor https");
  CHECK(resolved("https://news.example/x", " \n ") == "https://news.example/x");
}

TEST_CASE("equal URLs have one spelling") {
  const auto rows = std::to_array<Row>({
      {"HTTP://EXAMPLE.com:80/a/../x", "http://example.com/x"},
      {"https://Example.COM", "https://example.com/"},
      {"https://example.com:0443/", "https://example.com/"},
      {"http://h:/", "http://h/"},
      {"http://h:8080?x", "http://h:8080/?x"},
      {"http://h/a?", "http://h/a"},
      {"http://h/a#", "http://h/a"},
      {"http://h/a b?b c#d e", "http://h/a%20b?b%20c#d%20e"},
      {"http://h/\u00e9?\u00e9#\u00e9", "http://h/%C3%A9?%C3%A9#%C3%A9"},
      {"http://h/%c3%a9%20", "http://h/%c3%a9%20"},
      {"http://h/\"<b>\"", "http://h/%22%3Cb%3E%22"},
      {"http://h/a/%2e%2E/b", "http://h/b"},
      {"http://h/%252e%252e/b", "http://h/%252e%252e/b"},
      {"http://h/a//b", "http://h/a//b"},
      {"http://[FE80::1]:8080/", "http://[fe80::1]:8080/"},
      {"http://%6E%65ws.example/", "http://news.example/"},
      {"http://h/%zz%", "http://h/%zz%"},
  });
  for (const Row& row : rows) {
    CAPTURE(row.given);
    CHECK(canonical(row.given) == row.want);
  }
}

TEST_CASE("a canonical URL is its own canonical form") {
  for (const std::string_view given :
       {"http://b\u00fccher.example/\u00e9 x?\"#<", "http://h:8080/%2e/a/../%zz?%2e#%2e",
        "https://[::1]/a//b", "http://\uff11\uff12\uff17.0.0.1/"}) {
    CAPTURE(given);
    const std::string once = canonical(given);
    CHECK(canonical(once) == once);
  }
}

TEST_CASE("the case of a scheme changes nothing, however plain the rest of a URL is") {
  // Plain URLs are read without curl, but not those with a scheme in capitals.
  constexpr auto kPieces = std::to_array<std::string_view>(
      {"/",   ".",  "..",  "?",  "#",  "%2e", "%2F", "%41", "%",      "@", ":",    "80",  "a",
       "b.c", "-",  "_",   "~",  "&",  "=",   ";",   "+",   ",",      "!", "'",    "(",   "*",
       "$",   "[",  "]",   "\\", "|",  " ",   "\"",  "<",   "\u00fc", "A", "0x7f", "127", "/.",
       "//",  "/a", "/b/", "?q", "#f", "\t",  "^",   "`",   "{",      "}"});
  std::minstd_rand random;  // NOLINT(cert-msc51-cpp)
  std::size_t urls = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string rest = round % 4 == 0 ? "" : "news.example/";
    for (std::size_t pieces = random() % 8; pieces > 0; --pieces)
      rest += kPieces.at(random() % kPieces.size());
    for (const std::string_view scheme : {"http", "https"}) {
      const auto plain = url::parse_url(std::string(scheme) + "://" + rest);
      const auto same =
          url::parse_url(std::string(scheme == "http" ? "HTTP" : "HTTPS") + "://" + rest);
      CAPTURE(rest);
      REQUIRE(plain.has_value() == same.has_value());
      if (plain) REQUIRE(parts_of(*plain) == parts_of(*same));
      urls += plain ? 1U : 0U;
    }
  }
  CHECK(urls > 10000);
}

TEST_CASE("international host names become ASCII whatever the locale") {
  CHECK(canonical("http://b\u00fccher.example/") == "http://xn--bcher-kva.example/");
  CHECK(canonical("http://B\u00dcCHER.example/") == "http://xn--bcher-kva.example/");
  CHECK(canonical("http://\uff11\uff12\uff17.0.0.1/") == "http://127.0.0.1/");
}

TEST_CASE("the parts of a URL are those of its text") {
  const auto url = url::parse_url("HTTPS://News.Example/2025/a%20b?x=1&y#part");
  REQUIRE(url);
  CHECK(url->scheme == "https");
  CHECK(url->host == "news.example");
  CHECK(url->port == "443");
  CHECK(url->path == "/2025/a%20b");
  CHECK(url->query == "x=1&y");
  CHECK(url->fragment == "part");
  CHECK(url::without_fragment(*url).text == "https://news.example/2025/a%20b?x=1&y");
  CHECK(url::without_fragment(*url).fragment.empty());
}

TEST_CASE("what is no http or https URL of a host is refused with its cause") {
  const auto rows = std::to_array<Row>({
      {"", "it does not start with http:// or https://"},
      {"/x", "it does not start with http:// or https://"},
      {"news.example/x", "it does not start with http:// or https://"},
      {" http://h/", "it does not start with http:// or https://"},
      {"ftp://h/", "it is neither http nor https"},
      {"file:///etc/passwd", "it is neither http nor https"},
      {"javascript:alert(1)", "it is neither http nor https"},
      {"data:text/html,x", "it is neither http nor https"},
      {"http://", "it names no host"},
      {"http://user@h/", "it holds a user name"},
      {"http://user:pass@h/", "it holds a user name"},
      {"http://:pass@h/", "it holds a user name"},
      {"http://h:0/", "the port is no number from 1 to 65535"},
      {"http://h:65536/", "the port is no number from 1 to 65535"},
      {"http://h:8a/", "the port is no number from 1 to 65535"},
      {"http://a b/", "the host name is malformed"},
      {"http://../x", "the host name is malformed"},
      {"http://a..b/", "the host name is malformed"},
      {"http://h%2f/", "the host name is malformed"},
      {"http://h<b>/", "the host name is malformed"},
      {"http://h|x/", "the host name is malformed"},
      {"http://\xff\xfe/", "the host name is malformed"},
      {"http://[fe80::1%25eth0]/", "the host name is malformed"},
      {"http://h/a\nb", "it holds control characters"},
      {"http://h/a\x7f", "it holds control characters"},
      {std::string_view("http://h/\0x", 11), "it holds control characters"},
  });
  for (const Row& row : rows) {
    CAPTURE(row.given);
    CHECK(canonical(row.given) == "error: no usable URL: " + std::string(row.want));
  }
  CHECK(url::parse_url("ftp://h/").error().kind == ErrorKind::Usage);
}

TEST_CASE("a URL holds at most 8000 bytes, as given and as encoded") {
  CHECK(canonical("http://h/" + std::string(7991, 'a')).size() == 8000);
  const std::string want = "error: no usable URL: it is longer than 8000 bytes";
  CHECK(canonical("http://h/" + std::string(7992, 'a')) == want);
  CHECK(canonical("http://h/" + std::string(4000, ' ') + "a") == want);
  CHECK(resolved("http://h/" + std::string(7000, 'a') + "/", std::string(2000, 'b')) == want);
}

TEST_CASE("a link to mail, gopher and the like is shown as it stands, without blanks") {
  CHECK(shown("mailto:desk@news.example") == "mailto:desk@news.example");
  CHECK(shown(" gopher://gopher.example/1/a b\x1b[0m ") == "gopher://gopher.example/1/ab[0m");
  CHECK(shown("TEL:+1 555") == "TEL:+1555");
  CHECK(shown("gemini://g.example/\u200bx") == "gemini://g.example/%E2%80%8Bx");
  CHECK(shown("../c") == "https://news.example/c");
}

TEST_CASE("a link that would run code or open a local file is no link") {
  const std::string want = "error: no usable URL: it is neither http nor https";
  CHECK(shown("javascript:void(0)") == want);
  CHECK(shown("data:text/html,<b>") == want);
  CHECK(shown("file:///etc/passwd") == want);
}

TEST_CASE("another path keeps the server and drops query and fragment") {
  const auto url = url::parse_url("https://news.example:8443/a/b?c#d");
  REQUIRE(url);
  const auto other = url::with_path(*url, "/x/y");
  REQUIRE(other);
  CHECK(other->text == "https://news.example:8443/x/y");
  CHECK(url::with_path(*url, "/why?#")->text == "https://news.example:8443/why%3F%23");
  CHECK(url::with_path(*url, "//evil.example/")->text ==
        "https://news.example:8443//evil.example/");
  CHECK_FALSE(url::with_path(*url, "x"));
}

TEST_CASE("what says where a reader came from is no part of a page's address") {
  const std::vector<std::pair<std::string, std::string>> kCases = {
      {"https://a.example/x?utm_source=rss&utm_medium=feed", "https://a.example/x"},
      {"https://a.example/x?p=12&utm_source=rss#top", "https://a.example/x?p=12#top"},
      {"https://a.example/x?fbclid=1&id=7&at_campaign=2", "https://a.example/x?id=7"},
      {"https://a.example/x?reference=1", "https://a.example/x?reference=1"},
      {"https://a.example/x?ref=rss", "https://a.example/x"},
      {"https://a.example/x?ref=12&source=a1", "https://a.example/x?ref=12&source=a1"},
      {"https://a.example/x?a=&b", "https://a.example/x?a=&b"},
      {"https://a.example/x", "https://a.example/x"}};
  for (const auto& [with, without] : kCases) {
    const url::Url url = url::without_tracking(url::parse_url(with).value());
    CHECK(url.text == without);
    CHECK(url.query == url::parse_url(without)->query);
  }
}

TEST_SUITE_END();
