#include "gopher/dialect.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <utility>

#include "base/percent.h"
#include "text/utf8.h"

namespace newshole::gopher {
namespace {

// Servers split lines at 1022 bytes and read the rest as another line (CONVENTIONS.md 1.8).
constexpr std::size_t kMaxMenuLine = 999;

// RFC 1436 section 3.9; some client has no room for more.
constexpr std::size_t kMaxSelector = 255;

// The selector of info lines: no server has a file of this name (CONVENTIONS.md 3.2).
constexpr std::string_view kNowhere = "Err";

// Characters that end a line or a field for some reader, or control a terminal.
bool is_control(char32_t c) {
  return c <= 0x1F || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;
}

// Characters that reorder the rest of the client's line.
bool is_bidi_control(char32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

std::string safe_character(char32_t c) {
  std::string character;
  if (is_bidi_control(c)) return character;
  text::append_utf8(character, is_control(c) ? U' ' : c);
  return character;
}

// The number of characters at the start that are printable ASCII and one byte in every dialect.
std::size_t plain_prefix(std::string_view text) {
  const char* at = text.data();
  const char* end = at + text.size();
  while (at != end && *at >= ' ' && *at <= '~' && *at != '|') ++at;
  return static_cast<std::size_t>(at - text.data());
}

// The display string, at most `room` bytes of whole characters as written: gph doubles a "|". The
// text should be clean already; it is checked here once more, since a server may run a line as a
// command. It does not end in blanks.
std::string safe_display(std::string_view display, std::size_t room) {
  std::string safe;
  std::size_t written = 0;
  for (std::size_t at = 0; at < display.size();) {
    if (const std::size_t plain = plain_prefix(display.substr(at)); plain > 0) {
      safe.append(display, at, std::min(plain, room - written));
      written += std::min(plain, room - written);
      at += plain;
      continue;
    }
    const text::CodePoint c = text::code_point_at(display, at);
    at += std::max<std::size_t>(c.length, 1);
    const std::string character = safe_character(c.value);
    written += c.value == U'|' ? 2 : character.size();
    if (written > room) break;
    safe += character;
  }
  safe.resize(safe.find_last_not_of(' ') + 1);
  if (safe.empty()) safe = " ";
  return safe;
}

bool is_url_selector(std::string_view selector) {
  return selector.starts_with("URL:");
}

// Non-ASCII is encoded too, so that a change of charset does not change selectors. A backslash
// would escape the separator behind it in gph, which has no escape for a backslash.
std::string percent_encoded(std::string_view selector, std::string_view also) {
  return percent::encoded(selector, [also](char c) {
    return c >= ' ' && c <= '~' && c != '\\' && also.find(c) == std::string_view::npos;
  });
}

// Servers replace an empty selector by the display string, and read a relative one in different
// ways (CONVENTIONS.md 5.1).
std::string safe_selector(std::string_view selector) {
  if (is_url_selector(selector)) return percent_encoded(selector, " \"'<>`|");
  const std::string encoded = percent_encoded(selector, "");
  return encoded.starts_with('/') ? encoded : "/" + encoded;
}

// An item whose fields are safe in every dialect, without separators.
struct SafeItem {
  ItemType type = ItemType::Info;
  std::string_view display;
  std::string selector{kNowhere};
};

// A selector that is too long gives an info line: a part of it would lead somewhere else.
SafeItem made_safe(const MenuItem& item) {
  SafeItem safe{.display = item.display};
  if (item.type == ItemType::Info) return safe;
  std::string selector = safe_selector(item.selector);
  if (selector.size() > kMaxSelector) return safe;
  safe.type = item.type;
  safe.selector = std::move(selector);
  return safe;
}

// The fields that are the same in every line of a menu.
std::string tab_tail(const Server& server) {
  return "\t" + server.host + "\t" + std::to_string(server.port);
}

std::string bar_tail(const Server& /*server*/) {
  return "|server|port]";
}

std::string four_fields(const SafeItem& item, std::string_view tail) {
  std::string line(1, static_cast<char>(item.type));
  const std::size_t rest = 1 + item.selector.size() + tail.size();
  assert(rest + 2 < kMaxMenuLine);
  line += safe_display(item.display, kMaxMenuLine - line.size() - rest);
  line += '\t';
  return line.append(item.selector).append(tail);
}

// Escapes "|". A backslash at the end would escape the separator and has no escape: a blank follows
// it (CONVENTIONS.md 6.2).
std::string gph_field(std::string_view field) {
  std::string out;
  out.reserve(field.size() + 1);
  for (std::size_t bar = field.find('|'); bar != std::string_view::npos; bar = field.find('|')) {
    out.append(field, 0, bar).append("\\|");
    field.remove_prefix(bar + 1);
  }
  out += field;
  if (out.ends_with('\\')) out += ' ';
  return out;
}

std::string five_fields(const SafeItem& item, std::string_view tail) {
  std::string line{'[', static_cast<char>(item.type), '|'};
  const std::string selector = gph_field(item.selector);
  constexpr std::size_t kBlank = 1;
  const std::size_t rest = 1 + selector.size() + tail.size() + kBlank;
  line += gph_field(safe_display(item.display, kMaxMenuLine - line.size() - rest));
  line += '|';
  return line.append(selector).append(tail);
}

struct DialectRow {
  Dialect dialect;
  std::string_view name;
  std::string_view file;
  std::string_view line_end;
  std::string_view last_line;
  std::string (*tail)(const Server& server);
  std::string (*write_line)(const SafeItem& item, std::string_view tail);
};

constexpr std::array kDialects = {
    DialectRow{Dialect::Gophermap, "gophermap", "gophermap", "\n", "", tab_tail, four_fields},
    DialectRow{Dialect::Gph, "gph", "index.gph", "\n", "", bar_tail, five_fields},
    DialectRow{Dialect::Raw, "raw", "gophermap", "\r\n", ".\r\n", tab_tail, four_fields},
};

const DialectRow& row(Dialect dialect) {
  return *std::ranges::find(kDialects, dialect, &DialectRow::dialect);
}

}  // namespace

bool fits_in_a_line(std::string_view selector) {
  return safe_selector(selector).size() <= kMaxSelector;
}

std::optional<Dialect> parse_dialect(std::string_view name) {
  const auto* found = std::ranges::find(kDialects, name, &DialectRow::name);
  return found == kDialects.end() ? std::nullopt : std::optional(found->dialect);
}

std::string_view name_of(Dialect dialect) {
  return row(dialect).name;
}

std::string_view menu_file_name(Dialect dialect) {
  return row(dialect).file;
}

std::string to_bytes(const Menu& menu, Dialect dialect, const Server& server) {
  const DialectRow& rules = row(dialect);
  const std::string tail = rules.tail(server).append(rules.line_end);
  std::string bytes;
  for (const MenuItem& item : menu) bytes += rules.write_line(made_safe(item), tail);
  bytes += rules.last_line;
  return bytes;
}

}  // namespace newshole::gopher
