#pragma once
// Text in markup.

#include <cstddef>
#include <string>
#include <string_view>

namespace newshole::text {

/// Text as HTML and XML have it, in elements and in attributes: with references for "&", "<", ">"
/// and the quotation mark.
[[nodiscard]] std::string escaped_markup(std::string_view text);

/// Bytes of `text` before its first "<" or "&": all of them where it has neither.
[[nodiscard]] std::size_t bytes_before_markup(std::string_view text);

}  // namespace newshole::text
