#include "text/plain_breaks.h"

#include <memory>
#include <random>
#include <string>

#include <doctest/doctest.h>
#include <unicode/brkiter.h>
#include <unicode/locid.h>

#include "text/utf8.h"

using namespace newshole::text;

namespace {

using Offsets = std::vector<std::size_t>;

Offsets plain_breaks(std::string_view text) {
  Offsets breaks;
  REQUIRE(find_plain_breaks(text, breaks));
  return breaks;
}

class IcuBreaks {
 public:
  IcuBreaks() {
    UErrorCode status = U_ZERO_ERROR;
    iterator_.reset(icu::BreakIterator::createLineInstance(icu::Locale::getRoot(), status));
    REQUIRE(U_SUCCESS(status) != 0);
  }

  Offsets of(std::string_view utf8) {
    UErrorCode status = U_ZERO_ERROR;
    UText text = UTEXT_INITIALIZER;
    utext_openUTF8(&text, utf8.data(), static_cast<std::int64_t>(utf8.size()), &status);
    iterator_->setText(&text, status);
    Offsets breaks;
    iterator_->first();
    for (std::int32_t at = iterator_->next(); at != icu::BreakIterator::DONE;
         at = iterator_->next()) {
      breaks.push_back(static_cast<std::size_t>(at));
    }
    utext_close(&text);
    return breaks;
  }

 private:
  std::unique_ptr<icu::BreakIterator> iterator_;
};

}  // namespace

TEST_SUITE_BEGIN("text/plain_breaks");

TEST_CASE("prose breaks at blanks, after hyphens and around dashes") {
  CHECK(plain_breaks("It\u2019s a well-known rule.") == Offsets{7, 9, 14, 20, 25});
  CHECK(plain_breaks("so\u2014he") == Offsets{2, 5, 7});
  CHECK(plain_breaks("(CNN) - The") == Offsets{6, 8, 11});
  CHECK(plain_breaks("a\nb") == Offsets{2, 3});
  CHECK(plain_breaks("").empty());
}

TEST_CASE("what prose seldom has is left to ICU") {
  Offsets breaks;
  CHECK_FALSE(find_plain_breaks("a\u4e2d", breaks));
  CHECK_FALSE(find_plain_breaks("http://x", breaks));
  CHECK_FALSE(find_plain_breaks("a+b", breaks));
  CHECK_FALSE(find_plain_breaks("3\u00d74", breaks));
  CHECK_FALSE(find_plain_breaks("e\u0301", breaks));
  CHECK_FALSE(find_plain_breaks("\xe2\x80", breaks));
}

TEST_CASE("random prose has exactly the break opportunities that ICU finds") {
  static constexpr std::string_view kAtoms[] = {
      "a",      "b",      "Z",      "1",      "2",      "9",      ".",      ",",      ":",
      ";",      "!",      "?",      "\"",     "'",      "\u2018", "\u2019", "\u201c", "\u201d",
      "-",      "\u2014", "\u2013", "(",      ")",      "[",      "]",      "$",      "%",
      "/",      "\u2026", "\u00a0", "\n",     " ",      " ",      " ",      "word",   "one two",
      "\u00e9", "\u00c0", "a-b",    " - ",    "&",      "@",      "#",      "\u0142", "3.5",
      "\u0416", "\u03b1", "\u00ab", "\u00bb", "\u201e", "\u2039", "\u00ad"};
  std::mt19937 random(15);
  IcuBreaks icu;
  Offsets breaks;
  int plain = 0;
  for (int round = 0; round < 60000; ++round) {
    std::string text;
    for (auto size = random() % 8; size != 0; --size) text += kAtoms[random() % std::size(kAtoms)];
    if (!find_plain_breaks(text, breaks)) continue;
    ++plain;
    CAPTURE(text);
    REQUIRE(breaks == icu.of(text));
  }
  CHECK(plain > 10000);
}

TEST_CASE("every character that is taken for plain breaks beside others as ICU says") {
  static constexpr std::string_view kNeighbours[] = {"a",      "1", ".", " ", "-",
                                                     "\u2014", "(", ")", "\""};
  IcuBreaks icu;
  Offsets breaks;
  int plain = 0;
  for (char32_t c = 0x20; c < 0x3100; ++c) {
    for (const std::string_view left : kNeighbours) {
      for (const std::string_view right : kNeighbours) {
        std::string text(left);
        append_utf8(text, c);
        text.append(right);
        if (!find_plain_breaks(text, breaks)) continue;
        ++plain;
        CAPTURE(text);
        REQUIRE(breaks == icu.of(text));
      }
    }
  }
  CHECK(plain > 20000);
}

TEST_CASE("every sequence of four kinds of characters agrees with ICU or is left to it") {
  static constexpr std::string_view kKinds[] = {"a",      "1",      ".",      "!",  "\"", "-",
                                                "\u2014", "\u2013", "(",      ")",  "$",  "%",
                                                "/",      "\u2026", "\u00a0", "\n", " "};
  IcuBreaks icu;
  Offsets breaks;
  for (const std::string_view first : kKinds) {
    for (const std::string_view second : kKinds) {
      for (const std::string_view third : kKinds) {
        for (const std::string_view fourth : kKinds) {
          std::string text(first);
          text.append(second).append(third).append(fourth);
          if (!find_plain_breaks(text, breaks)) continue;
          CAPTURE(text);
          CHECK(breaks == icu.of(text));
        }
      }
    }
  }
}

TEST_SUITE_END();
