#pragma once
// The parts of a page that are no part of an article, found before its body is searched. Internal
// to this module.

#include <unordered_set>

#include "extract/generic/page_outline.h"

namespace newshole::extract {

/// The evidence that is used.
enum class Strictness {
  Names,      ///< tags, roles, classes and link density
  TagsAlone,  ///< hidden elements and tags: for pages whose classes mislead
};

struct Pruning {
  std::unordered_set<const void*> elements;  ///< by Node::identity; the uppermost alone
  std::vector<bool> is_run_kept;             ///< for each run of the outline
};

/// An element is pruned on the evidence of its own name, unless it holds too large a part of the
/// page's prose. `headline` is the article's, or nothing.
[[nodiscard]] Pruning prune(const PageOutline& outline, html::Node headline, Strictness strictness);

/// Adds the last paragraphs below `root` that are set in italics as a whole: who wrote the story,
/// where it appeared first, what else to read.
void prune_closing_notes(const PageOutline& outline, std::uint32_t root, Pruning& pruning);

}  // namespace newshole::extract
