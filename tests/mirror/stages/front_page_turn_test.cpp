#include "mirror/stages/front_page_turn.h"

#include <chrono>
#include <optional>
#include <string>

#include <doctest/doctest.h>

using namespace newshole;
using namespace std::chrono_literals;
using fetch::Redirects;
using mirror::Place;
using mirror::Turn;
using mirror::Turns;
using mirror::Visit;
using std::chrono::seconds;
using store::Listing;

namespace {

const UtcTime kNow = std::chrono::sys_days(std::chrono::year(2025) / 9 / 19) + 12h;
constexpr const char* kFeed = "https://news.example/feed";
constexpr const char* kNew = "https://news.example/rss";

url::Url at(const std::string& address) {
  return url::parse_url(address).value();
}

/// A feed that came whole, and asks for this rest.
Listing known(seconds rest, seconds ago = 10min) {
  return {.page = kFeed,
          .validators = {.etag = "\"1\"", .last_modified = {}},
          .links = {{"https://news.example/a", "A"}},
          .rules = 7,
          .answered = kNow - ago,
          .read = kNow - ago,
          .rest = rest};
}

Turn turn(const Listing& listing, Visit visit = Visit::Due, std::uint64_t rules = 7) {
  return mirror::turn_of(listing, {rules, visit, kNow});
}

/// After so long, with the redirects and the place that led to the page.
Place seen(Listing& listing, seconds after, const std::string& place,
           Redirects redirects = Redirects::Permanent) {
  return mirror::note_place(listing, redirects, at(place), kNow + after);
}

Error answered(long status) {
  return {ErrorKind::HttpStatus, "answered " + std::to_string(status), status};
}

bool ends(Listing& listing, const Error& error) {
  return mirror::note_failure(listing, error, {7, Visit::Due, kNow});
}

}  // namespace

TEST_SUITE_BEGIN("mirror/front_page_turn");

TEST_CASE("a page that nobody knows is asked for whole") {
  CHECK(turn({.page = kFeed, .validators = {}}) == Turn::AskWhole);
}

TEST_CASE("a page that asks for no rest is asked for in each run") {
  CHECK(turn(known(0s, 1s)) == Turn::Ask);
}

TEST_CASE("a page is left alone until its rest is over, a tenth of it early") {
  CHECK(turn(known(10min, 8min)) == Turn::Leave);
  CHECK(turn(known(10min, 9min)) == Turn::Ask);
  CHECK(turn(known(24h, 23h)) == Turn::Leave);
}

TEST_CASE("it is asked for at most five minutes early") {
  CHECK(turn(known(12h, 12h - 5min - 1s)) == Turn::Leave);
  CHECK(turn(known(12h, 12h - 5min)) == Turn::Ask);
}

TEST_CASE("a page of which nobody knows what it listed is not left alone") {
  Listing listing = known(1h);
  listing.links.clear();
  CHECK(turn(listing) == Turn::Ask);
}

TEST_CASE("who waits for a run is not told of rests") {
  CHECK(turn(known(1h), Visit::Now) == Turn::Ask);
}

TEST_CASE("a page that was read by other rules is asked for whole") {
  CHECK(turn(known(1h), Visit::Due, 8) == Turn::AskWhole);
}

TEST_CASE("a clock that was set back holds up no page") {
  CHECK(turn(known(1h, -1min)) != Turn::Leave);
  Listing ended{.page = kFeed, .validators = {}, .links = {}, .rules = 7, .ended = kNow + 1min};
  CHECK(turn(ended) == Turn::AskWhole);
}

TEST_CASE("a page that has said for a day that it is not modified is asked for whole") {
  Listing listing = known(0s, 24h - 5min);
  CHECK(turn(listing) == Turn::Ask);
  listing.answered = kNow - 1min;
  CHECK(turn(listing) == Turn::AskWhole);
  listing.read = kNow - 23h;
  CHECK(turn(listing) == Turn::Ask);
}

TEST_CASE("a feed's rest counts up to a day") {
  CHECK(mirror::rest_of({}, {}) == 0s);
  CHECK(mirror::rest_of(1min, {}) == 1min);
  CHECK(mirror::rest_of(24h, {}) == 24h);
  CHECK(mirror::rest_of(24h * 365, {}) == 24h);
  CHECK(mirror::rest_of(-1h, {}) == 0s);
}

TEST_CASE("a header's age counts from five minutes up to an hour") {
  CHECK(mirror::rest_of({}, 299s) == 0s);
  CHECK(mirror::rest_of({}, 300s) == 300s);
  CHECK(mirror::rest_of({}, 24h * 365) == 1h);
}

TEST_CASE("of two rests the longer counts") {
  CHECK(mirror::rest_of(30min, 24h) == 1h);
  CHECK(mirror::rest_of(6h, 24h) == 6h);
  CHECK(mirror::rest_of(30min, 10min) == 30min);
}

TEST_CASE("a page has moved once permanent redirects led to the same place for a week") {
  Listing listing = known(0s);
  CHECK(seen(listing, 0s, kNew) == Place::AsBefore);
  CHECK(seen(listing, 24h * 7 - 1s, kNew) == Place::AsBefore);
  CHECK(mirror::address_of(at(kFeed), listing, {.rules = 7}).text == kFeed);
  CHECK(seen(listing, 24h * 7, kNew) == Place::Moved);
  CHECK(mirror::address_of(at(kFeed), listing, {.rules = 7}).text == kNew);
  CHECK(mirror::address_of(at(kFeed), listing, {.rules = 8}).text == kFeed);
}

TEST_CASE("once it has moved that is not said again, and its place stays") {
  Listing listing = known(0s);
  seen(listing, 0s, kNew);
  seen(listing, 24h * 7, kNew);
  CHECK(seen(listing, 24h * 8, kNew, Redirects::None) == Place::AsBefore);
  CHECK(listing.moved_to == kNew);
}

TEST_CASE("redirects that end, or are temporary for once, begin the week anew") {
  for (const Redirects other : {Redirects::None, Redirects::Temporary}) {
    Listing listing = known(0s);
    seen(listing, 0s, kNew);
    seen(listing, 24h, other == Redirects::None ? kFeed : kNew, other);
    CHECK(seen(listing, 24h * 7, kNew) == Place::AsBefore);
    CHECK(seen(listing, 24h * 14, kNew) == Place::Moved);
  }
}

TEST_CASE("redirects that lead elsewhere begin the week anew") {
  Listing listing = known(0s);
  seen(listing, 0s, kNew);
  CHECK(seen(listing, 24h * 6, "https://other.example/rss") == Place::AsBefore);
  CHECK(seen(listing, 24h * 8, "https://other.example/rss") == Place::AsBefore);
  CHECK(seen(listing, 24h * 13, "https://other.example/rss") == Place::Moved);
}

TEST_CASE("a place that leads on is not asked for directly any more") {
  Listing listing = known(0s);
  seen(listing, 0s, kNew);
  seen(listing, 24h * 7, kNew);
  CHECK(seen(listing, 24h * 8, "https://other.example/rss") == Place::AsBefore);
  CHECK(listing.moved_to.empty());
}

TEST_CASE("a redirect that leads back to the page itself moves nothing") {
  Listing listing = known(0s);
  seen(listing, 0s, kFeed);
  CHECK(seen(listing, 24h * 8, std::string(kFeed) + "#top") == Place::AsBefore);
}

TEST_CASE("a page that is found at its own address again has moved nowhere") {
  Listing listing = known(0s);
  listing.moved_to = kNew;
  seen(listing, 0s, kFeed, Redirects::None);
  CHECK(listing.moved_to.empty());
}

TEST_CASE("a clock that was set back begins the week anew") {
  Listing listing = known(0s);
  seen(listing, 24h * 7, kNew);
  CHECK(seen(listing, 0s, kNew) == Place::AsBefore);
  CHECK(seen(listing, 24h * 7 - 1s, kNew) == Place::AsBefore);
}

TEST_CASE("a place that fails is given up, and the page itself asked for") {
  for (const Error& error : {answered(404), answered(410), Error{ErrorKind::NotArticle, "x"},
                             Error{ErrorKind::Unreachable, "x"}}) {
    Listing listing = known(0s);
    listing.moved_to = kNew;
    CHECK_FALSE(ends(listing, error));
    CHECK(listing.moved_to.empty());
  }
}

TEST_CASE("a place that is only slow to answer stays") {
  for (const ErrorKind kind : {ErrorKind::Timeout, ErrorKind::RateLimited, ErrorKind::Stopped}) {
    Listing listing = known(0s);
    listing.moved_to = kNew;
    CHECK_FALSE(ends(listing, {kind, "x"}));
    CHECK(listing.moved_to == kNew);
  }
}

TEST_CASE("a page that is gone for good is left alone for a week") {
  Listing listing = known(0s);
  REQUIRE(ends(listing, answered(410)));
  CHECK(turn(listing) == Turn::Ended);
  CHECK(mirror::turn_of(listing, {7, Visit::Due, kNow + 24h * 7 - 6min}) == Turn::Ended);
  CHECK(mirror::turn_of(listing, {7, Visit::Due, kNow + 24h * 7}) == Turn::AskWhole);
}

TEST_CASE("who waits, or has another profile, asks for a page that is gone for good") {
  Listing listing = known(0s);
  REQUIRE(ends(listing, answered(410)));
  CHECK(turn(listing, Visit::Now) == Turn::AskWhole);
  CHECK(turn(listing, Visit::Due, 8) == Turn::AskWhole);
}

TEST_CASE("no other answer says that a page is gone for good") {
  for (const long status : {404L, 403L, 429L, 451L, 500L}) {
    Listing listing = known(1h);
    CHECK_FALSE(ends(listing, answered(status)));
    CHECK(listing == known(1h));
  }
}

TEST_SUITE_END();
