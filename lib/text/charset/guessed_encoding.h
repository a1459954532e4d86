#pragma once
// The encoding of a page that states none, or a wrong one, guessed from its bytes.

#include <string_view>

#include "text/charset/encoding_labels.h"

namespace newshole::text {

/// A guess from the language that the page states (html's lang) and from how often which bytes
/// stand in it; windows-1252, as browsers take it, where neither says more. Never null. Reads the
/// first 64 KB that are no markup.
[[nodiscard]] const Encoding* guessed_encoding(std::string_view bytes);

}  // namespace newshole::text
