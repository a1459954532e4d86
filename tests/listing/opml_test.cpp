#include "listing/feeds/opml.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "base/limits.h"
#include "listing/page_reading.h"

using namespace newshole;
using listing::Subscription;
using listing::Subscriptions;

namespace {

fetch::Page page_of(std::string bytes) {
  return {.url = url::parse_url("https://unknown.invalid/").value(), .html = std::move(bytes)};
}

Result<Subscriptions> read(std::string bytes) {
  return listing::read_opml(page_of(std::move(bytes)));
}

std::string opml(const std::string& outlines) {
  return "<?xml version='1.0' encoding='utf-8'?>\n<opml version='2.0'><head><title>Mine</title>"
         "</head><body>" +
         outlines + "</body></opml>";
}

std::vector<std::string> addresses(const std::string& outlines) {
  std::vector<std::string> out;
  const Subscriptions list = read(opml(outlines)).value();
  for (const Subscription& site : list.all) out.push_back(site.address);
  return out;
}

using Addresses = std::vector<std::string>;

std::string many(std::size_t outlines) {
  std::string out;
  for (std::size_t i = 0; i < outlines; ++i)
    out += "<outline xmlUrl='https://news.example/" + std::to_string(i) + "'/>";
  return out;
}

}  // namespace

TEST_SUITE_BEGIN("listing/opml");

TEST_CASE("outlines in folders are sites with their titles, and folders are none") {
  const Subscriptions list =
      read(
          opml("<outline text='News'><outline text='World'>"
               "<outline type='rss' text='short' title='The &amp; Harbour\tNews' "
               "xmlUrl='https://a.example/feed?a=1&amp;b=2' htmlUrl='https://a.example/'/>"
               "</outline><outline type='atom' text='B' xmlUrl='https://b.example/atom'/></outline>"
               "<outline xmlUrl=' https://c.example/ '></outline>"))
          .value();
  CHECK_FALSE(list.damage);
  REQUIRE(list.all.size() == 3);
  CHECK(list.all[0].address == "https://a.example/feed?a=1&b=2");
  CHECK(list.all[0].title.value() == "The & Harbour News");
  CHECK(list.all[1].title == "B");
  CHECK(list.all[2].address == "https://c.example/");
  CHECK_FALSE(list.all[2].title);
}

TEST_CASE("without the address of a feed that of its page is taken, and each address once") {
  CHECK(addresses("<outline text='x' htmlUrl='https://a.example/'/>"
                  "<outline text='y' xmlUrl='' htmlUrl='https://b.example/'/>"
                  "<outline text='z' xmlUrl='https://a.example/'/>") ==
        Addresses{"https://a.example/", "https://b.example/"});
}

TEST_CASE("names are known in any case, and a scheme of feed readers is dropped") {
  CHECK(addresses("<OUTLINE XMLURL='https://a.example/'/><Outline xmlurl='feed://b.example/rss'/>"
                  "<outline xmlUrl='feed:http://c.example/rss'/>") ==
        Addresses{"https://a.example/", "https://b.example/rss", "http://c.example/rss"});
}

TEST_CASE("an outline in a comment is none, and the next one is one again") {
  CHECK(addresses("<outline isComment='true' xmlUrl='https://a.example/'>"
                  "<outline xmlUrl='https://b.example/'/></outline>"
                  "<outline isComment='false' xmlUrl='https://c.example/'/>") ==
        Addresses{"https://c.example/"});
}

TEST_CASE("a list in another charset, or with what XML does not allow, is read") {
  const std::string latin =
      "<?xml version='1.0' encoding='iso-8859-1'?><opml><body>"
      "<outline text='Caf\xe9 & Bar\x01' xmlUrl='https://a.example/?a=1&b=2'/></body></opml>";
  const Subscriptions list = read(latin).value();
  REQUIRE(list.all.size() == 1);
  CHECK(list.all[0].title.value() == "Caf\u00e9 & Bar");
  CHECK(list.all[0].address == "https://a.example/?a=1&b=2");
}

TEST_CASE("what stands before the end of a list that is cut off is kept, and the cut is told") {
  const std::string whole = opml(many(3));
  const Subscriptions list = read(whole.substr(0, whole.find("/2'") + 2)).value();
  CHECK(list.all.size() == 2);
  CHECK(list.damage == "line 2: it ends early");
}

TEST_CASE("what is no list of sites is refused with its cause") {
  for (const char* bytes : {"", "x", "{}"}) CHECK_FALSE(read(bytes));
  CHECK(read("<rss version='2.0'><outline xmlUrl='https://a.example/'/></rss>").error().message ==
        "no OPML");
  const auto empty = read(opml("<outline text='News'/>"));
  REQUIRE_FALSE(empty);
  CHECK(empty.error().kind == ErrorKind::NotArticle);
  CHECK(empty.error().message == "it names no site");
}

TEST_CASE("a list beyond a limit is refused whole") {
  CHECK(read(opml(many(limits::kSubscriptions)))->all.size() == limits::kSubscriptions);
  std::string deep;
  for (std::size_t i = 0; i <= limits::kFeedLevels; ++i) deep += "<outline text='x'>";
  std::string wide = "<outline";
  for (std::size_t i = 0; i <= limits::kFeedAttributes; ++i)
    wide += " a" + std::to_string(i) + "=''";
  for (const std::string& outlines :
       {many(limits::kSubscriptions + 1), many(1) + deep, many(1) + wide + "/>"}) {
    const auto list = read(opml(outlines));
    REQUIRE_FALSE(list);
    CHECK(list.error().kind == ErrorKind::TooComplex);
    CHECK(list.error().message.starts_with("line 2: "));
  }
  CHECK_FALSE(read(opml(many(1)) + std::string(limits::kFeedBytes, ' ')));
}

TEST_CASE("entities that a list declares are never expanded, and no file is opened") {
  std::string laughs = "<!DOCTYPE opml [<!ENTITY l0 'ha'><!ENTITY f SYSTEM 'file:///etc/passwd'>";
  for (int i = 1; i < 20; ++i)
    laughs += "<!ENTITY l" + std::to_string(i) + " '&l" + std::to_string(i - 1) + ";&l" +
              std::to_string(i - 1) + ";'>";
  const Subscriptions list =
      read(laughs +
           "]><opml><body><outline text='&l19;&f;' xmlUrl='https://a.example/'/>"
           "</body></opml>")
          .value();
  REQUIRE(list.all.size() == 1);
  CHECK(list.all[0].title.value() == "&l19;&f;");
}

TEST_CASE("an address that is longer than one may be is left out") {
  const std::string longest(limits::kUrlBytes + 1, 'a');
  CHECK(addresses("<outline xmlUrl='https://a.example/" + longest + "'/>" + many(1)).size() == 1);
}

TEST_CASE("a worker reads the same of a list as its caller would") {
  const SystemClock clock;
  const auto workers = sandbox::Workers::start(listing::reading_work({}, clock), {}, clock);
  REQUIRE(workers);
  const auto by_worker = [&workers](const std::string& bytes) {
    return read_page(listing::PageRole::Subscriptions, page_of(bytes), site::SiteProfile(),
                     **workers);
  };
  const listing::PageReading list =
      by_worker(opml("<outline text='x' xmlUrl='https://a.example/'/>" + many(1)) + "<outline");
  REQUIRE(list.subscriptions.size() == 2);
  CHECK(list.subscriptions[0].address == "https://a.example/");
  CHECK(list.subscriptions[0].title == "x");
  CHECK_FALSE(list.subscriptions[1].title);
  CHECK_FALSE(list.list.damage);
  CHECK(by_worker("<opml><outline xmlUrl='https://a.example/'/>").list.damage ==
        "line 1: it ends early");
  CHECK(by_worker(opml("")).error->message == "it names no site");
}

TEST_SUITE_END();
