#pragma once
// The menus that answer a search. Pure.

#include <array>
#include <string_view>

#include "gopher/outline.h"
#include "pages/menus.h"
#include "pages/search_address.h"
#include "search/reader.h"

namespace newshole::search {

/// The edition in which a search is answered.
struct Scope : pages::EditionScope {
  config::SearchService service;  ///< items for another search and more results lead to it
};

/// A page of results as it was asked for.
struct ResultsPage {
  pages::SearchAddress address;  ///< its words are clean
  std::string title;             ///< the site's; empty: all sites
  Hits hits;
  std::vector<pages::StoryItem> stories;  ///< of the hits, as the edition's menus name them
  std::size_t first = 0;                  ///< hits before this page
  bool is_query_cut = false;
};

/// Lines that say how to ask.
inline constexpr std::array<std::string_view, 6> kHowToSearch = {
    "Type words: a story is found if it has all of them.",
    "\"Words in quotation marks\" stand side by side.",
    "A word with a star at its end stands for all that begin so: econom* (three letters or more).",
    "A word with a minus before it must not be in the story: bank -river",
    "Capitals and accents make no difference.",
    "At least one word has to be wanted, and every quotation mark needs its pair."};

/// "2 stories have this, the best first: WORDS".
[[nodiscard]] std::string found_line(const ResultsPage& page);
/// "Weather, 2025-11-30", with the site's name before it in a search of all sites.
[[nodiscard]] std::string origin_of(const Hit& hit, const ResultsPage& page);
/// "2025-11-30".
[[nodiscard]] std::string date_of(std::chrono::sys_days day);

/// The stories, each with section, date and context below it (as a note), or that the results end
/// before this page; the way to more results, to another search, to the index. The item for more
/// results is a line of text where its selector would be too long, or no search service answers it.
[[nodiscard]] gopher::Outline results_menu(const Scope& scope, const ResultsPage& page);

/// For words that are no query: how to ask. Takes the address and the title from `page`.
[[nodiscard]] gopher::Outline how_to_search_menu(const Scope& scope, const ResultsPage& page);

}  // namespace newshole::search
