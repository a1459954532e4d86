#include "pages/own_file.h"

#include <string>

#include <doctest/doctest.h>

#include "temp_folder.h"

using namespace newshole;

TEST_SUITE_BEGIN("pages/own_file");

TEST_CASE("a file is read as UTF-8, be it that or of an edition in Latin-1") {
  const test::TempFolder folder;
  folder.write("a.txt", "Caf\xc3\xa9");
  folder.write("b.txt", "Caf\xe9");
  CHECK(pages::text_of_own_file(folder.path() / "a.txt", 100) == "Caf\u00e9");
  CHECK(pages::text_of_own_file(folder.path() / "b.txt", 100) == "Caf\u00e9");
  CHECK(pages::text_of_own_file(folder.path() / "none.txt", 100).empty());
}

TEST_CASE("a part of a file ends with a whole character") {
  const test::TempFolder folder;
  const std::string text = "a\u00e9\u20ac\U0001f600z";
  folder.write("a.txt", text);
  for (std::size_t most = 0; most <= text.size(); ++most) {
    CAPTURE(most);
    const std::string part = pages::text_of_own_file(folder.path() / "a.txt", most);
    CHECK(text.starts_with(part));
    CHECK(part.size() + 4 > most);
  }
  CHECK(pages::text_of_own_file(folder.path() / "a.txt", 3) == "a\u00e9");
}

TEST_CASE("an article stands behind its heading, which has a line of its own") {
  CHECK(pages::article_in("##\n\nARTICLE VIEW:\n\nTitle\n") == "Title\n");
  CHECK(pages::article_in("ARTICLE VIEW:\n\nTitle\n") == "Title\n");
  CHECK_FALSE(pages::article_in("my ARTICLE VIEW:\n\nTitle\n"));
  CHECK_FALSE(pages::article_in(""));
}

TEST_CASE("an article ends above its foot; words of the foot within it are its own") {
  const std::string foot = "\nBack to index: /news.example\nThat day: /news.example/archive\n";
  const std::string text = "Title\n\nBack to index: said he.\n\nBody\n";
  CHECK(pages::article_in("ARTICLE VIEW:\n\n" + text + foot) == text);
  CHECK(pages::article_in("ARTICLE VIEW:\n\nTitle\n" + foot) == "Title\n");
  CHECK(pages::article_in("ARTICLE VIEW:\n\n" + text) == text);
}

TEST_SUITE_END();
