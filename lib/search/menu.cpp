#include "search/menu.h"

#include <array>
#include <string_view>

#include "text/dates/dates.h"

namespace newshole::search {
namespace {

// Longer selectors lead nowhere on some servers (gopher/dialect.h).
constexpr std::size_t kLongestSelector = 255;

constexpr std::array<std::string_view, 6> kHowTo = {
    "Type words: a story is found if it has all of them.",
    "\"Words in quotation marks\" stand side by side.",
    "A word with a star at its end stands for all that begin so: econom* (three letters or more).",
    "A word with a minus before it must not be in the story: bank -river",
    "Capitals and accents make no difference.",
    "At least one word has to be wanted, and every quotation mark needs its pair."};

void add_text(gopher::Menu& menu, const MenuMaker& maker, std::string_view text) {
  for (const std::string& line : maker.menus.titles->lines(text)) gopher::add_info(menu, line);
}

void add_blank(gopher::Menu& menu) {
  gopher::add_info(menu, "");
}

void add_note(gopher::Menu& menu, const MenuMaker& maker, std::string_view text) {
  if (text.empty()) return;
  for (const std::string& line : maker.notes->lines(text)) gopher::add_info(menu, "  " + line);
}

void add_heading(gopher::Menu& menu, const MenuMaker& maker, const ResultsPage& page) {
  add_text(menu, maker, page.title.empty() ? "Search all sites" : "Search " + page.title);
  add_blank(menu);
}

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

void add_hits(gopher::Menu& menu, const MenuMaker& maker, const ResultsPage& page) {
  for (const Hit& hit : page.hits.hits) {
    const std::array story = {store::StoryRecord{.path = hit.path, .headline = hit.headline}};
    pages::add_stories(menu, maker.menus, story);
    add_note(menu, maker, origin_of(hit, page));
    add_note(menu, maker, hit.context);
    add_blank(menu);
  }
}

void add_end(gopher::Menu& menu, const MenuMaker& maker, const ResultsPage& page) {
  const std::size_t found = page.hits.found;
  if (found == 0 || page.first < found) return;
  const std::size_t last = (found - 1) / pages::kHitsOnPage + 1;
  add_text(menu, maker,
           "There are no more results: page " + std::to_string(last) + " is the last.");
  add_blank(menu);
}

void add_more(gopher::Menu& menu, const MenuMaker& maker, const ResultsPage& page) {
  const std::size_t next = page.first + pages::kHitsOnPage;
  if (next >= page.hits.found || page.address.page >= pages::kMostPages) return;
  const std::string title = "More results, from " + std::to_string(next + 1) + " on";
  pages::SearchAddress address = page.address;
  ++address.page;
  const std::string selector = pages::search_selector(*maker.menus.config, maker.service, address);
  const bool leads_there = maker.service.kind != config::SearchService::Kind::None &&
                           selector.size() <= kLongestSelector;
  if (!leads_there)
    return add_text(menu, maker, "There are more results; other words would find fewer.");
  gopher::add_item(menu, gopher::ItemType::Menu, maker.menus.titles->title(title), selector);
}

void add_ways_on(gopher::Menu& menu, const MenuMaker& maker, const ResultsPage& page) {
  pages::SearchAddress address = page.address;
  address.words.clear();
  if (maker.service.kind != config::SearchService::Kind::None) {
    gopher::add_item(menu, gopher::ItemType::Search, maker.menus.titles->title("Another search"),
                     pages::search_selector(*maker.menus.config, maker.service, address));
  }
  menu.push_back({.type = gopher::ItemType::Menu,
                  .display = "<- back to index",
                  .selector = pages::selector_of(maker.menus, address.site)});
}

}  // namespace

gopher::Menu results_menu(const MenuMaker& maker, const ResultsPage& page) {
  gopher::Menu menu;
  add_heading(menu, maker, page);
  add_text(menu, maker, found_line(page));
  if (page.is_query_cut) {
    add_text(menu, maker,
             "Only its first " + std::to_string(kMostSearchTerms) + " words were looked for.");
  }
  add_blank(menu);
  add_hits(menu, maker, page);
  add_end(menu, maker, page);
  add_more(menu, maker, page);
  add_ways_on(menu, maker, page);
  return menu;
}

gopher::Menu search_error_menu(const Error& error) {
  std::string_view said = "The search does not work now, try again later";
  if (error.kind == ErrorKind::NotFound || error.kind == ErrorKind::Usage)
    said = "There is nothing to search here";
  if (error.kind == ErrorKind::Timeout) said = "The search took too long, ask for rarer words";
  return {{.type = gopher::ItemType::Error, .display = std::string(said), .selector = "/"}};
}

gopher::Menu how_to_search_menu(const MenuMaker& maker, const ResultsPage& page) {
  gopher::Menu menu;
  add_heading(menu, maker, page);
  for (const std::string_view line : kHowTo) add_text(menu, maker, line);
  add_blank(menu);
  add_ways_on(menu, maker, page);
  return menu;
}

}  // namespace newshole::search
