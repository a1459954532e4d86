#include "extract/by_profile/article_reader.h"

#include <doctest/doctest.h>

#include "extract/pages.h"

using namespace newshole;
using std::chrono::sys_days;
using namespace std::chrono_literals;
using test::article;

namespace {

text::DateOrTime utc(UtcTime time) {
  return {time, std::chrono::minutes(0)};
}

extract::Article read_with(const site::SiteProfile& profile, std::string_view html) {
  const auto result = test::read(test::page(html), profile);
  REQUIRE_MESSAGE(result, result.error().message);
  return *result;
}

Error error_of(std::string_view html) {
  const auto result = test::read(test::page(html), test::profile());
  REQUIRE_FALSE(result);
  return result.error();
}

}  // namespace

TEST_SUITE_BEGIN("extract/by_profile/article_reader");

TEST_CASE("fields inside the body are fields, not text") {
  const auto found = article(
      "<article><h2 class=headline>Head</h2><p class=byline>\n  By Ann Poe, Example\n</p>"
      "<p class=stamp>Updated: \n   4:33 AM EDT, Fri September 19, 2025</p><p class=source> "
      "Source: AP </p><p>Body.</p></article>");
  CHECK(found.headline == "Head");
  CHECK(found.byline == "By Ann Poe, Example");
  CHECK(found.authors == std::vector<std::string>{"Ann Poe"});
  CHECK(found.timestamp == "Updated: 4:33 AM EDT, Fri September 19, 2025");
  CHECK(found.updated == utc(sys_days(2025y / 9 / 19) + 8h + 33min));
  CHECK_FALSE(found.published);
  CHECK(found.source == "AP");
  REQUIRE(found.blocks.size() == 1);
  CHECK(found.blocks[0].text == "Body.");
}

TEST_CASE("a field of more than two kilobytes is cut, and its words stay in the body") {
  std::string words;
  while (words.size() < 3000) words += "words ";
  const auto found =
      article("<article><h2 class=headline>" + words + "the end</h2><p>Body.</p></article>");
  CHECK(found.headline.size() <= 2048);
  CHECK(found.headline.ends_with("words..."));
  REQUIRE(found.blocks.size() == 2);
  CHECK(found.blocks[0].text.ends_with("words the end"));
}

TEST_CASE("a stamp with the word Published is the time of publication") {
  const auto found = article(
      "<h1 class=headline>H</h1><p class=stamp>Published 4:33 AM EST, Mon January 19, "
      "2026</p><article>x</article>");
  CHECK(found.published == utc(sys_days(2026y / 1 / 19) + 9h + 33min));
  CHECK_FALSE(found.updated);
}

TEST_CASE("a paragraph that stands where a stamp could is not taken for one") {
  const auto found = article(
      "<h1 class=headline>H</h1><article><p class=position>No digits in this "
      "paragraph.</p></article>");
  CHECK_FALSE(found.timestamp);
  CHECK(found.blocks.size() == 1);
}

TEST_CASE("times of JSON-LD take precedence over the printed stamp") {
  const auto found = article(
      "<script "
      "type='application/"
      "ld+json'>{\"@type\":\"NewsArticle\",\"dateModified\":\"2025-09-19T08:33:12Z\"}</script>"
      "<h1 class=headline>H</h1><p class=stamp>Updated: 4:33 AM EDT, Fri September 19, "
      "2025</p><article>x</article>");
  CHECK(found.updated == utc(sys_days(2025y / 9 / 19) + 8h + 33min + 12s));
}

TEST_CASE("headline and authors come from JSON-LD where the page shows none") {
  const auto found = article(
      "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"From "
      "data\",\"author\":{\"name\":\"Ann Poe\"}}</script>"
      "<article>x</article>");
  CHECK(found.headline == "From data");
  CHECK(found.authors == std::vector<std::string>{"Ann Poe"});
  CHECK_FALSE(found.byline);
}

TEST_CASE("the way to the full page is its address, not a paragraph") {
  const auto found = article(
      "<h1 class=headline>H</h1><article><p>x</p><p><a href='https://www.news.example/a'>See Full "
      "Article</a></p></article>");
  CHECK(found.full_url == "https://www.news.example/a");
  CHECK(found.blocks.size() == 1);
}

TEST_CASE("the way to the full page is taken off the end of a paragraph, whatever its case") {
  const auto found = article(
      "<h1 class=headline>H</h1><article><p>Last words.<br><a href='https://www.news.example/a'>"
      "See full article.</a></p></article>");
  CHECK(found.full_url == "https://www.news.example/a");
  REQUIRE(found.blocks.size() == 1);
  CHECK(found.blocks[0].text == "Last words.");
  CHECK(found.blocks[0].links.empty());
}

TEST_CASE("an empty element does not hide the field behind it, its blocks are words apart") {
  const auto found = article(
      "<h1 class=headline></h1><h1 class=headline><div>One</div><div>Two</div></h1>"
      "<article>x</article>");
  CHECK(found.headline == "One Two");
}

TEST_CASE("a field that the body repeats is no text") {
  const auto found = article(
      "<h1 class=headline>H</h1><p class=byline>By Ann Poe</p><article><p class=byline>By Ann "
      "Poe</p>"
      "<h1 class=headline>H</h1><p>Text</p></article>");
  REQUIRE(found.blocks.size() == 1);
  CHECK(found.blocks[0].text == "Text");
}

TEST_CASE("the path names the section") {
  CHECK(article("<h1 class=headline>H</h1><article>x</article>").section == "tech");
}

TEST_CASE("a field may be a part of a text, which stays in the body") {
  site::SiteProfile profile = test::profile();
  profile.article.byline = {test::selector(".meta")};
  profile.article.byline[0].before = " | ";
  profile.article.published = {test::selector(".meta")};
  profile.article.published[0].after = "Posted:";
  profile.article.published[0].before = " | ";
  profile.article.updated = {test::selector(".meta"), test::selector("time@datetime")};
  profile.article.updated[0].after = "Changed:";
  profile.article.timestamp = {test::selector(".meta")};
  profile.article.timestamp[0].after = "| ";
  const auto found = read_with(
      profile,
      "<h1 class=headline>H</h1><article><p class=meta>Ann Poe | Posted: 4:33 AM EST, Mon January "
      "19, 2026 | x</p><time datetime='2026-01-20T10:00:00Z'></time></article>");
  CHECK(found.byline == "Ann Poe");
  CHECK(found.published == utc(sys_days(2026y / 1 / 19) + 9h + 33min));
  CHECK(found.updated == utc(sys_days(2026y / 1 / 20) + 10h));
  CHECK(found.timestamp == "Posted: 4:33 AM EST, Mon January 19, 2026 | x");
  CHECK(found.blocks.size() == 1);
}

TEST_CASE("an alternative with starts_with skips other texts") {
  site::SiteProfile profile = test::profile();
  profile.article.byline = {test::selector(".head p")};
  profile.article.byline[0].starts_with = "By ";
  const auto found = read_with(profile,
                               "<h1 class=headline>H</h1><div class=head><p>Monday</p><p>By Ann "
                               "Poe</p></div><article>x</article>");
  CHECK(found.byline == "By Ann Poe");
}

TEST_CASE("a body may be the sum of its parts, none of them twice") {
  site::SiteProfile profile = test::profile();
  profile.article.body = {test::selector(".part")};
  const std::string_view html =
      "<h1 class=headline>H</h1><div class=part><p>One</p><p class=part>Two</p></div>"
      "<p>Between</p><p class=part>Three</p>";
  CHECK(read_with(profile, html).blocks.size() == 2);
  profile.article.body_parts = site::BodyParts::All;
  const auto found = read_with(profile, html);
  REQUIRE(found.blocks.size() == 3);
  CHECK(found.blocks[2].text == "Three");
}

TEST_CASE("links of the body lead from the profile's base, else from the page's") {
  site::SiteProfile profile = test::profile();
  const std::string_view html =
      "<base href='https://base.example/'><link rel=canonical href='https://full.example/a/b'>"
      "<h1 class=headline>H</h1><article>x <a href='/c'>link</a></article>";
  const auto target = [&] { return read_with(profile, html).blocks.at(0).links.at(0).url; };
  CHECK(target() == "https://base.example/c");
  profile.article.base = {url::parse_url("https://fixed.example/").value()};
  CHECK(target() == "https://fixed.example/c");
  profile.article.base = {test::selector("meta@content"), test::selector("link@href")};
  CHECK(target() == "https://full.example/c");
}

TEST_CASE("a profile may ignore a page's metadata, its title above all") {
  site::SiteProfile profile = test::profile();
  profile.article.metadata = site::Metadata::Ignore;
  const auto found =
      test::read(test::page("<title>Oops</title><article>Try again.</article>"), profile);
  REQUIRE_FALSE(found);
  CHECK(found.error().message == "no article: it has no headline (the page calls itself \"Oops\")");
}

TEST_CASE("the full page's address may stand anywhere on the page") {
  site::SiteProfile profile = test::profile();
  profile.article.full_url = {test::selector("link@href")};
  CHECK(read_with(profile,
                  "<link rel=canonical href='/full'><h1 class=headline>H</h1><article>x</article>")
            .full_url == "https://news.example/full");
}

TEST_CASE("a page without the body's element is no article, and the error has its title") {
  const Error error =
      error_of("<title>Before you continue</title><h1 class=headline>H</h1><p>Accept?</p>");
  CHECK(error.kind == ErrorKind::NotArticle);
  CHECK(error.message ==
        "no article: nothing matches article (the page calls itself \"Before you continue\")");
}

TEST_CASE("an empty body and a body without a headline are no articles") {
  CHECK(error_of("<h1 class=headline>H</h1><article> <p> </p> </article>").message ==
        "no article: its body is empty (the page has no title)");
  CHECK(error_of("<article>text</article>").message ==
        "no article: it has no headline (the page has no title)");
}

TEST_CASE("the trace names the selector that matched and the fields that nothing matched") {
  std::vector<extract::FieldTrace> trace;
  const auto result = test::read(test::page("<h1 class=headline>Head</h1><article>x</article>"),
                                 test::profile(), trace);
  REQUIRE(result);
  REQUIRE_FALSE(trace.empty());
  CHECK(trace[0].field == "headline");
  CHECK(trace[0].origin == ".headline");
  CHECK(trace[0].value == "Head");
  const bool has_absent_byline =
      std::any_of(trace.begin(), trace.end(), [](const extract::FieldTrace& entry) {
        return entry.field == "byline" && entry.origin.empty();
      });
  CHECK(has_absent_byline);
}

namespace {

constexpr std::string_view kBody = "<h1 class=headline>H</h1><article>x</article>";

extract::Article with_head(std::string_view head) {
  return article("<head>" + std::string(head) + "</head><body>" + std::string(kBody));
}

}  // namespace

TEST_CASE("a copyright is that of JSON-LD, else of a meta element that is no address") {
  const std::string meta = "<meta name=Copyright content='&copy; 2025 The News'>";
  const std::string json =
      "<script type='application/ld+json'>"
      R"({"@type": "NewsArticle", "copyrightNotice": "All ours"})"
      "</script>";
  CHECK(with_head("<meta name=DCTERMS.rights content='Nobody'>" + meta).copyright ==
        "\u00a9 2025 The News");
  CHECK(with_head(meta + json).copyright == "All ours");
  CHECK(with_head("<meta name=rights content='https://cc.example/by/4.0/'><meta name=copyright>")
            .copyright == std::nullopt);
}

TEST_CASE("a profile that does not believe metadata takes no copyright from it") {
  site::SiteProfile profile = test::profile();
  profile.article.metadata = site::Metadata::Ignore;
  const auto found = read_with(profile,
                               "<head><meta name=copyright content='The News'>"
                               "<meta name=robots content=noarchive></head><body>" +
                                   std::string(kBody));
  CHECK_FALSE(found.copyright);
  CHECK(found.preferences.no_archive);
}

TEST_CASE("the head of a page states preferences by meta and link elements") {
  const auto found = with_head(
      "<base href='https://base.example/'><meta name=ROBOTS content='index, NOARCHIVE'>"
      "<meta name=tdm-reservation content=1><meta name=tdm-policy content=/tdm.json>"
      "<link rel='license' type='application/rsl+xml' href='l.xml'>");
  CHECK(found.preferences == fetch::Preferences{.no_archive = true,
                                                .tdm_reservation = "1",
                                                .tdm_policy = "https://base.example/tdm.json",
                                                .license = "https://base.example/l.xml"});
  CHECK(with_head("<meta name=newshole content=noarchive>").preferences.no_archive);
  CHECK(with_head("<meta name=otherbot content=noarchive><meta name=robots content=none>")
            .preferences == fetch::Preferences{});
}

TEST_CASE("preferences of the header go before those of the page, and these before robots.txt") {
  fetch::Page page = test::page(
      "<head><meta name=tdm-reservation content=0><meta name=tdm-policy content=/page></head>"
      "<body>" +
      std::string(kBody));
  page.preferences = {.tdm_reservation = "1"};
  page.site_preferences = {.tdm_policy = "https://news.example/site", .content_usage = "search=n"};
  const auto found = test::read(page, test::profile());
  REQUIRE(found);
  CHECK(found->preferences == fetch::Preferences{.tdm_reservation = "1",
                                                 .tdm_policy = "https://news.example/page",
                                                 .content_usage = "search=n"});
}

TEST_SUITE_END();
