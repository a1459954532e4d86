#include "mirror/menus/sections_on_disk.h"

#include <filesystem>
#include <system_error>

#include "pages/own_file.h"
#include "pages/story_path.h"

namespace newshole::mirror {

SectionsOnDisk::SectionsOnDisk(const config::Config& config, const site::SiteProfile& profile)
    : scope_{{config, config.editions.front()}, profile} {
  const std::filesystem::path& root = config.root;
  read_titles(pages::menu_of_own_file(root, scope_.edition, profile.name));
  std::error_code error;
  std::filesystem::directory_iterator folder(root / pages::section_folder(profile.name, ""), error);
  for (; !error && folder != std::filesystem::directory_iterator(); folder.increment(error)) {
    const std::string path =
        pages::section_folder(profile.name, folder->path().filename().string());
    // A folder that the front page does not lead to belongs to somebody else.
    if (!titles_.contains(pages::selector_of(scope_, path))) continue;
    read_stories(folder->path().filename(), pages::menu_of_own_file(root, scope_.edition, path));
  }
}

void SectionsOnDisk::read_titles(const gopher::Menu& front_page) {
  for (const gopher::MenuItem& item : front_page) {
    if (item.type == gopher::ItemType::Menu) titles_.emplace(item.selector, item.display);
  }
}

void SectionsOnDisk::read_stories(const std::string& folder, const gopher::Menu& section) {
  for (const gopher::MenuItem& item : section) {
    if (!item.selector.empty()) folders_.emplace(item.selector, folder);
  }
}

std::optional<store::Section> SectionsOnDisk::section_of(const std::string& story_path) const {
  for (const std::string& path : {story_path, pages::story_folder(story_path)}) {
    const auto found = folders_.find(pages::selector_of(scope_, path));
    if (found != folders_.end()) return section_in(found->second);
  }
  return std::nullopt;
}

store::Section SectionsOnDisk::section_in(const std::string& folder) const {
  const auto title =
      titles_.find(pages::selector_of(scope_, pages::section_folder(scope_.profile.name, folder)));
  return {folder, title == titles_.end() ? folder : title->second};
}

}  // namespace newshole::mirror
