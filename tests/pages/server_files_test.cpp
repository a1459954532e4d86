#include "pages/server_files.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "fetch/robots/robots.h"

using namespace newshole;
using Names = std::vector<std::string>;

namespace {

fetch::Robots rules_of(const Names& sites, const Names& editions) {
  return fetch::Robots::parse(pages::robots_txt({sites, editions}), "veronica");
}

}  // namespace

TEST_SUITE_BEGIN("pages/server_files");

TEST_CASE("robots.txt names what it disallows with and without the first slash") {
  CHECK(pages::robots_txt({Names{"news.example", "b.example"}, Names{"ascii40"}}) ==
        "# Welcome: front pages, sections and stories. Archives and further editions lead to the "
        "same\n"
        "# stories again. Crawlers ask with and without the first slash, so both stand here.\n"
        "User-agent: *\n"
        "Disallow: /news.example/archive/\n"
        "Disallow: news.example/archive/\n"
        "Disallow: /b.example/archive/\n"
        "Disallow: b.example/archive/\n"
        "Disallow: /ascii40/\n"
        "Disallow: ascii40/\n");
}

TEST_CASE("a crawler may read front pages, sections, stories and the feed, but no archive") {
  const fetch::Robots robots = rules_of({"news.example"}, {});
  CHECK(robots.allows("/"));
  CHECK(robots.allows("/news.example"));
  CHECK(robots.allows("/news.example/sections/tech"));
  CHECK(robots.allows("/news.example/2025/09/19/tech/a.txt"));
  CHECK(robots.allows("/news.example/feed.xml"));
  CHECK_FALSE(robots.allows("/news.example/archive/2025"));
}

TEST_CASE("an edition that is named like the start of a site does not hide the site") {
  const fetch::Robots robots = rules_of({"news.example"}, {"news"});
  CHECK(robots.allows("/news.example/2025/09/19/tech/a.txt"));
  CHECK_FALSE(robots.allows("/news/news.example/2025/09/19/tech/a.txt"));
}

TEST_CASE("without anything to disallow robots.txt allows all") {
  CHECK(pages::robots_txt({}).ends_with("User-agent: *\nDisallow:\n"));
}

TEST_CASE("caps.txt says how paths are made, whose news it is, whom to ask and the charset") {
  CHECK(pages::caps_txt({Names{"The Example"}, "mailto:me@hole.example", text::Charset::Utf8}) ==
        "CAPS\n"
        "\n"
        "# Written by newshole.\n"
        "CapsVersion=1\n"
        "ExpireCapsAfter=3600\n"
        "\n"
        "PathDelimeter=/\n"
        "PathIdentity=.\n"
        "PathParent=..\n"
        "PathParentDouble=FALSE\n"
        "PathKeepPreDelimeter=FALSE\n"
        "\n"
        "ServerDescription=News of The Example on gopher\n"
        "ServerAdmin=mailto:me@hole.example\n"
        "ServerDefaultEncoding=UTF-8\n");
}

TEST_CASE("without sites and contact caps.txt has no empty values") {
  const std::string caps = pages::caps_txt({});
  CHECK(caps.find("ServerDescription") == std::string::npos);
  CHECK(caps.find("ServerAdmin") == std::string::npos);
}

TEST_CASE("a title cannot add a line to caps.txt") {
  const Names sites = {"The\nServerAdmin=evil\r\n Example", "Second"};
  CHECK(pages::caps_txt({sites, ""})
            .find("\nServerDescription=News of The ServerAdmin=evil Example, Second on gopher\n") !=
        std::string::npos);
}

TEST_CASE("more titles than fit are counted") {
  const Names sites(12, "A site with a rather long title");
  CHECK(pages::caps_txt({sites, ""}).find("=News of 12 sites on gopher\n") != std::string::npos);
}

TEST_CASE("caps.txt is in the charset that it names") {
  const Names sites = {"Caf\xc3\xa9"};
  CHECK(pages::caps_txt({sites, "", text::Charset::Latin1}).find("News of Caf\xe9 on") !=
        std::string::npos);
  const std::string ascii = pages::caps_txt({sites, "", text::Charset::Ascii});
  CHECK(ascii.find("News of Cafe on") != std::string::npos);
  CHECK(ascii.ends_with("ServerDefaultEncoding=US-ASCII\n"));
}

TEST_SUITE_END();
