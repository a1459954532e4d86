#include "pages/own_file.h"

#include <algorithm>
#include <fstream>

#include "format/typesetter.h"
#include "gopher/menu_file.h"
#include "pages/menus.h"
#include "pages/story_frame.h"
#include "text/charset/charset.h"
#include "text/utf8.h"

namespace newshole::pages {
namespace {

// Removes the bytes of a character that was cut at the end.
void drop_cut_character(std::string& bytes) {
  std::size_t start = bytes.size();
  while (start > 0 && bytes.size() - start < 3 && text::is_continuation(bytes[start - 1])) --start;
  if (start == 0 || text::is_valid_utf8(std::string_view(bytes).substr(start - 1))) return;
  bytes.resize(start - 1);
}

}  // namespace

std::string text_of_own_file(const std::filesystem::path& file, std::size_t most) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (error) return {};
  std::ifstream in(file, std::ios::binary);
  std::string bytes(static_cast<std::size_t>(std::min<std::uintmax_t>(size, most)), '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  if (bytes.size() < size) drop_cut_character(bytes);
  // Valid UTF-8 is decoded as UTF-8, whatever the label says.
  return text::decode_page(std::move(bytes), "iso-8859-1").text;
}

std::optional<gopher::Dialect> dialect_of(const std::filesystem::path& file) {
  for (const gopher::Dialect dialect : {gopher::Dialect::Gophermap, gopher::Dialect::Gph}) {
    if (file.filename() == gopher::menu_file_name(dialect)) return dialect;
  }
  return std::nullopt;
}

gopher::Menu menu_of_own_file(const std::filesystem::path& root, const config::Edition& edition,
                              std::string_view folder) {
  for (const std::string& path : {menu_path(edition, folder), other_menu_path(edition, folder)}) {
    const auto dialect = dialect_of(path);
    const std::string bytes = text_of_own_file(root / path, kMostOwnBytes);
    if (dialect && !bytes.empty()) return gopher::from_bytes(bytes, *dialect);
  }
  return {};
}

bool has_own_heading(const std::filesystem::path& file, std::string_view heading) {
  // The tagline stands above it.
  constexpr std::size_t kBytesOfHead = 4096;
  const std::string line = "\n" + std::string(heading) + "\n";
  return ("\n" + text_of_own_file(file, kBytesOfHead)).find(line) != std::string::npos;
}

std::optional<std::string_view> article_in(std::string_view text) {
  const std::string heading = std::string(format::kArticleHeading) + "\n\n";
  const std::size_t at = text.find(heading);
  if (at == std::string_view::npos || (at != 0 && text[at - 1] != '\n')) return std::nullopt;
  return without_foot(text.substr(at + heading.size()));
}

}  // namespace newshole::pages
