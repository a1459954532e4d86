#pragma once
// An article with every field.

#include <chrono>

#include "extract/article.h"

namespace newshole::test {

inline extract::Article full_article() {
  const UtcTime time =
      std::chrono::sys_days(std::chrono::year(2025) / 9 / 19) + std::chrono::hours(8);
  return {.url = "https://news.example/a",
          .full_url = "https://www.news.example/a",
          .site = "news.example",
          .headline = "Caf\u00e9\u00a0open",
          .byline = "By Ann Poe",
          .authors = {"Ann Poe", "Bo Li"},
          .published = {{time, std::chrono::minutes(-240)}},
          .updated = {{time + std::chrono::hours(1), std::chrono::minutes(60)}},
          .timestamp = "Updated: 9:00",
          .source = "Wire",
          .publisher = "The News",
          .copyright = "\u00a9 2025 Wire",
          .section = "us",
          .language = "en",
          .notice = "a live blog",
          .preferences = {.no_archive = true,
                          .tdm_reservation = "1",
                          .tdm_policy = "https://news.example/tdm.json",
                          .content_usage = "train-ai=n",
                          .license = "https://news.example/license.xml"},
          .blocks = {{.kind = extract::BlockKind::ListItem,
                      .text = "a \u00ad b\nc",
                      .level = 2,
                      .ordinal = 7,
                      .links = {{.text = "b", .url = "https://x.example/", .end = 5}}},
                     {.kind = extract::BlockKind::Note, .text = "n"}}};
}

}  // namespace newshole::test
