#include "pages/own_file.h"

#include <algorithm>
#include <array>
#include <fstream>

#include "format/typesetter.h"
#include "gopher/menu_file.h"
#include "pages/front_page.h"
#include "pages/menus.h"
#include "pages/stories/story_frame.h"
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

/// A line that a file of this name has, whoever made the mirror when.
struct OwnLine {
  std::string_view file;
  std::string_view line;
};
constexpr std::array<OwnLine, 3> kOwnLines = {
    {{"feed.xml", "<generator>newshole</generator>"},
     {"robots.txt", "# stories again. Crawlers ask with and without the first slash"},
     {"caps.txt", "# Written by newshole."}}};

// A front page or the menu above several sites: both have said so in all versions, and when they
// changed last.
bool is_own_root_menu(std::string_view bytes, gopher::Dialect dialect) {
  std::string words = "\n";
  bool has_title = false;
  for (const gopher::MenuItem& item : gopher::from_bytes(bytes, dialect)) {
    has_title = has_title || item.display == kLatestStories || item.display == kNewsSites;
    words += item.display + "\n";
  }
  const bool is_narrow = words.find("\n" + std::string(kChanged) + " ") != std::string::npos;
  // It may stand on two lines.
  std::ranges::replace(words, '\n', ' ');
  return has_title && (is_narrow || words.find(kLastChange) != std::string::npos);
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

bool is_foreign(const std::filesystem::path& file) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::file_type type = fs::symlink_status(file, error).type();
  if (type == fs::file_type::not_found || type == fs::file_type::directory) return false;
  if (type != fs::file_type::regular) return true;
  if (fs::file_size(file, error) == 0) return false;
  const std::string text = text_of_own_file(file, kMostOwnBytes);
  if (const auto dialect = dialect_of(file)) return !is_own_root_menu(text, *dialect);
  const auto* own = std::ranges::find(kOwnLines, file.filename(), &OwnLine::file);
  return own != kOwnLines.end() && text.find(own->line) == std::string::npos;
}

std::optional<std::string_view> article_in(std::string_view text) {
  const std::string heading = std::string(format::kArticleHeading) + "\n\n";
  const std::size_t at = text.find(heading);
  if (at == std::string_view::npos || (at != 0 && text[at - 1] != '\n')) return std::nullopt;
  return without_foot(text.substr(at + heading.size()));
}

}  // namespace newshole::pages
