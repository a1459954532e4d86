#include "mirror/refresh.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "fetch/robots/robots_fetcher.h"
#include "format/typesetter.h"
#include "listing/extractor.h"
#include "mirror/disk/publisher.h"
#include "mirror/disk/workspace.h"
#include "mirror/site_refresh.h"
#include "pages/menus.h"
#include "pages/server_files.h"
#include "store/state.h"

namespace newshole::mirror {
namespace {

// What a run works with, whichever state it finds.
struct Tools {
  fetch::Fetcher* fetcher = nullptr;
  Progress* progress = nullptr;
  const Clock* clock = nullptr;
  UtcTime now;
  std::vector<StoryTools> story_tools;
};

Result<StoryTools> make_story_tools(const config::Config& config, const Clock& clock) {
  StoryTools tools{press::Reader(clock), {}};
  for (const config::Edition& edition : config.editions) {
    Result<press::Press> press = press::Press::create(press::style_of(config, edition));
    if (!press) return tl::unexpected(press.error());
    tools.editions.push_back({&edition, *std::move(press)});
  }
  return tools;
}

Result<Tools> make_tools(const config::Config& config, fetch::Fetcher& fetcher, const Clock& clock,
                         Progress& progress) {
  // What reads pages off the line leaves most of its core free, so all cores may make stories.
  constexpr unsigned kMostThreads = 4;
  const unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads);
  Tools tools{&fetcher, &progress, &clock, clock.now(), {}};
  while (tools.story_tools.size() < threads) {
    Result<StoryTools> made = make_story_tools(config, clock);
    if (!made) return tl::unexpected(made.error());
    tools.story_tools.push_back(*std::move(made));
  }
  return tools;
}

Status remove_files(const Run& run, std::span<const std::string> paths) {
  store::Transaction removals = run.state->begin();
  for (const std::string& path : paths) removals.add_pending_removal(path);
  const Status status = removals.commit();
  return status ? remove_pending(run) : status;
}

Status publish_root_menu(const Run& run) {
  if (run.sites.size() < 2) return {};
  std::vector<store::SiteRecord> sites;
  for (const std::string& name : run.sites) {
    Result<std::optional<store::SiteRecord>> site = run.state->site(name);
    if (!site) return tl::unexpected(site.error());
    if (*site) sites.push_back(**std::move(site));
  }
  if (sites.empty()) return {};
  std::vector<std::string> former;  // menus of the dialect that an edition had before
  for (EditionSetter& setter : *run.editions) {
    const pages::MenuMaker maker = menu_maker(run, nullptr, setter);
    const std::string path = pages::menu_path(*setter.edition, "");
    const bool is_new = !run.publisher->has_file(path);
    Status status = put(run, "", path, pages::menu_bytes(maker, pages::root_menu(maker, sites)));
    if (!status) return status;
    const std::string other = pages::other_menu_path(*setter.edition, "");
    if (is_new && run.publisher->has_file(other)) former.push_back(other);
  }
  const Status status = publish_staged(run);
  return status ? remove_files(run, former) : status;
}

struct ServerFile {
  std::string path;
  std::string bytes;
};

// They speak for the whole server.
Result<std::vector<ServerFile>> make_server_files(const Run& run) {
  const config::Config& config = run.options->config;
  std::vector<std::string> editions;
  for (const config::Edition& edition : config.editions) {
    if (!edition.name.empty()) editions.push_back(edition.name);
  }
  std::vector<std::string> titles;
  for (const std::string& name : run.sites) {
    const Result<std::optional<store::SiteRecord>> site = run.state->site(name);
    if (!site) return tl::unexpected(site.error());
    if (*site) titles.push_back((*site)->title);
  }
  return std::vector<ServerFile>{{std::string(pages::kRobotsFile),
                                  pages::robots_txt({.sites = run.sites, .editions = editions})},
                                 {std::string(pages::kCapsFile),
                                  pages::caps_txt({.sites = titles,
                                                   .contact = config.network.contact,
                                                   .charset = config.editions.front().charset})}};
}

// What earlier runs wrote when the root was the server's; other files there are not ours.
Status remove_server_files(const Run& run, std::span<const ServerFile> files) {
  std::vector<std::string> own;
  for (const ServerFile& file : files) {
    if (run.publisher->holds(file.path, file.bytes)) own.push_back(file.path);
  }
  return remove_files(run, own);
}

Status publish_server_files(const Run& run) {
  const Result<std::vector<ServerFile>> files = make_server_files(run);
  if (!files) return tl::unexpected(files.error());
  if (run.options->config.server_root == config::ServerRoot::Elsewhere) {
    return remove_server_files(run, *files);
  }
  for (const ServerFile& file : *files) {
    if (Status status = put(run, "", file.path, file.bytes); !status) return status;
  }
  return publish_staged(run);
}

bool is_stopped(const RefreshOptions& options) {
  return options.stop != nullptr && options.stop->is_requested();
}

// What the batch that failed has put in place is in no report yet.
void note_visible(Publisher& publisher, Report& report) {
  for (PublishedFile& file : publisher.take_visible()) {
    report.bytes_written += file.bytes;
    report.files_written.push_back(std::move(file.path));
  }
}

Status refresh_site(const Run& run, const site::SiteProfile& profile) {
  if (is_stopped(*run.options)) {
    run.report->failures.push_back(
        {profile.name, profile.name, {ErrorKind::Stopped, "asked to stop before its turn"}});
    return {};
  }
  store::Transaction transaction = run.state->begin();
  Run run_of_site = run;
  run_of_site.transaction = &transaction;
  SiteRefresh site(run_of_site, profile);
  return run.options->task == Task::Rebuild ? site.rebuild() : site.refresh();
}

void give_up_site(const Run& run, const site::SiteProfile& profile, const Error& error) {
  note_visible(*run.publisher, *run.report);
  run.publisher->discard();
  run.report->failures.push_back({profile.name, run.options->config.root.string(), error});
}

// One that cannot be written leaves the others fresh. Of a damaged state nothing is to be had.
Status refresh_each(const Run& run) {
  Status first;
  std::size_t failed = 0;
  for (const site::SiteProfile* profile : run.options->profiles) {
    Status status = refresh_site(run, *profile);
    if (status) continue;
    if (run.state->is_damaged()) return status;
    give_up_site(run, *profile, status.error());
    if (++failed == 1) first = status;
  }
  const bool is_any_done =
      failed < run.options->profiles.size() || !run.report->files_written.empty();
  return is_any_done ? Status() : first;
}

Status refresh_sites(const Run& run) {
  Status status = refresh_each(run);
  if (status) status = publish_root_menu(run);
  if (status) status = publish_server_files(run);
  return status && run.options->task == Task::Rebuild ? rebuild_index(run) : status;
}

bool is_bound_by_robots(const RefreshOptions& options) {
  return options.source == PageSource::Sites &&
         options.config.network.robots == config::RobotsPolicy::Obey;
}

// What one attempt came to; a state may turn out to be damaged anywhere on the way.
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
  store::Robots robots = state->robots();
  fetch::RobotsFetcher polite(*tools.fetcher, robots, *tools.clock);
  fetch::Fetcher* fetcher = tools.fetcher;
  if (is_bound_by_robots(options)) fetcher = &polite;
  StoryTools& first = tools.story_tools.front();
  store::FreshArticles fresh;
  const auto sites = sites_of_mirror(options, *state);
  const Run run{.options = &options,
                .fetcher = fetcher,
                .progress = tools.progress,
                .clock = tools.clock,
                .now = tools.now,
                .sites = sites.value_or(std::vector<std::string>()),
                .state = &*state,
                .publisher = &*publisher,
                .story_tools = &tools.story_tools,
                .reader = &first.reader,
                .editions = &first.editions,
                .report = &report,
                .fresh = &fresh};
  Status status = sites ? refresh_sites(run) : tl::unexpected(sites.error());
  if (status) status = robots.status();
  if (!status) note_visible(*publisher, report);
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
    // What it published it published.
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
  Result<Tools> tools = make_tools(options.config, fetcher, clock, progress);
  if (!tools) return tl::unexpected(tools.error());
  Attempt attempt = run_with_state(options, *workspace, *tools);
  if (!attempt.damage || options.mode == Mode::DryRun) return std::move(attempt.report);
  return run_again_without_state(options, *workspace, *tools, std::move(attempt));
}

}  // namespace newshole::mirror
