#include "mirror/menus/story_menus.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "gopher/dialect.h"
#include "mirror/menus/menu_files.h"
#include "pages/own_file.h"
#include "pages/story_forms.h"

namespace newshole::mirror {
namespace {

using std::chrono::sys_days;

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
    const bool has_front_page =
        mirror_.publisher().has_file(pages::menu_path(*setter.edition, profile_->name));
    const gopher::Outline menu = pages::story_menu(
        scope_of(setter), set(story, setter).items,
        {.text = pages::has_text_view(*setter.edition) ? story.path : std::string(),
         .front_page =
             has_front_page ? pages::FrontPageMenu::There : pages::FrontPageMenu::NotYet});
    Result<Put> put = mirror_.publisher().put(path, setter.press.bytes(menu));
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
    const pages::StoryAndNeighbours place = pages::story_at(*stories, i);
    if (!is_stale(place, before == days_before_.end() ? nullptr : &before->second)) continue;
    Status status = put_story(place, day);
    if (status && ++staged_ % kMenusInBatch == 0) status = publish();
    if (!status) return status;
  }
  return {};
}

bool StoryMenus::is_stale(const pages::StoryAndNeighbours& now, const Day* before) const {
  if (is_all_touched_ || set_anew_.contains(now.story->url)) return true;
  return before != nullptr && pages::has_other_neighbours(now, *before);
}

Status StoryMenus::put_story(const pages::StoryAndNeighbours& place, sys_days day) {
  const auto article =
      store::article_of(mirror_.state(), *mirror_.all->fresh, profile_->name, place.story->url);
  if (!article) return tl::unexpected(article.error());
  for (EditionSetter& setter : *mirror_.editions) {
    if (!pages::has_menu_view(*setter.edition)) continue;
    Status status = put_story(place, day, *article ? &**article : nullptr, setter);
    if (!status) return status;
  }
  return {};
}

Status StoryMenus::put_story(const pages::StoryAndNeighbours& place, sys_days day,
                             const extract::Article* article, EditionSetter& setter) {
  const config::Edition& edition = *setter.edition;
  const store::StoryRecord& story = *place.story;
  Result<press::Press::Menu> menu = article != nullptr
                                        ? set({story.path, *article, story.text_changed}, setter)
                                        : menu_as_it_stands(edition, story);
  if (!menu) return tl::unexpected(menu.error());
  // The edition had only texts when the story was set, and its article is lost.
  if (menu->items.empty()) return {};
  if (!pages::has_text_view(edition) && set_anew_.contains(story.url))
    unknown_characters_ += menu->unknown_characters;
  const bool has_text = mirror_.forms->has_text(edition, story);
  const gopher::Outline whole = pages::story_menu(scope_of(setter), std::move(menu->items),
                                                  {.text = has_text ? story.path : std::string(),
                                                   .previous = item_of(setter, place.previous),
                                                   .next = item_of(setter, place.next),
                                                   .day = day});
  return mirror_.all->output->put(profile_->name, pages::story_menu_path(edition, story.path),
                                  setter.press.bytes(whole));
}

std::optional<pages::StoryItem> StoryMenus::item_of(const EditionSetter& setter,
                                                    const store::StoryRecord* story) const {
  if (story == nullptr) return std::nullopt;
  return mirror_.forms->item_of(scope_of(setter), *story);
}

press::Press::Menu StoryMenus::set(const StoryToSet& story, EditionSetter& setter) const {
  return setter.press.menu(story.article,
                           {.profile = profile_, .changed_here = story.text_changed});
}

// The menu on disk, of which pages::story_menu keeps the story and replaces the ways on. Empty
// where there is none.
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
