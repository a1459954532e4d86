#include "serve/live/menus.h"

#include <algorithm>
#include <array>
#include <utility>

#include "serve/live/sites.h"
#include "text/clean.h"
#include "text/width.h"

namespace newshole::serve {
namespace {

using gopher::ItemType;

constexpr std::string_view kTypeAnAddress = "Read a page by its address";
constexpr std::string_view kSites = "News sites, read on demand";

struct KindRow {
  ErrorKind kind;
  Outcome outcome;
};

constexpr std::array kKinds = {
    KindRow{ErrorKind::Usage, Outcome::BadRequest},
    KindRow{ErrorKind::AddressRefused, Outcome::Refused},
    KindRow{ErrorKind::RedirectRefused, Outcome::Refused},
    KindRow{ErrorKind::Disallowed, Outcome::Refused},
    KindRow{ErrorKind::TakenDown, Outcome::Refused},
    KindRow{ErrorKind::Timeout, Outcome::Timeout},
    KindRow{ErrorKind::Busy, Outcome::Busy},
    KindRow{ErrorKind::Stopped, Outcome::Busy},
};

bool is_not_there(const Error& error) {
  constexpr std::array<long, 2> kStatuses = {404, 410};
  return error.kind == ErrorKind::HttpStatus &&
         std::ranges::find(kStatuses, error.status) != kStatuses.end();
}

std::string_view without_scheme(std::string_view url) {
  const std::size_t at = url.find("://");
  return at == std::string_view::npos ? url : url.substr(at + 3);
}

std::string shown(std::string_view subject) {
  constexpr int kCells = 60;
  return text::shortened(text::clean_line(without_scheme(subject)), kCells);
}

/// A menu that begins with a line of type 3, whatever the texts hold.
gopher::Outline error_menu(std::string_view subject, std::string_view cause) {
  gopher::Outline menu;
  menu.item(ItemType::Error, text::clean_line(shown(subject) + ": " + std::string(cause)), "Err");
  menu.blank();
  return menu;
}

void add_sites(gopher::Outline& menu, const site::Catalog& catalog) {
  const auto profiles = catalog.profiles();
  menu.finished(type_an_address());
  if (!profiles.empty()) {
    menu.text("For example " + std::string(without_scheme(profiles.front().web)));
  }
  menu.blank();
  menu.text(kSites);
  menu.blank();
  for (const site::SiteProfile& profile : profiles) {
    if (profile.front_pages.empty()) continue;
    const auto selector =
        selector_of({profile.front_pages.front(), &profile, true}, LiveForm::Menu);
    if (selector) menu.item(ItemType::Menu, text::clean_line(profile.title), *selector);
  }
}

}  // namespace

std::vector<gopher::MenuItem> live_offers() {
  return {{.type = ItemType::Menu,
           .display = std::string(kSites),
           .selector = std::string(kLiveSelector)},
          type_an_address()};
}

gopher::MenuItem type_an_address() {
  return {.type = ItemType::Search,
          .display = std::string(kTypeAnAddress),
          .selector = std::string(kLiveSelector)};
}

Outcome outcome_of(const Error& error) {
  if (is_not_there(error)) return Outcome::NotFound;
  const auto* row = std::ranges::find(kKinds, error.kind, &KindRow::kind);
  return row == kKinds.end() ? Outcome::Failed : row->outcome;
}

gopher::Outline live_front(const site::Catalog& catalog) {
  gopher::Outline menu;
  add_sites(menu, catalog);
  return menu;
}

gopher::Outline how_to_ask(const site::Catalog& catalog, std::string_view typed,
                           const Error& error) {
  gopher::Outline menu = error_menu(typed, error.message);
  add_sites(menu, catalog);
  return menu;
}

gopher::Outline failure_menu(std::string_view subject, std::string_view cause,
                             std::string_view url) {
  gopher::Outline menu = error_menu(subject, cause);
  if (!url.empty()) menu.web_link("This page on the web", url);
  menu.finished(type_an_address());
  menu.item(ItemType::Menu, kSites, kLiveSelector);
  return menu;
}

LivePage page_of(Outcome outcome, const gopher::Outline& menu, format::Typesetter& setter) {
  return {.outcome = outcome, .menu = PreparedMenu(menu.set(setter), setter.view().charset)};
}

}  // namespace newshole::serve
