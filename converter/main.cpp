#include <algorithm>
#include <csignal>
#include <exception>
#include <map>
#include <new>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "choice.h"
#include "commands.h"
#include "page_workers.h"
#include "process/messages.h"
#include "process/output.h"
#include "text/default_locale.h"

namespace newshole::converter {
namespace {

using Commands = std::map<std::string, RunCommand>;

ExitStatus fault(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<std::string> unplaced = app.remaining(true);
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !unplaced.empty()) {
    complain(unknown_argument(app, unplaced.front()));
  } else if (const auto* mismatched = dynamic_cast<const CLI::ArgumentMismatch*>(&error)) {
    complain(mismatch(*mismatched));
  } else {
    complain(error.what());
  }
  return ExitStatus::AtFault;
}

/// "newshole help COMMAND" as "newshole COMMAND --help".
std::vector<std::string> arguments_of(int argc, const char* const* argv) {
  std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  if (words.empty() || words.front() != "help") return words;
  words.erase(words.begin());
  words.emplace_back("--help");
  return words;
}

/// Prints the help or the version.
ExitStatus answer(const CLI::App& app, const CLI::Success& asked) {
  std::ostringstream text;
  app.exit(asked, text);
  const Status written = Output(std::nullopt).write(text.str());
  return written ? ExitStatus::Done : give_up(written.error());
}

void ignore_signals() {
  // A reader that closes our output must not kill the process: see Output.
  std::signal(SIGPIPE, SIG_IGN);  // NOLINT(cert-err33-c): cannot fail for this signal
  // At the file size limit write() fails instead, and the error names the file.
  std::signal(SIGXFSZ, SIG_IGN);  // NOLINT(cert-err33-c): nor for this one
}

/// What stands beside the commands.
void add_own_flags(CLI::App& app) {
  app.set_version_flag("-V,--version", [&app] {
    const std::string version = std::string("newshole ") + NEWSHOLE_VERSION;
    return app.count("--verbose") > 0 ? version + "\n" + describe_walls() : version;
  });
  app.add_flag_function(
      "--verbose", [](auto) {}, "With --version: also what protects this machine from pages");
  app.footer(
      "Example:\n  newshole convert page.html --url "
      "https://news.example/2025/09/19/tech/some-story\n\n"
      "'newshole help COMMAND' says more.");
  // After a command the name of another one is an argument, not a second command.
  app.require_subcommand(0, 1);
}

Commands add_commands(CLI::App& app) {
  return {
      {"add", add_add_command(app)},         {"banner", add_banner_command(app)},
      {"convert", add_convert_command(app)}, {"digest", add_digest_command(app)},
      {"mirror", add_mirror_command(app)},   {"report", add_report_command(app)},
      {"search", add_search_command(app)},   {"serve", add_serve_command(app)},
      {"sites", add_sites_command(app)},     {"takedown", add_takedown_command(app)},
  };
}

ExitStatus run(int argc, const char* const* argv) {
  ignore_signals();
  CLI::App app("News web sites on gopher", "newshole");
  add_own_flags(app);
  const Commands commands = add_commands(app);
  try {
    std::vector<std::string> words = arguments_of(argc, argv);
    if (words.size() == 2 && words[1] == "--help" && !commands.contains(words[0])) {
      complain(unknown_argument(app, words[0]));
      return ExitStatus::AtFault;
    }
    std::ranges::reverse(words);  // as CLI11 takes them
    app.parse(std::move(words));
  } catch (const CLI::Success& asked) {
    return answer(app, asked);
  } catch (const CLI::ParseError& error) {
    return fault(app, error);
  }
  if (app.get_subcommands().empty()) {
    complain(
        "needs a command: add, banner, convert, digest, mirror, report, search, serve, sites or "
        "takedown; --help says more");
    return ExitStatus::AtFault;
  }
  return commands.at(app.get_subcommands().front()->get_name())();
}

}  // namespace
}  // namespace newshole::converter

int main(int argc, char** argv) {
  using newshole::converter::complain;
  using newshole::converter::ExitStatus;
  std::set_new_handler(newshole::converter::end_without_memory);
  try {
    if (!newshole::text::leave_machine_language()) newshole::converter::end_without_memory();
    return static_cast<int>(newshole::converter::run(argc, argv));
  } catch (const std::bad_alloc&) {
    // From a library that reports it so, without a call of new's handler.
    newshole::converter::end_without_memory();
  } catch (const std::exception& error) {
    complain(std::string("internal fault: ") + error.what());
  }
  return static_cast<int>(ExitStatus::AtFault);
}
