#include "network_flags.h"

#include <random>

namespace newshole::converter {

namespace {

// RFC 9110 section 10.1.5: a product, and a comment that says whom to ask.
std::string user_agent(const config::NetworkConfig& config, const NetworkFlags& flags) {
  std::string given = flags.user_agent.value_or(config.user_agent);
  if (!given.empty() || config.contact.empty()) return given;
  return "newshole/" NEWSHOLE_VERSION " (+" + config.contact + ")";
}

}  // namespace

void add_network_flags(CLI::App& app, NetworkFlags& flags) {
  const auto add = [&app](const char* name, auto& target, const char* type, const char* words) {
    return app.add_option(name, target, words)->type_name(type)->group("Network, as in curl");
  };
  add("--proxy", flags.proxy, "URL", "Proxy to use; none without this");
  add("--cacert", flags.cacert, "FILE", "CA certificates to trust instead of the system's");
  add("--resolve", flags.resolve, "ENTRY", "HOST:PORT:ADDRESS instead of asking DNS")
      ->allow_extra_args(false);
  add("--connect-to", flags.connect_to, "ENTRY",
      "HOST1:PORT1:HOST2:PORT2: connect to the second instead")
      ->allow_extra_args(false);
  add("--max-time", flags.max_time, "SECONDS", "Seconds for one page")
      ->check(CLI::Range(0.001, 60.0));
  add("--user-agent", flags.user_agent, "NAME", "User-Agent to send");
}

fetch::NetworkOptions network_options(const Settings& settings, const NetworkFlags& flags) {
  const config::NetworkConfig& config = settings.config.network;
  fetch::NetworkOptions options;
  options.proxy = flags.proxy.value_or(config.proxy);
  options.cacert = flags.cacert;
  options.resolve = flags.resolve;
  options.connect_to = flags.connect_to;
  options.user_agent = user_agent(config, flags);
  options.max_time = config.max_time;
  if (flags.max_time) {
    options.max_time = std::chrono::milliseconds(static_cast<long>(*flags.max_time * 1000.0));
  }
  options.max_body = config.max_body_bytes;
  options.max_per_host = config.max_per_host;
  options.max_in_flight = config.max_in_flight;
  options.pause = config.pause;
  options.pauses = settings.catalog.pauses();
  options.max_retries = config.max_retries;
  options.private_hosts = config.private_hosts;
  return options;
}

fetch::Jitter make_jitter() {
  return [engine = std::mt19937(std::random_device()())]() mutable {
    return std::uniform_real_distribution<double>()(engine);
  };
}

}  // namespace newshole::converter
