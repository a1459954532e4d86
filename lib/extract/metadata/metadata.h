#pragma once
// The metadata that stands in for a field that a profile's selectors do not find. Internal to this
// module.

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "html/document.h"

namespace newshole::extract {

/// All text is clean; nothing where the page does not state it.
struct Metadata {
  std::optional<std::string> headline;
  std::vector<std::string> authors;
  std::optional<UtcTime> published;
  std::optional<UtcTime> updated;
  std::optional<std::string> section;
  std::optional<std::string> language;
};

/// From the article that the page's JSON-LD describes, see `structured_data`.
[[nodiscard]] Metadata json_ld_metadata(const html::Document& document);

/// From meta elements (Open Graph and the older names) and the title element. A title comes without
/// its last " | SITE".
[[nodiscard]] Metadata meta_metadata(const html::Document& document);

}  // namespace newshole::extract
