#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <sys/signalfd.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/join.h"
#include "choice.h"
#include "commands.h"
#include "live_pages.h"
#include "places.h"
#include "process/log_file.h"
#include "process/privileges.h"
#include "search/service.h"
#include "serve/listener.h"
#include "serve/redirect_pages.h"
#include "serve/search_handler.h"
#include "serve/server.h"

namespace newshole::converter {
namespace {

constexpr std::string_view kRfcText = "rfc1436";
constexpr std::array<std::string_view, 2> kTextForms = {"plain", kRfcText};

struct ServeFlags {
  std::optional<std::string> config;
  std::optional<std::string> root;
  std::vector<std::string> addresses;
  std::optional<int> port;
  std::optional<std::string> user;
  std::optional<std::string> log;
  bool log_addresses = false;
  std::string text{kTextForms[0]};
  std::optional<std::size_t> max_connections;
  std::optional<std::size_t> max_per_address;
  double request_time = 10;
  double write_time = 30;
  LiveFlags live;
};

void add_place_flags(CLI::App& command, ServeFlags& flags) {
  add_config_flag(command, flags.config);
  add_value(command, "--root", flags.root, "DIR", "The mirror");
  add_value(command, "--address", flags.addresses, "ADDRESS",
            "Listen on this IPv4 or IPv6 address (repeatable); 127.0.0.1 unless configured")
      ->allow_extra_args(false);
  constexpr int kLastPort = 65535;
  add_value(command, "--port", flags.port, "N",
            "Listen on this port; 0 is a free one; 7070 unless configured")
      ->check(CLI::Range(0, kLastPort));
  add_value(command, "--user", flags.user, "NAME",
            "Serve as this user; nobody, where root begins it");
  add_value(command, "--log", flags.log, "FILE",
            "Add a line for each request; - is standard output");
  command.add_flag("--log-addresses", flags.log_addresses, "Let the log say who asked");
  add_choice(command, "--text", flags.text, kTextForms,
             "How a text ends: with the connection, or with a line \".\"");
}

void add_limit_flags(CLI::App& command, ServeFlags& flags) {
  constexpr std::size_t kMostConnections = 100'000;
  constexpr double kShortest = 0.1;
  constexpr double kLongest = 600;
  const CLI::Range count(std::size_t{1}, kMostConnections);
  const CLI::Range seconds(kShortest, kLongest);
  const auto add = [&command](const char* name, auto& target, const char* type, const char* words) {
    return command.add_option(name, target, words)
        ->type_name(type)
        ->capture_default_str()
        ->group("Limits");
  };
  add("--max-connections", flags.max_connections, "N",
      "Connections at a time; 1024 unless configured")
      ->check(count);
  add("--max-per-address", flags.max_per_address, "N",
      "Of them, those of one address; 8 unless configured")
      ->check(count);
  add("--request-time", flags.request_time, "SECONDS", "Seconds for a request to come")
      ->check(seconds);
  add("--write-time", flags.write_time, "SECONDS", "Seconds in which a client takes nothing")
      ->check(seconds);
}

using Listeners = std::vector<Descriptor>;

Result<Listeners> adopt(const std::vector<int>& sockets) {
  Listeners listeners;
  return try_each(sockets,
                  [&](int socket) {
                    return serve::adopt_listener(socket).map(
                        [&](Descriptor listener) { listeners.push_back(std::move(listener)); });
                  })
      .map([&] { return std::move(listeners); });
}

Result<Listeners> listen_on(const std::vector<std::string>& addresses, int port) {
  Listeners listeners;
  return try_each(addresses,
                  [&](const std::string& address) {
                    return serve::listen_on(address, port).map([&](Descriptor listener) {
                      listeners.push_back(std::move(listener));
                    });
                  })
      .map([&] { return std::move(listeners); });
}

// Menus that name localhost lead to wherever the reader came from.
bool names_this_server(const config::Config& config) {
  return config.host == "localhost";
}

/// On the port that is asked for; else on that of the menus, which may not be ours to take.
Result<Listeners> listeners_of(const ServeFlags& flags, const config::Config& config) {
  constexpr int kUsualPort = 7070;
  const std::vector<int> sockets = handed_over_sockets();
  if (!sockets.empty()) return adopt(sockets);
  const auto& addresses = flags.addresses.empty() ? config.serve.addresses : flags.addresses;
  const std::optional<int> port = flags.port ? flags.port : config.serve.port;
  constexpr int kFirstForAll = 1024;
  const bool is_for_all = config.port >= kFirstForAll;
  if (port || (names_this_server(config) && !is_for_all))
    return listen_on(addresses, port.value_or(kUsualPort));
  Result<Listeners> of_menus = listen_on(addresses, config.port);
  if (of_menus) return of_menus;
  complain(of_menus.error().message);
  return listen_on(addresses, kUsualPort);
}

std::chrono::milliseconds to_milliseconds(double seconds) {
  constexpr double kMilliseconds = 1000;
  return std::chrono::milliseconds(static_cast<long>(seconds * kMilliseconds));
}

serve::ServerOptions server_options(const ServeFlags& flags, const config::ServeConfig& config) {
  serve::ServerOptions options;
  const std::size_t asked = flags.max_connections.value_or(config.max_connections);
  // A connection needs a socket and perhaps a file; the others are the log, the root, and the
  // sockets of pages on demand.
  constexpr std::size_t kPerConnection = 2;
  const std::size_t others = flags.live.live ? 128 : 64;
  const std::size_t wanted = asked * kPerConnection + others;
  const std::size_t files = raise_open_files(wanted);
  options.max_connections =
      files < wanted && files > others ? (files - others) / kPerConnection : asked;
  if (options.max_connections < asked) {
    complain("serve: open files are limited, so " + std::to_string(options.max_connections) +
             " connections at a time are the most");
  }
  options.max_per_address = flags.max_per_address.value_or(config.max_per_address);
  options.max_requests = config.max_requests;
  options.least_rate = static_cast<std::uint64_t>(config.least_rate);
  options.request_time = to_milliseconds(flags.request_time);
  options.write_time = to_milliseconds(flags.write_time);
  if (flags.log_addresses) options.addresses = serve::AddressLog::With;
  return options;
}

serve::WireForm text_form(const ServeFlags& flags) {
  return flags.text == kRfcText ? serve::WireForm::StuffedLines : serve::WireForm::Lines;
}

serve::MirrorOptions mirror_options(const ServeFlags& flags, const config::Config& config) {
  return {.selector_prefix = config.selector_prefix,
          .named = {config.host, config.port},
          .text = text_form(flags)};
}

/// With --live the mirror may be missing, unless --root names it.
Result<serve::Tree> tree_of(const ServeFlags& flags, const std::string& root) {
  std::error_code error;
  const bool may_be_missing = flags.live.live && !flags.root;
  if (may_be_missing && !std::filesystem::exists(root, error) && !error) return serve::Tree::none();
  return serve::Tree::open(root);
}

/// Only pages on demand need the profiles.
Result<Settings> settings_of(const ServeFlags& flags) {
  if (flags.live.live) return load_settings(flags.config);
  return load_configuration(flags.config).map([](config::Config config) {
    return Settings{.config = std::move(config), .catalog = {}};
  });
}

/// A descriptor to read the server's signals from.
Descriptor take_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  return Descriptor(::signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC));
}

// libcurl's cleanup waits for a name server that does not answer. The server writes nothing, so the
// process may end at any time.
void end_soon() {
  constexpr unsigned kSeconds = 7;
  std::signal(SIGALRM, [](int) { ::_exit(static_cast<int>(ExitStatus::Done)); });
  ::alarm(kSeconds);
}

void obey(const Descriptor& signals, serve::Server& server, LogFile& log) {
  signalfd_siginfo signal{};
  while (::read(signals.get(), &signal, sizeof(signal)) == sizeof(signal)) {
    if (signal.ssi_signo == SIGHUP) {
      if (Status opened = log.reopen(); !opened) complain(opened.error().message);
    } else {
      end_soon();
      server.drain();
    }
  }
}

/// Opened as root: .newshole is closed to the user that the server becomes.
Descriptor held_indexes(const std::string& root) {
  return ::geteuid() == 0 ? search::open_indexes(root) : Descriptor();
}

std::unique_ptr<serve::SearchHandler> make_search(config::Config config, const std::string& root,
                                                  const Descriptor& indexes, const Clock& clock) {
  config.root = root;
  serve::SearchLimits limits;
  limits.max_per_address = config.serve.max_searches;
  std::string folder;
  if (indexes.is_open()) folder = "/proc/self/fd/" + std::to_string(indexes.get());
  return std::make_unique<serve::SearchHandler>(std::move(config), clock, limits, folder);
}

/// Adds the handlers of selectors that are no files.
Status add_handlers(serve::Answers& answers, const ServeFlags& flags, const LivePages& live,
                    const Clock& clock) {
  answers.add(std::make_unique<serve::RedirectPages>());
  if (!flags.live.live) return {};
  return live.handler(text_form(flags), clock).map([&](auto pages) {
    answers.add(std::move(pages));
  });
}

bool ends_with_port(const std::string& name, int port) {
  return name.ends_with(":" + std::to_string(port));
}

bool is_of_this_machine_alone(const std::string& name) {
  return name.starts_with("127.") || name.starts_with("[::1]");
}

/// Whether a reader of a menu comes here: the name may stand for any address but a loopback one.
bool is_reached(const std::string& listener, const config::Config& config) {
  const std::string host =
      config.host.find(':') == std::string::npos ? config.host : "[" + config.host + "]";
  const std::string named = host + ":" + std::to_string(config.port);
  return listener == named ||
         (ends_with_port(listener, config.port) && !is_of_this_machine_alone(listener));
}

Status warn_of_menus(const Listeners& listeners, const config::Config& config) {
  if (names_this_server(config)) return {};
  std::vector<std::string> names;
  const Status named = try_each(listeners, [&](const Descriptor& listener) {
    return serve::name_of(listener).map(
        [&](std::string name) { names.push_back(std::move(name)); });
  });
  const auto reaches = [&](const std::string& name) { return is_reached(name, config); };
  if (!named || std::ranges::any_of(names, reaches)) return named;
  complain("menus lead to " + config.host + ":" + std::to_string(config.port) +
           ", but this serves " + joined(names, " and "));
  return {};
}

Status say_where(const Listeners& listeners, const std::string& root) {
  return try_each(listeners, [&root](const Descriptor& listener) {
    return serve::name_of(listener).map(
        [&root](const std::string& name) { complain("gopher://" + name + "/: serving " + root); });
  });
}

Status serve_mirror(const ServeFlags& flags) {
  const Descriptor signals = take_signals();
  const Result<Settings> settings = settings_of(flags);
  if (!settings) return tl::unexpected(settings.error());
  const config::Config& config = settings->config;
  if (Status usable = check_live_flags(flags.live, config); !usable) return usable;
  const std::string root = flags.root.value_or(config.root.string());
  Result<serve::Tree> tree = tree_of(flags, root);
  if (!tree) return tl::unexpected(tree.error());
  Result<Listeners> listeners = listeners_of(flags, config);
  if (!listeners) return tl::unexpected(listeners.error());
  Result<LogFile> log = LogFile::open(flags.log);
  if (!log) return tl::unexpected(log.error());
  const LivePages live(flags.live, *settings, root);
  serve::ServerOptions options = server_options(flags, config.serve);
  if (flags.live.live) live.set_limits(options);
  const Descriptor indexes = held_indexes(root);
  if (Status dropped = drop_privileges(flags.user, *log); !dropped) return dropped;

  if (const Status rotates = log->may_be_renamed(); !rotates) complain(rotates.error().message);

  const SystemClock clock;
  serve::Answers answers(*std::move(tree), mirror_options(flags, config));
  answers.add(make_search(config, root, indexes, clock));
  if (Status added = add_handlers(answers, flags, live, clock); !added) return added;
  if (Status warned = warn_of_menus(*listeners, config); !warned) return warned;
  if (Status said = say_where(*listeners, root); !said) return said;
  serve::LogSink write;
  if (flags.log) write = [&log](std::string_view line) { log->write(line); };
  auto server = serve::Server::create(*std::move(listeners), answers, clock, write, options);
  if (!server) return tl::unexpected(server.error());
  serve::Server& running = **server;
  const Status watched = running.watch(signals.get(), [&] { obey(signals, running, *log); });
  return watched ? running.run() : watched;
}

}  // namespace

RunCommand add_serve_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand("serve", "Serve a mirror on gopher");
  auto flags = std::make_shared<ServeFlags>();
  add_place_flags(*command, *flags);
  add_limit_flags(*command, *flags);
  add_live_flags(*command, flags->live);
  command->footer("Example:\n  newshole serve --root /srv/gopher --address 0.0.0.0 --log -");
  return [flags] {
    const Status served = serve_mirror(*flags);
    return served ? ExitStatus::Done : give_up(served.error());
  };
}

}  // namespace newshole::converter
