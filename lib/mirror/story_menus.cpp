#include "mirror/story_menus.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "gopher/dialect.h"
#include "pages/own_file.h"
#include "pages/story_forms.h"

namespace newshole::mirror {
namespace {

using std::chrono::sys_days;

// So many files are staged at most, whatever the archive's size.
constexpr std::size_t kBatch = 256;

bool is_named_alike(const store::StoryRecord* a, const store::StoryRecord* b) {
  if (a == nullptr || b == nullptr) return a == b;
  return a->url == b->url && a->headline == b->headline && a->path == b->path &&
         a->layout == b->layout;
}

}  // namespace

StoryMenus::StoryMenus(const SiteMirror& mirror)
    : mirror_(mirror),
      profile_(mirror.profile),
      has_menu_views_(std::ranges::any_of(*mirror.editions, [](const EditionSetter& setter) {
        return pages::has_menu_view(*setter.edition);
      })) {}

void StoryMenus::touch(const store::StoryRecord& story) {
  const sys_days day = store::archive_day(story);
  if (!has_menu_views_ || is_all_touched_ || days_before_.contains(day)) return;
  Result<Day> before = mirror_.state().archive().stories_of(profile_->name, day);
  if (before) {
    days_before_.emplace(day, *std::move(before));
  } else if (status_) {
    status_ = tl::unexpected(before.error());
  }
}

void StoryMenus::set_anew(const store::StoryRecord& story) {
  if (!has_menu_views_) return;
  days_.insert(store::archive_day(story));
  set_anew_.insert(story.url);
}

Result<StoryMenus::First> StoryMenus::put_first(const StoryToSet& story) const {
  First first;
  for (EditionSetter& setter : *mirror_.editions) {
    const std::string path = pages::story_menu_path(*setter.edition, story.path);
    if (!pages::has_menu_view(*setter.edition) || mirror_.publisher().has_file(path)) continue;
    const pages::MenuMaker maker = menu_maker(mirror_, setter);
    const bool has_front_page =
        mirror_.publisher().has_file(pages::menu_path(*setter.edition, profile_->name));
    const gopher::Menu menu = pages::story_menu(
        maker, set(story, setter).items,
        {.text = pages::has_text_view(*setter.edition) ? story.path : std::string(),
         .front_page =
             has_front_page ? pages::FrontPageMenu::There : pages::FrontPageMenu::NotYet});
    Result<Put> put = mirror_.publisher().put(path, pages::menu_bytes(maker, menu));
    if (!put) return tl::unexpected(put.error());
    first.put = *std::move(put);
    if (first.put.outcome == Put::Outcome::Refused) return first;
    first.staged.push_back(path);
  }
  return first;
}

Status StoryMenus::put_all(const std::set<sys_days>& every_day,
                           const std::function<Status()>& publish) {
  if (!has_menu_views_ || !status_) return status_;
  for (const auto& [day, stories] : days_before_) days_.insert(day);
  for (const sys_days day : is_all_touched_ ? every_day : days_) {
    if (Status status = put_day(day, publish); !status) return status;
  }
  return publish();
}

Status StoryMenus::put_day(sys_days day, const std::function<Status()>& publish) {
  const Result<Day> stories = mirror_.state().archive().stories_of(profile_->name, day);
  if (!stories) return tl::unexpected(stories.error());
  const auto before = days_before_.find(day);
  for (std::size_t i = 0; i < stories->size(); ++i) {
    const Place place = place_in(*stories, i);
    if (!is_stale(place, before == days_before_.end() ? nullptr : &before->second)) continue;
    Status status = put_story(place, day);
    if (status && ++staged_ % kBatch == 0) status = publish();
    if (!status) return status;
  }
  return {};
}

StoryMenus::Place StoryMenus::place_in(const Day& day, std::size_t index) {
  return {&day[index], index == 0 ? nullptr : &day[index - 1],
          index + 1 == day.size() ? nullptr : &day[index + 1]};
}

bool StoryMenus::is_stale(const Place& now, const Day* before) const {
  if (is_all_touched_ || set_anew_.contains(now.story->url)) return true;
  if (before == nullptr) return false;
  const auto found = std::ranges::find(*before, now.story->url, &store::StoryRecord::url);
  if (found == before->end()) return true;
  const Place then = place_in(*before, static_cast<std::size_t>(found - before->begin()));
  return !is_named_alike(then.previous, now.previous) || !is_named_alike(then.next, now.next);
}

Status StoryMenus::put_story(const Place& place, sys_days day) {
  const store::StoryRecord& story = *place.story;
  const auto article =
      store::article_of(mirror_.state(), *mirror_.all->fresh, profile_->name, story.url);
  if (!article) return tl::unexpected(article.error());
  for (EditionSetter& setter : *mirror_.editions) {
    const config::Edition& edition = *setter.edition;
    if (!pages::has_menu_view(edition)) continue;
    Result<press::Press::Menu> menu = *article
                                          ? set({story.path, **article, story.text_changed}, setter)
                                          : menu_as_it_stands(edition, story);
    if (!menu) return tl::unexpected(menu.error());
    // Only its text stands there, of another view.
    if (menu->items.empty()) continue;
    const bool has_text = mirror_.forms->has_text(edition, story);
    const pages::MenuMaker maker = menu_maker(mirror_, setter);
    const gopher::Menu whole = pages::story_menu(maker, std::move(menu->items),
                                                 {.text = has_text ? story.path : std::string(),
                                                  .previous = place.previous,
                                                  .next = place.next,
                                                  .day = day});
    Status status =
        mirror_.all->output->put(profile_->name, pages::story_menu_path(edition, story.path),
                                 pages::menu_bytes(maker, whole));
    if (!status) return status;
    if (!pages::has_text_view(edition) && set_anew_.contains(story.url))
      unknown_characters_ += menu->unknown_characters;
  }
  return {};
}

press::Press::Menu StoryMenus::set(const StoryToSet& story, EditionSetter& setter) const {
  return setter.press.menu(story.article,
                           {.profile = profile_, .changed_here = story.text_changed});
}

// What it says stays, what it leads to does not. Empty where there is no menu of it.
Result<press::Press::Menu> StoryMenus::menu_as_it_stands(const config::Edition& edition,
                                                         const store::StoryRecord& story) const {
  const std::filesystem::path root = mirror_.all->config->root;
  const std::string own = pages::story_menu_path(edition, story.path);
  config::Edition other = edition;
  for (const gopher::Dialect dialect :
       {edition.dialect, gopher::Dialect::Gophermap, gopher::Dialect::Gph}) {
    other.dialect = dialect;
    const std::string path = pages::story_menu_path(other, story.path);
    if (!mirror_.publisher().has_file(path)) continue;
    if (path != own) mirror_.transaction->add_pending_removal(path);
    return press::Press::Menu{
        gopher::from_bytes(pages::text_of_own_file(root / path, pages::kMostOwnBytes), dialect)};
  }
  return press::Press::Menu{};
}

}  // namespace newshole::mirror
