#pragma once
// Menus of gopherspace (RFC 1436), whatever server will read them.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "format/document.h"
#include "format/menu_width.h"

namespace newshole::gopher {

/// RFC 1436 section 3.8, and the two types that are in common use beside it.
enum class ItemType : char {
  Text = '0',
  Menu = '1',
  Error = '3',
  Search = '7',
  Html = 'h',
  Info = 'i'
};

/// `display` and `selector` are UTF-8; the dialects make them safe.
struct MenuItem {
  ItemType type = ItemType::Info;
  std::string display;
  std::string selector;  ///< empty for Info; "URL:..." for Html

  friend bool operator==(const MenuItem&, const MenuItem&) = default;
};

/// The server that the items of a menu are on.
struct Server {
  std::string host = "localhost";
  int port = 70;

  friend bool operator==(const Server&, const Server&) = default;
};

using Menu = std::vector<MenuItem>;

void add_info(Menu& menu, std::string_view text);

/// An item whose title is `lines` (never empty): the first is the item, the others are info lines.
void add_item(Menu& menu, ItemType type, std::span<const std::string> lines,
              std::string_view selector);

/// True for a URL that may stand behind "URL:": http, https, ftp, gemini, mailto, tel or irc.
/// Gopher and telnet the convention forbids, others (javascript, data) some client would run.
[[nodiscard]] bool leads_to_the_web(std::string_view url);

/// An item of type h that leads to the web, its title as add_item has it: selector "URL:...". Of a
/// URL that does not lead there, or is too long for a selector (dialect.h), the title is left as
/// info lines, and below it the address, whole, in lines of at most so many columns.
void add_web_link(Menu& menu, std::span<const std::string> title, std::string_view url,
                  int columns = format::kMenuWidth);

/// A finished document as a menu: info lines, and h items for its links, as add_web_link has them.
[[nodiscard]] Menu to_menu(const format::Document& document, int columns = format::kMenuWidth);

/// The address of an item (RFC 4266), for what is no menu: "gopher://HOST:PORT/TYPE" and the
/// selector. ASCII, whatever the selector holds: all bytes but
/// RFC 3986's unreserved ones, "/" and "-._~!$&'()*+,;=:@" are percent-encoded, "?" among them,
/// since some clients take it for the start of a search. Port 70 is left out. A host with a colon
/// is an IPv6 address and gets its brackets; what may not stand in a host is percent-encoded.
[[nodiscard]] std::string gopher_url(const Server& server, ItemType type,
                                     std::string_view selector);

}  // namespace newshole::gopher
