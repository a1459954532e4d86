#pragma once
// Pages that lead to another by themselves. Pure.

#include <optional>
#include <string>
#include <string_view>

namespace newshole::fetch {

/// The place, a URL reference, to which a page without an article leads within ten seconds: by the
/// value of its Refresh field, else by the first meta element of that kind (the HTML standard,
/// "shared declarative refresh steps"). Nothing for a page with more text than a notice has, or
/// that is larger than 64 KB. `html` as it came, in an encoding with ASCII in it.
[[nodiscard]] std::optional<std::string> refresh_of(std::string_view field, std::string_view html);

}  // namespace newshole::fetch
