#include "extract/body/table.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "extract/body/element_role.h"
#include "extract/body/node_text.h"

namespace newshole::extract {
namespace {

bool is_cell(std::string_view tag) {
  return tag == "td" || tag == "th";
}

bool is_part_of_table(std::string_view tag) {
  return is_cell(tag) || tag == "tr" || tag == "tbody" || tag == "thead" || tag == "tfoot" ||
         tag == "colgroup" || tag == "col" || tag == "caption";
}

/// Elements that no cell of data holds. Some editors write a cell as one paragraph.
bool lays_out(std::string_view tag) {
  if (is_part_of_table(tag)) return false;
  switch (role_of(tag)) {
    case Role::Heading:
    case Role::List:
    case Role::OrderedList:
    case Role::ListItem:
    case Role::Quote:
    case Role::Preformatted:
    case Role::Table:
      return true;
    default:
      return false;
  }
}

using Cells = std::vector<LinkedText::Result>;

LinkedText::Result read_cell(html::Node cell, LinkResolver& resolver, const LeaveOut& leave_out) {
  LinkedText text(resolver, text::Shape::Line);
  for (html::Walker walker(cell); walker; walker.next()) {
    const html::Node node = walker.node();
    const Role role = node.is_text() ? Role::Inline : role_of(node.tag());
    if (node.is_text()) {
      text.append(node.text());
    } else if (node != cell && walker.is_entering() && (leave_out(node) || is_struck_out(node))) {
      walker.skip();
    } else if (role == Role::Link) {
      walker.is_entering() ? text.open_link(node) : text.close_link();
    } else if (role == Role::Marked) {
      walker.is_entering() ? text.open_marked(node) : text.close_marked(node);
    } else if (role == Role::Formula) {
      if (walker.is_entering()) text.append(formula_text(node));
      walker.skip();
    } else if (role != Role::Inline) {
      text.append(" ");
    }
  }
  text.close_link();
  return text.take();
}

/// Empty cells that a cell over several columns stands for.
std::size_t further_columns(html::Node cell) {
  const auto columns =
      static_cast<std::size_t>(std::max(1, number_in(cell, "colspan").value_or(1)));
  return columns <= limits::kColumnsOfCell ? columns - 1 : 0;
}

/// Rows that a cell covers, for each column of the row before: its places in the next row are
/// empty.
class RowSpans {
 public:
  /// Empty cells where cells of rows above reach into the next places of `row`.
  void fill(Cells& row, std::size_t most) {
    while (row.size() < most && row.size() < left_.size() && left_[row.size()] > 0) {
      --left_[row.size()];
      row.emplace_back();
    }
  }

  /// `cell` was put into `row` from the column `first` on.
  void note(html::Node cell, const Cells& row, std::size_t first) {
    const int rows = std::clamp(number_in(cell, "rowspan").value_or(1), 1, kMostRows);
    if (rows == 1 && left_.size() <= first) return;
    left_.resize(std::max(left_.size(), row.size()));
    for (std::size_t column = first; column < row.size(); ++column) left_[column] = rows - 1;
  }

 private:
  static constexpr int kMostRows = 1000;
  std::vector<int> left_;
};

/// To a block, or to another cell.
template <typename Text>
void append_cell(Text& to, LinkedText::Result cell) {
  const std::size_t offset = to.text.size();
  to.text += cell.text;
  for (Link& link : cell.links) {
    link.end += offset;
    to.links.push_back(std::move(link));
  }
}

/// Where the row has `most` cells, to the text of the last one.
void add_cell(Cells& row, LinkedText::Result cell, std::size_t columns, std::size_t most) {
  if (row.empty() || row.size() < most) {
    row.push_back(std::move(cell));
    row.resize(std::max(row.size(), std::min(row.size() + columns, most)));
  } else if (!cell.text.empty()) {
    if (!row.back().text.empty()) row.back().text += ' ';
    append_cell(row.back(), std::move(cell));
  }
}

void append_row(Block& block, Cells row) {
  const bool is_empty =
      std::ranges::all_of(row, [](const auto& cell) { return cell.text.empty(); });
  if (is_empty) return;
  if (!block.text.empty()) block.text += '\n';
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) block.text += '\t';
    append_cell(block, std::move(row[i]));
  }
}

}  // namespace

bool is_data_table(html::Node table) {
  std::size_t cells = 0;
  std::size_t most_cells = 0;
  std::size_t paragraphs = 0;
  for (html::Walker walker(table); walker; walker.next()) {
    if (!walker.is_entering() || walker.node() == table || walker.node().is_text()) continue;
    const std::string_view tag = walker.node().tag();
    if (tag == "caption") {
      walker.skip();
      continue;
    }
    if (lays_out(tag)) return false;
    if (tag == "tr") cells = 0;
    if (tag == "p" && ++paragraphs > 1) return false;
    if (!is_cell(tag)) continue;
    most_cells = std::max(most_cells, ++cells);
    paragraphs = 0;
  }
  return most_cells >= 2;
}

Block read_table(html::Node table, LinkResolver& resolver, const LeaveOut& leave_out) {
  Block block{.kind = BlockKind::Table, .level = 0};
  Cells row;
  RowSpans spans;
  std::size_t cells = 0;
  for (html::Walker walker(table); walker; walker.next()) {
    const std::string_view tag = walker.node().tag();
    if (tag == "thead" || tag == "th") block.level.reset();
    if (tag == "caption" && walker.is_entering()) {
      walker.skip();
    } else if (is_cell(tag) && walker.is_entering()) {
      const std::size_t room = limits::kCells - std::min(cells, limits::kCells);
      const std::size_t most = std::min(room, limits::kColumns);
      spans.fill(row, most);
      const std::size_t first = row.size();
      add_cell(row, read_cell(walker.node(), resolver, leave_out), further_columns(walker.node()),
               most);
      spans.note(walker.node(), row, first);
      walker.skip();
    } else if (tag == "tr" && !walker.is_entering()) {
      spans.fill(row, std::min(limits::kCells - std::min(cells, limits::kCells), limits::kColumns));
      cells += row.size();
      append_row(block, std::exchange(row, {}));
    }
  }
  return block;
}

}  // namespace newshole::extract
