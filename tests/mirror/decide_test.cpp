// The table of fates: what becomes of a story, without a site, a mirror or a disk.

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "mirror/stages/decision.h"

using namespace newshole;
using namespace std::chrono_literals;
using mirror::Decision;
using mirror::Fate;
using mirror::Files;
using mirror::Listed;
using mirror::NewText;
using mirror::Outcome;
using mirror::SameText;
using mirror::Save;
using store::StoryRecord;

namespace {

constexpr std::chrono::sys_days kDay = std::chrono::year(2025) / 9 / 19;
constexpr UtcTime kNow = kDay + 12h;
const mirror::Rules kRules{{.layout = 1, .menu_layout = 2, .rules = 3}, {"news.example"}};

/// A story that is listed as the mirror has it.
Listed known() {
  Listed listed;
  listed.story = {.url = url::parse_url("https://news.example/a").value(), .headline = "Rates up"};
  listed.path = "news.example/a.txt";
  listed.before = StoryRecord{.url = "https://news.example/a",
                              .path = "news.example/a.txt",
                              .headline = "Rates up",
                              .section = "tech",
                              .date = kDay,
                              .content = 7,
                              .first_seen = kNow - 2h,
                              .last_fetched = kNow - 1h,
                              .last_changed = kNow - 2h,
                              .layout = 1,
                              .rules = 3,
                              .validators = {.etag = "\"1\"", .last_modified = {}},
                              .words = 100};
  return listed;
}

using Change = std::function<void(Listed& listed)>;
Listed known_but(const Change& change) {
  Listed listed = known();
  change(listed);
  return listed;
}

Listed known_without_file() {
  return known_but([](Listed& it) { it.files = Files::Missing; });
}
Listed held() {
  return known_but([](Listed& it) { it.before->held = kNow - 1h; });
}
Listed new_story() {
  return known_but([](Listed& it) { it.before.reset(); });
}

/// The text that the mirror has.
NewText same_text() {
  return {.content = 7,
          .words = 100,
          .validators = {.etag = "\"1\"", .last_modified = {}},
          .section = {},
          .published = {}};
}
NewText other_text() {
  NewText other = same_text();
  other.content = 8;
  return other;
}
NewText text_of(std::int64_t words) {
  NewText other = other_text();
  other.words = words;
  return other;
}
NewText text_in(const std::string& section) {
  NewText other = same_text();
  other.section = section;
  return other;
}
NewText not_to_keep(NewText text) {
  text.no_archive = true;
  return text;
}
NewText text_published(UtcTime time) {
  NewText other = same_text();
  other.published = time;
  return other;
}

Outcome answered(long status) {
  return tl::unexpected(Error{ErrorKind::HttpStatus, "answered " + std::to_string(status), status});
}
Outcome failed(ErrorKind kind) {
  return fail(kind, "it failed");
}

constexpr std::string_view kFateNames[] = {"added", "changed", "unchanged", "gone",    "held",
                                           "kept",  "absent",  "omitted",   "deferred"};
constexpr std::string_view kSaveNames[] = {"nothing", "look", "record", "text", "removal"};

/// The columns in which two records differ.
std::string columns(const StoryRecord& a, const StoryRecord& b) {
  std::string names;
  const auto add = [&names](bool is_other, const char* name) {
    if (is_other) (names += names.empty() ? "" : " ") += name;
  };
  add(a.headline != b.headline, "headline");
  add(a.section != b.section, "section");
  add(a.date != b.date, "date");
  add(a.path != b.path, "path");
  add(a.content != b.content, "content");
  add(a.first_seen != b.first_seen, "first_seen");
  add(a.last_fetched != b.last_fetched, b.last_fetched ? "last_fetched" : "no_last_fetched");
  add(a.last_changed != b.last_changed, "last_changed");
  add(a.layout != b.layout || a.rules != b.rules, "versions");
  add(a.validators != b.validators, "validators");
  add(a.text_changed != b.text_changed, "text_changed");
  add(a.gone != b.gone, b.gone ? "gone" : "no_gone");
  add(a.held != b.held, b.held ? "held" : "no_held");
  add(a.words != b.words, "words");
  add(a.no_archive != b.no_archive, b.no_archive ? "no_archive" : "archive");
  return names;
}

std::string record_after(const Listed& listed, const Decision& decision) {
  if (!decision.after) return "none";
  return listed.before ? columns(*listed.before, *decision.after) : "new";
}

std::string menus(const mirror::StaleByStory& stale) {
  std::string names;
  if (stale.of_before) names += "before ";
  if (stale.of_after) names += "after ";
  if (stale.own) names += "own ";
  if (!names.empty()) names.pop_back();
  return names;
}

struct Row {
  std::string_view what;
  Listed listed;
  Outcome outcome;
  Fate fate;
  Save save;
  std::string_view record;  ///< the columns that change; "new"; "none": the state has none
  std::string_view menus;   ///< that are stale
  std::string_view failure;
};

constexpr std::string_view kShrank = "its text shrank from 100 words to 29; held for one run";
constexpr std::string_view kNoCopy = "not modified, but there is no copy";

const std::vector<Row>& table_of_fates() {
  static const std::vector<Row> rows = {
      {"a new story is added", new_story(), same_text(), Fate::Added, Save::Text, "new",
       "after own", ""},
      {"a new story that fails is not in the mirror", new_story(), failed(ErrorKind::Timeout),
       Fate::Absent, Save::Nothing, "none", "", "it failed"},
      {"a new story that is not there any more is not in the mirror", new_story(), answered(404),
       Fate::Absent, Save::Nothing, "none", "", "answered 404"},
      {"a new story that is not modified is not in the mirror", new_story(), fetch::NotModified{},
       Fate::Absent, Save::Nothing, "none", "", kNoCopy},
      {"a new story waits for the next run when the run is stopped", new_story(),
       failed(ErrorKind::Stopped), Fate::Deferred, Save::Nothing, "none", "", ""},
      {"a new story of few words is no shrunk one", new_story(), text_of(1), Fate::Added,
       Save::Text, "new", "after own", ""},

      {"another text is a change", known(), other_text(), Fate::Changed, Save::Text,
       "content last_fetched last_changed", "own", ""},
      {"the same text is none", known(), same_text(), Fate::Unchanged, Save::Text, "last_fetched",
       "", ""},
      {"the same text under another headline changes the menus that name it",
       known_but([](Listed& it) { it.story.headline = "Rates down"; }), same_text(),
       Fate::Unchanged, Save::Text, "headline last_fetched", "before after", ""},
      {"another text under another headline changes its own menu too",
       known_but([](Listed& it) { it.story.headline = "Rates down"; }), other_text(), Fate::Changed,
       Save::Text, "headline content last_fetched last_changed", "before after own", ""},
      {"a listed section moves the story",
       known_but([](Listed& it) { it.story.section = "Money"; }), same_text(), Fate::Unchanged,
       Save::Text, "section last_fetched", "before after own", ""},
      {"without one the page's section moves it", known(), text_in("Money"), Fate::Unchanged,
       Save::Text, "section last_fetched", "before after own", ""},
      {"the listed section counts more than the page's",
       known_but([](Listed& it) { it.story.section = "tech"; }), text_in("Money"), Fate::Unchanged,
       Save::Text, "last_fetched", "", ""},
      {"a listed day moves the story in the archive", known_but([](Listed& it) {
         it.story.date = std::chrono::year_month_day(kDay - std::chrono::days(1));
       }),
       same_text(), Fate::Unchanged, Save::Text, "date last_fetched", "before after", ""},
      {"without one the page's day moves it", known(), text_published(kDay - 30h), Fate::Unchanged,
       Save::Text, "date last_fetched", "before after", ""},
      {"another path moves the story", known_but([](Listed& it) { it.path = "b.txt"; }),
       same_text(), Fate::Unchanged, Save::Text, "path last_fetched", "before after", ""},
      {"another layout sets the story again and is no change",
       known_but([](Listed& it) { it.before->layout = 9; }), same_text(), Fate::Unchanged,
       Save::Text, "last_fetched versions", "before after own", ""},
      {"another profile reads the story again and is no change",
       known_but([](Listed& it) { it.before->rules = 9; }), same_text(), Fate::Unchanged,
       Save::Text, "last_fetched versions", "", ""},
      {"a story whose article is not known cannot have changed",
       known_but([](Listed& it) { it.before->content = 0; }), same_text(), Fate::Unchanged,
       Save::Text, "content last_fetched", "own", ""},
      {"a missing file is made again and is no change", known_without_file(), same_text(),
       Fate::Unchanged, Save::Text, "last_fetched", "own", ""},

      {"less than 30 % of the words are held for one run", known(), text_of(29), Fate::Held,
       Save::Record, "no_last_fetched held", "before", kShrank},
      {"30 % of the words are a change", known(), text_of(30), Fate::Changed, Save::Text,
       "content last_fetched last_changed words", "before after own", ""},
      {"what was held for one run is a change in the next", held(), text_of(29), Fate::Changed,
       Save::Text, "content last_fetched last_changed no_held words", "before after own", ""},
      {"a text that grew again after it was held is none", held(), same_text(), Fate::Unchanged,
       Save::Text, "last_fetched no_held", "", ""},
      {"a story without a file is not held", known_without_file(), text_of(29), Fate::Changed,
       Save::Text, "content last_fetched last_changed words", "before after own", ""},
      {"a story whose words were never counted is not held",
       known_but([](Listed& it) { it.before->words = 0; }), text_of(1), Fate::Changed, Save::Text,
       "content last_fetched last_changed words", "before after own", ""},

      {"a settled story of the same text is looked at", known(),
       SameText{{.etag = "\"2\"", .last_modified = {}}}, Fate::Unchanged, Save::Look,
       "last_fetched validators", "", ""},
      {"a story that is not modified is looked at", known(), fetch::NotModified{}, Fate::Unchanged,
       Save::Look, "last_fetched", "", ""},
      {"a story that is not modified is there again",
       known_but([](Listed& it) { it.before->gone = kNow - 1h; }), fetch::NotModified{},
       Fate::Unchanged, Save::Look, "last_fetched no_gone", "before", ""},
      {"a story that is not modified has its new headline",
       known_but([](Listed& it) { it.story.headline = "Rates down"; }), fetch::NotModified{},
       Fate::Unchanged, Save::Record, "headline last_fetched", "before", ""},
      {"not modified says nothing of a story that was made with another layout",
       known_but([](Listed& it) { it.before->layout = 9; }), fetch::NotModified{}, Fate::Kept,
       Save::Record, "no_last_fetched", "before", kNoCopy},

      {"a story that the site took down stays", known(), answered(404), Fate::Gone, Save::Record,
       "last_fetched gone", "before", ""},
      {"a story that was taken down before stays gone since then",
       known_but([](Listed& it) { it.before->gone = kNow - 1h; }), answered(410), Fate::Gone,
       Save::Record, "last_fetched", "", ""},
      {"a story that the site took down has its new headline",
       known_but([](Listed& it) { it.story.headline = "Rates down"; }), answered(410), Fate::Gone,
       Save::Record, "headline last_fetched gone", "before", ""},
      {"a story that the site took down and whose file is missing leaves the mirror",
       known_without_file(), answered(410), Fate::Absent, Save::Removal, "none", "before",
       "answered 410"},

      {"a story that fails keeps its copy and is asked for again", known(),
       failed(ErrorKind::Timeout), Fate::Kept, Save::Record, "no_last_fetched", "before",
       "it failed"},
      {"another status than 404 and 410 is a failure", known(), answered(403), Fate::Kept,
       Save::Record, "no_last_fetched", "before", "answered 403"},
      {"a story that fails has its new headline",
       known_but([](Listed& it) { it.story.headline = "Rates down"; }),
       failed(ErrorKind::NotArticle), Fate::Kept, Save::Record, "headline no_last_fetched",
       "before", "it failed"},
      {"a story that fails and whose file is missing leaves the mirror", known_without_file(),
       failed(ErrorKind::Timeout), Fate::Absent, Save::Removal, "none", "before", "it failed"},

      {"a new story that is not to be kept is shown", new_story(), not_to_keep(same_text()),
       Fate::Added, Save::Text, "new", "after own", ""},
      {"a story that is not to be kept any more is noted, though its text is the same", known(),
       not_to_keep(same_text()), Fate::Unchanged, Save::Text, "last_fetched no_archive", "", ""},
      {"a story that may be kept again is noted",
       known_but([](Listed& it) { it.before->no_archive = true; }), same_text(), Fate::Unchanged,
       Save::Text, "last_fetched archive", "", ""},

      {"a story that the operator took down is not in the mirror, and is no failure", new_story(),
       failed(ErrorKind::TakenDown), Fate::Absent, Save::Nothing, "none", "", ""},
      {"a known story that leads to one that was taken down leaves the mirror", known(),
       failed(ErrorKind::TakenDown), Fate::Absent, Save::Removal, "none", "before", ""},

      {"a known story stays as it is when the run is stopped", known(), failed(ErrorKind::Stopped),
       Fate::Deferred, Save::Nothing, "", "", ""},
      {"a story whose file is missing leaves the mirror when the run is stopped",
       known_without_file(), failed(ErrorKind::Stopped), Fate::Deferred, Save::Removal, "none",
       "before", ""},
  };
  return rows;
}

std::string_view name_of(Fate fate) {
  return kFateNames[static_cast<std::size_t>(fate)];
}
std::string_view name_of(Save save) {
  return kSaveNames[static_cast<std::size_t>(save)];
}

mirror::Put put(mirror::Put::Outcome outcome) {
  return {outcome, outcome == mirror::Put::Outcome::Refused ? "a folder is there" : ""};
}

}  // namespace

TEST_SUITE_BEGIN("mirror/decide");

TEST_CASE("each story has the fate that the table says") {
  for (const Row& row : table_of_fates()) {
    CAPTURE(row.what);
    const Decision decision = mirror::decide(row.listed, row.outcome, kRules, kNow);
    CHECK(name_of(decision.fate) == name_of(row.fate));
    CHECK(name_of(decision.save) == name_of(row.save));
    CHECK(record_after(row.listed, decision) == row.record);
    CHECK(menus(decision.stale) == row.menus);
    CHECK((decision.failure ? decision.failure->message : "") == row.failure);
  }
}

TEST_CASE("a configuration that omits what is not to be kept leaves such stories out") {
  mirror::Rules rules = kRules;
  rules.no_archive = config::NoArchive::Omit;
  const Decision unseen = mirror::decide(new_story(), not_to_keep(same_text()), rules, kNow);
  CHECK(name_of(unseen.fate) == "omitted");
  CHECK(name_of(unseen.save) == "nothing");
  const Decision was_there = mirror::decide(known(), not_to_keep(text_of(1)), rules, kNow);
  CHECK(name_of(was_there.fate) == "omitted");
  CHECK(name_of(was_there.save) == "removal");
  CHECK(menus(was_there.stale) == "before");
  CHECK(name_of(mirror::decide(known(), same_text(), rules, kNow).fate) == "unchanged");
}

TEST_CASE("the same text is settled only where it may be kept as before") {
  Listed listed = known();
  CHECK(mirror::known_text(listed, kRules).is_settled);
  CHECK_FALSE(mirror::known_text(listed, kRules).no_archive);
  listed.before->no_archive = true;
  CHECK(mirror::known_text(listed, kRules).no_archive);
}

TEST_CASE("the record of a new story says what is known of it") {
  Listed listed = new_story();
  listed.story.section = "Big Tech";
  listed.story.date = std::chrono::year_month_day(kDay);
  const Decision decision = mirror::decide(listed, other_text(), kRules, kNow);
  const StoryRecord expected{.url = "https://news.example/a",
                             .path = "news.example/a.txt",
                             .headline = "Rates up",
                             .section = decision.section.value().folder,
                             .date = kDay,
                             .content = 8,
                             .first_seen = kNow,
                             .last_fetched = kNow,
                             .last_changed = kNow,
                             .layout = 1,
                             .rules = 3,
                             .validators = {.etag = "\"1\"", .last_modified = {}},
                             .words = 100};
  CHECK(decision.after == expected);
  CHECK(decision.section.value().title == "Big Tech");
}

TEST_CASE("a story of a day that the site names was not seen before it") {
  const Listed listed = known_but([](Listed& it) { it.before->first_seen = kNow - 48h; });
  const Decision decision = mirror::decide(listed, same_text(), kRules, kNow);
  CHECK(decision.after.value().first_seen == UtcTime(kDay));
}

TEST_CASE("a story was not seen after now, since a clock that says so was wrong") {
  CHECK(mirror::mended_first_seen({.first_seen = kNow + 1h}, kNow) == kNow);
  CHECK(mirror::mended_first_seen({.first_seen = kNow - 1h}, kNow) == kNow - 1h);
}

TEST_CASE("a story of a day to come was seen on that day at the latest, since now may be wrong") {
  const StoryRecord tomorrow{.date = kDay + std::chrono::days(1), .first_seen = kNow + 13h};
  CHECK(mirror::mended_first_seen(tomorrow, kNow) == UtcTime(kDay) + 24h);
}

TEST_CASE("a story whose files were staged has the fate that was decided") {
  const Decision decided = mirror::decide(new_story(), same_text(), kRules, kNow);
  const Decision final = mirror::settled(decided, new_story(), put(mirror::Put::Outcome::Staged));
  CHECK(name_of(final.fate) == "added");
  CHECK(final.after == decided.after);
}

TEST_CASE("a new story whose files are there already is not added, but saved") {
  const Decision decided = mirror::decide(new_story(), same_text(), kRules, kNow);
  const Decision final =
      mirror::settled(decided, new_story(), put(mirror::Put::Outcome::Unchanged));
  CHECK(name_of(final.fate) == "unchanged");
  CHECK(name_of(final.save) == "text");
}

TEST_CASE("a changed text whose files are the same is a change all the same") {
  const Decision decided = mirror::decide(known(), other_text(), kRules, kNow);
  CHECK(name_of(mirror::settled(decided, known(), put(mirror::Put::Outcome::Unchanged)).fate) ==
        "changed");
}

TEST_CASE("what stands in the way of a story's file keeps its copy") {
  const Decision decided = mirror::decide(known(), other_text(), kRules, kNow);
  const Decision final = mirror::settled(decided, known(), put(mirror::Put::Outcome::Refused));
  CHECK(name_of(final.fate) == "kept");
  CHECK(final.failure.value().message == "a folder is there");
  CHECK(record_after(known(), final) == "no_last_fetched");
}

TEST_CASE("what stands in the way of a new story's file leaves it out of the mirror") {
  const Decision decided = mirror::decide(new_story(), same_text(), kRules, kNow);
  const Decision final = mirror::settled(decided, new_story(), put(mirror::Put::Outcome::Refused));
  CHECK(name_of(final.fate) == "absent");
  CHECK(name_of(final.save) == "nothing");
}

TEST_CASE("the counters of a report are those of the fates") {
  mirror::SiteReport report;
  const std::vector<std::pair<Fate, int>> all = {
      {Fate::Added, 1},  {Fate::Changed, 2}, {Fate::Unchanged, 3},
      {Fate::Gone, 4},   {Fate::Held, 5},    {Fate::Kept, 6},
      {Fate::Absent, 7}, {Fate::Omitted, 8}, {Fate::Deferred, 9}};
  for (const auto& [fate, times] : all) {
    for (int i = 0; i < times; ++i) mirror::count(fate, report);
  }
  CHECK(report.added == 1);
  CHECK(report.changed == 2);
  CHECK(report.unchanged == 3);
  CHECK(report.gone == 4);
  CHECK(report.held == 5);
}

TEST_CASE("only stories that came or changed are news") {
  for (const Fate fate : {Fate::Added, Fate::Changed}) {
    mirror::SiteReport report;
    mirror::count(fate, report);
    CHECK(mirror::has_news(report));
  }
  mirror::SiteReport report;
  for (const Fate fate :
       {Fate::Unchanged, Fate::Gone, Fate::Held, Fate::Kept, Fate::Absent, Fate::Omitted}) {
    mirror::count(fate, report);
  }
  CHECK_FALSE(mirror::has_news(report));
}

TEST_CASE("the start of a day is no time where a profile reads days alone") {
  site::SiteProfile profile;
  profile.dates = {{.pattern = "MMMM d, yyyy h:mm a", .zone = "America/New_York"}};
  extract::Article article;
  const UtcTime midnight = kDay + 4h;  // in New York, in summer
  article.published = {midnight, std::chrono::minutes(0)};
  CHECK(mirror::instant_of(article, profile) == midnight);
  profile.dates.push_back({.pattern = "MMMM d, yyyy", .zone = "America/New_York"});
  CHECK_FALSE(mirror::instant_of(article, profile));
  article.published = {midnight + 1min, std::chrono::minutes(0)};
  CHECK(mirror::instant_of(article, profile) == midnight + 1min);
  article.published = {midnight, std::nullopt};
  CHECK_FALSE(mirror::instant_of(article, profile));
}

TEST_SUITE_END();
