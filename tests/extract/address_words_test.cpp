#include "extract/address_words.h"

#include <doctest/doctest.h>

using namespace newshole;

TEST_SUITE_BEGIN("extract/address_words");

TEST_CASE("folders of writers, tags and accounts hold no stories in any language") {
  for (const char* folder : {"authors", "autoren", "auteur", "tagi", "kategori", "mentions-legales",
                             "impressum", "contatti", "login", "wp-admin"}) {
    CAPTURE(folder);
    CHECK(extract::is_folder_without_stories(folder));
    CHECK_FALSE(extract::is_folder_mostly_without_stories(folder));
  }
}

TEST_CASE("folders of archives and series may hold stories") {
  for (const char* folder : {"archive", "archivo", "dossier", "thema", "temat", "sujet"}) {
    CAPTURE(folder);
    CHECK(extract::is_folder_mostly_without_stories(folder));
    CHECK_FALSE(extract::is_folder_without_stories(folder));
  }
}

TEST_CASE("folders of stories of any section are no section's name") {
  for (const char* folder : {"news", "nyheter", "artikel", "noticias", "en", "amp"}) {
    CAPTURE(folder);
    CHECK(extract::is_folder_of_all_sections(folder));
  }
  CHECK_FALSE(extract::is_folder_of_all_sections("politics"));
}

TEST_CASE("a folder is a whole word in lower case") {
  CHECK_FALSE(extract::is_folder_without_stories("autho"));
  CHECK_FALSE(extract::is_folder_without_stories("Authors"));
  CHECK_FALSE(extract::is_folder_without_stories(""));
}

TEST_SUITE_END();
