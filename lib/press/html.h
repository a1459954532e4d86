#pragma once
// The body of an article as HTML.

#include <string>

#include "extract/article.h"

namespace newshole::press {

/// The blocks in their order: p, h2 to h6, ul, ol, blockquote, pre and table, with links. UTF-8, no
/// scripts, no pictures, no classes. A caption and a note are paragraphs.
[[nodiscard]] std::string html_body(const extract::Article& article);

}  // namespace newshole::press
