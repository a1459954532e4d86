#include "search/menu.h"

namespace newshole::search {
namespace {

// Longer selectors lead nowhere on some servers (gopher/dialect.h).
constexpr std::size_t kLongestSelector = 255;

gopher::Outline headed(const ResultsPage& page) {
  gopher::Outline menu;
  menu.text(page.title.empty() ? "Search all sites" : "Search " + page.title);
  menu.blank();
  return menu;
}

void add_hits(gopher::Outline& menu, const ResultsPage& page) {
  for (std::size_t i = 0; i < page.hits.hits.size(); ++i) {
    const Hit& hit = page.hits.hits[i];
    const pages::StoryItem& story = page.stories.at(i);
    menu.item(story.type, story.headline, story.selector);
    menu.note(origin_of(hit, page));
    menu.note(hit.context);
    menu.blank();
  }
}

void add_end(gopher::Outline& menu, const ResultsPage& page) {
  const std::size_t found = page.hits.found;
  if (found == 0 || page.first < found) return;
  const std::size_t last = (found - 1) / pages::kHitsOnPage + 1;
  menu.text("There are no more results: page " + std::to_string(last) + " is the last.");
  menu.blank();
}

bool can_search(const Scope& scope) {
  return scope.service.kind != config::SearchService::Kind::None;
}

void add_more(gopher::Outline& menu, const Scope& scope, const ResultsPage& page) {
  const std::size_t next = page.first + pages::kHitsOnPage;
  if (next >= page.hits.found || page.address.page >= pages::kMostPages) return;
  pages::SearchAddress address = page.address;
  ++address.page;
  const std::string selector = pages::search_selector(scope.config, scope.service, address);
  if (!can_search(scope) || selector.size() > kLongestSelector)
    return menu.text("There are more results; other words would find fewer.");
  menu.item(gopher::ItemType::Menu, "More results, from " + std::to_string(next + 1) + " on",
            selector);
}

void add_ways_on(gopher::Outline& menu, const Scope& scope, const ResultsPage& page) {
  pages::SearchAddress address = page.address;
  address.words.clear();
  if (can_search(scope)) {
    menu.item(gopher::ItemType::Search, "Another search",
              pages::search_selector(scope.config, scope.service, address));
  }
  pages::add_way_back(menu, scope, address.site);
}

}  // namespace

std::string date_of(std::chrono::sys_days day) {
  constexpr std::size_t kDateLength = 10;
  return text::to_readable(UtcTime(day)).substr(0, kDateLength);
}

std::string origin_of(const Hit& hit, const ResultsPage& page) {
  std::string origin;
  if (page.title.empty()) origin += hit.site + ", ";
  if (!hit.section.empty()) origin += hit.section + ", ";
  return origin + date_of(hit.day);
}

std::string found_line(const ResultsPage& page) {
  const std::size_t found = page.hits.found;
  if (found == 0) return "No story has this: " + page.address.words;
  if (!page.hits.are_all_ranked) {
    return "More than " + std::to_string(found) + " stories have this, here are the newest " +
           std::to_string(found) + ", the best first: " + page.address.words;
  }
  return found == 1
             ? "1 story has this: " + page.address.words
             : std::to_string(found) + " stories have this, the best first: " + page.address.words;
}

gopher::Outline results_menu(const Scope& scope, const ResultsPage& page) {
  gopher::Outline menu = headed(page);
  menu.text(found_line(page));
  if (page.is_query_cut) {
    menu.text("Only its first " + std::to_string(kMostSearchTerms) + " words were looked for.");
  }
  menu.blank();
  add_hits(menu, page);
  add_end(menu, page);
  add_more(menu, scope, page);
  add_ways_on(menu, scope, page);
  return menu;
}

gopher::Outline how_to_search_menu(const Scope& scope, const ResultsPage& page) {
  gopher::Outline menu = headed(page);
  for (const std::string_view line : kHowToSearch) menu.text(line);
  menu.blank();
  add_ways_on(menu, scope, page);
  return menu;
}

}  // namespace newshole::search
