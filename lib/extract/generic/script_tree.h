#pragma once
// Stories that the data of a page's scripts hold as trees of nodes: rich text ("type": "paragraph",
// "children": [...]) and elements of React (["$", "p", null, {...}]). Internal to this module.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace newshole::extract {

struct ScriptTree {
  std::string html;       ///< a fragment; empty where there is no story
  std::size_t prose = 0;  ///< bytes of the text of its long paragraphs
};

/// The part of the scripts' JSON that has most of its prose in nodes that are named as paragraphs,
/// with the headings, lists, quotations and links between them. JSON inside of strings is read,
/// too. Linear in the scripts; what is nested more than 256 levels deep is passed over.
[[nodiscard]] ScriptTree script_tree(std::span<const std::string_view> scripts);

/// Appends a text as HTML, for elements and for attributes in double quotes.
void append_escaped(std::string& html, std::string_view text);

}  // namespace newshole::extract
