#include "mirror/menus/digests.h"

#include <algorithm>

#include "pages/digest.h"

namespace newshole::mirror {
namespace {

using std::chrono::sys_days;

/// A day's stories, and the articles of the first of them.
struct Day {
  sys_days day;
  store::StoryRecords stories;
  std::vector<std::optional<extract::Article>> articles;
};

std::string path_of(const MenuFiles& files, const EditionSetter& setter, sys_days day) {
  return pages::path_in(*setter.edition, pages::digest_path(files.name(), day));
}

Result<Day> read_day(const MenuFiles& files, sys_days day) {
  auto stories = files.state().archive().stories_of(files.name(), day);
  if (!stories) return tl::unexpected(stories.error());
  Day read{day, *std::move(stories), {}};
  const std::size_t whole = std::min(read.stories.size(), pages::kDigestStories);
  for (std::size_t i = 0; i < whole; ++i) {
    auto article =
        store::article_of(files.state(), files.all.fresh, files.name(), read.stories[i].url);
    if (!article) return tl::unexpected(article.error());
    read.articles.push_back(*std::move(article));
  }
  return read;
}

std::string title_of(const MenuFiles& files, const std::string& folder) {
  const auto found = files.sections.find(folder);
  return found == files.sections.end() ? folder : found->second;
}

Status put_digest(const MenuFiles& files, EditionSetter& setter, const Day& day) {
  const std::size_t named =
      std::min(day.stories.size(), pages::kDigestStories + pages::kDigestHeadlines);
  const pages::SiteScope scope = files.scope_of(setter);
  std::vector<pages::StoryItem> items;
  for (const store::StoryRecord& story : std::span(day.stories).first(named))
    items.push_back(files.forms.item_of(scope, story));
  std::vector<pages::DigestEntry> entries;
  for (std::size_t i = 0; i < day.articles.size(); ++i) {
    const store::StoryRecord& story = day.stories[i];
    entries.push_back(
        pages::digest_entry(items[i], story, title_of(files, story.section), day.articles[i]));
  }
  const std::string menu = pages::archive_folder(files.name(), day.day);
  const std::string path = path_of(files, setter, day.day);
  files.transaction.drop_pending_removal(path);
  return files.all.put(
      files.name(), path,
      setter.press.page(pages::digest_page({.title = files.profile.title,
                                            .day = day.day,
                                            .stories = day.stories.size(),
                                            .entries = entries,
                                            .headlines = std::span(items).subspan(entries.size()),
                                            .day_menu = pages::selector_of(scope, menu)}),
                        {.tagline = files.profile.tagline}));
}

Status put_day(const MenuFiles& files, sys_days day) {
  const Result<Day> read = read_day(files, day);
  if (!read) return tl::unexpected(read.error());
  return try_each(files.editions, [&](EditionSetter& setter) -> Status {
    if (!read->stories.empty()) return put_digest(files, setter, *read);
    if (has_digest(files, setter, day))
      files.transaction.add_pending_removal(path_of(files, setter, day));
    return files.transaction.status();
  });
}

}  // namespace

Status put_digests(MenuFiles& files, const std::set<sys_days>& days) {
  if (days.empty()) return {};
  std::size_t staged = 0;
  const Status status = try_each(days, [&](sys_days day) {
    const Status put = put_day(files, day);
    return put && ++staged % kMenusInBatch == 0 ? files.publish() : put;
  });
  return status ? files.publish() : status;
}

bool has_digest(const MenuFiles& files, const EditionSetter& setter, sys_days day) {
  return files.publisher().has_file(path_of(files, setter, day));
}

}  // namespace newshole::mirror
