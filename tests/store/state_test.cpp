#include "store/state.h"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "mirror/mirror_tree.h"
#include "older_state.h"
#include "temp_folder.h"

using namespace newshole;
using namespace std::chrono_literals;
using store::Listing;
using store::Section;
using store::State;
using store::StateMode;
using store::StoryRecord;
using store::Transaction;

namespace {

const std::chrono::sys_days kDay = std::chrono::year(2025) / 9 / 19;
const UtcTime kNoon = kDay + 12h;

StoryRecord story(const std::string& name) {
  return {.url = "https://news.example/" + name,
          .path = "news.example/" + name + ".txt",
          .headline = "Headline " + name,
          .section = "tech",
          .date = std::nullopt,
          .content = 0xFFFFFFFFFFFFFFFF,
          .first_seen = kNoon,
          .last_fetched = kNoon,
          .last_changed = kNoon,
          .layout = 0xFFFFFFFFFFFFFFFF,
          .validators = {"\"a\"", "Fri, 19 Sep 2025 12:00:00 GMT"}};
}

// What the first version made, with one story.
constexpr const char* kFirstVersion = R"sql(
CREATE TABLE sites (name TEXT PRIMARY KEY, title TEXT NOT NULL, last_change INTEGER NOT NULL,
  layout INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE sections (site TEXT NOT NULL, folder TEXT NOT NULL, title TEXT NOT NULL,
  PRIMARY KEY (site, folder)) WITHOUT ROWID;
CREATE TABLE stories (site TEXT NOT NULL, url TEXT NOT NULL, path TEXT NOT NULL,
  headline TEXT NOT NULL, section TEXT NOT NULL, date INTEGER, newest INTEGER NOT NULL,
  content INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_fetched INTEGER,
  last_changed INTEGER NOT NULL, position INTEGER, UNIQUE (site, url));
CREATE INDEX stories_of_section ON stories (site, section, newest DESC, first_seen DESC, url);
CREATE INDEX stories_of_front_page ON stories (site, position) WHERE position IS NOT NULL;
INSERT INTO sites VALUES ('news.example', 'News', 1758283200, -2);
INSERT INTO sections VALUES ('news.example', 'tech', 'Tech');
INSERT INTO stories VALUES ('news.example', 'https://news.example/a', 'news.example/a.txt',
  'Headline a', 'tech', NULL, 20350, -1, 1758283200, 1758283200, 1758283200, 0);
PRAGMA user_version = 1;
)sql";

void write_to_file(const std::filesystem::path& folder, const char* sql) {
  auto database = store::Database::open(folder / "state.sqlite");
  REQUIRE(database);
  REQUIRE(database->execute(sql));
}

State opened(const std::filesystem::path& folder) {
  auto state = State::open(folder, StateMode::Durable);
  REQUIRE(state);
  return *std::move(state);
}

void write(State& state, const std::function<void(Transaction&)>& part) {
  Transaction transaction = state.begin();
  part(transaction);
  REQUIRE(transaction.commit());
}

template <typename... Record>
void save(State& state, const Record&... record) {
  write(state, [&](Transaction& transaction) { transaction.save(record...); });
}

template <typename T>
T value(const Result<T>& result) {
  REQUIRE(result);
  return *result;
}

std::vector<std::string> urls(const Result<std::vector<StoryRecord>>& stories) {
  REQUIRE(stories);
  std::vector<std::string> urls;
  for (const StoryRecord& each : *stories) urls.push_back(each.url);
  return urls;
}

}  // namespace

TEST_SUITE_BEGIN("store/state");

TEST_CASE("what was committed is there when the state is opened again") {
  const test::TempFolder temp;
  StoryRecord record = story("a");
  record.date = kDay;
  record.last_fetched.reset();
  const store::SiteRecord site{"news.example", "News", kNoon, 0xFFFFFFFFFFFFFFFE};
  {
    State state = opened(temp.path());
    write(state, [&](Transaction& transaction) {
      transaction.save("news.example", record);
      transaction.save(site);
    });
  }
  State state = opened(temp.path());
  CHECK(value(state.story("news.example", record.url)) == record);
  CHECK(value(state.site("news.example")) == site);
}

TEST_CASE("a look at a story keeps when, what its page had as validators, and whether it is gone") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  StoryRecord record = story("a");
  save(state, "news.example", record);
  save(state, "news.example", story("b"));
  record.last_fetched = kNoon + 2h;
  record.validators = {"\"2\"", "Fri, 19 Sep 2025 12:00:00 GMT"};
  record.gone = kNoon + 2h;
  write(state, [&](Transaction& transaction) { transaction.save_look("news.example", record); });
  CHECK(value(state.story("news.example", record.url)) == record);
  CHECK(value(state.story("news.example", story("b").url)) == story("b"));
}

TEST_CASE("without a commit a transaction is rolled back") {
  const test::TempFolder temp;
  {
    State state = opened(temp.path());
    Transaction transaction = state.begin();
    transaction.save("news.example", story("a"));
    CHECK(value(state.story("news.example", "https://news.example/a")));
  }
  CHECK_FALSE(value(opened(temp.path()).story("news.example", "https://news.example/a")));
}

TEST_CASE("a transaction keeps its first error and writes nothing after it") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  write_to_file(temp.path(), "ALTER TABLE sections RENAME TO no_sections");
  {
    Transaction transaction = state.begin();
    transaction.save("news.example", Section{"tech", "Tech"});
    const std::string first = transaction.status().error().message;
    CHECK(first.find("no such table: sections") != std::string::npos);
    transaction.save("news.example", story("a"));
    CHECK(transaction.commit().error().message == first);
  }
  CHECK_FALSE(value(state.story("news.example", "https://news.example/a")));
  save(state, "news.example", story("b"));
  CHECK(value(state.story("news.example", "https://news.example/b")));
}

TEST_CASE("what is written after the commit is an error, not a change") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  Transaction transaction = state.begin();
  REQUIRE(transaction.commit());
  transaction.save("news.example", story("a"));
  CHECK_FALSE(transaction.status());
  CHECK_FALSE(value(state.story("news.example", "https://news.example/a")));
}

TEST_CASE("a saved story fills each column of its table but its place on the front page") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  StoryRecord record = story("a");
  record.date = kDay;
  record.rules = 7;
  record.text_changed = kNoon + 1h;
  record.gone = kNoon + 2h;
  record.held = kNoon + 3h;
  record.words = 300;
  record.no_archive = true;
  record.origin = extract::TextOrigin::Feed;
  record.content_elsewhere = 11;
  record.instant = kNoon;
  save(state, "news.example", record);
  CHECK(value(state.story("news.example", record.url)) == record);
  auto database = store::Database::open(temp.path() / "state.sqlite");
  REQUIRE(database);
  std::string empty;
  REQUIRE(database->query(
      "SELECT name FROM pragma_table_info('stories')", {}, [&](const store::Row& column) {
        const std::string name = column.text(0);
        const auto is_null =
            database->number("SELECT COUNT(*) FROM stories WHERE " + name + " IS NULL", {});
        if (is_null.value() != 0) empty += name + " ";
      }));
  CHECK(empty == "position ");
}

TEST_CASE("stories that are not to be kept are those that say so and that no front page lists") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  StoryRecord listed = story("a");
  StoryRecord unlisted = story("b");
  listed.no_archive = unlisted.no_archive = true;
  write(state, [&](Transaction& transaction) {
    for (const StoryRecord& each : {listed, unlisted, story("c")})
      transaction.save("news.example", each);
    transaction.set_front_page("news.example", std::vector{listed.url});
  });
  CHECK(urls(state.not_to_keep("news.example", 9)) == std::vector{unlisted.url});
  CHECK(urls(state.not_to_keep("other.example", 9)).empty());
}

TEST_CASE("stories that are left out are known until they are dropped") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  write(state, [&](Transaction& transaction) {
    transaction.add_omitted("news.example", "https://news.example/a");
    transaction.add_omitted("news.example", "https://news.example/a");
    transaction.add_omitted("news.example", "https://news.example/b");
    transaction.drop_omitted("news.example", "https://news.example/b");
  });
  CHECK(value(state.omitted("news.example")) == std::set<std::string>{"https://news.example/a"});
  CHECK(value(state.omitted("other.example")).empty());
}

TEST_CASE("stories of another site do not mix in") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  save(state, "news.example", story("a"));
  CHECK_FALSE(value(state.story("other.example", "https://news.example/a")));
  CHECK(urls(state.newest("other.example", "tech", 100)).empty());
}

TEST_CASE("a section is ordered by day, then by when a story was seen, then by address") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  StoryRecord yesterday = story("yesterday");
  yesterday.date = kDay - std::chrono::days(1);
  StoryRecord late = story("late");
  late.first_seen = kNoon + 1h;
  for (const StoryRecord& each : {story("b"), yesterday, story("a"), late}) {
    save(state, "news.example", each);
  }
  CHECK(urls(state.newest("news.example", "tech", 100)) ==
        std::vector<std::string>{"https://news.example/late", "https://news.example/a",
                                 "https://news.example/b", "https://news.example/yesterday"});
  CHECK(urls(state.newest("news.example", "tech", 1)) ==
        std::vector<std::string>{"https://news.example/late"});
}

TEST_CASE("stories of a day are ordered by the time that their site tells") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  const auto at = [](const std::string& name, std::optional<UtcTime> instant) {
    StoryRecord told = story(name);
    told.date = kDay;
    told.first_seen = kNoon;
    told.instant = instant;
    return told;
  };
  // One is untold, so that it counts as of when it was seen; one is of a time to come.
  for (const StoryRecord& each : {at("morning", kNoon - 4h), at("night", kNoon - 11h),
                                  at("untold", {}), at("tomorrow", kNoon + 24h)}) {
    save(state, "news.example", each);
  }
  const std::vector<std::string> ordered = {
      "https://news.example/tomorrow", "https://news.example/untold",
      "https://news.example/morning", "https://news.example/night"};
  CHECK(urls(state.newest("news.example", 100)) == ordered);
  CHECK(urls(state.newest("news.example", "tech", 100)) == ordered);
  CHECK(urls(state.archive().stories_of("news.example", kDay)) == ordered);
}

TEST_CASE("stories behind the midnight of their day stand by their times, not by their addresses") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  for (const auto& [name, hours] :
       {std::pair("a", 25h), std::pair("b", 29h), std::pair("c", 26h)}) {
    StoryRecord evening = story(name);
    evening.date = kDay;
    evening.instant = UtcTime(kDay) + hours;
    evening.first_seen = UtcTime(kDay) + 30h;
    save(state, "news.example", evening);
  }
  CHECK(urls(state.newest("news.example", 9)) ==
        std::vector<std::string>{"https://news.example/b", "https://news.example/c",
                                 "https://news.example/a"});
}

TEST_CASE("what came last comes first, whatever its day") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  StoryRecord old = story("old");
  old.first_seen = kNoon - 5h;
  StoryRecord late = story("late");
  late.date = kDay - std::chrono::days(300);
  late.first_seen = kNoon + 1h;
  for (const StoryRecord& each : {old, story("a"), late}) save(state, "news.example", each);
  CHECK(urls(state.came_since("news.example", kNoon, 100)) ==
        std::vector<std::string>{"https://news.example/late", "https://news.example/a"});
  CHECK(urls(state.came_since("news.example", kNoon, 1)).size() == 1);
  CHECK(value(state.count_came_since("news.example", kNoon)) == 2);
  CHECK(value(state.count_came_since("news.example", kNoon - 5h)) == 3);
}

TEST_CASE("a section counts its stories, whatever comes, moves or goes") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  save(state, "news.example", Section{"world", "World"});
  save(state, "news.example", Section{"tech", "Tech"});
  for (const char* name : {"a", "b", "c"}) save(state, "news.example", story(name));
  StoryRecord moved = story("b");
  moved.section = "world";
  save(state, "news.example", moved);
  CHECK(value(state.sections("news.example")) ==
        std::vector<Section>{{"tech", "Tech", 2}, {"world", "World", 1}});
  write(state,
        [&](Transaction& transaction) { transaction.remove_story("news.example", moved.url); });
  CHECK(value(state.sections("news.example")) == std::vector<Section>{{"tech", "Tech", 2}});
}

TEST_CASE("the stories of a section's month come the oldest first, in parts") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  for (int day = 1; day <= 5; ++day) {
    StoryRecord each = story("day-" + std::to_string(day));
    each.date = std::chrono::sys_days(kDay) - std::chrono::days(10 - day);
    save(state, "news.example", each);
  }
  const std::chrono::sys_days first = kDay - std::chrono::days(9);
  const store::Archive::Part part{first, first + std::chrono::days(4), 1, 2};
  CHECK(urls(state.archive().stories_of_section("news.example", "tech", part)) ==
        std::vector<std::string>{"https://news.example/day-2", "https://news.example/day-3"});
  CHECK(value(state.archive().count_of_section("news.example", "tech", part)) == 4);
  const auto days = value(state.archive().days_of_section("news.example", "tech", first));
  CHECK_FALSE(days.before);
  CHECK(days.after == first);
  CHECK(value(state.archive().days_of_section("news.example", "tech", kDay)).before ==
        kDay - std::chrono::days(5));
}

TEST_CASE("a story of the future does not stick on top") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  StoryRecord future = story("future");
  future.date = kDay + std::chrono::days(3650);
  future.first_seen = kNoon - 24h;
  save(state, "news.example", future);
  save(state, "news.example", story("now"));
  CHECK(urls(state.newest("news.example", "tech", 100)) ==
        std::vector<std::string>{"https://news.example/now", "https://news.example/future"});
}

TEST_CASE("the front page is kept in its order, and replaced as a whole") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  for (const char* name : {"a", "b", "c"}) save(state, "news.example", story(name));
  const std::vector<std::string> first = {"https://news.example/c", "https://news.example/a"};
  const std::vector<std::string> second = {"https://news.example/b", "https://news.example/c"};
  write(state,
        [&](Transaction& transaction) { transaction.set_front_page("news.example", first); });
  CHECK(urls(state.front_page("news.example")) == first);
  write(state,
        [&](Transaction& transaction) { transaction.set_front_page("news.example", second); });
  CHECK(urls(state.front_page("news.example")) == second);
}

TEST_CASE("saving a story again keeps its place on the front page") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  const std::vector<std::string> front = {"https://news.example/a"};
  save(state, "news.example", story("a"));
  write(state,
        [&](Transaction& transaction) { transaction.set_front_page("news.example", front); });
  StoryRecord changed = story("a");
  changed.headline = "Another";
  save(state, "news.example", changed);
  CHECK(urls(state.front_page("news.example")) == front);
}

TEST_CASE("a failed story has its place on the front page until the mirror has the story") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  const store::FailureRecord video{.subject = "https://news.example/video",
                                   .headline = "A video",
                                   .cause = "answered 404",
                                   .told = "http-status-404",
                                   .first_failed = kNoon - 2h,
                                   .last_tried = kNoon,
                                   .last_told = kNoon - 1h,
                                   .rules = 0xFFFFFFFFFFFFFFFF};
  const store::FailureRecord page{.of = store::FailureRecord::Of::FrontPage,
                                  .subject = "https://news.example/video"};
  for (const char* name : {"a", "b"}) save(state, "news.example", story(name));
  save(state, "news.example", page);
  save(state, "news.example", video);
  save(state, "other.example", video);
  const std::vector<std::string> front = {"https://news.example/a", "https://news.example/video",
                                          "https://news.example/b"};
  write(state,
        [&](Transaction& transaction) { transaction.set_front_page("news.example", front); });
  CHECK(value(state.failures("news.example")) == std::vector{video, page});
  const auto listed = value(state.front_page("news.example"));
  CHECK(urls(state.front_page("news.example")) == front);
  CHECK(listed.at(1).path.empty());
  CHECK(listed.at(1).headline == "A video");
  save(state, "news.example", video);
  CHECK(urls(state.front_page("news.example")) == front);
  save(state, "news.example", story("video"));
  CHECK(urls(state.front_page("news.example")) ==
        std::vector<std::string>{"https://news.example/a", "https://news.example/b"});
  write(state, [&](Transaction& transaction) { transaction.drop_failure("news.example", video); });
  CHECK(value(state.failures("news.example")) == std::vector{page});
  CHECK(value(state.failures("other.example")) == std::vector{video});
}

TEST_CASE("only sections with a story are listed, by folder") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  save(state, "news.example", Section{"world", "World"});
  save(state, "news.example", Section{"tech", "Tech"});
  save(state, "news.example", Section{"empty", "Empty"});
  save(state, "news.example", story("a"));
  StoryRecord world = story("b");
  world.section = "world";
  save(state, "news.example", world);
  CHECK(value(state.sections("news.example")) ==
        std::vector<Section>{{"tech", "Tech", 1}, {"world", "World", 1}});
}

TEST_CASE("a removed story is in no list") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  save(state, "news.example", story("a"));
  write(state, [&](Transaction& transaction) {
    transaction.remove_story("news.example", "https://news.example/a");
  });
  CHECK(urls(state.newest("news.example", "tech", 100)).empty());
}

TEST_CASE("a sketch is kept with its story, replaced, and gone where the text has none") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  const std::string bytes("\0\1sketch\xff", 9);
  {
    Transaction changes = state.begin();
    changes.save_sketch("news.example", "a", bytes);
    changes.save_sketch("other.example", "a", "other");
    changes.save_sketch("news.example", "b", "first");
    changes.save_sketch("news.example", "b", "second");
    REQUIRE(changes.commit());
  }
  CHECK(value(state.sketch("news.example", "a")) == bytes);
  CHECK(value(state.sketch("news.example", "b")) == "second");
  CHECK(value(state.sketch("news.example", "c")).empty());
  {
    Transaction changes = state.begin();
    changes.remove_story("news.example", "a");
    changes.save_sketch("news.example", "b", "");
    REQUIRE(changes.commit());
  }
  CHECK(value(state.sketch("news.example", "a")).empty());
  CHECK(value(state.sketch("news.example", "b")).empty());
  CHECK(value(state.sketch("other.example", "a")) == "other");
}

TEST_CASE("of many sketches the last ten thousand are kept") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  Transaction changes = state.begin();
  for (std::int64_t i = 0; i < store::kSketchesKept + 3; ++i)
    changes.save_sketch("news.example", std::to_string(i), "sketch");
  REQUIRE(changes.commit());
  CHECK(value(state.sketch("news.example", "2")).empty());
  CHECK(value(state.sketch("news.example", "3")) == "sketch");
  CHECK(value(state.sketch("news.example", std::to_string(store::kSketchesKept + 2))) == "sketch");
}

TEST_CASE("a listing is kept with its validators and replaced as a whole") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  const std::string page = "https://news.example/";
  CHECK(value(state.listing("news.example", page)) == Listing{page, {}, {}});
  const Listing first{page, {"\"1\"", ""}, {{"https://b", "B"}, {"https://a", "A"}}};
  const Listing second{page, {"", "yesterday"}, {{"https://c", "C"}}};
  save(state, "news.example", first);
  CHECK(value(state.listing("news.example", page)) == first);
  save(state, "news.example", second);
  CHECK(value(state.listing("news.example", page)) == second);
  CHECK(value(state.listing("other.example", page)).links.empty());
}

TEST_CASE("a listing without validators is of no use and not kept") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  const std::string page = "https://news.example/";
  save(state, "news.example", Listing{page, {"\"1\"", ""}, {{"https://a", "A"}}});
  save(state, "news.example", Listing{page, {}, {{"https://a", "A"}}});
  CHECK(value(state.listing("news.example", page)) == Listing{page, {}, {}});
}

TEST_CASE("a listing is kept with all that is known of its page") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  const std::string page = "https://news.example/";
  Listing listing{.page = page,
                  .validators = {},
                  .links = {{"https://a", "A"}},
                  .rules = 0xFFFFFFFFFFFFFFFF,
                  .answered = kNoon,
                  .read = kNoon - 1h,
                  .rest = 6h,
                  .redirect = "https://b",
                  .redirect_since = kNoon - 2h,
                  .moved_to = "https://c",
                  .ended = kNoon - 3h};
  save(state, "news.example", listing);
  CHECK(value(state.listing("news.example", page)) == listing);
  listing.answered = kNoon + 1h;
  listing.ended.reset();
  write(state, [&](Transaction& transaction) { transaction.save_answer("news.example", listing); });
  CHECK(value(state.listing("news.example", page)) == listing);
}

TEST_CASE("what an origin's robots.txt was is kept by origin") {
  const test::TempFolder temp;
  using fetch::StoredRobots;
  const StoredRobots present{StoredRobots::Outcome::Present, kNoon, "User-agent: *\n"};
  const StoredRobots missing{StoredRobots::Outcome::Missing, kNoon + 1h, ""};
  State state = opened(temp.path());
  store::Robots robots = state.robots();
  CHECK_FALSE(robots.load("https://a"));
  robots.save("https://a", present);
  robots.save("https://b", missing);
  CHECK(robots.load("https://a") == present);
  CHECK(robots.load("https://b") == missing);
  robots.save("https://a", missing);
  CHECK(robots.load("https://a") == missing);
  CHECK(robots.status());
}

TEST_CASE("a state of the first version is brought to this one with all that it knows") {
  const test::TempFolder temp;
  write_to_file(temp.path(), kFirstVersion);
  StoryRecord known = story("a");
  known.layout = 0;
  known.validators = {};
  {
    State state = opened(temp.path());
    CHECK_FALSE(state.damage());
    CHECK(
        value(state.site("news.example")) ==
        store::SiteRecord{"news.example", "News", kNoon, 0xFFFFFFFFFFFFFFFE, 0, kNoon, {}, kNoon});
    CHECK(value(state.front_page("news.example")) == std::vector<StoryRecord>{known});
    CHECK(value(state.sections("news.example")) == std::vector<Section>{{"tech", "Tech", 1}});
    CHECK(value(state.listing("news.example", "https://news.example/")).links.empty());
    known = story("a");
    save(state, "news.example", known);
  }
  CHECK(value(opened(temp.path()).story("news.example", known.url)) == known);
}

TEST_CASE("a state of the version before has its sections counted and its stories in order") {
  const test::TempFolder temp;
  {
    State state = opened(temp.path());
    save(state, "news.example", Section{"tech", "Tech"});
    StoryRecord late = story("late");
    late.first_seen = kNoon + 1h;
    for (const StoryRecord& each : {story("a"), late, story("b")})
      save(state, "news.example", each);
    save(state, "news.example", story("a"));
    write(state, [&](Transaction& transaction) {
      transaction.save(store::SiteRecord{.name = "news.example", .title = "News"});
    });
  }
  write_to_file(temp.path(), test::kToVersion6.c_str());
  State state = opened(temp.path());
  CHECK(value(state.sections("news.example")) == std::vector<Section>{{"tech", "Tech", 3}});
  CHECK(urls(state.newest("news.example", 9)) ==
        std::vector<std::string>{"https://news.example/late", "https://news.example/a",
                                 "https://news.example/b"});
  CHECK(value(state.site("news.example"))->last_news == kNoon + 1h);
  write(state, [&](Transaction& transaction) {
    transaction.remove_story("news.example", "https://news.example/a");
  });
  CHECK(value(state.sections("news.example")) == std::vector<Section>{{"tech", "Tech", 2}});
}

TEST_CASE("a dry run over a state of the first version leaves it as it is") {
  const test::TempFolder temp;
  write_to_file(temp.path(), kFirstVersion);
  const std::string before = test::read(temp.path() / "state.sqlite");
  const auto scratch = State::open(temp.path(), StateMode::Scratch);
  REQUIRE(scratch);
  CHECK(test::read(temp.path() / "state.sqlite") == before);
}

TEST_CASE("a file that is no database is set aside, named, and a new state started") {
  const test::TempFolder temp;
  const std::string rubbish(8192, 'x');
  test::write(temp.path() / "state.sqlite", rubbish);
  State state = opened(temp.path());
  REQUIRE(state.damage());
  CHECK(state.damage()->message.find("state.sqlite: damaged, set aside") != std::string::npos);
  CHECK(test::read(temp.path() / "state.sqlite.damaged") == rubbish);
  save(state, "news.example", story("a"));
}

TEST_CASE("a state of a newer version is left alone and said to be newer") {
  const test::TempFolder temp;
  write_to_file(temp.path(), "CREATE TABLE future (x); PRAGMA user_version = 99");
  const std::string before = test::read(temp.path() / "state.sqlite");
  const auto state = State::open(temp.path(), StateMode::Durable);
  REQUIRE_FALSE(state);
  CHECK(state.error().kind == ErrorKind::Io);
  CHECK(state.error().message ==
        (temp.path() / "state.sqlite").string() +
            ": written by a newer newshole (schema 99, this one knows 10)");
  CHECK(test::read(temp.path() / "state.sqlite") == before);
}

TEST_CASE("a folder in the state's place is an error that names it") {
  const test::TempFolder temp;
  std::filesystem::create_directory(temp.path() / "state.sqlite");
  const auto state = State::open(temp.path(), StateMode::Durable);
  REQUIRE_FALSE(state);
  CHECK(state.error().kind == ErrorKind::Io);
  CHECK(state.error().message.find("state.sqlite") != std::string::npos);
}

TEST_CASE("a symbolic link in the state's place is not followed") {
  const test::TempFolder temp;
  std::filesystem::create_symlink(temp.path() / "elsewhere", temp.path() / "state.sqlite");
  CHECK_FALSE(State::open(temp.path(), StateMode::Durable));
  CHECK_FALSE(std::filesystem::exists(temp.path() / "elsewhere"));
}

TEST_CASE("a scratch state knows what the state knows and leaves no trace") {
  const test::TempFolder temp;
  {
    State state = opened(temp.path());
    save(state, "news.example", story("a"));
  }
  const auto before = test::files_below(temp.path());
  {
    auto scratch = State::open(temp.path(), StateMode::Scratch);
    REQUIRE(scratch);
    CHECK(value(scratch->story("news.example", "https://news.example/a")) == story("a"));
    save(*scratch, "news.example", story("b"));
  }
  CHECK(test::files_below(temp.path()) == before);
  CHECK_FALSE(value(opened(temp.path()).story("news.example", "https://news.example/b")));
}

TEST_CASE("a scratch state of no state is empty and leaves no trace") {
  const test::TempFolder temp;
  auto scratch = State::open(temp.path() / "missing", StateMode::Scratch);
  REQUIRE(scratch);
  save(*scratch, "news.example", story("a"));
  CHECK(std::filesystem::is_empty(temp.path()));
}

TEST_CASE(
    "corrections come newest first, go with their story, and are counted no further than asked") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  const auto log = state.corrections();
  const store::Correction first{"https://news.example/a",
                                kNoon,
                                store::Correction::Kind::Changed,
                                "news.example/corrections/2025/09/19/a.txt",
                                "A",
                                "T\n-one\n"};
  const store::Correction gone{
      "https://news.example/b", kNoon + 1h, store::Correction::Kind::TakenDown, "", "B", ""};
  store::Correction second = first;
  second.time = kNoon + 2h;
  second.path = "news.example/corrections/2025/09/19/a-2.txt";
  {
    Transaction changes = state.begin();
    for (const auto& each : {first, gone, second}) changes.save("news.example", each);
    changes.save("other.example", first);
    REQUIRE(changes.commit());
  }
  CHECK(value(log.newest("news.example", 10)) == store::Corrections{second, gone, first});
  CHECK(value(log.newest("news.example", 1)) == store::Corrections{second});
  CHECK(value(log.of_story("news.example", first.url)) == store::Corrections{second, first});
  CHECK(value(log.newest_page("news.example", first.url)) == second.path);
  CHECK(value(log.newest_page("news.example", gone.url)).empty());
  CHECK(value(log.has_page("news.example", first.path)));
  CHECK_FALSE(value(log.has_page("news.example", "")));
  CHECK(value(log.count("news.example", 2)) == 2);
  {
    Transaction changes = state.begin();
    changes.remove_story("news.example", first.url);
    changes.drop_takedown("news.example", gone.url);
    REQUIRE(changes.commit());
  }
  CHECK(value(log.count("news.example", 9)) == 0);
  CHECK(value(log.count("other.example", 9)) == 1);
}

TEST_CASE(
    "a story that its site took down before corrections were kept is among them after the move") {
  const test::TempFolder temp;
  StoryRecord record = story("a");
  record.gone = kNoon + 2h;
  {
    State state = opened(temp.path());
    save(state, "news.example", record);
  }
  write_to_file(temp.path(), test::kToVersion6.c_str());
  State state = opened(temp.path());
  CHECK(value(state.corrections().newest("news.example", 9)) ==
        store::Corrections{
            {record.url, kNoon + 2h, store::Correction::Kind::TakenDown, "", record.headline, ""}});
  CHECK(value(state.story_at("news.example", record.path)) == record);
}

TEST_CASE("menus are removed before the texts that they name") {
  const test::TempFolder temp;
  State state = opened(temp.path());
  Transaction changes = state.begin();
  for (const char* path : {"n/a.txt", "n/a/gophermap", "n/corrections/a.txt", "n/z/gophermap"})
    changes.add_pending_removal(path);
  REQUIRE(changes.commit());
  CHECK(value(state.pending_removals(3)) ==
        std::vector<std::string>{"n/a/gophermap", "n/z/gophermap", "n/a.txt"});
}

TEST_CASE("every question is answered along an index, however many stories there are") {
  const test::TempFolder temp;
  { opened(temp.path()); }
  auto database = store::Database::open(temp.path() / "state.sqlite");
  REQUIRE(database);
  std::string plan;
  const auto explain = [&](std::string_view sql) {
    plan.clear();
    REQUIRE(database->query("EXPLAIN QUERY PLAN " + std::string(sql), {},
                            [&](const store::Row& row) { plan += row.text(3) + "\n"; }));
    return plan;
  };
  CHECK(explain("SELECT path FROM stories WHERE site = 's' AND section = 't' ORDER BY newest DESC, "
                "ordered DESC, url LIMIT 100") ==
        "SEARCH stories USING INDEX stories_of_section (site=? AND section=?)\n");
  CHECK(explain("SELECT path FROM stories WHERE site = 's' AND position IS NOT NULL ORDER BY "
                "position") ==
        "SEARCH stories USING INDEX stories_of_front_page (site=? AND position>?)\n");
  CHECK(explain("DELETE FROM sketches WHERE rowid <= (SELECT MAX(rowid) FROM sketches) - 9") ==
        "SEARCH sketches USING INTEGER PRIMARY KEY (rowid<?)\nSCALAR SUBQUERY 1\n"
        "SEARCH sketches\n");
  CHECK(explain("SELECT url FROM stories WHERE site = 's' AND path = 'p'") ==
        "SEARCH stories USING INDEX stories_of_path (site=? AND path=?)\n");
  CHECK(explain("SELECT path FROM corrections WHERE site = 's' ORDER BY time DESC, url LIMIT 1") ==
        "SEARCH corrections USING INDEX corrections_by_time (site=?)\n");
  CHECK(explain("SELECT 1 FROM corrections WHERE site = 's' AND path = 'p' AND path <> ''") ==
        "SEARCH corrections USING COVERING INDEX corrections_by_path (site=? AND path=?)\n");
  CHECK(explain("SELECT path FROM corrections WHERE site = 's' AND url = 'u' AND path <> '' "
                "ORDER BY time DESC LIMIT 1") ==
        "SEARCH corrections USING INDEX sqlite_autoindex_corrections_1 (site=? AND url=?)\n");
}

TEST_SUITE_END();
