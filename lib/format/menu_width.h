#pragma once
// Columns of menus (lib/gopher/CONVENTIONS.md section 2).

namespace newshole::format {

/// The longest menu line that every client shows whole.
inline constexpr int kMenuWidth = 67;
/// The same of an item that leads to a menu, a search or the web: UMN gopher puts "/", " <?>" or
/// " <HTML>" behind its title, and cuts a title that leaves no room for that.
inline constexpr int kMenuLinkWidth = kMenuWidth - 1;
inline constexpr int kSearchLinkWidth = kMenuWidth - 4;
inline constexpr int kWebLinkWidth = kMenuWidth - 7;
/// The narrowest that a configuration may ask for.
inline constexpr int kLeastMenuWidth = 30;

}  // namespace newshole::format
