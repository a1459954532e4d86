#pragma once
// The text below a node. Internal to this module.

#include <string>

#include "html/node.h"

namespace newshole::extract {

/// All text below `node` as one clean line. Breaks and the edges of block elements part words; what
/// is hidden or never text (scripts, styles, controls) is left out.
[[nodiscard]] std::string text_of(html::Node node);

/// The same of an element that holds a line; nothing where it holds more than `most_bytes`, or more
/// elements than a line has.
[[nodiscard]] std::optional<std::string> line_of(html::Node node, std::size_t most_bytes);

/// A field of a page as it is kept: of a text over limits::kFieldBytes its beginning and "...".
[[nodiscard]] std::string field_text(std::string clean);

/// Numbers of a page beyond this are a mistake or an attack.
inline constexpr int kMaxNumber = 99'999;

/// The whole number that an attribute begins with; nothing where it is absent, no number or beyond
/// kMaxNumber.
[[nodiscard]] std::optional<int> number_in(html::Node element, std::string_view attribute);

}  // namespace newshole::extract
