#include "pages/menus.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "gopher/dialect.h"
#include "pages/search_address.h"
#include "pages/story_path.h"
#include "text/charset/output_charset.h"
#include "text/dates/dates.h"

namespace newshole::pages {
namespace {

using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> kWeekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};

std::string name_of(year_month month) {
  return std::string(kMonths.at(static_cast<unsigned>(month.month()) - 1)) + " " +
         std::to_string(static_cast<int>(month.year()));
}

year_month month_of(sys_days day) {
  const year_month_day date(day);
  return date.year() / date.month();
}

std::string name_of(sys_days day) {
  const year_month_day date(day);
  const std::string_view weekday = kWeekdays.at(std::chrono::weekday(day).c_encoding());
  return std::string(weekday) + " " + std::to_string(static_cast<unsigned>(date.day())) + " " +
         name_of(month_of(day));
}

std::string two_digits(unsigned number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string counted(std::int64_t stories) {
  return " (" + std::to_string(stories) + (stories == 1 ? " story)" : " stories)");
}

void add_text(gopher::Menu& menu, const MenuMaker& maker, std::string_view text) {
  for (const std::string& line : maker.titles->lines(text)) gopher::add_info(menu, line);
}

void add_blank(gopher::Menu& menu) {
  gopher::add_info(menu, "");
}

void add_masthead(gopher::Menu& menu, const MenuMaker& maker) {
  const std::vector<std::string>& banner =
      site::banner_for(*maker.profile, maker.edition->menu_width);
  if (!banner.empty()) {
    for (const std::string& line : banner) gopher::add_info(menu, line);
    add_blank(menu);
  }
  if (maker.profile->tagline.empty()) return;
  add_text(menu, maker, maker.profile->tagline);
  add_blank(menu);
}

int width_of(gopher::ItemType type) {
  switch (type) {
    case gopher::ItemType::Menu:
      return site::kMenuLinkWidth;
    case gopher::ItemType::Search:
      return site::kSearchLinkWidth;
    case gopher::ItemType::Html:
      return site::kWebLinkWidth;
    case gopher::ItemType::Text:
    case gopher::ItemType::Error:
    case gopher::ItemType::Info:
      break;
  }
  return site::kMenuWidth;
}

std::vector<std::string> title_of(const MenuMaker& maker, gopher::ItemType type,
                                  std::string_view title) {
  return maker.titles->title(title, width_of(type));
}

void add_titled(gopher::Menu& menu, const MenuMaker& maker, gopher::ItemType type,
                std::string_view title, std::string_view path) {
  gopher::add_item(menu, type, title_of(maker, type, title), selector_of(maker, path));
}

void add_menu(gopher::Menu& menu, const MenuMaker& maker, std::string_view title,
              std::string_view folder) {
  add_titled(menu, maker, gopher::ItemType::Menu, title, folder);
}

void add_story(gopher::Menu& menu, const MenuMaker& maker, const std::string& label,
               const store::StoryRecord& story) {
  const StoryLink link = story_link(maker, story);
  gopher::add_item(menu, link.type, title_of(maker, link.type, label + story.headline),
                   link.selector);
}

void add_sections(gopher::Menu& menu, const MenuMaker& maker,
                  std::span<const store::Section> sections) {
  if (sections.empty()) return;
  add_blank(menu);
  add_text(menu, maker, "Sections");
  for (const store::Section& section : sections) {
    add_menu(menu, maker, section.title, section_folder(maker.profile->name, section.folder));
  }
}

void add_archive(gopher::Menu& menu, const MenuMaker& maker, const FrontPage& page) {
  if (page.archive == Archive::NotYet) return;
  add_blank(menu);
  add_menu(menu, maker, "Archive", archive_folder(maker.profile->name));
}

// Of the site, or of all.
void add_search(gopher::Menu& menu, const MenuMaker& maker, std::string_view title,
                std::string_view site) {
  const config::SearchService& service = maker.config->search;
  if (service.kind == config::SearchService::Kind::None) return;
  add_blank(menu);
  gopher::add_item(menu, gopher::ItemType::Search, title_of(maker, gopher::ItemType::Search, title),
                   search_selector(*maker.config, service,
                                   {.edition = maker.edition->name, .site = std::string(site)}));
}

void add_web_site(gopher::Menu& menu, const MenuMaker& maker) {
  if (maker.profile->web.empty()) return;
  add_blank(menu);
  gopher::add_web_link(
      menu, title_of(maker, gopher::ItemType::Html, maker.profile->title + ": full site"),
      maker.profile->web);
}

void add_last_change(gopher::Menu& menu, const MenuMaker& maker, UtcTime time) {
  add_blank(menu);
  add_text(menu, maker, "Last change " + text::to_readable(time));
}

void add_way_back(gopher::Menu& menu, const MenuMaker& maker) {
  menu.push_back({.type = gopher::ItemType::Menu,
                  .display = "<- back to index",
                  .selector = selector_of(maker, maker.profile->name)});
}

gopher::Menu headed(const MenuMaker& maker, std::string_view title) {
  gopher::Menu menu;
  add_masthead(menu, maker);
  add_text(menu, maker, title);
  return menu;
}

// Periods of the archive, the newest first; `name` and `folder` say what a period is called and
// where its menu is.
template <typename Name, typename Folder>
void add_periods(gopher::Menu& menu, const MenuMaker& maker,
                 std::span<const store::ArchivePeriod> periods, Name name, Folder folder) {
  std::for_each(periods.rbegin(), periods.rend(), [&](const store::ArchivePeriod& period) {
    add_menu(menu, maker, name(period.first) + counted(period.stories), folder(period.first));
  });
  add_blank(menu);
}

StoryForm form_in(const config::Edition& edition) {
  return edition.article_view == config::ArticleView::Text ? StoryForm::Text : StoryForm::Menu;
}

bool is_blank(const gopher::MenuItem& item) {
  return item.type == gopher::ItemType::Info &&
         item.display.find_first_not_of(' ') == std::string::npos;
}

// Of a story only what leads to the web is its own.
bool is_way_on(const gopher::MenuItem& item) {
  return item.type != gopher::ItemType::Info && item.type != gopher::ItemType::Html;
}

// The story alone: without what leads on at its end, and back at its head.
gopher::Menu without_ways(gopher::Menu menu) {
  const auto heading = std::ranges::find(menu, format::kArticleHeading, &gopher::MenuItem::display);
  menu.erase(std::find_if(heading, menu.end(), is_way_on), menu.end());
  while (!menu.empty() && is_blank(menu.back())) menu.pop_back();
  const auto way_back = std::ranges::find_if(menu, is_way_on);
  // The blank line below goes with it.
  menu.erase(way_back, way_back + std::min<std::ptrdiff_t>(2, menu.end() - way_back));
  return menu;
}

// Above the headline too: UMN gopher shows no page of a menu on which there is nothing to choose.
void add_way_back_above(gopher::Menu& menu, const MenuMaker& maker) {
  gopher::Menu way;
  add_way_back(way, maker);
  add_blank(way);
  const auto heading = std::ranges::find(menu, format::kArticleHeading, &gopher::MenuItem::display);
  menu.insert(heading, way.begin(), way.end());
}

}  // namespace

StoryLink story_link(const MenuMaker& maker, const store::StoryRecord& story) {
  const StoryForm form = maker.form_of ? maker.form_of(story) : form_in(*maker.edition);
  if (form == StoryForm::Text) return {gopher::ItemType::Text, selector_of(maker, story.path)};
  return {gopher::ItemType::Menu, selector_of(maker, story_folder(story.path))};
}

gopher::Menu story_menu(const MenuMaker& maker, gopher::Menu story, const StoryPlace& place) {
  gopher::Menu menu = without_ways(std::move(story));
  const bool leads_back = place.front_page == FrontPageMenu::There;
  if (leads_back) add_way_back_above(menu, maker);
  add_blank(menu);
  if (!place.text.empty())
    add_titled(menu, maker, gopher::ItemType::Text, "Text version", place.text);
  if (place.previous != nullptr) add_story(menu, maker, "Previous story: ", *place.previous);
  if (place.next != nullptr) add_story(menu, maker, "Next story: ", *place.next);
  if (place.day) {
    add_menu(menu, maker, "<- " + name_of(*place.day),
             archive_folder(maker.profile->name, *place.day));
  }
  if (leads_back) add_way_back(menu, maker);
  return menu;
}

void add_stories(gopher::Menu& menu, const MenuMaker& maker,
                 std::span<const store::StoryRecord> stories) {
  for (const store::StoryRecord& story : stories) {
    add_story(menu, maker, "", story);
  }
}

gopher::Menu front_menu(const MenuMaker& maker, const FrontPage& page) {
  gopher::Menu menu = headed(maker, "Latest stories");
  add_stories(menu, maker, page.stories);
  add_sections(menu, maker, page.sections);
  add_archive(menu, maker, page);
  add_search(menu, maker, "Search", maker.profile->name);
  add_web_site(menu, maker);
  add_last_change(menu, maker, page.last_change);
  return menu;
}

gopher::Menu section_menu(const MenuMaker& maker, const store::Section& section,
                          std::span<const store::StoryRecord> stories) {
  gopher::Menu menu;
  add_masthead(menu, maker);
  for (const std::string& line : maker.titles->title(section.title)) {
    gopher::add_info(menu, line);
  }
  add_stories(menu, maker, stories);
  add_blank(menu);
  add_way_back(menu, maker);
  return menu;
}

gopher::Menu day_menu(const MenuMaker& maker, sys_days day,
                      std::span<const store::StoryRecord> stories,
                      const store::Neighbours& neighbours) {
  const std::string& site = maker.profile->name;
  gopher::Menu menu = headed(maker, name_of(day));
  add_stories(menu, maker, stories);
  add_blank(menu);
  if (neighbours.before) {
    add_menu(menu, maker, "Previous day: " + name_of(*neighbours.before),
             archive_folder(site, *neighbours.before));
  }
  if (neighbours.after) {
    add_menu(menu, maker, "Next day: " + name_of(*neighbours.after),
             archive_folder(site, *neighbours.after));
  }
  add_menu(menu, maker, "<- " + name_of(month_of(day)), archive_folder(site, month_of(day)));
  add_way_back(menu, maker);
  return menu;
}

gopher::Menu month_menu(const MenuMaker& maker, year_month month,
                        std::span<const store::ArchivePeriod> days) {
  const std::string& site = maker.profile->name;
  gopher::Menu menu = headed(maker, name_of(month));
  add_periods(
      menu, maker, days, [](sys_days day) { return name_of(day); },
      [&](sys_days day) { return archive_folder(site, day); });
  add_menu(menu, maker, "<- " + std::to_string(static_cast<int>(month.year())),
           archive_folder(site, month.year()));
  add_way_back(menu, maker);
  return menu;
}

gopher::Menu year_menu(const MenuMaker& maker, year of,
                       std::span<const store::ArchivePeriod> months) {
  const std::string& site = maker.profile->name;
  gopher::Menu menu = headed(maker, std::to_string(static_cast<int>(of)));
  add_periods(
      menu, maker, months, [](sys_days day) { return name_of(month_of(day)); },
      [&](sys_days day) { return archive_folder(site, month_of(day)); });
  add_menu(menu, maker, "<- Archive", archive_folder(site));
  add_way_back(menu, maker);
  return menu;
}

gopher::Menu archive_menu(const MenuMaker& maker, std::span<const store::ArchivePeriod> years) {
  const std::string& site = maker.profile->name;
  gopher::Menu menu = headed(maker, "Archive");
  add_periods(
      menu, maker, years,
      [](sys_days day) { return std::to_string(static_cast<int>(month_of(day).year())); },
      [&](sys_days day) { return archive_folder(site, month_of(day).year()); });
  add_way_back(menu, maker);
  return menu;
}

gopher::Menu root_menu(const MenuMaker& maker, std::span<const store::SiteRecord> sites) {
  gopher::Menu menu;
  add_text(menu, maker, "News sites");
  add_blank(menu);
  UtcTime last_change{};
  for (const store::SiteRecord& site : sites) {
    add_menu(menu, maker, site.title, site.name);
    last_change = std::max(last_change, site.last_change);
  }
  add_search(menu, maker, "Search all sites", "");
  add_last_change(menu, maker, last_change);
  return menu;
}

std::string section_folder(std::string_view site, std::string_view section) {
  return std::string(site) + "/sections/" + std::string(section);
}

std::string archive_folder(std::string_view site) {
  return std::string(site) + "/archive";
}

std::string archive_folder(std::string_view site, year of) {
  return archive_folder(site) + "/" + std::to_string(static_cast<int>(of));
}

std::string archive_folder(std::string_view site, year_month month) {
  return archive_folder(site, month.year()) + "/" +
         two_digits(static_cast<unsigned>(month.month()));
}

std::string archive_folder(std::string_view site, sys_days day) {
  return archive_folder(site, month_of(day)) + "/" +
         two_digits(static_cast<unsigned>(year_month_day(day).day()));
}

std::string selector_of(const MenuMaker& maker, std::string_view path) {
  return maker.config->selector_prefix + "/" + path_in(*maker.edition, path);
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

std::string menu_bytes(const MenuMaker& maker, const gopher::Menu& menu) {
  const gopher::Server server{maker.config->host, maker.config->port};
  return text::encode(gopher::to_bytes(menu, maker.edition->dialect, server),
                      maker.edition->charset);
}

}  // namespace newshole::pages
