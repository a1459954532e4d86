#include "text/markup.h"

#include <doctest/doctest.h>

using newshole::text::escaped_markup;

TEST_SUITE_BEGIN("text/markup");

TEST_CASE("what would be markup is a reference, and all else stays") {
  CHECK(escaped_markup("a < b && \"c\" > 'd'") == "a &lt; b &amp;&amp; &quot;c&quot; &gt; 'd'");
  CHECK(escaped_markup("").empty());
  CHECK(escaped_markup("\u00e9&") == "\u00e9&amp;");
}

TEST_SUITE_END();
