#pragma once
// The menus about pages on demand: what there is to read, how to ask, and what went wrong.

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "config/config.h"
#include "format/typesetter.h"
#include "gopher/menu.h"
#include "serve/answer.h"
#include "serve/live/page.h"
#include "serve/live/sites.h"

namespace newshole::serve {

/// For the menu that a server shows first.
[[nodiscard]] std::vector<gopher::MenuItem> live_offers();

/// The item under which any menu lets a reader type another address.
[[nodiscard]] gopher::MenuItem type_an_address();

/// One thread each.
class LiveMenus {
 public:
  /// `setter` sets lines of menus; it and `sites` must outlive this.
  LiveMenus(const LiveSites& sites, format::Typesetter& setter)
      : sites_(&sites), setter_(&setter) {}

  /// The sites, and how to type an address.
  [[nodiscard]] LivePage front() const;

  /// The same below a line that says why what was typed is no address.
  [[nodiscard]] LivePage how_to_ask(std::string_view typed, const Error& error) const;

  /// A line of type 3 with `subject` and `cause`, whatever they hold, and ways on; `url` is where
  /// the page is on the web, empty if there is none.
  [[nodiscard]] LivePage failure(Outcome outcome, std::string_view subject, std::string_view cause,
                                 std::string_view url) const;

 private:
  void add_title(gopher::Menu& menu, gopher::ItemType type, std::string_view title,
                 std::string_view selector) const;
  void add_lines(gopher::Menu& menu, std::string_view text) const;
  void add_sites(gopher::Menu& menu) const;
  [[nodiscard]] LivePage page_of(Outcome outcome, const gopher::Menu& menu) const;

  const LiveSites* sites_;
  format::Typesetter* setter_;
};

/// How the log names what went wrong.
[[nodiscard]] Outcome outcome_of(const Error& error);

}  // namespace newshole::serve
