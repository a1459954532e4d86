#pragma once
// Which elements a profile removes. Internal to this module.

#include <string_view>
#include <vector>

#include "html/node.h"
#include "site/profile.h"

namespace newshole::extract {

/// Applies the selectors of `remove`. A page has few kinds of elements, so the result for a kind is
/// cached: most elements take one comparison. Must not outlive the selectors or the page.
class Removal {
 public:
  explicit Removal(const site::Selectors& selectors);

  [[nodiscard]] bool applies_to(html::Node element);

 private:
  /// Elements with the same names, for selectors that look at nothing else.
  struct Kind {
    std::string_view tag;
    std::string_view classes;
    std::string_view id;
    bool is_removed = false;
  };
  [[nodiscard]] bool applies_to_kind(html::Node element);

  std::vector<const html::Selector*> by_name_;
  std::vector<const html::Selector*> others_;
  std::vector<Kind> kinds_;
};

}  // namespace newshole::extract
