#include "fetch/robots/robots.h"

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

using newshole::fetch::Robots;

namespace {

bool allows(std::string_view text, std::string_view path) {
  return Robots::parse(text, "newshole").allows(path);
}

/// With one rule for everybody.
bool disallows(const std::string& pattern, std::string_view path) {
  return !allows("User-agent: *\nDisallow: " + pattern + "\n", path);
}

struct Match {
  std::string pattern;
  std::string path;
  bool is_match;
};

/// "PATTERN PATH" of each row that came out otherwise.
std::vector<std::string> wrong_ones(const std::vector<Match>& rows) {
  std::vector<std::string> wrong;
  for (const Match& row : rows) {
    if (disallows(row.pattern, row.path) != row.is_match) {
      wrong.push_back(row.pattern + " " + row.path);
    }
  }
  return wrong;
}

using None = std::vector<std::string>;

/// Of the group for everybody, in milliseconds.
long delay(const std::string& value) {
  const std::string text = "User-agent: *\nCrawl-delay: " + value + "\n";
  return Robots::parse(text, "newshole").crawl_delay().count();
}

newshole::fetch::Preferences preferences(std::string_view text, std::string_view path) {
  const auto page = newshole::url::parse_url("https://news.example" + std::string(path)).value();
  return Robots::parse(text, "newshole").preferences(page);
}

}  // namespace

TEST_SUITE_BEGIN("fetch/robots/robots");

TEST_CASE("a file without rules allows all") {
  CHECK(allows("", "/a"));
  CHECK(allows("<!doctype html><title>Not found: sorry</title>", "/a"));
  CHECK(allows("User-agent: *\nDisallow:\n", "/a"));
  CHECK(Robots().allows("/a"));
}

TEST_CASE("the groups of RFC 9309 section 5.1 bind each crawler to its own") {
  const std::string text =
      "User-Agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n\n"
      "User-Agent: foobot\nDisallow:/\nAllow:/example/page.html\nAllow:/example/allowed.gif\n\n"
      "User-Agent: barbot\nUser-Agent: bazbot\nDisallow: /example/page.html\n\n"
      "User-Agent: quxbot\n";
  const auto foobot = Robots::parse(text, "foobot");
  CHECK(foobot.allows("/example/page.html"));
  CHECK(foobot.allows("/example/allowed.gif"));
  CHECK_FALSE(foobot.allows("/publications/"));
  const auto bazbot = Robots::parse(text, "bazbot");
  CHECK_FALSE(bazbot.allows("/example/page.html"));
  CHECK(bazbot.allows("/a.gif"));
  CHECK(Robots::parse(text, "quxbot").allows("/example/page.html"));
  const auto other = Robots::parse(text, "newshole");
  CHECK_FALSE(other.allows("/example/"));
  CHECK_FALSE(other.allows("/a.gif"));
  CHECK(other.allows("/publications/"));
}

TEST_CASE("the longest match of RFC 9309 section 5.2 wins over the order") {
  const std::string text =
      "User-Agent: foobot\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n";
  const auto foobot = Robots::parse(text, "foobot");
  CHECK(foobot.allows("/example/page/"));
  CHECK_FALSE(foobot.allows("/example/page/disallowed.gif"));
}

TEST_CASE("of two rules of one length the one that allows wins, whichever comes first") {
  CHECK(allows("User-agent: *\nAllow: /p\nDisallow: /p", "/page"));
  CHECK(allows("User-agent: *\nDisallow: /p\nAllow: /p", "/page"));
  CHECK(allows("User-agent: *\nDisallow: /\nAllow: /$", "/"));
  CHECK_FALSE(allows("User-agent: *\nDisallow: /\nAllow: /$", "/page"));
}

TEST_CASE("rules match from the start of the path") {
  CHECK(wrong_ones({{"/", "/", true},
                    {"/fish", "/fish", true},
                    {"/fish", "/fish.html", true},
                    {"/fish", "/fishheads/yummy.html", true},
                    {"/fish", "/fish?id=anything", true},
                    {"/fish", "/Fish", false},
                    {"/fish", "/catfish", false},
                    {"/fish/", "/fish", false},
                    {"/fish/", "/fish/salmon", true},
                    {"fish", "/fish", false},
                    {"/search?q=", "/search?q=x", true},
                    {"/search?q=", "/search", false}}) == None());
}

TEST_CASE("an asterisk matches any run, a dollar sign the end") {
  CHECK(wrong_ones({{"/fish*", "/fishheads", true},
                    {"/*.php", "/index.php", true},
                    {"/*.php", "/folder/any.php.file.html", true},
                    {"/*.php", "/windows.PHP", false},
                    {"/*.php$", "/folder/filename.php", true},
                    {"/*.php$", "/filename.php?parameters", false},
                    {"/*.php$", "/filename.php5", false},
                    {"/*.php$", "/a.php/b.php", true},
                    {"/fish*.php", "/fishheads/catfish.php?parameters", true},
                    {"/fish*.php", "/Fish.PHP", false},
                    {"*.gif$", "/a.gif", true},
                    {"/a**b", "/axb", true},
                    {"/a*b*c$", "/abcbc", true},
                    {"/a*b*c$", "/acb", false},
                    {"/*ab*ab", "/xab", false},
                    {"/ab*b$", "/ab", false},
                    {"/$", "/", true},
                    {"/$", "/a", false},
                    {"$", "/", false},
                    {"/a$b", "/a", false},
                    {"/a$b", "/a$b", true},
                    {"/*$", "/a", true}}) == None());
}

TEST_CASE("an octet is the same octet however it is written, as RFC 9309 section 2.2.2 has it") {
  CHECK(wrong_ones({{"/foo/bar?baz=quz", "/foo/bar?baz=quz", true},
                    {"/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar", true},
                    {"/foo/bar?baz=https%3a%2f%2Ffoo.bar", "/foo/bar?baz=https://foo.bar", true},
                    {"/foo/bar/\u30c4", "/foo/bar/%E3%83%84", true},
                    {"/foo/bar/%E3%83%84", "/foo/bar/%e3%83%84", true},
                    {"/foo/bar/%62%61%7A", "/foo/bar/baz", true},
                    {"/foo/bar/baz", "/foo/bar/%62%61%7A", true},
                    {"/a%2Fb", "/a/b", false},
                    {"/a%2fb", "/a%2Fb", true},
                    {"/a%2Ab", "/a*b", true},
                    {"/a%2Ab", "/axb", false},
                    {"/a%24", "/a$", true},
                    {"/a%24", "/a", false},
                    {"/100%", "/100%", true},
                    {"/a%zz", "/a%zz", true}}) == None());
}

TEST_CASE("robots.txt itself is always allowed") {
  CHECK(allows("User-agent: *\nDisallow: /\n", "/robots.txt"));
  CHECK_FALSE(allows("User-agent: *\nDisallow: /\n", "/robots.txt2"));
}

TEST_CASE("lines end with LF, CR or both, and hold comments and blanks") {
  CHECK_FALSE(allows("User-agent: *\rDisallow: /a\rDisallow: /b", "/b"));
  CHECK_FALSE(allows("User-agent: *\r\n\r\nDisallow: /a\r\n", "/a"));
  CHECK_FALSE(allows("\xEF\xBB\xBFUser-agent: *\nDisallow: /a", "/a"));
  CHECK_FALSE(allows("  user-AGENT :\t*  # all\n\tDISALLOW\t:/a #b\n", "/a"));
  CHECK(allows("User-agent: *\nDisallow: # /a\n#Disallow: /a\n", "/a"));
}

TEST_CASE("the crawler's name is matched whole and in any case, its version ignored") {
  CHECK_FALSE(allows("User-agent: NewsHole\nDisallow: /\n", "/a"));
  CHECK_FALSE(allows("User-agent: newshole/2.0 (+x)\nDisallow: /\n", "/a"));
  CHECK(allows("User-agent: news\nDisallow: /\n", "/a"));
  CHECK(allows("User-agent: newsholes\nDisallow: /\n", "/a"));
  CHECK(allows("User-agent:\nDisallow: /\n", "/a"));
}

TEST_CASE("a group of our own, even an empty one, replaces the one for everybody") {
  CHECK(allows("User-agent: *\nDisallow: /\n\nUser-agent: newshole\nDisallow: /b\n", "/a"));
  CHECK(allows("User-agent: newshole\nAllow: /\n\nUser-agent: *\nDisallow: /\n", "/a"));
  CHECK(allows("User-agent: *\nDisallow: /\n\nUser-agent: newshole\n", "/a"));
}

TEST_CASE("groups of one crawler count as one") {
  const std::string text =
      "User-agent: newshole\nDisallow: /a\n\nUser-agent: other\nDisallow: /\n\n"
      "User-agent: NEWSHOLE\nDisallow: /b\n";
  CHECK_FALSE(allows(text, "/a"));
  CHECK_FALSE(allows(text, "/b"));
  CHECK(allows(text, "/c"));
}

TEST_CASE("other records and empty lines do not end a group") {
  CHECK_FALSE(
      allows("User-agent: other\nSitemap: https://x/s.xml\n\nUser-agent: newshole\n"
             "Crawl-delay: 5\n\nDisallow: /a\n",
             "/a"));
}

TEST_CASE("a rule before any user agent binds nobody") {
  CHECK(allows("Disallow: /\nUser-agent: *\nDisallow: /b\n", "/a"));
}

TEST_CASE("what is beyond 500 KiB is ignored, the line that the limit cuts included") {
  const std::string start = "User-agent: *\nDisallow: /a\n";
  const std::string rule = "\nDisallow: /private";
  const std::size_t room = newshole::fetch::kMaxRobotsBytes - start.size() - rule.size();
  CHECK_FALSE(allows(start + std::string(room, '#') + rule + "\n", "/private"));
  const std::string cut = start + std::string(room + 8, '#') + rule + "\n";
  CHECK(allows(cut, "/private"));
  CHECK(allows(cut, "/"));
  CHECK_FALSE(allows(cut, "/a"));
}

TEST_CASE("bytes that are no text are skipped") {
  std::string bytes;
  for (int c = 0; c < 256; ++c) bytes += static_cast<char>(c);
  CHECK_FALSE(allows(bytes + "\nUser-agent: *\nDisallow: /a\n" + bytes, "/a"));
}

TEST_CASE("patterns made to be slow are answered: a search that goes back would never end") {
  std::string stars = "User-agent: *\nDisallow: /";
  for (int i = 0; i < 2000; ++i) stars += "*a";
  const std::string path = "/" + std::string(7000, 'a');
  CHECK_FALSE(allows(stars + "*\n", path));
  CHECK(allows(stars + "*b\n", path));
}

TEST_CASE("a Crawl-delay is in seconds, may have decimals, and is at most a minute") {
  CHECK(delay("10") == 10'000);
  CHECK(delay("0.3") == 300);
  CHECK(delay("1.0001") == 1001);
  CHECK(delay("60") == 60'000);
  CHECK(delay("86400") == 60'000);
  CHECK(delay("1e300") == 60'000);
}

TEST_CASE("a Crawl-delay that is no number of seconds is none") {
  for (const char* value : {"", "-1", "ten", "10s", "1,5", "0", "nan", "inf", "-inf", "1e999"}) {
    CAPTURE(value);
    CHECK(delay(value) == 0);
  }
}

TEST_CASE("a Crawl-delay is that of our own group, as a rule is") {
  const std::string text =
      "User-agent: *\nCrawl-delay: 9\nUser-agent: newshole\nCrawl-delay: 2\nCrawl-delay: 3\n"
      "User-agent: otherbot\nCrawl-delay: 7\nDisallow: /\n";
  const Robots ours = Robots::parse(text, "newshole");
  CHECK(ours.crawl_delay().count() == 3000);
  CHECK(ours.allows("/a"));
  CHECK(Robots::parse(text, "thirdbot").crawl_delay().count() == 9000);
  CHECK(Robots::parse(text, "thirdbot").allows("/a"));
  CHECK(Robots().crawl_delay().count() == 0);
}

TEST_CASE("the example of draft-ietf-aipref-attach section 4.4") {
  const std::string text =
      "User-Agent: *\nAllow: /\nDisallow: /never/\nContent-Usage: / train-ai=n\n"
      "Content-Usage: /ai-ok/ train-ai=y\n\n"
      "User-Agent: ExampleBot\nAllow: /\nContent-Usage: / train-ai=y\n";
  CHECK(preferences(text, "/test").content_usage == "train-ai=n");
  CHECK(preferences(text, "/ai-ok/test").content_usage == "train-ai=y");
}

TEST_CASE("a Content-Usage without a path is for all, and those of one path are one list") {
  const std::string text =
      "User-agent: *\nContent-Usage: train-ai=n\nContent-Usage: /a*b$  search=y\n"
      "Content-Usage: / search=n\nContent-Usage: /empty\n";
  CHECK(preferences(text, "/").content_usage == "train-ai=n, search=n");
  CHECK(preferences(text, "/axb").content_usage == "search=y");
  CHECK(preferences(text, "/axbx").content_usage == "train-ai=n, search=n");
  CHECK(preferences(text, "/empty").content_usage == "train-ai=n, search=n");
  CHECK_FALSE(preferences("User-agent: *\nContent-Usage: /a x=y\n", "/b").content_usage);
}

TEST_CASE("a License is for all crawlers, wherever it stands, and a whole address") {
  const std::string text = "User-agent: otherbot\nLicense: https://l.example/l.xml\nDisallow: /\n";
  CHECK(preferences(text, "/a").license == "https://l.example/l.xml");
  CHECK_FALSE(Robots::parse(text, "otherbot").allows("/a"));
  CHECK_FALSE(preferences("License: /l.xml\n", "/a").license);
  CHECK(Robots().preferences(newshole::url::parse_url("https://news.example/").value()) ==
        newshole::fetch::Preferences{});
}

TEST_SUITE_END();
