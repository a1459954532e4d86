#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "choice.h"
#include "commands.h"
#include "mirror/metrics.h"
#include "mirror/prune.h"
#include "mirror/refresh.h"
#include "network_flags.h"
#include "page_source.h"
#include "page_workers.h"
#include "places.h"
#include "process/output.h"
#include "process/progress_line.h"
#include "process/stop_signals.h"
#include "text/dates/dates.h"
#include "text/width.h"

namespace newshole::converter {
namespace {

/// The command line.
struct MirrorFlags {
  std::optional<std::string> config;
  std::optional<std::string> root;
  std::vector<std::string> sites;
  std::optional<std::string> from;
  std::optional<std::size_t> limit;
  bool rebuild = false;
  bool force = false;
  bool dry_run = false;
  bool prune = false;
  std::optional<std::string> report;
  std::optional<std::string> metrics;
  bool quiet = false;
  bool verbose = false;
  NetworkFlags network;
};

Verbosity verbosity_of(const MirrorFlags& flags) {
  if (flags.quiet) return Verbosity::Quiet;
  return flags.verbose ? Verbosity::Verbose : Verbosity::Normal;
}

void add_flags(CLI::App& command, MirrorFlags& flags) {
  add_config_flag(command, flags.config);
  add_value(command, "--root", flags.root, "DIR", "Where the mirror lives");
  auto* site = add_value(command, "--site", flags.sites, "NAME",
                         "Only this site: a name or an address (repeatable)")
                   ->allow_extra_args(false);
  add_value(command, "--from", flags.from, "DIR",
            "Saved pages instead of the network: DIR/HOST/PATH[.html], DIR/HOST/index.html");
  add_value(command, "--limit", flags.limit, "N", "At most so many stories of each front page")
      ->check(CLI::Range(1, 1000));
  command.add_flag("--rebuild", flags.rebuild,
                   "Write everything anew from what is known; fetch nothing");
  command.add_flag("--force", flags.force,
                   "Let keep_days remove more than half of a site's stories");
  command
      .add_flag("--prune", flags.prune,
                "Then remove what no configured site or edition owns any more")
      ->excludes(site);
  auto* dry_run = command.add_flag("--dry-run", flags.dry_run,
                                   "Say what would be fetched and written, and write nothing");
  add_value(command, "--report", flags.report, "FILE",
            "Write what happened, as JSON; - is standard output");
  add_value(command, "--metrics", flags.metrics, "FILE",
            "Write what happened, for Prometheus' textfile collector; - is standard output")
      ->excludes(dry_run);
  auto* quiet = command.add_flag("--quiet", flags.quiet, "No progress line");
  command
      .add_flag("--verbose", flags.verbose,
                "A line for each story that comes, changes or goes, and a sum")
      ->excludes(quiet);
  add_network_flags(command, flags.network);
}

Result<mirror::RefreshOptions> options_of(const MirrorFlags& flags, const Settings& settings) {
  mirror::RefreshOptions options{.config = settings.config};
  if (flags.root) options.config.root = *flags.root;
  options.story_limit = flags.limit;
  if (flags.dry_run) options.mode = mirror::Mode::DryRun;
  if (flags.rebuild) options.task = mirror::Task::Rebuild;
  if (flags.force) options.removal = mirror::Removal::Forced;
  if (!flags.sites.empty()) options.visit = mirror::Visit::Now;
  if (flags.from) options.source = mirror::PageSource::Folder;
  const std::vector<std::string>& names = flags.sites.empty() ? settings.config.sites : flags.sites;
  if (names.empty())
    return fail(ErrorKind::Config, "no sites: the configuration names none, nor does --site");
  for (const std::string& name : names) {
    const Result<const site::SiteProfile*> profile = settings.catalog.by_name(name);
    if (!profile) return tl::unexpected(profile.error());
    if (std::ranges::find(options.profiles, *profile) == options.profiles.end())
      options.profiles.push_back(*profile);
  }
  return options;
}

int width_of(const std::vector<std::string>& banner) {
  int widest = 0;
  for (const std::string& line : banner) widest = std::max(widest, text::width(line));
  return widest;
}

Status check_banner(const site::SiteProfile& profile, int room) {
  const bool is_asked_for = profile.banner_origin == site::BannerOrigin::Profile;
  if (!is_asked_for || profile.banner.empty() || !site::banner_for(profile, room).empty())
    return {};
  const int width =
      width_of(profile.narrow_banner.empty() ? profile.banner : profile.narrow_banner);
  return fail(ErrorKind::Config, profile.name + ": its banner is " + std::to_string(width) +
                                     " columns wide, the page has " + std::to_string(room));
}

/// A banner that is wider than the page is an error of the configuration, found before any story.
Status check_banners(const mirror::RefreshOptions& options) {
  for (const config::Edition& edition : options.config.editions) {
    for (const site::SiteProfile* profile : options.profiles) {
      if (edition.banner == config::BannerPlace::None) continue;
      const int room = std::min(edition.width, edition.menu_width);
      if (Status status = check_banner(*profile, room); !status) return status;
    }
  }
  return {};
}

Status write_to(const std::string& place, std::string_view bytes, Readers readers) {
  if (place != "-") return write_whole(place, bytes, readers);
  return Output(std::nullopt).write(bytes);
}

Status write_report(const MirrorFlags& flags, const mirror::Report& report) {
  if (!flags.report) return {};
  return write_to(*flags.report, mirror::to_json(report), Readers::AsUmaskSays);
}

/// For everybody to read: the collector runs as another user.
Status write_metrics(const MirrorFlags& flags, const mirror::Report& report, UtcTime now) {
  if (!flags.metrics) return {};
  return write_to(*flags.metrics, mirror::to_prometheus(report, now), Readers::Everybody);
}

/// Records the URLs that are fetched, for --dry-run.
class FetchRecorder final : public mirror::Progress {
 public:
  explicit FetchRecorder(mirror::Progress& shown) : shown_(&shown) {}
  void listed(std::string_view site, std::size_t stories, std::size_t to_fetch) override {
    shown_->listed(site, stories, to_fetch);
  }
  void began(std::string_view site) override { shown_->began(site); }
  void fetched(const mirror::Arrival& arrival) override {
    urls_.emplace_back(arrival.url);
    shown_->fetched(arrival);
  }
  void wrote(std::string_view file) override { shown_->wrote(file); }
  void heard(const mirror::News& news) override { shown_->heard(news); }
  [[nodiscard]] const std::vector<std::string>& urls() const { return urls_; }

 private:
  mirror::Progress* shown_;
  std::vector<std::string> urls_;
};

Status write_plan(const mirror::Report& report, const std::vector<std::string>& urls) {
  std::string out;
  for (const mirror::SiteReport& site : report.sites) {
    out += site.site + ": " + std::to_string(site.listed) + " stories, " +
           std::to_string(site.fetched) + " to fetch\n";
  }
  for (const std::string& url : urls) out += "would fetch " + url + "\n";
  for (const std::string& file : report.files_written) out += "would write " + file + "\n";
  return Output(std::nullopt).write(out);
}

bool is_anything_done(const mirror::Report& report) {
  if (!report.files_written.empty()) return true;
  return std::ranges::any_of(report.sites, [](const mirror::SiteReport& site) {
    return !site.front_page_failed && !site.ended_early &&
           (site.fetched == 0 || site.added + site.changed + site.unchanged > 0);
  });
}

/// A site may mend what it answers.
bool is_answer(const Error& error) {
  constexpr std::array kKinds = {ErrorKind::HttpStatus, ErrorKind::RedirectRefused,
                                 ErrorKind::TooLarge, ErrorKind::NotArticle};
  return std::ranges::find(kKinds, error.kind) != kKinds.end();
}

/// What was told before is no news to the caller either, unless nothing came at all.
bool is_all_well(const mirror::Report& report) {
  const auto is_serious = [](const mirror::Failure& failure) {
    return failure.gravity == mirror::Gravity::Serious;
  };
  const bool is_nothing_here =
      !report.sites.empty() &&
      std::ranges::all_of(report.sites, &mirror::SiteReport::front_page_failed);
  if (report.failures.empty()) return true;
  return !is_nothing_here && std::ranges::none_of(report.failures, is_serious);
}

ExitStatus status_of(const mirror::Report& report) {
  if (is_all_well(report)) return ExitStatus::Done;
  if (is_anything_done(report)) return ExitStatus::InPart;
  const bool is_worth_trying =
      std::ranges::any_of(report.failures, [](const mirror::Failure& failure) {
        return may_succeed_later(failure.error) || is_answer(failure.error);
      });
  return is_worth_trying ? ExitStatus::TryLater : ExitStatus::AtFault;
}

void complain_of(const mirror::Failure& failure) {
  const std::string since =
      failure.since ? " (since " + text::to_readable(*failure.since) + ")" : "";
  complain(failure.subject + ": " + std::string(reason_name(failure.error.kind)) + ": " +
           with_advice(failure.error) + since);
}

/// One that was told before only to who wants to know all.
void complain_of(const std::vector<mirror::Failure>& failures, Verbosity verbosity) {
  for (const mirror::Failure& failure : failures) {
    const bool is_known = failure.gravity == mirror::Gravity::Known;
    if (!is_known || verbosity == Verbosity::Verbose) complain_of(failure);
  }
}

/// True if `written` is no error.
bool complain_unless(const Status& written) {
  if (!written) complain(written.error().message);
  return written.has_value();
}

ExitStatus tell(const MirrorFlags& flags, const mirror::Report& report,
                const std::vector<std::string>& urls, UtcTime now) {
  complain_of(report.failures, verbosity_of(flags));
  for (const mirror::Notice& notice : report.notices) complain(notice.site + ": " + notice.message);
  const bool is_measured = complain_unless(write_metrics(flags, report, now));
  bool is_told = complain_unless(write_report(flags, report));
  if (is_told && flags.dry_run && flags.report != "-") {
    is_told = complain_unless(write_plan(report, urls));
  }
  return is_measured && is_told ? status_of(report) : ExitStatus::InPart;
}

/// As a shell takes it.
std::string quoted(const std::string& word) {
  constexpr std::string_view kPlain = "+,-./:=@_";
  const auto is_plain = [&](char c) {
    return ascii::is_alphanumeric(c) || kPlain.find(c) != std::string_view::npos;
  };
  if (!word.empty() && std::ranges::all_of(word, is_plain)) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// How a new mirror is read; empty where there is one already.
std::string hint_for(const MirrorFlags& flags, const std::filesystem::path& root) {
  std::error_code error;
  if (flags.dry_run || std::filesystem::exists(root / ".newshole", error)) return "";
  std::string command = "newshole serve";
  if (flags.config) command += " --config " + quoted(*flags.config);
  if (flags.root) command += " --root " + quoted(*flags.root);
  return "To read it: " + command;
}

ExitStatus list_left_over(const mirror::LeftOver& left, mirror::Mode mode) {
  const bool is_dry = mode == mirror::Mode::DryRun;
  std::string out;
  if (is_dry) {
    for (const std::string& file : left.files) out += "would remove " + file + "\n";
  }
  for (const std::string& file : left.foreign) complain(file + ": stays, newshole did not make it");
  return complain_unless(Output(std::nullopt).write(out)) ? ExitStatus::Done : ExitStatus::InPart;
}

/// `before` is the status of the run.
ExitStatus prune(const mirror::RefreshOptions& options, ExitStatus before) {
  const auto all = mirror::prune(options.config, options.mode);
  if (!complain_unless(all.map([](const auto&) {}))) return ExitStatus::InPart;
  for (const mirror::LeftOver& left : *all) {
    if (list_left_over(left, options.mode) != ExitStatus::Done) return ExitStatus::InPart;
  }
  return before;
}

/// A run that fails early writes a report too: else the report of the last run would stay in place.
ExitStatus give_up_with_report(const MirrorFlags& flags, const Error& error) {
  mirror::Report report;
  report.failures.push_back({.error = error});
  complain_unless(write_report(flags, report));
  return give_up(error);
}

/// Null where no page is to be read, too.
Result<std::unique_ptr<sandbox::Workers>> start_workers(const mirror::RefreshOptions& options,
                                                        const Clock& clock) {
  if (options.task == mirror::Task::Rebuild) return nullptr;
  return start_page_workers(options.config.sandbox,
                            mirror::page_work(options.config, options.profiles, clock), clock);
}

ExitStatus run_mirror(const MirrorFlags& flags) {
  const Stop& stop = stop_on_signals();
  const Result<Settings> settings = load_settings_of(flags.config, flags.sites);
  if (!settings) return give_up_with_report(flags, settings.error());
  Result<mirror::RefreshOptions> options = options_of(flags, *settings);
  if (!options) return give_up_with_report(flags, options.error());
  options->stop = &stop;
  if (Status status = check_banners(*options); !status) {
    return give_up_with_report(flags, status.error());
  }
  const SystemClock clock;
  const auto workers = start_workers(*options, clock);
  if (!workers) return give_up_with_report(flags, workers.error());
  options->workers = workers->get();
  const Verbosity verbosity = verbosity_of(flags);
  const fetch::NetworkOptions network = network_options(*settings, flags.network);
  options->max_run = network.max_run;
  const auto fetcher = open_pages(flags.from, network, clock, tell_waits(verbosity));
  if (!fetcher) return give_up_with_report(flags, fetcher.error());
  (*fetcher)->heed(stop);
  std::unique_ptr<mirror::Progress> progress = make_progress(verbosity, clock);
  FetchRecorder recorder(*progress);
  const std::string hint = hint_for(flags, options->config.root);
  Result<mirror::Report> report = mirror::refresh(*options, **fetcher, clock, recorder);
  progress.reset();
  if (report) show_summary(verbosity, *report, hint);
  if (!report) return give_up_with_report(flags, report.error());
  if (flags.prune)
    std::erase_if(report->notices,
                  [](const auto& notice) { return notice.message == mirror::kLeftOverNotice; });
  const ExitStatus told = tell(flags, *report, recorder.urls(), clock.now());
  if (!flags.prune) return told;
  const bool is_whole = !stop.is_requested() &&
                        std::ranges::none_of(report->sites, [](const mirror::SiteReport& site) {
                          return site.ended_early;
                        });
  if (is_whole) return prune(*options, told);
  complain("nothing is pruned, since the run did not come to its end");
  return std::max(told, ExitStatus::InPart);
}

}  // namespace

RunCommand add_mirror_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand("mirror", "Refresh a mirror once; made for cron");
  auto flags = std::make_shared<MirrorFlags>();
  add_flags(*command, *flags);
  command->footer("Example:\n  newshole mirror --root /var/gopher --report /var/log/newshole.json");
  return [flags] { return run_mirror(*flags); };
}

}  // namespace newshole::converter
