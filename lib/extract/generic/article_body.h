#pragma once
// The body of an article on a page that no profile describes. Internal to this module.

#include "extract/article.h"
#include "extract/generic/page_outline.h"
#include "url/url.h"

namespace newshole::extract {

/// The fields of the article that are read before its body. They must outlive the call only.
struct KnownFields {
  const url::Url& base;
  std::string_view host;  ///< of the page; empty if its address is not known                  ///<
                          ///< of the page: links are resolved against it
  Mention headline;       ///< its element may be nothing
  std::span<const std::string> fields;   ///< texts that the body does not repeat: headline, byline
  std::span<const std::string> authors;  ///< a note on them ends the article
  std::string_view structured_body;      ///< articleBody of JSON-LD; may be empty
  std::span<const std::string_view>
      scripts;         ///< where they may hold the story; empty where they may not
  const Clock& clock;  ///< for the limits of parsing what scripts hold
};

struct ArticleBody {
  std::vector<Block> blocks;  ///< none where the page holds no article
  std::string_view origin;    ///< "named", "article", "densest", "json-ld", "script"
  bool is_cut_off = false;    ///< it asks to subscribe where its text ends
};

/// The best of several candidates, without boilerplate, with its standfirst; the body that JSON-LD
/// states, or one that only a script holds, where it is much longer than that of the markup.
[[nodiscard]] ArticleBody article_body(const PageOutline& outline, const KnownFields& known);

}  // namespace newshole::extract
