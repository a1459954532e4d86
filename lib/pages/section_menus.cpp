#include "pages/section_menus.h"

#include <algorithm>

namespace newshole::pages {
namespace {

std::string title_of(const SectionPage& page) {
  return name_of(page.month) + ", page " + std::to_string(page.number);
}

gopher::Outline stories_menu(const SiteScope& scope, const store::Section& section,
                             std::string_view title, std::span<const ListedStory> stories,
                             const std::optional<SectionPage>& older) {
  gopher::Outline menu;
  add_masthead(menu, scope);
  menu.heading(title);
  add_stories(menu, scope, stories);
  menu.blank();
  if (older)
    add_menu(menu, scope, "Older stories: " + title_of(*older),
             section_folder(scope.profile.name, section.folder, *older));
  add_way_back(menu, scope, scope.profile.name);
  return menu;
}

}  // namespace

std::int64_t pages_of(std::int64_t stories) {
  return (stories + kSectionStories - 1) / kSectionStories;
}

gopher::Outline section_menu(const SiteScope& scope, const store::Section& section,
                             std::span<const ListedStory> stories,
                             const std::optional<SectionPage>& older) {
  return stories_menu(scope, section, section_name_for_people(section.title), stories, older);
}

gopher::Outline section_page_menu(const SiteScope& scope, const store::Section& section,
                                  const SectionPage& page, std::span<const ListedStory> stories,
                                  const std::optional<SectionPage>& older) {
  return stories_menu(scope, section,
                      section_name_for_people(section.title) + ": " + title_of(page), stories,
                      older);
}

gopher::Outline sections_menu(const SiteScope& scope, std::span<const store::Section> sections) {
  gopher::Outline menu;
  add_masthead(menu, scope);
  menu.text("Sections");
  std::vector<std::pair<std::string, const store::Section*>> named;
  for (const store::Section& section : sections)
    named.emplace_back(section_name_for_people(section.title), &section);
  std::ranges::stable_sort(named, {}, [](const auto& each) { return each.first; });
  for (const auto& [name, section] : named)
    add_menu(menu, scope, name + " (" + grouped(section->stories) + ")",
             section_folder(scope.profile.name, section->folder));
  menu.blank();
  add_way_back(menu, scope, scope.profile.name);
  return menu;
}

std::string section_folder(std::string_view site, std::string_view section,
                           const SectionPage& page) {
  const auto month = static_cast<unsigned>(page.month.month());
  return section_folder(site, section) + "/" + std::to_string(static_cast<int>(page.month.year())) +
         (month < 10 ? "/0" : "/") + std::to_string(month) + "/" + std::to_string(page.number);
}

}  // namespace newshole::pages
