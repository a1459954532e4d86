#include "fetch/curl/curl_fetcher.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "base/clock.h"
#include "fetch/gzip.h"
#include "fetch/local_server.h"

using namespace newshole;
using test::answer;
using test::Connection;
using test::LocalServer;
using test::redirect_to;

namespace {

const std::string kPage = "<html><body><p>News.</p></body></html>";

const SystemClock kClock;

double no_chance() {
  return 0;
}

/// With the address of all servers here allowed; each page is tried once.
std::unique_ptr<fetch::CurlFetcher> fetcher(fetch::NetworkOptions options = {}) {
  options.private_hosts = {"127.0.0.1"};
  options.max_retries = 0;
  auto made = fetch::CurlFetcher::create(options, kClock, no_chance);
  REQUIRE(made);
  return *std::move(made);
}

Result<fetch::Page> got(const std::string& url, const fetch::NetworkOptions& options = {}) {
  return fetcher(options)->fetch(url::parse_url(url).value());
}

/// "REASON: MESSAGE", or "page".
std::string outcome(const std::string& url, const fetch::NetworkOptions& options = {}) {
  const auto page = got(url, options);
  if (page) return "page";
  return std::string(reason_name(page.error().kind)) + ": " + page.error().message;
}

/// The outcome of an answer of these bytes, after which the connection is closed.
std::string outcome_of_bytes(std::string bytes, const fetch::NetworkOptions& options = {}) {
  const LocalServer server(std::move(bytes));
  return outcome(server.url("/"), options);
}

std::vector<fetch::Request> requests(const std::vector<std::string>& urls) {
  std::vector<fetch::Request> list;
  list.reserve(urls.size());
  for (const std::string& url : urls) list.push_back({.url = url::parse_url(url).value()});
  return list;
}

std::string outcome(std::size_t i, const Result<fetch::Answer>& page) {
  return std::to_string(i) + " " + (page ? "page" : page.error().message);
}

std::vector<std::string> outcomes(fetch::Fetcher& robot, const std::vector<std::string>& urls) {
  std::vector<std::string> seen;
  robot.fetch_all(requests(urls), [&](std::size_t i, const Result<fetch::Answer>& page) {
    seen.push_back(outcome(i, page));
  });
  return seen;
}

std::string refused(const fetch::NetworkOptions& options) {
  const auto made = fetch::CurlFetcher::create(options, kClock, no_chance);
  if (made) return "accepted";
  return std::string(reason_name(made.error().kind)) + ": " + made.error().message;
}

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

TEST_SUITE_BEGIN("fetch/curl/curl_fetcher");

TEST_CASE("a page arrives with its URL and as its bytes are, with the charset of its header") {
  const LocalServer server(answer("<p>caf\xe9</p></html>", "text/html; charset=iso-8859-1"));
  auto page = got(server.url("/a?b"));
  REQUIRE(page);
  CHECK(page->html == "<p>caf\xe9</p></html>");
  CHECK(page->charset == "iso-8859-1");
  fetch::decode(*page);
  CHECK(page->html == "<p>caf\u00e9</p></html>");
  CHECK(page->media_type == "text/html");
  CHECK(page->url.text == server.url("/a?b"));
}

TEST_CASE("a page has the preferences that its header states") {
  const LocalServer server(
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Robots-Tag: otherbot: noindex\r\n"
      "x-robots-tag: noarchive\r\nTDM-Reservation: 1\r\nTDM-Policy: /tdm.json\r\n"
      "Content-Usage: train-ai=n\r\nLink: </style.css>; rel=preload\r\n"
      "Link: </l.xml>; rel=\"license\"; type=\"application/rsl+xml\"\r\nContent-Length: " +
      std::to_string(kPage.size()) + "\r\n\r\n" + kPage);
  const auto page = got(server.url("/a"));
  REQUIRE(page);
  CHECK(page->preferences == fetch::Preferences{.no_archive = true,
                                                .tdm_reservation = "1",
                                                .tdm_policy = server.url("/tdm.json"),
                                                .content_usage = "train-ai=n",
                                                .license = server.url("/l.xml")});
}

TEST_CASE("once asked to stop it waits for no answer, and starts nothing more") {
  std::atomic<bool> is_one_there = false;
  Stop stop;
  const LocalServer server([&](std::string_view target, const Connection& client) {
    if (target == "/fast") {
      static_cast<void>(client.send(answer("x</html>")));
      return;
    }
    while (!is_one_there) {
      if (!client.pause(std::chrono::milliseconds(1))) return;
    }
    stop.request();
    client.hang();
  });
  const auto robot = fetcher({.max_time = std::chrono::minutes(10)});
  robot->heed(stop);
  const auto began = kClock.tick();
  std::vector<std::string> seen;
  robot->fetch_all(requests({server.url("/fast"), server.url("/slow")}),
                   [&](std::size_t i, const Result<fetch::Answer>& page) {
                     seen.push_back(outcome(i, page));
                     is_one_there = true;
                   });
  CHECK(seen == std::vector<std::string>{"0 page", "1 asked to stop"});
  CHECK(outcomes(*robot, {server.url("/fast")}) == std::vector<std::string>{"0 asked to stop"});
  CHECK(kClock.tick() - began < std::chrono::minutes(1));
  CHECK(server.requests().size() == 2);
}

TEST_CASE("a request names the program, what it takes, and no fragment, cookie or login") {
  const LocalServer server("HTTP/1.1 200 OK\r\nSet-Cookie: id=1\r\nContent-Length: 1\r\n\r\nx");
  const auto robot = fetcher();
  const url::Url url = url::parse_url(server.url("/a#part")).value();
  CHECK(robot->fetch(url));
  CHECK(robot->fetch(url));
  const std::vector<std::string> requests = server.requests();
  REQUIRE(requests.size() == 2);
  CHECK(requests[1].starts_with("GET /a HTTP/1.1\r\n"));
  CHECK(holds(requests[1], "\r\nUser-Agent: newshole/0."));
  CHECK(holds(requests[1], "\r\nAccept: text/html,application/xhtml+xml,application/rss+xml,"));
  CHECK(holds(requests[1], "gzip"));
  CHECK_FALSE(holds(requests[1], "Cookie"));
  CHECK_FALSE(holds(requests[1], "Authorization"));
}

TEST_CASE("the user agent can be named") {
  const LocalServer server(answer(kPage));
  CHECK(outcome(server.url("/"), {.user_agent = "desk/1"}) == "page");
  CHECK(holds(server.requests().at(0), "\r\nUser-Agent: desk/1\r\n"));
}

TEST_CASE("the page's URL is that after redirects") {
  const LocalServer server([](std::string_view target, Connection& client) {
    static_cast<void>(client.send(target == "/old" ? redirect_to("new?x") : answer(kPage)));
  });
  const auto page = got(server.url("/old"));
  REQUIRE(page);
  CHECK(page->url.text == server.url("/new?x"));
}

TEST_CASE("a sixth redirect is refused") {
  const LocalServer server([](std::string_view target, Connection& client) {
    const int left = std::atoi(std::string(target.substr(1)).c_str());
    static_cast<void>(
        client.send(left == 0 ? answer(kPage) : redirect_to("/" + std::to_string(left - 1))));
  });
  CHECK(outcome(server.url("/5")) == "page");
  CHECK(outcome(server.url("/6")) == "redirect-refused: more than 5 redirects");
  CHECK(outcome(server.url("/1"), {.max_redirects = 0}) ==
        "redirect-refused: more than 0 redirects");
}

TEST_CASE("a redirect to another protocol or with a user name is refused") {
  CHECK(outcome_of_bytes(redirect_to("ftp://127.0.0.1/")) ==
        "redirect-refused: a redirect leads to no usable URL: it is neither http nor https");
  CHECK(outcome_of_bytes(redirect_to("file:///etc/passwd")) ==
        "redirect-refused: a redirect leads to no usable URL: it is neither http nor https");
  CHECK(outcome_of_bytes(redirect_to("http://user:pass@127.0.0.1/")) ==
        "redirect-refused: a redirect leads to no usable URL: it holds a user name");
}

TEST_CASE(
    "a cookie that a redirect sets comes back in its chain, where it belongs, and not in another") {
  const LocalServer other([](std::string_view, Connection& client) {
    static_cast<void>(client.send(redirect_to("/last")));
  });
  const std::string there = "http://localhost:" + other.port() + "/away";
  const LocalServer server([&](std::string_view target, Connection& client) {
    std::string set = redirect_to(target == "/"           ? "/in/check"
                                  : target == "/in/check" ? "/page"
                                                          : there);
    set.insert(set.find("\r\n") + 2,
               target == "/" ? "Set-Cookie: seen=1; Path=/\r\nSet-Cookie: inner=1; Path=/in\r\n"
                             : "Set-Cookie: seen=2; Path=/\r\n");
    static_cast<void>(client.send(target == "/page" ? answer(kPage) : set));
  });
  const auto robot = fetcher({.max_per_host = 1});
  const std::string url = server.url("/");
  CHECK(outcomes(*robot, {url, url}) == std::vector<std::string>{"0 page", "1 page"});
  CHECK(outcomes(*robot, {server.url("/leaves")}).at(0) != "0 page");
  const std::vector<std::string> sent = server.requests();
  REQUIRE(sent.size() == 7);
  for (const std::string& head : sent) {
    const bool is_first = head.starts_with("GET / ") || head.starts_with("GET /leaves ");
    const bool is_inner = head.starts_with("GET /in/");
    CHECK(holds(head, "Cookie:") != is_first);
    CHECK(holds(head, "inner=1") == is_inner);
    CHECK(holds(head, "seen=2") == head.starts_with("GET /page "));
  }
}

TEST_CASE("a page in several gzip members, or with bytes behind them, is whole") {
  const auto packed = [](const std::string& body, const std::string& coding) {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: " + coding +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  };
  const auto body_of = [&](const std::string& body, const std::string& coding) {
    const LocalServer server(packed(body, coding));
    const auto page = got(server.url("/"));
    return page ? page->html : page.error().message;
  };
  const std::size_t half = kPage.size() / 2;
  const std::string members = test::gzip(kPage.substr(0, half)) + test::gzip(kPage.substr(half));
  CHECK(body_of(members, "gzip") == kPage);
  CHECK(body_of(members + "junk", "x-gzip") == kPage);
  CHECK(body_of(kPage, "utf-8") == kPage);
  CHECK(body_of(kPage, "gzip") == "the body cannot be decompressed");
  CHECK(body_of(kPage, "br") == "the body cannot be decompressed");
  CHECK(body_of(test::gzip(kPage).substr(0, 20), "gzip") ==
        "the compressed body ends in the middle of the page");
  CHECK(outcome_of_bytes(packed(test::gzip(kPage) + std::string(200'000, 'x'), "gzip"),
                         {.max_body = 100'000}) == "too-large: the body is larger than its limit");
}

TEST_CASE("the decoding of one answer is not that of the next on the same connection") {
  const LocalServer server([](std::string_view target, Connection& client) {
    const std::string body = target == "/odd" ? kPage : test::gzip(kPage);
    const std::string coding = target == "/odd" ? "utf-8" : "gzip";
    client.keep_open();
    static_cast<void>(
        client.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: " + coding +
                    "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body));
  });
  const auto robot = fetcher({.max_per_host = 1});
  for (const char* target : {"/odd", "/even", "/odd", "/even"})
    CHECK(robot->fetch(url::parse_url(server.url(target)).value())->html == kPage);
  CHECK(server.connections() == 1);
}

TEST_CASE("a page without an article leads on, at most twice, and as redirects may") {
  const auto moved = [](const std::string& place) {
    return answer("<html><meta http-equiv=refresh content='0; url=" + place + "'></html>");
  };
  const LocalServer server([&](std::string_view target, Connection& client) {
    const std::string place = target == "/once" ? "/news" : target == "/twice" ? "once" : "/again";
    const bool leaves = target == "/leaves";
    static_cast<void>(client.send(target == "/news" ? answer(kPage)
                                                    : moved(leaves ? "http://10.0.0.1/" : place)));
  });
  const auto url_of = [&](const std::string& target) {
    return got(server.url(target)).value().url.text;
  };
  CHECK(url_of("/once") == server.url("/news"));
  CHECK(url_of("/twice") == server.url("/news"));
  CHECK(url_of("/again") == server.url("/again"));
  CHECK(server.requests().size() == 2 + 3 + 3);
  CHECK(url_of("/leaves") == server.url("/leaves"));
}

TEST_CASE("a page that a proxy has changed is a page") {
  CHECK(outcome_of_bytes("HTTP/1.1 203 Non-Authoritative Information\r\nContent-Length: " +
                         std::to_string(kPage.size()) + "\r\n\r\n" + kPage) == "page");
}

TEST_CASE("every other status is an answer without a page") {
  const std::string rest = "\r\nContent-Length: 1\r\n\r\nx";
  CHECK(outcome_of_bytes("HTTP/1.1 404 Not Found" + rest) == "http-status: answered 404");
  CHECK(outcome_of_bytes("HTTP/1.1 503 \x1b[31m" + rest) == "http-status: answered 503");
  CHECK(outcome_of_bytes("HTTP/1.1 206 Part\r\nContent-Range: bytes 0-0/9" + rest) ==
        "http-status: answered 206");
  CHECK(outcome_of_bytes("HTTP/1.1 304 Not Modified\r\n\r\n") == "http-status: answered 304");
  CHECK(outcome_of_bytes("HTTP/1.1 302 Found" + rest) == "http-status: answered 302");
}

TEST_CASE("a picture is no page") {
  CHECK(outcome_of_bytes(answer("GIF89a", "image/gif")) ==
        "not-article: no web page but image/gif");
}

TEST_CASE("an endless body is cut at its limit while it streams") {
  const LocalServer server([](std::string_view, Connection& client) {
    const std::string chunk = "1000\r\n" + std::string(4096, 'x') + "\r\n";
    bool open = client.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    while (open) open = client.send(chunk);
  });
  CHECK(outcome(server.url("/"), {.max_body = 100'000}) ==
        "too-large: the body is larger than its limit");
}

TEST_CASE("a body that announces to be too large is not read") {
  CHECK(outcome_of_bytes("HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n",
                         {.max_body = 100'000}) == "too-large: the body is larger than its limit");
}

TEST_CASE("a few compressed bytes cannot become a large body") {
  // Ten thousand times "x".
  constexpr auto kBomb = std::to_array<unsigned char>(
      {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xed, 0xc1, 0x01, 0x0d, 0x00,
       0x00, 0x00, 0xc2, 0xa0, 0xda, 0x8f, 0x6f, 0x0e, 0x37, 0xa0, 0x00, 0x00, 0x00, 0x00, 0x00,
       0x00, 0x00, 0x00, 0x00, 0xe0, 0xdf, 0x00, 0xa3, 0xa4, 0x55, 0x0d, 0x10, 0x27, 0x00, 0x00});
  const std::string bomb(kBomb.begin(), kBomb.end());
  CHECK(outcome_of_bytes("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                             std::to_string(bomb.size()) + "\r\n\r\n" + bomb,
                         {.max_body = 9'999}) == "too-large: the body is larger than its limit");
}

TEST_CASE("a flood of header fields ends at its limit") {
  const LocalServer server([](std::string_view, Connection& client) {
    bool open = client.send("HTTP/1.1 200 OK\r\n");
    while (open) open = client.send("X-Flood: " + std::string(1000, 'x') + "\r\n");
  });
  CHECK(outcome(server.url("/")) == "bad-headers: the header is larger than its limit");
}

TEST_CASE("an endless header field ends at its limit") {
  const LocalServer server([](std::string_view, Connection& client) {
    bool open = client.send("HTTP/1.1 200 OK\r\nX-Flood: ");
    while (open) open = client.send(std::string(1000, 'x'));
  });
  CHECK(outcome(server.url("/")) == "bad-headers: a header field is endless");
}

TEST_CASE("what is no HTTP is no page") {
  CHECK(outcome_of_bytes("SSH-2.0-OpenSSH_9.2\r\n")
            .starts_with("bad-headers: the answer is no HTTP"));
  CHECK(outcome_of_bytes("") == "unreachable: the server closed the connection unanswered");
}

TEST_CASE("a body shorter than announced is truncated") {
  CHECK(outcome_of_bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + kPage) ==
        "truncated: the body ended early");
}

TEST_CASE("a chunked body without its last chunk is truncated") {
  CHECK(outcome_of_bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nNews\r\n")
            .starts_with("truncated: "));
}

TEST_CASE("a body without a length is whole only with its end tag") {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
  CHECK(outcome_of_bytes(head + kPage) == "page");
  CHECK(outcome_of_bytes(head + kPage.substr(0, 20)) ==
        "truncated: the connection closed before the end of the page");
}

TEST_CASE("two lengths that differ are not believed") {
  CHECK(outcome_of_bytes("HTTP/1.1 200 OK\r\nContent-Length: 38\r\nContent-Length: 30\r\n\r\n" +
                         kPage) == "truncated: the answer names two lengths for its body");
}

TEST_CASE("a server that says nothing costs the time that a page may take") {
  const LocalServer server([](std::string_view, Connection& client) { client.hang(); });
  CHECK(outcome(server.url("/"), {.max_time = std::chrono::milliseconds(300)}) ==
        "timeout: not finished within 300 ms");
}

TEST_CASE("a steady drip does not outlast the time that a page may take") {
  const LocalServer server([](std::string_view, Connection& client) {
    bool open = client.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
    while (open) open = client.send("x") && client.pause(std::chrono::milliseconds(20));
  });
  CHECK(outcome(server.url("/"), {.max_time = std::chrono::milliseconds(300)}) ==
        "timeout: not finished within 300 ms");
}

TEST_CASE("a chain of slow redirects does not outlast the time that a page may take") {
  const LocalServer server([](std::string_view, Connection& client) {
    if (client.pause(std::chrono::milliseconds(200))) {
      static_cast<void>(client.send(redirect_to("/")));
    }
  });
  CHECK(outcome(server.url("/"), {.max_time = std::chrono::milliseconds(500),
                                  .max_redirects = 1000}) == "timeout: not finished within 500 ms");
}

TEST_CASE("a page that stalls is given up before its time") {
  const LocalServer server([](std::string_view, Connection& client) {
    if (client.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx")) client.hang();
  });
  CHECK(outcome(server.url("/"), {.stall_time = std::chrono::seconds(1)}) ==
        "timeout: stalled for 1 s");
}

TEST_CASE("a closed port is unreachable") {
  const test::ClosedPort port;
  CHECK(outcome("http://127.0.0.1:" + port.number() + "/") ==
        "unreachable: cannot connect to 127.0.0.1 port " + port.number() + ": connection refused");
}

TEST_CASE("a name without an address is unreachable") {
  // A label of more than 63 bytes, which no resolver sends on.
  const std::string host = std::string(64, 'a') + ".invalid";
  CHECK(outcome("http://" + host + "/") == "unreachable: cannot find the address of " + host);
}

TEST_CASE("a server without TLS is not spoken to when https was asked for") {
  const LocalServer server(answer(kPage));
  CHECK(
      outcome("https://127.0.0.1:" + server.port() + "/").starts_with("tls: no TLS connection: "));
}

TEST_CASE("a server that hangs in the TLS handshake costs the time that connecting may take") {
  const LocalServer server([](std::string_view, Connection& client) { client.hang(); });
  CHECK(outcome("https://127.0.0.1:" + server.port() + "/",
                {.connect_timeout = std::chrono::milliseconds(300)}) ==
        "timeout: no connection within 300 ms");
}

TEST_CASE("the environment's proxy is ignored") {
  const LocalServer server(answer(kPage));
  const LocalServer proxy(answer("proxied </html>"));
  const std::string url = proxy.url("");
  ::setenv("http_proxy", url.c_str(), 1);
  ::setenv("all_proxy", url.c_str(), 1);
  const std::string direct = outcome(server.url("/"));
  ::unsetenv("http_proxy");
  ::unsetenv("all_proxy");
  CHECK(direct == "page");
  CHECK(proxy.requests().empty());
}

TEST_CASE("a configured proxy is asked, whatever the environment exempts from it") {
  const LocalServer proxy(answer("proxied </html>"));
  ::setenv("no_proxy", "*", 1);
  const auto page = got("http://news.example/a", {.proxy = proxy.url("")});
  ::unsetenv("no_proxy");
  REQUIRE(page);
  CHECK(page->html == "proxied </html>");
  CHECK(proxy.requests().at(0).starts_with("GET http://news.example/a HTTP/1.1\r\n"));
}

TEST_CASE("a name can be sent to a local server by resolve and by connect-to") {
  const LocalServer server(answer(kPage));
  CHECK(outcome("http://news.example:" + server.port() + "/",
                {.resolve = {"news.example:" + server.port() + ":127.0.0.1"}}) == "page");
  CHECK(outcome("http://news.example/",
                {.connect_to = {"news.example:80:127.0.0.1:" + server.port()}}) == "page");
  CHECK(holds(server.requests().at(1), "\r\nHost: news.example\r\n"));
}

TEST_CASE("an option that cannot work is refused before anything is fetched") {
  CHECK(refused({.resolve = {"news.example:80"}}) ==
        "usage: resolve: news.example:80 is no HOST:PORT:ADDRESS");
  CHECK(refused({.resolve = {"news.example:80:elsewhere"}}) ==
        "usage: resolve: news.example:80:elsewhere is no HOST:PORT:ADDRESS");
  CHECK(refused({.resolve = {"news.example:0:127.0.0.1"}}) ==
        "usage: resolve: news.example:0:127.0.0.1 is no HOST:PORT:ADDRESS");
  CHECK(refused({.resolve = {"[::1]:80:127.0.0.1,[::1]"}}) == "accepted");
  CHECK(refused({.connect_to = {"news.example:443:127.0.0.1"}}) ==
        "usage: connect-to: news.example:443:127.0.0.1 is no HOST1:PORT1:HOST2:PORT2");
  CHECK(refused({.connect_to = {"::127.0.0.1:http"}}) ==
        "usage: connect-to: ::127.0.0.1:http is no HOST1:PORT1:HOST2:PORT2");
  CHECK(refused({.connect_to = {"::[::1]:8443"}}) == "accepted");
  CHECK(refused({.proxy = "gopher://h/"}) == "usage: proxy: no usable proxy URL");
  CHECK(refused({.proxy = "127.0.0.1:8080"}) == "accepted");
  CHECK(refused({.cacert = "/nowhere/ca.pem"}) == "usage: cacert: /nowhere/ca.pem cannot be read");
  CHECK(refused({.user_agent = "a\r\nX: y"}) == "usage: user-agent: it holds control characters");
  CHECK(refused({.max_time = std::chrono::milliseconds(0)}) ==
        "usage: max-time: a limit must be longer than nothing");
  CHECK(refused({.max_per_host = 0}) == "usage: max-in-flight: nothing could be fetched");
  CHECK(refused({.private_hosts = {""}}) == "usage: private-hosts: one has no name");
}

TEST_CASE("pages of one server share a connection") {
  const LocalServer server([](std::string_view, Connection& client) {
    if (client.send(answer(kPage))) client.keep_open();
  });
  const auto robot = fetcher({.max_per_host = 1});
  CHECK(outcomes(*robot, {server.url("/a"), server.url("/b")}) ==
        std::vector<std::string>{"0 page", "1 page"});
  CHECK(robot->traffic().requests == 2);
  CHECK(robot->traffic().connections == 1);
}

TEST_CASE("one failure leaves the other pages alone") {
  const LocalServer server([](std::string_view target, Connection& client) {
    static_cast<void>(client.send(target == "/b" ? "HTTP/1.1 500 x\r\n\r\n" : answer(kPage)));
  });
  const auto robot = fetcher({.max_per_host = 1});
  CHECK(outcomes(*robot, {server.url("/a"), server.url("/b"), server.url("/c")}) ==
        std::vector<std::string>{"0 page", "1 answered 500", "2 page"});
}

TEST_CASE("requests, redirects included, connections and bytes are counted") {
  const LocalServer server([](std::string_view target, Connection& client) {
    static_cast<void>(client.send(target == "/old" ? redirect_to("/new") : answer(kPage)));
  });
  const auto robot = fetcher();
  CHECK(outcomes(*robot, {server.url("/old"), server.url("/new")}).size() == 2);
  const fetch::Traffic all = robot->traffic();
  CHECK(std::array{all.requests, all.connections, all.bytes_decoded} ==
        std::array<std::size_t, 3>{3, 3, 76});
  CHECK(all.bytes_on_the_wire == 2 * answer(kPage).size() + redirect_to("/new").size());
}

TEST_SUITE_END();
