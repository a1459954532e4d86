#pragma once
// Menus as servers read them. The one place where text is escaped for gopher.

#include <optional>
#include <string>
#include <string_view>

#include "gopher/menu.h"
#include "site/config.h"

namespace newshole::gopher {

/// "gophermap", "gph", "raw".
[[nodiscard]] std::optional<site::Dialect> parse_dialect(std::string_view name);
[[nodiscard]] std::string_view name_of(site::Dialect dialect);

/// The name of a menu's file in a folder: "gophermap", or "index.gph" for gph.
[[nodiscard]] std::string_view menu_file_name(site::Dialect dialect);

/// The bytes of the menu, UTF-8. Whatever an item's display and selector hold, it gives one line,
/// four fields, its own type, under 1000 bytes.
/// - Gophermap: four fields, LF, no Lastline (GOPHER.md section 5: valid on every server).
/// - Gph: geomyidae's [type|display|selector|server|port], LF (GOPHER.md section 6); `server` is
/// not
///   used, the server puts its own name in.
/// - Raw: RFC 1436, CR LF and Lastline.
[[nodiscard]] std::string to_bytes(const Menu& menu, site::Dialect dialect, const Server& server);

}  // namespace newshole::gopher
