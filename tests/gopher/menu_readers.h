#pragma once
// Readers of menu files, written from what clients and servers do (lib/gopher/CONVENTIONS.md
// sections 1, 5 and 6) and not from the writer, so that a mistake cannot be made twice.

#include <string>
#include <string_view>
#include <vector>

namespace newshole::test {

/// A line as a reader takes it. `fields` counts what stood between separators.
struct ReadItem {
  char type = 0;
  std::string display;
  std::string selector;
  std::string host;
  std::string port;
  std::size_t fields = 0;
  std::size_t line_bytes = 0;

  friend bool operator==(const ReadItem&, const ReadItem&) = default;
};

/// A gophermap as gophernicus reads it: lines at LF, CR dropped, split at 1023 bytes; a line
/// without a tab is a directive or text (type '!').
std::vector<ReadItem> read_gophermap(std::string_view bytes);

/// What a client gets over the wire: CR LF, up to the Lastline. A line end that is not CR LF, or
/// bytes behind the Lastline, give an item of type '!'.
std::vector<ReadItem> read_wire(std::string_view bytes);

/// geomyidae's index.gph. A line that is no link of five fields, or holds a tab, gives type '!'.
std::vector<ReadItem> read_gph(std::string_view bytes);

}  // namespace newshole::test
