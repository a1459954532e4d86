#include "extract/body/removal.h"

#include <algorithm>
#include <cstddef>

namespace newshole::extract {
namespace {

/// The results for further kinds are not cached: no ordinary page has more.
constexpr std::size_t kMostKinds = 16;

bool any_matches(const std::vector<const html::Selector*>& selectors, html::Node element) {
  return std::ranges::any_of(selectors,
                             [element](const html::Selector* s) { return s->matches(element); });
}

}  // namespace

Removal::Removal(const site::Selectors& selectors) {
  for (const html::Selector& selector : selectors) {
    (selector.looks_at_names_only() ? by_name_ : others_).push_back(&selector);
  }
}

bool Removal::applies_to(html::Node element) {
  return applies_to_kind(element) || any_matches(others_, element);
}

bool Removal::applies_to_kind(html::Node element) {
  Kind kind{.tag = element.tag(),
            .classes = element.attribute("class").value_or(""),
            .id = element.attribute("id").value_or("")};
  for (const Kind& known : kinds_) {
    if (known.tag == kind.tag && known.classes == kind.classes && known.id == kind.id)
      return known.is_removed;
  }
  kind.is_removed = any_matches(by_name_, element);
  if (kinds_.size() < kMostKinds) kinds_.push_back(kind);
  return kind.is_removed;
}

}  // namespace newshole::extract
