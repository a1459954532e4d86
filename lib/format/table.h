#pragma once
// Tables of data as aligned columns. Internal to this module.

#include <string>
#include <string_view>
#include <vector>

#include "text/line_breaker.h"

namespace newshole::format {

/// What the first row of a table is.
enum class TableHead { FirstRow, None };

/// Lines of a table whose rows are lines and whose cells are separated by tabs (extract::Block).
/// Columns stand two blanks apart; a table wider than `width` cells becomes a "header: cell" list,
/// row by row, with a blank line between rows; without headers, a "cell" list.
[[nodiscard]] std::vector<std::string> set_table(std::string_view table, TableHead head, int width,
                                                 text::LineBreaker& breaker);

}  // namespace newshole::format
