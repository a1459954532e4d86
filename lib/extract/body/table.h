#pragma once
// Tables of data, in contrast to tables that only lay out a page. Internal to this module.

#include <functional>

#include "extract/article.h"
#include "extract/body/linked_text.h"
#include "html/node.h"

namespace newshole::extract {

/// True for an element that is no part of the article.
using LeaveOut = std::function<bool(html::Node)>;

/// True for a table of at least two columns whose cells hold a line of text each: it is shown in
/// columns. One with a table, a heading, a list, a quote or several paragraphs in a cell
/// lays out a page.
[[nodiscard]] bool is_data_table(html::Node table);

/// A row a line, cells separated by tabs; links at their places. Rows and cells without text are
/// kept where others of their row or column have some; a cell over several columns is followed
/// by empty ones. Beyond limits::kColumns and kCells a row goes on in its last cell. The caption is
/// no part of it.
[[nodiscard]] Block read_table(html::Node table, LinkResolver& resolver, const LeaveOut& leave_out);

}  // namespace newshole::extract
