#include "serve/live/address.h"

#include <string>

#include <doctest/doctest.h>

using namespace newshole;
using serve::LiveForm;

TEST_SUITE_BEGIN("serve/live/address");

namespace {

std::string selector(const std::string& address, LiveForm form = LiveForm::Menu) {
  return serve::live_selector(url::parse_url(address).value(), form).value_or("(none)");
}

/// The address that a selector asks for, or why it asks for none.
std::string asked(const std::string& selector) {
  const auto address = serve::parse_live_selector(selector);
  return address ? address->url.text : address.error().message;
}

std::string typed(const std::string& words) {
  const auto url = serve::parse_typed_address(words);
  return url ? url->text : url.error().message;
}

}  // namespace

TEST_CASE("the selector of a page is its address behind /live/") {
  CHECK(selector("https://news.example/a/b.html") == "/live/news.example/a/b.html");
  CHECK(selector("https://news.example") == "/live/news.example/");
  CHECK(asked("/live/news.example/a/b.html") == "https://news.example/a/b.html");
  CHECK(asked("/live/news.example") == "https://news.example/");
}

TEST_CASE("the text of a page and a page without TLS have selectors that no host's page has") {
  CHECK(selector("https://news.example/a", LiveForm::Text) == "/live/text/news.example/a");
  CHECK(selector("http://news.example/a") == "/live/http/news.example/a");
  CHECK(selector("http://news.example/a", LiveForm::Text) == "/live/text/http/news.example/a");
  const auto address = serve::parse_live_selector("/live/text/http/news.example/a").value();
  CHECK(address.form == LiveForm::Text);
  CHECK(address.url.text == "http://news.example/a");
}

TEST_CASE("a query and a fragment are encoded, for clients take their marks for something else") {
  CHECK(selector("https://news.example/a?b=c&d=e") == "/live/news.example/a%3Fb=c&d=e");
  CHECK(selector("https://news.example/a#b") == "/live/news.example/a%23b");
}

TEST_CASE("each address comes back from its selector as it was") {
  const char* const addresses[] = {
      "https://news.example/?",          "https://news.example/a?b?c#d?e",
      "https://news.example/a%3Fb",      "https://news.example/a%3fb?c",
      "https://news.example/%2525%253F", "https://news.example/100%25",
      "https://news.example/%23#%23",    "https://news.example/%C3%A9%20x",
      "https://news.example/%253"};
  for (const std::string address : addresses) {
    const std::string text = url::parse_url(address).value().text;
    CAPTURE(address);
    CHECK(asked(selector(address)) == text);
  }
}

TEST_CASE("a client that decodes a selector before it sends it gets the same page") {
  CHECK(asked("/live/news.example/a?b=c") == "https://news.example/a?b=c");
  CHECK(asked("/live/news.example/a b") == "https://news.example/a%20b");
  CHECK(asked("/live/news.example/a#b") == "https://news.example/a#b");
}

TEST_CASE("a selector holds 255 bytes, and a page whose own would be longer has none") {
  const std::string host = "https://news.example/";
  const std::string path(255 - std::string("/live/news.example/").size(), 'a');
  CHECK(selector(host + path).size() == 255);
  CHECK(selector(host + path + "a") == "(none)");
  CHECK(selector(host + path, LiveForm::Text) == "(none)");
}

TEST_CASE("only /live and what is below it are selectors of pages") {
  CHECK(serve::is_live_selector("/live"));
  CHECK(serve::is_live_selector("/live/"));
  CHECK(serve::is_live_selector("/live/news.example/"));
  CHECK_FALSE(serve::is_live_selector("/lively"));
  CHECK_FALSE(serve::is_live_selector("live"));
  CHECK_FALSE(serve::is_live_selector(""));
}

TEST_CASE("an address may be typed without its scheme, and in what people put around one") {
  CHECK(typed("news.example/a") == "https://news.example/a");
  CHECK(typed("  NEWS.example ") == "https://news.example/");
  CHECK(typed("<https://news.example/a?b>") == "https://news.example/a?b");
  CHECK(typed("\"http://news.example/\"") == "http://news.example/");
  CHECK(typed("HTTPS://news.example/") == "https://news.example/");
  CHECK(typed("URL:https://news.example/a") == "https://news.example/a");
  CHECK(typed("b\xC3\xBC"
              "cher.example") == "https://xn--bcher-kva.example/");
}

TEST_CASE("what is no address of the web is refused, with the cause") {
  CHECK(typed("").starts_with("no usable URL: "));
  CHECK(typed("what is new").starts_with("no usable URL: "));
  CHECK(typed("gopher://news.example/") == "no usable URL: it is neither http nor https");
  CHECK(typed("file:///etc/passwd").starts_with("no usable URL: "));
  CHECK(typed("user@news.example") == "no usable URL: it holds a user name");
  CHECK(typed("news.example:99999").starts_with("no usable URL: "));
  CHECK(typed("javascript:alert(1)").starts_with("no usable URL: "));
}

TEST_CASE("words may stand behind a question mark, as some clients send them") {
  CHECK(serve::is_live_selector("/live?news.example/a?b"));
  CHECK(serve::typed_words({"/live?news.example/a?b", ""}) == "news.example/a?b");
}

TEST_CASE("what a Gopher+ client adds are no words") {
  CHECK(serve::typed_words({"/live", "+"}).empty());
  CHECK(serve::typed_words({"/live", "$"}).empty());
  CHECK(serve::typed_words({"/live", " "}).empty());
  CHECK(serve::typed_words({"/live", "news.example\t+"}) == "news.example");
}
