#pragma once
// The menus of a mirror, as outlines. Pure.

#include <span>

#include "config/config.h"
#include "gopher/outline.h"
#include "site/profile.h"
#include "store/state.h"

namespace newshole::pages {

/// Whether the site's front page is.
enum class FrontPageMenu { There, NotYet };

/// Whether a day has its digest.
enum class DigestFile { There, NotYet };

/// Whether what a menu leads to is there to be named.
enum class Ways { There, NotYet };

/// What the archive's menu leads to besides years.
struct MoreFacts {
  Ways ways = Ways::NotYet;
  bool has_corrections = false;
};

/// Which of its files a story is named by.
enum class StoryForm { Text, Menu };

/// The edition whose menus are asked for. Both must outlive it.
struct EditionScope {
  const config::Config& config;
  const config::Edition& edition;
};

/// The site and the edition whose menus are asked for.
struct SiteScope : EditionScope {
  const site::SiteProfile& profile;
};

struct ListedStory;  // story_list.h

/// A story as menus name it. One that the mirror cannot have (its record has no path) is an Html
/// item: a link to the web that says so.
struct StoryItem {
  gopher::ItemType type = gopher::ItemType::Text;
  std::string selector;  ///< of an Html item its URL
  std::string headline;

  friend bool operator==(const StoryItem&, const StoryItem&) = default;
};
[[nodiscard]] StoryItem story_item(const EditionScope& scope, const store::StoryRecord& story,
                                   StoryForm form);

/// The form by which an edition's menus name a story that was set with its view.
[[nodiscard]] StoryForm form_in(const config::Edition& edition);

/// A section's folder name and its name for people.
struct NamedSection {
  std::string folder;
  std::string name;
};

/// Where a story stands: what its menu leads to at its end. Nothing: no item.
struct StoryPlace {
  std::string text;  ///< path of its text version; empty: none
  std::optional<StoryItem> previous;
  std::optional<StoryItem> next;
  std::optional<std::chrono::sys_days> day;  ///< of the archive
  std::string correction = {};  ///< path of the page that says what changed; empty: none
  FrontPageMenu front_page = FrontPageMenu::There;
  std::optional<NamedSection> section = {};  ///< one that has a menu
};

/// The menu view of a story: `story` (info lines and links to the web; its other items are of an
/// earlier run and are left out), the way back above its heading, and at its end the ways on.
[[nodiscard]] gopher::Outline story_menu(const SiteScope& scope, gopher::Menu story,
                                         const StoryPlace& place);

/// The stories of a day of the archive, its digest, the days beside it, the way back.
[[nodiscard]] gopher::Outline day_menu(const SiteScope& scope, std::chrono::sys_days day,
                                       std::span<const ListedStory> stories,
                                       const store::Neighbours& neighbours,
                                       DigestFile digest = DigestFile::NotYet);

/// The days of a month that have stories, the newest first, and the way back. `days` ascend.
[[nodiscard]] gopher::Outline month_menu(const SiteScope& scope, std::chrono::year_month month,
                                         std::span<const store::ArchivePeriod> days);

/// The months of a year, and the years: likewise.
[[nodiscard]] gopher::Outline year_menu(const SiteScope& scope, std::chrono::year of,
                                        std::span<const store::ArchivePeriod> months);
/// And, once they are there, corrections, the feed, the other editions, what the mirror is.
[[nodiscard]] gopher::Outline archive_menu(const SiteScope& scope,
                                           std::span<const store::ArchivePeriod> years,
                                           const MoreFacts& more = {});

/// A menu that has only banner and tagline yet.
[[nodiscard]] gopher::Outline head_of_menu(const SiteScope& scope);

/// The item at the end of a menu that leads back to the menu of `site`; empty: the edition's own.
void add_way_back(gopher::Outline& menu, const EditionScope& scope, std::string_view site);

/// Which page of a site has a masthead: the front page may be the only one with a banner, and its
/// tagline has a line of facts below it.
enum class MastheadOf { FrontPage, OtherPage };

/// Adds the banner, where the edition wants it, with a blank line below it, and the tagline; but
/// for a front page with a blank line below that, too.
void add_masthead(gopher::Outline& menu, const SiteScope& scope,
                  MastheadOf page = MastheadOf::OtherPage);
/// An item that leads to the menu of `folder`, relative to the edition's.
void add_menu(gopher::Outline& menu, const EditionScope& scope, std::string_view title,
              std::string_view folder);
/// An item that searches `site` (empty: all sites), if the configuration has a search.
void add_search(gopher::Outline& menu, const EditionScope& scope, std::string_view title,
                const std::string& site);

/// "2026", "April 2026", "Friday 24 April 2026".
[[nodiscard]] std::string name_of(std::chrono::year of);
[[nodiscard]] std::string name_of(std::chrono::year_month month);
[[nodiscard]] std::string name_of(std::chrono::sys_days day);

/// The folders of a site's menus, relative to the edition's.
[[nodiscard]] std::string sections_folder(std::string_view site);
[[nodiscard]] std::string section_folder(std::string_view site, std::string_view section);
[[nodiscard]] std::string archive_folder(std::string_view site);
[[nodiscard]] std::string archive_folder(std::string_view site, std::chrono::year of);
[[nodiscard]] std::string archive_folder(std::string_view site, std::chrono::year_month month);
[[nodiscard]] std::string archive_folder(std::string_view site, std::chrono::sys_days day);

/// The selector of a path that is relative to the edition's folder.
[[nodiscard]] std::string selector_of(const EditionScope& scope, std::string_view path);

/// A path of the edition, relative to the mirror's root: below the edition's folder, if it has one.
[[nodiscard]] std::string path_in(const config::Edition& edition, std::string_view path);

/// The menu file of `folder` (relative to the edition's; empty: the edition's own), relative to the
/// mirror's root.
[[nodiscard]] std::string menu_path(const config::Edition& edition, std::string_view folder);

/// The same of another dialect, whose file has another name: it would be served instead.
[[nodiscard]] std::string other_menu_path(const config::Edition& edition, std::string_view folder);

/// The menu file of a story's menu view, relative to the mirror's root.
[[nodiscard]] std::string story_menu_path(const config::Edition& edition,
                                          std::string_view story_path);

}  // namespace newshole::pages
