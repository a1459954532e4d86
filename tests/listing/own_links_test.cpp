#include "listing/own_links.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "extract/link_words.h"
#include "extract/pages.h"
#include "listing/extractor.h"
#include "listing/own_links/story_address.h"

using namespace newshole;
using extract::Story;
namespace fs = std::filesystem;

namespace {

const fs::path kFolder = fs::path(NEWSHOLE_FIXTURES) / "own-links";

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<Story> own_stories(std::string_view html,
                               std::string_view url = "https://news.example/") {
  const SystemClock clock;
  const html::Document document = html::Document::parse(std::string(html), clock).value();
  return listing::own_stories(test::page(html, url), document);
}

void add_field(std::string& line, std::string_view name, const std::optional<std::string>& value) {
  if (value) line.append(" | ").append(name).append(": ").append(*value);
}

/// As the files of fixtures/own-links/lists have it.
std::string line_of(const Story& story) {
  std::string line = story.url.text + " | " + story.headline;
  add_field(line, "section", story.section);
  if (story.published) add_field(line, "time", text::to_rfc3339(*story.published));
  if (!story.published && story.date)
    add_field(line, "day",
              text::to_rfc3339(
                  text::DateOrTime{.time = std::chrono::sys_days(*story.date), .offset = {}}));
  for (const std::string& author : story.authors) add_field(line, "author", author);
  add_field(line, "summary", story.summary);
  return line + "\n";
}

/// The first line of a list is the address of its page.
std::string list_of(const fs::path& page, const std::string& url) {
  std::string out = url + "\n";
  for (const Story& story : own_stories(bytes_of(page), url)) out += line_of(story);
  return out;
}

}  // namespace

TEST_SUITE_BEGIN("listing/own_links");

TEST_CASE("pages of many kinds list the stories that a reader sees on them, and nothing else") {
  for (const fs::directory_entry& page : fs::directory_iterator(kFolder / "pages")) {
    const fs::path list = kFolder / "lists" / page.path().filename().replace_extension(".txt");
    CAPTURE(list.string());
    const std::string expected = bytes_of(list);
    CHECK(list_of(page.path(), expected.substr(0, expected.find('\n'))) == expected);
  }
}

TEST_CASE(
    "the stories of front pages with profiles are found without them, with the same headlines") {
  struct FrontPage {
    std::string site;
    std::string file;
    std::string url;
  };
  const auto kFrontPages = std::to_array<FrontPage>(
      {{"lite.cnn.com", "edition/lite.cnn.com/index.html", "https://lite.cnn.com/"},
       {"text.npr.org", "edition/text.npr.org/index.html", "https://text.npr.org/"},
       {"csmonitor.com", "edition/www.csmonitor.com/layout/set/text/textedition.html",
        "https://www.csmonitor.com/layout/set/text/textedition"},
       {"csmonitor.com", "csmonitor.com/older-index/page.html",
        "https://www.csmonitor.com/layout/set/text/textedition"},
       {"cbc.ca", "edition/www.cbc.ca/lite/news.html", "https://www.cbc.ca/lite/news"},
       {"68k.news", "edition/68k.news/index.html", "http://68k.news/"},
       {"68k.news", "edition/68k.news/index.php?section=technology&loc=US.html",
        "http://68k.news/index.php?section=technology&loc=US"}});
  for (const FrontPage& front : kFrontPages) {
    CAPTURE(front.file);
    const auto profile =
        site::load_profile(fs::path(NEWSHOLE_CONFIG_DIR) / "sites" / (front.site + ".json"));
    REQUIRE_MESSAGE(profile, profile.error().message);
    const std::string html = bytes_of(fs::path(NEWSHOLE_FIXTURES) / front.file);
    std::set<std::string> by_profile;
    const SystemClock clock;
    const auto stories = listing::Extractor(clock).stories(test::page(html, front.url), *profile);
    REQUIRE_MESSAGE(stories, stories.error().message);
    for (const Story& story : *stories) by_profile.insert(story.url.text + " " + story.headline);
    std::set<std::string> by_itself;
    for (const Story& story : own_stories(html, front.url))
      by_itself.insert(site::canonical_story_url(story.url, *profile).value().text + " " +
                       story.headline);
    CHECK(by_itself == by_profile);
  }
}

TEST_CASE("an address alone tells a story from a section or a page of its kind") {
  const auto kind = [](std::string_view path) {
    return listing::address_kind(
        url::parse_url("https://news.example" + std::string(path)).value());
  };
  using listing::AddressKind;
  for (const std::string_view path :
       {"/world/bridge-opens-to-a-cheer", "/2025/11/30/fog/", "/article/123456",
        "/story.php?id=73212", "/read?u=https://other.example/x", "/series/bridge-opens-to-a-cheer",
        "/%D1%82-%D0%B1-%D0%B2-%D0%B3"
        "D0%B0"}) {
    CAPTURE(path);
    CHECK(kind(path) == AddressKind::Strong);
  }
  for (const std::string_view path : {"/?p=123", "/world/two-words", "/n42.html", "/2025/11/fog",
                                      "/b4k9s8d7", "/2001/WORLD/europe/11/17/fog/index.html"}) {
    CAPTURE(path);
    CHECK(kind(path) == AddressKind::Plain);
  }
  for (const std::string_view path : {"/world", "/world/europe/", "/local.html", "/x?ref=top_2"}) {
    CAPTURE(path);
    CHECK(kind(path) == AddressKind::Weak);
  }
  for (const std::string_view path :
       {"/tag/bridges-of-the-old-town", "/2025/11/", "/2025/11/30/", "/news/2025", "/about.html",
        "/?cat=3", "/author/jane-doe", "/video/2025/11/30/a-bridge-opens", "/topics",
        "/news/world/index.html", "/series/bridges", "/dossier/273.html",
        "/goto?u=https://other.example/", "/world?page=2"}) {
    CAPTURE(path);
    CHECK(kind(path) == AddressKind::Folder);
  }
  for (const std::string_view path :
       {"/", "/x/photo-of-the-old-bridge.jpg", "/feed/all-the-news.xml"}) {
    CAPTURE(path);
    CHECK(kind(path) == AddressKind::NoPage);
  }
}

TEST_CASE("links that fill a line are headlines, links amid prose are none") {
  const auto stories = own_stories(
      "<p><b>Today:</b> <a href='/k/801-the-dyke-holds'>The dyke holds for now</a> &middot; "
      "<a href='/k/802-mill-stream'>Mill stream is renamed</a> &middot; "
      "<a href='/k/803-two-geese'>Two geese stop a train</a></p>"
      "<p>It was founded in 1881, as you may read in <a href='/k/12-the-history-of-it'>the history "
      "of "
      "this small paper</a>, by a printer and his aunts.</p>");
  REQUIRE(stories.size() == 3);
  CHECK(stories[0].headline == "The dyke holds for now");
}

TEST_CASE("a frame that scripts would show hides no story") {
  const std::string list =
      "<ul><li><a href='/k/801-the-dyke-holds'>The dyke holds for a year</a>"
      "<li><a href='/k/802-mill-stream'>The mill stream is renamed again</a>"
      "<li><a href='/k/803-two-geese'>Two geese stop a slow train</a></ul>";
  CHECK(own_stories("<div id=app style='visibility: hidden'>" + list + "</div>").size() == 3);
  CHECK(own_stories("<div class='page with-sidebar'>" + list + "</div>").size() == 3);
}

TEST_CASE("names that repeat their addresses are a menu, wherever they stand") {
  CHECK(own_stories("<ul><li><h3><a href='/teams/red-lions'>Red Lions</a></h3>"
                    "<li><h3><a href='/teams/new-harbour-jets'>New Harbour Jets</a></h3>"
                    "<li><h3><a href='/teams/old-bears'>Old Bears</a></h3></ul>")
            .empty());
}

TEST_CASE("one story has one address, whatever its links ask for") {
  const auto stories = own_stories(
      "<ul><li><a href='http://news.example/a/1234567/?from=box_1'>The dyke holds for now</a>"
      "<li><a href='https://www.news.example/a/1234567?utm_source=x'>The dyke holds for now</a>"
      "<li><a href='/a/1234567#top'>The dyke holds</a></ul>");
  REQUIRE(stories.size() == 1);
  CHECK(stories[0].url.text == "https://www.news.example/a/1234567");
}

TEST_CASE("what most readers read is listed only where the page lists nothing else") {
  const std::string popular =
      "<div class=box><h3>Most read</h3><ul><li><a href='/a/two-geese-stop-a-train'>Two geese stop "
      "a "
      "train again</a><li><a href='/a/mayor-reads-to-the-cows'>Mayor reads to the cows "
      "again</a></ul></div>";
  CHECK(own_stories(popular).size() == 2);
  const auto stories = own_stories(
      "<main><h3><a href='/a/the-dyke-holds-for-now'>The dyke holds for now</a></h3>"
      "<h3><a href='/a/mill-stream-is-renamed-again'>Mill stream is renamed</a></h3></main>" +
      popular);
  REQUIRE(stories.size() == 2);
  CHECK(stories[1].headline == "Mill stream is renamed");
}

TEST_CASE("advertisements, redirects and forums on hosts and paths of their own are no stories") {
  CHECK(
      own_stories(
          "<ul><li><a href='https://ad1.news.example/c?id=55123'>Ten shoes that you will love "
          "now</a>"
          "<li><a href='/goto?u=https://shop.example/991234'>Nine hats that you will love now</a>"
          "<li><a href='https://forum.news.example/t/55123'>What do you all think of hats</a></ul>")
          .empty());
}

TEST_CASE("hosts of one owner are sisters, others under one registry are not") {
  CHECK(listing::are_sisters("news.example.co.uk", "www.example.co.uk"));
  CHECK(listing::are_sisters("example.org", "m.example.org"));
  CHECK_FALSE(listing::are_sisters("example.co.uk", "other.co.uk"));
  CHECK_FALSE(listing::are_sisters("example.org", "other.org"));
  CHECK_FALSE(listing::are_sisters("10.0.0.1", "10.0.1.1"));
  CHECK(listing::are_sisters("localhost", "localhost"));
}

TEST_CASE("a link's label is no headline, in any language") {
  for (const std::string_view label :
       {"Read more", "Read More \u00bb", "12 Comments", "(3)", "LIVE", "3 hours ago", "Photo",
        "Weiterlesen", "Lire la suite", "Leer m\u00e1s\u2026", "\u7d9a\u304d\u3092\u8aad\u3080",
        "More..."}) {
    CAPTURE(label);
    CHECK(extract::is_link_label(label));
  }
  for (const std::string_view headline :
       {"Live from the moon", "Photo of a bridge", "More rain", "Read this"}) {
    CAPTURE(headline);
    CHECK_FALSE(extract::is_link_label(headline));
  }
}

TEST_CASE("a page tells why it lists no story") {
  const std::string html =
      "<nav><a href='/world/a-story-in-a-menu'>A story that stands in a menu</a></nav>"
      "<p><a href='/about'>About</a> <a href='https://other.example/a-b-c-d'>Elsewhere</a>";
  const SystemClock clock;
  const html::Document document = html::Document::parse(html, clock).value();
  CHECK(listing::why_no_own_stories(test::page(html, "https://news.example/"), document) ==
        "of its links 1 stand in navigation, footers or promotion, 1 have addresses of sections or "
        "of other pages, 1 lead to other sites");
  const html::Document empty = html::Document::parse("<p>No links", clock).value();
  CHECK(listing::why_no_own_stories(test::page("<p>No links", "https://news.example/"), empty) ==
        "it has no links to pages");
}

TEST_CASE("a trace tells how many stories were found, and what was refused") {
  const std::string html =
      "<ul><li><a href='/a/bridge-opens-to-a-cheer'>Bridge opens to a cheer of ducks</a></ul><a "
      "href='/about'>Us</a>";
  const SystemClock clock;
  const html::Document document = html::Document::parse(html, clock).value();
  extract::FieldTraces trace;
  CHECK(listing::own_stories(test::page(html, "https://news.example/"), document, &trace).size() ==
        1);
  REQUIRE(trace.size() == 2);
  CHECK(trace[0].value == "1, first: Bridge opens to a cheer of ducks");
  CHECK(trace[1].value == "1 have addresses of sections or of other pages");
}

TEST_CASE("of very many stories the first thousand are listed, however deep or flat the page is") {
  std::string html;
  for (int i = 0; i < 3000; ++i) {
    const std::string number = std::to_string(i);
    html += "<div><a href='/a/the-story-of-number-" + number + "'>The story that has number " +
            number + "</a>";
  }
  const std::vector<Story> stories = own_stories(html);
  REQUIRE(stories.size() == 1000);
  CHECK(stories[999].headline == "The story that has number 999");
}

TEST_SUITE_END();
