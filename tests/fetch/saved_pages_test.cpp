#include "fetch/saved_pages.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>

#include <doctest/doctest.h>

#include "temp_folder.h"

using namespace newshole;
using test::TempFolder;
namespace fs = std::filesystem;

namespace {

std::string found_in(const fs::path& folder, const url::Url& url) {
  const auto page = fetch::SavedPages(folder).fetch(url);
  return page ? page->html : "none: " + std::string(reason_name(page.error().kind));
}

std::string found(const TempFolder& dir, std::string_view url) {
  return found_in(dir.path(), url::parse_url(url).value());
}

/// What a URL finds whose fields no parser has seen.
std::string found_by_fields(const fs::path& folder, std::string_view host, std::string path) {
  url::Url url = url::parse_url("https://news.example/").value();
  url.host = host;
  url.path = std::move(path);
  return found_in(folder, url);
}

std::string saved_as(std::string_view url) {
  return fetch::saved_path(url::parse_url(url).value()).string();
}

}  // namespace

TEST_SUITE_BEGIN("fetch/saved_pages");

TEST_CASE("once asked to stop it reads no further page, and answers all the same") {
  const TempFolder dir;
  dir.write("news.example/index.html", "front");
  const fetch::Request front{.url = url::parse_url("https://news.example/").value()};
  Stop stop;
  fetch::SavedPages pages(dir.path());
  pages.heed(stop);
  std::string got;
  pages.fetch_all(std::array{front, front}, [&](std::size_t, const Result<fetch::Answer>& answer) {
    got += answer ? "page " : std::string(reason_name(answer.error().kind));
    stop.request();
  });
  CHECK(got == "page stopped");
}

TEST_CASE("a page is found where wget leaves it") {
  const TempFolder dir;
  dir.write("news.example/index.html", "front");
  dir.write("news.example/2025/a.html", "a");
  dir.write("news.example/2025/b", "b");
  dir.write("news.example/2025/c/index.html", "c");
  dir.write("news.example/d?page=2.html", "d");
  dir.write("news.example/e/index.html?x=1%2F2", "e");
  dir.write("news.example/two words.html", "f");
  dir.write("news.example/caf\u00e9.html", "g");
  dir.write("news.example:8080/h.html", "h");
  CHECK(found(dir, "https://news.example") == "front");
  CHECK(found(dir, "https://news.example/index.html") == "front");
  CHECK(found(dir, "https://news.example/2025/a") == "a");
  CHECK(found(dir, "https://news.example/2025/a#part") == "a");
  CHECK(found(dir, "https://news.example/2025/b") == "b");
  CHECK(found(dir, "https://news.example/2025/c/") == "c");
  CHECK(found(dir, "https://news.example/d?page=2") == "d");
  CHECK(found(dir, "https://news.example/e/?x=1/2") == "e");
  CHECK(found(dir, "https://news.example/two%20words") == "f");
  CHECK(found(dir, "https://news.example/caf%C3%A9") == "g");
  CHECK(found(dir, "http://news.example:8080/h") == "h");
}

TEST_CASE("a story and its index.html are one page") {
  const TempFolder dir;
  dir.write("news.example/a.html", "a");
  dir.write("news.example/b/index.html", "b");
  CHECK(found(dir, "https://news.example/a/index.html") == "a");
  CHECK(found(dir, "https://news.example/a/") == "a");
  CHECK(found(dir, "https://news.example/b") == "b");
}

TEST_CASE("another query is another page") {
  const TempFolder dir;
  dir.write("news.example/a.html", "first");
  CHECK(found(dir, "https://news.example/a?page=2") == "none: not-found");
}

TEST_CASE("the page keeps the URL it was asked by") {
  const TempFolder dir;
  dir.write("news.example/a.html", "a");
  fetch::SavedPages pages(dir.path());
  const auto page = pages.fetch(url::parse_url("https://news.example/a/index.html").value());
  REQUIRE(page);
  CHECK(page->url.text == "https://news.example/a/index.html");
  CHECK(pages.traffic().requests == 1);
  CHECK(pages.traffic().bytes_decoded == 1);
}

TEST_CASE("a missing page is named by what was looked for") {
  const TempFolder dir;
  fetch::SavedPages pages(dir.path());
  const auto page = pages.fetch(url::parse_url("https://news.example/a").value());
  REQUIRE_FALSE(page);
  CHECK(page.error().message == "no saved page in " + dir.path().string() +
                                    ": news.example/a, news.example/a.html, "
                                    "news.example/a/index.html");
}

TEST_CASE("one missing page leaves the others alone") {
  const TempFolder dir;
  dir.write("news.example/b.html", "b");
  const std::array requests = {
      fetch::Request{url::parse_url("https://news.example/a").value()},
      fetch::Request{url::parse_url("https://news.example/b").value()},
  };
  std::string seen;
  fetch::SavedPages(dir.path())
      .fetch_all(requests, [&](std::size_t i, const Result<fetch::Answer>& answer) {
        seen += std::to_string(i) + (answer ? std::get<fetch::Page>(*answer).html : "-") + ";";
      });
  CHECK(seen == "0-;1b;");
}

TEST_CASE("no URL leads out of the folder") {
  const TempFolder outer;
  outer.write("secret.html", "secret");
  outer.write("pages/news.example/a.html", "a");
  fs::create_symlink(outer.path(), outer.path() / "pages/news.example/out");
  fs::create_symlink("../../secret.html", outer.path() / "pages/news.example/b.html");
  fs::create_symlink("a.html", outer.path() / "pages/news.example/c.html");
  const fs::path pages = outer.path() / "pages";
  CHECK(found_by_fields(pages, "news.example", "/a") == "a");
  CHECK(found_by_fields(pages, "news.example", "/c") == "a");

  struct Row {
    std::string_view host;
    std::string path;
  };
  const auto rows = std::to_array<Row>({
      {"news.example", "/b"},
      {"news.example", "/out/secret"},
      {"news.example", "/../../secret"},
      {"news.example", "/%2e%2e/%2e%2e/secret"},
      {"news.example", "/..%2F..%2Fsecret"},
      {"news.example", "//" + outer.path().string() + "/secret"},
      {"news.example", "/../news.example/a"},
      {"news.example", std::string("/a.html\0b", 9)},
      {"..", "/secret"},
      {"", "/secret"},
      {"../../secret.html", ""},
  });
  for (const Row& row : rows) {
    CAPTURE(row.path);
    CHECK(found_by_fields(pages, row.host, row.path) == "none: not-found");
  }
}

TEST_CASE("a folder, a device and a name too long are no pages") {
  const TempFolder dir;
  fs::create_directories(dir.path() / "news.example/a.html");
  fs::create_symlink("/dev/zero", dir.path() / "news.example/zero.html");
  CHECK(found(dir, "https://news.example/a") == "none: not-found");
  CHECK(found(dir, "https://news.example/zero") == "none: not-found");
  CHECK(found(dir, "https://news.example/" + std::string(5000, 'x')) == "none: not-found");
}

TEST_CASE("a page is saved under its host and path") {
  CHECK(saved_as("https://news.example") == "news.example/index.html");
  CHECK(saved_as("https://news.example/2025/a") == "news.example/2025/a.html");
  CHECK(saved_as("https://news.example/2025/") == "news.example/2025/index.html");
  CHECK(saved_as("https://news.example/a/index.html") == "news.example/a/index.html");
  CHECK(saved_as("https://news.example/a?x=1&y=/2") == "news.example/a?x=1%26y=%2F2.html");
  CHECK(saved_as("https://news.example/a:b/c*") == "news.example/a%3Ab/c%2A.html");
  CHECK(saved_as("http://[::1]/a") == "%5B%3A%3A1%5D/a.html");
}

TEST_CASE("whatever its fields hold, a URL is saved below the folder") {
  url::Url url = url::parse_url("https://news.example/").value();
  url.host = "..";
  url.path = std::string("/../a/./x\0\ny", 12);
  CHECK(fetch::saved_path(url).string() == "%2E%2E/%2E%2E/a/%2E/x%00%0Ay.html");
}

TEST_CASE("what was saved is found again") {
  constexpr auto kUrls = std::to_array<std::string_view>({
      "https://news.example/",
      "https://news.example/2025/09/19/a",
      "https://news.example/2025/",
      "https://news.example/b/index.html",
      "https://news.example/two%20words%25",
      "https://news.example/d?x=1&y=/2",
      "https://news.example/e/?q",
      "https://news.example/e:f*g//h",
      "https://news.example/caf%C3%A9",
      "https://news.example:8443/i",
      "http://[::1]:8080/j",
  });
  for (const std::string_view text : kUrls) {
    CAPTURE(text);
    const TempFolder dir;
    dir.write(saved_as(text), "here");
    CHECK(found(dir, text) == "here");
  }
}

TEST_CASE("an address longer than a file's name may be is saved and found again") {
  const std::string page = "https://news.example/article.php?a=https://other.example/";
  const std::string first = page + std::string(400, 'x') + "1";
  const std::string second = page + std::string(400, 'x') + "2";
  const TempFolder dir;
  dir.write(saved_as(first), "one");
  dir.write(saved_as(second), "two");
  CHECK(found(dir, first) == "one");
  CHECK(found(dir, second) == "two");
  const std::string path = "https://news.example/" + std::string(300, 'y') + "/z";
  dir.write(saved_as(path), "three");
  CHECK(found(dir, path) == "three");
}

TEST_CASE("a file that cannot be read says why") {
  const TempFolder dir;
  const auto missing = fetch::read_file(dir.path() / "none");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::Usage);
  CHECK(missing.error().message == "cannot be read: no such file or directory");
  CHECK(fetch::read_file(dir.path()).error().message == "cannot be read: is a directory");
}

TEST_CASE("an endless file cannot be read, today or tomorrow") {
  const auto zeros = fetch::read_file("/dev/zero");
  REQUIRE_FALSE(zeros);
  CHECK(zeros.error().kind == ErrorKind::Usage);
  CHECK(zeros.error().message == "cannot be read: it holds more than 32 MB");
}

TEST_CASE("a file is read byte for byte") {
  const TempFolder dir;
  const std::string bytes = std::string(70'000, 'x') + std::string("\0\r\n\xff", 4);
  dir.write("a", bytes);
  CHECK(fetch::read_file(dir.path() / "a").value() == bytes);
}

TEST_SUITE_END();
