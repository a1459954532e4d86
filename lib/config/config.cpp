#include "config/config.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "config/zone_name.h"
#include "site/configured_sites.h"
#include "site/json_file.h"

namespace newshole::config {
namespace {

using format::kLeastMenuWidth;
using format::kMenuWidth;
using format::LinkStyle;
using gopher::Dialect;
using site::IntegerRange;
using site::JsonFile;
using site::JsonObject;
using text::Charset;

constexpr std::string_view kTop = "the configuration itself, beside \"sites\"";
constexpr std::string_view kEditions = "an object of \"editions\": \"editions\": [{...}]";
constexpr std::string_view kNetwork = "the object \"network\"";
constexpr std::string_view kServe = "the object \"serve\"";

/// Where the keys stand that people put elsewhere.
constexpr std::array kHomes = {site::KeyHome{"root", kTop},
                               site::KeyHome{"sites", kTop},
                               site::KeyHome{"host", kTop},
                               site::KeyHome{"selector_prefix", kTop},
                               site::KeyHome{"story_limit", kTop},
                               site::KeyHome{"keep_days", kTop},
                               site::KeyHome{"noarchive", kTop},
                               site::KeyHome{"server_root", kTop},
                               site::KeyHome{"sandbox", kTop},
                               site::KeyHome{"search", kTop},
                               site::KeyHome{"editions", kTop},
                               site::KeyHome{"name", kEditions},
                               site::KeyHome{"charset", kEditions},
                               site::KeyHome{"width", kEditions},
                               site::KeyHome{"dialect", kEditions},
                               site::KeyHome{"article_view", kEditions},
                               site::KeyHome{"links", kEditions},
                               site::KeyHome{"proxy", kNetwork},
                               site::KeyHome{"user_agent", kNetwork},
                               site::KeyHome{"contact", kNetwork},
                               site::KeyHome{"robots", kNetwork},
                               site::KeyHome{"max_time", kNetwork},
                               site::KeyHome{"max_body_bytes", kNetwork},
                               site::KeyHome{"max_per_host", kNetwork},
                               site::KeyHome{"max_in_flight", kNetwork},
                               site::KeyHome{"pause", kNetwork},
                               site::KeyHome{"max_retries", kNetwork},
                               site::KeyHome{"private_hosts", kNetwork},
                               site::KeyHome{"addresses", kServe},
                               site::KeyHome{"max_connections", kServe},
                               site::KeyHome{"max_per_address", kServe},
                               site::KeyHome{"max_requests", kServe},
                               site::KeyHome{"least_rate", kServe},
                               site::KeyHome{"max_searches", kServe},
                               site::KeyHome{"max_live_pages", kServe},
                               site::KeyHome{"live_pages_a_minute", kServe},
                               site::KeyHome{"site_pages_a_minute", kServe}};

template <typename T>
void read_number(JsonObject& object, std::string_view key, T& target, IntegerRange range) {
  long number = range.least - 1;
  object.read(key, number, range);
  if (number >= range.least) target = T(number);
}

/// The keys of menus, for all editions or for one.
struct MenuKeys {
  std::optional<int> width;
  BannerPlace banner = BannerPlace::All;
  bool counts_bytes = false;
};

void read_menu_keys(JsonObject& object, MenuKeys& keys) {
  int width = 0;
  read_number(object, "menu_width", width, {kLeastMenuWidth, kMenuWidth});
  if (width != 0) keys.width = width;
  object.read("menu_width_bytes", keys.counts_bytes);
  object.read_name(
      "banner", keys.banner,
      {{"all", BannerPlace::All}, {"front", BannerPlace::Front}, {"none", BannerPlace::None}});
}

// A screen that is as wide as a story has no room for what clients put before the lines of a menu.
int default_menu_width(int width) {
  constexpr int kMostOfClients = 7;
  return width < kMenuWidth ? std::max(width - kMostOfClients, kLeastMenuWidth) : kMenuWidth;
}

void set_menu_lines(const MenuKeys& keys, Edition& edition) {
  edition.menu_width = keys.width.value_or(default_menu_width(edition.width));
  edition.banner = keys.banner;
  edition.menu_measure =
      keys.counts_bytes ? format::Measure::CellsAndBytes : format::Measure::Cells;
}

// Neither a site's name, which has a dot, nor a name that a mirror uses.
bool is_edition_name(const std::string& name) {
  constexpr std::array<std::string_view, 6> kReserved = {"archive", "caps",   "feed",
                                                         "robots",  "search", "sections"};
  const auto is_allowed = [](char c) {
    return ascii::is_lower(c) || ascii::is_digit(c) || c == '-' || c == '_';
  };
  return !name.empty() && name.size() <= 20 && name.front() != '-' &&
         std::ranges::all_of(name, is_allowed) &&
         std::ranges::find(kReserved, name) == kReserved.end();
}

void read_name(JsonObject& object, Edition& edition) {
  object.read("name", edition.name);
  if (object.has("name") && !is_edition_name(edition.name)) {
    object.fault("name",
                 "expected a folder's name of a to z, 0 to 9, \"-\" and \"_\", at most 20, not "
                 "one of the mirror's own");
  }
}

// By its usual names, too.
void read_charset(JsonObject& object, Charset& charset) {
  std::string name;
  object.read("charset", name);
  if (const auto known = text::parse_charset(name); known && object.has("charset")) {
    charset = *known;
    return;
  }
  object.read_name(
      "charset", charset,
      {{"utf-8", Charset::Utf8}, {"iso-8859-1", Charset::Latin1}, {"us-ascii", Charset::Ascii}});
}

void read_edition(JsonObject& object, MenuKeys menus, Edition& edition) {
  read_name(object, edition);
  read_charset(object, edition.charset);
  read_number(object, "width", edition.width, {20, 200});
  object.read_name(
      "dialect", edition.dialect,
      {{"gophermap", Dialect::Gophermap}, {"gph", Dialect::Gph}, {"raw", Dialect::Raw}});
  object.read_name(
      "article_view", edition.article_view,
      {{"text", ArticleView::Text}, {"menu", ArticleView::Menu}, {"both", ArticleView::Both}});
  object.read_name("links", edition.links,
                   {{"footnotes", LinkStyle::Footnotes}, {"none", LinkStyle::None}});
  read_menu_keys(object, menus);
  set_menu_lines(menus, edition);
  object.finish(kHomes);
}

bool has_equal_names(const std::vector<Edition>& editions) {
  std::set<std::string> names;
  return !std::ranges::all_of(
      editions, [&](const Edition& edition) { return names.insert(edition.name).second; });
}

void read_editions(JsonObject& object, Config& config) {
  MenuKeys menus;
  read_menu_keys(object, menus);
  set_menu_lines(menus, config.editions.front());
  std::vector<JsonObject> objects = object.objects("editions");
  if (!objects.empty()) config.editions.clear();
  for (JsonObject& each : objects) {
    // The first edition lives at the root and needs no name.
    if (!config.editions.empty()) each.require("name");
    read_edition(each, menus, config.editions.emplace_back());
  }
  config.editions.front().name.clear();
  if (has_equal_names(config.editions)) object.fault("editions", "expected names that differ");
}

bool is_host_name(const std::string& text) {
  const auto is_allowed = [](char c) { return c > ' ' && c <= '~' && c != '/'; };
  return !text.empty() && std::ranges::all_of(text, is_allowed);
}

// The user agent has it in a comment, which a bracket would end (RFC 9110 section 5.6.5).
void check_contact(JsonObject& object, const std::string& contact) {
  const auto is_allowed = [](char c) {
    return c > ' ' && c <= '~' && c != '(' && c != ')' && c != '\\';
  };
  if (!std::ranges::all_of(contact, is_allowed) || contact.size() > 200) {
    object.fault("contact", "expected a URL or a mail address: ASCII, no blanks, no brackets");
  }
}

void read_network(JsonObject& object, NetworkConfig& network) {
  object.read("proxy", network.proxy);
  object.read("user_agent", network.user_agent);
  object.read("contact", network.contact);
  check_contact(object, network.contact);
  object.read_name("robots", network.robots,
                   {{"obey", RobotsPolicy::Obey}, {"ignore", RobotsPolicy::Ignore}});
  read_number(object, "max_time", network.max_time, {1, 60});
  read_number(object, "max_body_bytes", network.max_body_bytes, {64 << 10, 32 << 20});
  read_number(object, "max_per_host", network.max_per_host, {1, 100});
  read_number(object, "max_in_flight", network.max_in_flight, {1, 100});
  read_number(object, "pause", network.pause, {0, 60});
  read_number(object, "max_retries", network.max_retries, {0, 10});
  object.read("private_hosts", network.private_hosts);
  if (!std::ranges::all_of(network.private_hosts, is_host_name)) {
    object.fault("private_hosts", "expected host names");
  }
  object.finish(kHomes);
}

void read_serve(JsonObject& object, ServeConfig& serve) {
  object.read("addresses", serve.addresses);
  if (serve.addresses.empty()) object.fault("addresses", "expected at least one address");
  int port = -1;
  read_number(object, "port", port, {0, 65535});
  if (port >= 0) serve.port = port;
  read_number(object, "max_connections", serve.max_connections, {1, 100'000});
  read_number(object, "max_per_address", serve.max_per_address, {1, 100'000});
  read_number(object, "max_requests", serve.max_requests, {1, 1'000'000});
  read_number(object, "least_rate", serve.least_rate, {0, 1'000'000});
  read_number(object, "max_searches", serve.max_searches, {1, 64});
  read_number(object, "max_live_pages", serve.max_live_pages, {1, 32});
  read_number(object, "live_pages_a_minute", serve.live_pages_a_minute, {1, 100'000});
  read_number(object, "site_pages_a_minute", serve.site_pages_a_minute, {1, 100'000});
  object.finish(kHomes);
}

/// True of "a.example:70", not of an IPv6 address.
bool names_port(const std::string& host) {
  const std::size_t colon = host.find(':');
  return colon != std::string::npos && host.find(':', colon + 1) == std::string::npos;
}

// "[::1]" and "[::1]:70", as URLs have them.
void check_brackets(JsonObject& object, const std::string& host) {
  const std::size_t end = host.find(']');
  if (!host.starts_with('[') || end == std::string::npos) return;
  const bool has_port = host.size() > end + 1;
  object.fault("host", "expected an IPv6 address without brackets, \"" + host.substr(1, end - 1) +
                           "\", found \"" + host + "\"" +
                           (has_port ? "; the port has a key of its own, \"port\"" : ""));
}

/// RFC 1035 section 2.3.4: at most 253 characters, which also fit into a menu line.
void check_host(JsonObject& object, const Config& config) {
  constexpr std::size_t kLongestHost = 253;
  check_brackets(object, config.host);
  if (names_port(config.host)) {
    object.fault("host", "expected a host's name alone, found \"" + config.host +
                             "\"; the port has a key of its own, \"port\"");
  }
  if (config.host.size() > kLongestHost || !is_host_name(config.host)) {
    object.fault("host", "expected a host name of at most 253 characters");
  }
}

/// "/a/b": letters, digits and the characters `others`, no empty name.
bool is_path(const std::string& text, std::string_view others, std::size_t most_bytes) {
  const auto is_allowed = [others](char c) {
    return ascii::is_alphanumeric(c) || c == '/' || others.find(c) != std::string_view::npos;
  };
  return text.starts_with('/') && text.back() != '/' && text.size() <= most_bytes &&
         text.find("//") == std::string::npos && std::ranges::all_of(text, is_allowed);
}

void check_prefix(JsonObject& object, const std::string& prefix) {
  if (prefix.empty() || is_path(prefix, "-_", 60)) return;
  object.fault("selector_prefix",
               "expected \"\" or a path such as \"/news\": letters, digits, \"-\", "
               "\"_\", at most 60 bytes");
}

bool is_selector(const std::string& text) {
  return is_path(text, "-_.", 100) && text.find("/.") == std::string::npos;
}

void read_search(JsonObject& object, SearchService& search) {
  std::string server;
  object.read("search", server);
  if (server.empty()) return;
  search.kind = SearchService::Kind::Serve;
  if (server == "serve") return;
  search = {SearchService::Kind::Script, server};
  if (!is_selector(server)) {
    object.fault("search",
                 "expected \"\", \"serve\" or a script's selector such as "
                 "\"/cgi-bin/newshole-search\": letters, digits, \"-\", \"_\", \".\", at most 100 "
                 "bytes");
  }
}

void read_zone(JsonObject& object, text::ClockZone& zone) {
  std::string name = zone.name();
  object.read("zone", name);
  auto named = text::ClockZone::named(name);
  if (!named) return object.fault("zone", what_zone_is_expected(name));
  zone = *std::move(named);
}

void read_menu_lists(JsonObject& object, Config& config) {
  constexpr std::array<std::pair<std::string_view, MenuFact>, 3> kFacts = {
      {{"section", MenuFact::Section}, {"time", MenuFact::Time}, {"length", MenuFact::Length}}};
  object.read_list("menu_facts", config.menu_facts, [&](std::string_view name) -> Result<MenuFact> {
    for (const auto& [known, fact] : kFacts) {
      if (name == known) return fact;
    }
    return fail(ErrorKind::Config, "expected \"section\", \"time\" or \"length\"");
  });
  object.read_name("menu_headlines", config.menu_headlines,
                   {{"whole", MenuHeadlines::Whole}, {"cut", MenuHeadlines::Cut}});
}

void read_config(JsonObject& object, Config& config) {
  std::string schema;
  object.read("$schema", schema);
  std::string root = config.root.string();
  object.read("root", root);
  config.root = root;
  if (root.empty()) object.fault("root", "expected a folder");
  if (root.starts_with('~'))
    object.fault("root",
                 "expected a folder whose name is written out, such as /home/me/gopher; \"" + root +
                     "\" means something to a shell alone");
  object.require("sites");
  config.sites = site::read_site_names(object);
  if (object.has("sites") && config.sites.empty())
    object.fault("sites", "expected at least one site");
  object.read("host", config.host);
  check_host(object, config);
  read_number(object, "port", config.port, {1, 65535});
  object.read("selector_prefix", config.selector_prefix);
  check_prefix(object, config.selector_prefix);
  read_number(object, "story_limit", config.story_limit,
              {0, static_cast<long>(limits::kMostStories)});
  read_number(object, "keep_days", config.keep_days, {0, 36'500});
  object.read_name(
      "noarchive", config.noarchive,
      {{"show", NoArchive::Show}, {"omit", NoArchive::Omit}, {"keep", NoArchive::Keep}});
  bool is_server_root = false;
  object.read("server_root", is_server_root);
  if (is_server_root) config.server_root = ServerRoot::Here;
  if (is_server_root && !config.selector_prefix.empty())
    object.fault("server_root", "expected false, as there is a selector_prefix");
  object.read_name("sandbox", config.sandbox,
                   {{"on", Sandbox::On}, {"required", Sandbox::Required}, {"off", Sandbox::Off}});
  read_search(object, config.search);
  read_zone(object, config.zone);
  read_menu_lists(object, config);
  read_editions(object, config);
  if (auto network = object.object("network")) read_network(*network, config.network);
  if (auto serve = object.object("serve")) read_serve(*serve, config.serve);
  object.finish(kHomes);
}

}  // namespace

Result<Config> load_config(const std::filesystem::path& file) {
  Result<JsonFile> json = JsonFile::load(file, R"({"sites": ["https://news.example/"]})");
  if (!json) return tl::unexpected(json.error());
  Config config;
  JsonObject object(*json, json->root(), "");
  read_config(object, config);
  return json->status().map([&config] { return std::move(config); });
}

}  // namespace newshole::config
