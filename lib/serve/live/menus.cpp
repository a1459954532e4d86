#include "serve/live/menus.h"

#include <algorithm>
#include <array>
#include <utility>

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
    KindRow{ErrorKind::Timeout, Outcome::Timeout},
    KindRow{ErrorKind::Busy, Outcome::Busy},
    KindRow{ErrorKind::Stopped, Outcome::Busy},
};

bool is_not_there(const Error& error) {
  constexpr std::array<long, 2> kStatuses = {404, 410};
  return error.kind == ErrorKind::HttpStatus &&
         std::find(kStatuses.begin(), kStatuses.end(), error.status) != kStatuses.end();
}

std::string_view without_scheme(std::string_view url) {
  const std::size_t at = url.find("://");
  return at == std::string_view::npos ? url : url.substr(at + 3);
}

std::string shown(std::string_view subject) {
  constexpr int kCells = 60;
  return text::shortened(text::clean_line(without_scheme(subject)), kCells);
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
  const auto* row = std::find_if(kKinds.begin(), kKinds.end(),
                                 [&](const KindRow& each) { return each.kind == error.kind; });
  return row == kKinds.end() ? Outcome::Failed : row->outcome;
}

void LiveMenus::add_title(gopher::Menu& menu, ItemType type, std::string_view title,
                          std::string_view selector) const {
  gopher::add_item(menu, type, setter_->title(text::clean_line(title)), selector);
}

void LiveMenus::add_lines(gopher::Menu& menu, std::string_view text) const {
  for (const std::string& line : setter_->lines(text)) gopher::add_info(menu, line);
}

void LiveMenus::add_sites(gopher::Menu& menu) const {
  const auto profiles = sites_->catalog().profiles();
  menu.push_back(type_an_address());
  if (!profiles.empty()) {
    add_lines(menu, "For example " + std::string(without_scheme(profiles.front().web)));
  }
  gopher::add_info(menu, " ");
  add_lines(menu, kSites);
  gopher::add_info(menu, " ");
  for (const site::SiteProfile& profile : profiles) {
    if (profile.front_pages.empty()) continue;
    const auto selector =
        selector_of({profile.front_pages.front(), &profile, true}, LiveForm::Menu);
    if (selector) add_title(menu, ItemType::Menu, profile.title, *selector);
  }
}

LivePage LiveMenus::page_of(Outcome outcome, const gopher::Menu& menu) const {
  return {.outcome = outcome, .menu = PreparedMenu(menu, setter_->view().charset), .text = {}};
}

LivePage LiveMenus::front() const {
  gopher::Menu menu;
  add_sites(menu);
  return page_of(Outcome::Menu, menu);
}

LivePage LiveMenus::how_to_ask(std::string_view typed, const Error& error) const {
  gopher::Menu menu;
  add_title(menu, ItemType::Error, shown(typed) + ": " + error.message, "Err");
  gopher::add_info(menu, " ");
  add_sites(menu);
  return page_of(outcome_of(error), menu);
}

LivePage LiveMenus::failure(Outcome outcome, std::string_view subject, std::string_view cause,
                            std::string_view url) const {
  gopher::Menu menu;
  add_title(menu, ItemType::Error, shown(subject) + ": " + std::string(cause), "Err");
  gopher::add_info(menu, " ");
  if (!url.empty()) gopher::add_web_link(menu, setter_->title("This page on the web"), url);
  menu.push_back(type_an_address());
  add_title(menu, ItemType::Menu, kSites, kLiveSelector);
  return page_of(outcome, menu);
}

}  // namespace newshole::serve
