#include "mirror/site_menus.h"

#include <algorithm>
#include <utility>

#include "pages/feed.h"

namespace newshole::mirror {
namespace {

using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month;
using std::chrono::year_month_day;

// So many files are staged at most, whatever the archive's size.
constexpr std::size_t kBatch = 256;

year_month month_of(sys_days day) {
  const year_month_day date(day);
  return date.year() / date.month();
}

pages::FeedEntry feed_entry(const pages::MenuMaker& maker, const store::StoryRecord& story) {
  const pages::StoryLink link = pages::story_link(maker, story);
  pages::FeedEntry entry{.url = story.url,
                         .selector = link.selector,
                         .headline = story.headline,
                         .changed = story.last_changed,
                         .section = story.section,
                         .type = link.type};
  if (story.date) entry.published = *story.date;
  return entry;
}

UtcTime newest_change(const std::vector<store::StoryRecord>& stories) {
  UtcTime newest{};
  for (const store::StoryRecord& story : stories) newest = std::max(newest, story.last_changed);
  return newest;
}

std::string feed_path(const std::string& site) {
  return site + "/feed.xml";
}

std::string day_folder(std::string_view site, sys_days day) {
  return pages::archive_folder(site, day);
}
std::string month_folder(std::string_view site, sys_days day) {
  return pages::archive_folder(site, month_of(day));
}

}  // namespace

void SiteMenus::touch(const store::StoryRecord& story) {
  if (!story.section.empty()) sections_.insert(story.section);
  touched_.days.insert(store::archive_day(story));
  stories_.touch(story);
}

void SiteMenus::touch_all() {
  is_all_touched_ = true;
  stories_.touch_all();
}

Result<Put> SiteMenus::put_first(const StoryToSet& story) {
  Result<StoryMenus::First> first = stories_.put_first(story);
  if (!first) return tl::unexpected(first.error());
  reported_.insert(first->staged.begin(), first->staged.end());
  return std::move(first->put);
}

Status SiteMenus::publish(std::span<const store::StoryRecord> front_page, UtcTime last_change) {
  const Result<std::vector<store::Section>> sections = mirror_.state().sections(profile_->name);
  if (!sections) return tl::unexpected(sections.error());
  if (!is_touched() && are_all_there(*sections)) return {};
  Status status = for_each_edition(
      [&](EditionSetter& setter) { return put_first_front_page(setter, front_page, last_change); });
  if (status) status = publish_files();
  if (status) status = put_sections(*sections);
  if (status && is_all_touched_) status = touch_every_day();
  if (status) status = touch_neighbours();
  touch_periods();
  if (status)
    status = for_each_edition([&](EditionSetter& setter) { return put_new_archive(setter); });
  if (status) status = publish_files();
  if (status) status = stories_.put_all(touched_.days, [this] { return publish_files(); });
  if (status) status = for_each_edition([&](EditionSetter& setter) { return put_archive(setter); });
  if (status) status = put_feeds();
  if (status) status = put_front_pages(front_page, *sections, last_change);
  return status ? publish_files() : status;
}

Status SiteMenus::for_each_edition(const std::function<Status(EditionSetter& setter)>& part) const {
  for (EditionSetter& setter : *mirror_.editions) {
    if (Status status = part(setter); !status) return status;
  }
  return {};
}

bool SiteMenus::is_touched() const {
  return is_all_touched_ || is_front_page_touched_ || !sections_.empty() ||
         !touched_.days.empty() || stories_.is_touched();
}

bool SiteMenus::are_all_there(const std::vector<store::Section>& sections) const {
  return std::ranges::all_of(
      *mirror_.editions, [&](const EditionSetter& setter) { return is_set_up(setter, sections); });
}

bool SiteMenus::has_archive() const {
  return std::ranges::all_of(*mirror_.editions, [this](const EditionSetter& setter) {
    return has_menu(setter, pages::archive_folder(profile_->name));
  });
}

// The root's menu is the site's as long as there is no other site.
bool SiteMenus::is_set_up(const EditionSetter& setter,
                          const std::vector<store::Section>& sections) const {
  const std::string front = pages::menu_path(*setter.edition, profile_->name);
  std::vector<std::string> paths = {
      front, pages::path_in(*setter.edition, feed_path(profile_->name)),
      pages::menu_path(*setter.edition, pages::archive_folder(profile_->name))};
  for (const store::Section& section : sections) {
    paths.push_back(
        pages::menu_path(*setter.edition, pages::section_folder(profile_->name, section.folder)));
  }
  const bool is_only_site = mirror_.all->sites.size() == 1;
  return std::ranges::all_of(
             paths,
             [&](const std::string& path) { return mirror_.publisher().has_own_file(path); }) &&
         (!is_only_site ||
          mirror_.publisher().holds_same(front, pages::menu_path(*setter.edition, "")));
}

// Sections and archive name the front page and it names them: where there is none yet, one without
// them comes first.
Status SiteMenus::put_first_front_page(EditionSetter& setter,
                                       std::span<const store::StoryRecord> stories,
                                       UtcTime last_change) {
  if (has_menu(setter, profile_->name)) return {};
  const pages::MenuMaker maker = menu_maker(mirror_, setter);
  const gopher::Menu menu =
      pages::front_menu(maker, {stories, {}, pages::Archive::NotYet, last_change});
  // What stands in the way of it is reported when the whole one is put.
  const Result<Put> put = mirror_.publisher().put(pages::menu_path(*setter.edition, profile_->name),
                                                  pages::menu_bytes(maker, menu));
  if (!put) return tl::unexpected(put.error());
  if (is_all_touched_) remove_if_there(pages::other_menu_path(*setter.edition, profile_->name));
  return mirror_.transaction->status();
}

Status SiteMenus::put_sections(const std::vector<store::Section>& sections) {
  for (const store::Section& section : sections) {
    const std::string folder = pages::section_folder(profile_->name, section.folder);
    const bool is_missing = std::ranges::any_of(
        *mirror_.editions, [&](const EditionSetter& setter) { return !has_menu(setter, folder); });
    if (!is_all_touched_ && !is_missing && !sections_.contains(section.folder)) continue;
    const auto stories =
        mirror_.state().newest(profile_->name, section.folder, pages::kSectionStories);
    if (!stories) return tl::unexpected(stories.error());
    for (EditionSetter& setter : *mirror_.editions) {
      const pages::MenuMaker maker = menu_maker(mirror_, setter);
      if (Status status = put_menu(setter, folder, pages::section_menu(maker, section, *stories));
          !status)
        return status;
    }
  }
  remove_empty_sections(sections);
  return mirror_.transaction->status();
}

// The sections that have no story any more.
void SiteMenus::remove_empty_sections(const std::vector<store::Section>& sections) const {
  for (const std::string& folder : sections_) {
    if (std::ranges::find(sections, folder, &store::Section::folder) != sections.end()) continue;
    for (const EditionSetter& setter : *mirror_.editions) {
      remove_if_there(
          pages::menu_path(*setter.edition, pages::section_folder(profile_->name, folder)));
    }
  }
}

Status SiteMenus::touch_every_day() {
  const auto years = mirror_.state().archive().years(profile_->name);
  if (!years) return tl::unexpected(years.error());
  for (const store::ArchivePeriod& each : *years) {
    const auto months =
        mirror_.state().archive().months_of(profile_->name, month_of(each.first).year());
    if (!months) return tl::unexpected(months.error());
    for (const store::ArchivePeriod& month : *months) {
      const auto days = mirror_.state().archive().days_of(profile_->name, month_of(month.first));
      if (!days) return tl::unexpected(days.error());
      for (const store::ArchivePeriod& day : *days) touched_.days.insert(day.first);
    }
  }
  return {};
}

// A day that comes or goes changes what the days beside it name.
Status SiteMenus::touch_neighbours() {
  if (is_all_touched_) return {};
  const std::set<sys_days> days = touched_.days;
  for (const sys_days day : days) {
    const auto stories = mirror_.state().archive().stories_of(profile_->name, day);
    if (!stories) return tl::unexpected(stories.error());
    const bool is_there =
        has_menu(mirror_.editions->front(), pages::archive_folder(profile_->name, day));
    if (is_there == !stories->empty()) continue;
    const auto neighbours = mirror_.state().archive().neighbours(profile_->name, day);
    if (!neighbours) return tl::unexpected(neighbours.error());
    if (neighbours->before) touched_.days.insert(*neighbours->before);
    if (neighbours->after) touched_.days.insert(*neighbours->after);
  }
  return {};
}

void SiteMenus::touch_periods() {
  for (const sys_days day : touched_.days) {
    touched_.months.insert(month_of(day));
    touched_.years.insert(month_of(day).year());
  }
}

// Menus of the archive name each other upwards, downwards and sideways. What is new comes first in
// a form that names only what is there: parents before children, days in their order.
Status SiteMenus::put_new_archive(EditionSetter& setter) {
  if (touched_.days.empty()) return {};
  Status status;
  if (!has_menu(setter, pages::archive_folder(profile_->name)))
    status = put_menu(setter, pages::archive_folder(profile_->name),
                      pages::archive_menu(menu_maker(mirror_, setter), {}));
  if (status) status = put_years(setter, Form::First);
  if (status) status = put_months(setter, Form::First);
  if (status) status = put_new_days(setter);
  return status;
}

Status SiteMenus::put_new_days(EditionSetter& setter) {
  std::size_t staged = 0;
  for (const sys_days day : touched_.days) {
    const std::string folder = pages::archive_folder(profile_->name, day);
    if (has_menu(setter, folder)) continue;
    const auto stories = mirror_.state().archive().stories_of(profile_->name, day);
    if (!stories) return tl::unexpected(stories.error());
    if (stories->empty()) continue;
    auto neighbours = mirror_.state().archive().neighbours(profile_->name, day);
    if (!neighbours) return tl::unexpected(neighbours.error());
    if (neighbours->after &&
        !has_menu(setter, pages::archive_folder(profile_->name, *neighbours->after)))
      neighbours->after.reset();
    Status status = put_menu(
        setter, folder, pages::day_menu(menu_maker(mirror_, setter), day, *stories, *neighbours));
    if (status && ++staged % kBatch == 0) status = publish_files();
    if (!status) return status;
  }
  return {};
}

Status SiteMenus::put_archive(EditionSetter& setter) {
  if (touched_.days.empty()) {
    return has_menu(setter, pages::archive_folder(profile_->name)) ? Status{} : put_root(setter);
  }
  Status status = put_days(setter);
  if (status) status = put_months(setter, Form::Whole);
  if (status) status = put_years(setter, Form::Whole);
  if (status) status = put_root(setter);
  return status;
}

Status SiteMenus::put_days(EditionSetter& setter) {
  std::size_t staged = 0;
  for (const sys_days day : touched_.days) {
    const std::string folder = pages::archive_folder(profile_->name, day);
    const auto stories = mirror_.state().archive().stories_of(profile_->name, day);
    if (!stories) return tl::unexpected(stories.error());
    const auto neighbours = mirror_.state().archive().neighbours(profile_->name, day);
    if (!neighbours) return tl::unexpected(neighbours.error());
    Status status =
        stories->empty()
            ? remove_menu(setter, folder)
            : put_menu(setter, folder,
                       pages::day_menu(menu_maker(mirror_, setter), day, *stories, *neighbours));
    if (status && ++staged % kBatch == 0) status = publish_files();
    if (!status) return status;
  }
  return {};
}

Status SiteMenus::put_months(EditionSetter& setter, Form form) {
  for (const year_month month : touched_.months) {
    const std::string folder = pages::archive_folder(profile_->name, month);
    if (form == Form::First && has_menu(setter, folder)) continue;
    const auto days = mirror_.state().archive().days_of(profile_->name, month);
    if (!days) return tl::unexpected(days.error());
    Status status = days->empty()
                        ? remove_menu(setter, folder)
                        : put_menu(setter, folder,
                                   pages::month_menu(menu_maker(mirror_, setter), month,
                                                     named(setter, form, *days, day_folder)));
    if (!status) return status;
  }
  return {};
}

Status SiteMenus::put_years(EditionSetter& setter, Form form) {
  for (const year each : touched_.years) {
    const std::string folder = pages::archive_folder(profile_->name, each);
    if (form == Form::First && has_menu(setter, folder)) continue;
    const auto months = mirror_.state().archive().months_of(profile_->name, each);
    if (!months) return tl::unexpected(months.error());
    Status status = months->empty()
                        ? remove_menu(setter, folder)
                        : put_menu(setter, folder,
                                   pages::year_menu(menu_maker(mirror_, setter), each,
                                                    named(setter, form, *months, month_folder)));
    if (!status) return status;
  }
  return {};
}

Status SiteMenus::put_root(EditionSetter& setter) {
  const auto years = mirror_.state().archive().years(profile_->name);
  if (!years) return tl::unexpected(years.error());
  return put_menu(setter, pages::archive_folder(profile_->name),
                  pages::archive_menu(menu_maker(mirror_, setter), *years));
}

Status SiteMenus::put_front_pages(std::span<const store::StoryRecord> stories,
                                  const std::vector<store::Section>& sections,
                                  UtcTime last_change) {
  const bool is_only_site = mirror_.all->sites.size() == 1;
  for (EditionSetter& setter : *mirror_.editions) {
    const gopher::Menu front = pages::front_menu(
        menu_maker(mirror_, setter), {stories, sections, pages::Archive::There, last_change});
    Status status = put_menu(setter, profile_->name, front);
    if (status && is_only_site) status = put_menu(setter, "", front);
    if (!status) return status;
  }
  return {};
}

// Its id on the web is the same in all editions; what it leads to is each edition's own.
Status SiteMenus::put_feeds() {
  const auto stories =
      mirror_.state().newest(profile_->name, static_cast<int>(pages::kFeedStories));
  if (!stories) return tl::unexpected(stories.error());
  for (EditionSetter& setter : *mirror_.editions) {
    const pages::MenuMaker maker = menu_maker(mirror_, setter);
    std::vector<pages::FeedEntry> entries;
    for (const store::StoryRecord& story : *stories) entries.push_back(feed_entry(maker, story));
    const std::string path = feed_path(profile_->name);
    const std::string bytes =
        pages::atom_feed({.site = profile_->title,
                          .tagline = profile_->tagline,
                          .web = profile_->front_pages.front().text,
                          .server = {maker.config->host, maker.config->port},
                          .selector = pages::selector_of(maker, path),
                          .front_page = pages::selector_of(maker, profile_->name),
                          .last_change = newest_change(*stories),
                          .stories = entries});
    if (Status status =
            mirror_.all->output->put(profile_->name, pages::path_in(*setter.edition, path), bytes);
        !status)
      return status;
  }
  return {};
}

Status SiteMenus::publish_files() {
  return mirror_.all->output->publish_once(reported_);
}

Status SiteMenus::put_menu(EditionSetter& setter, const std::string& folder,
                           const gopher::Menu& menu) {
  const pages::MenuMaker maker = menu_maker(mirror_, setter);
  Status status = mirror_.all->output->put(
      profile_->name, pages::menu_path(*setter.edition, folder), pages::menu_bytes(maker, menu));
  // A menu file of the dialect that the edition had before would be served instead of the new one.
  if (status && is_all_touched_) remove_if_there(pages::other_menu_path(*setter.edition, folder));
  return status;
}

Status SiteMenus::remove_menu(const EditionSetter& setter, const std::string& folder) const {
  remove_if_there(pages::menu_path(*setter.edition, folder));
  return mirror_.transaction->status();
}

void SiteMenus::remove_if_there(const std::string& path) const {
  if (mirror_.publisher().has_file(path)) mirror_.transaction->add_pending_removal(path);
}

bool SiteMenus::has_menu(const EditionSetter& setter, const std::string& folder) const {
  return mirror_.publisher().has_own_file(pages::menu_path(*setter.edition, folder));
}

std::vector<store::ArchivePeriod> SiteMenus::named(const EditionSetter& setter, Form form,
                                                   std::vector<store::ArchivePeriod> periods,
                                                   std::string (*folder)(std::string_view site,
                                                                         sys_days day)) const {
  std::erase_if(periods, [&](const store::ArchivePeriod& period) {
    return form == Form::First && !has_menu(setter, folder(profile_->name, period.first));
  });
  return periods;
}

}  // namespace newshole::mirror
