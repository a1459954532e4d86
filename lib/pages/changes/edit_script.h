#pragma once
// The shortest way from one sequence to another. Pure. Internal to this module.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace newshole::pages {

enum class Edit : unsigned char { Keep, Remove, Add };

/// The edits from `before` to `after`, in their order, as few as can be (Myers, O(ND)); nothing
/// where more than `most` elements would have to be removed and added. Time is that of the lengths
/// times `most`, memory that of `most` squared.
[[nodiscard]] std::optional<std::vector<Edit>> edit_script(std::span<const std::size_t> before,
                                                           std::span<const std::size_t> after,
                                                           std::size_t most);

}  // namespace newshole::pages
