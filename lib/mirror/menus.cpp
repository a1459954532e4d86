#include "mirror/menus.h"

#include <algorithm>

#include "gopher/dialect.h"
#include "text/dates.h"
#include "text/output_charset.h"

namespace newshole::mirror {
namespace {

std::string selector(const site::Config& config, std::string_view path) {
  return config.selector_prefix + "/" + std::string(path);
}

void add_text(gopher::Menu& menu, format::Typesetter& titles, std::string_view text) {
  for (const std::string& line : titles.lines(text)) gopher::add_info(menu, line);
}

void add_blank(gopher::Menu& menu) {
  gopher::add_info(menu, "");
}

void add_masthead(gopher::Menu& menu, const MenuMaker& maker) {
  const std::vector<std::string>& banner = maker.profile->banner;
  if (!banner.empty() && maker.titles->has_room_for(banner)) {
    for (const std::string& line : banner) gopher::add_info(menu, line);
    add_blank(menu);
  }
  if (maker.profile->tagline.empty()) return;
  add_text(menu, *maker.titles, maker.profile->tagline);
  add_blank(menu);
}

void add_titled(gopher::Menu& menu, format::Typesetter& titles, gopher::ItemType type,
                std::string_view title, std::string_view selector) {
  gopher::add_item(menu, type, titles.title(title), selector);
}

void add_stories(gopher::Menu& menu, const MenuMaker& maker, std::span<const StoryRecord> stories) {
  for (const StoryRecord& story : stories) {
    add_titled(menu, *maker.titles, gopher::ItemType::Text, story.headline,
               selector(*maker.config, story.path));
  }
}

void add_sections(gopher::Menu& menu, const MenuMaker& maker, std::span<const Section> sections) {
  if (sections.empty()) return;
  add_blank(menu);
  add_text(menu, *maker.titles, "Sections");
  for (const Section& section : sections) {
    add_titled(menu, *maker.titles, gopher::ItemType::Menu, section.title,
               selector(*maker.config, section_folder(maker.profile->name, section.folder)));
  }
}

void add_web_site(gopher::Menu& menu, const MenuMaker& maker) {
  if (maker.profile->web.empty()) return;
  add_blank(menu);
  gopher::add_web_link(menu, maker.titles->title(maker.profile->title + ": full site"),
                       maker.profile->web);
}

void add_last_change(gopher::Menu& menu, format::Typesetter& titles, UtcTime time) {
  add_blank(menu);
  add_text(menu, titles, "Last change " + text::to_readable(time));
}

}  // namespace

gopher::Menu front_menu(const MenuMaker& maker, const FrontPage& page) {
  gopher::Menu menu;
  add_masthead(menu, maker);
  gopher::add_info(menu, "Latest stories");
  add_stories(menu, maker, page.stories);
  add_sections(menu, maker, page.sections);
  add_web_site(menu, maker);
  add_last_change(menu, *maker.titles, page.last_change);
  return menu;
}

gopher::Menu section_menu(const MenuMaker& maker, const Section& section,
                          std::span<const StoryRecord> stories) {
  gopher::Menu menu;
  add_masthead(menu, maker);
  for (const std::string& line : maker.titles->title(section.title)) {
    gopher::add_info(menu, line);
  }
  add_stories(menu, maker, stories);
  add_blank(menu);
  menu.push_back({.type = gopher::ItemType::Menu,
                  .display = "<- back to index",
                  .selector = selector(*maker.config, maker.profile->name)});
  return menu;
}

gopher::Menu root_menu(const site::Config& config, format::Typesetter& titles,
                       std::span<const SiteRecord> sites) {
  gopher::Menu menu;
  gopher::add_info(menu, "News sites");
  add_blank(menu);
  UtcTime last_change{};
  for (const SiteRecord& site : sites) {
    add_titled(menu, titles, gopher::ItemType::Menu, site.title, selector(config, site.name));
    last_change = std::max(last_change, site.last_change);
  }
  add_last_change(menu, titles, last_change);
  return menu;
}

std::string section_folder(std::string_view site, std::string_view section) {
  return std::string(site) + "/sections/" + std::string(section);
}

std::string menu_path(const site::Config& config, std::string_view folder) {
  const std::string_view file = gopher::menu_file_name(config.edition.dialect);
  if (folder.empty()) return std::string(file);
  return std::string(folder) + "/" + std::string(file);
}

std::string menu_bytes(const site::Config& config, const gopher::Menu& menu) {
  const gopher::Server server{config.host, config.port};
  return text::encode(gopher::to_bytes(menu, config.edition.dialect, server),
                      config.edition.charset);
}

}  // namespace newshole::mirror
