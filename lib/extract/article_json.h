#pragma once
// The article as JSON, schema 1: the keys are those of article_json.cpp.

#include <string>

#include "extract/article.h"

namespace newshole::extract {

/// One object on one line, UTF-8, without a line end. Keys in the schema's order; absent things are
/// null, but for `notice`, which stands last and only where there is one. U+00A0 comes out as a
/// blank.
[[nodiscard]] std::string to_json(const Article& article);

/// The same over several indented lines.
[[nodiscard]] std::string to_indented_json(const Article& article);

/// A story of a list: url, headline, section, authors, published, updated, summary; on one line,
/// without a line end. Absent things are null; a day is `published` where nothing more is known.
[[nodiscard]] std::string to_json(const Story& story);

}  // namespace newshole::extract
