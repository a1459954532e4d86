#include "mirror/stages/recovery.h"

#include <algorithm>
#include <unordered_map>

#include "gopher/menu_file.h"
#include "pages/own_file.h"
#include "pages/stories/story_list.h"
#include "pages/stories/story_path.h"
#include "text/clean.h"

namespace newshole::mirror {
namespace {

constexpr std::string_view kSuffix = ".txt";
constexpr std::string_view kWebSelector = "URL:";
// Of longer ones the address at the end is not looked for.
constexpr std::size_t kBytesToRead = std::size_t{1} << 20;

/// A story that may stand in a file, by the file's path.
struct Origin {
  url::Url url;
  site::PathFacts facts;
};

// The page of a story, or the front page whose item it is.
std::vector<Result<url::Url>> urls_for(std::string_view path, const site::SiteProfile& profile) {
  const std::vector<std::string> addresses = pages::addresses_of(path, profile);
  std::vector<Result<url::Url>> urls;
  for (const std::string& address : addresses)
    urls.push_back(url::resolve(profile.front_pages.front(), address));
  if (profile.stories.items.empty()) return urls;
  const std::string_view inside = addresses.front();
  for (const url::Url& page : profile.front_pages) {
    const std::string folder = page.path + (page.path.ends_with('/') ? "" : "/");
    if (!inside.starts_with(folder)) continue;
    urls.push_back(site::item_url(page, inside.substr(folder.size()), std::nullopt, profile));
  }
  return urls;
}

// The address that the text of a story ends with.
std::optional<url::Url> address_in(std::string_view text, const site::SiteProfile& profile) {
  constexpr std::string_view kLabel = "\nFull article:";
  const std::size_t at = text.rfind(kLabel);
  if (at == std::string_view::npos) return std::nullopt;
  text.remove_prefix(at + kLabel.size());
  text.remove_prefix(std::min(text.find_first_not_of(" \n"), text.size()));
  const Result<url::Url> key =
      url::parse_url(text.substr(0, text.find('\n'))).and_then([&](const url::Url& url) {
        return story_key(url, profile);
      });
  return key ? std::optional(*key) : std::nullopt;
}

bool may_have_path(const url::Url& url, const std::string& path, const site::SiteProfile& profile) {
  const std::vector<std::string> paths = pages::story_paths(url, profile);
  return std::ranges::find(paths, path) != paths.end();
}

// Several addresses may have the same path. What the operator took down comes first, whatever the
// text says; else the story's own text tells best which it is.
std::optional<Origin> origin_of(const std::string& path, std::string_view text,
                                const site::SiteProfile& profile, const TakenDown& taken_down) {
  std::vector<Result<url::Url>> urls = urls_for(path, profile);
  if (auto own = address_in(text, profile)) urls.insert(urls.begin(), *std::move(own));
  const auto known = taken_down.paths().find(path);
  if (known != taken_down.paths().end()) urls.insert(urls.begin(), url::parse_url(known->second));
  for (Result<url::Url>& url : urls) {
    if (!url || !may_have_path(*url, path, profile)) continue;
    const auto facts = site::story_path_facts(*url, profile);
    if (facts) return Origin{*std::move(url), *facts};
  }
  return std::nullopt;
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

// The path of the story whose file this may be. The path of a menu is that of the text beside its
// folder; where that text is there, it is read instead of the menu.
std::optional<std::filesystem::path> story_of(const std::filesystem::path& file) {
  if (file.extension() == kSuffix) return file;
  if (!pages::dialect_of(file)) return std::nullopt;
  std::filesystem::path text = file.parent_path();
  text += kSuffix;
  if (is_file(text)) return std::nullopt;
  return text;
}

std::string text_of(const std::filesystem::path& file) {
  std::string head = pages::text_of_own_file(file, kBytesToRead);
  const auto dialect = pages::dialect_of(file);
  return dialect ? text_of_menu(head, *dialect) : head;
}

std::optional<store::StoryRecord> record_of(const std::filesystem::directory_entry& file,
                                            const std::string& path, UtcTime now,
                                            const site::SiteProfile& profile,
                                            const TakenDown& taken_down) {
  const std::string text = text_of(file.path());
  const auto origin = origin_of(path, text, profile, taken_down);
  if (!origin) return std::nullopt;
  const auto headline = headline_of(text);
  if (!headline) return std::nullopt;
  store::StoryRecord record{.url = origin->url.text,
                            .path = path,
                            .headline = *headline,
                            .first_seen = std::min(written_at(file), now),
                            .last_changed = std::min(written_at(file), now)};
  if (origin->facts.section) record.section = pages::section_name(*origin->facts.section);
  if (origin->facts.date) record.date = std::chrono::sys_days(*origin->facts.date);
  return record;
}

// "US (1,204)" is the section "US".
std::string without_count(const std::string& title) {
  const std::size_t count = title.rfind(" (");
  if (count == std::string::npos || !title.ends_with(')')) return title;
  const bool is_number = title.find_first_not_of("0123456789,", count + 2) == title.size() - 1;
  return is_number ? title.substr(0, count) : title;
}

/// The sections of a site by its menus in the first edition, as they stand when this is made.
class SectionsOnDisk {
 public:
  SectionsOnDisk(const config::Config& config, const site::SiteProfile& profile)
      : scope_{{config, config.editions.front()}, profile} {
    // Front pages of before there was a menu of all sections led to each.
    for (const std::string& menu : {pages::sections_folder(profile.name), profile.name}) {
      read(menu, [this](const gopher::MenuItem& item) {
        if (item.type == gopher::ItemType::Menu)
          titles_.emplace(item.selector, without_count(item.display));
      });
    }
    const std::filesystem::path all = config.root / pages::section_folder(profile.name, "");
    std::error_code error;
    std::filesystem::directory_iterator folder(all, error);
    for (; !error && folder != std::filesystem::directory_iterator(); folder.increment(error)) {
      const std::string name = folder->path().filename().string();
      const std::string path = pages::section_folder(profile.name, name);
      // A folder that no menu leads to belongs to somebody else.
      if (!titles_.contains(pages::selector_of(scope_, path))) continue;
      read(path, [&](const gopher::MenuItem& item) {
        if (!item.selector.empty()) folders_.emplace(item.selector, name);
      });
    }
  }

  /// The section of the story whose text has this path; its title as menus have it. Nothing where
  /// no section that menus lead to names the story.
  [[nodiscard]] std::optional<store::Section> section_of(const std::string& story_path) const {
    for (const std::string& path : {story_path, pages::story_folder(story_path)}) {
      const auto found = folders_.find(pages::selector_of(scope_, path));
      if (found != folders_.end()) return section_in(found->second);
    }
    return std::nullopt;
  }

  /// The section of this folder, titled as in menus; its folder is its title where menus have that
  /// as people write it, or no title.
  [[nodiscard]] store::Section section_in(const std::string& folder) const {
    const std::string path = pages::section_folder(scope_.profile.name, folder);
    const auto title = titles_.find(pages::selector_of(scope_, path));
    const bool is_named =
        title != titles_.end() && title->second != pages::section_name_for_people(folder);
    return {folder, is_named ? title->second : folder};
  }

 private:
  template <typename OnItem>
  void read(const std::string& folder, OnItem on_item) {
    std::ranges::for_each(pages::menu_of_own_file(scope_.config.root, scope_.edition, folder),
                          on_item);
  }

  pages::SiteScope scope_;
  std::unordered_map<std::string, std::string> titles_;   // by the selector of the section
  std::unordered_map<std::string, std::string> folders_;  // by the selector of a story
};

// The section that menus name counts more than that of the path: it came from the site's pages.
void recover(store::StoryRecord record, const SectionsOnDisk& sections, const SiteMirror& mirror) {
  auto section = sections.section_of(record.path);
  if (!section && !record.section.empty()) section = sections.section_in(record.section);
  if (section) record.section = section->folder;
  mirror.transaction.save(mirror.name(), record);
  if (section) mirror.transaction.save(mirror.name(), *section);
}

}  // namespace

std::optional<std::string> headline_of(std::string_view file) {
  const auto article = pages::article_in(file);
  if (!article) return std::nullopt;
  std::string headline = text::clean_line(article->substr(0, article->find("\n\n")));
  if (headline.empty()) return std::nullopt;
  return headline;
}

std::string text_of_menu(std::string_view file, gopher::Dialect dialect) {
  std::string text;
  for (const gopher::MenuItem& item : gopher::from_bytes(file, dialect)) {
    text.append(item.display, 0, item.display.find_last_not_of(' ') + 1);
    const bool is_address = item.type == gopher::ItemType::Html &&
                            item.selector.starts_with(kWebSelector) &&
                            text.ends_with("\nFull article");
    if (is_address) text.append(": ").append(item.selector, kWebSelector.size());
    text += '\n';
  }
  return text;
}

Status recover_stories(const SiteMirror& mirror, const TakenDown& taken_down, UtcTime now) {
  const site::SiteProfile& profile = mirror.profile;
  if (profile.front_pages.empty()) return {};
  const std::filesystem::path root = mirror.all.config.root;
  const SectionsOnDisk sections(mirror.all.config, profile);
  std::error_code error;
  std::filesystem::recursive_directory_iterator file(root / profile.name, error);
  for (; !error && file != std::filesystem::recursive_directory_iterator(); file.increment(error)) {
    const auto story = is_file(file->path()) ? story_of(file->path()) : std::nullopt;
    if (!story) continue;
    const std::string path = story->lexically_relative(root).generic_string();
    auto record = record_of(*file, path, now, profile, taken_down);
    if (!record) continue;
    recover(*std::move(record), sections, mirror);
  }
  // A folder that is missing or cannot be read gives no stories.
  return mirror.transaction.status();
}

}  // namespace newshole::mirror
