#include "listing/listing_message.h"

#include <utility>

#include "extract/article_message.h"
#include "text/clean.h"

namespace newshole::listing {

void write(sandbox::MessageWriter& message, const Listing& list) {
  extract::write(message, list.stories);
  extract::write(message, list.sitemaps);
  for (const auto* text : {&list.title, &list.damage}) message.optional_text(*text);
  extract::write(message, list.overruled);
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
  return list;
}

}  // namespace newshole::listing
