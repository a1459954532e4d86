#include "extract/text_sketch.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace newshole;
using extract::are_one_story;
using extract::Article;
using extract::BlockKind;
using extract::overlap_of;
using extract::sketch_of;
using extract::TextSketch;

namespace {

using Paragraphs = std::vector<std::string>;

Article article_of(const Paragraphs& paragraphs) {
  Article article;
  for (const std::string& each : paragraphs)
    article.blocks.push_back({.kind = BlockKind::Paragraph, .text = each});
  return article;
}

/// So many words, all different: "a17 a18 a19".
std::string words(int first, int count, const std::string& between = " ") {
  std::string text;
  for (int i = first; i < first + count; ++i)
    text.append(text.empty() ? "" : between).append("a").append(std::to_string(i));
  return text;
}

TextSketch sketch(const std::string& text) {
  return sketch_of(article_of({text}));
}

/// A text of fixtures/same-stories: prints of one story have its name, and no others do.
struct Print {
  std::string story;
  std::string heading;
  TextSketch sketch;
};

/// A file there: "half: tune", "language: en", then texts: "# STORY, as SITE prints it" and
/// paragraphs, with blank lines between them. We tune by one half and believe the other.
struct Event {
  std::string half;
  std::string language;
  std::vector<Print> prints;
};

std::string value_of(const std::string& line, const std::string& key) {
  return line.rfind(key, 0) == 0 ? line.substr(key.size()) : std::string();
}

Event read_event(const std::filesystem::path& path) {
  std::ifstream file(path);
  Event event;
  std::vector<Paragraphs> texts;
  for (std::string line; std::getline(file, line);) {
    if (event.half.empty()) event.half = value_of(line, "half: ");
    if (event.language.empty()) event.language = value_of(line, "language: ");
    if (const std::string heading = value_of(line, "# "); !heading.empty()) {
      event.prints.push_back(
          {path.stem().string() + ": " + heading.substr(0, heading.find(", as ")), heading, {}});
      texts.emplace_back();
    } else if (!texts.empty() && !line.empty()) {
      texts.back().push_back(line);
    }
  }
  for (std::size_t i = 0; i < texts.size(); ++i)
    event.prints[i].sketch = sketch_of(article_of(texts[i]));
  return event;
}

std::vector<Event> events() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(NEWSHOLE_FIXTURES "/same-stories"))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<Event> all;
  for (const auto& file : files) all.push_back(read_event(file));
  return all;
}

struct Count {
  int same = 0;    ///< pairs that are one story
  int differ = 0;  ///< pairs of one event, or of one template, that are not
  int found = 0;   ///< of those that are one story
  int wrong = 0;   ///< of those that are not
  std::string faults;

  void add(const Print& a, const Print& b) {
    const bool is_same = a.story == b.story;
    const bool is_found = are_one_story(a.sketch, b.sketch);
    ++(is_same ? same : differ);
    if (is_found) ++(is_same ? found : wrong);
    if (is_found == is_same) return;
    const auto overlap = overlap_of(a.sketch, b.sketch);
    faults += a.story + ", " + a.heading + " / " + b.heading + ": " +
              std::to_string(overlap.contained) + " of " + std::to_string(overlap.length) + "\n";
  }

  [[nodiscard]] double precision() const { return found / static_cast<double>(found + wrong); }
  [[nodiscard]] double recall() const { return found / static_cast<double>(same); }
};

void add_pairs(Count& count, const std::vector<Print>& prints) {
  for (std::size_t a = 0; a < prints.size(); ++a) {
    for (std::size_t b = a + 1; b < prints.size(); ++b) count.add(prints[a], prints[b]);
  }
}

Count count_of(const std::vector<Event>& all, const std::string& half) {
  Count count;
  for (const Event& event : all) {
    if (event.half == half) add_pairs(count, event.prints);
  }
  return count;
}

}  // namespace

TEST_SUITE_BEGIN("extract/text_sketch");

TEST_CASE("of prints that are taken for one story, 98 in 100 are, and 9 in 10 are found") {
  const std::vector<Event> all = events();
  int pairs = 0;
  for (const std::string half : {"tune", "held"}) {
    CAPTURE(half);
    const Count count = count_of(all, half);
    CAPTURE(count.faults);
    MESSAGE(half, ": ", count.same, " pairs of one story, ", count.differ, " of others; found ",
            count.found, ", wrong ", count.wrong);
    CHECK(count.precision() >= 0.98);
    CHECK(count.recall() >= 0.9);
    CHECK(count.same >= 15);
    CHECK(count.differ >= 30);
    pairs += count.same + count.differ;
  }
  CHECK(pairs >= 60);
}

TEST_CASE("the measured prints are of several languages, and each can be compared") {
  std::vector<std::string> languages;
  for (const Event& event : events()) {
    languages.push_back(event.language);
    for (const Print& print : event.prints) {
      CAPTURE(print.story);
      CAPTURE(print.heading);
      CHECK(print.sketch.shingles > 0);
    }
  }
  std::sort(languages.begin(), languages.end());
  languages.erase(std::unique(languages.begin(), languages.end()), languages.end());
  CHECK(languages.size() >= 3);
}

TEST_CASE("no two prints of different events are one story") {
  const std::vector<Event> all = events();
  for (std::size_t a = 0; a < all.size(); ++a) {
    for (std::size_t b = a + 1; b < all.size(); ++b) {
      for (const Print& one : all[a].prints) {
        for (const Print& other : all[b].prints) {
          CAPTURE(one.story);
          CAPTURE(other.story);
          CHECK_FALSE(are_one_story(one.sketch, other.sketch));
        }
      }
    }
  }
}

TEST_CASE("a text of fewer than sixty words has no sketch, and is one story with none") {
  CHECK(sketch(words(0, 59)).shingles == 0);
  CHECK(sketch(words(0, 60)).shingles == 56);
  CHECK_FALSE(are_one_story({}, {}));
  CHECK_FALSE(are_one_story({}, sketch(words(0, 60))));
  CHECK(sketch_of({}).shingles == 0);
}

TEST_CASE("case, punctuation, quotation marks and paragraphs make no other sketch") {
  const std::string text = words(0, 80);
  const TextSketch plain = sketch(text + " don\u2019t stop at the co-op, \u00c9lodie said");
  CHECK(plain == sketch_of(article_of({text + "!", "\u201eDON'T stop", "at the\u00a0CO-OP\u201c",
                                       "\u00ab\u00a0\u00c9LODIE\u00a0\u00bb \u2014 (Said)."})));
  CHECK(plain != sketch(text + " don\u2019t stop at the co-op, Eloise said"));
  CHECK(sketch(words(0, 80, "\u2014")) == sketch(text));
}

TEST_CASE("headings, captions and notes of a site are no part of the sketch") {
  Article article = article_of({words(0, 70)});
  const TextSketch before = sketch_of(article);
  for (const BlockKind kind :
       {BlockKind::Heading, BlockKind::Caption, BlockKind::Note, BlockKind::Table})
    article.blocks.push_back({.kind = kind, .text = "Words of the house, and more of them"});
  CHECK(sketch_of(article) == before);
  article.blocks.push_back({.kind = BlockKind::Quote, .text = "Words of somebody"});
  CHECK(sketch_of(article) != before);
}

TEST_CASE("characters take the place of words where no blanks stand between these") {
  std::string text;
  for (int i = 0; i < 119; ++i) {
    const int point = 0x4E00 + 7 * i;
    text +=
        {static_cast<char>(0xE4 + ((point >> 12) - 4)),
         static_cast<char>(0x80 | ((point >> 6) & 0x3F)), static_cast<char>(0x80 | (point & 0x3F))};
  }
  CHECK(sketch(text).shingles == 0);
  const TextSketch whole = sketch(text + "\u3002\u6771");
  CHECK(whole.shingles == 111);
  CHECK(whole == sketch(text + "\u300c\u6771\u300d"));
}

TEST_CASE("the estimate is near the share of the shorter text that the longer one has") {
  // Of the second text's 600 words the first has 300.
  const auto half = overlap_of(sketch(words(0, 1000)), sketch(words(700, 600)));
  CHECK(half.contained == doctest::Approx(0.5).epsilon(0.25));
  CHECK(half.length == doctest::Approx(0.6).epsilon(0.01));
  CHECK(half.sampled > 50);
  CHECK(overlap_of(sketch(words(0, 400)), sketch(words(0, 2000))).contained == 1.0);
  CHECK(overlap_of(sketch(words(0, 400)), sketch(words(3000, 2000))).contained == 0.0);
  CHECK(overlap_of(sketch(words(0, 100)), sketch(words(50, 100))).contained ==
        doctest::Approx(46.0 / 96));
}

TEST_CASE("a text that says one thing over and over has a sketch as any other") {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "again ";
  const TextSketch same = sketch(text);
  CHECK(same.least.size() == 1);
  CHECK_FALSE(are_one_story(same, same));
  const TextSketch mixed = sketch(text + words(0, 300));
  CHECK(mixed.least.size() == extract::kSketchValues);
  CHECK(are_one_story(mixed, mixed));
}

TEST_CASE("a sketch comes back from its bytes, and from no others") {
  for (const int count : {60, 100, 5000}) {
    const TextSketch before = sketch(words(0, count));
    const std::string bytes = extract::to_bytes(before);
    CHECK(bytes.size() == 4 + 4 * before.least.size());
    CHECK(extract::sketch_from(bytes) == before);
    CHECK(extract::sketch_from(bytes.substr(1)) == TextSketch{});
    CHECK(extract::sketch_from(bytes + "1234") == TextSketch{});
    CHECK(extract::sketch_from(std::string(bytes.rbegin(), bytes.rend())) == TextSketch{});
  }
  CHECK(extract::to_bytes({}).empty());
  for (const std::string bytes : {"", "abc", "abcd", "\1\0\0\0"})
    CHECK(extract::overlap_of(extract::sketch_from(bytes), sketch(words(0, 60))).contained == 0);
}

TEST_SUITE_END();
