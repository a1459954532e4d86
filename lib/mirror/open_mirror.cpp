#include "mirror/open_mirror.h"

#include <algorithm>

#include "mirror/menus/feed_files.h"
#include "mirror/menus/told_once.h"
#include "pages/about_menu.h"
#include "pages/feed.h"
#include "pages/front_page.h"
#include "pages/own_file.h"
#include "pages/server_files.h"
#include "store/takedowns.h"

namespace newshole::mirror {
namespace {

// Stories of the root's menu.
constexpr std::size_t kNewestOfAll = 30;

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

Result<std::vector<store::SiteRecord>> known_sites(const OpenMirror& mirror) {
  std::vector<store::SiteRecord> sites;
  for (const std::string& name : mirror.sites) {
    Result<std::optional<store::SiteRecord>> site = mirror.state.site(name);
    if (!site) return tl::unexpected(site.error());
    if (*site) sites.push_back(**std::move(site));
  }
  return sites;
}

Status remove_files(OpenMirror& mirror, std::span<const std::string> paths) {
  store::Transaction removals = mirror.state.begin();
  for (const std::string& path : paths) removals.add_pending_removal(path);
  const Status status = removals.commit();
  return status ? remove_pending(mirror) : status;
}

Result<std::vector<pages::SiteOfRoot>> counted(store::State& state,
                                               std::span<const store::SiteRecord> sites) {
  std::vector<pages::SiteOfRoot> all;
  for (const store::SiteRecord& site : sites) {
    const auto front = state.front_page(site.name);
    const auto fresh = state.count_came_since(site.name, site.last_news);
    const auto known = state.archive().count_stories(site.name);
    if (!front) return tl::unexpected(front.error());
    if (!fresh || !known) return tl::unexpected(fresh ? known.error() : fresh.error());
    // Of a first run everything is new.
    all.push_back({site, static_cast<std::int64_t>(front->size()), *fresh < *known ? *fresh : 0});
  }
  return all;
}

std::optional<UtcTime> marked_time(std::span<const pages::SiteOfRoot> sites,
                                   const store::SiteRecord& site) {
  const auto found = std::ranges::find(
      sites, site.name, [](const pages::SiteOfRoot& each) { return each.record.name; });
  return found->new_stories > 0 ? std::optional(site.last_news) : std::nullopt;
}

std::vector<pages::ListedStory> listed(const OpenMirror& mirror, const pages::EditionScope& scope,
                                       std::span<const StoryOfSite> stories,
                                       std::span<const pages::SiteOfRoot> sites,
                                       UtcTime last_change) {
  const pages::StoryForms forms(
      [&](const std::string& path) { return mirror.publisher.has_file(path); }, std::nullopt);
  std::vector<pages::ListedStory> all;
  for (const auto& [site, story, also] : stories) {
    auto one = pages::listed_stories(
        scope, std::span(&story, 1), forms,
        {.day = scope.config.zone.day_of(last_change), .site = site->title, .also = also},
        marked_time(sites, *site));
    all.push_back(std::move(one.front()));
  }
  return all;
}

// The roots of editions name each other: one that is not there yet first gets a menu that names no
// other.
Status publish_first_root_menus(OpenMirror& mirror, std::span<const pages::SiteOfRoot> sites,
                                std::vector<EditionSetter>& editions) {
  const Status status = try_each(editions, [&](EditionSetter& setter) -> Status {
    const std::string path = pages::menu_path(*setter.edition, "");
    if (editions.size() == 1 || mirror.publisher.has_file(path) || mirror.keeps(path)) return {};
    const pages::RootPage page{sites, {}, pages::Ways::NotYet};
    const pages::EditionScope scope{mirror.config, *setter.edition};
    return mirror.publisher.put(path, setter.press.bytes(pages::root_menu(scope, page)))
        .transform([](const Put& /*put*/) {});
  });
  return status ? mirror.publish() : status;
}

// Removes menus of the dialect that an edition had before once there is one of today's.
Status publish_root_menu(OpenMirror& mirror, std::span<const store::SiteRecord> sites,
                         std::vector<EditionSetter>& editions) {
  std::vector<std::string> former;
  const auto newest = newest_told_once(mirror.state, sites, pages::kFeedStories);
  const auto counts = counted(mirror.state, sites);
  if (!newest || !counts) return tl::unexpected(newest ? counts.error() : newest.error());
  UtcTime last_change{};
  for (const store::SiteRecord& site : sites) last_change = std::max(last_change, site.last_change);
  const std::span on_menu = std::span(*newest).first(std::min(newest->size(), kNewestOfAll));
  Status status = publish_first_root_menus(mirror, *counts, editions);
  if (!status) return status;
  status = try_each(editions, [&](EditionSetter& setter) {
    const pages::EditionScope scope{mirror.config, *setter.edition};
    const std::string path = pages::menu_path(*setter.edition, "");
    const std::string other = pages::other_menu_path(*setter.edition, "");
    const bool is_former = !mirror.publisher.has_file(path) && mirror.publisher.has_file(other);
    if (is_former && !pages::is_foreign(mirror.config.root / other)) former.push_back(other);
    const Status feed = put_root_feed(mirror, setter, *newest);
    if (!feed) return feed;
    const auto stories = listed(mirror, scope, on_menu, *counts, last_change);
    return mirror.put_at_root(path,
                              setter.press.bytes(pages::root_menu(scope, {*counts, stories})));
  });
  if (status) status = mirror.publish();
  return status ? remove_files(mirror, former) : status;
}

// Of a mirror that has one site now. A feed of others there is not ours.
Status remove_root_feeds(OpenMirror& mirror) {
  std::vector<std::string> own;
  for (const config::Edition& edition : mirror.config.editions) {
    const std::string path = pages::path_in(edition, pages::root_feed_path());
    const auto bytes = mirror.publisher.bytes_of(path);
    if (bytes && bytes->find("<generator>newshole</generator>") != std::string::npos)
      own.push_back(path);
  }
  return own.empty() ? Status() : remove_files(mirror, own);
}

using PathsAndBytes = std::vector<std::pair<std::string, std::string>>;

// The files that speak for the whole server.
PathsAndBytes server_files(const OpenMirror& mirror, std::span<const store::SiteRecord> sites) {
  std::vector<std::string> editions;
  for (const config::Edition& edition : mirror.config.editions) {
    if (!edition.name.empty()) editions.push_back(edition.name);
  }
  std::vector<std::string> titles;
  for (const store::SiteRecord& site : sites) titles.push_back(site.title);
  return {{std::string(pages::kRobotsFile),
           pages::robots_txt({.sites = mirror.sites, .editions = editions})},
          {std::string(pages::kCapsFile),
           pages::caps_txt({.sites = titles,
                            .contact = mirror.config.network.contact,
                            .charset = mirror.config.editions.front().charset})}};
}

// Removes what earlier runs wrote when the root was the server's; other files there are not ours.
Status remove_server_files(OpenMirror& mirror, const PathsAndBytes& files) {
  std::vector<std::string> own;
  for (const auto& [path, bytes] : files) {
    if (mirror.publisher.bytes_of(path) == bytes) own.push_back(path);
  }
  return remove_files(mirror, own);
}

Status publish_server_files(OpenMirror& mirror, std::span<const store::SiteRecord> sites) {
  const PathsAndBytes files = server_files(mirror, sites);
  if (mirror.config.server_root == config::ServerRoot::Elsewhere)
    return remove_server_files(mirror, files);
  const Status status = try_each(
      files, [&](const auto& file) { return mirror.put_at_root(file.first, file.second); });
  return status ? mirror.publish() : status;
}

}  // namespace

// Once something was taken down, servers of other users are to know.
Passage passage_of(const config::Config& config) {
  std::error_code error;
  const bool is_open =
      config.search.kind != config::SearchService::Kind::None ||
      std::filesystem::exists(config.root / ".newshole" / store::kTakedownsFile, error);
  return is_open ? Passage::Open : Passage::Closed;
}

Status OpenMirror::put(const std::string& site, const std::string& path, std::string_view bytes) {
  return publisher.put(path, bytes).transform([&](const Put& done) {
    if (done.outcome == Put::Outcome::Refused) fail({site, path, refusal(done)});
  });
}

Status OpenMirror::put_at_root(const std::string& path, std::string_view bytes) {
  return keeps(path) ? Status() : put("", path, bytes);
}

bool OpenMirror::keeps(const std::string& path) {
  const bool is_kept = pages::is_foreign(config.root / path);
  if (is_kept) kept.insert(path);
  return is_kept;
}

Status OpenMirror::publish() {
  std::set<std::string> reported;
  return publish_once(reported);
}

Status OpenMirror::publish_once(std::set<std::string>& reported) {
  Result<std::vector<PublishedFile>> published = publisher.publish();
  if (!published) return tl::unexpected(published.error());
  for (PublishedFile& file : *published) {
    report.bytes_written += file.bytes;
    if (!reported.insert(file.path).second) continue;
    progress.wrote(file.path);
    report.files_written.push_back(std::move(file.path));
  }
  return {};
}

void OpenMirror::report_visible() {
  for (PublishedFile& file : publisher.take_visible()) {
    report.bytes_written += file.bytes;
    report.files_written.push_back(std::move(file.path));
  }
}

Result<std::vector<std::string>> sites_of_mirror(const RefreshOptions& options,
                                                 store::State& state) {
  const std::vector<std::string>& configured = options.config.sites;
  const bool is_part = std::ranges::all_of(options.profiles, [&](const auto* profile) {
    return std::ranges::find(configured, profile->name) != configured.end();
  });
  std::vector<std::string> names;
  for (const std::string& name : configured) {
    const auto known = state.site(name);
    if (!known) return tl::unexpected(known.error());
    if (is_part || *known) add_once(names, name);
  }
  for (const site::SiteProfile* profile : options.profiles) add_once(names, profile->name);
  return names;
}

Status remove_pending(OpenMirror& mirror) {
  constexpr int kBatch = 500;
  while (true) {
    const Result<std::vector<std::string>> paths = mirror.state.pending_removals(kBatch);
    if (!paths) return tl::unexpected(paths.error());
    if (paths->empty()) return {};
    store::Transaction removals = mirror.state.begin();
    Status status = try_each(*paths, [&](const std::string& path) {
      removals.drop_pending_removal(path);
      return mirror.publisher.remove(path);
    });
    if (status) status = removals.commit();
    if (!status) return status;
  }
}

Status publish_root(OpenMirror& mirror, std::vector<EditionSetter>& editions) {
  const auto sites = known_sites(mirror);
  if (!sites) return tl::unexpected(sites.error());
  const bool has_root_menu = mirror.sites.size() > 1 && !sites->empty();
  const Status status =
      has_root_menu ? publish_root_menu(mirror, *sites, editions) : remove_root_feeds(mirror);
  return status ? publish_server_files(mirror, *sites) : status;
}

}  // namespace newshole::mirror
