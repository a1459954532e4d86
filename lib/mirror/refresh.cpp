#include "mirror/refresh.h"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fetch/robots/robots_filter.h"
#include "mirror/disk/publisher.h"
#include "mirror/disk/workspace.h"
#include "mirror/open_mirror.h"
#include "mirror/output.h"
#include "mirror/site_refresh.h"
#include "mirror/tools.h"
#include "search/update.h"
#include "store/state.h"

namespace newshole::mirror {
namespace {

bool is_stopped(const RefreshOptions& options) {
  return options.stop != nullptr && options.stop->is_requested();
}

using IndexTask = Result<search::UpdateOutcome> (*)(const search::UpdateSources& sources);

// A failure of the index is one in the report; errors are those of the state.
Status update_index(IndexTask task, const RefreshOptions& options, const OpenMirror& mirror,
                    const Clock& clock) {
  if (options.mode == Mode::DryRun) return {};
  const auto outcome = task({.root = options.config.root,
                             .state = mirror.state,
                             .fresh = mirror.fresh,
                             .edition = &options.config.editions.front(),
                             .clock = &clock,
                             .stop = options.stop});
  if (!outcome) return tl::unexpected(outcome.error());
  if (!outcome->index) {
    mirror.output->fail({"", outcome->folder.string(), outcome->index.error()});
  }
  return {};
}

/// The sites of a run, one after another.
class SitesRun {
 public:
  SitesRun(const RefreshOptions& options, const Source& source, const Clock& clock,
           OpenMirror& mirror, Report& report)
      : options_(&options), source_(source), clock_(&clock), mirror_(&mirror), report_(&report) {}

  Status run() {
    Status status = run_each();
    if (status) status = publish_root(*mirror_, source_.editions());
    if (!status || options_->task != Task::Rebuild) return status;
    return update_index(search::rebuild_index, *options_, *mirror_, *clock_);
  }

 private:
  // A site that cannot be written leaves the others to be refreshed, unless the state is damaged.
  Status run_each() {
    Status first;
    std::size_t failed = 0;
    for (const site::SiteProfile* profile : options_->profiles) {
      Status status = run_unless_stopped(*profile);
      if (status) continue;
      if (mirror_->state->is_damaged()) return status;
      give_up(*profile, status.error());
      if (++failed == 1) first = status;
    }
    const bool is_any_done = failed < options_->profiles.size() || !report_->files_written.empty();
    return is_any_done ? Status() : first;
  }

  Status run_unless_stopped(const site::SiteProfile& profile) {
    if (!is_stopped(*options_)) return run_site(profile);
    mirror_->output->fail(
        {profile.name, profile.name, {ErrorKind::Stopped, "asked to stop before its turn"}});
    return {};
  }

  Status run_site(const site::SiteProfile& profile) {
    const Tick began = clock_->tick();
    const fetch::Traffic before = source_.fetcher->traffic();
    mirror_->output->progress().began(profile.name);
    SiteReport report{.site = profile.name};
    Status status = SiteRefresh(*options_, source_, *mirror_, profile, report).run();
    report.ended_early = !status;
    if (status) status = clean_up();
    mirror_->fresh->clear();
    report.seconds = std::chrono::duration<double>(clock_->tick() - began).count();
    report.traffic = source_.fetcher->traffic().since(before);
    report_->sites.push_back(std::move(report));
    return status;
  }

  // Files are removed once neither a menu nor the search index names them.
  Status clean_up() {
    const Status status = update_index(search::update_index, *options_, *mirror_, *clock_);
    return status ? remove_pending(*mirror_) : status;
  }

  void give_up(const site::SiteProfile& profile, const Error& error) {
    mirror_->output->report_visible();
    mirror_->output->publisher().discard();
    mirror_->output->fail({profile.name, options_->config.root.string(), error});
  }

  const RefreshOptions* options_;
  Source source_;
  const Clock* clock_;
  OpenMirror* mirror_;
  Report* report_;
};

bool is_bound_by_robots(const RefreshOptions& options) {
  return options.source == PageSource::Sites &&
         options.config.network.robots == config::RobotsPolicy::Obey;
}

/// The tools of a run, whichever state it finds.
struct Tools {
  fetch::Fetcher* fetcher = nullptr;
  Progress* progress = nullptr;
  const Clock* clock = nullptr;
  UtcTime now;
  std::vector<StoryTools> stories;
};

Status run_sites(const RefreshOptions& options, Tools& tools, store::State& state,
                 Publisher& publisher, Report& report) {
  auto sites = sites_of_mirror(options, state);
  if (!sites) return tl::unexpected(sites.error());
  store::Robots robots = state.robots();
  // An origin whose robots.txt cannot be reached is not asked again in this run.
  constexpr std::chrono::hours kRun{24};
  fetch::RobotsFilter polite(*tools.fetcher, *tools.clock, {&robots, kRun});
  fetch::Fetcher* fetcher = tools.fetcher;
  if (is_bound_by_robots(options)) fetcher = &polite;
  store::FreshArticles fresh;
  Output output(publisher, report, *tools.progress);
  OpenMirror mirror{&options.config, *std::move(sites), &state, &fresh, &output};
  Status status =
      SitesRun(options, {fetcher, &tools.stories, tools.now}, *tools.clock, mirror, report).run();
  if (status) status = robots.status();
  if (!status) output.report_visible();
  return status;
}

/// The result of one attempt. Any read or write of it may find that the state is damaged.
struct Attempt {
  Result<Report> report;
  std::optional<Error> damage;  // of the state
};

Attempt run_with_state(const RefreshOptions& options, const Workspace& workspace, Tools& tools) {
  const bool is_dry = options.mode == Mode::DryRun;
  Result<Publisher> publisher =
      Publisher::open(workspace.place(), is_dry ? PublishMode::DryRun : PublishMode::Write);
  if (!publisher) return {tl::unexpected(publisher.error())};
  Result<store::State> state = store::State::open(
      workspace.private_folder(), is_dry ? store::StateMode::Scratch : store::StateMode::Durable);
  if (!state) return {tl::unexpected(state.error())};
  Report report;
  if (state->damage()) {
    report.failures.push_back({"", workspace.private_folder().string(), *state->damage()});
  }
  const Status status = run_sites(options, tools, *state, *publisher, report);
  std::optional<Error> damage;
  if (!status && state->is_damaged()) damage = status.error();
  if (!status && (report.files_written.empty() || (damage && is_dry))) {
    return {tl::unexpected(status.error()), damage};
  }
  if (!status) report.failures.push_back({"", options.config.root.string(), status.error()});
  report.traffic = tools.fetcher->traffic();
  return {std::move(report), damage};
}

Result<Report> run_again_without_state(const RefreshOptions& options, const Workspace& workspace,
                                       Tools& tools, Attempt first) {
  if (const Status moved = store::State::set_aside(workspace.private_folder()); !moved) {
    // The report says what was published.
    if (first.report) return std::move(first.report);
    return tl::unexpected(moved.error());
  }
  Attempt attempt = run_with_state(options, workspace, tools);
  if (attempt.report) {
    attempt.report->failures.push_back(
        {"",
         workspace.private_folder().string(),
         {ErrorKind::Io, first.damage->message + "; set aside, the state starts anew"}});
  }
  return std::move(attempt.report);
}

}  // namespace

Result<Report> refresh(const RefreshOptions& options, fetch::Fetcher& fetcher, const Clock& clock,
                       Progress& progress) {
  const PublishMode mode = options.mode == Mode::DryRun ? PublishMode::DryRun : PublishMode::Write;
  const bool is_searched = options.config.search.kind != config::SearchService::Kind::None;
  const Result<Workspace> workspace =
      Workspace::open(options.config.root, mode, is_searched ? Passage::ToSearch : Passage::Closed);
  if (!workspace) return tl::unexpected(workspace.error());
  auto story_tools = make_story_tools(options.config, clock);
  if (!story_tools) return tl::unexpected(story_tools.error());
  Tools tools{&fetcher, &progress, &clock, clock.now(), *std::move(story_tools)};
  Attempt attempt = run_with_state(options, *workspace, tools);
  if (!attempt.damage || options.mode == Mode::DryRun) return std::move(attempt.report);
  return run_again_without_state(options, *workspace, tools, std::move(attempt));
}

}  // namespace newshole::mirror
