#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/percent.h"
#include "choice.h"
#include "commands.h"
#include "mirror/take_down.h"
#include "places.h"
#include "process/output.h"
#include "serve/live/address.h"
#include "serve/tree.h"

namespace newshole::converter {
namespace {

struct TakedownFlags {
  std::optional<std::string> config;
  std::optional<std::string> root;
  bool list = false;
  bool undo = false;
  std::vector<std::string> stories;
};

void add_flags(CLI::App& command, TakedownFlags& flags) {
  add_value(command, "STORY", flags.stories, "", "Its URL, its selector or its file in the mirror");
  add_config_flag(command, flags.config);
  add_value(command, "--root", flags.root, "DIR", "The mirror");
  auto* list = command.add_flag("--list", flags.list, "Print what was taken down, and since when");
  command.add_flag("--undo", flags.undo, "Let the mirror have these stories again")->excludes(list);
}

/// The selector of a gopher:// URL (RFC 4266): what stands behind the type.
std::string selector_of(std::string_view gopher_url) {
  const std::size_t slash = gopher_url.find('/', std::string_view("gopher://").size());
  if (slash == std::string_view::npos) return {};
  return percent::decoded(gopher_url.substr(std::min(slash + 2, gopher_url.size())),
                          [](char) { return true; });
}

/// As mirror::take_down takes it: a URL as it is, else the path below the root.
std::string name_of(const std::string& story, const config::Config& config) {
  if (story.starts_with("https://") || story.starts_with("http://")) return story;
  const std::string root = (config.root / "").lexically_normal().string();
  const std::string file = std::filesystem::path(story).lexically_normal().string();
  if (file.starts_with(root)) return file.substr(root.size());
  const std::string selector = story.starts_with("gopher://") ? selector_of(story) : story;
  if (serve::is_live_selector(selector)) {
    const auto live = serve::parse_live_selector(selector);
    if (live) return live->url.text;
  }
  return serve::path_of_selector(selector, config.selector_prefix).value_or(story);
}

std::string line_of(const mirror::TakenDownStory& story) {
  using Outcome = mirror::TakenDownStory::Outcome;
  const std::string files = std::to_string(story.files) + (story.files == 1 ? " file" : " files");
  switch (story.outcome) {
    case Outcome::Removed:
      return story.url + ": removed, " + files;
    case Outcome::NotThere:
      return story.url + ": was not in the mirror; it will not be fetched";
    case Outcome::Known:
      return story.url + ": was taken down before";
    case Outcome::Listed:
      return story.url + ": will not be fetched; the next run removes it";
    case Outcome::Allowed:
      return story.url + ": may be fetched again";
  }
  return story.url;
}

ExitStatus tell(const mirror::TakedownReport& report) {
  std::string lines;
  for (const mirror::TakenDownStory& story : report.stories) lines += line_of(story) + "\n";
  for (const mirror::Failure& failure : report.failures)
    complain(failure.subject + ": " + failure.error.message);
  if (const Status written = Output(std::nullopt).write(lines); !written)
    return give_up(written.error());
  if (report.failures.empty()) return ExitStatus::Done;
  return report.stories.empty() ? ExitStatus::AtFault : ExitStatus::InPart;
}

ExitStatus print_list(const TakedownFlags& flags) {
  const Result<config::Config> config = load_configuration(flags.config);
  if (!config) return give_up(config.error());
  const auto list = mirror::taken_down(flags.root.value_or(config->root.string()));
  if (!list) return give_up(list.error());
  const Status written = Output(std::nullopt).write(store::to_lines(*list));
  return written ? ExitStatus::Done : give_up(written.error());
}

ExitStatus run_takedown(const TakedownFlags& flags) {
  if (flags.list == !flags.stories.empty()) {
    complain(flags.list ? "takedown: --list takes no story" : "takedown: needs a story, or --list");
    return ExitStatus::AtFault;
  }
  if (flags.list) return print_list(flags);
  Result<Settings> settings = load_settings(flags.config);
  if (!settings) return give_up(settings.error());
  if (flags.root) settings->config.root = *flags.root;
  std::vector<std::string> names;
  for (const std::string& story : flags.stories) names.push_back(name_of(story, settings->config));
  const mirror::TakedownOptions options{settings->config, settings->catalog};
  const auto report = flags.undo ? mirror::take_back(options, names)
                                 : mirror::take_down(options, names, SystemClock());
  return report ? tell(*report) : give_up(report.error());
}

}  // namespace

RunCommand add_takedown_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand("takedown", "Remove a story from a mirror for good");
  auto flags = std::make_shared<TakedownFlags>();
  add_flags(*command, *flags);
  command->footer(
      "Example:\n  newshole takedown --root /srv/gopher "
      "https://news.example/2025/09/19/tech/some-story");
  return [flags] { return run_takedown(*flags); };
}

}  // namespace newshole::converter
