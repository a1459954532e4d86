#include "search/index.h"

#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "mirror/made_up_site.h"
#include "search/files.h"
#include "search/reader.h"

using namespace newshole;
using namespace std::chrono_literals;
using search::Hits;
using search::IndexChange;
using search::IndexedStory;
using search::Reader;

namespace {

using Found = std::vector<std::string>;

const std::chrono::sys_days kDay = std::chrono::year(2025) / 9 / 19;

IndexChange story(const std::string& name, const std::string& headline, const std::string& body,
                  std::chrono::sys_days day = kDay) {
  return {{"news.example", "https://news.example/" + name},
          IndexedStory{
              .path = name, .headline = headline, .section = "Tech", .day = day, .body = body}};
}

/// A mirror that is nothing but an index.
class IndexedMirror {
 public:
  explicit IndexedMirror(const std::vector<IndexChange>& stories) {
    const auto folder = search::index_folder(temp_.path());
    std::filesystem::create_directories(folder.parent_path());
    const auto file = search::begin_index(folder);
    REQUIRE(file);
    auto index = search::Index::create(*file);
    REQUIRE(index);
    REQUIRE(index->save_site("news.example", "News"));
    REQUIRE(index->save_site("other.example", "Others"));
    REQUIRE(index->apply(stories, 0));
    REQUIRE(search::Index::finish(*std::move(index)));
    REQUIRE(search::place_index(*file, 1));
  }

  void change(const std::vector<IndexChange>& changes) {
    auto index = search::Index::open(path());
    REQUIRE(index);
    REQUIRE(index->apply(changes, 1));
  }

  [[nodiscard]] Hits hits(std::string_view typed, const std::string& site = "",
                          std::size_t first = 0) const {
    auto reader = Reader::open(temp_.path());
    REQUIRE(reader);
    const auto query = search::parse_query(typed);
    REQUIRE(query);
    auto hits = reader->find({.query = *query,
                              .site = site,
                              .first = first,
                              .count = 50,
                              .clock = &clock_,
                              .deadline = clock_.tick() + 1s});
    REQUIRE_MESSAGE(hits, (hits ? "" : hits.error().message));
    return *hits;
  }

  [[nodiscard]] Found found(std::string_view typed, const std::string& site = "") const {
    Found paths;
    for (const auto& hit : hits(typed, site).hits) paths.push_back(hit.path);
    return paths;
  }

  [[nodiscard]] std::filesystem::path path() const {
    return (*search::newest_index(search::index_folder(temp_.path())))->path;
  }
  [[nodiscard]] const std::filesystem::path& root() const { return temp_.path(); }

 private:
  test::TempFolder temp_;
  test::FakeClock clock_;
};

}  // namespace

TEST_SUITE_BEGIN("search/index");

TEST_CASE("a story is found by a word of its headline, byline or text") {
  IndexChange change = story("a", "Rates up again", "The bank said so.");
  change.story->byline = "By Ada Quill";
  const IndexedMirror index({change});
  CHECK(index.found("rates") == Found{"a"});
  CHECK(index.found("quill") == Found{"a"});
  CHECK(index.found("bank") == Found{"a"});
  CHECK(index.found("river").empty());
}

TEST_CASE("capitals and accents make no difference") {
  const IndexedMirror index(
      {story("a", "Z\u00FCrich caf\u00E9s close", "Na\u00EFve \u0141\u00F3d\u017A.")});
  CHECK(index.found("zurich CAFES") == Found{"a"});
  CHECK(index.found("Zu\u0308rich") == Found{"a"});
}

TEST_CASE("a word is found however its letters are drawn, and typed so too") {
  const IndexedMirror index(
      {story("ligatures", "A di\uFB03cult winter", "The \uFB01shermen of Nokia\u2122 sta\uFB00."),
       story("plain", "A difficult spring", "The fishermen paid 10 kg, no 1."),
       story("wide", "\uFF34\uFF4F\uFF4B\uFF59\uFF4F \uFF12\uFF10", "\uFF76\uFF9E\uFF7D 10\u338F"),
       story("bold", "\U0001D401\U0001D428\U0001D425\U0001D41D",
             "stra\u00DFe, do\u00ADcu\u00ADment")});
  CHECK(index.found("difficult fishermen").size() == 2);
  CHECK(index.found("DI\uFB03CULT \uFF46ishermen").size() == 2);
  CHECK(index.found("\"difficult winter\"") == Found{"ligatures"});
  CHECK(index.found("dif* -spring") == Found{"ligatures"});
  CHECK(index.found("\uFB03*").empty());
  CHECK(index.found("nokia staff") == Found{"ligatures"});
  CHECK(index.found("tokyo 20 10kg") == Found{"wide"});
  CHECK(index.found("\u30AC\u30B9") == Found{"wide"});
  CHECK(index.found("\uFF76\uFF9E") == Found{"wide"});
  CHECK(index.found("bold STRASSE document") == Found{"bold"});
}

TEST_CASE("words, phrases, prefixes and exclusions mean what they say") {
  const IndexedMirror index({story("a", "Rates up", "Interest rates rise in spring."),
                             story("b", "Rise of an interest", "Rates of reading."),
                             story("c", "River bank", "No economy here, economists say.")});
  CHECK(index.found("interest rates").size() == 2);
  CHECK(index.found("\"interest rates\"") == Found{"a"});
  CHECK(index.found("econom*") == Found{"c"});
  CHECK(index.found("interest -spring") == Found{"b"});
  CHECK(index.found("\"interest rat\"*") == Found{"a"});
}

TEST_CASE("a word of the headline counts more than one of the text") {
  const IndexedMirror index(
      {story("text", "Weather", "A tram stood still in the rain today."),
       story("headline", "A tram stands still", "It was the rain of today again.")});
  CHECK(index.found("tram") == Found{"headline", "text"});
}

TEST_CASE("of equal stories the newest comes first, by its day and then as it came") {
  const IndexedMirror index({story("older", "Snow", "Cold.", kDay - std::chrono::days(400)),
                             story("first", "Snow", "Cold."), story("second", "Snow", "Cold."),
                             story("oldest", "Snow", "Cold.", std::chrono::year(1965) / 1 / 1)});
  CHECK(index.found("snow") == Found{"second", "first", "older", "oldest"});
}

TEST_CASE("a search of one site finds no other's stories") {
  IndexChange other = story("o", "Snow", "Cold.");
  other.key.site = "other.example";
  const IndexedMirror index({story("a", "Snow", "Cold."), other});
  CHECK(index.found("snow").size() == 2);
  CHECK(index.found("snow", "other.example") == Found{"o"});
  CHECK(index.found("snow", "news.example") == Found{"a"});
  CHECK(index.found("snow", "nobody.example").empty());
}

TEST_CASE("Chinese, Japanese and Korean words are found wherever they stand") {
  const IndexedMirror index({story("zh", "\u4E2D\u534E\u4EBA\u6C11", "\u5317\u4EAC\u5E02\u6C11"),
                             story("ja", "\u6771\u4EAC\u30BF\u30EF\u30FC", "\u96E8\u3060\u3002"),
                             story("ko", "\uC11C\uC6B8\uC740 \uB9D1\uB2E4", "x")});
  CHECK(index.found("\u4EBA\u6C11") == Found{"zh"});
  CHECK(index.found("\u534E\u4EBA\u6C11") == Found{"zh"});
  CHECK(index.found("\u5E02\u6C11") == Found{"zh"});
  CHECK(index.found("\u6C11\u5E02").empty());
  CHECK(index.found("\u30BF\u30EF\u30FC") == Found{"ja"});
  CHECK(index.found("\u96E8") == Found{"ja"});
  CHECK(index.found("\u4EAC").size() == 2);
  CHECK(index.found("\uC11C\uC6B8") == Found{"ko"});
}

TEST_CASE("a phrase may go on from Chinese to words with blanks") {
  const IndexedMirror index({story("a", "x", "\u4E2D\u56FD\u94F6\u884C bank of 2025\u5E74")});
  CHECK(index.found("\"\u94F6\u884C bank\"") == Found{"a"});
  CHECK(index.found("\"\u884C bank\"") == Found{"a"});
  CHECK(index.found("2025\u5E74") == Found{"a"});
}

TEST_CASE("what changed is found as it is now, what went is not found") {
  IndexedMirror index({story("a", "Rates up", "The bank."), story("b", "Rain", "Clouds.")});
  index.change({story("a", "Rates down", "The river."),
                {{"news.example", "https://news.example/b"}, std::nullopt},
                story("c", "Hail", "Stones.")});
  CHECK(index.found("bank").empty());
  CHECK(index.found("river") == Found{"a"});
  CHECK(index.found("clouds").empty());
  CHECK(index.found("hail") == Found{"c"});
}

TEST_CASE("a story that moved to another day stands among that day's") {
  IndexedMirror index(
      {story("a", "Snow", "Cold.", kDay - std::chrono::days(3)), story("b", "Snow", "Cold.")});
  CHECK(index.found("snow") == Found{"b", "a"});
  index.change({story("a", "Snow", "Cold.", kDay + std::chrono::days(1))});
  CHECK(index.found("snow") == Found{"a", "b"});
}

TEST_CASE("the context is where the words stand together") {
  std::string filler;
  for (int i = 0; i < 40; ++i) filler += " Nothing else.";
  const IndexedMirror index(
      {story("a", "H", "A bank." + filler + " And the bank of the river rose." + filler)});
  const auto hits = index.hits("river bank").hits;
  REQUIRE(hits.size() == 1);
  CHECK(hits[0].context.starts_with(
      "... else. Nothing else. And the bank of the river rose. Nothing else. "));
  CHECK(hits[0].context.ends_with(" Nothing ..."));
}

TEST_CASE("the context is around a word behind others that are drawn otherwise") {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "\uFF33\uFF4E\uFF4F\uFF57 \uFDFA ";
  const IndexedMirror index({story("a", "Snow", text + "on the \uFB01rst day " + text)});
  const std::string context = index.hits("first").hits.front().context;
  CHECK_MESSAGE(context.find("on the \uFB01rst day") != std::string::npos, context);
}

TEST_CASE("the context of a word of the headline is the beginning of the text") {
  const IndexedMirror index({story("a", "Snow", "It was cold.\nVery.")});
  CHECK(index.hits("snow").hits.at(0).context == "It was cold. Very.");
}

TEST_CASE("a second page goes on where the first one ends") {
  std::vector<IndexChange> stories;
  for (int i = 0; i < 60; ++i) stories.push_back(story(std::to_string(i), "Snow", "Cold."));
  const IndexedMirror index(stories);
  CHECK(index.hits("snow").found == 60);
  CHECK(index.hits("snow").hits.size() == 50);
  CHECK(index.hits("snow").hits.back().path == "10");
  const Hits second = index.hits("snow", "", 50);
  CHECK(second.hits.size() == 10);
  CHECK(second.hits.front().path == "9");
  CHECK(index.hits("snow", "", 100).hits.empty());
}

TEST_CASE("of more matches than are ranked the newest are") {
  std::vector<IndexChange> stories;
  for (int i = 0; i < 5010; ++i) stories.push_back(story(std::to_string(i), "Snow", "Cold."));
  const IndexedMirror index(stories);
  const Hits hits = index.hits("snow");
  CHECK(hits.found == search::kMostRanked);
  CHECK_FALSE(hits.are_all_ranked);
  CHECK(hits.hits.front().path == "5009");
  CHECK(index.hits("snow", "", 4950).hits.size() == 50);
}

TEST_CASE("a query of any bytes is answered") {
  const IndexedMirror index({story("a", "Snow", "Cold.")});
  unsigned random = 1;
  for (int i = 0; i < 2000; ++i) {
    std::string bytes;
    for (int j = 0; j < i % 40; ++j) {
      random = random * 1664525U + 1013904223U;
      constexpr std::string_view kLikely =
          "\"*-() :^+{}\0\t\r\n\xff\xe4\xb8\xad"
          "aORNT";
      bytes += random % 3 == 0 ? static_cast<char>(random >> 24U)
                               : kLikely[(random >> 8U) % kLikely.size()];
    }
    if (search::parse_query(bytes)) CHECK(index.hits(bytes).found <= 1);
  }
}

TEST_CASE("a search whose time is over ends") {
  std::vector<IndexChange> stories;
  for (int i = 0; i < 3000; ++i) stories.push_back(story(std::to_string(i), "Snow", "Cold."));
  const IndexedMirror index(stories);
  auto reader = Reader::open(index.root());
  REQUIRE(reader);
  const test::FakeClock clock;
  const auto hits = reader->find(
      {.query = *search::parse_query("snow"), .clock = &clock, .deadline = clock.tick() - 1ms});
  REQUIRE_FALSE(hits);
  CHECK(hits.error().kind == ErrorKind::Timeout);
}

TEST_CASE("a reader sees what was there when it began, while a run writes") {
  IndexedMirror index({story("a", "Snow", "Cold.")});
  auto writer = search::Index::open(index.path());
  REQUIRE(writer);
  REQUIRE(writer->save_site("third.example", "Third"));
  CHECK(index.found("snow") == Found{"a"});
  REQUIRE(writer->apply(std::vector{story("b", "Snow", "Cold.")}, 1));
  CHECK(index.found("snow") == Found{"b", "a"});
}

TEST_CASE("a reader that has opened an index reads on, though a run removes it for a newer one") {
  const IndexedMirror index({story("a", "Snow", "Cold.")});
  const test::FakeClock clock;
  auto reader = Reader::open(index.root());
  REQUIRE(reader);
  search::remove_indexes_but(search::index_folder(index.root()), std::nullopt);
  const auto hits = reader->find(
      {.query = *search::parse_query("snow"), .clock = &clock, .deadline = clock.tick() + 1s});
  REQUIRE_MESSAGE(hits, hits.error().message);
  CHECK(hits->found == 1);
}

TEST_CASE("an index that is there in part is no index") {
  const test::TempFolder temp;
  std::filesystem::create_directories(temp.path() / ".newshole");
  const auto none = Reader::open(temp.path());
  REQUIRE_FALSE(none);
  CHECK(none.error().kind == ErrorKind::NotFound);
  REQUIRE(search::begin_index(search::index_folder(temp.path())));
  const auto begun = Reader::open(temp.path());
  REQUIRE_FALSE(begun);
  CHECK(begun.error().kind == ErrorKind::NotFound);
}

TEST_CASE("garbage in the place of an index is an error, not an answer") {
  const IndexedMirror index({story("a", "Snow", "Cold.")});
  test::write(index.path(), std::string(20000, '\x5a'));
  auto reader = Reader::open(index.root());
  if (reader) {
    const test::FakeClock clock;
    const auto hits = reader->find(
        {.query = *search::parse_query("snow"), .clock = &clock, .deadline = clock.tick() + 1s});
    REQUIRE_FALSE(hits);
    CHECK(hits.error().kind == ErrorKind::Io);
  }
}

TEST_CASE("the files may be read by everybody, whatever the umask") {
  const test::Umask umask(0077);
  const IndexedMirror index({story("a", "Snow", "Cold.")});
  for (const char* suffix : {"", "-wal", "-shm"}) {
    const auto status = std::filesystem::status(index.path().string() + suffix);
    CHECK(status.permissions() == static_cast<std::filesystem::perms>(0644));
  }
  CHECK(std::filesystem::status(index.path().parent_path()).permissions() ==
        static_cast<std::filesystem::perms>(0755));
}

TEST_SUITE_END();
