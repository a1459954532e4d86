#pragma once
// SQL that turns a mirror's state of today into one of an earlier version, as far as its tables go.

#include <string>

namespace newshole::test {

inline const std::string kToVersion9 = "DROP TABLE sketches; PRAGMA user_version = 9; ";
inline const std::string kToVersion8 =
    kToVersion9 + "DROP TABLE corrections; DROP INDEX stories_of_path; PRAGMA user_version = 8; ";
inline const std::string kToVersion7 =
    kToVersion8 + "DROP TABLE failures; PRAGMA user_version = 7; ";
inline const std::string kToVersion6 =
    kToVersion7 +
    "DROP TRIGGER story_comes_to_section; DROP TRIGGER story_leaves_section; "
    "DROP TRIGGER story_changes_section; DROP TABLE section_sizes; "
    "DROP INDEX stories_of_section; DROP INDEX stories_of_day; DROP INDEX stories_by_coming; "
    "ALTER TABLE stories DROP COLUMN instant; ALTER TABLE stories DROP COLUMN ordered; "
    "ALTER TABLE sites DROP COLUMN last_news; "
    "CREATE INDEX stories_of_section ON stories (site, section, newest DESC, first_seen DESC, "
    "url); "
    "CREATE INDEX stories_of_day ON stories (site, newest DESC, first_seen DESC, url); "
    "PRAGMA user_version = 6; ";
inline const std::string kToVersion5 =
    kToVersion6 +
    "ALTER TABLE stories DROP COLUMN origin; ALTER TABLE stories DROP COLUMN content_elsewhere; "
    "ALTER TABLE front_pages DROP COLUMN rules; ALTER TABLE front_pages DROP COLUMN answered; "
    "ALTER TABLE front_pages DROP COLUMN read; ALTER TABLE front_pages DROP COLUMN rest; "
    "ALTER TABLE front_pages DROP COLUMN redirect; "
    "ALTER TABLE front_pages DROP COLUMN redirect_since; "
    "ALTER TABLE front_pages DROP COLUMN moved_to; ALTER TABLE front_pages DROP COLUMN ended; "
    "ALTER TABLE sites DROP COLUMN misfit_told; PRAGMA user_version = 5; ";
inline const std::string kToVersion4 =
    kToVersion5 +
    "DROP TABLE omitted; DROP INDEX stories_not_to_keep; "
    "ALTER TABLE stories DROP COLUMN no_archive; PRAGMA user_version = 4; ";
inline const std::string kToVersion3 =
    kToVersion4 +
    "DROP TABLE unindexed; DROP TABLE search_index; "
    "DROP TRIGGER story_to_index; DROP TRIGGER story_to_index_anew; "
    "DROP TRIGGER story_to_index_no_more; DROP TRIGGER article_to_index; "
    "DROP TRIGGER article_to_index_anew; PRAGMA user_version = 3; ";

}  // namespace newshole::test
