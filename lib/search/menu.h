#pragma once
// The menus that answer a search. Pure.

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

/// The stories, each with section, date and context below it (as a note), or that the results end
/// before this page; the way to more results, to another search, to the index. The item for more
/// results is a line of text where its selector would be too long, or no search service answers it.
[[nodiscard]] gopher::Outline results_menu(const Scope& scope, const ResultsPage& page);

/// For words that are no query: how to ask. Takes the address and the title from `page`.
[[nodiscard]] gopher::Outline how_to_search_menu(const Scope& scope, const ResultsPage& page);

}  // namespace newshole::search
