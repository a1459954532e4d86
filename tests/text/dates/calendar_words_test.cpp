#include "text/dates/calendar_words.h"

#include <string>

#include <doctest/doctest.h>

#include "text/dates/month_names.h"

using newshole::text::CalendarWords;
using newshole::text::english_month;
using newshole::text::Month;
using newshole::text::month_names_of_all_languages;

TEST_SUITE_BEGIN("text/dates/calendar_words");

TEST_CASE("each word that means one month in all languages is a month where no language is told") {
  const auto names = month_names_of_all_languages();
  REQUIRE(names.size() > 1000);
  for (const auto& name : names) {
    CAPTURE(name.word);
    if (english_month(name.word) == 0) CHECK(CalendarWords("").month(name.word) == name.month);
  }
}

TEST_CASE("a word that no language has is no month, wherever it stands among those that are") {
  for (const std::string word : {"", "a", "aaaa", "januar-", "januarx", "zzzz", "\u9fff\u9fff"}) {
    CAPTURE(word);
    CHECK(CalendarWords("").month(word) == Month{});
  }
}

TEST_SUITE_END();
