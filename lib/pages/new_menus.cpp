#include "pages/new_menus.h"

namespace newshole::pages {
namespace {

std::string title_of(const SiteScope& scope, const NewStories& page, std::size_t span) {
  const text::ClockZone& zone = scope.config.zone;
  const NewSpan& each = kNewSpans.at(span);
  if (each.length.count() == 0) return "New: came " + zone.whole(page.last_news);
  return "Came since " + zone.whole(page.last_news - each.length);
}

}  // namespace

gopher::Outline new_menu(const SiteScope& scope, const NewStories& page) {
  const std::string& site = scope.profile.name;
  gopher::Outline menu;
  add_masthead(menu, scope);
  menu.text(title_of(scope, page, page.span) + " (" + grouped(page.counts.at(page.span)) + ")");
  menu.blank();
  // The first menu leads to the others.
  for (std::size_t span = 1; page.span == 0 && span < kNewSpans.size(); ++span) {
    add_menu(menu, scope, title_of(scope, page, span) + " (" + grouped(page.counts.at(span)) + ")",
             new_folder(site, kNewSpans.at(span).folder));
  }
  if (page.span == 0 && page.day_before)
    add_menu(menu, scope, name_of(*page.day_before), archive_folder(site, *page.day_before));
  if (page.span == 0) menu.blank();
  add_stories(menu, scope, page.stories);
  const std::int64_t more =
      page.counts.at(page.span) - static_cast<std::int64_t>(page.stories.size());
  if (more > 0) menu.text("And " + stories_in_words(more) + " more: see the archive.");
  menu.blank();
  add_way_back(menu, scope, site);
  return menu;
}

std::string new_folder(std::string_view site, std::string_view span) {
  std::string folder = std::string(site) + "/new";
  if (!span.empty()) folder.append("/").append(span);
  return folder;
}

}  // namespace newshole::pages
