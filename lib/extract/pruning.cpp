#include "extract/pruning.h"

#include <algorithm>

#include "extract/block_score.h"

namespace newshole::extract {
namespace {

/// An element with more of the page's prose than this is no boilerplate, whatever it is called.
constexpr double kMostBoilerplateShare = 0.4;
constexpr double kMostHiddenShare = 0.6;
constexpr double kMostFurnitureShare = 0.2;
constexpr double kMostFurnitureChars = 400;
/// A list or box of links: so many of its characters are in links.
constexpr double kListLinkDensity = 0.6;

bool is_box(Role role) {
  return role == Role::Container || role == Role::List || role == Role::OrderedList ||
         role == Role::Table;
}

class Pruner {
 public:
  Pruner(const PageOutline& outline, Strictness strictness)
      : outline_(outline),
        strictness_(strictness),
        sums_(running_sums(outline.runs, std::vector<bool>(outline.runs.size(), true))),
        prose_(std::max(sums_.back().prose, 1.0)) {}

  Pruning run() {
    Pruning out{.is_run_kept = std::vector<bool>(outline_.runs.size(), true)};
    for (std::size_t i = 1; i < outline_.elements.size();) {
      const OutlineElement& element = outline_.elements[i];
      if (!goes(element)) {
        ++i;
        continue;
      }
      out.elements.insert(element.node.identity());
      for (std::uint32_t r = element.first_run; r < element.end_run; ++r)
        out.is_run_kept[r] = false;
      i = element.end;
    }
    return out;
  }

 private:
  [[nodiscard]] bool goes(const OutlineElement& element) const {
    const RunSums sums = sums_below(sums_, element);
    const double share = sums.prose / prose_;
    switch (element.evidence) {
      case Evidence::Hidden:
        return share < kMostHiddenShare;
      case Evidence::Boilerplate:
        return strictness_ == Strictness::Names && share < kMostBoilerplateShare;
      case Evidence::Furniture:
        return is_block(element.role) && strictness_ == Strictness::Names &&
               sums.chars < kMostFurnitureChars && share < kMostFurnitureShare;
      case Evidence::Body:
        return false;
      default:
        return strictness_ == Strictness::Names && is_list_of_links(element, sums, share);
    }
  }

  static bool is_block(Role role) { return role != Role::Inline && role != Role::Link; }

  static bool is_list_of_links(const OutlineElement& element, const RunSums& sums, double share) {
    return is_box(element.role) && element.end_run - element.first_run >= 2 &&
           share < kMostFurnitureShare && sums.link_chars > kListLinkDensity * sums.chars;
  }

  const PageOutline& outline_;
  Strictness strictness_;
  std::vector<RunSums> sums_;
  double prose_;
};

}  // namespace

Pruning prune(const PageOutline& outline, Strictness strictness) {
  return Pruner(outline, strictness).run();
}

}  // namespace newshole::extract
