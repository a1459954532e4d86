#include "listing/feeds/stated_feed.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/limits.h"

namespace newshole::listing {

std::size_t most_items(FeedKind kind) {
  const bool is_feed =
      kind == FeedKind::Rss || kind == FeedKind::Atom || kind == FeedKind::JsonFeed;
  return is_feed ? limits::kFeedItems : limits::kSitemapItems;
}

bool is_section_name(std::string_view category) {
  const auto is_of_word = [](char c) { return ascii::is_letter(c) || !(c >= 0); };
  return category.find("://") == std::string_view::npos &&
         std::ranges::any_of(category, is_of_word);
}

std::string damage_at(std::size_t line, std::string_view cause) {
  return ("line " + std::to_string(line) + ": ").append(cause);
}

}  // namespace newshole::listing
