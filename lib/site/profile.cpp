#include "site/profile.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <span>

#include "base/ascii.h"
#include "base/join.h"
#include "text/width.h"

namespace newshole::site {
namespace {

bool has_host(const SiteProfile& profile, const std::string& host) {
  return std::ranges::find(profile.hosts, host) != profile.hosts.end();
}

/// All hosts of a site show the same stories: the first front page's counts.
const url::Url& home_of(const url::Url& url, const SiteProfile& profile) {
  const bool is_at_home = has_host(profile, url.host) && !profile.front_pages.empty();
  return is_at_home ? profile.front_pages.front() : url;
}

/// Without all of them that it ends in, one behind another: "/x//" and "/x/" are one story.
std::string without_suffixes(std::string path, const std::vector<std::string>& suffixes) {
  const auto is_last = [&path](const std::string& suffix) {
    return !suffix.empty() && path.ends_with(suffix);
  };
  for (auto last = std::ranges::find_if(suffixes, is_last); last != suffixes.end();
       last = std::ranges::find_if(suffixes, is_last))
    path.erase(path.size() - last->size());
  return path.empty() ? "/" : path;
}

std::string day_prefix(std::chrono::year_month_day date) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d/%02u/%02u/", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

/// The day that an item's name begins with.
PathFacts facts_of_item(const std::string& name) {
  static const Result<PathTemplate> with_day = PathTemplate::parse("/{year}/{month}/{day}/{slug}");
  if (!with_day) return {};
  return with_day->match("/" + name).value_or(PathFacts{});
}

bool is_word(std::string_view segment) {
  return !segment.empty() &&
         std::ranges::all_of(segment, [](char c) { return ascii::is_lower(c) || c == '-'; });
}

/// Of a path that nobody described: the day that three of its names state, and the first word
/// before the story's own name that is none of the site's own parts.
PathFacts guessed_facts(std::string_view path) {
  static const Result<PathTemplate> day = PathTemplate::parse("/{year}/{month}/{day}");
  constexpr std::array<std::string_view, 9> kParts = {
      "article", "articles", "story", "stories", "news", "post", "posts", "content", "html"};
  PathFacts facts;
  std::vector<std::string_view> names = split(path.substr(1), '/');
  for (std::size_t i = 0; i + 3 <= names.size() && day && !facts.date; ++i) {
    const auto found = day->match("/" + joined(std::span(names).subspan(i, 3), "/"));
    if (found) facts.date = found->date;
  }
  while (!names.empty() && names.back().empty()) names.pop_back();
  if (!names.empty()) names.pop_back();
  const auto section = std::ranges::find_if(names, [&](std::string_view name) {
    return is_word(name) && std::ranges::find(kParts, name) == kParts.end();
  });
  if (section != names.end()) facts.section = std::string(*section);
  return facts;
}

}  // namespace

const std::vector<std::string>& banner_for(const SiteProfile& profile, int columns) {
  static const std::vector<std::string> none;
  const auto fits = [columns](const std::vector<std::string>& banner) {
    return std::ranges::all_of(
        banner, [columns](const std::string& line) { return text::width(line) <= columns; });
  };
  if (fits(profile.banner)) return profile.banner;
  return fits(profile.narrow_banner) ? profile.narrow_banner : none;
}

bool covers(const SiteProfile& profile, const url::Url& url) {
  if (!has_host(profile, url.host)) return false;
  return profile.under.empty() ||
         std::ranges::any_of(profile.under, [&url](const std::string& beginning) {
           return url.path.starts_with(beginning);
         });
}

bool has_story_rules(const SiteProfile& profile) {
  return !profile.stories.links.empty() || !profile.stories.items.empty();
}

bool has_article_rules(const SiteProfile& profile) {
  return !profile.article.body.empty() && !profile.article.headline.empty();
}

std::vector<std::string> hosts_of_pages(const SiteProfile& profile) {
  return has_story_rules(profile) ? profile.hosts : std::vector<std::string>();
}

Result<url::Url> canonical_story_url(const url::Url& url, const SiteProfile& profile) {
  if (!has_story_rules(profile)) return url::without_tracking(url::without_fragment(url));
  const url::Url& home = home_of(url, profile);
  for (const PathRewrite& rewrite : profile.stories.rewrite) {
    if (const auto address = rewrite.apply(url.path, url.query))
      return url::resolve(home, *address);
  }
  const std::string path = without_suffixes(url.path, profile.stories.drop_suffixes);
  Result<url::Url> out = url::with_path(home, path);
  if (!out || url.query.empty() || profile.stories.query == Query::Drop) return out;
  return url::parse_url(out->text + "?" + url.query);
}

Result<url::Url> item_url(const url::Url& page, std::string_view name,
                          std::optional<std::chrono::year_month_day> date,
                          const SiteProfile& profile) {
  Result<url::Url> key = canonical_story_url(page, profile);
  if (!key) return key;
  return url::parse_url(key->text + "#" + (date ? day_prefix(*date) : "") + std::string(name));
}

std::optional<PathFacts> story_path_facts(const url::Url& url, const SiteProfile& profile) {
  if (!profile.stories.items.empty() && !url.fragment.empty()) return facts_of_item(url.fragment);
  if (!has_story_rules(profile)) return guessed_facts(url.path);
  for (const PathTemplate& path : profile.stories.paths) {
    if (std::optional<PathFacts> facts = path.match(url.path)) return facts;
  }
  return std::nullopt;
}

}  // namespace newshole::site
