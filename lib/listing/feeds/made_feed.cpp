#include "listing/feeds/made_feed.h"

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/percent.h"
#include "extract/body/node_text.h"
#include "extract/byline.h"
#include "listing/feeds/feed_date.h"
#include "listing/feeds/feed_words.h"
#include "listing/feeds/field_text.h"
#include "text/clean.h"
#include "text/markup.h"

namespace newshole::listing {
namespace {

constexpr std::size_t kSummaryBytes = 500;   // what is longer may be the whole text
constexpr std::size_t kHeadlineBytes = 120;  // of one that is made of other words

std::optional<std::string> line_of(const StatedText& stated) {
  std::string line = extract::field_text(words_of(stated, limits::kFieldBytes));
  return line.empty() ? std::nullopt : std::optional(std::move(line));
}

std::optional<std::string> line_of(std::string_view text) {
  return line_of(StatedText{std::string(text), Markup::Html});
}

/// The first words of a text, at most `kHeadlineBytes`.
std::string beginning_of(std::string words) {
  if (words.size() <= kHeadlineBytes) return words;
  const std::size_t end = words.rfind(' ', kHeadlineBytes);
  words = text::clean_line(words.substr(0, end == std::string::npos ? kHeadlineBytes : end));
  return words + "...";
}

/// "mayor resigns" of "/2025/09/19/mayor-resigns.html"; else the host.
std::string words_of_address(const url::Url& url) {
  std::string_view path = ascii::trimmed(url.path, "/");
  path.remove_prefix(std::min(path.rfind('/') + 1, path.size()));
  std::string words = percent::decoded(path.substr(0, path.rfind('.')), [](char) { return true; });
  std::ranges::replace_if(
      words, [](char c) { return c == '-' || c == '_' || c == '+'; }, ' ');
  words = text::clean_line(words);
  return words.empty() ? url.host : beginning_of(std::move(words));
}

/// A name alone, of RSS's "jane@news.example (Jane Doe)", too.
std::string_view without_address(std::string_view author) {
  if (author.find('@') == std::string_view::npos) return author;
  const std::size_t open = author.find('(');
  if (open != std::string_view::npos)
    return author.substr(open + 1, author.rfind(')') - std::min(open + 1, author.rfind(')')));
  const std::size_t angle = author.find('<');
  return angle == std::string_view::npos ? std::string_view() : author.substr(0, angle);
}

/// What HTML shows as `stated` does.
std::string html_of(StatedText stated) {
  if (stated.markup == Markup::Html) return std::move(stated.text);
  std::string out;
  std::string_view rest = stated.text;
  while (!rest.empty()) {
    out += text::escaped_markup(ascii::take_before(rest, "\n"));
    if (!rest.empty()) out += "<br>\n";
  }
  return out;
}

class FeedMaker {
 public:
  FeedMaker(const StatedFeed& stated, const url::Url& address) : address_(address) {
    out_.kind = stated.kind;
    out_.title = line_of(stated.feed.title);
    out_.language = line_of(stated.language);
    out_.rest = stated.rest;
    out_.damage = stated.damage;
    if (!stated.feed.link.empty()) {
      auto web = url::resolve(base_of(stated.feed), stated.feed.link);
      if (web) out_.web = *std::move(web);
    }
    // RSS says of whom a channel is, and not that its items are.
    if (stated.kind == FeedKind::Rss) return;
    for (const std::string& author : stated.feed.authors) append_authors(authors_, author);
  }

  void add(StatedItem stated) {
    auto url = address_of(stated);
    if (!url) return;
    FeedItem item{.story = {.url = *std::move(url)}};
    std::string summary = words_of(stated.summary, limits::kFieldBytes);
    if (stated.content.text.empty() && summary.size() > kSummaryBytes)
      stated.content = std::move(stated.summary);
    extract::Story& story = item.story;
    story.headline = headline_of(stated, summary, story.url);
    if (!summary.empty()) story.summary = extract::field_text(std::move(summary));
    story.section = line_of(stated.section);
    story.published = date_of(stated.published);
    story.updated = date_of(stated.updated);
    if (const auto& time = story.published ? story.published : story.updated)
      story.date = std::chrono::floor<std::chrono::days>(time->time);
    for (const std::string& author : stated.authors) append_authors(story.authors, author);
    if (stated.authors.empty()) story.authors = authors_;
    item.id = extract::field_text(text::clean_line(stated.id));
    item.content = html_of(std::move(stated.content));
    out_.items.push_back(std::move(item));
  }

  /// Of an index.
  void add_sitemaps(const std::vector<StatedItem>& stated) {
    std::vector<std::pair<UtcTime, url::Url>> all;
    for (const StatedItem& item : stated) {
      auto url = url::resolve(base_of(item), item.link);
      const auto modified = date_of(item.updated);
      if (url) all.emplace_back(modified ? modified->time : UtcTime::min(), *std::move(url));
    }
    std::ranges::stable_sort(all, std::greater(), &std::pair<UtcTime, url::Url>::first);
    for (auto& [modified, url] : all) out_.sitemaps.push_back(std::move(url));
  }

  Feed finish() {
    drop_fragments();
    std::unordered_set<std::string_view> seen;
    std::erase_if(out_.items, [&seen](const FeedItem& item) {
      return !seen.insert(item.story.url.text).second;
    });
    return std::move(out_);
  }

  [[nodiscard]] std::optional<text::DateOrTime> date_of(std::string_view text) const {
    if (text.empty()) return std::nullopt;
    return feed_date(text, out_.language ? std::string_view(*out_.language) : std::string_view());
  }

 private:
  [[nodiscard]] url::Url base_of(const StatedItem& stated) const {
    if (!stated.base.empty()) {
      if (auto base = url::parse_url(stated.base)) return *std::move(base);
    }
    return out_.web.value_or(address_);
  }

  /// An enclosure is no page.
  [[nodiscard]] std::optional<url::Url> address_of(const StatedItem& stated) const {
    const auto is_enclosure = [&](const url::Url& url) {
      return std::ranges::any_of(stated.enclosures, [&](const std::string& enclosure) {
        const auto other = url::resolve(base_of(stated), enclosure);
        return other && other->text == url.text;
      });
    };
    if (!stated.link.empty()) {
      // Most are absolute, and no base need be parsed.
      auto url = url::parse_url(stated.link);
      if (!url) url = url::resolve(base_of(stated), stated.link);
      if (url && !is_enclosure(*url)) return url::without_tracking(*std::move(url));
    }
    auto url = url::parse_url(stated.id);
    if (!url || is_enclosure(*url)) return std::nullopt;
    return url::without_tracking(*std::move(url));
  }

  static std::string headline_of(const StatedItem& stated, const std::string& summary,
                                 const url::Url& url) {
    if (auto title = line_of(stated.title)) return *std::move(title);
    std::string words = summary.empty() ? words_of(stated.content, kHeadlineBytes) : summary;
    return words.empty() ? words_of_address(url) : beginning_of(std::move(words));
  }

  void append_authors(std::vector<std::string>& names, std::string_view stated) const {
    const auto line = line_of(without_address(stated));
    if (!line) return;
    const std::vector<std::string> outlets = {out_.title.value_or("")};
    for (std::string& name : extract::authors_of(*line, outlets)) {
      const bool is_known = std::ranges::find(names, name) != names.end();
      if (!is_known && names.size() < limits::kAuthors) names.push_back(std::move(name));
    }
  }

  /// But of those that tell items of one page apart.
  void drop_fragments() {
    const auto has_fragment = [](const FeedItem& item) {
      return item.story.url.text.find('#') != std::string::npos;
    };
    if (std::ranges::none_of(out_.items, has_fragment)) return;
    std::unordered_map<std::string, std::string> fragments;  // of each page the first
    std::unordered_set<std::string> shared;
    for (const FeedItem& item : out_.items) {
      const url::Url& url = item.story.url;
      const std::string page = url::without_fragment(url).text;
      const auto [first, is_new] = fragments.try_emplace(page, url.fragment);
      if (!is_new && first->second != url.fragment) shared.insert(page);
    }
    for (FeedItem& item : out_.items) {
      url::Url page = url::without_fragment(item.story.url);
      if (!shared.contains(page.text)) item.story.url = std::move(page);
    }
  }

  Feed out_;
  const url::Url& address_;
  std::vector<std::string> authors_;  // of the feed
};

/// Sitemaps are long and in no order: those of the latest days are kept.
void keep_latest(std::vector<StatedItem>& items, const FeedMaker& maker) {
  if (items.size() <= limits::kFeedItems) return;
  std::vector<std::pair<UtcTime, std::size_t>> latest;
  for (const StatedItem& item : items) {
    const auto time = maker.date_of(item.published.empty() ? item.updated : item.published);
    latest.emplace_back(time ? time->time : UtcTime::min(), latest.size());
  }
  std::ranges::stable_sort(latest, std::greater(), &std::pair<UtcTime, std::size_t>::first);
  latest.resize(limits::kFeedItems);
  std::ranges::sort(latest, {}, &std::pair<UtcTime, std::size_t>::second);
  std::vector<StatedItem> kept;
  kept.reserve(latest.size());
  for (const auto& [time, place] : latest) kept.push_back(std::move(items[place]));
  items = std::move(kept);
}

}  // namespace

Feed made_feed(StatedFeed stated, const url::Url& address) {
  FeedMaker maker(stated, address);
  if (stated.kind == FeedKind::SitemapIndex) {
    maker.add_sitemaps(stated.items);
    return maker.finish();
  }
  keep_latest(stated.items, maker);
  for (StatedItem& item : stated.items) maker.add(std::move(item));
  return maker.finish();
}

}  // namespace newshole::listing
