#pragma once
// The selectors of a search and of its further pages.
//
// `newshole serve` answers [/PREFIX][/EDITION][/SITE]/search, and /PAGE/WORDS behind that. A script
// has one selector, and behind "?" the same without "search": [EDITION/][SITE/][PAGE/WORDS], the
// last part without a slash behind it. WORDS is [A-Za-z0-9_-] alone, so that no server or client on
// the way finds anything in it to decode or to refuse.

#include "config/config.h"

namespace newshole::pages {

/// Results on a page, and the most pages of a search.
inline constexpr int kHitsOnPage = 50;
inline constexpr int kMostPages = 100;

struct SearchAddress {
  std::string edition;  ///< empty: the first
  std::string site;     ///< empty: all sites
  int page = 1;         ///< to kMostPages
  std::string words;    ///< any bytes; empty: the client is asked for them

  friend bool operator==(const SearchAddress&, const SearchAddress&) = default;
};

/// The selector by which `service`, which is not None, finds the address. It may be longer than a
/// menu's items can have it (gopher/dialect.h).
[[nodiscard]] std::string search_selector(const config::Config& config,
                                          const config::SearchService& service,
                                          const SearchAddress& address);

/// The address of a selector of `newshole serve`; nothing where it is none of a search. The words
/// of a search come apart from its selector, but for further pages.
[[nodiscard]] std::optional<SearchAddress> parse_search_selector(const config::Config& config,
                                                                 std::string_view selector);

/// The same of what stands behind "?" in a script's selector; empty: all sites.
[[nodiscard]] std::optional<SearchAddress> parse_search_argument(const config::Config& config,
                                                                 std::string_view argument);

}  // namespace newshole::pages
