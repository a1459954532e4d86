#include "mirror/refresh.h"

#include <algorithm>
#include <thread>

#include "fetch/robots/robots_filter.h"
#include "mirror/obstacles.h"
#include "mirror/prune.h"
#include "mirror/refresh_in.h"
#include "mirror/site_refresh.h"
#include "mirror/stages/front_pages.h"
#include "mirror/stages/front_pages_ahead.h"
#include "mirror/stages/page_work.h"
#include "search/update.h"

namespace newshole::mirror {
namespace {

PublishMode mode_of(const RefreshOptions& options) {
  return options.mode == Mode::DryRun ? PublishMode::DryRun : PublishMode::Write;
}

using IndexTask = Result<search::UpdateOutcome> (*)(const search::UpdateSources& sources);

// A failure of the index is one in the report; errors are those of the state.
Status update_index(IndexTask task, const Run& run, OpenMirror& mirror) {
  if (run.is_dry()) return {};
  return task({.root = run.options.config.root,
               .state = &mirror.state,
               .fresh = &mirror.fresh,
               .edition = &run.options.config.editions.front(),
               .clock = &run.clock,
               .stop = run.options.stop})
      .transform([&](const search::UpdateOutcome& outcome) {
        if (!outcome.index) mirror.fail({"", outcome.folder.string(), outcome.index.error()});
      });
}

// So many sites at a time: what has come of them waits in memory.
constexpr std::size_t kSitesAhead = 48;

/// The front pages that the next sites of the run ask for.
Result<std::vector<FrontPagesAhead::Wanted>> wanted_of(
    const Run& run, store::State& state, std::span<const site::SiteProfile* const> profiles) {
  std::vector<FrontPagesAhead::Wanted> wanted;
  for (const site::SiteProfile* profile : profiles) {
    const auto listings = recall_listings(state, *profile);
    if (!listings) return tl::unexpected(listings.error());
    const Turns turns = run.turns(config::fingerprints_of(run.options.config, *profile).rules);
    for (fetch::Request& request : front_page_requests(*profile, *listings, turns))
      wanted.push_back({profile->name, std::move(request)});
  }
  return wanted;
}

bool is_asked_ahead(const RefreshOptions& options) {
  return options.source == PageSource::Sites && options.task == Task::Refresh &&
         options.profiles.size() > 1;
}

/// Asks ahead for the sites from `index` on, where its turn is that of the first of them.
Status look_ahead(const Run& run, store::State& state, std::size_t index, FrontPagesAhead& ahead) {
  if (index % kSitesAhead != 0 || !is_asked_ahead(run.options)) return {};
  const auto sites = std::span(run.options.profiles).subspan(index);
  return wanted_of(run, state, sites.first(std::min(sites.size(), kSitesAhead)))
      .map([&](auto&& wanted) { ahead.gather(std::forward<decltype(wanted)>(wanted)); });
}

Status run_site(const Run& run, OpenMirror& mirror, std::size_t index, FrontPagesAhead& ahead) {
  const site::SiteProfile& profile = *run.options.profiles[index];
  if (run.options.stop != nullptr && run.options.stop->is_requested()) {
    mirror.fail(
        {profile.name, profile.name, {ErrorKind::Stopped, "asked to stop before its turn"}});
    return {};
  }
  const Tick began = run.clock.tick();
  run.progress.began(profile.name);
  Status status = look_ahead(run, mirror.state, index, ahead);
  const fetch::Traffic before = run.fetcher.traffic();
  SiteReport report{.site = profile.name};
  if (status) status = refresh_site(run, mirror, profile, report);
  report.ended_early = !status;
  if (status) status = update_index(search::update_index, run, mirror);
  mirror.fresh.clear();
  report.seconds = std::chrono::duration<double>(run.clock.tick() - began).count();
  report.traffic = run.fetcher.traffic().since(before);
  report.traffic += ahead.traffic_of(profile.name);
  mirror.report.sites.push_back(std::move(report));
  return status;
}

// A site that cannot be written leaves the others to be refreshed, unless the state is damaged.
Status run_each_site(const Run& run, OpenMirror& mirror, FrontPagesAhead& ahead) {
  Status first;
  std::size_t failed = 0;
  for (std::size_t i = 0; i < run.options.profiles.size(); ++i) {
    Status status = run_site(run, mirror, i, ahead);
    if (status) continue;
    if (mirror.state.is_damaged()) return status;
    mirror.report_visible();
    mirror.publisher.discard();
    mirror.fail({run.options.profiles[i]->name, run.options.config.root.string(), status.error()});
    if (++failed == 1) first = status;
  }
  const bool is_any_done =
      failed < run.options.profiles.size() || !mirror.report.files_written.empty();
  return is_any_done ? Status() : first;
}

/// Names each folder that nothing owns any more, once.
Status tell_left_over(const Run& run, OpenMirror& mirror) {
  if (run.options.task != Task::Refresh || run.is_dry()) return {};
  config::Config config = run.options.config;
  for (const site::SiteProfile* profile : run.options.profiles)
    config.sites.push_back(profile->name);
  const auto folders = left_over_folders(config, mirror.state);
  const auto told = mirror.state.failures("");
  if (!folders || !told) return tl::unexpected(folders ? told.error() : folders.error());
  if (folders->empty() && told->empty()) return {};
  store::Transaction changes = mirror.state.begin();
  for (const store::FailureRecord& each : *told) {
    const auto& name = each.subject;
    const bool is_folder = each.of == store::FailureRecord::Of::Setting;
    if (is_folder && std::ranges::find(*folders, name) == folders->end())
      changes.drop_failure("", each);
  }
  for (const std::string& folder : *folders) {
    if (std::ranges::find(*told, folder, &store::FailureRecord::subject) != told->end()) continue;
    changes.save("", store::FailureRecord{.of = store::FailureRecord::Of::Setting,
                                          .subject = folder,
                                          .first_failed = run.now,
                                          .last_told = run.now});
    mirror.report.notices.push_back({folder, std::string(kLeftOverNotice)});
  }
  return changes.commit();
}

Status run_sites(const Run& run, OpenMirror& mirror, FrontPagesAhead& ahead) {
  Status status = run_each_site(run, mirror, ahead);
  if (status) status = publish_root(mirror, run.editions());
  // Files are removed once neither a menu nor the search index names them.
  if (status) status = remove_pending(mirror);
  if (status) status = tell_left_over(run, mirror);
  if (status)
    status = tell_obstacles(mirror, run.now, run.is_dry() ? Memory::Ignored : Memory::Heeded);
  if (!status || run.options.task != Task::Rebuild) return status;
  return update_index(search::rebuild_index, run, mirror);
}

bool is_bound_by_robots(const RefreshOptions& options) {
  return options.source == PageSource::Sites &&
         options.config.network.robots == config::RobotsPolicy::Obey;
}

Status run_politely(const Run& run, const store::Takedowns& takedowns, store::State& state,
                    Publisher& publisher, Report& report) {
  auto sites = sites_of_mirror(run.options, state);
  if (!sites) return tl::unexpected(sites.error());
  store::Robots robots = state.robots();
  // An origin whose robots.txt cannot be reached is not asked again in this run.
  constexpr std::chrono::hours kRun{24};
  fetch::RobotsFilter polite(run.fetcher, run.clock, {&robots, kRun});
  FrontPagesAhead ahead(is_bound_by_robots(run.options) ? polite : run.fetcher);
  OpenMirror mirror{run.options.config, *std::move(sites), state, publisher, report, run.progress};
  Status status = run_sites(
      {run.options, ahead, run.clock, run.progress, run.tools, run.now, run.end, &takedowns},
      mirror, ahead);
  if (status) status = robots.status();
  if (!status) mirror.report_visible();
  return status;
}

/// The result of one attempt. Any read or write of it may find that the state is damaged.
struct Attempt {
  Result<Report> report;
  std::optional<Error> damage;  // of the state
};

Attempt run_with_state(const Run& run, const Workspace& workspace) {
  const std::string folder = workspace.private_folder().string();
  Result<Publisher> publisher = Publisher::open(workspace.place(), mode_of(run.options));
  if (!publisher) return {tl::unexpected(publisher.error())};
  Result<store::State> state =
      store::State::open(workspace.private_folder(),
                         run.is_dry() ? store::StateMode::Scratch : store::StateMode::Durable);
  if (!state) return {tl::unexpected(state.error())};
  const auto takedowns = store::read_takedowns(workspace.private_folder());
  if (!takedowns) return {tl::unexpected(takedowns.error()), {}};
  Report report;
  if (state->damage()) report.failures.push_back({"", folder, *state->damage()});
  const Status status = run_politely(run, *takedowns, *state, *publisher, report);
  std::optional<Error> damage;
  if (!status && state->is_damaged()) damage = status.error();
  if (!status && (report.files_written.empty() || (damage && run.is_dry()))) {
    return {tl::unexpected(status.error()), damage};
  }
  if (!status) report.failures.push_back({"", run.options.config.root.string(), status.error()});
  report.traffic = run.fetcher.traffic();
  return {std::move(report), damage};
}

Result<Report> run_again_without_state(const Run& run, const Workspace& workspace, Attempt first) {
  if (const Status moved = store::State::set_aside(workspace.private_folder()); !moved) {
    // The report says what was published.
    if (first.report) return std::move(first.report);
    return tl::unexpected(moved.error());
  }
  Attempt attempt = run_with_state(run, workspace);
  if (attempt.report) {
    const std::string& cause = first.damage->message;
    attempt.report->failures.push_back(
        {"",
         workspace.private_folder().string(),
         {ErrorKind::Io, cause + "; set aside, the state starts anew"}});
  }
  return std::move(attempt.report);
}

// Tools for as many threads as the machine has cores, up to a few.
Result<std::vector<StoryTools>> make_tools(const RefreshOptions& options, const Clock& clock) {
  // The thread that fetches leaves most of its core free, so all cores may make stories.
  constexpr unsigned kMostThreads = 4;
  const unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads);
  std::vector<StoryTools> all;
  while (all.size() < threads) {
    Result<StoryTools> tools = make_story_tools(options.config, options.workers, clock);
    if (!tools) return tl::unexpected(tools.error());
    all.push_back(*std::move(tools));
  }
  return all;
}

}  // namespace

Result<Report> refresh(const RefreshOptions& options, fetch::Fetcher& fetcher, const Clock& clock,
                       Progress& progress) {
  const Result<Workspace> workspace =
      Workspace::open(options.config.root, mode_of(options), passage_of(options.config));
  if (!workspace) return tl::unexpected(workspace.error());
  return refresh_in(*workspace, options, fetcher, clock, progress);
}

Result<Report> refresh_in(const Workspace& workspace, const RefreshOptions& options,
                          fetch::Fetcher& fetcher, const Clock& clock, Progress& progress) {
  auto tools = make_tools(options, clock);
  if (!tools) return tl::unexpected(tools.error());
  const Run run{
      options, fetcher, clock, progress, *tools, clock.now(), clock.tick() + options.max_run};
  Attempt attempt = run_with_state(run, workspace);
  if (!attempt.damage || run.is_dry()) return std::move(attempt.report);
  return run_again_without_state(run, workspace, std::move(attempt));
}

}  // namespace newshole::mirror
