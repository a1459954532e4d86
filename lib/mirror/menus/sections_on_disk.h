#pragma once
// The sections of a site as its menus on disk name them, where the state is lost. Internal to this
// module.

#include <optional>
#include <string>
#include <unordered_map>

#include "config/config.h"
#include "pages/menus.h"

namespace newshole::mirror {

/// The sections of a site by its menus in the first edition, as they stand when this is made.
class SectionsOnDisk {
 public:
  SectionsOnDisk(const config::Config& config, const site::SiteProfile& profile);

  /// The section of the story whose text has this path; its title as the front page has it.
  /// Nothing where no section that the front page leads to names the story.
  [[nodiscard]] std::optional<store::Section> section_of(const std::string& story_path) const;

  /// The section of this folder, titled as on the front page; else its folder is its title.
  [[nodiscard]] store::Section section_in(const std::string& folder) const;

 private:
  void read_titles(const gopher::Menu& front_page);
  void read_stories(const std::string& folder, const gopher::Menu& section);

  pages::SiteScope scope_;
  std::unordered_map<std::string, std::string> titles_;   // by the selector of the section
  std::unordered_map<std::string, std::string> folders_;  // by the selector of a story
};

}  // namespace newshole::mirror
