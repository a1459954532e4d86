#pragma once
// Story pages with the weight of real ones, made from a small fixture.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace newshole::bench {

/// What a page weighs (the mean of the real site's pages, and of its lighter ones).
struct Weight {
  std::string_view name;      ///< "300"
  std::size_t page_bytes;     ///< of the whole page
  std::size_t text_bytes;     ///< of the story's text beside the fixture's own 1.8 KB
  std::size_t head_bytes;     ///< of meta and link elements
  std::size_t json_ld_bytes;  ///< of the JSON-LD beside style and script
};

inline constexpr std::array kWeights = {
    Weight{.name = "300",
           .page_bytes = 300'000,
           .text_bytes = 9'000,
           .head_bytes = 2'100,
           .json_ld_bytes = 2'000},
    Weight{.name = "90",
           .page_bytes = 90'000,
           .text_bytes = 9'000,
           .head_bytes = 2'100,
           .json_ld_bytes = 6'000},
};

/// `count` pages that differ in their story; the same on every call. `fixture` is a story page of
/// lite.cnn.com whose style, script and article the weight is added to.
[[nodiscard]] std::vector<std::string> make_story_pages(std::string_view fixture,
                                                        const Weight& weight, std::size_t count);

/// Bytes of style and script elements, JSON-LD among them, tags included.
[[nodiscard]] std::size_t style_and_script_bytes(std::string_view page);

}  // namespace newshole::bench
