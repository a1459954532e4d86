#pragma once
// What browsers show of inline elements beside their text: quotation marks, raised and lowered
// figures, readings, pictures of characters; and where a word may be divided. Internal to this
// module.

#include <string>

#include "html/node.h"
#include "text/clean.h"

namespace newshole::extract {

/// Appends what stands before the text of `element` (Role::Marked): the opening quotation mark of
/// q; "^" or
/// "_" before an exponent or index, so that 10 to the sixth is never 106; "[" before the number of
/// a note;
/// "(" before a reading (rt); the character that a picture stands for (an emoji, a drop cap).
void append_mark_before(html::Node element, text::LineCleaner& text);

/// Appends what stands behind it.
void append_mark_behind(html::Node element, text::LineCleaner& text);

/// True for deleted words beside the words that are valid: del, s and strike within a line. What is
/// struck out as a whole is no correction, and stays.
[[nodiscard]] bool is_struck_out(html::Node element);

/// A formula (MathML) as a line: "E = mc^2", "(a + b)/2".
[[nodiscard]] std::string formula_text(html::Node math);

}  // namespace newshole::extract
