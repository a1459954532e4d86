#pragma once
// The stories that a page lists, found without a profile.

#include <string>
#include <vector>

#include "extract/article.h"
#include "extract/field_trace.h"
#include "fetch/page.h"
#include "html/document.h"

namespace newshole::listing {

/// The stories that the links of a page lead to, found by their shape and place: in the page's
/// order, each once, limits::kMostStories at most. Addresses are without fragments and parameters
/// that only track. `page` is decoded (fetch::decode), and `document` is its tree. Empty: it lists
/// none. `trace` gets how they were found, and how many links were refused for what reason.
[[nodiscard]] std::vector<extract::Story> own_stories(const fetch::Page& page,
                                                      const html::Document& document,
                                                      extract::FieldTraces* trace = nullptr);

/// Why a page lists no story, in one line: "of its 23 links 14 stand in navigation, 9 are too
/// short".
[[nodiscard]] std::string why_no_own_stories(const fetch::Page& page,
                                             const html::Document& document);

}  // namespace newshole::listing
