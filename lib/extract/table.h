#pragma once
// Tables of data, told from tables that only lay a page out. Internal to this module.

#include "extract/article.h"
#include "html/node.h"
#include "url/url.h"

namespace newshole::extract {

/// True for a table of at least two columns whose cells hold only inline content: what should be
/// shown as columns. A table in a table, or one with paragraphs or lists in its cells, lays out a
/// page.
[[nodiscard]] bool is_data_table(html::Node table);

/// A row a line, cells separated by tabs; links at their places. Rows and cells without text are
/// kept where others of their row or column have some. The caption is no part of it.
[[nodiscard]] Block read_table(html::Node table, const url::Url& base);

}  // namespace newshole::extract
