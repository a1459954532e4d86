#pragma once
// The body of an article on a page that no profile describes. Internal to this module.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extract/article.h"
#include "extract/generic/page_outline.h"
#include "url/url.h"

namespace newshole::extract {

/// What is known of the article before its body is. All of it must outlive the call only.
struct KnownFields {
  const url::Url& base;                  ///< of the page: links are resolved against it
  Mention headline;                      ///< its element may be nothing
  std::span<const std::string> fields;   ///< texts that the body does not repeat: headline, byline
  std::span<const std::string> authors;  ///< a note on them ends the article
  std::string_view structured_body;      ///< articleBody of JSON-LD; may be empty
};

struct ArticleBody {
  std::vector<Block> blocks;  ///< none where the page holds no article
  std::string_view origin;    ///< "named", "article", "densest", "json-ld"
};

/// The best of several candidates, cleaned of boilerplate, with its standfirst. Where the markup
/// holds much less than JSON-LD says, what that says.
[[nodiscard]] ArticleBody article_body(const PageOutline& outline, const KnownFields& known);

}  // namespace newshole::extract
