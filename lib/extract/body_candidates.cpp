#include "extract/body_candidates.h"

#include <algorithm>
#include <array>

namespace newshole::extract {
namespace {

/// A parent counts as the body where it adds at least this part to what a child of it holds.
constexpr double kGainToClimb = 0.1;
/// The same where the child says of itself that it is the body.
constexpr double kGainToLeaveBody = 0.4;
/// A named element is the body if it holds this part of the best score.
constexpr double kNamedShare = 0.55;

class CandidateFinder {
 public:
  CandidateFinder(const PageOutline& outline, const Pruning& pruning)
      : outline_(outline), sums_(running_sums(outline.runs, pruning.is_run_kept)) {
    own_.resize(outline.elements.size());
    for (std::size_t i = 0; i < outline.runs.size(); ++i) {
      if (pruning.is_run_kept[i]) own_[box_around(outline.runs[i].element)] += outline.runs[i];
    }
  }

  std::vector<BodyCandidate> find() const {
    std::vector<BodyCandidate> out;
    add(out, best_of(Evidence::Body), "named");
    add(out, best_of(Evidence::Article), "article");
    add(out, densest(), "densest");
    return out;
  }

 private:
  /// The element that a paragraph stands in; for list items and quotes what the list stands in.
  [[nodiscard]] std::uint32_t box_around(std::uint32_t at) const {
    const auto& elements = outline_.elements;
    while (elements[at].role != Role::Container && at != elements[at].parent)
      at = elements[at].parent;
    return at;
  }

  [[nodiscard]] double score(std::uint32_t at) const {
    return sums_below(sums_, outline_.elements[at]).score;
  }

  void add(std::vector<BodyCandidate>& out, std::optional<std::uint32_t> at,
           std::string_view origin) const {
    if (at && score(*at) > 0)
      out.push_back({.element = *at, .score = score(*at), .origin = origin});
  }

  [[nodiscard]] std::optional<std::uint32_t> best_of(Evidence evidence) const {
    std::optional<std::uint32_t> best;
    for (std::uint32_t i = 0; i < outline_.elements.size(); ++i) {
      if (outline_.elements[i].evidence != evidence) continue;
      // Of one within the other the inner is taken, unless the outer holds more.
      const bool is_within = best && i < outline_.elements[*best].end;
      const double enough = is_within ? score(i) * (1 + kGainToClimb) : score(i);
      if (!best || enough > score(*best)) best = i;
    }
    return best;
  }

  /// From the element with most prose directly in it up, as long as that gains much.
  [[nodiscard]] std::optional<std::uint32_t> densest() const {
    if (own_.empty()) return std::nullopt;
    const auto seed = std::ranges::max_element(own_, {}, &RunSums::score);
    auto at = static_cast<std::uint32_t>(seed - own_.begin());
    for (std::uint32_t up = at; up != outline_.elements[up].parent;) {
      up = outline_.elements[up].parent;
      const bool is_named = outline_.elements[at].evidence == Evidence::Body ||
                            outline_.elements[at].evidence == Evidence::Article;
      const double gain = is_named ? kGainToLeaveBody : kGainToClimb;
      if (score(up) > score(at) * (1 + gain)) at = up;
    }
    return at;
  }

  const PageOutline& outline_;
  std::vector<RunSums> sums_;
  std::vector<RunSums> own_;
};

}  // namespace

std::vector<BodyCandidate> body_candidates(const PageOutline& outline, const Pruning& pruning) {
  return CandidateFinder(outline, pruning).find();
}

std::optional<BodyCandidate> best_candidate(const std::vector<BodyCandidate>& candidates) {
  if (candidates.empty()) return std::nullopt;
  const double best = std::ranges::max_element(candidates, {}, &BodyCandidate::score)->score;
  const auto found = std::ranges::find_if(candidates, [best](const BodyCandidate& candidate) {
    return candidate.score >= kNamedShare * best;
  });
  return *found;
}

}  // namespace newshole::extract
