#include "gopher/dialect.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <utility>
#include <vector>

#include "base/percent.h"
#include "text/utf8.h"

namespace newshole::gopher {
namespace {

struct DialectRow {
  Dialect dialect;
  std::string_view name;
  std::string_view file;
  std::string_view line_end;
  std::string_view last_line;
};

constexpr std::array kDialects = {
    DialectRow{Dialect::Gophermap, "gophermap", "gophermap", "\n", ""},
    DialectRow{Dialect::Gph, "gph", "index.gph", "\n", ""},
    DialectRow{Dialect::Raw, "raw", "gophermap", "\r\n", ".\r\n"},
};

const DialectRow& row(Dialect dialect) {
  return *std::find_if(kDialects.begin(), kDialects.end(),
                       [dialect](const DialectRow& each) { return each.dialect == dialect; });
}

// Servers split lines of 1023 bytes, and what stands behind the split is read as a line of its own.
constexpr std::size_t kMaxMenuLine = 999;

// RFC 1436 allows 255 bytes; URL: selectors are longer in practice and no server looks them up.
constexpr std::size_t kMaxSelector = 255;
constexpr std::size_t kMaxUrlSelector = 600;

// The selector of info lines: no server has a file of this name (CONVENTIONS.md 3.2).
constexpr std::string_view kNowhere = "Err";

struct Range {
  char32_t first;
  char32_t last;
};

constexpr bool is_among(char32_t c, const auto& ranges) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [c](const Range& range) { return range.first <= c && c <= range.last; });
}

// What would end a line or a field somewhere, or drive a terminal.
constexpr std::array kControls = {Range{0x00, 0x1F}, Range{0x7F, 0x9F}, Range{0x2028, 0x2029}};

// What would reorder the rest of the client's line.
constexpr std::array kBidiControls = {Range{0x202A, 0x202E}, Range{0x2066, 0x2069}};

std::string safe_character(char32_t c) {
  std::string character;
  if (is_among(c, kBidiControls)) return character;
  text::append_utf8(character, is_among(c, kControls) ? U' ' : c);
  return character;
}

// How many characters at the start are printable ASCII and one byte in every dialect.
std::size_t plain_prefix(std::string_view text) {
  const char* at = text.data();
  const char* end = at + text.size();
  while (at != end && *at >= ' ' && *at <= '~' && *at != '|') ++at;
  return static_cast<std::size_t>(at - text.data());
}

// The display string, at most `room` bytes of whole characters as written: gph doubles a "|". Text
// arrives clean from the stages before, but this is the last gate before a server that runs lines
// as commands: it trusts nobody.
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
  if (safe.empty()) safe = " ";
  return safe;
}

bool is_url_selector(std::string_view selector) {
  return selector.starts_with("URL:");
}

// Non-ASCII is encoded too: a later change of charset must not alter where an item leads. A
// backslash would swallow the separator behind it in gph, which has no escape for it.
bool must_be_encoded(char c, std::string_view also) {
  return c < ' ' || c > '~' || c == '\\' || also.find(c) != std::string_view::npos;
}

std::string percent_encoded(std::string_view selector, std::string_view also) {
  return percent::encoded(selector, [also](char c) { return !must_be_encoded(c, also); });
}

// Servers replace an empty selector by the display string, and read a relative one in different
// ways (CONVENTIONS.md 5.1).
std::string safe_selector(std::string_view selector) {
  if (is_url_selector(selector)) return percent_encoded(selector, " \"'<>`|");
  const std::string encoded = percent_encoded(selector, "");
  return encoded.starts_with('/') ? encoded : "/" + encoded;
}

bool is_too_long(std::string_view safe_selector) {
  return safe_selector.size() > (is_url_selector(safe_selector) ? kMaxUrlSelector : kMaxSelector);
}

// An item as it will be written, but for the dialect's separators.
struct SafeItem {
  ItemType type = ItemType::Info;
  std::string_view display;
  std::string selector{kNowhere};
};

// A selector cut short would lead somewhere else: better an item that leads nowhere.
SafeItem made_safe(const MenuItem& item) {
  SafeItem safe{.display = item.display};
  if (item.type == ItemType::Info) return safe;
  std::string selector = safe_selector(item.selector);
  if (is_too_long(selector)) return safe;
  safe.type = item.type;
  safe.selector = std::move(selector);
  return safe;
}

// What ends every line of a menu.
std::string tail_of(const DialectRow& dialect, const Server& server) {
  std::string tail = dialect.dialect == Dialect::Gph
                         ? "|server|port]"
                         : "\t" + server.host + "\t" + std::to_string(server.port);
  return tail += dialect.line_end;
}

std::string four_fields(const SafeItem& item, std::string_view tail) {
  std::string line(1, static_cast<char>(item.type));
  const std::size_t rest = 1 + item.selector.size() + tail.size();
  assert(rest + 2 < kMaxMenuLine);
  line += safe_display(item.display, kMaxMenuLine - line.size() - rest);
  line += '\t';
  return line.append(item.selector).append(tail);
}

// "|" has an escape; a backslash at the end would swallow the separator, has none, and gets a blank
// behind it (CONVENTIONS.md 6.2).
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

// The fields of a line, in their order; no type: the line is none of ours.
struct Fields {
  char type = 0;
  std::vector<std::string> rest;
};

Fields fields_at_tabs(std::string_view line) {
  if (line.empty()) return {};
  Fields fields{.type = line.front(), .rest = {""}};
  for (const char c : line.substr(1)) {
    if (c == '\t') {
      fields.rest.emplace_back();
    } else {
      fields.rest.back() += c;
    }
  }
  return fields.rest.size() == 4 ? fields : Fields{};
}

// "[0|display|selector|server|port]", a bar within a field behind a backslash.
Fields fields_at_bars(std::string_view line) {
  if (line.size() < 4 || line.front() != '[' || line[2] != '|' || line.back() != ']') return {};
  Fields fields{.type = line[1], .rest = {""}};
  line = line.substr(3, line.size() - 4);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '|') {
      fields.rest.emplace_back();
      continue;
    }
    if (line.substr(i).starts_with("\\|")) ++i;
    fields.rest.back() += line[i];
  }
  return fields.rest.size() == 4 ? fields : Fields{};
}

std::optional<MenuItem> item_of(Fields fields) {
  constexpr std::string_view kTypes = "0137hi";
  if (fields.rest.empty() || kTypes.find(fields.type) == std::string_view::npos) {
    return std::nullopt;
  }
  MenuItem item{.type = static_cast<ItemType>(fields.type),
                .display = std::move(fields.rest[0]),
                .selector = std::move(fields.rest[1])};
  if (item.type == ItemType::Info) item.selector.clear();
  return item;
}

}  // namespace

std::optional<Dialect> parse_dialect(std::string_view name) {
  for (const DialectRow& each : kDialects) {
    if (each.name == name) return each.dialect;
  }
  return std::nullopt;
}

std::string_view name_of(Dialect dialect) {
  return row(dialect).name;
}

std::string_view menu_file_name(Dialect dialect) {
  return row(dialect).file;
}

std::string to_bytes(const Menu& menu, Dialect dialect, const Server& server) {
  const DialectRow& rules = row(dialect);
  std::string bytes;
  const std::string tail = tail_of(rules, server);
  const auto to_line = dialect == Dialect::Gph ? five_fields : four_fields;
  for (const MenuItem& item : menu) bytes += to_line(made_safe(item), tail);
  bytes += rules.last_line;
  return bytes;
}

Menu from_bytes(std::string_view bytes, Dialect dialect) {
  Menu menu;
  while (!bytes.empty()) {
    std::string_view line = bytes.substr(0, bytes.find('\n'));
    bytes.remove_prefix(std::min(bytes.size(), line.size() + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    auto item = item_of(dialect == Dialect::Gph ? fields_at_bars(line) : fields_at_tabs(line));
    if (item) menu.push_back(*std::move(item));
  }
  return menu;
}

}  // namespace newshole::gopher
