// Many pages at once: order, limits, validators, retries, addresses.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <latch>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "base/clock.h"
#include "fetch/curl/curl_fetcher.h"
#include "fetch/local_server.h"

using namespace newshole;
using std::chrono::milliseconds;
using std::chrono::seconds;
using test::answer;
using test::Connection;
using test::empty_answer;
using test::LocalServer;
using test::once_together;
using test::redirect_to;

namespace {

const std::string kPage = "<html><body><p>News.</p></body></html>";
const SystemClock kClock;

std::unique_ptr<fetch::CurlFetcher> fetcher(const fetch::NetworkOptions& options) {
  auto made = fetch::CurlFetcher::create(options, kClock, [] { return 0.5; });
  REQUIRE(made);
  return *std::move(made);
}

/// With the servers of a test allowed and hardly a pause before a retry.
fetch::NetworkOptions local(fetch::NetworkOptions options = {}) {
  options.private_hosts.emplace_back("127.0.0.1");
  options.retry_pause = milliseconds(4);
  return options;
}

fetch::Request request(const std::string& url) {
  return {.url = url::parse_url(url).value()};
}

std::vector<fetch::Request> requests(const LocalServer& server, std::size_t count) {
  std::vector<fetch::Request> list;
  for (std::size_t i = 0; i < count; ++i) {
    list.push_back(request(server.url("/" + std::to_string(i))));
  }
  return list;
}

std::string outcome(const Result<fetch::Answer>& answer) {
  if (!answer) return std::string(reason_name(answer.error().kind)) + ": " + answer.error().message;
  return std::holds_alternative<fetch::NotModified>(*answer) ? "not modified" : "page";
}

/// By index of the request.
std::vector<std::string> outcomes(fetch::Fetcher& robot,
                                  const std::vector<fetch::Request>& requests) {
  std::vector<std::string> seen(requests.size());
  robot.fetch_all(requests, [&](std::size_t i, const Result<fetch::Answer>& answer) {
    seen.at(i) += outcome(answer);
  });
  return seen;
}

/// The indexes of the requests as their answers came.
std::vector<std::size_t> order_of_answers(const fetch::NetworkOptions& options,
                                          const std::vector<fetch::Request>& requests) {
  std::vector<std::size_t> order;
  fetcher(options)->fetch_all(
      requests, [&](std::size_t i, const Result<fetch::Answer>&) { order.push_back(i); });
  return order;
}

std::string outcome(const fetch::NetworkOptions& options, const fetch::Request& request) {
  return outcomes(*fetcher(options), {request}).front();
}

fetch::Redirects redirects_to(const std::string& url) {
  auto redirects = fetch::Redirects::None;
  const fetch::Request asked = request(url);
  fetcher(local())->fetch_all({&asked, 1}, [&](std::size_t, const Result<fetch::Answer>& answer) {
    REQUIRE(outcome(answer) == "page");
    redirects = std::get<fetch::Page>(*answer).redirects;
  });
  return redirects;
}

/// How often a page of `server` was asked for and asked for again until it was there or given up.
std::pair<std::size_t, std::size_t> tries(const LocalServer& server) {
  const auto robot = fetcher(local());
  static_cast<void>(robot->fetch(url::parse_url(server.url("/")).value()));
  return {robot->traffic().requests, robot->traffic().retries};
}

std::vector<std::string> pages(std::size_t count) {
  std::vector<std::string> list(count, "page");
  return list;
}

std::vector<std::string> targets(const LocalServer& server) {
  std::vector<std::string> seen;
  for (const std::string& head : server.requests()) {
    seen.push_back(head.substr(4, head.find(' ', 4) - 4));
  }
  return seen;
}

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// Keeps connections and answers the first `failures` requests with `failure`.
LocalServer::Script failing_first(int failures, std::string failure) {
  auto left = std::make_shared<std::atomic<int>>(failures);
  return [left, failure = std::move(failure)](std::string_view, Connection& client) {
    const bool fails = (*left)-- > 0;
    if (client.send(fails ? failure : answer(kPage)) && !fails) client.keep_open();
  };
}

LocalServer::Script keeping() {
  return once_together(1, answer(kPage));
}

}  // namespace

TEST_SUITE_BEGIN("fetch/engine");

TEST_CASE("many pages of a host come over six connections, which serve one after another") {
  const LocalServer server(once_together(6, answer(kPage)));
  const auto robot = fetcher(local());
  CHECK(outcomes(*robot, requests(server, 30)) == pages(30));
  CHECK(server.most_at_once() == 6);
  CHECK(server.connections() == 6);
  CHECK(robot->traffic().requests == 30);
  CHECK(robot->traffic().connections == 6);
  CHECK(robot->traffic().retries == 0);
}

TEST_CASE("a host gets as many requests at a time as it may") {
  const LocalServer server(once_together(2, answer(kPage)));
  CHECK(outcomes(*fetcher(local({.max_per_host = 2})), requests(server, 6)) == pages(6));
  CHECK(server.most_at_once() == 2);
}

TEST_CASE("all hosts together get as many requests at a time as they may") {
  const LocalServer first(once_together(3, answer(kPage)));
  const LocalServer second(keeping());
  std::vector<fetch::Request> all = requests(first, 3);
  for (fetch::Request& more : requests(second, 3)) all.push_back(std::move(more));
  CHECK(outcomes(*fetcher(local({.max_in_flight = 3})), all) == pages(6));
  CHECK(first.most_at_once() == 3);
}

TEST_CASE("requests leave in their order") {
  const LocalServer server(keeping());
  CHECK(outcomes(*fetcher(local({.max_per_host = 1})), requests(server, 4)) == pages(4));
  CHECK(targets(server) == std::vector<std::string>{"/0", "/1", "/2", "/3"});
}

TEST_CASE("a page that is slow holds up no other, and each is handed on as it comes") {
  std::atomic<std::size_t> handed_on = 0;
  const LocalServer server([&handed_on](std::string_view target, Connection& client) {
    while (target == "/0" && handed_on < 2) {
      if (!client.pause(milliseconds(1))) return;
    }
    if (client.send(answer(kPage))) client.keep_open();
  });
  std::vector<std::size_t> order;
  const auto robot = fetcher(local());
  robot->fetch_all(requests(server, 3), [&](std::size_t i, const Result<fetch::Answer>& page) {
    if (page) order.push_back(i);
    ++handed_on;
  });
  REQUIRE(order.size() == 3);
  CHECK(order.back() == 0);
}

TEST_CASE("the next requests leave before a page is handed on") {
  const LocalServer server(keeping());
  std::size_t asked = 0;
  const auto robot = fetcher(local({.max_per_host = 1}));
  robot->fetch_all(requests(server, 2), [&](std::size_t i, const Result<fetch::Answer>&) {
    if (i != 0) return;
    if (server.gets(2)) asked = server.requests().size();
  });
  CHECK(asked == 2);
}

TEST_CASE("places that come free together are taken before a page is handed on") {
  std::latch sent(4);
  const LocalServer server([&sent](std::string_view target, Connection& client) {
    if (!client.send(answer(kPage))) return;
    client.keep_open();
    if (target < "/4") sent.count_down();
  });
  std::size_t answered = 0;
  std::size_t asked = 0;
  const auto robot = fetcher(local({.max_per_host = 4}));
  robot->fetch_all(requests(server, 8), [&](std::size_t, const Result<fetch::Answer>&) {
    // While the first is handed on, the answers of the other three arrive.
    if (++answered == 1) sent.wait();
    if (answered == 2 && server.gets(8)) asked = server.requests().size();
  });
  CHECK(asked == 8);
}

TEST_CASE("a connection outlives the call that opened it") {
  const LocalServer server(keeping());
  const auto robot = fetcher(local());
  CHECK(outcomes(*robot, requests(server, 1)) == pages(1));
  CHECK(outcomes(*robot, requests(server, 2)) == pages(2));
  CHECK(robot->traffic().connections == 2);
}

TEST_CASE("between two requests to a host lies the pause that was asked for") {
  const LocalServer server(keeping());
  const Tick start = kClock.tick();
  CHECK(outcomes(*fetcher(local({.pause = milliseconds(50)})), requests(server, 4)) == pages(4));
  CHECK(kClock.tick() - start >= milliseconds(150));
}

TEST_CASE("no requests are no work") {
  CHECK(outcomes(*fetcher({}), {}).empty());
}

TEST_CASE("a page brings its validators") {
  const LocalServer server(
      "HTTP/1.1 200 OK\r\nETag: W/\"7\"\r\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
      "X-Last-Modified: yesterday\r\nContent-Length: 1\r\n\r\nx");
  const auto page = fetcher(local())->fetch(url::parse_url(server.url("/")).value());
  REQUIRE(page);
  CHECK(page->validators.etag == "W/\"7\"");
  CHECK(page->validators.last_modified == "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST_CASE("X-Last-Modified stands in for a date that is missing") {
  const LocalServer server(
      "HTTP/1.1 200 OK\r\nX-Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
      "Content-Length: 1\r\n\r\nx");
  const auto page = fetcher(local())->fetch(url::parse_url(server.url("/")).value());
  REQUIRE(page);
  CHECK(page->validators.etag.empty());
  CHECK(page->validators.last_modified == "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST_CASE("a validator that is endless or holds control characters is not kept") {
  const LocalServer server("HTTP/1.1 200 OK\r\nETag: \"" + std::string(1023, 'x') +
                           "\"\r\nLast-Modified: a\x1b[31m\r\nContent-Length: 1\r\n\r\nx");
  const auto page = fetcher(local())->fetch(url::parse_url(server.url("/")).value());
  REQUIRE(page);
  CHECK(page->validators == fetch::Validators{});
}

TEST_CASE("validators are sent, and that nothing changed is an answer") {
  const LocalServer server("HTTP/1.1 304 Not Modified\r\n\r\n");
  fetch::Request known = request(server.url("/"));
  known.validators = {.etag = "\"7\"", .last_modified = "Sun, 06 Nov 1994 08:49:37 GMT"};
  const auto robot = fetcher(local());
  CHECK(outcomes(*robot, {known}) == std::vector<std::string>{"not modified"});
  CHECK(robot->traffic().not_modified == 1);
  const std::string head = server.requests().at(0);
  CHECK(holds(head, "\r\nIf-None-Match: \"7\"\r\n"));
  CHECK(holds(head, "\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"));
  CHECK(holds(head, "\r\nAccept: text/html,application/xhtml+xml,application/rss+xml,"));
}

TEST_CASE("the validators of one page are not sent with the next") {
  const LocalServer server(keeping());
  fetch::Request known = request(server.url("/a"));
  known.validators.etag = "\"7\"";
  CHECK(outcomes(*fetcher(local({.max_per_host = 1})), {known, request(server.url("/b"))}) ==
        pages(2));
  CHECK(holds(server.requests().at(0), "If-None-Match"));
  CHECK_FALSE(holds(server.requests().at(1), "If-None-Match"));
}

TEST_CASE("a validator that no field could carry is not sent, and a 304 then is an error") {
  const LocalServer server("HTTP/1.1 304 Not Modified\r\n\r\n");
  fetch::Request known = request(server.url("/"));
  known.validators.etag = "\"7\"\r\nX-Evil: 1";
  CHECK(outcome(local(), known) == "http-status: answered 304");
  CHECK_FALSE(holds(server.requests().at(0), "X-Evil"));
}

TEST_CASE("what may pass is asked for again") {
  constexpr auto kFailures = std::to_array<std::string_view>({
      "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 502 x\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 504 x\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<p>",
      "",
  });
  for (const std::string_view failure : kFailures) {
    CAPTURE(failure);
    const LocalServer server(failing_first(2, std::string(failure)));
    CHECK(tries(server) == std::pair<std::size_t, std::size_t>{3, 2});
  }
}

TEST_CASE("what will not pass is not asked for again") {
  constexpr auto kFailures = std::to_array<std::string_view>({
      "HTTP/1.1 404 x\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 403 x\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 501 x\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n",
      "HTTP/1.1 302 x\r\nLocation: ftp://h/\r\nContent-Length: 0\r\n\r\n",
      "SSH-2.0-OpenSSH_9.2\r\n",
  });
  for (const std::string_view failure : kFailures) {
    CAPTURE(failure);
    const LocalServer server{std::string(failure)};
    CHECK(tries(server) == std::pair<std::size_t, std::size_t>{1, 0});
  }
}

TEST_CASE("a page is tried four times and no more") {
  const LocalServer server(empty_answer("500 x"));
  CHECK(outcome(local(), request(server.url("/"))) == "http-status: answered 500");
  CHECK(server.requests().size() == 4);
}

TEST_CASE("as many retries as were asked for") {
  const LocalServer server(empty_answer("500 x"));
  CHECK(outcome(local({.max_retries = 1}), request(server.url("/"))) ==
        "http-status: answered 500");
  CHECK(server.requests().size() == 2);
}

TEST_CASE("many large pages at once take turns, and none is lost") {
  const LocalServer server(answer(std::string(std::size_t{7} << 20, 'x')));
  const auto robot = fetcher(local());
  CHECK(outcomes(*robot, requests(server, 6)) == pages(6));
  CHECK(robot->traffic().retries > 0);
}

TEST_CASE("two lengths in one field are not believed") {
  const LocalServer server("HTTP/1.1 200 OK\r\nContent-Length: 38, 30\r\n\r\n" + kPage);
  CHECK(outcome(local({.max_retries = 0}), request(server.url("/"))) ==
        "truncated: the answer names two lengths for its body");
}

TEST_CASE("an answer that only announces another was cut") {
  const LocalServer server("HTTP/1.1 100 Continue\r\n\r\n");
  CHECK(outcome(local({.max_retries = 0}), request(server.url("/"))) ==
        "truncated: the server closed the connection before its answer");
}

TEST_CASE("a retry starts from the page that was asked for, not from where it was led") {
  const auto fails = std::make_shared<std::atomic<bool>>(true);
  const LocalServer server([fails](std::string_view target, Connection& client) {
    const bool is_new = target == "/new";
    static_cast<void>(client.send(!is_new                  ? redirect_to("/new")
                                  : fails->exchange(false) ? empty_answer("500 x")
                                                           : answer(kPage)));
  });
  CHECK(outcome(local(), request(server.url("/old"))) == "page");
  CHECK(targets(server) == std::vector<std::string>{"/old", "/new", "/old", "/new"});
}

TEST_CASE("a redirect is followed only where the request says that it may lead") {
  const LocalServer server([](std::string_view target, Connection& client) {
    static_cast<void>(client.send(target == "/a" ? redirect_to("/b") : answer(kPage)));
  });
  fetch::Request asked = request(server.url("/a"));
  asked.may_follow = [](const url::Url& target) -> Status {
    return fail(ErrorKind::Disallowed, "not to " + target.path);
  };
  CHECK(outcome(local(), asked) == "disallowed: not to /b");
  CHECK(targets(server) == std::vector<std::string>{"/a"});
}

TEST_CASE("a page has moved for good if all redirects that led to it are permanent") {
  const LocalServer server([](std::string_view target, Connection& client) {
    const auto leads = [&](const char* status, const char* place) {
      return client.send(empty_answer(status, "Location: " + std::string(place) + "\r\n"));
    };
    static_cast<void>(target == "/good"     ? leads("301 x", "/better")
                      : target == "/better" ? leads("308 x", "/there")
                      : target == "/mixed"  ? leads("301 x", "/once")
                      : target == "/once"   ? leads("302 x", "/there")
                                            : client.send(answer(kPage)));
  });
  CHECK(redirects_to(server.url("/there")) == fetch::Redirects::None);
  CHECK(redirects_to(server.url("/good")) == fetch::Redirects::Permanent);
  CHECK(redirects_to(server.url("/once")) == fetch::Redirects::Temporary);
  CHECK(redirects_to(server.url("/mixed")) == fetch::Redirects::Temporary);
}

TEST_CASE("a redirect that is not followed says whether it was permanent") {
  const LocalServer server([](std::string_view target, Connection& client) {
    const char* status = target == "/good" ? "301 x" : "307 x";
    static_cast<void>(client.send(empty_answer(status, "Location: /there\r\n")));
  });
  for (const auto& each : {std::pair("/good", fetch::kMovedForGood), {"/once", 0L}}) {
    fetch::Request asked = request(server.url(each.first));
    asked.may_follow = [](const url::Url&) { return fail(ErrorKind::Disallowed, "no"); };
    long seen = -1;
    fetcher(local())->fetch_all({&asked, 1}, [&](std::size_t, const auto& answer) {
      seen = answer ? -2 : answer.error().status;
    });
    CHECK(seen == each.second);
  }
}

TEST_CASE("an answer says for how long it is fresh, \"not modified\" too") {
  const LocalServer server([](std::string_view target, Connection& client) {
    const std::string fields =
        "Cache-Control: public\r\nCache-Control: max-age=600\r\nAge: 100\r\n";
    const std::string page = "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: 3\r\n\r\nNew";
    static_cast<void>(
        client.send(target == "/page" ? page : "HTTP/1.1 304 x\r\n" + fields + "\r\n"));
  });
  for (const char* target : {"/page", "/same"}) {
    fetch::Request asked = request(server.url(target));
    asked.validators.etag = "\"1\"";
    std::optional<seconds> fresh;
    fetcher(local())->fetch_all({&asked, 1}, [&](std::size_t, const auto& answer) {
      REQUIRE(answer);
      fresh = std::visit([](const auto& it) { return it.max_age; }, *answer);
    });
    CHECK(fresh == seconds(500));
  }
}

TEST_CASE("requests in turn are one at a time to a host, over one connection") {
  const LocalServer server(keeping());
  const std::vector<fetch::Request> asked = requests(server, 12);
  std::vector<std::size_t> order;
  const auto robot = fetcher(local());
  robot->fetch_in_turn(asked, [&](std::size_t i, const Result<fetch::Answer>& answer) {
    CHECK(outcome(answer) == "page");
    order.push_back(i);
  });
  CHECK(std::ranges::is_sorted(order));
  CHECK(order.size() == 12);
  CHECK(server.most_at_once() == 1);
  CHECK(robot->traffic().connections == 1);
}

TEST_CASE("no pause leads beyond the time of a page") {
  const LocalServer server(empty_answer("500 x"));
  // The pauses are 1.4 s and 2.8 s with the chance of a half: together too long.
  fetch::NetworkOptions options = local({.max_time = seconds(4)});
  options.retry_pause = milliseconds(1900);
  CHECK(outcome(options, request(server.url("/"))) == "http-status: answered 500");
  CHECK(server.requests().size() == 2);
}

TEST_CASE("no pause leads beyond the run") {
  const LocalServer server(empty_answer("500 x"));
  fetch::NetworkOptions options = local({.max_run = seconds(5)});
  options.retry_pause = seconds(25);
  CHECK(outcome(options, request(server.url("/"))) == "http-status: answered 500");
  CHECK(server.requests().size() == 1);
}

TEST_CASE("no request starts when the run is over") {
  const LocalServer server(keeping());
  const std::string over = "stopped: the run's 0 s are over";
  CHECK(outcomes(*fetcher(local({.max_run = seconds(0)})), requests(server, 9)) ==
        std::vector<std::string>(9, over));
  CHECK(server.requests().empty());
}

TEST_CASE("what no longer gets its turn is told so when the run is over, not after its pause") {
  const LocalServer server(keeping());
  std::vector<fetch::Request> all = requests(server, 3);
  for (fetch::Request& each : all) each.pause = std::chrono::hours(1);
  CHECK(outcomes(*fetcher(local({.max_run = seconds(1)})), all) ==
        std::vector<std::string>{"page", "stopped: the run's 1 s are over",
                                 "stopped: the run's 1 s are over"});
  CHECK(targets(server) == std::vector<std::string>{"/0"});
}

TEST_CASE("requests of a site that asks for a pause are as far apart") {
  const LocalServer server(keeping());
  std::vector<fetch::Request> all = requests(server, 3);
  for (fetch::Request& each : all) each.pause = milliseconds(50);
  const Tick start = kClock.tick();
  CHECK(outcomes(*fetcher(local()), all) == pages(3));
  CHECK(kClock.tick() - start >= milliseconds(100));
}

TEST_CASE("a host that asks for a rest gets it, while others go on") {
  const LocalServer tired(failing_first(1, empty_answer("503 x", "Retry-After: 1\r\n")));
  const LocalServer fresh(keeping());
  std::vector<fetch::Request> all = requests(tired, 2);
  all.push_back(request(fresh.url("/")));
  const Tick start = kClock.tick();
  CHECK(order_of_answers(local({.max_per_host = 1}), all) == std::vector<std::size_t>{2, 0, 1});
  CHECK(kClock.tick() - start >= seconds(1));
  CHECK(targets(tired) == std::vector<std::string>{"/0", "/0", "/1"});
}

TEST_CASE("a rest beyond the run ends the run for that host") {
  const LocalServer server(empty_answer("429 x", "Retry-After: 601\r\n"));
  const std::string reason = "rate-limited: answered 429 and asks for a rest of 601 s";
  CHECK(outcomes(*fetcher(local({.max_per_host = 1})), requests(server, 3)) ==
        std::vector<std::string>{reason, reason, reason});
  CHECK(server.requests().size() == 1);
}

TEST_CASE("a rest that is no rest is not waited for") {
  constexpr auto kFields =
      std::to_array<std::string_view>({"-5", "soon", "0", "", "Sun, 06 Nov 1994 08:49:37 GMT"});
  for (const std::string_view field : kFields) {
    CAPTURE(field);
    const LocalServer server(
        failing_first(1, empty_answer("503 x", "Retry-After: " + std::string(field) + "\r\n")));
    CHECK(outcome(local({.max_run = seconds(5)}), request(server.url("/"))) == "page");
  }
}

TEST_CASE("a host that limits its clients for good is told of by that name") {
  const LocalServer server(empty_answer("429 x", "Retry-After: junk\r\n"));
  CHECK(outcome(local(), request(server.url("/"))) == "rate-limited: answered 429");
}

TEST_CASE("a host that fails five times in a row is asked nothing more in this run") {
  const LocalServer server(empty_answer("500 x"));
  const auto robot = fetcher(local({.max_per_host = 1, .max_retries = 0}));
  const std::string plain = "http-status: answered 500";
  const std::string left = "http-status: answered 500; the host failed 5 times";
  CHECK(outcomes(*robot, requests(server, 7)) ==
        std::vector<std::string>{plain, plain, plain, plain, left, left, left});
  CHECK(server.requests().size() == 5);
  CHECK(outcomes(*robot, requests(server, 2)) == std::vector<std::string>{left, left});
  CHECK(server.requests().size() == 5);
}

TEST_CASE("what was in flight when a host went down costs it one failure") {
  const LocalServer server(failing_first(6, empty_answer("503 x")));
  CHECK(outcomes(*fetcher(local()), requests(server, 12)) == pages(12));
}

TEST_CASE("a host that is down is asked some times and left, whatever is wanted of it") {
  const LocalServer server("");
  const auto robot = fetcher(local());
  const std::vector<std::string> seen = outcomes(*robot, requests(server, 200));
  CHECK(seen.back() ==
        "unreachable: the server closed the connection unanswered; the host failed 5 times");
  CHECK(server.requests().size() <= 11);
}

TEST_CASE("a page that is not there is no failure of its host") {
  const LocalServer server(empty_answer("404 x"));
  CHECK(outcomes(*fetcher(local()), requests(server, 9)) ==
        std::vector<std::string>(9, "http-status: answered 404"));
}

TEST_CASE("an error tells the status, that of a host that was left too") {
  const LocalServer missing(empty_answer("404 x"));
  const auto gone = fetcher(local())->fetch(url::parse_url(missing.url("/")).value());
  REQUIRE_FALSE(gone);
  CHECK(gone.error().status == 404);
  const LocalServer broken(empty_answer("500 x"));
  const auto robot = fetcher(local({.max_retries = 0}));
  CHECK(outcomes(*robot, requests(broken, 6)).size() == 6);
  const auto left = robot->fetch(url::parse_url(broken.url("/")).value());
  REQUIRE_FALSE(left);
  CHECK(left.error().status == 500);
}

TEST_CASE("a server at an address that is not public is not connected to") {
  const LocalServer server(answer(kPage));
  CHECK(outcome({}, request(server.url("/"))) ==
        "address-refused: 127.0.0.1 is not a public address");
  CHECK(outcome({}, request("http://localhost/")).ends_with(" is not a public address"));
  CHECK(server.connections() == 0);
}

TEST_CASE("a name that leads to such an address is refused when the socket opens") {
  const LocalServer server(answer(kPage));
  const std::string named = "news.example:" + server.port() + ":127.0.0.1";
  const auto robot = fetcher({.resolve = {named}, .max_retries = 0});
  CHECK(outcomes(*robot, {request("http://news.example:" + server.port() + "/")}) == pages(1));
  const std::string refused = outcomes(*robot, {request("http://localhost/")}).front();
  CHECK(refused.starts_with("address-refused: "));
  CHECK(refused.ends_with("1 is not a public address"));
}

TEST_CASE("a redirect leads to no port but the web's and to no private address") {
  struct Row {
    std::string_view location;
    std::string_view reason;
  };
  const auto rows = std::to_array<Row>({
      {"http://127.0.0.1:8080/", "127.0.0.1 is not a public address"},
      {"http://[::1]/", "::1 is not a public address"},
      {"http://169.254.169.254/", "169.254.169.254 is not a public address"},
      {"http://other.example:22/", "port 22 is neither 80 nor 443"},
  });
  for (const Row& row : rows) {
    const LocalServer server(redirect_to(row.location));
    CHECK(outcome({.connect_to = {"news.example:80:127.0.0.1:" + server.port()}},
                  request("http://news.example/")) ==
          "redirect-refused: a redirect leads to where we do not go: " + std::string(row.reason));
  }
}

TEST_CASE("a redirect to a name with a private address opens no socket") {
  const LocalServer server(redirect_to("http://localhost/"));
  const auto robot = fetcher({.connect_to = {"news.example:80:127.0.0.1:" + server.port()}});
  const std::string refused = outcomes(*robot, {request("http://news.example/")}).front();
  CHECK(refused.starts_with("redirect-refused: a redirect leads to where we do not go: "));
  CHECK(refused.ends_with("1 is not a public address"));
}

TEST_CASE("where the hosts are given, a redirect leads to no other") {
  const LocalServer server([](std::string_view target, Connection& client) {
    static_cast<void>(client.send(target == "/in"    ? redirect_to("/")
                                  : target == "/out" ? redirect_to("http://other.example/")
                                                     : answer(kPage)));
  });
  fetch::Request inside = request(server.url("/in"));
  fetch::Request outside = request(server.url("/out"));
  inside.hosts = outside.hosts = {"127.0.0.1", "news.example"};
  CHECK(outcome(local(), inside) == "page");
  CHECK(outcome(local(), outside) ==
        "redirect-refused: a redirect leads to another host, other.example");
}

TEST_SUITE_END();
