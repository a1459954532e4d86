#include "pages/front_page.h"

#include <algorithm>

#include "base/join.h"
#include "pages/about_menu.h"
#include "pages/new_menus.h"
#include "text/width.h"

namespace newshole::pages {
namespace {

// A list that is longer has the first ways at its end, too.
constexpr std::size_t kLongList = 12;
// Fewer columns have no room for all that an item leads to.
constexpr int kWideMenu = 60;

/// The folders of sections with how many stories each has, the largest first.
std::vector<std::pair<std::string, std::int64_t>> counted(std::span<const std::string> sections) {
  std::map<std::string, std::int64_t> counts;
  for (const std::string& folder : sections) {
    if (!folder.empty()) ++counts[folder];
  }
  std::vector<std::pair<std::string, std::int64_t>> sorted(counts.begin(), counts.end());
  std::ranges::stable_sort(sorted, std::greater<>(), [](const auto& each) { return each.second; });
  return sorted;
}

std::string name_in(const SectionNames& names, const std::string& folder) {
  const auto found = names.find(folder);
  return found == names.end() ? folder : found->second;
}

// "Sections: Politics 29, US 14, ...", as many as one line has room for.
std::string sections_title(const FrontPage& page, int columns) {
  constexpr std::string_view kMore = ", ...";
  std::string title = "Sections";
  std::string_view before = ": ";
  const auto sections = counted(page.sections);
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const auto& [folder, count] = sections[i];
    const std::string next = name_in(*page.section_names, folder) + " " + std::to_string(count);
    const bool is_last = i + 1 == sections.size();
    const std::string longer = title + std::string(before) + next;
    const int room = columns - (is_last ? 0 : static_cast<int>(kMore.size()));
    if (text::width(longer) > room) return title + std::string(i == 0 ? "" : kMore);
    title = longer;
    before = ", ";
  }
  return title;
}

bool is_wide(const EditionScope& scope) {
  return scope.edition.menu_width >= kWideMenu;
}

// A client may put twelve columns before an item; what it breaks is to be none of ours.
int room_of_sections(const EditionScope& scope) {
  constexpr int kMark = 1;
  constexpr int kOfNarrowClients = 6;
  return scope.edition.menu_width - (is_wide(scope) ? kMark : kOfNarrowClients);
}

std::string counts_of(const FrontPage& page) {
  const auto is_new = [](const ListedStory& story) { return story.is_new; };
  const auto fresh = std::ranges::count_if(page.stories, is_new);
  std::string line = stories_in_words(static_cast<std::int64_t>(page.stories.size()));
  if (fresh > 0) line += ", " + grouped(fresh) + " new";
  return line + ".";
}

// In a narrow menu a line each: clients would break a longer one.
void add_counts(gopher::Outline& menu, const EditionScope& scope, const FrontPage& page) {
  const text::ClockZone& zone = scope.config.zone;
  if (is_wide(scope))
    return menu.text(counts_of(page) + " " + std::string(kLastChange) + " " +
                     zone.whole(page.last_change) + ".");
  menu.text(counts_of(page));
  menu.text(std::string(kChanged) + " " + text::short_date(zone.day_of(page.last_change)) + ", " +
            zone.clock(page.last_change));
}

std::string archive_title(const EditionScope& scope, const MoreFacts& facts) {
  std::vector<std::string> parts = {"Archive"};
  if (!is_wide(scope)) return "Archive and more";
  if (facts.has_corrections) parts.emplace_back("corrections");
  parts.emplace_back("feed");
  if (scope.config.editions.size() > 1) parts.emplace_back("editions");
  parts.emplace_back("about this mirror");
  return joined(parts, ", ");
}

void add_first_ways(gopher::Outline& menu, const SiteScope& scope, const FrontPage& page) {
  const std::string& site = scope.profile.name;
  add_menu(menu, scope, "New (" + grouped(page.new_stories) + ")", new_folder(site));
  if (page.section_names->empty()) return;
  add_menu(menu, scope, sections_title(page, room_of_sections(scope)), sections_folder(site));
}

void add_ways(gopher::Outline& menu, const SiteScope& scope, const FrontPage& page) {
  const std::string& site = scope.profile.name;
  add_first_ways(menu, scope, page);
  add_search(menu, scope, "Search " + stories_in_words(page.all_stories), site);
  add_menu(menu, scope, archive_title(scope, page.more), archive_folder(site));
}

void add_lines(gopher::Outline& menu, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) menu.kept(line);
}

void add_foot(gopher::Outline& menu, const SiteScope& scope, const FrontPage& page) {
  const bool are_there = page.ways == Ways::There;
  const std::string& web = scope.profile.web;
  const bool has_more_ways =
      are_there && (page.stories.size() > kLongList || scope.config.editions.size() > 1);
  if (has_more_ways || !web.empty()) menu.blank();
  if (are_there && page.stories.size() > kLongList) add_first_ways(menu, scope, page);
  if (are_there) add_other_editions(menu, scope, scope.profile.name);
  if (!web.empty()) menu.web_link(scope.profile.title + " on the web", web);
  if (!scope.profile.footer.empty()) menu.blank();
  add_lines(menu, scope.profile.footer);
}

std::string site_label(const SiteOfRoot& site) {
  std::string label = site.record.title + " (" + stories_in_words(site.listed);
  if (site.new_stories > 0) label += ", " + grouped(site.new_stories) + " new";
  return label + ")";
}

}  // namespace

gopher::Outline front_menu(const SiteScope& scope, const FrontPage& page) {
  gopher::Outline menu;
  add_masthead(menu, scope, MastheadOf::FrontPage);
  add_counts(menu, scope, page);
  if (is_wide(scope)) menu.blank();
  // A small screen has no line to spare above its first story.
  if (page.ways == Ways::There) {
    add_ways(menu, scope, page);
    if (is_wide(scope)) menu.blank();
  }
  if (!scope.profile.header.empty()) {
    add_lines(menu, scope.profile.header);
    menu.blank();
  }
  menu.text(kLatestStories);
  add_stories(menu, scope, page.stories);
  add_foot(menu, scope, page);
  return menu;
}

gopher::Outline root_menu(const EditionScope& scope, const RootPage& page) {
  gopher::Outline menu;
  UtcTime last_change{};
  for (const SiteOfRoot& site : page.sites)
    last_change = std::max(last_change, site.record.last_change);
  menu.text(kNewsSites);
  menu.text(std::string(kLastChange) + " " + scope.config.zone.whole(last_change) + ".");
  menu.blank();
  for (const SiteOfRoot& site : page.sites)
    add_menu(menu, scope, site_label(site), site.record.name);
  add_search(menu, scope, "Search all sites", "");
  menu.blank();
  if (!page.newest.empty()) {
    menu.text("Newest stories");
    add_stories(menu, scope, page.newest);
    menu.blank();
  }
  if (page.ways == Ways::NotYet) return menu;
  add_other_editions(menu, scope, "");
  add_root_feed(menu, scope);
  return menu;
}

}  // namespace newshole::pages
