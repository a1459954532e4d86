#include "config/config.h"

#include <doctest/doctest.h>

#include "temp_folder.h"

using newshole::Result;
using newshole::config::Config;
using newshole::config::load_config;
using newshole::gopher::Dialect;
using newshole::test::TempFolder;

namespace {

/// The message for a configuration of this text, without the folder's name.
std::string fault_of(std::string_view text) {
  const TempFolder folder;
  const Result<Config> config = load_config(folder.with("newshole.json", text));
  REQUIRE_FALSE(config);
  CHECK(config.error().kind == newshole::ErrorKind::Config);
  return config.error().message.substr(folder.path().string().size() + 1);
}

}  // namespace

TEST_SUITE_BEGIN("config/config");

TEST_CASE("the shipped configuration is one UTF-8 edition of 70 columns in ./mirror") {
  const Result<Config> config = load_config(NEWSHOLE_CONFIG_DIR "/newshole.json");
  REQUIRE(config);
  CHECK(config->root == "./mirror");
  CHECK(config->sites == std::vector<std::string>{"lite.cnn.com"});
  CHECK(config->editions.front().width == 70);
  CHECK(config->editions.front().charset == newshole::text::Charset::Utf8);
  CHECK(config->editions.front().dialect == Dialect::Gophermap);
}

TEST_CASE("every key is read") {
  const TempFolder folder;
  const Result<Config> config = load_config(folder.with("newshole.json", R"({
    "root": "/srv/gopher", "sites": ["a", "b"], "host": "news.example", "port": 7070,
    "selector_prefix": "/news", "story_limit": 5,
    "editions": [{"charset": "us-ascii", "width": 40, "dialect": "gph", "article_view": "both", "links": "none"}],
    "network": {"proxy": "http://127.0.0.1:8080", "user_agent": "x", "contact": "https://hole.example/",
                "robots": "ignore", "max_time": 5, "max_body_bytes": 100000,
                "max_per_host": 2, "max_in_flight": 4, "pause": 3, "max_retries": 1, "private_hosts": ["b.example"]},
    "serve": {"max_connections": 64, "max_per_address": 3, "max_requests": 5, "least_rate": 0, "max_searches": 1,
              "max_live_pages": 6, "live_pages_a_minute": 7, "site_pages_a_minute": 9}
  })"));
  REQUIRE(config);
  CHECK(config->root == "/srv/gopher");
  CHECK(config->sites.size() == 2);
  CHECK(config->host == "news.example");
  CHECK(config->port == 7070);
  CHECK(config->selector_prefix == "/news");
  CHECK(config->story_limit == 5);
  CHECK(config->editions.front().charset == newshole::text::Charset::Ascii);
  CHECK(config->editions.front().width == 40);
  CHECK(config->editions.front().dialect == Dialect::Gph);
  CHECK(config->editions.front().links == newshole::format::LinkStyle::None);
  CHECK(config->editions.front().article_view == newshole::config::ArticleView::Both);
  CHECK(config->network.proxy == "http://127.0.0.1:8080");
  CHECK(config->network.user_agent == "x");
  CHECK(config->network.contact == "https://hole.example/");
  CHECK(config->network.robots == newshole::config::RobotsPolicy::Ignore);
  CHECK(config->network.max_time == std::chrono::seconds(5));
  CHECK(config->network.max_body_bytes == 100'000);
  CHECK(config->network.max_per_host == 2);
  CHECK(config->network.max_in_flight == 4);
  CHECK(config->network.pause == std::chrono::seconds(3));
  CHECK(config->network.max_retries == 1);
  CHECK(config->network.private_hosts == std::vector<std::string>{"b.example"});
  CHECK(config->serve.max_connections == 64);
  CHECK(config->serve.max_per_address == 3);
  CHECK(config->serve.max_requests == 5);
  CHECK(config->serve.least_rate == 0);
  CHECK(config->serve.max_searches == 1);
  CHECK(config->serve.max_live_pages == 6);
  CHECK(config->serve.live_pages_a_minute == 7);
  CHECK(config->serve.site_pages_a_minute == 9);
}

TEST_CASE("menus of narrow stories leave room for what clients put before their lines") {
  const TempFolder folder;
  const auto edition = [&](std::string_view keys, std::string_view beside = "") {
    const auto config = load_config(
        folder.with("newshole.json", R"({"sites": ["a"], )" + std::string(beside) +
                                         R"("editions": [{)" + std::string(keys) + "}]}"));
    REQUIRE(config);
    return config->editions.front();
  };
  CHECK(edition("").menu_width == 67);
  CHECK(edition(R"("width": 200)").menu_width == 67);
  CHECK(edition(R"("width": 67)").menu_width == 67);
  CHECK(edition(R"("width": 66)").menu_width == 59);
  CHECK(edition(R"("width": 40)").menu_width == 33);
  CHECK(edition(R"("width": 20)").menu_width == 30);
  CHECK(edition(R"("width": 40, "menu_width": 50)").menu_width == 50);
  CHECK(edition(R"("width": 40)", R"("menu_width": 60, )").menu_width == 60);
  CHECK(edition(R"("menu_width": 30)", R"("menu_width": 60, )").menu_width == 30);
}

TEST_CASE("bytes of menu lines count where the configuration or the edition says so") {
  const TempFolder folder;
  const auto measure = [&](std::string_view text) {
    const auto config = load_config(folder.with("newshole.json", text));
    REQUIRE(config);
    return config->editions.front().menu_measure;
  };
  using newshole::format::Measure;
  CHECK(measure(R"({"sites": ["a"]})") == Measure::Cells);
  CHECK(measure(R"({"sites": ["a"], "menu_width_bytes": true})") == Measure::CellsAndBytes);
  CHECK(measure(R"({"sites": ["a"], "editions": [{"menu_width_bytes": true}]})") ==
        Measure::CellsAndBytes);
  CHECK(measure(R"({"sites": ["a"], "menu_width_bytes": true,
                    "editions": [{"menu_width_bytes": false}]})") == Measure::Cells);
  CHECK(fault_of(R"({"sites": ["a"], "menu_width_bytes": 1})") ==
        "newshole.json:1: /menu_width_bytes: expected a boolean, found 1");
  CHECK(fault_of(R"({"sites": ["a"], "menu_width": 29})") ==
        "newshole.json:1: /menu_width: expected a whole number from 30 to 67, found 29");
}

TEST_CASE("a configuration says in which zone times are, and what lists say of a story") {
  const TempFolder folder;
  const auto config = load_config(folder.with(
      "newshole.json", R"({"sites": ["a"], "zone": "Europe/Zurich", "menu_facts": ["time"],
                           "menu_headlines": "cut"})"));
  REQUIRE(config);
  CHECK(config->zone.name() == "Europe/Zurich");
  CHECK(config->menu_facts == std::vector{newshole::config::MenuFact::Time});
  CHECK(config->menu_headlines == newshole::config::MenuHeadlines::Cut);
  CHECK(fault_of(R"({"sites": ["a"], "zone": "Middle/Earth"})") ==
        "newshole.json:1: /zone: expected a zone of IANA's list such as \"Europe/Zurich\", or "
        "\"UTC\"");
  CHECK(fault_of(R"({"sites": ["a"], "menu_facts": ["hour"]})") ==
        "newshole.json:1: /menu_facts/0: expected \"section\", \"time\" or \"length\"");
  CHECK(fault_of(R"({"sites": ["a"], "menu_headlines": "short"})")
            .starts_with("newshole.json:1: /menu_headlines: "));
}

TEST_CASE("an unknown key is named with its line and the key that was meant") {
  CHECK(
      fault_of("{\n  \"sites\": [\"a\"],\n  \"prot\": 70\n}") ==
      "newshole.json:3: /prot: unknown key, expected one of $schema, banner, editions, host, "
      "keep_days, menu_facts, menu_headlines, menu_width, menu_width_bytes, network, noarchive, "
      "port, root, sandbox, search, selector_prefix, serve, server_root, sites, story_limit, zone; "
      "did you mean port?");
}

TEST_CASE("a value out of range says which numbers go") {
  CHECK(fault_of("{\"sites\": [\"a\"], \"editions\": [\n{\n\"width\": 19\n}\n]}") ==
        "newshole.json:3: /editions/0/width: expected a whole number from 20 to 200, found 19");
  CHECK(fault_of("{\"sites\": [\"a\"], \"port\": 18446744073709551615}") ==
        "newshole.json:1: /port: expected a whole number from 1 to 65535, found "
        "18446744073709551615");
}

TEST_CASE("a wrong type says what was expected") {
  CHECK(fault_of("{\"sites\": \"a\"}") ==
        "newshole.json:1: /sites: expected an array, found \"a\"");
  CHECK(fault_of("{\"sites\": [\"a\", 1]}") ==
        "newshole.json:1: /sites/1: expected a string, found 1");
  CHECK(fault_of("[]") == "newshole.json:1: expected an object, found []");
}

TEST_CASE("a misspelt name gets a suggestion") {
  CHECK(fault_of("{\"sites\": [\"a\"], \"editions\": [{\"charset\": \"utf-9\"}]}") ==
        "newshole.json:1: /editions/0/charset: expected one of utf-8, iso-8859-1, us-ascii, found "
        "\"utf-9\"; "
        "did you mean utf-8?");
}

TEST_CASE("robots.txt is obeyed unless the configuration says otherwise") {
  const TempFolder folder;
  const Result<Config> config = load_config(folder.with("newshole.json", R"({"sites": ["a"]})"));
  REQUIRE(config);
  CHECK(config->network.robots == newshole::config::RobotsPolicy::Obey);
  CHECK(fault_of(R"({"sites": ["a"], "network": {"robots": "ignored"}})") ==
        "newshole.json:1: /network/robots: expected one of obey, ignore, found \"ignored\"; "
        "did you mean ignore?");
}

TEST_CASE("a contact that would end its comment is refused") {
  CHECK(fault_of(R"({"sites": ["a"], "network": {"contact": "me) evil/1.0 (x"}})") ==
        "newshole.json:1: /network/contact: expected a URL or a mail address: ASCII, no blanks, "
        "no brackets");
}

TEST_CASE("a misspelt key that is required is named, not missed") {
  CHECK(fault_of("{\"site\": [\"a\"]}").ends_with("did you mean sites?"));
  CHECK(fault_of("{}") == "newshole.json:1: expected the key \"sites\", found none");
}

TEST_CASE("a file of more than 64 levels of brackets is a fault, however many there are") {
  const auto nested = [](std::size_t levels) {
    return "{\"sites\": " + std::string(levels, '[') + std::string(levels, ']') + "}";
  };
  CHECK(fault_of(nested(64)) == "newshole.json: expected at most 64 levels of brackets, found 65");
  CHECK(fault_of(std::string(1'000'000, '[')) ==
        "newshole.json: expected at most 64 levels of brackets, found 1000000");
  CHECK(fault_of(nested(63)).starts_with("newshole.json:1: /sites/0: expected a string"));
}

TEST_CASE("a fault is named with its line among a hundred thousand values with long names") {
  std::string text = "{\"" + std::string(100'000, 'k') + "\": [\n";
  for (int i = 0; i < 100'000; ++i) text += "{},\n";
  text += "1],\n\"port\": \"70\", \"sites\": [\"a\"]}";
  CHECK(fault_of(text) ==
        "newshole.json:100003: /port: expected a whole number from 1 to 65535, "
        "found \"70\"");
  text.resize(text.rfind('}'));
  CHECK(fault_of(text + ", \"port\": 70}") ==
        "newshole.json:100003: /port: expected each key once, found it twice");
}

TEST_CASE("a key that stands twice is a fault, as one of the two would be forgotten") {
  CHECK(fault_of("{\"sites\": [\"a\"],\n\"port\": 70,\n\"port\": 71}") ==
        "newshole.json:3: /port: expected each key once, found it twice");
}

TEST_CASE("a host that no menu line could hold is refused") {
  CHECK(fault_of("{\"sites\": [\"a\"], \"host\": \"" + std::string(254, 'h') + "\"}") ==
        "newshole.json:1: /host: expected a host name of at most 253 characters");
}

TEST_CASE("a host with a port and a root of a shell are refused, with what is meant") {
  CHECK(fault_of(R"({"sites": ["a"], "host": "gopher.example.org:70"})") ==
        "newshole.json:1: /host: expected a host's name alone, found \"gopher.example.org:70\"; "
        "the port has a key of its own, \"port\"");
  const TempFolder folder;
  CHECK(load_config(folder.with("newshole.json", R"({"sites": ["a"], "host": "2001:db8::7"})")));
  CHECK(fault_of(R"({"sites": ["a"], "root": "~/gopher"})") ==
        "newshole.json:1: /root: expected a folder whose name is written out, such as "
        "/home/me/gopher; \"~/gopher\" means something to a shell alone");
}

TEST_CASE("an IPv6 address in brackets is refused, with what to write") {
  CHECK(fault_of(R"({"sites": ["a"], "host": "[2001:db8::7]"})") ==
        "newshole.json:1: /host: expected an IPv6 address without brackets, \"2001:db8::7\", found "
        "\"[2001:db8::7]\"");
  CHECK(fault_of(R"({"sites": ["a"], "host": "[::1]:70"})") ==
        "newshole.json:1: /host: expected an IPv6 address without brackets, \"::1\", found "
        "\"[::1]:70\"; the port has a key of its own, \"port\"");
}

TEST_CASE("an empty file is called empty, with the least that it needs") {
  for (const char* text : {"", " \n\t\r\n"})
    CHECK(fault_of(text) ==
          "newshole.json: is empty; expected at least {\"sites\": [\"https://news.example/\"]}");
}

TEST_CASE("an offset is no zone, since its sign is read either way: both zones are named") {
  const auto zone = [](const std::string& name) {
    const std::string fault = fault_of(R"({"sites": ["a"], "zone": ")" + name + R"("})");
    const std::string expected =
        "newshole.json:1: /zone: expected a zone of IANA's list such as \"Europe/Zurich\", or "
        "\"UTC\"";
    CHECK(fault.starts_with(expected));
    return fault.substr(std::min(expected.size(), fault.size()));
  };
  for (const char* name : {"GMT+2", "UTC+2", "+02:00", "gmt-02", "UTC+0200"}) {
    CAPTURE(name);
    CHECK(zone(name) == std::string(", found the offset \"") + name +
                            "\"; 2 hours ahead of UTC all year is \"Etc/GMT-2\", behind it "
                            "\"Etc/GMT+2\"; the zone of a place knows its summer time, too");
  }
  CHECK(zone("GMT+5:30") == ", found the offset \"GMT+5:30\"; a place that has it is one");
  CHECK(zone("europe/zurich") == "; did you mean Europe/Zurich?");
  CHECK(zone("Zurich") == "; did you mean Europe/Zurich?");
  CHECK(zone("utc") == "; did you mean UTC?");
  CHECK(zone("Europe/Zurch") == "; did you mean Europe/Zurich?");
  CHECK(zone("") == "");
  for (const char* name : {"GMT", "Etc/GMT-2", "CET", "UTC"}) {
    CAPTURE(name);
    const TempFolder folder;
    CHECK(load_config(folder.with("newshole.json",
                                  std::string(R"({"sites": ["a"], "zone": ")") + name + R"("})")));
  }
}

TEST_CASE("where a server listens is read, and is 127.0.0.1 on no port in particular") {
  const TempFolder folder;
  const auto load = [&](std::string_view text) {
    return load_config(folder.with("newshole.json", text));
  };
  const auto plain = load(R"({"sites": ["a"]})");
  CHECK(plain->serve.addresses == std::vector<std::string>{"127.0.0.1"});
  CHECK_FALSE(plain->serve.port);
  const auto told =
      load(R"({"sites": ["a"], "serve": {"addresses": ["::", "0.0.0.0"], "port": 0}})");
  CHECK(told->serve.addresses == std::vector<std::string>{"::", "0.0.0.0"});
  CHECK(told->serve.port == 0);
}

TEST_CASE("every edition but the first has a name of its own") {
  const TempFolder folder;
  const auto config = load_config(folder.with(
      "newshole.json",
      R"({"sites": ["a"], "editions": [{"name": "big"}, {"name": "small", "width": 40}]})"));
  REQUIRE(config);
  REQUIRE(config->editions.size() == 2);
  CHECK(config->editions[0].name.empty());
  CHECK(config->editions[1].name == "small");
  CHECK(config->editions[1].width == 40);
  CHECK(fault_of(R"({"sites": ["a"], "editions": [{}, {}]})") ==
        "newshole.json:1: /editions/1: expected the key \"name\", found none");
  CHECK(fault_of(R"({"sites": ["a"], "editions": [{}, {"name": "x"}, {"name": "x"}]})") ==
        "newshole.json:1: /editions: expected names that differ");
  for (const std::string name : {"archive", "a.b", "A", "", "-x", "caps"}) {
    CAPTURE(name);
    CHECK(fault_of(R"({"sites": ["a"], "editions": [{}, {"name": ")" + name + "\"}]}")
              .find("/editions/1/name: expected a folder's name") != std::string::npos);
  }
}

TEST_CASE("what is kept, and whether the root is the server's, is read") {
  const TempFolder folder;
  const auto config = load_config(
      folder.with("newshole.json", R"({"sites": ["a"], "keep_days": 30, "server_root": true})"));
  REQUIRE(config);
  CHECK(config->keep_days == 30);
  CHECK(config->server_root == newshole::config::ServerRoot::Here);
  CHECK(fault_of(R"({"sites": ["a"], "selector_prefix": "/n", "server_root": true})") ==
        "newshole.json:1: /server_root: expected false, as there is a selector_prefix");
}

TEST_CASE("where the banner stands is said for all editions, and for one otherwise") {
  using newshole::config::BannerPlace;
  const TempFolder folder;
  const auto config = load_config(folder.with("newshole.json", R"({"sites": ["a"],
    "banner": "front", "editions": [{}, {"name": "small", "banner": "none"}]})"));
  REQUIRE(config);
  CHECK(config->editions[0].banner == BannerPlace::Front);
  CHECK(config->editions[1].banner == BannerPlace::None);
  CHECK(Config().editions[0].banner == BannerPlace::All);
  CHECK(fault_of(R"({"sites": ["a"], "banner": "yes"})") ==
        "newshole.json:1: /banner: expected one of all, front, none, found \"yes\"");
}

TEST_CASE("who answers searches is nobody, newshole serve, or a script by its selector") {
  using newshole::config::SearchService;
  const TempFolder folder;
  const auto search_of = [&](const std::string& value) {
    const auto config = load_config(
        folder.with("newshole.json", R"({"sites": ["a"], "search": ")" + value + "\"}"));
    REQUIRE(config);
    return config->search;
  };
  CHECK(load_config(folder.with("newshole.json", R"({"sites": ["a"]})"))->search ==
        SearchService{});
  CHECK(search_of("") == SearchService{});
  CHECK(search_of("serve") == SearchService{SearchService::Kind::Serve, ""});
  CHECK(search_of("/cgi-bin/find.dcgi") ==
        SearchService{SearchService::Kind::Script, "/cgi-bin/find.dcgi"});
}

TEST_CASE("a search that no selector leads to is a fault") {
  for (const std::string value :
       {"server", "cgi-bin/find", "/find?x", "/a/", "/a//b", "/../a", "/a b"}) {
    CAPTURE(value);
    CHECK(fault_of(R"({"sites": ["a"], "search": ")" + value + "\"}")
              .starts_with(
                  "newshole.json:1: /search: expected \"\", \"serve\" or a script's selector"));
  }
}

TEST_CASE("what is no JSON is named with its line") {
  CHECK(fault_of("{\n\"sites\": [\n}").starts_with("newshole.json:3: not JSON: column 1: "));
}

TEST_CASE("a mistake of the kind that people make is named where it was made, in plain words") {
  const auto mistake = [](std::string_view text) {
    return fault_of(text).substr(std::string_view("newshole.json:").size());
  };
  CHECK(mistake("{\n\"sites\": [\"a\"],\n\"port\": 70,\n}\n") ==
        "3: not JSON: the comma before \"}\" is one too many");
  CHECK(mistake("{\n\"sites\": [\"a\",\n\n]}") ==
        "2: not JSON: the comma before \"]\" is one too many");
  CHECK(mistake("{\n\"host\": \"a.example,\n\"sites\": [\"a\"]\n}") ==
        "2: not JSON: a quotation mark is missing at the end of \"a.example,");
  CHECK(mistake("{\n\"host\": a.example,\n\"sites\": [\"a\"]\n}")
            .starts_with("2: not JSON: a.example needs quotation marks"));
  CHECK(mistake("{\n\"port\": 70\n\"sites\": [\"a\"]\n}") ==
        "2: not JSON: a comma or a colon is missing behind 70");
  CHECK(mistake("{\n\"host\" \"b\",\n\"sites\": [\"a\"]\n}") ==
        "2: not JSON: a comma or a colon is missing behind \"host\"");
  CHECK(mistake("{\n// mine\n\"sites\": [\"a\"]}") == "2: not JSON: JSON has no remarks");
  CHECK(mistake("{\n'sites': ['a']}") ==
        "2: not JSON: a text stands between \" and \", not between ' and '");
  CHECK(mistake("{\n\"sites\": [\"a\"]\n") ==
        "2: not JSON: the file ends too early: a bracket has no end");
  CHECK(mistake("{\"sites\": [\"a\"],, \"port\": 1}") == "1: not JSON: there are two commas");
  CHECK(mistake("{").starts_with("1: not JSON: the file ends too early"));
  CHECK(mistake(":").starts_with("1: not JSON: "));
  CHECK(mistake("{\"a\": \"\\").starts_with("1: not JSON: "));
}

TEST_CASE("a key in the wrong place is told where it belongs") {
  CHECK(fault_of("{\"sites\": [\"a\"],\n\"width\": 60}") ==
        "newshole.json:2: /width: misplaced key, it belongs into an object of \"editions\": "
        "\"editions\": [{...}]");
  CHECK(fault_of(R"({"sites": ["a"], "editions": [{"host": "b"}]})") ==
        "newshole.json:1: /editions/0/host: misplaced key, it belongs into the configuration "
        "itself, beside \"sites\"");
  CHECK(fault_of(R"({"sites": ["a"], "pause": 1})") ==
        "newshole.json:1: /pause: misplaced key, it belongs into the object \"network\"");
}

TEST_CASE("a prefix that a server would change is refused") {
  CHECK(fault_of("{\"sites\": [\"a\"], \"selector_prefix\": \"/a/../b\"}")
            .starts_with("newshole.json:1: /selector_prefix: expected"));
}

TEST_CASE(
    "stories that say noarchive are shown and not kept unless the configuration says otherwise") {
  const TempFolder folder;
  const auto noarchive_of = [&](const std::string& text) {
    return newshole::config::load_config(folder.with("newshole.json", text)).value().noarchive;
  };
  using newshole::config::NoArchive;
  CHECK(noarchive_of(R"({"sites": ["a"]})") == NoArchive::Show);
  CHECK(noarchive_of(R"({"sites": ["a"], "noarchive": "omit"})") == NoArchive::Omit);
  CHECK(noarchive_of(R"({"sites": ["a"], "noarchive": "keep"})") == NoArchive::Keep);
  CHECK(fault_of(R"({"sites": ["a"], "noarchive": true})").find("/noarchive") != std::string::npos);
}

TEST_CASE("pages are read in a sandbox unless the configuration says otherwise") {
  const TempFolder folder;
  const auto sandbox_of = [&](const std::string& text) {
    return newshole::config::load_config(folder.with("newshole.json", text)).value().sandbox;
  };
  using newshole::config::Sandbox;
  CHECK(sandbox_of(R"({"sites": ["a"]})") == Sandbox::On);
  CHECK(sandbox_of(R"({"sites": ["a"], "sandbox": "required"})") == Sandbox::Required);
  CHECK(sandbox_of(R"({"sites": ["a"], "sandbox": "off"})") == Sandbox::Off);
  CHECK(fault_of(R"({"sites": ["a"], "sandbox": "maybe"})").find("/sandbox") != std::string::npos);
}

TEST_SUITE_END();
