#include "listing/discovery.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

#include "base/ascii.h"
#include "base/join.h"
#include "extract/body/node_text.h"
#include "extract/metadata/page_head.h"
#include "text/clean.h"

namespace newshole::listing {
namespace {

constexpr std::size_t kMostCandidates = 12;
constexpr std::size_t kMostSitemaps = 4;

constexpr std::array<std::string_view, 4> kFeedTypes = {
    "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"};

/// In the address or the title of a feed that lists no stories.
constexpr std::array<std::string_view, 5> kOtherFeeds = {"comment", "podcast", "oembed", "wp-json",
                                                         "xmlrpc"};

/// Names in a path that a feed's address has.
constexpr std::array<std::string_view, 10> kFeedNames = {
    "feed",     "feeds",    "rss",       "atom",      "rss.xml",
    "atom.xml", "feed.xml", "index.xml", "index.rdf", "feed.json"};

bool holds_any(std::string_view text, std::span<const std::string_view> words) {
  const std::string folded = ascii::lowered(text);
  return std::ranges::any_of(
      words, [&folded](std::string_view word) { return folded.find(word) != std::string::npos; });
}

bool looks_like_feed(const url::Url& url) {
  const std::string path = ascii::lowered(url.path);
  const std::vector<std::string_view> names = split(path, '/');
  return std::ranges::any_of(names, [](std::string_view name) {
    return std::ranges::find(kFeedNames, name) != kFeedNames.end() || name.ends_with(".rss");
  });
}

/// What a page's elements announce.
class Announcements {
 public:
  Announcements(const fetch::Page& page, const html::Document& document)
      : base_(extract::base_of(page.url, document)), own_(url::without_fragment(page.url).text) {}

  void read(html::Node element) {
    if (element.tag() == "link") read_link(element);
    if (element.tag() == "a") read_anchor(element);
  }

  [[nodiscard]] std::vector<Candidate> take() && {
    std::vector<Candidate> found = std::move(feeds_);
    std::ranges::move(links_, std::back_inserter(found));
    if (found.size() > kMostCandidates) found.erase(found.begin() + kMostCandidates, found.end());
    return found;
  }

 private:
  void read_link(html::Node element) {
    const std::string rel = ascii::lowered(element.attribute("rel").value_or(""));
    const std::string type = ascii::lowered(ascii::trimmed(element.attribute("type").value_or("")));
    const bool is_feed = std::ranges::find(kFeedTypes, type) != kFeedTypes.end();
    const auto url = url::resolve(base_, element.attribute("href").value_or(""));
    if (url && is_feed && ascii::has_word(rel, "alternate"))
      add(*url, text::clean_line(element.attribute("title").value_or("")), CandidateKind::Feed,
          feeds_);
  }

  void read_anchor(html::Node element) {
    if (links_.size() == kMostCandidates) return;
    const auto url = url::resolve(base_, element.attribute("href").value_or(""));
    if (url && looks_like_feed(*url))
      add(*url, extract::text_of(element), CandidateKind::Link, links_);
  }

  void add(const url::Url& url, std::string_view title, CandidateKind kind,
           std::vector<Candidate>& list) {
    const bool is_other = holds_any(title, kOtherFeeds) || holds_any(url.path, kOtherFeeds);
    if (is_other || list.size() == kMostCandidates) return;
    Candidate candidate{url::without_fragment(url), kind};
    if (candidate.url.text == own_ || is_known(candidate.url)) return;
    list.push_back(std::move(candidate));
  }

  [[nodiscard]] bool is_known(const url::Url& url) const {
    const auto is_same = [&url](const Candidate& known) { return known.url.text == url.text; };
    return std::ranges::any_of(feeds_, is_same) || std::ranges::any_of(links_, is_same);
  }

  url::Url base_;
  std::string own_;
  std::vector<Candidate> feeds_;
  std::vector<Candidate> links_;
};

bool is_of_news(const url::Url& sitemap) {
  return sitemap.path.find("news") != std::string::npos;
}

}  // namespace

std::optional<std::string> site_title(const html::Document& document) {
  for (html::Walker walker(document.root()); walker; walker.next()) {
    const html::Node node = walker.node();
    const bool is_stated = walker.is_entering() && node.is_element() && node.tag() == "meta" &&
                           node.attribute("property").value_or("") == "og:site_name";
    if (!is_stated) continue;
    std::string name =
        extract::field_text(text::clean_line(node.attribute("content").value_or("")));
    if (!name.empty()) return name;
  }
  return extract::page_title(document);
}

Discovery discover(const fetch::Page& page, const html::Document& document) {
  Announcements announcements(page, document);
  for (html::Walker walker(document.root()); walker; walker.next()) {
    if (walker.is_entering() && walker.node().is_element()) announcements.read(walker.node());
  }
  return {.title = site_title(document), .candidates = std::move(announcements).take()};
}

std::vector<Candidate> sitemaps_of(std::string_view robots_txt) {
  std::vector<Candidate> sitemaps;
  for (std::string_view line : split(robots_txt, '\n')) {
    const std::string_view name = ascii::trimmed(ascii::take_before(line, ":"));
    if (!ascii::equals_folded(name, "sitemap")) continue;
    auto url = url::parse_url(ascii::trimmed(line));
    if (url) sitemaps.push_back({*std::move(url), CandidateKind::Sitemap});
  }
  std::stable_partition(sitemaps.begin(), sitemaps.end(),
                        [](const Candidate& sitemap) { return is_of_news(sitemap.url); });
  if (sitemaps.size() > kMostSitemaps)
    sitemaps.erase(sitemaps.begin() + kMostSitemaps, sitemaps.end());
  return sitemaps;
}

std::vector<url::Url> sitemaps_to_read(std::vector<url::Url> index) {
  constexpr std::size_t kMost = 3;
  std::stable_partition(index.begin(), index.end(), is_of_news);
  if (index.size() > kMost) index.erase(index.begin() + kMost, index.end());
  return index;
}

}  // namespace newshole::listing
