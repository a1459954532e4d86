#include "format/footnotes.h"

#include <doctest/doctest.h>

using newshole::extract::Block;
using newshole::format::Footnotes;
using newshole::text::Charset;
using newshole::text::Transliterator;

namespace {

/// A paragraph with one link over `linked`, which must stand in `text`.
Block paragraph(const std::string& text, const std::string& linked,
                const std::string& url = "https://x.example/") {
  return {.text = text,
          .links = {{.text = linked, .url = url, .end = text.find(linked) + linked.size()}}};
}

std::string marked(Footnotes& notes, const Block& block, Charset charset = Charset::Utf8) {
  Transliterator letters(charset);
  return notes.marked(block, letters);
}

std::string marked(const Block& block, Charset charset = Charset::Utf8) {
  Footnotes notes;
  return marked(notes, block, charset);
}

}  // namespace

TEST_SUITE_BEGIN("format/footnotes");

TEST_CASE("a mark stands behind the link's words, held to them by a no-break space") {
  CHECK(marked(paragraph("a few product updates.", "updates")) ==
        "a few product updates\u00a0[1].");
  CHECK(marked(paragraph("first reported. Then", "reported.")) == "first reported.\u00a0[1] Then");
}

TEST_CASE("a link over a part of a word has its mark behind the whole word") {
  CHECK(marked(paragraph("unloading times", "unload")) == "unloading\u00a0[1] times");
  CHECK(marked(paragraph("Ann\u2019s report", "Ann")) == "Ann\u2019s\u00a0[1] report");
  CHECK(marked(paragraph("\u0142\u00f3d\u017aka it", "\u0142\u00f3")) ==
        "\u0142\u00f3d\u017aka\u00a0[1] it");
  CHECK(marked(paragraph("Ver\u00adlader hier", "Ver")) == "Ver\u00adlader\u00a0[1] hier");
}

TEST_CASE("a quote behind a link is no part of its word") {
  CHECK(marked(paragraph("\u2018Half a Mile\u2019.", "Half a Mile")) ==
        "\u2018Half a Mile\u00a0[1]\u2019.");
}

TEST_CASE("in scripts without blanks the mark stands where the link ends") {
  CHECK(marked(paragraph("\u52a0\u8cc0\u91ce\u83dc\u306f", "\u52a0\u8cc0\u91ce\u83dc")) ==
        "\u52a0\u8cc0\u91ce\u83dc\u00a0[1]\u306f");
}

TEST_CASE("the same address keeps its number, another gets the next") {
  Footnotes notes;
  CHECK(marked(notes, paragraph("one", "one", "https://a.example/"), Charset::Utf8) ==
        "one\u00a0[1]");
  CHECK(marked(notes, paragraph("two", "two", "https://b.example/"), Charset::Utf8) ==
        "two\u00a0[2]");
  CHECK(marked(notes, paragraph("three", "three", "https://a.example/"), Charset::Utf8) ==
        "three\u00a0[1]");
  CHECK(notes.urls() == std::vector<std::string>{"https://a.example/", "https://b.example/"});
}

TEST_CASE("an address that is shown needs no note") {
  Footnotes notes;
  CHECK(marked(notes, paragraph("at https://x.example/ now", "https://x.example/"),
               Charset::Utf8) == "at https://x.example/ now");
  CHECK(notes.urls().empty());
}

TEST_CASE("beyond two hundred addresses links are only counted") {
  Footnotes notes;
  for (int i = 0; i < 205; ++i) {
    (void)marked(notes, paragraph("w", "w", "https://x.example/" + std::to_string(i)),
                 Charset::Utf8);
  }
  CHECK(notes.urls().size() == 200);
  CHECK(notes.left_out() == 5);
}

TEST_CASE("marks find their place in text that gets longer in ASCII") {
  CHECK(marked(paragraph("\u201cStra\u00dfe\u201d und mehr", "Stra\u00dfe"), Charset::Ascii) ==
        "\"Strasse\u00a0[1]\" und mehr");
}

TEST_SUITE_END();
