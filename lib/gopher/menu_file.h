#pragma once
// Reading menu files (CONVENTIONS.md sections 5 and 6) to send them as menus of RFC 1436: those
// that newshole writes in each dialect, and those that people write by hand. No line is a
// directive, and none runs a program.

#include <string>
#include <string_view>
#include <vector>

#include "gopher/dialect.h"
#include "gopher/menu.h"

namespace newshole::gopher {

/// A line of a menu: `type` is any printable character, the others are as they stand in the file,
/// without control characters. An info line leads nowhere, whatever its selector says.
struct WireItem {
  char type = 'i';
  std::string display;
  std::string selector;
  Server server;

  friend bool operator==(const WireItem&, const WireItem&) = default;
};

/// The facts of a menu that its file leaves to the server.
struct MenuPlace {
  std::string folder;  ///< selector of the menu's folder, without a slash at its end
  Server server;       ///< of an item without host or port, and of gph's words for them
};

/// The lines of a menu file, LF or CR LF behind each.
/// - Gophermap, Raw: a line without a tab is an info line; a missing selector is the display
/// string;
///   one that begins without "/" is below the folder where no host is given; further fields are
///   dropped; a line "." ends the menu.
/// - Gph: geomyidae's [type|display|selector|host|port] with "\|" for a bar; any other line is an
///   info line.
[[nodiscard]] std::vector<WireItem> read_menu_file(std::string_view bytes, Dialect dialect,
                                                   const MenuPlace& place);

/// RFC 1436: four fields, CR LF, Lastline.
[[nodiscard]] std::string to_wire(const std::vector<WireItem>& items);

/// The menu that `to_bytes` made these of, its texts as it wrote them: a blank for an empty
/// display, URLs percent-encoded. Lines that it does not write are left out.
[[nodiscard]] Menu from_bytes(std::string_view bytes, Dialect dialect);

}  // namespace newshole::gopher
