#include "serve/live/handler.h"

#include <chrono>
#include <string>

#include <doctest/doctest.h>

#include "serve/live_scene.h"

using namespace newshole;
using namespace std::chrono_literals;
using serve::Outcome;
using test::LiveScene;
using test::story_page;

TEST_SUITE_BEGIN("serve/live/handler");

namespace {

const std::string kStory = "/live/news.example/2025/12/01/world/tram";
const std::string kStoryUrl = "https://news.example/2025/12/01/world/tram";
const std::string kPage = story_page("A tram", "<p>It stopped.</p>");
const std::string kHere = "\thole.example\t7070\r\n";

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a story is a menu of its lines, with the ways on") {
  LiveScene scene;
  const std::size_t reader = scene.ask(kStory);
  CHECK(scene.bytes(reader) == "(no answer)");
  CHECK(scene.fetching() == kStoryUrl);
  scene.arrive(kPage);
  const std::string menu = scene.bytes(reader);
  CHECK(scene.outcome(reader) == Outcome::Menu);
  CHECK(holds(menu, "iA tram\tErr" + kHere));
  CHECK(holds(menu, "iIt stopped.\tErr" + kHere));
  CHECK(holds(menu, "0This story as text\t/live/text/news.example/2025/12/01/world/tram" + kHere));
  CHECK(holds(menu, "1Latest stories: The Example\t/live/news.example/" + kHere));
  CHECK(holds(menu, "hThis page on the web\tURL:" + kStoryUrl + kHere));
  CHECK(menu.ends_with("\r\n.\r\n"));
}

TEST_CASE("a story's text comes from the same fetch, in lines of CR LF") {
  LiveScene scene;
  scene.ask(kStory);
  scene.arrive(kPage);
  const std::size_t reader = scene.ask("/live/text/news.example/2025/12/01/world/tram");
  CHECK(scene.outcome(reader) == Outcome::Text);
  CHECK(scene.bytes(reader).ends_with("\r\nA tram\r\n\r\nIt stopped.\r\n"));
  CHECK(scene.fetches.count == 1);
}

TEST_CASE("a front page is a menu of its stories, each to be read here") {
  LiveScene scene;
  const std::size_t reader = scene.ask("/live/news.example/");
  scene.arrive(
      "<ul><li><a href='/2025/12/01/world/tram'>A tram</a>"
      "<li><a href='https://www.news.example/2025/12/01/us/pie/'>A pie</a></ul>");
  CHECK(holds(scene.bytes(reader), "1A tram\t" + kStory + kHere));
  CHECK(holds(scene.bytes(reader), "1A pie\t/live/news.example/2025/12/01/us/pie" + kHere));
}

TEST_CASE("headlines of a front page leave room for the mark that clients put behind a menu") {
  LiveScene scene;
  const std::size_t reader = scene.ask("/live/news.example/");
  const std::string sixty_five(65, 'a');
  scene.arrive("<ul><li><a href='/2025/12/01/world/tram'>" + sixty_five + " b</a></ul>");
  CHECK(holds(scene.bytes(reader), "1" + sixty_five + "\t" + kStory + kHere));
}

TEST_CASE("another page of a site that lists stories is a menu of them too") {
  LiveScene scene;
  const std::size_t reader = scene.ask("/live/news.example/topics");
  scene.arrive("<ul><li><a href='/2025/12/01/world/tram'>A tram</a></ul>");
  CHECK(holds(scene.bytes(reader), "1A tram\t" + kStory + kHere));
}

TEST_CASE("links of a story lead to what is read here, else to the web") {
  LiveScene scene;
  const std::size_t reader = scene.ask(kStory);
  scene.arrive(story_page("A tram",
                          "<p>See <a href='/2025/12/01/us/pie'>pies</a> and "
                          "<a href='https://other.example/x'>others</a>.</p>"));
  CHECK(holds(scene.bytes(reader), "1pies\t/live/news.example/2025/12/01/us/pie" + kHere));
  CHECK(holds(scene.bytes(reader), "hothers\tURL:https://other.example/x" + kHere));
}

TEST_CASE("where any host is read, links to it are too, and pages without a profile") {
  LiveScene scene(serve::LiveHosts::Any);
  const std::size_t reader = scene.ask("/live", "http://other.example/a");
  CHECK(scene.fetching() == "http://other.example/a");
  std::string body = "<p>See <a href='https://third.example/x'>others</a> about this.</p>";
  for (int i = 0; i < 9; ++i) {
    body +=
        "<p>The tram stopped at the same corner where it had stopped for ninety years, and "
        "nobody who stood there that morning could say what had changed since.</p>";
  }
  scene.arrive("<html><head><title>A tram</title></head><body><article><h1>A tram</h1>" + body +
               "</article></body></html>");
  CHECK(scene.outcome(reader) == Outcome::Menu);
  CHECK(holds(scene.bytes(reader), "iA tram\t"));
  CHECK(holds(scene.bytes(reader), "1others\t/live/third.example/x" + kHere));
  CHECK(holds(scene.bytes(reader), "\t/live/text/http/other.example/a" + kHere));
}

TEST_CASE("all who ask for a page while it is fetched get it from one fetch") {
  LiveScene scene;
  const std::size_t first = scene.ask(kStory);
  const std::size_t second = scene.ask("/live/www.news.example/2025/12/01/world/tram/");
  const std::size_t third = scene.ask("/live/text/news.example/2025/12/01/world/tram");
  const std::size_t fourth = scene.ask("/live", "http://news.example/2025/12/01/world/tram?x=y");
  CHECK(scene.fetches.count == 1);
  scene.arrive(kPage);
  CHECK(scene.bytes(first) == scene.bytes(second));
  CHECK(scene.bytes(first) == scene.bytes(fourth));
  CHECK(scene.outcome(third) == Outcome::Text);
}

TEST_CASE("a page is fetched again after five minutes, a failure after half a minute") {
  LiveScene scene;
  scene.ask(kStory);
  scene.arrive(kPage);
  scene.ask("/live/news.example/gone");
  scene.fail(ErrorKind::HttpStatus, "answered 404", 404);
  scene.clock.move(29'999ms);
  CHECK(holds(scene.got("/live/news.example/gone"), "answered 404"));
  CHECK(scene.fetches.count == 2);
  scene.clock.move(1ms);
  scene.ask("/live/news.example/gone");
  CHECK(scene.fetches.count == 3);
  scene.clock.move(269'999ms);
  CHECK(holds(scene.got(kStory), "iIt stopped."));
  scene.clock.move(1ms);
  CHECK(scene.got(kStory) == "(no answer)");
}

TEST_CASE("a page whose asker has gone is kept for the next") {
  LiveScene scene;
  scene.handler->answer({kStory, ""}, {}, [](serve::Answer) {});
  scene.arrive(kPage);
  CHECK(holds(scene.got(kStory), "iIt stopped."));
}

TEST_CASE(
    "where too many pages are under way, the next is refused at once, but one that is kept is "
    "not") {
  LiveScene scene(serve::LiveHosts::Any, {.limits = {.max_pages = 3, .max_pages_per_host = 2}});
  scene.ask(kStory);
  scene.arrive(kPage);
  scene.ask("/live/news.example/a");
  scene.ask("/live/news.example/b");
  const std::size_t of_host = scene.ask("/live/news.example/c");
  CHECK(scene.outcome(of_host) == Outcome::Busy);
  CHECK(scene.bytes(of_host).starts_with(
      "3news.example/c: too many pages are being read, try again later\t"));
  CHECK(scene.got("/live/other.example/") == "(no answer)");
  CHECK(holds(scene.got("/live/third.example/"), "too many pages are being read"));
  CHECK(holds(scene.got(kStory), "iIt stopped."));
  scene.fail(ErrorKind::Timeout, "not finished in time");
  CHECK(scene.got("/live/news.example/c") == "(no answer)");
}

TEST_CASE("of one network four pages are under way, and a fifth is refused at once") {
  LiveScene scene(serve::LiveHosts::Any);
  for (const char* host : {"a", "b", "c", "d"})
    CHECK(scene.bytes(scene.ask_from("n", "/live/" + std::string(host) + ".example/")) ==
          "(no answer)");
  const std::size_t fifth = scene.ask_from("n", "/live/e.example/");
  CHECK(scene.outcome(fifth) == Outcome::Busy);
  CHECK(holds(scene.bytes(fifth), "too many pages for your address, try again later"));
  CHECK(scene.got("/live/e.example/") == "(no answer)");
}

TEST_CASE("pages that do not come, of one network, leave places for others") {
  LiveScene scene(serve::LiveHosts::Any, {.limits = {.max_at_work = 2}});
  for (const char* host : {"a", "b", "c", "d"})
    scene.ask_from("n", "/live/" + std::string(host) + ".example/");
  CHECK(scene.fetches.count == 1);
  const std::size_t reader = scene.ask(kStory);
  REQUIRE(scene.fetches.count == 2);
  CHECK(scene.fetches.waiting.back().request.url.text == kStoryUrl);
  scene.fetches.waiting.reverse();
  scene.arrive(kPage);
  CHECK(holds(scene.bytes(reader), "iIt stopped."));
}

TEST_CASE(
    "who asks for a page that waits behind others of another network has it in his own turn") {
  LiveScene scene(serve::LiveHosts::Any, {.limits = {.max_at_work = 2}});
  scene.ask_from("n", "/live/a.example/");
  scene.ask_from("n", kStory);
  CHECK(scene.fetches.count == 1);
  scene.ask_from("m", kStory);
  CHECK(scene.fetches.count == 2);
  scene.arrive("");
  CHECK(scene.fetching() == kStoryUrl);
  scene.arrive(kPage);
  CHECK(scene.fetches.count == 2);
  scene.ask_from("n", "/live/b.example/");
  CHECK(scene.fetching() == "https://b.example/");
}

TEST_CASE("a client may have seven pages fetched at once, then one each two seconds") {
  LiveScene scene(serve::LiveHosts::Any);
  const auto is_fetched = [&scene](int number) {
    const std::size_t before = scene.fetches.count;
    scene.ask_from("n", "/live/host" + std::to_string(number) + ".example/");
    if (scene.fetches.count == before) return false;
    scene.fail(ErrorKind::Timeout, "not finished in time");
    return true;
  };
  for (int i = 0; i < 7; ++i) CHECK(is_fetched(i));
  CHECK_FALSE(is_fetched(7));
  CHECK(holds(scene.bytes(scene.ask_from("n", "/live/host7.example/")), "try again later"));
  CHECK(holds(scene.bytes(scene.ask_from("n", "/live/host0.example/")), "not finished in time"));
  scene.clock.move(2s);
  CHECK(is_fetched(7));
  CHECK_FALSE(is_fetched(8));
}

TEST_CASE("a site is asked for ten pages at once, then for one a second, whoever asks") {
  LiveScene scene;
  const auto is_fetched = [&scene](int number) {
    const std::size_t before = scene.fetches.count;
    scene.ask("/live/news.example/page" + std::to_string(number));
    if (scene.fetches.count == before) return false;
    scene.fail(ErrorKind::Timeout, "not finished in time");
    return true;
  };
  for (int i = 0; i < 10; ++i) CHECK(is_fetched(i));
  CHECK_FALSE(is_fetched(10));
  CHECK(holds(scene.got("/live/news.example/page10"), "this site is asked for too many pages"));
  CHECK(scene.got("/live/plain.example/news") == "(no answer)");
  scene.clock.move(1s);
  CHECK(is_fetched(10));
}

TEST_CASE("readers of a page share its bytes") {
  LiveScene scene;
  const std::size_t first = scene.ask(kStory);
  const std::size_t second = scene.ask(kStory);
  scene.arrive(kPage);
  const std::size_t third = scene.ask(kStory);
  CHECK(scene.answers.at(first)->shared == scene.answers.at(second)->shared);
  CHECK(scene.answers.at(first)->shared == scene.answers.at(third)->shared);
  const std::string text = "/live/text/news.example/2025/12/01/world/tram";
  const std::size_t reader = scene.ask(text);
  CHECK(scene.answers.at(reader)->shared == scene.answers.at(scene.ask(text))->shared);
}

TEST_CASE("a page of over 1 MB of text is cut, as a menu and as a text, and says so") {
  LiveScene scene;
  std::string body;
  while (body.size() < (std::size_t{3} << 20)) body += "<p>It stopped at the corner.</p>";
  const std::size_t reader = scene.ask(kStory);
  scene.arrive(story_page("A tram", body));
  const std::string menu = scene.bytes(reader);
  CHECK(menu.size() < (std::size_t{3} << 20));
  CHECK(holds(menu, "iThe rest is left out: this page has over 1 MB of text.\t"));
  CHECK(holds(menu, "0This story as text\t"));
  const std::string text = scene.got("/live/text/news.example/2025/12/01/world/tram");
  CHECK(text.size() < (std::size_t{5} << 18));
  CHECK(text.ends_with("\r\nThe rest is left out: this page has over 1 MB of text.\r\n"));
}

TEST_CASE("where too many wait for one page, the next is told so") {
  LiveScene scene(serve::LiveHosts::OfProfiles, {.limits = {.max_askers_per_page = 2}});
  scene.ask(kStory);
  scene.ask(kStory);
  CHECK(holds(scene.got(kStory), "too many wait for this page"));
}

TEST_CASE("a page has its time limit, and may be led only to what is read here") {
  LiveScene scene(serve::LiveHosts::OfProfiles, {.max_time = 4s});
  scene.ask(kStory);
  const fetch::Request& request = scene.fetches.waiting.front().request;
  CHECK(request.deadline == scene.clock.tick() + 4s);
  CHECK(request.may_follow(url::parse_url("https://www.news.example/moved").value()));
  CHECK(request.may_follow(url::parse_url("http://plain.example/news/x").value()));
  for (const std::string target : {"https://other.example/", "https://plain.example/admin",
                                   "https://127.0.0.1/", "https://news.example:8443/"}) {
    CAPTURE(target);
    const Status may = request.may_follow(url::parse_url(target).value());
    REQUIRE_FALSE(may);
    CHECK(may.error().kind == ErrorKind::RedirectRefused);
  }
}

TEST_CASE("what the operator of the mirror took down is not read, from the moment that it is") {
  const test::LiveCatalog catalog;
  const serve::LiveSites sites(catalog.get(), serve::LiveHosts::Any);
  const test::TempFolder mirror;
  serve::LiveTakedowns takedowns(mirror.path(), sites);
  LiveScene scene(serve::LiveHosts::Any, {.takedowns = &takedowns});
  scene.ask(kStory);
  CHECK(scene.fetches.count == 1);
  const fetch::Request request = scene.fetches.waiting.front().request;
  const auto target = url::parse_url("https://www.news.example/2025/12/01/world/tram/").value();
  CHECK(request.may_follow(target));
  mirror.write(".newshole/takedowns",
               "2025-12-01 https://news.example/2025/12/01/world/tram\n"
               "2025-12-01 https://other.example/a\n");
  CHECK_FALSE(request.may_follow(target));
  scene.arrive(test::story_page("Tram", "<p>It stopped.</p>"));
  for (const std::string selector :
       {"/live/news.example/2025/12/01/world/tram", "/live/text/news.example/2025/12/01/world/tram",
        "/live/www.news.example/2025/12/01/world/tram/index.html?a", "/live/other.example/a"}) {
    CAPTURE(selector);
    const std::size_t place = scene.ask(selector);
    CHECK(scene.outcome(place) == Outcome::Refused);
    CHECK(scene.bytes(place).starts_with("3"));
    CHECK(holds(scene.bytes(place), "operator"));
    CHECK_FALSE(holds(scene.bytes(place), "URL:"));
  }
  CHECK(scene.fetches.count == 1);
  // A list that cannot be read takes nothing back.
  mirror.write(".newshole/takedowns", "no list\n");
  CHECK(scene.outcome(scene.ask(kStory)) == Outcome::Refused);
  mirror.write(".newshole/takedowns", "");
  CHECK(scene.outcome(scene.ask(kStory)) == Outcome::Menu);
}

TEST_CASE("causes of failures are lines of type 3, and the log can tell them apart") {
  struct Row {
    long status;
    ErrorKind kind;
    Outcome outcome;
  };
  constexpr Row kRows[] = {{404, ErrorKind::HttpStatus, Outcome::NotFound},
                           {500, ErrorKind::HttpStatus, Outcome::Failed},
                           {0, ErrorKind::Timeout, Outcome::Timeout},
                           {0, ErrorKind::Disallowed, Outcome::Refused},
                           {0, ErrorKind::RedirectRefused, Outcome::Refused},
                           {0, ErrorKind::AddressRefused, Outcome::Refused},
                           {0, ErrorKind::TooLarge, Outcome::Failed},
                           {0, ErrorKind::Tls, Outcome::Failed}};
  LiveScene scene;
  for (const Row& row : kRows) {
    const std::size_t reader = scene.ask(kStory);
    scene.fail(row.kind, "the cause", row.status);
    CHECK(scene.outcome(reader) == row.outcome);
    CHECK(scene.bytes(reader).starts_with("3news.example/2025/12/01/world/tram: the cause\t"));
    scene.clock.move(30s);
  }
}

TEST_CASE("without words /live says what there is and how to ask") {
  LiveScene scene;
  const std::string menu = scene.got("/live");
  CHECK(menu.starts_with("7Read a page by its address\t/live" + kHere));
  CHECK(holds(menu, "1The Example\t/live/news.example/" + kHere));
  CHECK(holds(menu, "1Plain\t/live/plain.example/news" + kHere));
  CHECK(scene.got("/live/") == menu);
  CHECK(scene.got("/live", "+") == menu);
  CHECK(scene.got("/live", "$") == menu);
}

TEST_CASE("an address behind a question mark is as good as one behind a tab") {
  LiveScene scene;
  scene.ask("/live?news.example/2025/12/01/world/tram");
  CHECK(scene.fetching() == kStoryUrl);
  CHECK(scene.got("/live?").starts_with("7Read a page by its address\t"));
}

TEST_CASE("nonsense gets a menu that says how to ask") {
  LiveScene scene(serve::LiveHosts::Any);
  for (const std::string words : {"what is new", "tram", "127.0.0.1", "file:///etc/passwd", "[::1]",
                                  "\xFF\xFE", "a@b.example", "http://"}) {
    CAPTURE(words);
    const std::size_t reader = scene.ask("/live", words);
    CHECK(scene.outcome(reader) == Outcome::BadRequest);
    CHECK(scene.bytes(reader).starts_with("3"));
    CHECK(holds(scene.bytes(reader), "\r\n7Read a page by its address\t/live" + kHere));
  }
  CHECK(scene.got("/live/..").starts_with("3"));
  CHECK(scene.got("/live/text/").starts_with("3"));
  CHECK(scene.fetches.count == 0);
}

TEST_CASE("a host that is not read is named, with its page on the web") {
  LiveScene scene;
  const std::size_t reader = scene.ask("/live", "other.example/a");
  CHECK(scene.outcome(reader) == Outcome::Refused);
  CHECK(holds(scene.bytes(reader), "hThis page on the web\tURL:https://other.example/a" + kHere));
  CHECK(scene.fetches.count == 0);
}

TEST_CASE("an address too long for a selector is told so, not fetched") {
  LiveScene scene;
  const std::size_t reader = scene.ask("/live", "news.example/" + std::string(300, 'a'));
  CHECK(scene.outcome(reader) == Outcome::TooLong);
  CHECK(holds(scene.bytes(reader), "longer than gopher"));
  CHECK(scene.fetches.count == 0);
}

TEST_CASE("no text of a page becomes a field, a line or a type") {
  LiveScene scene;
  const std::size_t reader = scene.ask(kStory);
  scene.arrive(story_page(
      "A\ttram\r\n0fake\t/etc/passwd\thost\t70",
      "<pre>1fake&#9;/x&#9;evil.example&#9;70&#13;&#10;.&#13;&#10;0more&#9;/y&#9;h&#9;1</pre>"
      "<p>\x1B[2J<a href='https://a.example/&#9;x&#13;&#10;.'>li&#9;nk&#13;&#10;.</a></p>"));
  const std::string bytes = scene.bytes(reader);
  std::string_view menu = bytes;
  REQUIRE(menu.ends_with("\r\n.\r\n"));
  menu.remove_suffix(3);
  while (!menu.empty()) {
    const std::size_t end = menu.find("\r\n");
    const std::string line(menu.substr(0, end));
    menu.remove_prefix(end + 2);
    CAPTURE(line);
    CHECK(std::count(line.begin(), line.end(), '\t') == 3);
    CHECK(line.ends_with("\thole.example\t7070"));
    CHECK(std::string("ih017").find(line.front()) != std::string::npos);
    CHECK(std::none_of(line.begin(), line.end(),
                       [](char c) { return c >= 0 && c < ' ' && c != '\t'; }));
  }
  const std::string text = scene.got("/live/text/news.example/2025/12/01/world/tram");
  CHECK_FALSE(holds(text, "\r\n.\r\n"));
  CHECK_FALSE(holds(text, "\x1B"));
}

TEST_CASE("what a failure quotes of a page is one line of type 3") {
  LiveScene scene;
  const std::size_t reader = scene.ask(kStory);
  scene.fail(ErrorKind::NotArticle, "it calls itself \"a\tb\r\n0c\t/d\te\t1\x1B[1m\"");
  CHECK(scene.bytes(reader).starts_with(
      "3news.example/2025/12/01/world/tram: it calls itself \"a b 0c /d e 1"));
}

TEST_CASE(
    "a redirect to another page is read as that page, and kept under the name that was asked for") {
  LiveScene scene;
  const std::size_t reader = scene.ask("/live/news.example/short");
  scene.arrive(fetch::make_page(url::parse_url(kStoryUrl).value(), kPage, "text/html").value());
  CHECK(holds(scene.bytes(reader), "iIt stopped."));
  CHECK(holds(scene.got("/live/text/news.example/short"), "It stopped."));
  CHECK(scene.fetches.count == 1);
}

TEST_CASE("the cache is bounded, whatever is read") {
  LiveScene scene(serve::LiveHosts::OfProfiles, {.limits = {.cache_bytes = 20'000, .of_site = {}}});
  for (int i = 0; i < 50; ++i) {
    scene.ask("/live/news.example/2025/12/01/world/" + std::to_string(i));
    scene.arrive(kPage);
    REQUIRE(scene.handler->cached_bytes() <= 20'000);
  }
  CHECK(scene.handler->cached_bytes() > 10'000);
}

TEST_CASE("a handler that is closed drops its askers and answers nothing more") {
  LiveScene scene;
  const std::size_t reader = scene.ask(kStory);
  scene.handler->close();
  scene.arrive(kPage);
  CHECK(scene.bytes(reader) == "(no answer)");
  CHECK(scene.got(kStory) == "(no answer)");
}

TEST_CASE("stories that are parts of one page cost one fetch, whoever reads which first") {
  const std::string page =
      "<dl><dt>A tram</dt><dd>It stopped.</dd></dl>"
      "<dl><dt>A pie</dt><dd>It won.</dd></dl>";
  LiveScene first;
  const std::size_t front = first.ask("/live/one.example/");
  first.arrive(page);
  const std::string menu = first.bytes(front);
  const auto selector_of = [&menu](const std::string& title) {
    const std::size_t begin = menu.find("1" + title + "\t") + title.size() + 2;
    return menu.substr(begin, menu.find('\t', begin) - begin);
  };
  CHECK(holds(first.got(selector_of("A tram")), "iIt stopped."));
  CHECK(holds(first.got(selector_of("A pie")), "iIt won."));
  CHECK(first.fetches.count == 1);

  LiveScene second;
  const std::size_t tram = second.ask(selector_of("A tram"));
  const std::size_t pie = second.ask(selector_of("A pie"));
  CHECK(second.fetching() == "https://one.example/");
  second.arrive(page);
  CHECK(holds(second.bytes(tram), "iIt stopped."));
  CHECK(holds(second.bytes(pie), "iIt won."));
  CHECK(second.got("/live/one.example/") == menu);
  CHECK(second.fetches.count == 1);
}
