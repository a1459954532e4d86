#include "bench/story_pages.h"

#include <array>
#include <cstdint>

namespace newshole::bench {
namespace {

// Half of them hold typographic quotes and dashes, as half of the real paragraphs do.
constexpr std::array<std::string_view, 16> kSentences = {
    "The harbour authority said on Tuesday that the last of the three cranes would be repaired by "
    "spring.",
    "“Nobody here expected the water to come so far,” said the mayor’s deputy, who had slept in "
    "the hall.",
    "Prices rose by 3.4 percent in the year to October, less than most forecasters had predicted.",
    "Engineers have inspected 212 of the region’s 340 bridges – the remainder will follow next "
    "year.",
    "A spokesperson for the ministry declined to comment on the report, citing a pending review.",
    "The study, which followed 8,000 people over eleven years, found no such effect in the younger "
    "group.",
    "“It’s a good first step,” she added, “but we’ve had first steps before.”",
    "Two ferries were diverted to the northern port, and a third returned with 140 passengers "
    "aboard.",
    "The orchestra’s first season in its new home opens with a programme of six short works.",
    "Voters in the city approved the measure by a margin of fewer than 900 ballots.",
    "Researchers at the institute said the sample – no bigger than a grain of rice – held traces "
    "of salt.",
    "The company plans to close its oldest plant and to open a smaller one forty miles inland.",
    "It was not immediately clear how many of the affected households had been told in advance.",
    "“We were lucky,” the captain told reporters. “The wind turned just in time.”",
    "The decision can be appealed within thirty days, according to a copy of the ruling.",
    "Analysts had warned for months that the reserve wouldn’t last through a second dry summer.",
};

/// A sequence that is the same everywhere, unlike those of <random>'s distributions.
class Sequence {
 public:
  explicit Sequence(std::uint64_t seed) : state_(seed * 2 + 1) {}
  std::size_t below(std::size_t limit) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return (state_ >> 33U) % limit;
  }

 private:
  std::uint64_t state_;
};

std::string link(std::string_view text, Sequence& sequence) {
  return "<a href=\"https://www.cnn.com/2026/01/1" + std::to_string(sequence.below(10)) +
         "/world/earlier-story-" + std::to_string(sequence.below(1000)) + "\">" +
         std::string(text) + "</a>";
}

std::string story(std::size_t text_bytes, Sequence& sequence) {
  std::string html;
  std::size_t text = 0;
  for (std::size_t paragraph = 0; text < text_bytes; ++paragraph) {
    if (paragraph % 9 == 8) html += "<h2 class=\"subheader--lite\">What happens next</h2>\n";
    html += "    <p class=\"paragraph--lite\">\n  ";
    for (std::size_t sentence = 1 + sequence.below(3); sentence > 0; --sentence) {
      const std::string_view words = kSentences.at(sequence.below(kSentences.size()));
      text += words.size() + 1;
      html += sequence.below(6) == 0 ? link(words, sequence) : std::string(words);
      html += ' ';
    }
    html += "\n</p>\n";
  }
  return html;
}

std::string style_rule(Sequence& sequence) {
  const std::string number = std::to_string(sequence.below(100'000));
  return ".layout__wrapper-" + number + " .container_item--" + number + "{display:flex;margin:0 " +
         std::to_string(sequence.below(40)) +
         "px;font-size:14px;line-height:1.43}@media (min-width:960px){.vossi-card_" + number +
         ">a:hover{color:#" + std::to_string(100'000 + sequence.below(900'000)) + "}}";
}

std::string script_entry(Sequence& sequence) {
  const std::string number = std::to_string(sequence.below(100'000));
  return R"(,"FEATURE_)" + number + R"(":{"enabled":true,"url":"https:\/\/cdn.example\/)" + number +
         R"(.js","weight":)" + number + R"(,"markup":"<div class=\"slot\"><\/div>"})";
}

std::string head_element(Sequence& sequence) {
  const std::string number = std::to_string(sequence.below(100'000));
  return R"(<meta property="og:detail)" + number + R"(" content="https://www.cnn.com/)" + number +
         R"(/lead.jpg" /><link rel="preload" as="font" href="https://cdn.example/)" + number +
         R"(.woff2">)" + "\n";
}

std::string json_ld(std::size_t bytes, Sequence& sequence) {
  std::string json =
      R"(<script type="application/ld+json">{"@context":"https://schema.org","@type":"ItemList","itemListElement":[)";
  for (bool is_first = true; json.size() < bytes; is_first = false) {
    if (!is_first) json += ',';
    json += R"({"@type":"ListItem","name":")" +
            std::string(kSentences.at(sequence.below(kSentences.size()))) + R"("})";
  }
  return json + "]}</script>";
}

std::string padding(std::size_t bytes, std::string (*piece)(Sequence&), Sequence& sequence) {
  std::string text;
  while (text.size() < bytes) text += piece(sequence);
  return text;
}

/// `page` with `addition` before the first `mark`.
void insert_before(std::string& page, std::string_view mark, const std::string& addition) {
  const std::size_t at = page.find(mark);
  if (at != std::string::npos) page.insert(at, addition);
}

}  // namespace

std::vector<std::string> make_story_pages(std::string_view fixture, const Weight& weight,
                                          std::size_t count) {
  std::vector<std::string> pages;
  for (std::size_t i = 0; i < count; ++i) {
    Sequence sequence(i);
    std::string page(fixture);
    // The first end tag of an article stands in a script of the fixture, escaped: "<\/article>".
    insert_before(page, "</article>", story(weight.text_bytes, sequence));
    insert_before(page, "</head>", padding(weight.head_bytes, head_element, sequence));
    insert_before(page, "</head>", json_ld(weight.json_ld_bytes, sequence));
    const std::size_t missing =
        weight.page_bytes > page.size() ? weight.page_bytes - page.size() : 0;
    insert_before(page, "};</script>", padding(missing / 3, script_entry, sequence));
    insert_before(page, "</style>", padding(missing - missing / 3, style_rule, sequence));
    pages.push_back(std::move(page));
  }
  return pages;
}

std::size_t style_and_script_bytes(std::string_view page) {
  std::size_t bytes = 0;
  for (const std::string_view name : {"style", "script"}) {
    const std::string open = "<" + std::string(name);
    const std::string close = "</" + std::string(name) + ">";
    for (std::size_t at = page.find(open); at != std::string_view::npos; at = page.find(open, at)) {
      const std::size_t end = page.find(close, at);
      if (end == std::string_view::npos) break;
      bytes += end + close.size() - at;
      at = end;
    }
  }
  return bytes;
}

}  // namespace newshole::bench
