#include "extract/generic/body_candidates.h"

#include <algorithm>
#include <array>

namespace newshole::extract {
namespace {

/// A parent counts as the body where it adds at least this part to what a child of it holds.
constexpr double kGainToClimb = 0.2;
/// Negative scores count less than positive ones, since lists of links occur in articles,
/// too.
constexpr double kWeightOfPenalties = 0.5;
/// The same where the child is an article.
constexpr double kGainToLeaveArticle = 0.4;
/// An article element with at least this score is no teaser.
constexpr double kLeastScoreOfScope = 150;
/// A named element is the body if it holds this part of the best score.
constexpr double kNamedShare = 0.55;

class CandidateFinder {
 public:
  CandidateFinder(const PageOutline& outline, const Pruning& pruning, html::Node headline)
      : outline_(outline), sums_(running_sums(outline.runs, pruning.is_run_kept)) {
    scope_ = scope_around(headline);
    own_.resize(outline.elements.size());
    const std::vector<std::uint32_t> box = boxes();
    for (std::size_t i = first_run(); i < end_run(); ++i) {
      if (pruning.is_run_kept[i]) own_[box[outline.runs[i].element]] += outline.runs[i];
    }
  }

  [[nodiscard]] std::vector<BodyCandidate> find() const {
    std::vector<BodyCandidate> out;
    if (outline_.elements.empty()) return out;
    if (const auto body = best_of(Evidence::Body)) add(out, climbed(*body), "named");
    add(out, best_of(Evidence::Article), "article");
    add(out, densest(), "densest");
    // Prose among even more small print is still the only prose of the page.
    if (out.empty() && !own_.empty() && sums_below(sums_, outline_.elements[scope_]).prose > 0)
      out.push_back({.element = scope_, .score = 1, .origin = "densest"});
    return out;
  }

 private:
  [[nodiscard]] std::size_t first_run() const {
    return outline_.elements.empty() ? 0 : outline_.elements[scope_].first_run;
  }
  [[nodiscard]] std::size_t end_run() const {
    return outline_.elements.empty() ? 0 : outline_.elements[scope_].end_run;
  }

  /// The article around the headline, if it holds enough to be one; else the whole page.
  [[nodiscard]] std::uint32_t scope_around(html::Node headline) const {
    const auto found = std::ranges::find(outline_.elements, headline, &OutlineElement::node);
    if (!headline || found == outline_.elements.end()) return 0;
    for (std::uint32_t at = found->parent; at != outline_.elements[at].parent;
         at = outline_.elements[at].parent) {
      if (outline_.elements[at].node.tag() == "article" && score(at) > kLeastScoreOfScope)
        return at;
    }
    return 0;
  }

  /// For each element the one that a paragraph in it stands in: for list items and quotes what the
  /// list stands in. One pass, since parents come first; pages nest deeply.
  [[nodiscard]] std::vector<std::uint32_t> boxes() const {
    std::vector<std::uint32_t> out(outline_.elements.size());
    for (std::uint32_t i = 0; i < out.size(); ++i) {
      const OutlineElement& element = outline_.elements[i];
      const bool is_box = element.role == Role::Container || element.parent == i;
      out[i] = is_box ? i : out[element.parent];
    }
    return out;
  }

  [[nodiscard]] double score(std::uint32_t at) const {
    const RunSums sums = sums_below(sums_, outline_.elements[at]);
    return sums.prose + kWeightOfPenalties * (sums.score - sums.prose);
  }

  void add(std::vector<BodyCandidate>& out, std::optional<std::uint32_t> at,
           std::string_view origin) const {
    if (at && score(*at) > 0)
      out.push_back({.element = *at, .score = score(*at), .origin = origin});
  }

  [[nodiscard]] std::optional<std::uint32_t> best_of(Evidence evidence) const {
    std::optional<std::uint32_t> best;
    for (std::uint32_t i = scope_; i < outline_.elements[scope_].end; ++i) {
      if (outline_.elements[i].evidence != evidence) continue;
      // If one candidate lies within the other, the inner one wins, unless the outer one holds
      // more.
      const bool is_within = best && i < outline_.elements[*best].end;
      const double enough = is_within ? score(i) * (1 + kGainToClimb) : score(i);
      if (!best || enough > score(*best)) best = i;
    }
    return best;
  }

  /// The element with most prose directly in it, or one around it.
  [[nodiscard]] std::uint32_t densest() const {
    const auto seed = std::ranges::max_element(own_, {}, &RunSums::score);
    return climbed(static_cast<std::uint32_t>(seed - own_.begin()));
  }

  /// `at`, or the element around it that gains much.
  [[nodiscard]] std::uint32_t climbed(std::uint32_t at) const {
    for (std::uint32_t up = at; up != scope_ && up != outline_.elements[up].parent;) {
      up = outline_.elements[up].parent;
      const bool is_article = outline_.elements[at].evidence == Evidence::Article;
      const double gain = is_article ? kGainToLeaveArticle : kGainToClimb;
      if (score(up) > score(at) * (1 + gain)) at = up;
    }
    return at;
  }

  const PageOutline& outline_;
  std::vector<RunSums> sums_;
  std::vector<RunSums> own_;
  std::uint32_t scope_ = 0;
};

}  // namespace

std::vector<BodyCandidate> body_candidates(const PageOutline& outline, const Pruning& pruning,
                                           html::Node headline) {
  return CandidateFinder(outline, pruning, headline).find();
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
