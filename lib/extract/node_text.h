#pragma once
// The text below a node. Internal to this module.

#include <string>

#include "html/node.h"

namespace newshole::extract {

/// All text below `node` as one clean line; a line break in it is a blank; scripts and styles are
/// no text.
[[nodiscard]] std::string text_of(html::Node node);

}  // namespace newshole::extract
