#include <map>
#include <string>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "mirror/refresh.h"

using namespace newshole;
using namespace std::chrono_literals;
using test::has;
using test::Names;

namespace {

constexpr const char* kFeed = "https://news.example/feed.xml";
constexpr const char* kPage = "https://news.example/world/ferry";
constexpr const char* kFile = "news.example/world/ferry.txt";

std::string sentences(int count, const std::string& where) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += "<p>The ferry of morning " + std::to_string(i) + " left " + where +
            " late, since a gull slept on its rope and nobody woke the bird.</p>";
  return text;
}

std::string page_of(const std::string& body) {
  return "<!doctype html><title>A ferry waits for a gull | Example</title><main><h1>A ferry waits "
         "for a gull</h1><div>" +
         body + "</div></main>";
}

/// A site that has a feed of one story, and its page.
class FeedSite {
 public:
  FeedSite() : profile_(site::SiteProfile()) {
    profile_.name = "news.example";
    profile_.title = "News of news.example";
    profile_.hosts = {"news.example"};
    profile_.web = "https://news.example/";
    profile_.front_pages = {url::parse_url(kFeed).value()};
    site.options.profiles = {&profile_};
  }

  void feed(const std::string& content) {
    bytes =
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
        "<channel><title>Example</title><item><title>A ferry waits for a gull</title>"
        "<link>" +
        std::string(kPage) +
        "</link><author>Ann Poe</author><pubDate>Fri, 19 Sep 2025 08:00:00 GMT"
        "</pubDate><content:encoded><![CDATA[" +
        content + "]]></content:encoded></item></channel></rss>";
    fetcher().set(kFeed, bytes);
  }
  void page(const std::string& body) { fetcher().set(kPage, page_of(body)); }
  void refuse(long status) {
    fetcher().set_error(kPage,
                        Error{ErrorKind::HttpStatus, "answered " + std::to_string(status), status});
  }

  mirror::Report run() {
    site.clock.advance(1h);
    fetcher().take_requests();
    mirror::Report report = site.report();
    asked = fetcher().take_asked();
    return report;
  }
  [[nodiscard]] std::string text() const { return test::read(site.root() / kFile); }
  test::FixtureFetcher& fetcher() { return site.fetcher; }

  test::MadeUpSite site;
  Names asked;        ///< by the last run
  std::string bytes;  ///< of the feed

 private:
  site::SiteProfile profile_;
};

}  // namespace

TEST_SUITE_BEGIN("mirror/feed_texts");

TEST_CASE("a story whose feed has it whole is published without a request for its page") {
  FeedSite site;
  site.feed(sentences(20, "the harbour"));
  const mirror::Report report = site.run();
  CHECK(site.asked == Names{kFeed});
  CHECK(report.sites.at(0).added == 1);
  CHECK(report.sites.at(0).fetched == 0);
  CHECK(has(site.text(), "A ferry waits for a gull\n"));
  CHECK(has(site.text(), "By Ann Poe\n"));
  CHECK(has(site.text(), "morning 19 left the harbour"));
  CHECK(has(site.text(), std::string("Full article: ") + kPage));
}

TEST_CASE("a text of a feed changes when the feed does, however old the story is") {
  FeedSite site;
  site.feed(sentences(20, "the harbour"));
  site.run();
  site.site.clock.advance(24h * 30);
  CHECK(site.run().sites.at(0).changed == 0);
  site.feed(sentences(20, "the quay"));
  CHECK(site.run().sites.at(0).changed == 1);
  CHECK(has(site.text(), "left the quay"));
}

TEST_CASE("a page is asked for where the feed has an excerpt") {
  for (const auto& excerpt :
       {sentences(2, "the sea"), sentences(20, "the sea") + "<p>The gull woke [&#8230;]</p>",
        sentences(20, "the sea") + "<p>The gull woke up...</p>",
        sentences(20, "the sea") + "<p><a href='x'>Continue reading A ferry waits</a></p>"}) {
    FeedSite site;
    site.feed(excerpt);
    site.page(sentences(30, "the harbour"));
    site.run();
    CHECK(site.asked == Names{kFeed, kPage});
    CHECK(has(site.text(), "morning 29 left the harbour"));
    CHECK_FALSE(has(site.text(), "the sea"));
  }
}

TEST_CASE("the feed's text stands in for a page behind a wall until that is gone") {
  for (const long status : {401L, 402L, 403L}) {
    FeedSite site;
    site.feed(sentences(5, "the sea"));
    site.fetcher().set_validators(kFeed, {.etag = "1", .last_modified = ""});
    site.refuse(status);
    CHECK(site.run().failures.empty());
    CHECK(has(site.text(), "morning 4 left the sea"));
    CHECK(site.run().failures.empty());
    CHECK(site.asked == Names{kFeed, kPage});
  }
  FeedSite site;
  site.feed(sentences(5, "the sea"));
  site.fetcher().set(kPage, "<title>One moment</title><p>Please prove that you are human.</p>");
  CHECK(site.run().failures.empty());
  CHECK(has(site.text(), "morning 4 left the sea"));
  site.page(sentences(20, "the harbour"));
  CHECK(site.run().sites.at(0).changed == 1);
  CHECK(has(site.text(), "morning 19 left the harbour"));
}

TEST_CASE("a story whose page is gone, or of which the feed has a line or two, is none") {
  FeedSite site;
  site.feed(sentences(5, "the sea"));
  site.refuse(404);
  CHECK(site.run().failures.size() == 1);
  site.feed(sentences(1, "the sea"));
  site.refuse(403);
  CHECK(site.run().failures.size() == 1);
  CHECK_FALSE(std::filesystem::exists(site.site.root() / kFile));
}

TEST_CASE("what a page says of its use holds for the feed's text, too") {
  FeedSite site;
  site.site.options.config.noarchive = config::NoArchive::Omit;
  site.feed(sentences(20, "the sea"));
  site.page(sentences(2, "the harbour"));
  site.fetcher().say_no_archive(kPage);
  site.run();
  CHECK(site.asked == Names{kFeed, kPage});
  CHECK_FALSE(std::filesystem::exists(site.site.root() / kFile));
}

TEST_CASE("a longer text of the feed takes the place of a stub") {
  FeedSite site;
  site.feed(sentences(6, "the sea"));
  site.page(sentences(2, "the harbour"));
  site.run();
  CHECK(has(site.text(), "morning 5 left the sea"));
}

TEST_CASE("a server that is down for now does not make a story of an excerpt") {
  FeedSite site;
  site.feed(sentences(3, "the sea"));
  site.refuse(503);
  const mirror::Report report = site.run();
  CHECK(report.failures.size() == 1);
  CHECK_FALSE(std::filesystem::exists(site.site.root() / kFile));
}

TEST_CASE("a copy of the page stays when the page is gone, whatever the feed has of it") {
  FeedSite site;
  site.feed(sentences(3, "the sea"));
  site.page(sentences(20, "the harbour"));
  site.run();
  const std::string before = site.text();
  site.refuse(404);
  CHECK(site.run().sites.at(0).gone == 1);
  CHECK(has(site.text(), "Taken down by the site"));
  CHECK(has(site.text(), before.substr(before.find("The ferry"))));
}

TEST_CASE("nothing is asked for while a feed says that it did not change") {
  FeedSite site;
  site.feed(sentences(20, "the harbour"));
  site.fetcher().set_validators(kFeed, {.etag = "1", .last_modified = ""});
  site.page(sentences(20, "the pier"));
  site.run();
  const mirror::Report report = site.run();
  CHECK(site.asked == Names{kFeed});
  CHECK(report.files_written.empty());
  CHECK(has(site.text(), "left the harbour"));
}

TEST_CASE("a feed that was read in part is told of, and not again in the next run") {
  FeedSite site;
  site.feed(sentences(20, "the harbour"));
  site.fetcher().set(kFeed, site.bytes.substr(0, site.bytes.rfind("</channel>")));
  const mirror::Report report = site.run();
  REQUIRE(report.notices.size() == 1);
  CHECK(report.notices[0].message ==
        std::string(kFeed) + " was read in part: line 1: the feed ends early");
  CHECK(report.sites.at(0).added == 1);
  CHECK(site.run().notices.empty());
}

TEST_SUITE_END();
