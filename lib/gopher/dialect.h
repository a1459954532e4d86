#pragma once
// Menus as servers read them. The one place where text is escaped for gopher.

#include <optional>
#include <string>
#include <string_view>

#include "gopher/menu.h"

namespace newshole::gopher {

enum class Dialect { Gophermap, Gph, Raw };

/// "gophermap", "gph", "raw".
[[nodiscard]] std::optional<Dialect> parse_dialect(std::string_view name);
[[nodiscard]] std::string_view name_of(Dialect dialect);

/// The name of a menu's file in a folder: "gophermap", or "index.gph" for gph.
[[nodiscard]] std::string_view menu_file_name(Dialect dialect);

/// Whether an item may have this selector: at most 255 bytes, as it is written.
[[nodiscard]] bool fits_in_a_line(std::string_view selector);

/// The bytes of the menu, UTF-8. Whatever an item's display and selector hold, it gives one line,
/// its dialect's number of fields, under 1000 bytes; what would be longer is cut on a whole
/// character. Control characters become blanks in displays and %XX in selectors; a display is never
/// empty, a selector is ASCII and starts with "/" or "URL:". An item keeps its type, but for one:
/// a selector over 255 bytes gives an info line, for a cut one would lead elsewhere.
/// - Gophermap: four fields, LF, no Lastline (CONVENTIONS.md section 5: valid on every server).
/// - Gph: geomyidae's [type|display|selector|server|port], LF (CONVENTIONS.md section 6); `server`
/// is
///   not used, the server puts its own name in.
/// - Raw: RFC 1436, CR LF and Lastline.
/// `server.host` is a host name: at most 253 bytes, no control characters.
[[nodiscard]] std::string to_bytes(const Menu& menu, Dialect dialect, const Server& server);

}  // namespace newshole::gopher
