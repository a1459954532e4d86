#include "pages/changes/corrections.h"

#include <chrono>
#include <string>

#include <doctest/doctest.h>

#include "base/join.h"
#include "gopher/menu_file.h"
#include "pages/changes/difference.h"
#include "press/press.h"

using namespace newshole;
using namespace std::chrono_literals;
using store::Correction;

namespace {

const UtcTime kCorrectionTime =
    std::chrono::sys_days(std::chrono::year(2026) / 4 / 24) + 22h + 40min;

struct Scene {
  config::Config config;
  site::SiteProfile profile;

  Scene() {
    config.host = "gopher.example";
    config.editions = {config::Edition{}};
    profile.name = "news.example";
    profile.tagline = "news.example - unofficial";
  }
  [[nodiscard]] pages::SiteScope scope() const {
    return {{config, config.editions.front()}, profile};
  }
  [[nodiscard]] press::Press press() const {
    return press::Press::create(press::style_of(config, config.editions.front())).value();
  }
};

Correction correction(const std::string& before, const std::string& after) {
  extract::Article one;
  extract::Article other;
  one.headline = other.headline = "Rates up";
  one.blocks = {{.text = before}};
  other.blocks = {{.text = after}};
  return {.url = "https://news.example/a",
          .time = kCorrectionTime,
          .path = "news.example/corrections/2026/04/24/a.txt",
          .headline = "Rates up",
          .difference = pages::to_stored(pages::compare(one, other))};
}

std::string page_of(const Scene& scene, const Correction& correction) {
  return scene.press().page(pages::correction_page(correction, "/news.example/a.txt"),
                            {.tagline = scene.profile.tagline});
}

}  // namespace

TEST_SUITE_BEGIN("pages/corrections");

TEST_CASE("a page of a correction stands under its day by the story's name") {
  CHECK(pages::correction_path("news.example", "news.example/2026/04/23/tech/rates.txt",
                               kCorrectionTime,
                               1) == "news.example/corrections/2026/04/24/rates.txt");
  CHECK(pages::correction_path("news.example", "news.example/rates.txt", kCorrectionTime, 2) ==
        "news.example/corrections/2026/04/24/rates-2.txt");
}

TEST_CASE("a page says what changed, when, where the story is, and what the marks mean") {
  CHECK(page_of(Scene(), correction("It rose by two percent.", "It rose by three percent.")) ==
        "news.example - unofficial\n\n"
        "CORRECTION\n\n"
        "Rates up\n\n"
        "Changed on Fri 24 April 2026, 22:40 UTC\n"
        "The story as it is now: /news.example/a.txt\n\n"
        "Words that were taken out stand in [-such marks-], words that were put\n"
        "in stand in {+such marks+}.\n\n"
        "It rose by [-two-] {+three+} percent.\n");
}

TEST_CASE("a page without passages does not explain marks, and says how much was rewritten") {
  Correction rewritten = correction("", "");
  rewritten.difference = "*1\n!1 2000\n";
  const std::string page = page_of(Scene(), rewritten);
  CHECK(
      page.ends_with("now: /news.example/a.txt\n\n1 more passage changed.\n\n"
                     "Much was rewritten: 1 word before, 2000 now.\n"));
  CHECK(page.find("marks") == std::string::npos);
}

TEST_CASE("hostile words become no line, no item and no column of a page") {
  Scene scene;
  scene.config.editions.front().width = 40;
  Correction hostile =
      correction("a\n.\nb \t c", "a\n.\n1x\t/y\thost\t70 \u202e " + std::string(5000, 'z'));
  hostile.headline = std::string(100'000, 'H') + "\t\r\n.\n";
  const std::string page = page_of(scene, hostile);
  for (const std::string_view line : split(page, '\n')) {
    CHECK(line.size() <= 80);
    CHECK(line != ".");
    CHECK(line.find('\t') == std::string_view::npos);
  }
  const pages::CorrectionItem item{hostile, {gopher::ItemType::Text, "/x", hostile.headline}};
  const std::string menu =
      scene.press().bytes(pages::corrections_menu(scene.scope(), std::span(&item, 1)));
  std::size_t items = 0;
  for (const gopher::MenuItem& each : gopher::from_bytes(menu, gopher::Dialect::Gophermap))
    items += each.type == gopher::ItemType::Info ? 0 : 1;
  CHECK(items == 2);
}

TEST_CASE("the menu names each correction with its time and its kind, and leads back") {
  const Scene scene;
  const Correction changed = correction("a", "b");
  Correction gone = changed;
  gone.kind = Correction::Kind::TakenDown;
  const std::vector<pages::CorrectionItem> items = {
      {gone, {gopher::ItemType::Text, "/news.example/a.txt", ""}},
      {changed, {gopher::ItemType::Text, "/" + changed.path, ""}}};
  const std::string menu = scene.press().bytes(pages::corrections_menu(scene.scope(), items));
  CHECK(menu.find("0Rates up\t/news.example/a.txt\tgopher.example\t70\n"
                  "i  Fri 24 Apr 2026, 22:40 UTC, taken down by the site\t") != std::string::npos);
  CHECK(menu.find("0Rates up\t/news.example/corrections/2026/04/24/a.txt\tgopher.example\t70\n"
                  "i  Fri 24 Apr 2026, 22:40 UTC, changed\t") != std::string::npos);
  CHECK(menu.find("1<- back to index\t/news.example\t") != std::string::npos);
}

TEST_SUITE_END();
