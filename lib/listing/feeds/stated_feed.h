#pragma once
// What a feed states, before anything is made of it. Internal to this folder.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "listing/feeds/feed.h"

namespace newshole::listing {

enum class Markup { None, Html };

struct StatedText {
  std::string text;  ///< UTF-8 as it came
  Markup markup = Markup::Html;
};

/// An item, or the feed itself. Texts are UTF-8 as they came, empty where nothing is stated.
struct StatedItem {
  StatedText title;
  StatedText summary;
  StatedText content;
  std::string link;
  std::string base;  ///< what the link is relative to, absolute; empty: to the feed
  std::string id;
  std::string published;
  std::string updated;
  std::string section;
  std::vector<std::string> authors;
  std::vector<std::string> enclosures;  ///< addresses
};

struct StatedFeed {
  FeedKind kind = FeedKind::Rss;
  StatedItem feed;
  std::vector<StatedItem> items;
  std::string language;
  std::optional<std::chrono::seconds> rest;
  std::optional<std::string> damage;
  bool is_too_complex = false;  ///< a limit is the damage
};

/// Items that are kept of a feed or a sitemap.
[[nodiscard]] std::size_t most_items(FeedKind kind);

/// True for a category that names a section to people, and is no number and no address.
[[nodiscard]] bool is_section_name(std::string_view category);

/// "line 12: the feed ends early".
[[nodiscard]] std::string damage_at(std::size_t line, std::string_view cause);

}  // namespace newshole::listing
