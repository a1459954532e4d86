// What is read of feeds, for programs that compare: a JSON object a line for each file and each of
// its items.
//
//   feed_lines URL FILE...     the feeds, as if each were at URL
//   feed_lines --kinds FILE... the kind that each is

#include <array>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include <nlohmann/json.hpp>

#include "listing/feeds/feed.h"

using namespace newshole;
using nlohmann::json;

namespace {

constexpr std::array kKinds = {"rss", "atom", "json", "sitemap", "index"};

std::string bytes_of(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

template <typename Value>
json or_null(const std::optional<Value>& value) {
  return value ? json(*value) : json();
}

json time_or_null(const std::optional<text::DateOrTime>& time) {
  return time ? json(text::to_rfc3339(*time)) : json();
}

void print(const json& object) {
  std::cout << object.dump() << "\n";
}

void print_feed(const char* path, const Result<listing::Feed>& feed) {
  if (!feed) return print({{"file", path}, {"error", feed.error().message}});
  json sitemaps = json::array();
  for (const url::Url& url : feed->sitemaps) sitemaps.push_back(url.text);
  print({{"file", path},
         {"kind", kKinds.at(static_cast<std::size_t>(feed->kind))},
         {"title", or_null(feed->title)},
         {"web", feed->web ? json(feed->web->text) : json()},
         {"language", or_null(feed->language)},
         {"rest", feed->rest ? json(feed->rest->count()) : json()},
         {"damage", or_null(feed->damage)},
         {"sitemaps", sitemaps}});
  for (const listing::FeedItem& item : feed->items) {
    const extract::Story& story = item.story;
    print({{"url", story.url.text},
           {"headline", story.headline},
           {"id", item.id},
           {"published", time_or_null(story.published)},
           {"updated", time_or_null(story.updated)},
           {"authors", story.authors},
           {"section", or_null(story.section)},
           {"summary", or_null(story.summary)},
           {"content", item.content}});
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  listing::prepare_feeds();
  const auto address = url::parse_url(argv[1]);
  for (int i = 2; i < argc; ++i) {
    if (address) {
      print_feed(argv[i], listing::read_feed({.url = *address, .html = bytes_of(argv[i])}));
    } else {
      const auto kind = listing::feed_kind(bytes_of(argv[i]));
      print({{"file", argv[i]},
             {"kind", kind ? json(kKinds.at(static_cast<std::size_t>(*kind))) : json()}});
    }
  }
}
