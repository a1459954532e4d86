#include "html/document.h"

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include <doctest/doctest.h>

#include "base/clock.h"
#include "html/selector.h"
#include "still_clock.h"

using namespace newshole;
using namespace newshole::html;

namespace {

// A clock that moves on at each look.
class HurryingClock final : public Clock {
 public:
  explicit HurryingClock(std::chrono::milliseconds step) : step_(step) {}
  [[nodiscard]] UtcTime now() const override { return UtcTime{}; }
  [[nodiscard]] Tick tick() const override { return tick_ += step_; }

 private:
  std::chrono::milliseconds step_;
  mutable Tick tick_{};
};

std::string repeated(std::string_view piece, std::size_t times) {
  std::string text;
  text.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

std::string numbered_attributes(std::size_t count) {
  std::string text = "<p";
  for (std::size_t i = 0; i < count; ++i) text += " a" + std::to_string(i) + "=1";
  return text + ">x";
}

std::string random_bytes(std::size_t size) {
  std::mt19937 random(1);  // NOLINT(cert-msc51-cpp): the same bytes each time
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text += static_cast<char>(random() & 0xFFU);
  return text;
}

std::string random_markup(std::size_t size) {
  constexpr std::string_view kAlphabet = "<>/!-abpi \"'=&;\n";
  std::mt19937 random(2);  // NOLINT(cert-msc51-cpp): the same bytes each time
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text += kAlphabet[random() % kAlphabet.size()];
  return text;
}

std::size_t count_elements(const Document& document) {
  std::size_t count = 0;
  for (Walker walker(document.root()); walker; walker.next()) {
    if (walker.is_entering() && walker.node().is_element()) ++count;
  }
  return count;
}

// What may become of a hostile page: a Document that can be walked to its end, or a refusal.
void check_ends(std::string page) {
  const SystemClock clock;
  const ParseOptions options{.time_base = std::chrono::milliseconds(200)};
  const auto document = Document::parse(std::move(page), clock, options);
  if (document) {
    CHECK(count_elements(*document) >= 3);
  } else {
    CHECK(document.error().kind == ErrorKind::TooComplex);
  }
}

}  // namespace

TEST_SUITE_BEGIN("html/document");

TEST_CASE("an empty page has html, head and body") {
  const SystemClock clock;
  const auto document = Document::parse("", clock);
  REQUIRE(document);
  CHECK(count_elements(*document) == 3);
  CHECK(document->root().tag() == "html");
}

TEST_CASE("nodes stay valid when their document is moved") {
  const SystemClock clock;
  auto parsed = Document::parse("<x>a", clock);  // short enough to lie inside the string
  REQUIRE(parsed);
  const Node x = parsed->root().first_child().next_sibling().first_child();
  const Document moved = *std::move(parsed);
  CHECK(x.tag() == "x");
  CHECK(x.first_child().text() == "a");
  CHECK(moved.root().tag() == "html");
}

TEST_CASE("a page that needs more memory than its share is refused with the share") {
  const test::StillClock clock;
  const ParseOptions options{.memory_base = std::size_t{1} << 20, .memory_per_byte = 1};
  const auto document = Document::parse(repeated("<p>x", 500000), clock, options);
  REQUIRE_FALSE(document);
  CHECK(document.error().kind == ErrorKind::TooComplex);
  CHECK(document.error().message == "parsing needs more than 3 MB");
}

TEST_CASE("no page gets more memory than the cap") {
  const test::StillClock clock;
  const ParseOptions options{.memory_cap = std::size_t{2} << 20};
  const auto document = Document::parse(repeated("<p>x", 500000), clock, options);
  REQUIRE_FALSE(document);
  CHECK(document.error().message == "parsing needs more than 2 MB");
}

TEST_CASE("a page that takes longer than its share is refused with the share") {
  const HurryingClock clock(std::chrono::milliseconds(100));
  const auto document = Document::parse(repeated("<p>x", 131072), clock);
  REQUIRE_FALSE(document);
  CHECK(document.error().kind == ErrorKind::TooComplex);
  CHECK(document.error().message == "parsing takes longer than 1.6 s");
}

TEST_CASE("the text of JSON scripts is what the page has, in either way of parsing") {
  const std::string page =
      "<script type='application/ld+json'>\r\n{\"a\": \"<!-- \\u0041 &amp; <b>\"}</script>"
      "<script>var x = 1;</script>"
      "<body><script type=' Application/JSON ; charset=utf-8'>[1]</script>"
      "<script type='importmap'>{}</script>"
      "<script type='application/activity+json'>2</script  >"
      "<script type='application/jsonx'>3</script>"
      "<script type='application/json'></script>"
      "<math><script type='application/json'>[4]</script></math>";
  const SystemClock clock;
  for (const Prepass prepass : {Prepass::Shorten, Prepass::None}) {
    const auto document = Document::parse(page, clock, {.prepass = prepass});
    REQUIRE(document);
    const auto scripts = document->json_scripts();
    REQUIRE(scripts.size() == 4);
    CHECK(scripts[0].type == "application/ld+json");
    CHECK(scripts[0].text == "\r\n{\"a\": \"<!-- \\u0041 &amp; <b>\"}");
    CHECK(scripts[1].type == "Application/JSON");
    CHECK(scripts[1].text == "[1]");
    CHECK(scripts[2].type == "application/activity+json");
    CHECK(scripts[2].text == "2");
    CHECK(scripts[3].text.empty());
  }
}

TEST_CASE("the text of style and script is in the tree only when asked for") {
  const std::string page = "<style>a{}</style><script>b()</script><p>c</p>";
  const SystemClock clock;
  const auto skipped = Document::parse(page, clock);
  const auto whole = Document::parse(page, clock, {.prepass = Prepass::None});
  REQUIRE(skipped);
  REQUIRE(whole);
  CHECK_FALSE(skipped->root().first_child().first_child().first_child());
  CHECK(whole->root().first_child().first_child().first_child().text() == "a{}");
}

TEST_CASE("a page that fails an assertion of the parser is refused, the next one is parsed") {
  const SystemClock clock;
  const auto refused = Document::parse("<table><svg><select><title><select><td>", clock);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::TooComplex);
  CHECK(refused.error().message == "parsing fails an assertion of the parser");
  CHECK(Document::parse("<p>x", clock));
}

TEST_CASE("a deeply nested page ends as a document or a refusal") {
  for (const std::string_view tag : {"<div>",
                                     "<blockquote>",
                                     "<ul><li>",
                                     "<b>",
                                     "<i>",
                                     "<font>",
                                     "<span>",
                                     "<svg>",
                                     "<g>",
                                     "<table><tr><td>",
                                     "<template>",
                                     "<a><div>",
                                     "<select>",
                                     "<button>",
                                     "<form>",
                                     "<math>",
                                     "<p><object>",
                                     "<b><p>",
                                     "<nobr>",
                                     "<h1>",
                                     "<dd>",
                                     "<option>",
                                     "<optgroup><option>"}) {
    CAPTURE(tag);
    check_ends(repeated(tag, 20000));
  }
}

TEST_CASE("end tags that match nothing end as a document or a refusal") {
  check_ends(repeated("<div>", 5000) + repeated("</x>", 5000));
  check_ends(repeated("<g>", 10000) + repeated("</x>", 10000));
  check_ends("<b>" + repeated("<div>", 5000) + repeated("</b>", 5000));
  check_ends(repeated("</p>", 50000));
  check_ends(repeated("</br>", 50000));
  check_ends("<svg>" + repeated("<a>", 5000) + repeated("</x>", 5000));
}

TEST_CASE("huge and many attributes, names, comments and pieces end as a document or a refusal") {
  check_ends(numbered_attributes(20000));
  check_ends("<p" + repeated(" a=1", 50000) + ">x");
  check_ends("<p a='" + std::string(500000, 'x') + "'>");
  check_ends("<p " + std::string(500000, 'x') + ">");
  check_ends("<" + std::string(500000, 'x') + ">");
  check_ends("<!--" + std::string(500000, '-') + ">");
  check_ends("<!--" + std::string(500000, '<'));
  check_ends(repeated("<p>x", 50000));
  check_ends(repeated("<br>", 50000));
  check_ends("<table>" + repeated("x<b>", 5000));
  check_ends("<table>" + repeated("<tr>" + repeated("<td>1", 100), 100));
  check_ends(repeated("<!---->", 50000) + repeated("x<br>", 1000));
  check_ends(repeated("<script>x</script>", 20000));
  check_ends(repeated("<script><!--", 20000));
  check_ends("<script>" + repeated("<!--<script>-->", 20000));
  check_ends(repeated("<style></", 20000));
  check_ends(repeated("<!", 50000));
  check_ends(repeated("<a '", 50000));
  check_ends(repeated("&", 50000) + repeated("&#x", 50000));
}

TEST_CASE("bytes that are no HTML or no UTF-8 end as a document or a refusal") {
  check_ends(std::string(100000, '\0'));
  check_ends("<" + std::string(1000, '\0') + "><p " + std::string(10, '\0') + "='" +
             std::string(10, '\0') + "'>x");
  check_ends(repeated("\xC3<\xE2\x82<p\xF0\x9F>", 1000));
  check_ends(random_bytes(300000));
  check_ends(random_markup(300000));
}

TEST_CASE("a borrowed page is read as a kept one is, and left as it was") {
  const SystemClock clock;
  for (const std::string page :
       {"<title>T</title><script>x</script><X-Card>a</X-Card>", "<X-Card>a</X-Card>"}) {
    const auto borrowed = Document::parse_borrowed(page, clock);
    const auto kept = Document::parse(page, clock);
    REQUIRE(borrowed);
    REQUIRE(kept);
    std::string tags;
    for (Walker walker(borrowed->root()); walker; walker.next()) tags += walker.node().tag();
    std::string kept_tags;
    for (Walker walker(kept->root()); walker; walker.next()) kept_tags += walker.node().tag();
    CHECK(tags == kept_tags);
    CHECK(tags.find("x-card") != std::string::npos);
    CHECK(page.find("X-Card") != std::string::npos);
  }
}

TEST_CASE(
    "what scripts would show is part of the tree: shadow roots, streamed fragments, noscript") {
  const test::StillClock clock;
  const std::string text(60, 'x');
  const auto shown = [&](const std::string& body) {
    for (const Prepass prepass : {Prepass::Shorten, Prepass::None}) {
      const auto document = Document::parse("<body>" + body, clock, {.prepass = prepass});
      REQUIRE(document);
      const auto selector = Selector::parse("main p").value();
      if (selector.all(document->root()).size() != 1) return false;
      if (selector.first(document->root()).ordinal() == 0) return false;
    }
    return true;
  };
  const std::string p = "<p>" + text + "</p>";
  CHECK(shown("<main><x-y><template shadowrootmode=open><div>" + p +
              "</div></template></x-y></main>"));
  CHECK(shown("<main><template id='B:0'></template></main><div hidden id='S:0'>" + p + "</div>"));
  CHECK(shown("<main><b>a</b><template id='P:1'></template>c</main><div hidden id='S:1'>" + p +
              "d</div>"));
  CHECK(shown("<main><noscript>" + p + "</noscript></main>"));
  CHECK(shown("<main>" + p + "<noscript><img src=x></noscript><template>a</template></main>"));
  CHECK(shown("<main>" + p + "<div id='S:1'><template id='B:1'></template></div></main>"));
}

TEST_SUITE_END();
