#pragma once
// What the box around the links to a story says of it. Internal to this module.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "extract/generic/element_evidence.h"
#include "html/node.h"
#include "text/dates/dates.h"

namespace newshole::listing {

struct StoryBox {
  std::string headline;               ///< empty where nothing in it may be one
  std::optional<std::string> kicker;  ///< the name of a section before the headline
  std::optional<std::string> summary;
  std::optional<text::DateOrTime> published;
  std::vector<std::string> authors;
};

/// What is the same for all boxes of a page. All of it must outlive the reading.
struct BoxContext {
  std::string_view language;                    ///< of the page, BCP 47; may be empty
  std::unordered_set<const void*> story_links;  ///< identities of elements
  extract::NameMeanings& meanings;
};

/// `nodes` are the box, or what stands in a row where there is none around it. They hold links to
/// one story alone.
[[nodiscard]] StoryBox read_story_box(std::span<const html::Node> nodes, const BoxContext& context);

}  // namespace newshole::listing
