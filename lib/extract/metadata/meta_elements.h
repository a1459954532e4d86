#pragma once
// The meta elements of a page by name. Internal to this module.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "html/node.h"

namespace newshole::extract {

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

}  // namespace newshole::extract
