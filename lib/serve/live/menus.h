#pragma once
// The menus about pages on demand: what there is to read, how to ask, and what failed.

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "format/typesetter.h"
#include "gopher/menu.h"
#include "gopher/outline.h"
#include "serve/answer.h"
#include "serve/live/page.h"
#include "site/catalog.h"

namespace newshole::serve {

/// Items of the server's root menu.
[[nodiscard]] std::vector<gopher::MenuItem> live_offers();

/// The item by which a menu asks for another address.
[[nodiscard]] gopher::MenuItem type_an_address();

/// The sites, and how to type an address.
[[nodiscard]] gopher::Outline live_front(const site::Catalog& catalog);

/// The same below a line that says why what was typed is no address.
[[nodiscard]] gopher::Outline how_to_ask(const site::Catalog& catalog, std::string_view typed,
                                         const Error& error);

/// A line of type 3 with `subject` and `cause`, whatever they hold, and ways on; `url` is where
/// the page is on the web, empty if there is none.
[[nodiscard]] gopher::Outline failure_menu(std::string_view subject, std::string_view cause,
                                           std::string_view url);

/// The page of a menu.
[[nodiscard]] LivePage page_of(Outcome outcome, const gopher::Outline& menu,
                               format::Typesetter& setter);

/// The outcome of an error, as the log names it.
[[nodiscard]] Outcome outcome_of(const Error& error);

}  // namespace newshole::serve
