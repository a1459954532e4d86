#include "press/reader.h"

#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "sandbox/workers.h"
#include "temp_folder.h"

using namespace newshole;

namespace {

class StillClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override { return {}; }
  [[nodiscard]] Tick tick() const override { return {}; }
};

fetch::Page page(const std::string& host) {
  const std::string sentence =
      "<p>The bank said on Friday that its rates would go up again, by a quarter of a point, and "
      "that it saw no reason to wait until the spring.</p>";
  return fetch::make_page(url::parse_url("https://" + host + "/a").value(),
                          "<!doctype html><title>Rates</title><h2>By the profile</h2>"
                          "<article><h1>Rates up again</h1>" +
                              sentence + sentence + sentence + "</article>",
                          "text/html")
      .value();
}

site::Catalog catalog() {
  const test::TempFolder folder;
  folder.write("news.example.json", R"({
    "name": "news.example", "title": "News", "hosts": ["news.example"],
    "web": "https://news.example/", "front_pages": ["https://news.example/"], "tagline": "news",
    "stories": {"links": ["li > a[href]@href"], "paths": ["/{slug}"]},
    "article": {"headline": ["h2"], "body": ["article"]}})");
  const std::vector<std::filesystem::path> folders = {folder.path()};
  return site::Catalog::load(folders).value();
}

}  // namespace

TEST_SUITE_BEGIN("press/reader");

TEST_CASE("a page of a site with a profile is read by it, any other without one") {
  const StillClock clock;
  const site::Catalog sites = catalog();
  press::Reader reader(sites, clock);
  CHECK(reader.article(page("news.example")).value().headline == "By the profile");
  CHECK(reader.article(page("other.example")).value().headline == "Rates up again");
}

TEST_CASE("a reader without profiles reads by the one that it is handed") {
  const StillClock clock;
  const site::Catalog sites = catalog();
  press::Reader reader(clock);
  CHECK(reader.profile_for(page("news.example").url) == nullptr);
  CHECK(reader.article(page("news.example")).value().headline == "Rates up again");
  CHECK(reader.article(page("news.example"), &sites.profiles().front()).value().headline ==
        "By the profile");
}

TEST_CASE("however a page is read, how each field was found can be asked for") {
  const StillClock clock;
  const site::Catalog sites = catalog();
  press::Reader reader(sites, clock);
  for (const site::SiteProfile* profile : {reader.profile_for(page("news.example").url),
                                           reader.profile_for(page("other.example").url)}) {
    std::vector<extract::FieldTrace> trace;
    CHECK(reader.article(page("news.example"), profile, &trace).has_value());
    CHECK_FALSE(trace.empty());
  }
}

TEST_CASE("a reader made before its process shuts itself in reads a time of any zone") {
  const SystemClock clock;
  std::unique_ptr<press::Reader> reader;
  const sandbox::Work work = {
      .prepare = [&] { reader = std::make_unique<press::Reader>(clock); },
      .answer =
          [&](std::string_view request) {
            const auto url = url::parse_url("https://news.example/2026/03/05/rates").value();
            const auto page =
                fetch::make_page(url, std::string(request), "text/html; charset=utf-8");
            return std::string(reader->article(*page) ? "read" : "not read");
          }};
  const auto workers = sandbox::Workers::start(work, {}, clock);
  REQUIRE(workers);
  std::string html = page("news.example").html;
  html.insert(html.find("</h1>") + 5, "<p class=date>March 5, 2026 2:30 PM ET</p>");
  CHECK((*workers)->answer(html) == "read");
  // Names of months that only another language has, in another calendar.
  html.replace(html.find("March 5, 2026 2:30 PM ET"), 24, "14 \u0627\u0633\u0641\u0646\u062f 1404");
  CHECK((*workers)->answer(html) == "read");
}

TEST_SUITE_END();
