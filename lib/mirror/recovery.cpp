#include "mirror/recovery.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>
#include <utility>

#include "gopher/dialect.h"
#include "mirror/own_file.h"
#include "mirror/story_path.h"
#include "text/clean.h"

namespace newshole::mirror {
namespace {

constexpr std::string_view kSuffix = ".txt";
// Banner, tagline and headline are far smaller.
constexpr std::size_t kHeadBytes = 8192;

std::optional<url::Url> url_of(std::string_view path, const site::SiteProfile& profile) {
  const url::Url& home = profile.front_pages.front();
  std::string_view inside = path.substr(profile.name.size());
  inside.remove_suffix(kSuffix.size());
  Result<url::Url> url = url::resolve(home, inside);
  if (!url || story_path(*url, profile) != path) return std::nullopt;
  return *std::move(url);
}

UtcTime written_at(const std::filesystem::directory_entry& file) {
  std::error_code error;
  const auto time = file.last_write_time(error);
  if (error) return {};
  return std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::file_clock::to_sys(time));
}

bool is_file(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::symlink_status(path, error).type() == std::filesystem::file_type::regular;
}

// The dialect of a menu file by its name; raw menus read as gophermaps do.
std::optional<site::Dialect> dialect_of(const std::filesystem::path& file) {
  for (const site::Dialect dialect : {site::Dialect::Gophermap, site::Dialect::Gph}) {
    if (file.filename() == gopher::menu_file_name(dialect)) return dialect;
  }
  return std::nullopt;
}

// The path of the story that the file may be of: of a menu that of the text beside its folder.
// A story that has both is told of by its text.
std::optional<std::filesystem::path> story_of(const std::filesystem::path& file) {
  if (file.extension() == kSuffix) return file;
  if (!dialect_of(file)) return std::nullopt;
  std::filesystem::path text = file.parent_path();
  text += kSuffix;
  if (is_file(text)) return std::nullopt;
  return text;
}

std::string text_of(const std::filesystem::path& file) {
  std::string head = text_of_own_file(file, kHeadBytes);
  const auto dialect = dialect_of(file);
  return dialect ? text_of_menu(head, *dialect) : head;
}

std::optional<StoryRecord> record_of(const std::filesystem::directory_entry& file,
                                     const std::string& path, const Run& run,
                                     const site::SiteProfile& profile) {
  const auto url = url_of(path, profile);
  const auto facts = url ? site::story_path_facts(*url, profile) : std::nullopt;
  if (!facts) return std::nullopt;
  const auto headline = headline_of(text_of(file.path()));
  if (!headline) return std::nullopt;
  StoryRecord record{.url = url->text,
                     .path = path,
                     .headline = *headline,
                     .first_seen = std::min(written_at(file), run.now),
                     .last_changed = std::min(written_at(file), run.now)};
  if (facts->section) record.section = section_name(*facts->section);
  if (facts->date) record.date = std::chrono::sys_days(*facts->date);
  return record;
}

}  // namespace

std::optional<std::string> headline_of(std::string_view file) {
  const auto article = article_in(file);
  if (!article) return std::nullopt;
  std::string headline = text::clean_line(article->substr(0, article->find("\n\n")));
  if (headline.empty()) return std::nullopt;
  return headline;
}

std::string text_of_menu(std::string_view file, site::Dialect dialect) {
  std::string text;
  for (const gopher::MenuItem& item : gopher::from_bytes(file, dialect)) {
    text.append(item.display, 0, item.display.find_last_not_of(' ') + 1);
    text += '\n';
  }
  return text;
}

Status recover_stories(const Run& run, const site::SiteProfile& profile) {
  if (!profile.stories.items.empty() || profile.front_pages.empty()) return {};
  const std::filesystem::path root = run.options->config.root;
  std::error_code error;
  std::filesystem::recursive_directory_iterator file(root / profile.name, error);
  for (; !error && file != std::filesystem::recursive_directory_iterator(); file.increment(error)) {
    const auto story = is_file(file->path()) ? story_of(file->path()) : std::nullopt;
    if (!story) continue;
    const auto record =
        record_of(*file, story->lexically_relative(root).generic_string(), run, profile);
    if (!record) continue;
    Status status = run.state->save(profile.name, *record);
    if (status && !record->section.empty())
      status = run.state->save(profile.name, Section{record->section, record->section});
    if (!status) return status;
  }
  // A folder that is not there, or cannot be read, has nothing to tell.
  return {};
}

}  // namespace newshole::mirror
