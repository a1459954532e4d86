#include "text/markup.h"

#include <string>

#include <doctest/doctest.h>

using newshole::text::bytes_before_markup;
using newshole::text::escaped_markup;

TEST_SUITE_BEGIN("text/markup");

TEST_CASE("what would be markup is a reference, and all else stays") {
  CHECK(escaped_markup("a < b && \"c\" > 'd'") == "a &lt; b &amp;&amp; &quot;c&quot; &gt; 'd'");
  CHECK(escaped_markup("").empty());
  CHECK(escaped_markup("\u00e9&") == "\u00e9&amp;");
}

TEST_CASE("markup begins at the first angle bracket or ampersand, wherever it stands") {
  for (std::size_t size = 0; size < 100; ++size) {
    const std::string plain(size, 'x');
    CHECK(bytes_before_markup(plain) == size);
    CHECK(bytes_before_markup(plain + "<" + plain + "&") == size);
    CHECK(bytes_before_markup(plain + "&" + plain + "<") == size);
    CHECK(bytes_before_markup(plain + "\xBC\xA6>") == size + 3);
  }
}

TEST_SUITE_END();
