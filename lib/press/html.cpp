#include "press/html.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/join.h"
#include "text/clean.h"
#include "text/markup.h"

namespace newshole::press {
namespace {

using extract::Block;
using extract::BlockKind;

std::string element(std::string_view name, const std::string& content) {
  return "<" + std::string(name) + ">" + content + "</" + std::string(name) + ">";
}

/// Line breaks as elements.
std::string markup_of(std::string_view text) {
  std::vector<std::string> lines;
  const std::string printed = text::as_printed(text);
  for (const std::string_view line : split(printed, '\n'))
    lines.push_back(text::escaped_markup(line));
  return joined(lines, "<br>");
}

/// The text of a block with its links where they stand.
std::string linked_markup(const Block& block) {
  std::string out;
  std::size_t done = 0;
  for (const extract::Link& link : block.links) {
    const std::size_t begin = link.end - std::min(link.end, link.text.size());
    const bool is_there =
        begin >= done && std::string_view(block.text).substr(begin, link.text.size()) == link.text;
    if (!is_there) continue;
    out += markup_of(std::string_view(block.text).substr(done, begin - done));
    out += "<a href=\"" + text::escaped_markup(link.url) + "\">" + markup_of(link.text) + "</a>";
    done = link.end;
  }
  return out + markup_of(std::string_view(block.text).substr(done));
}

std::string table_markup(const Block& block) {
  std::string out;
  bool is_head = block.level != 0;
  for (const std::string_view row : split(block.text, '\n')) {
    std::string cells;
    for (const std::string_view cell : split(row, '\t'))
      cells += element(is_head ? "th" : "td", markup_of(cell));
    out += element("tr", cells);
    is_head = false;
  }
  return element("table", out);
}

std::string quote_markup(const Block& block) {
  std::string out = element("p", linked_markup(block));
  for (int level = std::max(1, block.level.value_or(1)); level > 0; --level)
    out = element("blockquote", out);
  return out;
}

std::string block_markup(const Block& block) {
  switch (block.kind) {
    case BlockKind::Heading:
      return element("h" + std::to_string(std::clamp(block.level.value_or(2), 2, 6)),
                     linked_markup(block));
    case BlockKind::Quote:
      return quote_markup(block);
    case BlockKind::Preformatted:
      return element("pre", text::escaped_markup(text::as_printed(block.text)));
    case BlockKind::Table:
      return table_markup(block);
    case BlockKind::ListItem:
    case BlockKind::Paragraph:
    case BlockKind::Caption:
    case BlockKind::Note:
      break;
  }
  return element("p", linked_markup(block));
}

/// Opens and closes the lists around items of some depth.
class Lists {
 public:
  /// As deep as the item is: what is deeper is closed, what lacks is opened.
  void item(const Block& block, std::string& out) {
    constexpr int kDeepest = 10;
    const auto depth = static_cast<std::size_t>(std::clamp(block.level.value_or(1), 1, kDeepest));
    const std::string_view name = block.ordinal ? "ol" : "ul";
    close_to(depth, out);
    if (open_.size() == depth && open_.back() != name) close_to(depth - 1, out);
    const bool goes_on = open_.size() == depth;
    if (goes_on) out += "</li>";
    while (open_.size() < depth) {
      open_.push_back(name);
      out += begin_of(name, block);
      if (open_.size() < depth) out += "<li>";
    }
    out += "<li>" + linked_markup(block);
  }
  void close_to(std::size_t depth, std::string& out) {
    for (; open_.size() > depth; open_.pop_back())
      out += "</li></" + std::string(open_.back()) + ">";
  }
  [[nodiscard]] bool is_open() const { return !open_.empty(); }

 private:
  static std::string begin_of(std::string_view name, const Block& block) {
    const bool is_later = block.ordinal && *block.ordinal != 1;
    const std::string start = is_later ? " start=\"" + std::to_string(*block.ordinal) + "\"" : "";
    return "<" + std::string(name) + start + ">";
  }

  std::vector<std::string_view> open_;
};

}  // namespace

std::string html_body(const extract::Article& article) {
  std::string out;
  Lists lists;
  for (const Block& block : article.blocks) {
    if (block.kind == BlockKind::ListItem) {
      lists.item(block, out);
      continue;
    }
    // A paragraph with a level goes on in its list item.
    const bool is_in_item = block.kind == BlockKind::Paragraph && block.level && lists.is_open();
    if (!is_in_item) lists.close_to(0, out);
    out += block_markup(block);
  }
  lists.close_to(0, out);
  return out;
}

}  // namespace newshole::press
