#pragma once
// The body of an article: elements below its root to blocks. Internal to this module.

#include "extract/article.h"
#include "extract/body/table.h"
#include "html/node.h"
#include "site/profile.h"
#include "url/url.h"

namespace newshole::extract {

struct Body {
  std::vector<Block> blocks;
  std::vector<html::Node> elements;     ///< for each block the innermost block element around it
  std::optional<std::string> full_url;  ///< of the paragraph that only leads to the full page
};

/// All blocks below `root` in document order. `fields` are elements that belong to other fields
/// (the headline, a byline inside the body); they and what `rules.remove` matches are left out with
/// all below them. `resolver` is that of the article.
[[nodiscard]] Body read_body(html::Node root, LinkResolver& resolver,
                             const site::ArticleRules& rules, std::span<const html::Node> fields);

/// All blocks below `root` in document order, but for the elements that `leave_out` is true for and
/// all below them.
[[nodiscard]] Body read_blocks(html::Node root, const url::Url& base, const LeaveOut& leave_out);

}  // namespace newshole::extract
