#pragma once
// Character references of HTML, which feeds use whether or not they declare them. Internal to this
// folder.

#include <cstddef>
#include <optional>
#include <string_view>

namespace newshole::listing {

struct CharacterReference {
  char32_t character = 0;  ///< a blank for a control character, U+FFFD for what is none
  std::size_t length = 0;  ///< bytes, from "&" to ";"
};

/// The reference that `text`, which starts with "&", begins with: by number or by a name of HTML
/// 4; nothing where it is none that is known and ends with ";".
[[nodiscard]] std::optional<CharacterReference> reference_at(std::string_view text);

}  // namespace newshole::listing
