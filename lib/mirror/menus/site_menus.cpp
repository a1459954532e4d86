#include "mirror/menus/site_menus.h"

#include <algorithm>

#include "mirror/menus/archive_menus.h"
#include "pages/feed.h"

namespace newshole::mirror {
namespace {

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
  return files_.have_menu(pages::archive_folder(files_.name()));
}

Status SiteMenus::publish(std::span<const store::StoryRecord> front_page, UtcTime last_change) {
  const Result<Sections> sections = files_.state().sections(files_.name());
  if (!sections) return tl::unexpected(sections.error());
  const bool is_stale = !stale_.is_empty() || stories_.is_touched();
  const auto has_all = [&](const EditionSetter& setter) {
    return has_all_menus(setter, *sections);
  };
  if (!is_stale && std::ranges::all_of(files_.editions, has_all)) return {};
  const Front front{front_page, last_change};
  Status status = publish_first_front_pages(front);
  if (status) status = put_sections(*sections);
  if (status) status = publish_archive();
  if (status) status = put_feeds(*sections);
  if (status) status = put_front_pages(front, *sections);
  return status ? files_.publish() : status;
}

bool SiteMenus::has_all_menus(const EditionSetter& setter, const Sections& sections) const {
  const std::string& site = files_.name();
  const Publisher& publisher = files_.publisher();
  const bool has_all =
      files_.has_menu(setter, site) &&
      publisher.has_own_file(pages::path_in(*setter.edition, feed_path(site))) &&
      files_.has_menu(setter, pages::archive_folder(site)) &&
      std::ranges::all_of(sections, [&](const store::Section& section) {
        return files_.has_menu(setter, pages::section_folder(site, section.folder));
      });
  if (!has_all || !is_only_site()) return has_all;
  // In a mirror of one site the root's menu is a copy of the site's.
  const auto front = publisher.bytes_of(pages::menu_path(*setter.edition, site));
  return front && front == publisher.bytes_of(pages::menu_path(*setter.edition, ""));
}

// Front page, sections and archive name each other: an edition without a front page first gets one
// that does not name the others.
Status SiteMenus::publish_first_front_pages(const Front& front) {
  const Status status = try_each(files_.editions, [&](EditionSetter& setter) {
    if (files_.has_menu(setter, files_.name())) return Status();
    return files_.put_first_menu(
        setter, files_.name(),
        pages::front_menu(files_.scope_of(setter), {files_.items_of(setter, front.stories),
                                                    {},
                                                    pages::Archive::NotYet,
                                                    front.last_change}));
  });
  return status ? files_.publish() : status;
}

Status SiteMenus::put_sections(const Sections& sections) {
  const Status status = try_each(sections, [&](const store::Section& section) {
    const bool is_stale = stale_.all || stale_.sections.contains(section.folder);
    const std::string folder = pages::section_folder(files_.name(), section.folder);
    return is_stale || !files_.have_menu(folder) ? put_section(section) : Status();
  });
  if (!status) return status;
  return try_each(pages::empty_sections(stale_, sections), [&](const std::string& folder) {
    return try_each(files_.editions, [&](const EditionSetter& setter) {
      return files_.remove_menu(setter, pages::section_folder(files_.name(), folder));
    });
  });
}

Status SiteMenus::put_section(const store::Section& section) {
  const auto stories = files_.state().newest(files_.name(), section.folder, pages::kSectionStories);
  if (!stories) return tl::unexpected(stories.error());
  return try_each(files_.editions, [&](EditionSetter& setter) {
    return files_.put_menu(
        setter, pages::section_folder(files_.name(), section.folder),
        pages::section_menu(files_.scope_of(setter), section, files_.items_of(setter, *stories)));
  });
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
  if (!status) return status;
  return try_each(files_.editions, [&](EditionSetter& setter) {
    return put_whole_archive(files_, setter, *periods);
  });
}

Status SiteMenus::put_front_pages(const Front& front, const Sections& sections) {
  return try_each(files_.editions, [&](EditionSetter& setter) {
    const gopher::Outline menu = pages::front_menu(
        files_.scope_of(setter), {files_.items_of(setter, front.stories), sections,
                                  pages::Archive::There, front.last_change});
    const Status status = files_.put_menu(setter, files_.name(), menu);
    return status && is_only_site() ? files_.put_menu(setter, "", menu) : status;
  });
}

// The ids of a feed are the same in all editions; its links lead to the files of its edition.
Status SiteMenus::put_feeds(const Sections& sections) {
  const auto stories = files_.state().newest(files_.name(), static_cast<int>(pages::kFeedStories));
  if (!stories) return tl::unexpected(stories.error());
  UtcTime last_change{};
  for (const store::StoryRecord& story : *stories)
    last_change = std::max(last_change, story.last_changed);
  const std::string path = feed_path(files_.name());
  return try_each(files_.editions, [&](const EditionSetter& setter) {
    const pages::SiteScope scope = files_.scope_of(setter);
    std::vector<pages::FeedEntry> entries;
    for (const store::StoryRecord& story : *stories)
      entries.push_back(pages::feed_entry(story, files_.forms.item_of(scope, story), sections));
    const std::string bytes =
        pages::atom_feed({.site = files_.profile.title,
                          .tagline = files_.profile.tagline,
                          .web = files_.profile.front_pages.front().text,
                          .server = {scope.config.host, scope.config.port},
                          .selector = pages::selector_of(scope, path),
                          .front_page = pages::selector_of(scope, files_.name()),
                          .last_change = last_change,
                          .stories = entries});
    return files_.all.put(files_.name(), pages::path_in(*setter.edition, path), bytes);
  });
}

}  // namespace newshole::mirror
