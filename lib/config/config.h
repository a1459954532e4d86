#pragma once
// newshole.json: where the mirror lives, which sites, how it looks.

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/limits.h"
#include "format/line_style.h"
#include "format/menu_width.h"
#include "gopher/dialect.h"
#include "text/charset/output_charset.h"
#include "text/dates/clock_zone.h"

namespace newshole::config {

/// The form of a story: a text file, a menu of info lines with live links, or both, the menu being
/// the one that other menus name.
enum class ArticleView { Text, Menu, Both };

/// The pages that begin with the site's banner.
enum class BannerPlace {
  All,    ///< menus and stories
  Front,  ///< front pages alone
  None
};

/// One form of the mirror.
struct Edition {
  std::string name;  ///< of its folder below the root; empty: it lives at the root itself
  text::Charset charset = text::Charset::Utf8;
  int width = 70;                       ///< columns of a story, 20 to 200
  int menu_width = format::kMenuWidth;  ///< columns of a menu line, 30 to 67; where a story's are
                                        ///< fewer than 67, seven fewer than those
  format::Measure menu_measure = format::Measure::Cells;
  gopher::Dialect dialect = gopher::Dialect::Gophermap;
  format::LinkStyle links = format::LinkStyle::Footnotes;
  ArticleView article_view = ArticleView::Text;
  BannerPlace banner = BannerPlace::All;
};

/// What a list says of a story below its headline.
enum class MenuFact { Section, Time, Length };

/// Whether a headline that is too long for its line goes on below it, or ends in "...".
enum class MenuHeadlines { Whole, Cut };

/// Whether the mirror's root is that of the gopher server, with its robots.txt and caps.txt.
enum class ServerRoot { Here, Elsewhere };

/// Who answers the searches that menus lead to.
struct SearchService {
  enum class Kind {
    None,   ///< nobody: menus lead to none
    Serve,  ///< `newshole serve`
    Script  ///< another server, by running `newshole search`
  };
  Kind kind = Kind::None;
  std::string script;  ///< of a script: its selector

  friend bool operator==(const SearchService&, const SearchService&) = default;
};

/// Whether pages are read in processes that can do nothing else (sandbox/workers.h).
enum class Sandbox {
  On,        ///< as far as the kernel has walls for them
  Required,  ///< only so
  Off
};

/// What becomes of a story whose page says "noarchive".
enum class NoArchive {
  Show,  ///< it is shown while its site lists it, and goes then
  Omit,  ///< the mirror does not have it
  Keep   ///< it is a story like any other
};

/// What a site's robots.txt is to us.
enum class RobotsPolicy { Obey, Ignore };

struct NetworkConfig {
  std::string proxy;
  std::string user_agent;
  std::string contact;  ///< whom a site's owner may ask: a URL or an address, for the user agent
  RobotsPolicy robots = RobotsPolicy::Obey;
  std::chrono::seconds max_time{30};
  std::size_t max_body_bytes = std::size_t{8} << 20;
  std::size_t max_per_host = 6;    ///< requests in flight to one host
  std::size_t max_in_flight = 24;  ///< and to all
  std::chrono::seconds pause{0};   ///< between the starts of two requests to one host
  int max_retries = 3;
  std::vector<std::string> private_hosts;  ///< that may have addresses and ports of their own
};

/// Where `newshole serve` listens, and its limits. There an address is an IPv4 address or the /64
/// of an IPv6 one.
struct ServeConfig {
  std::vector<std::string> addresses = {"127.0.0.1"};  ///< that it listens on: IPv4 or IPv6
  std::optional<int> port;                             ///< nothing: none is named; 0: a free one
  std::size_t max_connections = 1024;
  std::size_t max_per_address = 8;  ///< connections of one address
  int max_requests = 10;            ///< of one address, a second
  int least_rate = 200;             ///< bytes a second that a client must take of its answer
  std::size_t max_searches = 2;     ///< of one address, waiting or being made
  std::size_t max_live_pages = 4;   ///< on demand, of one address, waiting or being made
  int live_pages_a_minute = 30;     ///< fetched for one address
  int site_pages_a_minute = 60;     ///< fetched from one site, a minute
};

struct Config {
  std::filesystem::path root = "./mirror";  ///< as the file has it, relative to whatever that is
  std::vector<std::string> sites;           ///< their names (site/configured_sites.h)
  std::string host = "localhost";           ///< of the gopher server, as menus name it
  int port = 70;
  std::string
      selector_prefix;  ///< before each selector when ROOT is not the server's root: "/news"
  std::size_t story_limit = limits::kStories;  ///< of each front page; 0: as many as may be, 1000
  std::vector<Edition> editions = {{}};        ///< at least one; the first lives at the root
  text::ClockZone zone;                        ///< of the times that menus show
  std::vector<MenuFact> menu_facts = {MenuFact::Section, MenuFact::Time, MenuFact::Length};
  MenuHeadlines menu_headlines = MenuHeadlines::Whole;
  NoArchive noarchive = NoArchive::Show;
  int keep_days = 0;  ///< stories so much older than the newest go; 0: none
  ServerRoot server_root = ServerRoot::Elsewhere;
  SearchService search;
  Sandbox sandbox = Sandbox::On;
  NetworkConfig network;
  ServeConfig serve;
};

/// Errors (Config) name file, line, JSON pointer and what was expected; an unknown key gets a
/// suggestion.
[[nodiscard]] Result<Config> load_config(const std::filesystem::path& file);

}  // namespace newshole::config
