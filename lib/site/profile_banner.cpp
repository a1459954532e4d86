#include "site/profile_banner.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <istream>
#include <optional>
#include <sstream>
#include <utility>

#include "base/system_cause.h"
#include "text/width.h"

namespace newshole::site {
namespace {

/// A banner is small; anything larger is a mistake.
constexpr std::size_t kMaxBannerBytes = 16 << 10;

/// Without trailing blanks.
Result<std::vector<std::string>> banner_lines(std::istream& in) {
  std::vector<std::string> lines;
  std::size_t bytes = 0;
  for (std::string line; std::getline(in, line);) {
    bytes += line.size();
    line.erase(line.find_last_not_of(" \r") + 1);
    const bool is_printable =
        std::ranges::all_of(line, [](char c) { return c >= ' ' && c <= '~'; });
    if (!is_printable) return fail(ErrorKind::Config, "expected printable ASCII");
    if (text::width(line) > kBannerWidth) {
      return fail(ErrorKind::Config, "is " + std::to_string(text::width(line)) +
                                         " columns wide, a page has " +
                                         std::to_string(kBannerWidth));
    }
    lines.push_back(std::move(line));
  }
  if (!in.eof() || lines.empty()) return fail(ErrorKind::Config, "cannot be read");
  if (bytes > kMaxBannerBytes) return fail(ErrorKind::Config, "is larger than 16 KB");
  return lines;
}

/// Letters have room above and below them that no page needs.
void drop_empty_ends(std::vector<std::string>& lines) {
  const auto is_full = [](const std::string& line) { return !line.empty(); };
  lines.erase(std::find_if(lines.rbegin(), lines.rend(), is_full).base(), lines.end());
  lines.erase(lines.begin(), std::ranges::find_if(lines, is_full));
}

Result<std::vector<std::string>> drawn_banner(const std::string& text, const std::string& font,
                                              const DrawBanner& draw) {
  if (!draw) return fail(ErrorKind::Config, "nobody here draws letters");
  const Result<std::string> drawn = draw(text, font);
  if (!drawn) return tl::unexpected(drawn.error());
  std::istringstream in(*drawn);
  Result<std::vector<std::string>> lines = banner_lines(in);
  if (lines) drop_empty_ends(*lines);
  if (lines && lines->empty()) return fail(ErrorKind::Config, "nothing shows");
  return lines;
}

void read_drawn_banner(JsonObject& object, std::string_view key, const BannerSource& source,
                       std::vector<std::string>& banner) {
  std::string text;
  std::string font = "standard";
  std::optional<JsonObject> described = object.object(key);
  described->require("text");
  described->read("text", text);
  described->read("font", font);
  described->finish();
  if (!described->has("text")) return;
  Result<std::vector<std::string>> lines = drawn_banner(text, font, *source.draw);
  if (!lines) return object.fault(key, lines.error().message);
  banner = *std::move(lines);
}

}  // namespace

void read_banner(JsonObject& object, std::string_view key, const BannerSource& source,
                 std::vector<std::string>& banner) {
  if (object.holds_object(key)) return read_drawn_banner(object, key, source, banner);
  std::string name;
  object.read(key, name);
  if (name.empty()) return;
  std::ifstream in(source.folder / name, std::ios::binary);
  if (!in) return object.fault(key, name + ": cannot be read: " + system_cause(errno));
  Result<std::vector<std::string>> lines = banner_lines(in);
  if (!lines) return object.fault(key, name + ": " + lines.error().message);
  banner = *std::move(lines);
}

const std::vector<std::string>& banner_for(const SiteProfile& profile, int columns) {
  static const std::vector<std::string> none;
  const auto fits = [columns](const std::vector<std::string>& banner) {
    return std::ranges::all_of(
        banner, [columns](const std::string& line) { return text::width(line) <= columns; });
  };
  if (fits(profile.banner)) return profile.banner;
  return fits(profile.narrow_banner) ? profile.narrow_banner : none;
}

}  // namespace newshole::site
