#pragma once
// Named changes of a field's text, for what selectors and marks cannot express. Each serves any
// site whose profile names it. Internal to this module.

#include <string>

#include "site/profile.h"

namespace newshole::extract {

/// `text` is a clean line. None: as it is. FirstSentence: up to the first full stop, question or
/// exclamation mark that ends a sentence of English, without the full stop.
[[nodiscard]] std::string transformed(const std::string& text, site::Transform transform);

}  // namespace newshole::extract
