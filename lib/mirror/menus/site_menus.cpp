#include "mirror/menus/site_menus.h"

#include <algorithm>
#include <string>
#include <utility>

#include "mirror/menus/archive_menus.h"
#include "pages/feed.h"

namespace newshole::mirror {
namespace {

UtcTime newest_change(const std::vector<store::StoryRecord>& stories) {
  UtcTime newest{};
  for (const store::StoryRecord& story : stories) newest = std::max(newest, story.last_changed);
  return newest;
}

std::string feed_path(const std::string& site) {
  return site + "/feed.xml";
}

}  // namespace

void SiteMenus::touch(const store::StoryRecord& story) {
  stale_.add(story);
  stories_.touch(story);
}

void SiteMenus::touch_all() {
  stale_.all = true;
  files_.replace_other_dialects();
  stories_.touch_all();
}

bool SiteMenus::has_archive() const {
  return files_.have_menu(pages::archive_folder(files_.site()));
}

Result<Put> SiteMenus::put_first(const StoryToSet& story) {
  Result<StoryMenus::First> first = stories_.put_first(story);
  if (!first) return tl::unexpected(first.error());
  files_.set_reported(first->staged);
  return std::move(first->put);
}

Status SiteMenus::publish(std::span<const store::StoryRecord> front_page, UtcTime last_change) {
  const Result<Sections> sections = files_.state().sections(files_.site());
  if (!sections) return tl::unexpected(sections.error());
  const bool is_stale = !stale_.is_empty() || stories_.is_touched();
  if (!is_stale && has_all_menus(*sections)) return {};
  const Front front{front_page, last_change};
  Status status = publish_first_front_pages(front);
  if (status) status = put_sections(*sections);
  if (status) status = publish_archive();
  if (status) status = put_feeds(*sections);
  if (status) status = put_front_pages(front, *sections);
  return status ? files_.publish() : status;
}

bool SiteMenus::has_all_menus(const Sections& sections) const {
  return std::ranges::all_of(files_.editions(), [&](const EditionSetter& setter) {
    return has_all_menus(setter, sections);
  });
}

// In a mirror of one site the root's menu is a copy of the site's.
bool SiteMenus::has_all_menus(const EditionSetter& setter, const Sections& sections) const {
  const std::string& site = files_.site();
  const Publisher& publisher = files_.mirror().publisher();
  const std::string front = pages::menu_path(*setter.edition, site);
  return files_.has_menu(setter, site) &&
         publisher.has_own_file(pages::path_in(*setter.edition, feed_path(site))) &&
         files_.has_menu(setter, pages::archive_folder(site)) &&
         std::ranges::all_of(sections,
                             [&](const store::Section& section) {
                               return files_.has_menu(setter,
                                                      pages::section_folder(site, section.folder));
                             }) &&
         (!is_only_site() || publisher.holds_same(front, pages::menu_path(*setter.edition, "")));
}

// Front page, sections and archive name each other: an edition without a front page first gets one
// that does not name the others.
Status SiteMenus::publish_first_front_pages(const Front& front) {
  for (EditionSetter& setter : files_.editions()) {
    if (files_.has_menu(setter, files_.site())) continue;
    Status status = files_.put_first_menu(
        setter, files_.site(),
        pages::front_menu(files_.scope_of(setter), {files_.items_of(setter, front.stories),
                                                    {},
                                                    pages::Archive::NotYet,
                                                    front.last_change}));
    if (!status) return status;
  }
  return files_.publish();
}

Status SiteMenus::put_sections(const Sections& sections) {
  for (const store::Section& section : sections) {
    const bool is_stale = stale_.all || stale_.sections.contains(section.folder);
    if (!is_stale && files_.have_menu(pages::section_folder(files_.site(), section.folder)))
      continue;
    if (Status status = put_section(section); !status) return status;
  }
  for (const std::string& folder : pages::empty_sections(stale_, sections)) {
    for (const EditionSetter& setter : files_.editions()) {
      Status status = files_.remove_menu(setter, pages::section_folder(files_.site(), folder));
      if (!status) return status;
    }
  }
  return {};
}

Status SiteMenus::put_section(const store::Section& section) {
  const auto stories = files_.state().newest(files_.site(), section.folder, pages::kSectionStories);
  if (!stories) return tl::unexpected(stories.error());
  for (EditionSetter& setter : files_.editions()) {
    Status status = files_.put_menu(
        setter, pages::section_folder(files_.site(), section.folder),
        pages::section_menu(files_.scope_of(setter), section, files_.items_of(setter, *stories)));
    if (!status) return status;
  }
  return {};
}

// The menus of stories name days of the archive, which are there in their first form by then.
Status SiteMenus::publish_archive() {
  const auto periods = periods_to_write(files_, stale_);
  if (!periods) return tl::unexpected(periods.error());
  Status status;
  for (EditionSetter& setter : files_.editions()) {
    if (status) status = put_first_archive(files_, setter, *periods);
  }
  if (status) status = files_.publish();
  if (status) status = stories_.put_all(periods->days, [this] { return files_.publish(); });
  for (EditionSetter& setter : files_.editions()) {
    if (status) status = put_whole_archive(files_, setter, *periods);
  }
  return status;
}

Status SiteMenus::put_front_pages(const Front& front, const Sections& sections) {
  for (EditionSetter& setter : files_.editions()) {
    const gopher::Outline menu = pages::front_menu(
        files_.scope_of(setter), {files_.items_of(setter, front.stories), sections,
                                  pages::Archive::There, front.last_change});
    Status status = files_.put_menu(setter, files_.site(), menu);
    if (status && is_only_site()) status = files_.put_menu(setter, "", menu);
    if (!status) return status;
  }
  return {};
}

// The ids of a feed are the same in all editions; its links lead to the files of its edition.
Status SiteMenus::put_feeds(const Sections& sections) {
  const auto stories = files_.state().newest(files_.site(), static_cast<int>(pages::kFeedStories));
  if (!stories) return tl::unexpected(stories.error());
  const site::SiteProfile& profile = *files_.mirror().profile;
  const std::string path = feed_path(files_.site());
  for (EditionSetter& setter : files_.editions()) {
    const pages::SiteScope scope = files_.scope_of(setter);
    std::vector<pages::FeedEntry> entries;
    for (const store::StoryRecord& story : *stories)
      entries.push_back(
          pages::feed_entry(story, files_.mirror().forms->item_of(scope, story), sections));
    const std::string bytes =
        pages::atom_feed({.site = profile.title,
                          .tagline = profile.tagline,
                          .web = profile.front_pages.front().text,
                          .server = {scope.config.host, scope.config.port},
                          .selector = pages::selector_of(scope, path),
                          .front_page = pages::selector_of(scope, profile.name),
                          .last_change = newest_change(*stories),
                          .stories = entries});
    Status status = files_.put_file(pages::path_in(*setter.edition, path), bytes);
    if (!status) return status;
  }
  return {};
}

}  // namespace newshole::mirror
