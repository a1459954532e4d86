#include "listing/listing_message.h"

#include <algorithm>
#include <utility>

#include "extract/article_message.h"
#include "fetch/page_message.h"
#include "text/clean.h"

namespace newshole::listing {

namespace {

std::chrono::seconds read_rest(sandbox::MessageReader& message) {
  constexpr std::uint64_t kLongest = 366UL * 24 * 60 * 60;
  return std::chrono::seconds(std::min(message.number(), kLongest));
}

}  // namespace

void write(sandbox::MessageWriter& message, const Listing& list) {
  extract::write(message, list.stories);
  extract::write(message, list.sitemaps);
  for (const auto* text : {&list.title, &list.damage}) message.optional_text(*text);
  extract::write(message, list.overruled);
  message.number(list.rest ? 1 : 0);
  if (list.rest) message.number(static_cast<std::uint64_t>(list.rest->count()));
  message.number(list.texts.size());
  for (const FeedText& text : list.texts) write(message, text);
}

void write(sandbox::MessageWriter& message, const FeedText& text) {
  message.text(text.html);
  message.number(text.is_whole ? 1 : 0);
  fetch::write(message, text.preferences);
}

FeedText read_feed_text(sandbox::MessageReader& message) {
  FeedText text{.html = std::string(message.text())};
  text.is_whole = message.number_below(2) == 1;
  text.preferences = fetch::read_preferences(message);
  return text;
}

std::optional<Listing> read_listing(sandbox::MessageReader& message) {
  auto stories = extract::read_stories(message);
  auto sitemaps = extract::read_addresses(message);
  if (!stories || !sitemaps) return std::nullopt;
  Listing list{.stories = *std::move(stories), .sitemaps = *std::move(sitemaps)};
  for (auto* text : {&list.title, &list.damage}) {
    *text = message.optional_text();
    if (*text) *text = text::clean_line(**text);
  }
  list.overruled = extract::read_overruled(message);
  if (message.number_below(2) == 1) list.rest = read_rest(message);
  for (std::size_t left = message.count(); left > 0 && message.is_good(); --left)
    list.texts.push_back(read_feed_text(message));
  const bool is_sound = list.texts.empty() || list.texts.size() == list.stories.size();
  return is_sound ? std::optional(std::move(list)) : std::nullopt;
}

}  // namespace newshole::listing
