#include "site/own_lines.h"

#include <cerrno>
#include <fstream>
#include <string_view>

#include "base/join.h"
#include "text/charset/charset.h"
#include "text/clean.h"

namespace newshole::site {
namespace {

/// At most one byte more than a file may have.
Result<std::string> read_bytes(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(ErrorKind::Config, "cannot be read: " + system_cause(errno));
  std::string bytes(kMostOwnBytes + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (in.bad()) return fail(ErrorKind::Config, "cannot be read");
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

}  // namespace

Result<std::vector<std::string>> read_own_lines(const std::filesystem::path& file) {
  const Result<std::string> bytes = read_bytes(file);
  if (!bytes) return tl::unexpected(bytes.error());
  if (bytes->size() > kMostOwnBytes)
    return fail(ErrorKind::Config, "is larger than " + std::to_string(kMostOwnBytes >> 10) + " KB");
  if (!text::is_valid_utf8(*bytes)) return fail(ErrorKind::Config, "is no UTF-8");
  const std::string clean = text::clean_preformatted(*bytes);
  std::vector<std::string> lines;
  if (clean.empty()) return lines;
  for (const std::string_view line : split(clean, '\n')) lines.emplace_back(line);
  if (lines.size() > kMostOwnLines)
    return fail(ErrorKind::Config, "has more than " + std::to_string(kMostOwnLines) + " lines");
  return lines;
}

}  // namespace newshole::site
