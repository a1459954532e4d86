#include "mirror/menus/site_menus.h"

#include <algorithm>
#include <array>

#include "mirror/menus/archive_menus.h"
#include "mirror/menus/correction_menus.h"
#include "mirror/menus/correction_pages.h"
#include "mirror/menus/digests.h"
#include "mirror/menus/feed_files.h"
#include "mirror/menus/section_pages.h"
#include "pages/about_menu.h"
#include "pages/front_page.h"
#include "pages/new_menus.h"

namespace newshole::mirror {
namespace {

// The day of most stories of a list, in the zone of its clocks.
pages::ListFacts facts_beside(const config::Config& config, const pages::SectionNames& names,
                              UtcTime last_change) {
  return {.sections = &names, .day = config.zone.day_of(last_change)};
}

std::vector<std::string> sections_of(std::span<const store::StoryRecord> stories) {
  std::vector<std::string> sections;
  for (const store::StoryRecord& story : stories) sections.push_back(story.section);
  return sections;
}

}  // namespace

void SiteMenus::touch(const store::StoryRecord& story) {
  stale_.add(story);
  touch_text(story);
  stories_.touch(story);
}

void SiteMenus::touch(const store::Correction& correction) {
  are_corrections_stale_ = stale_.front_page = true;
  stale_.add(correction);
  for (const EditionSetter& setter : files_.editions)
    files_.set_reported(pages::path_in(*setter.edition, correction.path));
}

void SiteMenus::touch_all() {
  stale_.all = true;
  files_.replace_other_dialects();
  stories_.touch_all();
}

bool SiteMenus::has_archive() const {
  return files_.have_menu(pages::archive_folder(files_.name()));
}

Status SiteMenus::publish(const Front& front) {
  const Result<Sections> sections = files_.state().sections(files_.name());
  if (!sections) return tl::unexpected(sections.error());
  const Result<bool> has_corrections = has_corrections_menu(files_);
  if (!has_corrections) return tl::unexpected(has_corrections.error());
  are_corrections_stale_ = are_corrections_stale_ || stale_.all || !*has_corrections;
  const bool is_stale =
      !stale_.is_empty() || stories_.is_touched() || are_corrections_stale_ || !digests_.empty();
  const auto has_all = [&](const EditionSetter& setter) {
    return has_all_menus(setter, *sections);
  };
  if (!is_stale && std::ranges::all_of(files_.editions, has_all)) {
    // It names the operator, who may be another one today.
    const Status about = put_about();
    return about ? files_.publish() : about;
  }
  files_.sections = pages::section_names(*sections);
  Status status = publish_first_front_pages(front);
  if (status) status = SectionPages(files_, stale_).put_all(*sections);
  if (status) status = put_about();
  if (status) status = put_site_feeds(files_);
  if (status && are_corrections_stale_) status = CorrectionPages(files_, stale_).put_all();
  if (status) status = publish_archive();
  if (status) status = put_new(front);
  if (status) status = put_front_pages(front);
  return status ? files_.publish() : status;
}

bool SiteMenus::has_all_menus(const EditionSetter& setter, const Sections& sections) const {
  const std::string& site = files_.name();
  const Publisher& publisher = files_.publisher();
  const bool has_all =
      files_.has_menu(setter, site) &&
      publisher.has_own_file(pages::path_in(*setter.edition, pages::feed_path(site))) &&
      std::ranges::all_of(
          std::array{pages::archive_folder(site), pages::new_folder(site),
                     pages::about_folder(site)},
          [&](const std::string& folder) { return files_.has_menu(setter, folder); }) &&
      std::ranges::all_of(sections, [&](const store::Section& section) {
        return files_.has_menu(setter, pages::section_folder(site, section.folder));
      });
  if (!has_all || !is_only_site()) return has_all;
  // In a mirror of one site the root's menu is a copy of the site's.
  const std::string root = pages::menu_path(*setter.edition, "");
  const auto front = publisher.bytes_of(pages::menu_path(*setter.edition, site));
  return files_.all.keeps(root) || (front && front == publisher.bytes_of(root));
}

// Front page, sections and archive name each other: an edition without a front page first gets one
// that does not name the others.
Status SiteMenus::publish_first_front_pages(const Front& front) {
  const pages::SectionNames none;
  const Status status = try_each(files_.editions, [&](EditionSetter& setter) {
    if (files_.has_menu(setter, files_.name())) return Status();
    const pages::SiteScope scope = files_.scope_of(setter);
    const auto stories = pages::listed_stories(scope, front.stories, files_.forms,
                                               facts_beside(scope.config, none, front.last_change));
    return files_.put_first_menu(setter, files_.name(),
                                 pages::front_menu(scope, {.stories = stories,
                                                           .sections = {},
                                                           .section_names = &none,
                                                           .ways = pages::Ways::NotYet,
                                                           .last_change = front.last_change}));
  });
  return status ? files_.publish() : status;
}

// The menus of stories name days of the archive, which are there in their first form by then.
Status SiteMenus::publish_archive() {
  const auto periods = periods_to_write(files_, stale_);
  if (!periods) return tl::unexpected(periods.error());
  Status status = try_each(files_.editions, [&](EditionSetter& setter) {
    return put_first_archive(files_, setter, *periods);
  });
  if (status) status = files_.publish();
  if (status) status = stories_.put_all(periods->days);
  if (stale_.all) digests_.insert(periods->days.begin(), periods->days.end());
  if (status) status = put_digests(files_, digests_);
  if (!status) return status;
  return try_each(files_.editions, [&](EditionSetter& setter) {
    return put_whole_archive(files_, setter, *periods);
  });
}

// Of what came in spans of time that end with the last news.
Status SiteMenus::put_new(const Front& front) {
  store::State& state = files_.state();
  pages::NewStories page{.stories = {}, .last_news = front.last_news};
  const auto since = [&](std::size_t span) {
    return front.last_news - pages::kNewSpans.at(span).length;
  };
  for (std::size_t span = 0; span < pages::kNewSpans.size(); ++span) {
    const auto count = state.count_came_since(files_.name(), since(span));
    if (!count) return tl::unexpected(count.error());
    page.counts.at(span) = *count;
  }
  const auto days = state.archive().neighbours(
      files_.name(), std::chrono::floor<std::chrono::days>(front.last_news));
  if (!days) return tl::unexpected(days.error());
  page.day_before = days->before;
  const auto all = state.archive().count_stories(files_.name());
  if (!all) return tl::unexpected(all.error());
  const bool is_first = page.counts.front() == *all;
  // The first names the others.
  for (page.span = pages::kNewSpans.size(); page.span-- > 0;) {
    const auto came = state.came_since(files_.name(), since(page.span), pages::kNewStories);
    if (!came) return tl::unexpected(came.error());
    const Status status = try_each(files_.editions, [&](EditionSetter& setter) {
      const pages::SiteScope scope = files_.scope_of(setter);
      const auto stories = pages::listed_stories(
          scope, *came, files_.forms, facts_beside(scope.config, files_.sections, front.last_news),
          page.span == 0 || is_first ? std::nullopt : std::optional(front.last_news));
      page.stories = stories;
      return files_.put_menu(
          setter, pages::new_folder(files_.name(), pages::kNewSpans.at(page.span).folder),
          pages::new_menu(scope, page));
    });
    if (!status) return status;
  }
  return {};
}

Status SiteMenus::put_about() {
  return try_each(files_.editions, [&](EditionSetter& setter) {
    return files_.put_menu(setter, pages::about_folder(files_.name()),
                           pages::about_menu(files_.scope_of(setter)));
  });
}

Status SiteMenus::put_front_pages(const Front& front) {
  store::State& state = files_.state();
  const auto fresh = state.count_came_since(files_.name(), front.last_news);
  const auto all = state.archive().count_stories(files_.name());
  const auto corrections = state.corrections().count(files_.name(), 1);
  if (!fresh || !all) return tl::unexpected(fresh ? all.error() : fresh.error());
  if (!corrections) return tl::unexpected(corrections.error());
  const std::vector<std::string> sections = sections_of(front.stories);
  // Of a first run everything is new: a mark on each would say nothing.
  const auto marked = *fresh < *all ? std::optional(front.last_news) : std::nullopt;
  return try_each(files_.editions, [&](EditionSetter& setter) {
    const pages::SiteScope scope = files_.scope_of(setter);
    const auto stories = pages::listed_stories(
        scope, front.stories, files_.forms,
        facts_beside(scope.config, files_.sections, front.last_change), marked);
    const gopher::Outline menu =
        pages::front_menu(scope, {.stories = stories,
                                  .sections = sections,
                                  .section_names = &files_.sections,
                                  .new_stories = *fresh,
                                  .all_stories = *all,
                                  .more = {.has_corrections = *corrections > 0},
                                  .last_change = front.last_change});
    const Status status = files_.put_menu(setter, files_.name(), menu);
    return status && is_only_site() ? files_.put_menu(setter, "", menu) : status;
  });
}

}  // namespace newshole::mirror
