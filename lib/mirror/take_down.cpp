#include "mirror/take_down.h"

#include <algorithm>

#include "mirror/refresh_in.h"
#include "mirror/stages/taken_down.h"
#include "pages/own_file.h"
#include "pages/stories/story_path.h"

namespace newshole::mirror {
namespace {

using Profiles = std::vector<const site::SiteProfile*>;

/// Nothing is fetched.
class NoPages final : public fetch::Fetcher {
 public:
  void ask(fetch::Request /*request*/, OnAnswer on_answer) override {
    on_answer(fail(ErrorKind::Internal, "asked for by a takedown"));
  }
  void wait_until(const std::function<bool()>& /*is_done*/) override {}
};

Result<Profiles> configured_profiles(const TakedownOptions& options) {
  Profiles profiles;
  for (const std::string& name : options.config.sites) {
    const Result<const site::SiteProfile*> profile = options.catalog.by_name(name);
    if (!profile) return tl::unexpected(profile.error());
    profiles.push_back(*profile);
  }
  return profiles;
}

void add_once(Profiles& profiles, const site::SiteProfile* profile) {
  if (profile != nullptr && std::ranges::find(profiles, profile) == profiles.end())
    profiles.push_back(profile);
}

/// Finds stories by their names.
class Finder {
 public:
  Finder(const TakedownOptions& options, Profiles configured)
      : options_(options), profiles_(std::move(configured)) {}

  /// The configuration's, and those of stories that were found.
  [[nodiscard]] const Profiles& profiles() const { return profiles_; }

  /// The key of the story that `name` is. Errors: Usage, Io.
  Result<std::string> key_of(const std::string& name, store::State& state) {
    if (!name.starts_with("http://") && !name.starts_with("https://"))
      return key_of_path(name, state);
    return url::parse_url(name).and_then([&](const url::Url& url) { return key_of_url(url); });
  }

 private:
  // By the profile of the configuration, whatever other profiles read that host.
  Result<std::string> key_of_url(const url::Url& url) {
    add_once(profiles_, options_.catalog.by_url(url));
    const auto profile = std::ranges::find_if(
        profiles_, [&](const site::SiteProfile* each) { return site::covers(*each, url); });
    if (profile == profiles_.end()) return url::without_fragment(url).text;
    if (std::ranges::find((*profile)->front_pages, url.text, &url::Url::text) !=
        (*profile)->front_pages.end())
      return fail(ErrorKind::Usage, "a front page of " + (*profile)->name + ", and no story");
    return story_key(url, **profile).map([](const url::Url& key) { return key.text; });
  }

  Result<std::string> key_of_path(const std::string& name, store::State& state) {
    const std::string path = story_path_of(name);
    const std::string site = path.substr(0, path.find('/'));
    const auto story = state.story_at(site, path);
    if (!story) return tl::unexpected(story.error());
    if (!*story)
      return fail(ErrorKind::Usage,
                  "no story of the mirror; a story that it does not have is named by its URL");
    const auto profile = options_.catalog.by_name(site);
    if (!profile) return tl::unexpected(profile.error());
    add_once(profiles_, *profile);
    return (*story)->url;
  }

  // The path of the story's text in the first edition.
  [[nodiscard]] std::string story_path_of(const std::string& name) const {
    std::filesystem::path path = std::filesystem::path(name).lexically_normal();
    if (!path.has_filename() || pages::dialect_of(path)) path = path.parent_path();
    std::string story = path.string();
    for (const config::Edition& edition : options_.config.editions) {
      if (edition.name.empty() || !story.starts_with(edition.name + "/")) continue;
      story.erase(0, edition.name.size() + 1);
      break;
    }
    return story.ends_with(".txt") ? story : story + ".txt";
  }

  const TakedownOptions& options_;
  Profiles profiles_;
};

// Of the sites that the mirror has; of a mirror that lost its state, the configuration's.
Profiles sites_there(const Profiles& profiles, const TakedownOptions& options,
                     store::State& state) {
  Profiles there;
  for (const site::SiteProfile* profile : profiles) {
    const auto site = state.site(profile->name);
    if (site && *site) there.push_back(profile);
  }
  return there.empty() ? configured_profiles(options).value_or(Profiles()) : there;
}

// A folder that is not there is more likely misspelt than a mirror to be.
Status folder_at(const std::filesystem::path& root) {
  std::error_code error;
  if (std::filesystem::is_directory(root, error)) return {};
  return fail(ErrorKind::Io, root.string() + ": no such folder");
}

TakedownReport found(std::span<const std::string> names, store::State& state, Finder& finder) {
  TakedownReport report;
  for (const std::string& name : names) {
    const Result<std::string> key = finder.key_of(name, state);
    if (key) report.stories.push_back({.url = *key});
    if (!key) report.failures.push_back({"", name, key.error()});
  }
  return report;
}

void remove_listed(const TakedownOptions& options, const Profiles& sites,
                   const Workspace& workspace, const Clock& clock, TakedownReport& report) {
  RefreshOptions run{.config = options.config, .profiles = sites, .task = Task::TakeDown};
  NoPages pages;
  Progress progress;
  Result<Report> done =
      sites.empty() ? Report() : refresh_in(workspace, run, pages, clock, progress);
  if (!done) {
    report.failures.push_back({"", options.config.root.string(), done.error()});
    for (TakenDownStory& story : report.stories) story.outcome = TakenDownStory::Outcome::Listed;
    return;
  }
  std::ranges::move(done->failures, std::back_inserter(report.failures));
  for (TakenDownStory& story : report.stories) {
    const auto removed = std::ranges::find(done->taken_down, story.url, &RemovedStory::url);
    if (removed == done->taken_down.end()) continue;
    const auto site = std::ranges::find(done->sites, removed->site, &SiteReport::site);
    const bool is_done = site != done->sites.end() && !site->ended_early;
    story.outcome = is_done ? TakenDownStory::Outcome::Removed : TakenDownStory::Outcome::Listed;
    story.files = removed->files;
  }
}

// A front page that says that it is not modified, or is left alone, would list it no more.
Status forget_front_pages(const Profiles& sites, store::State& state) {
  store::Transaction changes = state.begin();
  for (const site::SiteProfile* profile : sites) {
    for (const url::Url& page : profile->front_pages) {
      auto known = state.listing(profile->name, page.text);
      if (!known) return tl::unexpected(known.error());
      known->validators = {};
      known->links.clear();
      changes.save(profile->name, *known);
    }
  }
  return changes.commit();
}

/// What a takedown works on.
struct Opened {
  Workspace workspace;
  store::Takedowns list;
  Finder finder;
  std::optional<store::State> state;

  [[nodiscard]] const std::filesystem::path& folder() const { return workspace.private_folder(); }
};

Result<Opened> opened(const TakedownOptions& options) {
  if (Status there = folder_at(options.config.root); !there) return tl::unexpected(there.error());
  auto workspace = Workspace::open(options.config.root, PublishMode::Write, Passage::Open);
  if (!workspace) return tl::unexpected(workspace.error());
  auto list = store::read_takedowns(workspace->private_folder());
  if (!list) return tl::unexpected(list.error());
  auto profiles = configured_profiles(options);
  if (!profiles) return tl::unexpected(profiles.error());
  auto state = store::State::open(workspace->private_folder(), store::StateMode::Durable);
  if (!state) return tl::unexpected(state.error());
  return Opened{*std::move(workspace), *std::move(list), Finder(options, *std::move(profiles)),
                *std::move(state)};
}

}  // namespace

Result<TakedownReport> take_down(const TakedownOptions& options, std::span<const std::string> names,
                                 const Clock& clock) {
  Result<Opened> mirror = opened(options);
  if (!mirror) return tl::unexpected(mirror.error());
  TakedownReport report = found(names, *mirror->state, mirror->finder);
  if (const auto& damage = mirror->state->damage())
    report.failures.push_back({"", options.config.root.string(), *damage});
  if (report.stories.empty()) return report;
  const auto today = std::chrono::floor<std::chrono::days>(clock.now());
  for (TakenDownStory& story : report.stories) {
    const bool is_known =
        std::ranges::find(mirror->list, story.url, &store::Takedown::url) != mirror->list.end();
    if (is_known) story.outcome = TakenDownStory::Outcome::Known;
    if (!is_known) mirror->list.push_back({today, story.url});
  }
  const Status listed = store::write_takedowns(mirror->folder(), mirror->list);
  if (!listed) return tl::unexpected(listed.error());
  const Profiles sites = sites_there(mirror->finder.profiles(), options, *mirror->state);
  mirror->state.reset();
  remove_listed(options, sites, mirror->workspace, clock, report);
  store::State::remove_set_aside(mirror->folder());
  return report;
}

Result<TakedownReport> take_back(const TakedownOptions& options,
                                 std::span<const std::string> urls) {
  Result<Opened> mirror = opened(options);
  if (!mirror) return tl::unexpected(mirror.error());
  TakedownReport named = found(urls, *mirror->state, mirror->finder);
  TakedownReport report{.stories = {}, .failures = std::move(named.failures)};
  for (TakenDownStory& story : named.stories) {
    story.outcome = TakenDownStory::Outcome::Allowed;
    if (std::erase_if(mirror->list, [&](const auto& each) { return each.url == story.url; }) > 0) {
      report.stories.push_back(std::move(story));
    } else {
      report.failures.push_back({"", story.url, {ErrorKind::Usage, "was not taken down"}});
    }
  }
  if (report.stories.empty()) return report;
  const Profiles sites = sites_there(mirror->finder.profiles(), options, *mirror->state);
  Status done = forget_front_pages(sites, *mirror->state);
  if (done) done = store::write_takedowns(mirror->folder(), mirror->list);
  if (!done) return tl::unexpected(done.error());
  return report;
}

Result<store::Takedowns> taken_down(const std::filesystem::path& root) {
  return folder_at(root).and_then([&] { return store::read_takedowns(root / ".newshole"); });
}

}  // namespace newshole::mirror
