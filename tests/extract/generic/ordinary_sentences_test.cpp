// Sentences of stories that begin with, or hold, the words that the generic extractor knows
// boilerplate by.

#include <array>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "extract/generic_page.h"

using namespace newshole;
using newshole::test::kProse;
using newshole::test::says;
using newshole::test::story;

namespace {

std::vector<std::string> sentences() {
  std::ifstream file(NEWSHOLE_FIXTURES "/sentences/ordinary.txt");
  std::vector<std::string> out;
  for (std::string line; std::getline(file, line);) out.push_back(line);
  return out;
}

/// `sentence` in the middle of a story whose paragraphs are between `open` and `close`.
std::string around(const std::string& sentence, const std::string& open, const std::string& close) {
  const std::string before =
      "The council met on Monday evening in the old hall, and the rain did not stop.";
  const std::string behind = "Nobody left before the vote, which the clerk counted twice by hand.";
  std::string body;
  for (const std::string& text : {before, behind, before, sentence, behind, before})
    body += open + text + close;
  return story("<article>" + body + "</article>");
}

}  // namespace

TEST_SUITE_BEGIN("extract/ordinary_sentences");

TEST_CASE("no ordinary sentence amid a story is boilerplate, whatever its words are") {
  REQUIRE(sentences().size() >= 200);
  for (const std::string& sentence : sentences()) {
    CAPTURE(sentence);
    CHECK(says(test::generic_article(around(sentence, "<p>", "</p>")), sentence));
    CHECK(says(test::generic_article(around(sentence, "<div class=\"paragraph-7\">", "</div>")),
               sentence));
    CHECK(says(test::generic_article(around(sentence, "", "<br><br>")), sentence));
  }
}

TEST_CASE("an ordinary sentence may hold a link, and may be quoted") {
  for (const std::string& sentence : sentences()) {
    CAPTURE(sentence);
    const std::size_t blank = sentence.find(' ', sentence.size() / 2);
    const std::string linked =
        sentence.substr(0, blank) + " <a href=/c/d>as was told here</a>" + sentence.substr(blank);
    CHECK(says(test::generic_article(around(linked, "<p>", "</p>")), sentence.substr(0, blank)));
    CHECK(says(test::generic_article(around("\u201c" + sentence + "\u201d", "<p>", "</p>")),
               sentence));
  }
}

TEST_CASE(
    "an ordinary sentence is not lost as an item of a list, or in a quotation, of the story") {
  for (const std::string& sentence : sentences()) {
    CAPTURE(sentence);
    const std::string list =
        "<ul><li>The first boat is to be sold before the winter comes.</li><li>" + sentence +
        "</li><li>The second boat is to be kept for the mail.</li></ul>";
    CHECK(says(test::generic_article(story("<article>" + std::string(kProse) + list +
                                           std::string(kProse) + "</article>")),
               sentence));
    const std::string quote = "<blockquote><p>" + sentence + "</p></blockquote>";
    CHECK(says(test::generic_article(story("<article>" + std::string(kProse) + quote +
                                           std::string(kProse) + "</article>")),
               sentence));
  }
}

TEST_CASE("calls amid a story go where they are set off, links, or no sentences") {
  for (const std::string call :
       {"<p><em>Read more about the ferry in our big report.</em></p>",
        "<p>READ MORE: <a href=/x>Ten ferries to see</a></p>",
        "<p class=promo>Sign up for our morning newsletter, it is free.</p>",
        "<p>Photo: Example News</p>",
        "<p><a href=/y>Subscribe to the newsletter today and save.</a></p>"}) {
    CAPTURE(call);
    const std::string page =
        story("<article>" + std::string(kProse) + call + std::string(kProse) + "</article>");
    const std::string text = test::text_of(test::generic_article(page));
    CHECK(text.find("READ MORE") == std::string::npos);
    CHECK(text.find("Read more") == std::string::npos);
    CHECK(text.find("newsletter") == std::string::npos);
    CHECK(text.find("Photo:") == std::string::npos);
  }
}

TEST_SUITE_END();
