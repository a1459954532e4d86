#pragma once
// Character references in text that no HTML parser has read, such as JSON. Internal to this
// module.

#include <string>
#include <string_view>

namespace newshole::extract {

/// `text` with numeric references and the names that news texts use resolved, twice where they were
/// written twice ("&amp;#8217;"); all others stay as they are.
[[nodiscard]] std::string resolved_references(std::string_view text);

}  // namespace newshole::extract
