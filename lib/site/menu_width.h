#pragma once
// Columns of menus (lib/gopher/CONVENTIONS.md).

namespace newshole::site {

/// The longest menu line that every client shows whole.
inline constexpr int kMenuWidth = 67;
/// The same for items of menus, searches and web pages: UMN gopher puts "/", " <?>" or " <HTML>"
/// behind it, and cuts what is longer than the widest line then.
inline constexpr int kMenuLinkWidth = kMenuWidth - 1;
inline constexpr int kSearchLinkWidth = kMenuWidth - 4;
inline constexpr int kWebLinkWidth = kMenuWidth - 7;
/// The narrowest that a configuration may ask for.
inline constexpr int kLeastMenuWidth = 30;

}  // namespace newshole::site
