#pragma once
// The meta elements of a page, and the metadata that stands in for a field that a profile's
// selectors do not find. Internal to this module.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "html/document.h"
#include "html/node.h"

namespace newshole::extract {

/// The meta elements of a page by name.
class MetaElements {
 public:
  /// `metas` must outlive this.
  explicit MetaElements(std::span<const html::Node> metas);

  /// The clean content of the first element with the first of `names` (property, name or itemprop,
  /// in lower case) whose content is not empty.
  [[nodiscard]] std::optional<std::string> first(std::span<const std::string_view> names) const;
  /// The contents of all elements with one name, clean and not empty.
  [[nodiscard]] std::vector<std::string> all(std::string_view name) const;

 private:
  struct Meta {
    std::string name;
    std::string_view content;
  };
  [[nodiscard]] static std::string text_of(const Meta& meta);

  std::vector<Meta> metas_;
};

/// All text is clean; nothing where the page does not state it.
struct Metadata {
  std::optional<std::string> headline;
  std::vector<std::string> authors;
  std::optional<UtcTime> published;
  std::optional<UtcTime> updated;
  std::optional<std::string> section;
  std::optional<std::string> language;
  std::optional<std::string> copyright;
};

/// From the article that the page's JSON-LD describes, see `structured_data`.
[[nodiscard]] Metadata json_ld_metadata(const html::Document& document);

/// From meta elements (Open Graph and the older names) and the title element. A title comes without
/// its last " | SITE".
[[nodiscard]] Metadata meta_metadata(const html::Document& document);

}  // namespace newshole::extract
