#include "serve/live/maker.h"

#include <algorithm>
#include <span>
#include <utility>

#include "fetch/page_message.h"
#include "text/clean.h"
#include "text/dates/dates.h"

namespace newshole::serve {
namespace {

using gopher::ItemType;

// The limit of a menu in a mirror (tests/PROMISES.md, Limits).
constexpr std::size_t kMostStories = 200;

// Many readers may get a page at a time, some of them slowly.
constexpr std::size_t kMostBytes = std::size_t{1} << 20;
constexpr std::string_view kIsCut = "The rest is left out: this page has over 1 MB of text.";

void cut(std::string& text) {
  if (text.size() <= kMostBytes) return;
  const std::size_t end = text.rfind('\n', kMostBytes);
  text.resize(end == std::string::npos ? 0 : end + 1);
  text.append("\n").append(kIsCut).append("\n");
}

void cut(gopher::Menu& menu) {
  constexpr std::size_t kOfLine = 16;  // besides display and selector
  std::size_t bytes = 0;
  const auto end = std::ranges::find_if(menu, [&bytes](const gopher::MenuItem& item) {
    bytes += item.display.size() + item.selector.size() + kOfLine;
    return bytes > kMostBytes;
  });
  if (end == menu.end()) return;
  menu.erase(end, menu.end());
  gopher::add_info(menu, "");
  gopher::add_info(menu, kIsCut);
}

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
      press_(std::move(press)) {}

Result<std::unique_ptr<LiveMaker>> LiveMaker::create(const LiveSites& sites, LiveStyle style,
                                                     const Clock& clock, SharedWorkers workers) {
  Result<press::Press> press = press::Press::create(
      {.text = press::text_view(style.edition), .menu = press::menu_view(style.edition)});
  if (!press) return tl::unexpected(press.error());
  std::unique_ptr<LiveMaker> maker(
      new LiveMaker(sites, std::move(style), clock, *std::move(press)));
  maker->workers_ = std::move(workers);
  return maker;
}

LivePage LiveMaker::make(const LiveTarget& target,
                         const std::shared_ptr<const Result<fetch::Page>>& page) {
  Result<LivePage> made = page->and_then([&](const fetch::Page& whole) {
    return workers_ ? ask(target, whole) : read(target, whole);
  });
  if (made && has_parts(target)) made->source = page;
  if (made) return *std::move(made);
  const Error& error = made.error();
  return page_of(outcome_of(error), failure_menu(target.url.text, error.message, target.url.text),
                 press_.menu_lines());
}

Result<LivePage> LiveMaker::ask(const LiveTarget& target, const fetch::Page& page) const {
  sandbox::MessageWriter request;
  request.text(target.url.text);
  fetch::write(request, page);
  const Result<std::string> answer = workers_->answer(request.take());
  if (!answer) return tl::unexpected(answer.error());
  sandbox::MessageReader reply(*answer);
  if (reply.number_below(2) == 1) return tl::unexpected(reply.error());
  auto made = read_live_page(reply, style_.edition.charset);
  if (made) return *std::move(made);
  return fail(ErrorKind::TooComplex, "what was made of it is no page");
}

std::string LiveMaker::answer(std::string_view request) {
  sandbox::MessageReader message(request);
  const Result<url::Url> url = url::parse_url(message.text());
  Result<fetch::Page> page = fetch::read_page(message);
  const Result<LivePage> made =
      url.and_then([&](const url::Url& known) { return sites_->target_of(known); })
          .and_then([&](const LiveTarget& target) {
            return page.and_then(
                [&](fetch::Page& whole) { return read(target, std::move(whole)); });
          });
  sandbox::MessageWriter answer;
  answer.number(made ? 0 : 1);
  if (made) write(answer, *made);
  if (!made) answer.error(made.error());
  return answer.take();
}

Result<LivePage> LiveMaker::read(const LiveTarget& target, fetch::Page page) {
  fetch::decode(page);
  const Result<fetch::Page> whole = with_fragment(std::move(page), target.url);
  if (!whole) return tl::unexpected(whole.error());
  // A redirect may have led to another page, of another site.
  const Result<LiveTarget> found = sites_->target_of(whole->url);
  if (!found) return tl::unexpected(found.error());
  if (found->is_front_page) return stories(*whole, found->profile);
  Result<LivePage> made = story(target, *whole, found->profile);
  const bool may_be_front = found->profile != nullptr && target.url.fragment.empty();
  const bool may_be_list = !made && (made.error().is_index ||
                                     (may_be_front && made.error().kind == ErrorKind::NotArticle));
  if (!may_be_list) return made;
  Result<LivePage> list = stories(*whole, found->profile);
  return list ? list : made;
}

Result<LivePage> LiveMaker::story(const LiveTarget& target, const fetch::Page& page,
                                  const site::SiteProfile* profile) {
  const Result<extract::Article> article = reader_.article(page, profile);
  if (!article) return tl::unexpected(article.error());
  LivePage made =
      page_of(Outcome::Menu, story_menu(*article, target, profile), press_.menu_lines());
  WireText form(style_.text);
  std::string story = press_.text(*article, frame_of(profile, page.url)).bytes;
  cut(story);
  std::string text;
  form.append(text, story);
  form.finish(text);
  made.text = std::make_shared<const std::string>(std::move(text));
  return made;
}

// A link to a page that this server reads leads to it, any other to the web.
void LiveMaker::lead_to_live_page(gopher::MenuItem& item) const {
  constexpr std::string_view kUrl = "URL:";
  if (item.type != ItemType::Html) return;
  auto selector = sites_->selector_of_link(std::string_view(item.selector).substr(kUrl.size()));
  if (!selector) return;
  item.type = ItemType::Menu;
  item.selector = *std::move(selector);
}

gopher::Outline LiveMaker::story_menu(const extract::Article& article, const LiveTarget& target,
                                      const site::SiteProfile* profile) {
  gopher::Menu story = press_.menu(article, frame_of(profile, target.url)).items;
  cut(story);
  for (gopher::MenuItem& item : story) lead_to_live_page(item);
  gopher::Outline menu;
  menu.finished(story);
  menu.blank();
  if (article.notice) menu.text("Note: " + text::clean_line(*article.notice));
  if (const auto text = selector_of(target, LiveForm::Text))
    menu.item(ItemType::Text, "This story as text", *text);
  add_ways_on(menu, target.url, profile);
  return menu;
}

void LiveMaker::add_ways_on(gopher::Outline& menu, const url::Url& url,
                            const site::SiteProfile* profile) {
  if (profile != nullptr && !profile->front_pages.empty()) {
    const LiveTarget front{profile->front_pages.front(), profile, true};
    const auto selector = selector_of(front, LiveForm::Menu);
    if (selector && front.url.text != url.text)
      menu.item(ItemType::Menu, "Latest stories: " + profile->title, *selector);
  }
  menu.web_link("This page on the web", url.text);
  menu.finished(type_an_address());
  menu.blank();
  menu.text("Read " + text::to_readable(clock_->now()));
}

Result<LivePage> LiveMaker::stories(const fetch::Page& page, const site::SiteProfile* profile) {
  const auto listed = reader_.stories(page, profile);
  if (!listed) return tl::unexpected(listed.error());
  gopher::Outline menu;
  if (profile != nullptr) menu.lines(site::banner_for(*profile, style_.edition.menu_width));
  menu.text(profile == nullptr ? frame_of(profile, page.url).tagline : profile->tagline);
  menu.blank();
  menu.text("Latest stories");
  menu.blank();
  for (const extract::Story& story :
       std::span(*listed).first(std::min(listed->size(), kMostStories))) {
    if (const auto selector = sites_->selector_of_link(story.url.text)) {
      menu.item(ItemType::Menu, story.headline, *selector);
    } else {
      menu.web_link(story.headline, story.url.text);
    }
  }
  menu.blank();
  add_ways_on(menu, page.url, profile);
  return page_of(Outcome::Menu, menu, press_.menu_lines());
}

sandbox::Work live_work(const LiveSites& sites, const LiveStyle& style, const Clock& clock) {
  auto maker = std::make_shared<Result<std::unique_ptr<LiveMaker>>>();
  return {.prepare = [&sites, &clock, style,
                      maker] { *maker = LiveMaker::create(sites, style, clock); },
          .answer = [maker](std::string_view request) { return maker->value()->answer(request); }};
}

}  // namespace newshole::serve
