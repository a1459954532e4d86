#include "serve/live/maker.h"

#include <algorithm>
#include <span>
#include <utility>

#include "text/clean.h"
#include "text/dates/dates.h"

namespace newshole::serve {
namespace {

using gopher::ItemType;
using gopher::Menu;

// As many as a menu of the mirror has (tests/PROMISES.md, "Limits").
constexpr std::size_t kMostStories = 200;

press::Frame frame_of(const site::SiteProfile* profile, const url::Url& url) {
  return {.profile = profile, .tagline = url.host + " - on gopher - unofficial"};
}

bool has_parts(const LiveTarget& target) {
  return target.is_front_page && !target.profile->stories.items.empty();
}

/// The page under the URL with the fragment that was asked for: clients do not send fragments, so
/// the URL of a fetched page has none.
Result<fetch::Page> with_fragment(fetch::Page page, const url::Url& asked) {
  if (asked.fragment.empty()) return page;
  Result<url::Url> whole = url::resolve(page.url, "#" + asked.fragment);
  if (!whole) return tl::unexpected(whole.error());
  page.url = *std::move(whole);
  return page;
}

}  // namespace

LiveMaker::LiveMaker(const LiveSites& sites, LiveStyle style, const Clock& clock,
                     press::Press press)
    : sites_(&sites),
      style_(std::move(style)),
      clock_(&clock),
      reader_(clock),
      press_(std::move(press)),
      menus_(press_.menu_lines()),
      own_(sites, menus_) {}

Result<std::unique_ptr<LiveMaker>> LiveMaker::create(const LiveSites& sites, LiveStyle style,
                                                     const Clock& clock) {
  Result<press::Press> press = press::Press::create(
      {.text = press::text_view(style.edition), .menu = press::menu_view(style.edition)});
  if (!press) return tl::unexpected(press.error());
  return std::unique_ptr<LiveMaker>(
      new LiveMaker(sites, std::move(style), clock, *std::move(press)));
}

LivePage LiveMaker::make(const LiveTarget& target,
                         const std::shared_ptr<const Result<fetch::Page>>& page) {
  Result<LivePage> made =
      page->and_then([&](const fetch::Page& whole) { return read(target, whole); });
  if (made && has_parts(target)) made->source = page;
  if (made) return *std::move(made);
  return own_.failure(outcome_of(made.error()), target.url.text, made.error().message,
                      target.url.text);
}

Result<LivePage> LiveMaker::read(const LiveTarget& target, fetch::Page page) {
  const Result<fetch::Page> whole = with_fragment(std::move(page), target.url);
  if (!whole) return tl::unexpected(whole.error());
  // A redirect may have led to another page, of another site.
  const Result<LiveTarget> found = sites_->target_of(whole->url);
  if (!found) return tl::unexpected(found.error());
  if (found->is_front_page) return stories(*whole, *found->profile);
  Result<LivePage> made = story(target, *whole, found->profile);
  const bool may_be_list = found->profile != nullptr && target.url.fragment.empty();
  if (made || !may_be_list || made.error().kind != ErrorKind::NotArticle) return made;
  Result<LivePage> list = stories(*whole, *found->profile);
  return list ? list : made;
}

Result<LivePage> LiveMaker::story(const LiveTarget& target, const fetch::Page& page,
                                  const site::SiteProfile* profile) {
  const Result<extract::Article> article = reader_.article(page, profile);
  if (!article) return tl::unexpected(article.error());
  LivePage made;
  made.menu = PreparedMenu(story_menu(*article, target, profile), style_.edition.charset);
  made.text = story_text(*article, profile, page.url);
  return made;
}

// Links to pages that are read here lead to them, others to the web.
void LiveMaker::lead_to_live_page(gopher::MenuItem& item) const {
  constexpr std::string_view kUrl = "URL:";
  if (item.type != ItemType::Html) return;
  auto selector = sites_->selector_of_link(std::string_view(item.selector).substr(kUrl.size()));
  if (!selector) return;
  item.type = ItemType::Menu;
  item.selector = *std::move(selector);
}

Menu LiveMaker::story_menu(const extract::Article& article, const LiveTarget& target,
                           const site::SiteProfile* profile) {
  Menu menu = press_.menu(article, frame_of(profile, target.url)).items;
  for (gopher::MenuItem& item : menu) lead_to_live_page(item);
  gopher::add_info(menu, " ");
  if (article.notice) {
    for (const std::string& line : menus_.lines("Note: " + text::clean_line(*article.notice)))
      gopher::add_info(menu, line);
  }
  if (const auto text = selector_of(target, LiveForm::Text)) {
    gopher::add_item(menu, ItemType::Text, menus_.title("This story as text"), *text);
  }
  add_ways_on(menu, target.url, profile);
  return menu;
}

std::string LiveMaker::story_text(const extract::Article& article, const site::SiteProfile* profile,
                                  const url::Url& url) {
  const std::string text = press_.text(article, frame_of(profile, url)).bytes;
  WireText form(style_.text);
  std::string out;
  form.append(out, text);
  form.finish(out);
  return out;
}

void LiveMaker::add_ways_on(Menu& menu, const url::Url& url, const site::SiteProfile* profile) {
  if (profile != nullptr && !profile->front_pages.empty()) {
    const LiveTarget front{profile->front_pages.front(), profile, true};
    const auto selector = selector_of(front, LiveForm::Menu);
    if (selector && front.url.text != url.text) {
      gopher::add_item(menu, ItemType::Menu, menus_.title("Latest stories: " + profile->title),
                       *selector);
    }
  }
  gopher::add_web_link(menu, menus_.title("This page on the web"), url.text);
  menu.push_back(type_an_address());
  gopher::add_info(menu, " ");
  for (const std::string& line : menus_.lines("Read " + text::to_readable(clock_->now())))
    gopher::add_info(menu, line);
}

void LiveMaker::add_head(Menu& menu, const site::SiteProfile& profile) {
  for (const std::string& line : site::banner_for(profile, style_.edition.menu_width))
    gopher::add_info(menu, line);
  for (const std::string& line : menus_.lines(profile.tagline)) gopher::add_info(menu, line);
  gopher::add_info(menu, " ");
  for (const std::string& line : menus_.lines("Latest stories")) gopher::add_info(menu, line);
  gopher::add_info(menu, " ");
}

Result<LivePage> LiveMaker::stories(const fetch::Page& page, const site::SiteProfile& profile) {
  const auto listed = reader_.stories(page, profile);
  if (!listed) return tl::unexpected(listed.error());
  Menu menu;
  add_head(menu, profile);
  for (const extract::Story& story :
       std::span(*listed).first(std::min(listed->size(), kMostStories))) {
    const std::vector<std::string> title = menus_.title(story.headline);
    const auto selector = sites_->selector_of_link(story.url.text);
    if (selector) {
      gopher::add_item(menu, ItemType::Menu, title, *selector);
    } else {
      gopher::add_web_link(menu, title, story.url.text);
    }
  }
  gopher::add_info(menu, " ");
  add_ways_on(menu, page.url, &profile);
  return LivePage{
      .outcome = Outcome::Menu, .menu = PreparedMenu(menu, style_.edition.charset), .text = {}};
}

}  // namespace newshole::serve
