#include "pages/menus.h"

#include <algorithm>
#include <array>

#include "pages/about_menu.h"
#include "pages/changes/corrections.h"
#include "pages/digest.h"
#include "pages/search_address.h"
#include "pages/stale_menus.h"
#include "pages/stories/story_list.h"
#include "pages/stories/story_path.h"
#include "text/dates/calendar_words.h"

namespace newshole::pages {
namespace {

using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 7> kWeekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};

std::string two_digits(unsigned number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string counted(std::int64_t stories) {
  return " (" + std::to_string(stories) + (stories == 1 ? " story)" : " stories)");
}

void add_banner(gopher::Outline& menu, const SiteScope& scope) {
  const std::vector<std::string>& banner =
      site::banner_for(scope.profile, scope.edition.menu_width);
  if (banner.empty()) return;
  menu.lines(banner);
  menu.blank();
}

gopher::Outline headed(const SiteScope& scope, std::string_view title) {
  gopher::Outline menu;
  add_masthead(menu, scope);
  menu.text(title);
  return menu;
}

void add_neighbour(gopher::Outline& menu, const std::string& label,
                   const std::optional<StoryItem>& story) {
  if (story) menu.item(story->type, label + story->headline, story->selector);
}

// A menu of periods of the archive, the newest first; `period_of` gives that of a day.
template <typename PeriodOf>
gopher::Outline periods_menu(const SiteScope& scope, std::string_view title,
                             std::span<const store::ArchivePeriod> periods, PeriodOf period_of) {
  gopher::Outline menu = headed(scope, title);
  std::for_each(periods.rbegin(), periods.rend(), [&](const store::ArchivePeriod& each) {
    const auto period = period_of(each.first);
    add_menu(menu, scope, name_of(period) + counted(each.stories),
             archive_folder(scope.profile.name, period));
  });
  menu.blank();
  return menu;
}

bool is_blank(const gopher::MenuItem& item) {
  return item.type == gopher::ItemType::Info &&
         item.display.find_first_not_of(' ') == std::string::npos;
}

// A story itself holds info lines and links to the web; all other items lead to other menus.
bool is_way_on(const gopher::MenuItem& item) {
  return item.type != gopher::ItemType::Info && item.type != gopher::ItemType::Html;
}

gopher::Menu::iterator heading_of(gopher::Menu& menu) {
  return std::ranges::find(menu, format::kArticleHeading, &gopher::MenuItem::display);
}

// The story alone: without the ways on at its end, and those at its head.
gopher::Menu without_ways(gopher::Menu menu) {
  menu.erase(std::find_if(heading_of(menu), menu.end(), is_way_on), menu.end());
  while (!menu.empty() && is_blank(menu.back())) menu.pop_back();
  const auto first = std::ranges::find_if(menu, is_way_on);
  const auto behind = std::find_if_not(first, menu.end(), is_way_on);
  // The blank line below goes with them.
  menu.erase(first,
             behind + std::min<std::ptrdiff_t>(first == behind ? 0 : 1, menu.end() - behind));
  return menu;
}

}  // namespace

std::string name_of(year of) {
  return std::to_string(static_cast<int>(of));
}

std::string name_of(year_month month) {
  return std::string(text::kEnglishMonths.at(static_cast<unsigned>(month.month()) - 1)) + " " +
         name_of(month.year());
}

std::string name_of(sys_days day) {
  const year_month_day date(day);
  const std::string_view weekday = kWeekdays.at(std::chrono::weekday(day).c_encoding());
  return std::string(weekday) + " " + std::to_string(static_cast<unsigned>(date.day())) + " " +
         name_of(month_of(day));
}

void add_masthead(gopher::Outline& menu, const SiteScope& scope, MastheadOf page) {
  using config::BannerPlace;
  const BannerPlace place = scope.edition.banner;
  const bool is_front = page == MastheadOf::FrontPage;
  if (place == BannerPlace::All || (place == BannerPlace::Front && is_front))
    add_banner(menu, scope);
  if (scope.profile.tagline.empty()) return;
  menu.text(scope.profile.tagline);
  if (!is_front) menu.blank();
}

void add_menu(gopher::Outline& menu, const EditionScope& scope, std::string_view title,
              std::string_view folder) {
  menu.item(gopher::ItemType::Menu, title, selector_of(scope, folder));
}

void add_search(gopher::Outline& menu, const EditionScope& scope, std::string_view title,
                const std::string& site) {
  const config::SearchService& service = scope.config.search;
  if (service.kind == config::SearchService::Kind::None) return;
  menu.item(gopher::ItemType::Search, title,
            search_selector(scope.config, service, {.edition = scope.edition.name, .site = site}));
}

StoryForm form_in(const config::Edition& edition) {
  return edition.article_view == config::ArticleView::Text ? StoryForm::Text : StoryForm::Menu;
}

StoryItem story_item(const EditionScope& scope, const store::StoryRecord& story, StoryForm form) {
  if (story.path.empty()) return {gopher::ItemType::Html, story.url, story.headline};
  if (form == StoryForm::Text)
    return {gopher::ItemType::Text, selector_of(scope, story.path), story.headline};
  return {gopher::ItemType::Menu, selector_of(scope, story_folder(story.path)), story.headline};
}

gopher::Outline head_of_menu(const SiteScope& scope) {
  gopher::Outline menu;
  add_masthead(menu, scope);
  return menu;
}

void add_way_back(gopher::Outline& menu, const EditionScope& scope, std::string_view site) {
  menu.finished({.type = gopher::ItemType::Menu,
                 .display = "<- back to index",
                 .selector = selector_of(scope, site)});
}

gopher::Outline story_menu(const SiteScope& scope, gopher::Menu story, const StoryPlace& place) {
  const std::string& site = scope.profile.name;
  const bool leads_back = place.front_page == FrontPageMenu::There;
  gopher::Menu alone = without_ways(std::move(story));
  const auto heading = heading_of(alone);
  gopher::Outline menu;
  menu.finished(std::span(alone.begin(), heading));
  // Above the headline too: UMN gopher does not show a page of a menu without an item.
  if (leads_back) add_way_back(menu, scope, site);
  if (!place.correction.empty())
    menu.item(gopher::ItemType::Text, "What changed", selector_of(scope, place.correction));
  if (leads_back || !place.correction.empty()) menu.blank();
  menu.finished(std::span(heading, alone.end()));
  menu.blank();
  if (!place.text.empty())
    menu.item(gopher::ItemType::Text, "Text version", selector_of(scope, place.text));
  add_neighbour(menu, "Previous story: ", place.previous);
  add_neighbour(menu, "Next story: ", place.next);
  if (place.section) {
    add_menu(menu, scope, "More in " + place.section->name,
             section_folder(site, place.section->folder));
  }
  if (place.day)
    add_menu(menu, scope, "<- " + name_of(*place.day), archive_folder(site, *place.day));
  if (leads_back) add_way_back(menu, scope, site);
  return menu;
}

gopher::Outline day_menu(const SiteScope& scope, sys_days day, std::span<const ListedStory> stories,
                         const store::Neighbours& neighbours, DigestFile digest) {
  const std::string& site = scope.profile.name;
  const auto add_day = [&](gopher::Outline& menu, const std::string& label, sys_days other) {
    add_menu(menu, scope, label + name_of(other), archive_folder(site, other));
  };
  gopher::Outline menu = headed(scope, name_of(day));
  add_stories(menu, scope, stories);
  menu.blank();
  if (digest == DigestFile::There) {
    menu.item(gopher::ItemType::Text, "This day as one text",
              selector_of(scope, digest_path(site, day)));
  }
  if (neighbours.before) add_day(menu, "Previous day: ", *neighbours.before);
  if (neighbours.after) add_day(menu, "Next day: ", *neighbours.after);
  add_menu(menu, scope, "<- " + name_of(month_of(day)), archive_folder(site, month_of(day)));
  add_way_back(menu, scope, site);
  return menu;
}

gopher::Outline month_menu(const SiteScope& scope, year_month month,
                           std::span<const store::ArchivePeriod> days) {
  const std::string& site = scope.profile.name;
  gopher::Outline menu = periods_menu(scope, name_of(month), days, std::identity());
  add_menu(menu, scope, "<- " + name_of(month.year()), archive_folder(site, month.year()));
  add_way_back(menu, scope, site);
  return menu;
}

gopher::Outline year_menu(const SiteScope& scope, year of,
                          std::span<const store::ArchivePeriod> months) {
  const std::string& site = scope.profile.name;
  gopher::Outline menu = periods_menu(scope, name_of(of), months, month_of);
  add_menu(menu, scope, "<- Archive", archive_folder(site));
  add_way_back(menu, scope, site);
  return menu;
}

gopher::Outline archive_menu(const SiteScope& scope, std::span<const store::ArchivePeriod> years,
                             const MoreFacts& more) {
  gopher::Outline menu =
      periods_menu(scope, "Archive", years, [](sys_days day) { return month_of(day).year(); });
  if (more.ways == Ways::There) {
    if (more.has_corrections)
      add_menu(menu, scope, "Corrections: what changed after publication",
               corrections_folder(scope.profile.name));
    add_feed(menu, scope);
    add_other_editions(menu, scope, scope.profile.name);
    add_menu(menu, scope, "About this mirror", about_folder(scope.profile.name));
    menu.blank();
  }
  add_way_back(menu, scope, scope.profile.name);
  return menu;
}

std::string sections_folder(std::string_view site) {
  return std::string(site) + "/sections";
}

std::string section_folder(std::string_view site, std::string_view section) {
  return sections_folder(site) + "/" + std::string(section);
}

std::string archive_folder(std::string_view site) {
  return std::string(site) + "/archive";
}

std::string archive_folder(std::string_view site, year of) {
  return archive_folder(site) + "/" + name_of(of);
}

std::string archive_folder(std::string_view site, year_month month) {
  return archive_folder(site, month.year()) + "/" +
         two_digits(static_cast<unsigned>(month.month()));
}

std::string archive_folder(std::string_view site, sys_days day) {
  return archive_folder(site, month_of(day)) + "/" +
         two_digits(static_cast<unsigned>(year_month_day(day).day()));
}

std::string selector_of(const EditionScope& scope, std::string_view path) {
  return scope.config.selector_prefix + "/" + path_in(scope.edition, path);
}

std::string path_in(const config::Edition& edition, std::string_view path) {
  std::string whole = edition.name;
  if (!whole.empty() && !path.empty()) whole += '/';
  return whole.append(path);
}

std::string menu_path(const config::Edition& edition, std::string_view folder) {
  const std::string_view file = gopher::menu_file_name(edition.dialect);
  const std::string whole = path_in(edition, folder);
  return whole.empty() ? std::string(file) : whole + "/" + std::string(file);
}

std::string other_menu_path(const config::Edition& edition, std::string_view folder) {
  config::Edition other = edition;
  // Raw menus are called as gophermaps are.
  const bool is_gph = edition.dialect == gopher::Dialect::Gph;
  other.dialect = is_gph ? gopher::Dialect::Gophermap : gopher::Dialect::Gph;
  return menu_path(other, folder);
}

std::string story_menu_path(const config::Edition& edition, std::string_view story_path) {
  return menu_path(edition, story_folder(story_path));
}

}  // namespace newshole::pages
