#pragma once
// Pages and profiles for the tests of extraction.

#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "extract/by_profile/article_reader.h"
#include "fetch/page.h"
#include "site/profile.h"
#include "still_clock.h"

namespace newshole::test {

inline fetch::Page page(std::string_view html,
                        std::string_view url = "https://news.example/2025/09/19/tech/slug") {
  return fetch::make_page(url::parse_url(url).value(), std::string(html),
                          "text/html; charset=utf-8")
      .value();
}

inline html::Selector selector(std::string_view text) {
  return html::Selector::parse(text).value();
}

/// A made-up site: each field by its class.
inline site::SiteProfile profile() {
  site::SiteProfile out;
  out.name = "news.example";
  out.title = "Example";
  out.hosts = {"news.example"};
  out.dates = {{.pattern = "h:mm a z, EEE MMMM d, yyyy", .zone = "America/New_York"}};
  out.stories.links = {selector("li a"), selector("p a")};
  out.stories.paths = {site::PathTemplate::parse("/{year}/{month}/{day}/{section}/{slug}").value(),
                       site::PathTemplate::parse("/{section}/{slug}").value()};
  out.stories.drop_suffixes = {"/index.html"};
  out.article.headline = {selector(".headline")};
  out.article.byline = {selector(".byline")};
  out.article.timestamp = {selector(".stamp"), selector(".position")};
  out.article.source = {selector(".source")};
  out.article.body = {selector("article")};
  out.article.notes = {selector(".note")};
  out.article.remove = {selector(".promo")};
  out.article.note_starts = {"NOTE:"};
  out.article.remove_paragraphs = {{.starts_with = "Sign up", .link_contains = "newsletter"}};
  out.article.full_url_links = {"See Full Article"};
  return out;
}

inline Result<extract::Article> read(const fetch::Page& page, const site::SiteProfile& profile,
                                     std::vector<extract::FieldTrace>& trace) {
  const StillClock clock;
  const html::Document document = html::Document::parse(page.html, clock).value();
  text::DateReader dates;
  return extract::read_article({page, document, profile}, dates, trace);
}

inline Result<extract::Article> read(const fetch::Page& page, const site::SiteProfile& profile) {
  std::vector<extract::FieldTrace> trace;
  return read(page, profile, trace);
}

inline extract::Article article(std::string_view html) {
  const Result<extract::Article> result = read(page(html), profile());
  REQUIRE_MESSAGE(result, result.error().message);
  return *result;
}

/// The blocks of a page whose body this is.
inline std::vector<extract::Block> blocks(std::string_view body) {
  return article("<h1 class=headline>H</h1><article>" + std::string(body) + "</article>").blocks;
}

}  // namespace newshole::test
