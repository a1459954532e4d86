#pragma once
// Pages for the tests of the generic extractor.

#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "extract/generic/generic_extractor.h"
#include "extract/pages.h"
#include "still_clock.h"

namespace newshole::test {

inline Result<extract::Article> generic_result(std::string_view html,
                                               std::string_view url = "https://news.example/a/b") {
  const StillClock clock;
  return extract::GenericExtractor(clock).article(page(html, url));
}

inline extract::Article generic_article(std::string_view html,
                                        std::string_view url = "https://news.example/a/b") {
  const Result<extract::Article> result = generic_result(html, url);
  REQUIRE_MESSAGE(result, result.error().message);
  return *result;
}

inline constexpr std::string_view kProse =
    "<p>The ferry left the old harbour at six, with forty sheep, two bicycles and a piano on its "
    "deck, and nobody on the quay could say who had ordered the piano.</p>"
    "<p>By noon the captain had found the answer in a letter, which asked him to bring the "
    "instrument to the school on the northern island, where the last one had burnt in May.</p>"
    "<p>Children waited on the pier, said a teacher, and when the piano came ashore they carried "
    "it up the hill, twelve on each side, without stopping once to rest.</p>";

/// A page with an h1 and this below it.
inline std::string story(std::string_view body) {
  return "<title>Piano comes by ferry</title><body><h1>Piano comes by ferry</h1>" +
         std::string(body) + "</body>";
}

inline std::string text_of(const extract::Article& article) {
  std::string out;
  for (const extract::Block& block : article.blocks) out += block.text + "\n";
  return out;
}

inline bool says(const extract::Article& article, std::string_view words) {
  return text_of(article).find(words) != std::string::npos;
}

}  // namespace newshole::test
