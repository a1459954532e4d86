#include "mirror/menus/story_menus.h"

#include <algorithm>

#include "gopher/menu_file.h"
#include "pages/own_file.h"
#include "pages/stories/story_frame.h"
#include "pages/stories/story_path.h"

namespace newshole::mirror {
namespace {

using std::chrono::sys_days;

std::optional<pages::StoryItem> item_of(const SiteMirror& mirror, const EditionSetter& setter,
                                        const store::StoryRecord* story) {
  if (story == nullptr) return std::nullopt;
  return mirror.forms.item_of(mirror.scope_of(setter), *story);
}

press::Press::Menu set(const SiteMirror& mirror, const StoryToSet& story, EditionSetter& setter) {
  format::Marks marks = marks_in(mirror.scope_of(setter), story.marks);
  marks.length = length_of(story.article);
  return setter.press.menu(story.article, {.profile = &mirror.profile, .marks = std::move(marks)});
}

// Its menu is there: sections come before stories.
std::optional<pages::NamedSection> section_of(const MenuFiles& files,
                                              const store::StoryRecord& story) {
  const auto named = files.sections.find(story.section);
  if (named == files.sections.end()) return std::nullopt;
  return pages::NamedSection{story.section, named->second};
}

// The menu on disk, of which pages::story_menu keeps the story and replaces the ways on. Empty
// where there is none.
press::Press::Menu menu_as_it_stands(const SiteMirror& mirror, const config::Edition& edition,
                                     const store::StoryRecord& story) {
  const std::filesystem::path root = mirror.all.config.root;
  const std::string own = pages::story_menu_path(edition, story.path);
  const std::string other = pages::other_menu_path(edition, pages::story_folder(story.path));
  for (const std::string& path : {own, other}) {
    const auto dialect = pages::dialect_of(path);
    if (!dialect || !mirror.publisher().has_file(path)) continue;
    if (path != own) mirror.transaction.add_pending_removal(path);
    return {
        gopher::from_bytes(pages::text_of_own_file(root / path, pages::kMostOwnBytes), *dialect)};
  }
  return {};
}

}  // namespace

StoryMenus::StoryMenus(MenuFiles& files)
    : files_(files),
      has_menu_views_(std::ranges::any_of(files.editions, [](const EditionSetter& setter) {
        return pages::has_menu_view(*setter.edition);
      })) {}

void StoryMenus::touch(const store::StoryRecord& story) {
  const sys_days day = store::archive_day(story);
  if (!has_menu_views_ || is_all_touched_ || days_before_.contains(day)) return;
  Result<store::StoryRecords> before = files_.state().archive().stories_of(files_.name(), day);
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

Result<Put> StoryMenus::put_first(const StoryToSet& story) {
  Result<Put> all = Put{};
  for (EditionSetter& setter : files_.editions) {
    const std::string path = pages::story_menu_path(*setter.edition, story.record.path);
    if (!pages::has_menu_view(*setter.edition) || files_.publisher().has_file(path)) continue;
    const bool has_front_page =
        files_.publisher().has_file(pages::menu_path(*setter.edition, files_.name()));
    const gopher::Outline menu = pages::story_menu(
        files_.scope_of(setter), set(files_, story, setter).items,
        {.text = pages::has_text_view(*setter.edition) ? story.record.path : std::string(),
         .correction = story.marks.correction,
         .front_page =
             has_front_page ? pages::FrontPageMenu::There : pages::FrontPageMenu::NotYet});
    all = files_.publisher().put(path, setter.press.bytes(menu));
    if (!all || all->outcome == Put::Outcome::Refused) return all;
    files_.set_reported(path);
  }
  return all;
}

Status StoryMenus::put_all(const std::set<sys_days>& every_day) {
  if (!has_menu_views_ || !status_) return status_;
  for (const auto& [day, stories] : days_before_) days_.insert(day);
  const Status status =
      try_each(is_all_touched_ ? every_day : days_, [&](sys_days day) { return put_day(day); });
  return status ? files_.publish() : status;
}

Status StoryMenus::put_day(sys_days day) {
  const Result<store::StoryRecords> stories =
      files_.state().archive().stories_of(files_.name(), day);
  if (!stories) return tl::unexpected(stories.error());
  for (std::size_t i = 0; i < stories->size(); ++i) {
    const pages::StoryAndNeighbours place = pages::story_at(*stories, i);
    if (!is_stale(place, day)) continue;
    Status status = put_story(place, day);
    if (status && ++staged_ % kMenusInBatch == 0) status = files_.publish();
    if (!status) return status;
  }
  return {};
}

bool StoryMenus::is_stale(const pages::StoryAndNeighbours& now, sys_days day) const {
  if (is_all_touched_ || set_anew_.contains(now.story->url)) return true;
  const auto before = days_before_.find(day);
  return before != days_before_.end() && pages::has_other_neighbours(now, before->second);
}

Status StoryMenus::put_story(const pages::StoryAndNeighbours& place, sys_days day) {
  const auto article =
      store::article_of(files_.state(), files_.all.fresh, files_.name(), place.story->url);
  if (!article) return tl::unexpected(article.error());
  const Result<StoryMarks> marks = marks_of(files_, *place.story);
  if (!marks) return tl::unexpected(marks.error());
  return try_each(files_.editions, [&](EditionSetter& setter) {
    return pages::has_menu_view(*setter.edition) ? put_story(place, day, {*article, *marks}, setter)
                                                 : Status();
  });
}

Status StoryMenus::put_story(const pages::StoryAndNeighbours& place, sys_days day,
                             const KnownArticle& known, EditionSetter& setter) {
  const config::Edition& edition = *setter.edition;
  const store::StoryRecord& story = *place.story;
  press::Press::Menu menu = known.article
                                ? set(files_, {story, *known.article, known.marks}, setter)
                                : menu_as_it_stands(files_, edition, story);
  // The edition had only texts when the story was set, and its article is lost.
  if (menu.items.empty()) return {};
  if (!pages::has_text_view(edition) && set_anew_.contains(story.url))
    unknown_characters_ += menu.unknown_characters;
  const bool has_text = files_.forms.has_text(edition, story);
  const gopher::Outline whole =
      pages::story_menu(files_.scope_of(setter), std::move(menu.items),
                        {.text = has_text ? story.path : std::string(),
                         .previous = item_of(files_, setter, place.previous),
                         .next = item_of(files_, setter, place.next),
                         .day = day,
                         .correction = known.marks.correction,
                         .section = section_of(files_, story)});
  return files_.all.put(files_.name(), pages::story_menu_path(edition, story.path),
                        setter.press.bytes(whole));
}

}  // namespace newshole::mirror
