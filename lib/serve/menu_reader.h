#pragma once
// Parsers of a mirror's menu files (lib/gopher/CONVENTIONS.md sections 5 and 6), which the server
// sends as menus of RFC 1436. They read the menus that newshole writes in each dialect, and menus
// written by hand. No line is a directive, and none runs a program.

#include <string>
#include <string_view>
#include <vector>

#include "gopher/menu.h"

namespace newshole::serve {

/// A line of a menu: `type` is any printable character; the other fields are the file's, without
/// control characters. The selector of an info line has no meaning.
struct WireItem {
  char type = 'i';
  std::string display;
  std::string selector;
  gopher::Server server;

  friend bool operator==(const WireItem& a, const WireItem& b) {
    return a.type == b.type && a.display == b.display && a.selector == b.selector &&
           a.server.host == b.server.host && a.server.port == b.server.port;
  }
};

/// The place of a menu file: the folder and server that its items lead to where they name none.
struct MenuPlace {
  std::string folder;     ///< selector of the menu's folder, without a slash at its end
  gopher::Server server;  ///< for an item without host or port, and for gph's words for them
};

/// A gophermap. A line without a tab is an info line; a missing selector is the display string, one
/// that begins without "/" is below the folder where no host is given; further fields are dropped;
/// a line "." ends the menu (so the raw dialect is read too). CR LF or LF.
[[nodiscard]] std::vector<WireItem> read_gophermap(std::string_view bytes, const MenuPlace& place);

/// geomyidae's index.gph: [type|display|selector|host|port] with "\|" for a bar; any other line is
/// an info line.
[[nodiscard]] std::vector<WireItem> read_gph(std::string_view bytes, const MenuPlace& place);

/// RFC 1436: four fields, CR LF, Lastline.
[[nodiscard]] std::string to_wire(const std::vector<WireItem>& items);

}  // namespace newshole::serve
