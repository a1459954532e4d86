#pragma once
// Columns of menus (GOPHER.md section 2).

namespace newshole::site {

/// The longest menu line that every client shows whole.
inline constexpr int kMenuWidth = 67;
/// The narrowest that a configuration may ask for.
inline constexpr int kLeastMenuWidth = 30;

}  // namespace newshole::site
