#include "listing/feed_text.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "extract/fragment.h"
#include "extract/link_words.h"
#include "listing/feeds/feed_words.h"
#include "text/markup.h"

namespace newshole::listing {
namespace {

using extract::Article;

/// Of words: more than excerpts have, and more than a line or two.
constexpr std::size_t kLeastBytes = 1500;
constexpr std::size_t kLeastOfExcerpt = 300;
/// Of markup that has so many bytes of words, or the end of an excerpt, for sure.
constexpr std::size_t kHeadBytes = std::size_t{16} << 10;
constexpr std::size_t kTailBytes = std::size_t{2} << 10;

std::string words_in(std::string_view html) {
  return words_of({std::string(html), Markup::Html}, html.size());
}

/// The last words, from the beginning of an element on.
std::string last_words(std::string_view html) {
  if (html.size() > kTailBytes) {
    html.remove_prefix(html.size() - kTailBytes);
    html.remove_prefix(std::min(html.find('<'), html.size()));
  }
  return words_in(html);
}

/// "Continue reading The ferry" behind the last sentence.
bool ends_with_label(std::string_view words) {
  constexpr std::array<std::string_view, 5> kEnds = {". ", "! ", "? ", "… ", "] "};
  std::size_t last = 0;
  for (const std::string_view end : kEnds) {
    const std::size_t at = words.rfind(end);
    if (at != std::string_view::npos) last = std::max(last, at + end.size());
  }
  const std::string_view tail = words.substr(last);
  return last > 0 && (extract::is_link_label(tail) || extract::opens_as_link_label(tail));
}

bool is_excerpt(std::string_view words) {
  constexpr std::array<std::string_view, 2> kCuts = {"[…]", "[...]"};
  constexpr std::array<std::string_view, 2> kEllipses = {"…", "..."};
  words = ascii::trimmed(words);
  return std::ranges::any_of(
             kCuts,
             [&](std::string_view cut) { return words.find(cut) != std::string_view::npos; }) ||
         std::ranges::any_of(kEllipses,
                             [&](std::string_view dots) { return words.ends_with(dots); }) ||
         ends_with_label(words);
}

bool is_whole(std::string_view html) {
  return html.size() >= kLeastBytes && words_in(html.substr(0, kHeadBytes)).size() >= kLeastBytes &&
         !is_excerpt(last_words(html));
}

/// As a page of the site would have it.
std::string page_of(const ListedText& listed) {
  const std::string headline = text::escaped_markup(listed.story->headline);
  return "<!doctype html><title>" + headline + "</title><article><h1>" + headline + "</h1>" +
         listed.text->html + "</article>";
}

/// What the list says of the story counts.
Article as_listed(Article article, const ListedText& listed) {
  const extract::Story& story = *listed.story;
  article.preferences = listed.text->preferences;
  article.url = story.url.text;
  article.full_url = story.url.text;
  article.site = story.url.host;
  article.headline = story.headline;
  article.byline.reset();
  article.authors = story.authors;
  article.published = story.published;
  article.updated = story.updated;
  article.timestamp.reset();
  article.section = story.section;
  article.reading = extract::Reading::Generic;
  article.origin = extract::TextOrigin::Feed;
  article.notice = kTextOfFeed;
  return article;
}

}  // namespace

FeedText text_of(FeedItem item) {
  if (!item.content.empty()) {
    const bool is_text = is_whole(item.content);
    return {.html = std::move(item.content), .is_whole = is_text};
  }
  const std::string summary = item.story.summary.value_or("");
  return {.html = summary.empty() ? "" : "<p>" + text::escaped_markup(summary) + "</p>"};
}

Result<Article> read_feed_text(const ListedText& listed, const extract::GenericExtractor& generic,
                               const Clock& clock) {
  auto blocks = extract::read_fragment(listed.text->html, listed.story->url, clock);
  if (!blocks) return tl::unexpected(blocks.error());
  if (blocks->empty()) return fail(ErrorKind::NotArticle, "the feed has no text of it");
  Article all;
  all.blocks = *std::move(blocks);
  const fetch::Page page{.url = listed.story->url, .html = page_of(listed)};
  Result<Article> cleaned = generic.article(page);
  // A rule for pages must not take more from a text than boilerplate.
  const bool is_kept =
      cleaned && extract::count_bytes(*cleaned) * 5 >= extract::count_bytes(all) * 4;
  return as_listed(is_kept ? *std::move(cleaned) : std::move(all), listed);
}

bool is_walled(const Error& error) {
  constexpr std::array kStatuses = {401L, 402L, 403L};
  if (error.kind == ErrorKind::HttpStatus)
    return std::ranges::find(kStatuses, error.status) != kStatuses.end();
  return error.kind == ErrorKind::NotArticle && !error.is_index;
}

Result<Article> longer_text(Result<Article> of_page, Result<Article> of_feed) {
  if (!of_feed) return of_page;
  if (!of_page) {
    if (!is_walled(of_page.error()) || extract::count_bytes(*of_feed) < kLeastOfExcerpt)
      return of_page;
    of_feed->notice = kTextOfFeedAlone;
    of_feed->origin = extract::TextOrigin::FeedExcerpt;
    return of_feed;
  }
  const bool is_longer = extract::count_bytes(*of_feed) * 10 > extract::count_bytes(*of_page) * 11;
  if (!is_longer) return of_page;
  of_feed->preferences = std::move(of_page->preferences);
  return of_feed;
}

}  // namespace newshole::listing
