#include "gopher/generated_menus.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "gopher/dialect.h"
#include "gopher/menu_readers.h"

namespace newshole::test {
namespace {

using gopher::Dialect;
using gopher::ItemType;
using gopher::Menu;

const gopher::Server kServer{"hole.example", 7070};
constexpr std::size_t kMenu = 500;  // items of a menu

struct Piece {
  std::string_view given;
  std::string_view seen;
};

using namespace std::string_view_literals;

constexpr std::array kTitlePieces = {
    // Words.
    Piece{"a", "a"}, Piece{"Rates up", "Rates up"}, Piece{" ", " "}, Piece{"  ", "  "},
    // Directives of gophermaps, fields of gph, what old versions of geomyidae eat.
    Piece{"=", "="}, Piece{"=id", "=id"}, Piece{"!", "!"}, Piece{"#", "#"}, Piece{"*", "*"},
    Piece{".", "."}, Piece{"-", "-"}, Piece{":", ":"}, Piece{"~", "~"}, Piece{"%", "%"},
    Piece{"%n%s", "%n%s"}, Piece{"[", "["}, Piece{"]", "]"}, Piece{"|", "|"}, Piece{"\\", "\\"},
    Piece{"\\|", "\\|"}, Piece{"\\\\", "\\\\"}, Piece{"t", "t"}, Piece{"Err", "Err"},
    Piece{"server", "server"}, Piece{"port", "port"},
    Piece{"[1|x|/etc|server|port]", "[1|x|/etc|server|port]"}, Piece{"URL:", "URL:"},
    Piece{"null.host", "null.host"},
    // Ends of fields and lines.
    Piece{"\t", " "}, Piece{"\r", " "}, Piece{"\n", " "}, Piece{"\r\n.\r\n", "  .  "},
    Piece{"\n1x\t/\th\t70", " 1x / h 70"}, Piece{"\0"sv, " "}, Piece{"\u0085", " "},
    Piece{"\u2028", " "}, Piece{"\u2029", " "},
    // What terminals obey.
    Piece{"\x1b[2J", " [2J"}, Piece{"\x1b]0;x\x07", " ]0;x "}, Piece{"\x08", " "},
    Piece{"\x7f", " "}, Piece{"\u009b", " "}, Piece{"\u202e", ""}, Piece{"\u2066", ""},
    // Other scripts, wide and joined ones, and bytes that are none.
    Piece{"\u00e9", "\u00e9"}, Piece{"\u65e5\u672c", "\u65e5\u672c"}, Piece{"e\u0301", "e\u0301"},
    Piece{"\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"}, Piece{"\u05d0", "\u05d0"},
    Piece{"\xff", "\ufffd"}, Piece{"\xc3", "\ufffd"}, Piece{"\xed\xa0\x80", "\ufffd\ufffd\ufffd"}};

constexpr std::array kSelectorPieces = {
    Piece{"a", "a"},         Piece{"/", "/"},    Piece{"-_.", "-_."},  Piece{"story", "story"},
    Piece{"|", "|"},         Piece{"]", "]"},    Piece{"%41", "%41"},  Piece{"\t", "%09"},
    Piece{"\r\n", "%0D%0A"}, Piece{"\\", "%5C"}, Piece{"\0"sv, "%00"}, Piece{"\u00e9", "%C3%A9"},
    Piece{"\x7f", "%7F"}};

constexpr std::array kUrlPieces = {Piece{"a", "a"},     Piece{"/?a=b&c=d#e", "/?a=b&c=d#e"},
                                   Piece{" ", "%20"},   Piece{"\"", "%22"},
                                   Piece{"'", "%27"},   Piece{"<", "%3C"},
                                   Piece{">", "%3E"},   Piece{"`", "%60"},
                                   Piece{"|", "%7C"},   Piece{"\\", "%5C"},
                                   Piece{"\t", "%09"},  Piece{"\n", "%0A"},
                                   Piece{"%7C", "%7C"}, Piece{"\u65e5", "%E6%97%A5"}};

constexpr std::array kTypes = {ItemType::Text,   ItemType::Menu, ItemType::Error,
                               ItemType::Search, ItemType::Html, ItemType::Info};

struct Rules {
  Dialect dialect;
  std::vector<ReadItem> (*read)(std::string_view bytes);
  std::string_view host;
  std::string_view port;
};

constexpr std::array kRules = {Rules{Dialect::Gophermap, read_gophermap, "hole.example", "7070"},
                               Rules{Dialect::Raw, read_wire, "hole.example", "7070"},
                               Rules{Dialect::Gph, read_gph, "server", "port"}};

constexpr std::size_t kMostLineBytes = 999;

/// What is left of a title is one blank at least, and ends in no other.
std::string without_last_blanks(const std::string& title) {
  const std::string out = title.substr(0, title.find_last_not_of(' ') + 1);
  return out.empty() ? " " : out;
}

/// Of a line that is full only the first characters are there, as many as could be but for blanks
/// at its end: a bar counts for two bytes in every dialect, so that all cut alike.
bool is_cut_rightly(std::string_view display, const std::string& seen, std::size_t line_bytes) {
  constexpr std::size_t kLongestCharacter = 4;
  if (display.size() >= seen.size() || !seen.starts_with(display)) return false;
  const auto bars = static_cast<std::size_t>(std::ranges::count(display, '|'));
  const std::size_t next = std::min(seen.find_first_not_of(' ', display.size()), seen.size());
  const bool is_whole = (static_cast<unsigned char>(seen[display.size()]) & 0xC0U) != 0x80U;
  return is_whole &&
         line_bytes + (next - display.size()) + bars + kLongestCharacter > kMostLineBytes;
}

bool is_seen_rightly(const ReadItem& read, const std::string& title, Dialect dialect) {
  const std::string seen = without_last_blanks(title);
  std::string_view display = read.display;
  if (display == seen) return true;
  // geomyidae has no escape for a backslash at a field's end: a blank stands behind it.
  if (dialect == Dialect::Gph && display.ends_with("\\ ")) display.remove_suffix(1);
  return display == seen || is_cut_rightly(display, seen, read.line_bytes);
}

bool is_read_rightly(const ReadItem& read, const gopher::MenuItem& seen, const Rules& rules) {
  const std::size_t fields = rules.dialect == Dialect::Gph ? 5 : 4;
  return read.type == static_cast<char>(seen.type) && read.selector == seen.selector &&
         read.host == rules.host && read.port == rules.port && read.fields == fields &&
         read.line_bytes <= kMostLineBytes && is_seen_rightly(read, seen.display, rules.dialect);
}

/// With its bytes in view, as far as somebody would read.
std::string shown(std::string_view text) {
  constexpr std::size_t kEnough = 300;
  text = text.substr(0, kEnough);
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c >= ' ' && c <= '~') {
      out += c;
    } else {
      (out += "\\x") += {kHex[byte >> 4U], kHex[byte & 0xFU]};
    }
  }
  return out;
}

std::string difference(const GeneratedItem& item, const ReadItem& read, const Rules& rules) {
  return std::string(gopher::name_of(rules.dialect)) + ": the title " + shown(item.given.display) +
         "\n  is read as " + read.type + " " + shown(read.display) + "\n  with the selector " +
         shown(read.selector) + "\n  in " + std::to_string(read.fields) + " fields and " +
         std::to_string(read.line_bytes) + " bytes\n  and should be " +
         static_cast<char>(item.seen.type) + " " + shown(item.seen.display) +
         "\n  with the selector " + shown(item.seen.selector);
}

std::optional<std::string> fault_of_menu(std::span<const GeneratedItem> items, const Menu& menu,
                                         const Rules& rules) {
  const std::vector<ReadItem> read = rules.read(gopher::to_bytes(menu, rules.dialect, kServer));
  if (read.size() != items.size()) {
    return std::string(gopher::name_of(rules.dialect)) + ": " + std::to_string(items.size()) +
           " items are read as " + std::to_string(read.size());
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!is_read_rightly(read[i], items[i].seen, rules))
      return difference(items[i], read[i], rules);
  }
  return std::nullopt;
}

void add(const Piece& piece, std::string& given, std::string& seen) {
  given += piece.given;
  seen += piece.seen;
}

}  // namespace

GeneratedItem MenuGenerator::next() {
  GeneratedItem item;
  item.given.type = item.seen.type = kTypes.at(below(kTypes.size()));
  const std::size_t pieces = below(256) == 0 ? 400 + below(600) : below(14);
  for (std::size_t i = 0; i < pieces; ++i) {
    add(kTitlePieces.at(below(kTitlePieces.size())), item.given.display, item.seen.display);
  }
  if (item.seen.display.empty()) item.seen.display = " ";
  if (item.seen.type == ItemType::Info) {
    item.seen.selector = "Err";
    return item;
  }
  const bool is_url = item.seen.type == ItemType::Html;
  const Piece start = is_url ? Piece{"URL:https://x.example/", "URL:https://x.example/"}
                             : Piece{below(2) == 0 ? "/" : "", "/"};
  add(start, item.given.selector, item.seen.selector);
  const auto parts =
      is_url ? std::span<const Piece>(kUrlPieces) : std::span<const Piece>(kSelectorPieces);
  // What is relative must not start with a slash of its own.
  if (!is_url) add(kSelectorPieces[0], item.given.selector, item.seen.selector);
  for (std::size_t left = below(8); left > 0; --left) {
    add(parts[below(parts.size())], item.given.selector, item.seen.selector);
  }
  return item;
}

std::optional<std::string> fault_of_round_trip(std::uint64_t seed, std::size_t titles) {
  MenuGenerator generator(seed);
  while (titles > 0) {
    std::vector<GeneratedItem> items(std::min(titles, kMenu));
    titles -= items.size();
    Menu menu;
    menu.reserve(items.size());
    for (GeneratedItem& item : items) {
      item = generator.next();
      menu.push_back(item.given);
    }
    for (const Rules& rules : kRules) {
      if (auto fault = fault_of_menu(items, menu, rules)) return fault;
    }
  }
  return std::nullopt;
}

}  // namespace newshole::test
