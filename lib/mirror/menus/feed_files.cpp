#include "mirror/menus/feed_files.h"

#include <algorithm>

#include "pages/about_menu.h"
#include "pages/feed.h"

namespace newshole::mirror {
namespace {

/// A story of a feed and, where the state has it, its article.
struct StoryAndArticle {
  store::StoryRecord story;
  std::optional<extract::Article> article;
};

Result<std::vector<StoryAndArticle>> with_articles(const SiteMirror& mirror,
                                                   store::StoryRecords stories) {
  std::vector<StoryAndArticle> all;
  for (store::StoryRecord& story : stories) {
    auto article = store::article_of(mirror.state(), mirror.all.fresh, mirror.name(), story.url);
    if (!article) return tl::unexpected(article.error());
    all.push_back({std::move(story), *std::move(article)});
  }
  return all;
}

UtcTime last_change_of(std::span<const pages::FeedEntry> entries) {
  UtcTime last{};
  for (const pages::FeedEntry& entry : entries) last = std::max(last, entry.changed);
  return last;
}

}  // namespace

// The ids of a feed are the same in all editions; its links lead to the files of its edition.
Status put_site_feeds(MenuFiles& files) {
  auto newest = files.state().newest(files.name(), static_cast<int>(pages::kFeedStories));
  if (!newest) return tl::unexpected(newest.error());
  const auto stories = with_articles(files, *std::move(newest));
  if (!stories) return tl::unexpected(stories.error());
  const std::string path = pages::feed_path(files.name());
  return try_each(files.editions, [&](const EditionSetter& setter) {
    const pages::SiteScope scope = files.scope_of(setter);
    std::vector<pages::FeedEntry> entries;
    for (const auto& [story, article] : *stories)
      entries.push_back(
          pages::feed_entry(story, files.forms.item_of(scope, story), files.sections, article));
    const std::string bytes =
        pages::atom_feed({.site = files.profile.title,
                          .tagline = files.profile.tagline,
                          .web = files.profile.front_pages.front().text,
                          .server = {scope.config.host, scope.config.port},
                          .selector = pages::selector_of(scope, path),
                          .front_page = pages::selector_of(scope, files.name()),
                          .last_change = last_change_of(entries),
                          .stories = entries});
    return files.all.put(files.name(), pages::path_in(*setter.edition, path), bytes);
  });
}

Result<std::vector<StoryOfSite>> newest_of_all(store::State& state,
                                               std::span<const store::SiteRecord> sites,
                                               std::size_t limit) {
  std::vector<StoryOfSite> all;
  for (const store::SiteRecord& site : sites) {
    auto newest = state.newest(site.name, static_cast<int>(limit));
    if (!newest) return tl::unexpected(newest.error());
    for (store::StoryRecord& story : *newest) all.push_back({&site, std::move(story)});
  }
  std::ranges::stable_sort(all, std::greater<>(), [](const StoryOfSite& each) {
    return std::pair(store::archive_day(each.story), store::order_time(each.story));
  });
  all.resize(std::min(all.size(), limit));
  return all;
}

Status put_root_feed(OpenMirror& mirror, const EditionSetter& setter,
                     std::span<const StoryOfSite> stories) {
  const pages::EditionScope scope{mirror.config, *setter.edition};
  const pages::StoryForms forms(
      [&](const std::string& path) { return mirror.publisher.has_file(path); }, std::nullopt);
  std::vector<pages::FeedEntry> entries;
  for (const auto& [site, story, also] : stories) {
    const auto article = store::article_of(mirror.state, mirror.fresh, site->name, story.url);
    if (!article) return tl::unexpected(article.error());
    pages::FeedEntry& entry =
        entries.emplace_back(pages::feed_entry(story, forms.item_of(scope, story), {}, *article));
    entry.section = site->title;
    if (entry.authors.empty()) entry.authors = {site->title};
  }
  const std::string selector = pages::selector_of(scope, pages::root_feed_path());
  const gopher::Server server{scope.config.host, scope.config.port};
  return mirror.put_at_root(
      pages::path_in(*setter.edition, pages::root_feed_path()),
      pages::atom_feed(
          {.site = "News of all sites",
           .tagline = {},
           .web = gopher::gopher_url(server, gopher::ItemType::Menu, pages::selector_of(scope, "")),
           .server = server,
           .selector = selector,
           .front_page = pages::selector_of(scope, ""),
           .last_change = last_change_of(entries),
           .stories = entries}));
}

}  // namespace newshole::mirror
