#pragma once
// Where the body of an article may be, and which of the places is best. Internal to this module.

#include <optional>
#include <string_view>
#include <vector>

#include "extract/generic/block_score.h"
#include "extract/generic/page_outline.h"
#include "extract/generic/pruning.h"
#include "html/node.h"

namespace newshole::extract {

struct BodyCandidate {
  std::uint32_t element = 0;  ///< index in the outline
  double score = 0;           ///< of what is kept below it
  std::string_view origin;    ///< how it was found: "named", "article", "densest"
};

/// The element whose name says that it is the body; the article element; the element around the
/// densest prose: each where there is one. None without prose.
///
/// On a page with several articles the one around `headline` counts; `headline` may be nothing.
[[nodiscard]] std::vector<BodyCandidate> body_candidates(const PageOutline& outline,
                                                         const Pruning& pruning,
                                                         html::Node headline);

/// The one that holds most of the prose that any of them holds, and least beside it.
[[nodiscard]] std::optional<BodyCandidate> best_candidate(
    const std::vector<BodyCandidate>& candidates);

}  // namespace newshole::extract
