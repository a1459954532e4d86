#include "serve/redirect_pages.h"

#include <optional>
#include <string>

#include <doctest/doctest.h>

using namespace newshole::serve;

TEST_SUITE_BEGIN("serve/redirect_pages");

namespace {

Answer answer_to(const std::string& selector) {
  RedirectPages pages;
  const Request request{selector, ""};
  REQUIRE(pages.takes(request));
  std::optional<Answer> given;
  pages.answer(request, {}, [&given](Answer answer) { given = std::move(answer); });
  REQUIRE(given.has_value());
  return *std::move(given);
}

bool takes(const std::string& selector) {
  return RedirectPages().takes({selector, ""});
}

}  // namespace

TEST_CASE("a web link gets a page that leads there, with or without a slash before it") {
  const Answer answer = answer_to("URL:https://news.example/a");
  CHECK(answer.outcome == Outcome::Redirect);
  CHECK(answer.bytes.find("content=\"5;URL=https://news.example/a\"") != std::string::npos);
  CHECK(answer.bytes.find("href=\"https://news.example/a\"") != std::string::npos);
  CHECK(answer_to("/URL:https://news.example/a").bytes == answer.bytes);
}

TEST_CASE("other selectors are none of its business") {
  CHECK_FALSE(takes("/news.example"));
  CHECK_FALSE(takes(""));
  CHECK_FALSE(takes("URL:"));
  CHECK_FALSE(takes("//URL:https://news.example/"));
}

TEST_CASE("a scheme that a browser would run, or that the convention forbids, gets an error") {
  CHECK(answer_to("URL:javascript:alert(1)").outcome == Outcome::NotFound);
  CHECK(answer_to("URL:data:text/html,x").outcome == Outcome::NotFound);
  CHECK(answer_to("URL:gopher://hole.example/").outcome == Outcome::NotFound);
  CHECK(answer_to("URL: https://news.example/").outcome == Outcome::NotFound);
  CHECK(answer_to("URL:file:///etc/passwd").outcome == Outcome::NotFound);
}

TEST_CASE("no URL can leave its attribute or open a tag") {
  const std::string page = redirect_page("https://e.example/\"><script>'`\\&x=1\x01\xff ");
  CHECK(page.find("https://e.example/%22%3E%3Cscript%3E%27%60%5C&amp;x=1%01%FF%20") !=
        std::string::npos);
  CHECK(page.find("<script") == std::string::npos);
}

TEST_SUITE_END();
