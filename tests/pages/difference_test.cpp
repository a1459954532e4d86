#include "pages/changes/difference.h"

#include <chrono>
#include <random>
#include <string>

#include <doctest/doctest.h>

#include "pages/changes/edit_script.h"

using namespace newshole;
using pages::Difference;
using pages::Edit;
using pages::Passage;

namespace {

extract::Article article(const std::vector<std::string>& paragraphs) {
  extract::Article article;
  article.headline = "Rates up again";
  for (const std::string& text : paragraphs) article.blocks.push_back({.text = text});
  return article;
}

std::vector<std::string> lines_of(const Difference& difference) {
  std::vector<std::string> lines;
  for (const Passage& passage : difference.passages) lines.push_back(marked(passage));
  return lines;
}

using Lines = std::vector<std::string>;

Lines changed(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  return lines_of(pages::compare(article(before), article(after)));
}

std::string numbered_words(int first, int last) {
  std::string text;
  for (int i = first; i <= last; ++i) text += (text.empty() ? "w" : " w") + std::to_string(i);
  return text;
}

}  // namespace

TEST_SUITE_BEGIN("pages/difference");

TEST_CASE("an edit script leads from any sequence to any other with as few edits as can be") {
  std::mt19937 random(7);
  for (int round = 0; round < 500; ++round) {
    std::vector<std::size_t> before(random() % 12);
    std::vector<std::size_t> after(random() % 12);
    for (std::size_t& each : before) each = random() % 3;
    for (std::size_t& each : after) each = random() % 3;
    const auto edits = pages::edit_script(before, after, 30);
    REQUIRE(edits);
    std::vector<std::size_t> made;
    std::size_t at = 0;
    std::size_t changes = 0;
    for (const Edit edit : *edits) {
      if (edit != Edit::Keep) ++changes;
      if (edit == Edit::Add) {
        made.push_back(after.at(made.size()));
      } else if (edit == Edit::Keep) {
        made.push_back(before.at(at++));
      } else {
        ++at;
      }
    }
    CHECK(at == before.size());
    CHECK(made == after);
    if (changes > 0) CHECK_FALSE(pages::edit_script(before, after, changes - 1));
    // By the longest common subsequence.
    std::vector<std::vector<std::size_t>> common(before.size() + 1,
                                                 std::vector<std::size_t>(after.size() + 1));
    for (std::size_t i = 1; i <= before.size(); ++i) {
      for (std::size_t j = 1; j <= after.size(); ++j) {
        common[i][j] = before[i - 1] == after[j - 1] ? common[i - 1][j - 1] + 1
                                                     : std::max(common[i - 1][j], common[i][j - 1]);
      }
    }
    CHECK(changes == before.size() + after.size() - 2 * common.back().back());
  }
}

TEST_CASE("a changed word is shown in its sentence, words far from it are not") {
  CHECK(changed({"One.", "The council raised the rate by two percent on Friday."},
                {"One.", "The council raised the rate by three percent on Friday."}) ==
        Lines{"The council raised the rate by [-two-] {+three+} percent on Friday."});
  CHECK(changed({numbered_words(1, 20) + " old " + numbered_words(21, 40)},
                {numbered_words(1, 20) + " new " + numbered_words(21, 40)}) ==
        Lines{"... w15 w16 w17 w18 w19 w20 [-old-] {+new+} w21 w22 w23 w24 w25 w26 ..."});
}

TEST_CASE("changes close to each other are one passage, others passages of their own") {
  CHECK(changed({"a b c d e f g h"}, {"a B c d e f G h"}) ==
        Lines{"a [-b-] {+B+} c d e f [-g-] {+G+} h"});
  CHECK(changed({"a x b y c"}, {"a 1 b 2 c"}) == Lines{"a [-x b y-] {+1 b 2+} c"});
  const std::string middle = numbered_words(1, 20);
  CHECK(changed({"a " + middle + " b"}, {"A " + middle + " B"}) ==
        Lines{"[-a-] {+A+} w1 w2 w3 w4 w5 w6 ...", "... w15 w16 w17 w18 w19 w20 [-b-] {+B+}"});
}

TEST_CASE("a paragraph that comes or goes is shown by its first words") {
  CHECK(changed({"One."}, {"One.", "Two words."}) == Lines{"{+Two words.+}"});
  CHECK(changed({"One.", "Two words.", "Three."}, {"One.", "Three."}) == Lines{"[-Two words.-]"});
  CHECK(changed({}, {numbered_words(1, 60)}) ==
        Lines{"{+" + numbered_words(1, 50) + " ... (10 more words)+}"});
}

TEST_CASE("headline and byline are compared by themselves") {
  extract::Article before = article({"One."});
  extract::Article after = before;
  after.headline = "Rates down again";
  after.byline = "By A. Writer";
  const Difference changes = pages::compare(before, after);
  REQUIRE(changes.passages.size() == 2);
  CHECK(changes.passages[0].part == Passage::Part::Headline);
  CHECK(marked(changes.passages[0]) == "Rates [-up-] {+down+} again");
  CHECK(changes.passages[1].part == Passage::Part::Byline);
  CHECK(marked(changes.passages[1]) == "{+By A. Writer+}");
}

TEST_CASE("times, links, marks and the division into paragraphs are no difference") {
  extract::Article before = article({"One two.", "Three  four."});
  extract::Article after = before;
  after.timestamp = "Updated: 5:00 PM";
  after.updated = text::DateOrTime{.time = UtcTime{}, .offset = std::chrono::minutes(0)};
  after.section = "World";
  after.blocks[0].kind = extract::BlockKind::Quote;
  after.blocks[0].links = {{.text = "One", .url = "https://a.example/", .end = 3}};
  after.blocks[1].text = "Three four.";
  CHECK(pages::compare(before, after).is_empty());
  CHECK(pages::compare(before, article({"One two. Three four."})).is_empty());
  CHECK(pages::compare(before, article({"One", "two.", "Three", "four."})).is_empty());
  CHECK(pages::compare(article({"soft\u00adhyphen a\u00a0b"}), article({"softhyphen a b"}))
            .is_empty());
}

TEST_CASE("text without blanks is compared character by character") {
  CHECK(changed({"議会は二日に税率を上げた"}, {"議会は三日に税率を上げた"}) ==
        Lines{"議会は [-二-] {+三+} 日に税率を上 ..."});
}

TEST_CASE("what was rewritten is said in numbers") {
  const Difference changes = pages::compare(article({"Same.", numbered_words(1, 900)}),
                                            article({"Same.", numbered_words(2000, 2800)}));
  CHECK(changes.passages.empty());
  CHECK(changes.rewritten == pages::Rewritten{900, 801});
  CHECK_FALSE(changes.is_empty());
}

TEST_CASE("a difference is bounded whatever the articles hold") {
  std::vector<std::string> before;
  std::vector<std::string> after;
  for (int i = 0; i < 20'000; ++i) {
    before.push_back("a" + std::to_string(i) + " same");
    after.push_back("b" + std::to_string(i) + " same");
  }
  CHECK(pages::compare(article(before), article(after)).rewritten ==
        pages::Rewritten{40'000, 40'000});
  const Difference some = pages::compare(article({before.begin(), before.begin() + 40}),
                                         article({after.begin(), after.begin() + 40}));
  CHECK(some.passages.size() == 12);
  CHECK(some.left_out == 28);
  const std::string word(1'000'000, 'x');
  const Difference long_words = pages::compare(article({word + " a"}), article({word + "y b"}));
  CHECK(to_stored(long_words).size() < 1000);
  CHECK(marked(long_words.passages.at(0)).find("xxx... a-]") != std::string::npos);
}

TEST_CASE("comparing costs time that is linear in long articles") {
  std::string long_text;
  for (int i = 0; i < 300'000; ++i) long_text += "w" + std::to_string(i % 977) + " ";
  const Difference none = pages::compare(article({long_text}), article({long_text}));
  CHECK(none.is_empty());
  CHECK(pages::compare(article({long_text}), article({long_text + "end"})).rewritten);
}

TEST_CASE("a stored difference is the difference, and any bytes are one") {
  extract::Article before = article({"a b c", numbered_words(1, 900)});
  extract::Article after = article({"a B c", numbered_words(2000, 2900)});
  after.headline = "Other";
  const Difference changes = pages::compare(before, after);
  CHECK(pages::difference_of(to_stored(changes)) == changes);
  CHECK(pages::difference_of("").is_empty());
  CHECK(pages::difference_of("=x\n+y\n!1\n!a b\n*z\n\n?").is_empty());
}

TEST_CASE("marks of the text itself are not taken for ours") {
  CHECK(changed({"see [-this-] x"}, {"see {+that+} x"}) ==
        Lines{"see [-[ -this- ]-] {+{ +that+ }+} x"});
}

TEST_SUITE_END();
