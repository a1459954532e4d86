#include <chrono>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "listing/feeds/feed.h"
#include "text/charset/charset.h"

using namespace newshole;
using listing::Feed;
using listing::feed_kind;
using listing::FeedItem;
using listing::FeedKind;
using listing::read_feed;

namespace {

constexpr std::string_view kFeedUrl = "https://news.example/feed.xml";

fetch::Page arrived(std::string bytes, std::string_view charset = "") {
  return {.url = url::parse_url(kFeedUrl).value(),
          .html = std::move(bytes),
          .charset = std::string(charset)};
}

Feed feed(std::string bytes, std::string_view charset = "") {
  return read_feed(arrived(std::move(bytes), charset)).value();
}

std::string rss(std::string_view items, std::string_view attributes = "") {
  return "<rss version='2.0' " + std::string(attributes) + "><channel>" + std::string(items) +
         "</channel></rss>";
}

/// The only item of a feed that has `fields` and a link.
FeedItem rss_item(std::string_view fields, std::string_view attributes = "") {
  const Feed read = feed(rss(
      "<item><link>https://news.example/a</link>" + std::string(fields) + "</item>", attributes));
  REQUIRE(read.items.size() == 1);
  return read.items.front();
}

FeedItem atom_entry(std::string_view fields) {
  const Feed read = feed(
      "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='https://news.example/a'/>" +
      std::string(fields) + "</entry></feed>");
  REQUIRE(read.items.size() == 1);
  return read.items.front();
}

std::string headline(std::string_view title) {
  return rss_item("<title>" + std::string(title) + "</title>").story.headline;
}

std::string rss_date(std::string_view date) {
  const auto read = rss_item("<pubDate>" + std::string(date) + "</pubDate>").story.published;
  return read ? text::to_rfc3339(*read) : "none";
}

std::vector<std::string> urls(const Feed& feed) {
  std::vector<std::string> out;
  for (const FeedItem& item : feed.items) out.push_back(item.story.url.text);
  return out;
}

using Urls = std::vector<std::string>;

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

// --- kinds ---

TEST_CASE("a feed is told by its root element, whatever stands before it") {
  CHECK(feed_kind("<rss>") == FeedKind::Rss);
  CHECK(feed_kind("\xEF\xBB\xBF\n<?xml version='1.0'?><!-- <feed> --><rss>") == FeedKind::Rss);
  CHECK(feed_kind("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>") == FeedKind::Rss);
  CHECK(feed_kind("<rdf:RDF xmlns='http://purl.org/rss/1.0/'>") == FeedKind::Rss);
  CHECK(feed_kind("<a:feed xmlns:a='http://www.w3.org/2005/Atom'>") == FeedKind::Atom);
  CHECK(feed_kind("<urlset>") == FeedKind::Sitemap);
  CHECK(feed_kind("<sitemapindex>") == FeedKind::SitemapIndex);
  CHECK(feed_kind("{\"items\":[],\"version\":\"https://jsonfeed.org/version/1.1\"}") ==
        FeedKind::JsonFeed);
  CHECK(feed_kind({"\xFF\xFE<\0f\0e\0e\0d\0>\0", 14}) == FeedKind::Atom);
}

TEST_CASE("pages, other XML and other JSON are no feeds") {
  for (const std::string_view bytes :
       {"", "rss", "<!DOCTYPE html><html><body><a href='/rss'>rss</a>", "<svg><feed/></svg>",
        "<rdf:RDF xmlns:foaf='http://xmlns.com/foaf/0.1/'>", "{\"version\":\"1\"}", "<opml>"}) {
    CHECK_FALSE(feed_kind(bytes));
    const auto read = read_feed(arrived(std::string(bytes)));
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == ErrorKind::NotArticle);
  }
}

// --- formats ---

TEST_CASE("an RSS item states its story") {
  const Feed read =
      feed(rss("<title>The News</title><link>https://news.example/</link><language>en-us</language>"
               "<ttl>60</ttl><item><title>Rain</title><link>https://news.example/rain</link>"
               "<guid isPermaLink='false'>n-1</guid><author>jane@news.example (Jane Doe)</author>"
               "<category>7</category><category>Weather</category><category>Local</category>"
               "<pubDate>Fri, 19 Sep 2025 08:33:00 +0200</pubDate>"
               "<description>&lt;p&gt;It rains.&lt;/p&gt;</description></item>"));
  CHECK(read.kind == FeedKind::Rss);
  CHECK(read.title == "The News");
  CHECK(read.web->text == "https://news.example/");
  CHECK(read.language == "en-us");
  CHECK(read.rest == std::chrono::hours(1));
  CHECK_FALSE(read.damage);
  REQUIRE(read.items.size() == 1);
  const FeedItem& item = read.items.front();
  CHECK(item.id == "n-1");
  CHECK(item.content.empty());
  CHECK(item.story.url.text == "https://news.example/rain");
  CHECK(item.story.headline == "Rain");
  CHECK(item.story.section == "Weather");
  CHECK(item.story.authors == std::vector<std::string>{"Jane Doe"});
  CHECK(text::to_rfc3339(*item.story.published) == "2025-09-19T08:33:00+02:00");
  CHECK(item.story.date == std::chrono::year(2025) / 9 / 19);
  CHECK(item.story.summary == "It rains.");
}

TEST_CASE("RSS 1.0 has its items beside the channel") {
  const Feed read = feed(
      "<rdf:RDF xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/' "
      "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
      " xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>"
      "<channel rdf:about='https://news.example/'><title>T</title>"
      "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
      "<items><rdf:Seq><rdf:li resource='https://news.example/a'/></rdf:Seq></items></channel>"
      "<image><title>Logo</title><link>https://news.example/logo</link></image>"
      "<item rdf:about='https://news.example/a'><title>A</title>"
      "<dc:date>2025-09-19T08:33:00Z</dc:date><dc:creator>Ann Poe</dc:creator></item></rdf:RDF>");
  CHECK(read.title == "T");
  CHECK(read.rest == std::chrono::hours(12));
  CHECK(urls(read) == Urls{"https://news.example/a"});
  CHECK(read.items.front().id == "https://news.example/a");
  CHECK(read.items.front().story.authors == std::vector<std::string>{"Ann Poe"});
}

TEST_CASE("an Atom entry states its story") {
  const Feed read = feed(
      "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de'><title type='html'>T &amp;amp; "
      "U</title><link rel='self' href='/feed.xml'/><link href='/'/><author><name>Ann "
      "Poe</name></author><entry><title>Rain &lt;3</title>"
      "<link rel='enclosure' href='a.mp3'/><link rel='alternate' type='application/json' "
      "href='a.json'/>"
      "<link rel='alternate' type='text/html' href='/a'/><id>tag:news.example,2025:1</id>"
      "<published>2025-09-19T08:33:00Z</published><updated>2025-09-20T08:33:00Z</updated>"
      "<author><name>Jane Doe</name><email>jane@news.example</email></author>"
      "<category term='weather' label='Weather'/><summary>Short.</summary>"
      "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>A &lt; <b>b</b><br/></p>"
      "</div></content></entry><entry><link href='/b'/></entry></feed>");
  CHECK(read.title == "T & U");
  CHECK(read.language == "de");
  CHECK(read.web->text == "https://news.example/");
  CHECK(urls(read) == Urls{"https://news.example/a", "https://news.example/b"});
  const FeedItem& item = read.items.front();
  CHECK(item.story.headline == "Rain <3");
  CHECK(item.story.section == "Weather");
  CHECK(item.story.authors == std::vector<std::string>{"Jane Doe"});
  CHECK(text::to_rfc3339(*item.story.updated) == "2025-09-20T08:33:00Z");
  CHECK(item.story.summary == "Short.");
  CHECK(item.content == "<div><p>A &lt; <b>b</b><br></p></div>");
  CHECK(item.id == "tag:news.example,2025:1");
  CHECK(read.items.back().story.authors == std::vector<std::string>{"Ann Poe"});
}

TEST_CASE("the authors of an Atom feed are those of its entries, of an RSS channel they are not") {
  const Feed atom =
      feed("<feed><author><name>Ann Poe</name></author><entry><link href='/a'/></entry></feed>");
  CHECK(atom.items.front().story.authors == std::vector<std::string>{"Ann Poe"});
  CHECK(feed(rss("<author>Ann Poe</author><item><link>/a</link></item>"))
            .items.front()
            .story.authors.empty());
}

TEST_CASE("Atom 0.3 has other names and modes") {
  const Feed read = feed(
      "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><link rel='alternate' "
      "type='text/html' href='https://news.example/a'/><issued>2025-09-19T08:33:00Z</issued>"
      "<modified>2025-09-20T08:33:00Z</modified><title mode='escaped' type='text/html'>A &amp;lt; "
      "B</title><content type='application/xhtml+xml' "
      "mode='xml'><p>Text</p></content></entry></feed>");
  REQUIRE(read.items.size() == 1);
  CHECK(read.items.front().story.headline == "A < B");
  CHECK(text::to_rfc3339(*read.items.front().story.published) == "2025-09-19T08:33:00Z");
  CHECK(text::to_rfc3339(*read.items.front().story.updated) == "2025-09-20T08:33:00Z");
  CHECK(read.items.front().content == "<p>Text</p>");
}

TEST_CASE("a JSON Feed states its stories") {
  const Feed read = feed(
      R"({"version":"https://jsonfeed.org/version/1.1","title":"T","home_page_url":"/","language":"en",
      "authors":[{"name":"Ann Poe"}],"items":[
      {"id":7,"url":"/a","title":"Rain","content_text":"One <\nTwo","date_published":"2025-09-19T08:33:00Z",
       "authors":[{"name":"Jane Doe","url":"x"}],"tags":["2","Weather"],"summary":"Short.",
       "_own":{"title":"No","items":[{"title":"No"}]}},
      {"id":"https://news.example/b","content_html":"<p>B</p>","external_url":"https://other.example/"}]})");
  CHECK(read.title == "T");
  CHECK(read.web->text == "https://news.example/");
  REQUIRE(urls(read) == Urls{"https://news.example/a", "https://other.example/"});
  const FeedItem& item = read.items.front();
  CHECK(item.id == "7");
  CHECK(item.story.headline == "Rain");
  CHECK(item.story.section == "Weather");
  CHECK(item.story.summary == "Short.");
  CHECK(item.story.authors == std::vector<std::string>{"Jane Doe"});
  CHECK(item.content == "One &lt;<br>\nTwo");
  CHECK(read.items.back().story.authors == std::vector<std::string>{"Ann Poe"});
  CHECK(read.items.back().story.headline == "B");
}

TEST_CASE("a news sitemap states title, time and language") {
  const Feed read = feed(
      "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
      "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9' "
      "xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'>"
      "<url><loc>https://news.example/rain</loc><lastmod>2025-09-20</lastmod><news:news>"
      "<news:publication><news:name>The News</news:name><news:language>en</news:language>"
      "</news:publication><news:genres>Blog</news:genres>"
      "<news:publication_date>2025-09-19T08:33:00+02:00</news:publication_date>"
      "<news:title>Rain</news:title></news:news><image:image><image:loc>x</image:loc></image:image>"
      "</url></urlset>");
  CHECK(read.kind == FeedKind::Sitemap);
  CHECK(read.language == "en");
  REQUIRE(read.items.size() == 1);
  const extract::Story& story = read.items.front().story;
  CHECK(story.headline == "Rain");
  CHECK(story.url.text == "https://news.example/rain");
  CHECK(text::to_rfc3339(*story.published) == "2025-09-19T08:33:00+02:00");
  CHECK(text::to_rfc3339(*story.updated) == "2025-09-20");
  CHECK_FALSE(story.section);
}

TEST_CASE("a story of a plain sitemap is named by the words of its address") {
  const Feed read = feed(
      "<urlset><url><loc>https://news.example/2025/mayor-resigns.html</loc></url>"
      "<url><loc>https://news.example/</loc></url></urlset>");
  REQUIRE(read.items.size() == 2);
  CHECK(read.items[0].story.headline == "mayor resigns");
  CHECK(read.items[1].story.headline == "news.example");
}

TEST_CASE("condition 32: an index gives its sitemaps, the latest first") {
  const Feed read = feed(
      "<sitemapindex><sitemap><loc>/old.xml</loc><lastmod>2025-09-01</lastmod></sitemap>"
      "<sitemap><loc>/undated.xml</loc></sitemap>"
      "<sitemap><loc>/new.xml.gz</loc><lastmod>2025-09-19T08:00:00Z</lastmod></sitemap>"
      "</sitemapindex>");
  CHECK(read.items.empty());
  REQUIRE(read.sitemaps.size() == 3);
  CHECK(read.sitemaps[0].text == "https://news.example/new.xml.gz");
  CHECK(read.sitemaps[1].text == "https://news.example/old.xml");
  CHECK(read.sitemaps[2].text == "https://news.example/undated.xml");
}

// --- bytes ---

TEST_CASE(
    "condition 1: the header's charset counts more than the prolog's, and bytes that are UTF-8 "
    "most") {
  const std::string prolog = "<?xml version='1.0' encoding='koi8-r'?>";
  const std::string cyrillic = rss("<title>\xCD\xE5\xE2\xE0 \xE2\xFB\xF8\xEB\xE0</title>");
  CHECK(feed(prolog + cyrillic, "windows-1251").title == "Нева вышла");
  CHECK(feed(prolog + rss("<title>Нева вышла</title>"), "windows-1251").title == "Нева вышла");
}

TEST_CASE("condition 2: blank lines and a byte order mark may stand first") {
  CHECK(feed("\n\n <?xml version='1.0' encoding='windows-1251'?>" +
             rss("<title>\xCD\xE5\xE2\xE0</title>"))
            .title == "Нева");
  CHECK(feed("\xEF\xBB\xBF\n<?xml version='1.0'?>" + rss("<title>Нева</title>")).title == "Нева");
}

TEST_CASE("condition 3: a feed that says windows-1251 and is UTF-8 is UTF-8") {
  CHECK(feed("<?xml version='1.0' encoding='windows-1251'?>" + rss("<title>Нева</title>")).title ==
        "Нева");
}

TEST_CASE("condition 4: without any charset a feed is UTF-8") {
  CHECK(feed(rss("<title>Zürich</title>"), "us-ascii").title == "Zürich");
  CHECK(feed(rss("<title>Zürich</title>")).title == "Zürich");
}

TEST_CASE("UTF-16 is read with and without a byte order mark") {
  std::string wide;
  for (const char c : rss("<title>A</title>")) wide.append(1, '\0').append(1, c);
  CHECK(feed(wide).title == "A");
  CHECK(feed("\xFE\xFF" + wide).title == "A");
}

TEST_CASE("condition 5: control characters and what is no character are left out") {
  using namespace std::string_literals;
  CHECK(headline("A\x01\x0B"
                 "B&#8;C\xEF\xBF\xBF"
                 "D&#x1F;"s) == "AB CD");
  CHECK(headline("<![CDATA[A\x02"
                 "B\xEF\xBF\xBE]]>"s) == "AB");
  CHECK(headline("A\0B"s) == "AB");
}

TEST_CASE("condition 6: entities of HTML need no declaration, and no declaration is loaded") {
  CHECK(headline("A&nbsp;B &uuml;&hellip;") == "A\u00a0B ü…");
  const Feed read = feed(
      "<!DOCTYPE rss SYSTEM 'https://news.example/x.dtd' [<!ENTITY nbsp '&#160;'> <!ENTITY a "
      "'long'>"
      "<!ENTITY f SYSTEM 'file:///etc/passwd'>]>" +
      rss("<title>A&nbsp;B &a;&f;</title>"));
  CHECK(read.title == "A\u00a0B &a;&f;");
}

TEST_CASE("an ampersand or a bracket that begins nothing is text") {
  CHECK(headline("AT&T & Co &; 1 < 2") == "AT&T & Co &; 1 < 2");
  const FeedItem item = rss_item("<enclosure url='/x?a=1&b=2' note='a<b'/><title>T</title>");
  CHECK(item.story.headline == "T");
}

TEST_CASE("condition 7: what stands behind the end is not looked at") {
  const Feed read = feed("Warning: <br /> in x.php <?xml version='1.0'?>" +
                         rss("<title>T</title>") + "<b>Notice</b>: x & y <");
  CHECK(read.title == "T");
  CHECK_FALSE(read.damage);
}

TEST_CASE("condition 8: of a feed that is cut off what came before is kept, and it is said") {
  const std::string whole =
      rss("\n<item><title>A</title><link>/a</link></item>\n<item><title>B</title><link>/b</link>"
          "<description>Words</description></item>");
  const Feed read = feed(whole.substr(0, whole.find("rds")));
  CHECK(urls(read) == Urls{"https://news.example/a", "https://news.example/b"});
  CHECK_FALSE(read.items.back().story.summary);
  CHECK(read.damage == "line 3: the feed ends in the middle of an item");
  CHECK(feed(whole.substr(0, whole.find("</channel>"))).damage == "line 3: the feed ends early");
}

TEST_CASE("a feed may be cut anywhere") {
  const std::string whole = "<?xml version='1.0'?><!-- c --><!DOCTYPE rss [<!ENTITY a 'b'>]>" +
                            rss("<item><title>A &amp; B</title><link>/a</link>"
                                "<description><![CDATA[Wörter]]></description></item>");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto read = read_feed(arrived(whole.substr(0, size)));
    CHECK((!read || read->damage));
  }
}

TEST_CASE("a JSON Feed that is cut off keeps what came before") {
  const Feed read = feed(
      "{\"version\":\"https://jsonfeed.org/version/1\",\n\"items\":[{\"url\":\"/a\"},{\"url\":\"/"
      "b\",\"ti");
  CHECK(urls(read) == Urls{"https://news.example/a", "https://news.example/b"});
  CHECK(read.damage == "line 2: the feed ends in the middle of an item");
}

TEST_CASE("an element that is not closed costs no other item") {
  const Feed read = feed(
      rss("<item><title>A<link>/a</link></item><item><title>B</title><link>/b</link>"
          "<description>x<br>y</description></item><item><title>C</title><link>/c</link></item>"));
  CHECK(urls(read) ==
        Urls{"https://news.example/a", "https://news.example/b", "https://news.example/c"});
  CHECK(read.items[1].story.summary == "x y");
  CHECK(read.damage == "line 1: an element is not closed");
}

// --- texts ---

TEST_CASE("condition 9: titles are plain text, however often they were escaped") {
  CHECK(headline("Tom &amp;amp; Jerry") == "Tom & Jerry");
  CHECK(headline("Tom &amp;amp;amp; Jerry&amp;amp;#8217;s") == "Tom & Jerry’s");
  CHECK(headline("&lt;b&gt;Big&lt;/b&gt; &lt;i&gt;news&lt;/i&gt;") == "Big news");
  CHECK(headline("&amp;lt;b&amp;gt;Big&amp;lt;/b&amp;gt;") == "Big");
  CHECK(headline("<![CDATA[<b>Big</b> &#8217;]]>") == "Big ’");
  CHECK(headline("<b>Big</b> news") == "Big news");
  CHECK(headline("Why x &lt;y and z&gt; w") == "Why x <y and z> w");
  CHECK(atom_entry("<title>The &lt;b&gt; tag</title>").story.headline == "The <b> tag");
  CHECK(atom_entry("<title type='html'>The &lt;b>big</title>").story.headline == "The big");
}

TEST_CASE("a summary is words: blocks part them, scripts are none") {
  CHECK(rss_item("<description>&lt;p>One&lt;p>Two&lt;script>x()&lt;/script>&lt;!-- c --> "
                 "th&lt;em>re&lt;/em>e</description>")
            .story.summary == "One Two three");
}

TEST_CASE("condition 10: RSS may be in Atom's namespace") {
  const Feed read =
      feed(rss("<title>T</title><atom:link href='/x' rel='self'/><item><title>A</title>"
               "<link>/a</link></item>",
               "xmlns='http://www.w3.org/2005/Atom'"));
  CHECK(read.title == "T");
  CHECK(urls(read) == Urls{"https://news.example/a"});
}

TEST_CASE("condition 11: RDF may have its items under a prefix") {
  const Feed read = feed(
      "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
      "xmlns:rss='http://purl.org/rss/1.0/'><rss:channel><rss:title>T</rss:title></rss:channel>"
      "<rss:item><rss:title>A</rss:title><rss:link>/a</rss:link></rss:item></rdf:RDF>");
  CHECK(read.title == "T");
  CHECK(urls(read) == Urls{"https://news.example/a"});
  CHECK(read.items.front().story.headline == "A");
}

TEST_CASE("condition 12: no foreign title wins") {
  const std::string_view media = "xmlns:media='http://search.yahoo.com/mrss/'";
  const FeedItem item = rss_item(
      "<media:group><media:title>M</media:title></media:group><media:title>M</media:title>"
      "<source url='x'>S</source><title>A</title><media:description>D</media:description>",
      media);
  CHECK(item.story.headline == "A");
  CHECK_FALSE(item.story.summary);
  CHECK(rss_item("<media:title>Undeclared</media:title><title>A</title>").story.headline == "A");
  const Feed read = feed(
      rss("<image><title>I</title><link>/i</link></image><textInput><title>X</title></textInput>"
          "<title>T</title><link>/</link>"));
  CHECK(read.title == "T");
  CHECK(read.web->text == "https://news.example/");
  CHECK(atom_entry(
            "<source><title>S</title></source><author><title>U</title></author><title>A</title>")
            .story.headline == "A");
}

TEST_CASE("condition 13: white space around and within a date is none of it") {
  CHECK(
      text::to_rfc3339(*atom_entry("<updated>\n 2025-09-19T08:33:00Z\n</updated>").story.updated) ==
      "2025-09-19T08:33:00Z");
  CHECK(rss_date("\n Fri, 19 Sep 2025\n 08:33:00 GMT ") == "2025-09-19T08:33:00Z");
}

TEST_CASE("condition 14: dates are read in all forms, without a zone the day alone") {
  const std::string_view moment = "2025-09-19T08:33:00Z";
  CHECK(rss_date("Fri, 19 Sep 2025 08:33:00 GMT") == moment);
  CHECK(rss_date("19 Sep 2025 08:33:00 UT") == moment);
  CHECK(rss_date("Fri, 19 Sep 2025 08:33 GMT") == moment);
  CHECK(rss_date("Fri, 19 Sep 25 08:33:00 GMT") == moment);
  CHECK(rss_date("Fri,19 Sep 2025 08:33:00 +0000") == moment);
  CHECK(rss_date("Friday, September 19, 2025 8:33 AM GMT") == moment);
  CHECK(rss_date("Sep 19, 2025 08:33:00 GMT") == moment);
  CHECK(rss_date("2025-09-19 08:33:00Z") == moment);
  CHECK(rss_date("2025-09-19T08:33Z") == moment);
  CHECK(rss_date("19-Sep-2025 8:33 Z") == moment);
  CHECK(rss_date("1758270780") == moment);
  CHECK(rss_date("Fri, 19 Sep 2025 08:33:00 +02:00") == "2025-09-19T08:33:00+02:00");
  CHECK(rss_date("Fri, 19 Sep 2025 08:33:00 EDT") == "2025-09-19T08:33:00-04:00");
  CHECK(rss_date("2025-09-19T08:33:00+0200") == "2025-09-19T08:33:00+02:00");
  CHECK(rss_date("2025-09-19T08:33:00.123+02:00") == "2025-09-19T08:33:00+02:00");
  CHECK(rss_date("Fri, 19 Sep 2025 12:15 PM") == "2025-09-19");
  CHECK(rss_date("Fri, 19 Sep 2025 08:33:00") == "2025-09-19");
  CHECK(rss_date("2025-09-19T08:33:00") == "2025-09-19");
  CHECK(rss_date("2025-09-19") == "2025-09-19");
  CHECK(rss_date("Fri, 31 Feb 2025 08:33:00 GMT") == "none");
  CHECK(rss_date("Thu, 01 Jan 1970 00:00:00 GMT") == "none");
  CHECK(rss_date("yesterday") == "none");
}

TEST_CASE("condition 15: no date is no date") {
  const FeedItem item = rss_item("<title>A</title>");
  CHECK_FALSE(item.story.published);
  CHECK_FALSE(item.story.date);
}

TEST_CASE("condition 16: a date in the future is given as it is stated") {
  CHECK(rss_date("Fri, 19 Sep 2042 08:33:00 GMT") == "2042-09-19T08:33:00Z");
}

TEST_CASE("a story's day is that of UTC") {
  CHECK(rss_item("<pubDate>Fri, 19 Sep 2025 23:33:00 -0400</pubDate>").story.date ==
        std::chrono::year(2025) / 9 / 20);
}

// --- addresses ---

TEST_CASE("condition 17: items of one id are told apart by their addresses") {
  const Feed read =
      feed(rss("<item><guid>1</guid><link>/a</link></item>"
               "<item><guid>1</guid><link>/b</link></item>"));
  CHECK(urls(read) == Urls{"https://news.example/a", "https://news.example/b"});
}

TEST_CASE("condition 18: an item of one address counts once, whatever its id") {
  const Feed read =
      feed(rss("<item><guid>1</guid><link>/a</link><title>New</title></item>"
               "<item><guid>2</guid><link>/a?utm_source=x</link></item>"));
  REQUIRE(urls(read) == Urls{"https://news.example/a"});
  CHECK(read.items.front().story.headline == "New");
}

TEST_CASE(
    "condition 19: an id is an address only where it is one, and only where nothing else is") {
  const Feed read =
      feed(rss("<item><guid>n-1</guid><title>None</title></item>"
               "<item><guid>/relative</guid></item>"
               "<item><guid>https://news.example/only</guid></item>"
               "<item><guid>https://news.example/g</guid><link>/a</link></item>"
               "<item><guid isPermaLink='false'>urn:x</guid><link>mailto:x@y</link></item>"));
  CHECK(urls(read) == Urls{"https://news.example/only", "https://news.example/a"});
  CHECK(read.items.back().id == "https://news.example/g");
}

TEST_CASE("condition 20: an item without a title is named by its first words") {
  CHECK(rss_item("<description>It rains.</description>").story.headline == "It rains.");
  const std::string words = repeated("words ", 100);
  CHECK(rss_item("<description>" + words + "</description>").story.headline ==
        repeated("words ", 19) + "words...");
  CHECK(rss_item("<title> </title>").story.headline == "a");
}

TEST_CASE("condition 21: links are relative to xml:base, to the feed's page, to the feed") {
  CHECK(urls(feed(rss("<item><link>a</link></item>"))) == Urls{"https://news.example/a"});
  CHECK(urls(feed(rss("<item><link>a</link></item><link>https://site.example/x/</link>"))) ==
        Urls{"https://site.example/x/a"});
  CHECK(urls(feed(rss("<item xml:base='sub/'><link>a</link></item><item><link>b</link></item>",
                      "xml:base='https://base.example/x/'"))) ==
        Urls{"https://base.example/x/sub/a", "https://base.example/x/b"});
}

TEST_CASE("condition 22: parameters that say where a reader came from are no part of an address") {
  CHECK(urls(feed(rss("<item><link>/a?utm_source=rss&amp;id=1&amp;ref=x</link></item>"))) ==
        Urls{"https://news.example/a?id=1"});
}

TEST_CASE("a fragment stays only where it tells items apart") {
  CHECK(
      urls(feed(rss("<item><link>/a#rss</link></item><item><link>/live#1</link></item>"
                    "<item><link>/live#2</link></item>"))) ==
      Urls{"https://news.example/a", "https://news.example/live#1", "https://news.example/live#2"});
}

TEST_CASE("an ampersand in an attribute is part of an address however it is written") {
  for (const std::string_view ampersand : {"&amp;", "&#38;", "&#x26;", "&"}) {
    const std::string link =
        "<link href='https://news.example/a?id=1" + std::string(ampersand) + "b=2'/>";
    CAPTURE(link);
    CHECK(urls(feed("<feed xmlns='http://www.w3.org/2005/Atom'><entry>" + link +
                    "</entry></feed>")) == Urls{"https://news.example/a?id=1&b=2"});
  }
}

TEST_CASE("condition 23: an opaque link stays as it is") {
  CHECK(urls(feed(rss(
            "<item><link>https://aggregator.example/rss/articles/CBMiXkFV?oc=5</link></item>"))) ==
        Urls{"https://aggregator.example/rss/articles/CBMiXkFV?oc=5"});
}

TEST_CASE("the address before a counter's counts") {
  const FeedItem item =
      rss_item("<feedburner:origLink>https://news.example/b</feedburner:origLink>");
  CHECK(item.story.url.text == "https://news.example/b");
}

TEST_CASE("condition 29: a page in place of a feed is no feed") {
  const auto read = read_feed(arrived("<!DOCTYPE html><title>Just a moment</title>"));
  REQUIRE_FALSE(read);
  CHECK(read.error().kind == ErrorKind::NotArticle);
  CHECK(read.error().message == "no feed and no sitemap");
}

TEST_CASE("condition 34: an item that is nothing but its enclosure is no story") {
  const Feed read =
      feed(rss("<item><enclosure url='https://news.example/1.mp3' type='audio/mpeg'/>"
               "<guid>https://news.example/1.mp3</guid></item>"
               "<item><enclosure "
               "url='https://news.example/2.mp3'/><link>https://news.example/2.mp3</link></item>"
               "<item><enclosure url='https://news.example/3.mp3'/><link>/3</link></item>"));
  CHECK(urls(read) == Urls{"https://news.example/3"});
}

// --- whole texts ---

TEST_CASE("the whole text is HTML as it came; a long description is one, too") {
  const FeedItem item = rss_item(
      "<description>Short</description><content:encoded><![CDATA[<p>A &amp; "
      "B</p>]]></content:encoded>",
      "xmlns:content='http://purl.org/rss/1.0/modules/content/'");
  CHECK(item.content == "<p>A &amp; B</p>");
  CHECK(item.story.summary == "Short");
  const FeedItem other =
      rss_item("<description>&lt;p&gt;" + repeated("words ", 1000) + "</description>");
  CHECK(other.content == "<p>" + repeated("words ", 1000));
  CHECK(other.story.summary->size() <= 2048);
}

// --- hostile feeds ---

TEST_CASE("condition 30: a feed of 20 MB is read, and of a longer text the beginning") {
  const std::string text = repeated("words & <b>more</b> words ", 800'000);
  const FeedItem item = rss_item("<description><![CDATA[" + text + "]]></description>");
  CHECK(item.content.size() == std::size_t{4} << 20);
  CHECK(headline(repeated("x", 20'000'000)).size() == 2048);
}

TEST_CASE("of too many items the first are kept") {
  std::string items;
  for (int i = 0; i < 3000; ++i) items += "<item><link>/" + std::to_string(i) + "</link></item>\n";
  const Feed read = feed(rss(items));
  CHECK(read.items.size() == 2000);
  CHECK(read.damage == "line 2001: there are more items than are read");
}

TEST_CASE("of a long sitemap the latest are kept, in its order") {
  std::string list = "<urlset>";
  for (int i = 0; i < 3000; ++i) {
    list += "<url><loc>/" + std::to_string(i) + "</loc><lastmod>" +
            (i % 3 == 0 ? "2024-09-19" : "2025-09-19") + "</lastmod></url>";
  }
  const Feed read = feed(list + "</urlset>");
  REQUIRE(read.items.size() == 2000);
  CHECK(read.items.front().story.url.text == "https://news.example/1");
  CHECK(read.items.back().story.url.text == "https://news.example/2999");
}

TEST_CASE(
    "elements nested without end, tags without end and namespaces without number end a feed") {
  const std::string item = "<item><link>/a</link></item>";
  std::string attributes = "<item";
  for (int i = 0; i < 1'000'000; ++i) attributes += " a" + std::to_string(i) + "=''";
  const std::pair<std::string, std::string_view> hostile[] = {
      {repeated("<a>", 100'000), "line 1: elements are nested too deeply"},
      {"<item><title>" + repeated("<b>", 100'000), "line 1: elements are nested too deeply"},
      {repeated("<a xmlns:b='c'>", 3000), "line 1: too many namespaces"},
      {attributes, "line 1: a tag is too long"},
      {"<item a='" + repeated("<b ", 3'000'000), "line 1: a tag is too long"},
      {"<item" + repeated("a", 5'000'000), "line 1: a tag is too long"},
  };
  for (const auto& [tail, cause] : hostile) {
    const Feed read = feed("<rss><channel>" + item + tail);
    CHECK(read.items.size() >= 1);
    CHECK(read.damage == cause);
    const auto alone = read_feed(arrived("<rss><channel>" + tail));
    if (!alone) CHECK(alone.error().kind == ErrorKind::TooComplex);
  }
}

TEST_CASE("a JSON Feed nested without end is refused") {
  const auto read = read_feed(arrived("{\"version\":\"https://jsonfeed.org/version/1\",\"items\":" +
                                      repeated("[", 100'000)));
  REQUIRE_FALSE(read);
  CHECK(read.error().kind == ErrorKind::TooComplex);
}

TEST_CASE("the address in an attribute has the characters that its references stand for") {
  const Feed read = feed(
      "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>A</title>"
      "<link href='https://news.example/a?b=1&amp;c=2&#38;d=3&e=4&lt;5'/></entry></feed>");
  CHECK(urls(read) == Urls{"https://news.example/a?b=1&c=2&d=3&e=4%3C5"});
}

TEST_CASE("declared entities are never expanded") {
  std::string declared = "<!DOCTYPE rss [<!ENTITY l0 'ha'>";
  for (int i = 1; i < 20; ++i) {
    const std::string before = "&l" + std::to_string(i - 1) + ";";
    declared += "<!ENTITY l" + std::to_string(i) + " '" + repeated(before, 10) + "'>";
  }
  CHECK(feed(declared + "]>" + rss("<title>&l19;</title>")).title == "&l19;");
}
