#include "fonts.h"

#include <map>
#include <memory>
#include <system_error>

#include "fetch/saved_pages.h"
#include "format/banner.h"

namespace newshole::converter {
namespace {

constexpr const char* kFontFolder = "/usr/share/figlet";
constexpr std::size_t kWithoutEnd = 10'000;

std::optional<std::filesystem::path> find_font(const std::string& name,
                                               const std::filesystem::path& beside) {
  std::vector<std::filesystem::path> folders = {kFontFolder};
  if (!beside.empty()) folders.insert(folders.begin(), beside);
  if (name.find('/') != std::string::npos) folders = {"."};
  for (const std::filesystem::path& folder : folders) {
    for (const char* suffix : {"", ".flf", ".tlf"}) {
      std::filesystem::path file = folder / (name + suffix);
      std::error_code ignored;
      if (std::filesystem::is_regular_file(file, ignored)) return file;
    }
  }
  return std::nullopt;
}

}  // namespace

Result<format::FigFont> load_font(const std::string& name, const std::filesystem::path& beside) {
  const std::optional<std::filesystem::path> file = find_font(name, beside);
  if (!file) {
    const std::string first = beside.empty() ? "" : beside.string() + " or ";
    return fail(ErrorKind::Usage, name + ": no such font in " + first + kFontFolder);
  }
  const Result<std::string> bytes = fetch::read_file(file->string());
  if (!bytes) return in_context(file->string(), bytes.error());
  Result<format::FigFont> font = format::FigFont::parse(*bytes);
  if (!font) return in_context(file->string(), font.error());
  return font;
}

site::DrawBanner banner_drawer(std::filesystem::path beside) {
  // Many sites have their banners in one font, which takes 2 ms to read.
  const auto fonts = std::make_shared<std::map<std::string, Result<format::FigFont>>>();
  return [beside = std::move(beside), fonts](const std::string& text,
                                             const std::string& name) -> Result<std::string> {
    const auto known = fonts->find(name);
    const Result<format::FigFont>& font =
        known != fonts->end() ? known->second
                              : fonts->emplace(name, load_font(name, beside)).first->second;
    if (!font) return tl::unexpected(font.error());
    const format::BannerOptions options{
        .width = kWithoutEnd, .alignment = format::Alignment::Left, .layout = {}};
    return format::banner(text, *font, options);
  };
}

}  // namespace newshole::converter
