#pragma once
// The fields of one line of a menu file, as its dialect parts them. Internal to this module.

#include <array>
#include <string>
#include <string_view>

#include "gopher/dialect.h"

namespace newshole::gopher {

/// Fields that the line lacks are empty. Views into the line, or into the storage that the caller
/// lent: a menu is read for every request of it, and copies of fields were a third of its cost.
struct LineFields {
  enum class Kind {
    End,   ///< the menu ends before this line
    Text,  ///< no item: the server shows the line as it is
    Item,
    WholeItem  ///< with each of the dialect's fields and no other
  };
  Kind kind = Kind::Text;
  char type = 0;  ///< 0: none
  std::string_view display;
  std::string_view selector;
  std::string_view host;
  std::string_view port;
};

/// Keeps fields whose text is not that of the line, since it has escapes.
using FieldStorage = std::array<std::string, 5>;

/// RFC 1436: four fields parted by tabs, the first begins with the type. Further ones are dropped;
/// a line without a tab is text, and "." the end.
[[nodiscard]] LineFields fields_at_tabs(std::string_view line, FieldStorage& storage);

/// geomyidae: "[type|display|selector|host|port]", a bar within a field behind a backslash. Any
/// other line is text.
[[nodiscard]] LineFields fields_at_bars(std::string_view line, FieldStorage& storage);

/// What parts the lines of a dialect.
using PartLine = LineFields (*)(std::string_view line, FieldStorage& storage);
[[nodiscard]] PartLine part_line_of(Dialect dialect);

/// Takes the next line from the front of `bytes`, without its LF or CR LF.
[[nodiscard]] std::string_view take_line(std::string_view& bytes);

}  // namespace newshole::gopher
