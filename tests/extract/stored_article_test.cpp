#include "extract/stored_article.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <doctest/doctest.h>

#include "extract/full_article.h"

using namespace newshole;
using extract::Article;
using extract::BlockKind;

using test::full_article;

namespace {

/// What a version without copyright and preferences made of an article, in hexadecimal.
constexpr std::string_view kOldForm =
    "f000000078014d8e3b0ec2300c867b0e264e4077363a317203e436ce839a38aa1da01b1c84919d83"
    "709ecc14a920b6ffa54fffd34156cf83dcdc26c6e58ed1b6c45d2fb707c015fa0aa80017506cd88c"
    "2bdb8e14221e9a7139cfbdcd44fb3c50f11ec17c5ab39d8427882e83c362236be8b084945b0ae2d1"
    "2cfceb5ea59fddb3b5825a39c14e03c7368b91a04811cfb2c20b1c13a115cec387a2e188a253565c"
    "4e663a664a9cc517d44d774e5e35c9baaeff2135bc017cac6471";
constexpr std::uint64_t kOldFingerprint = 7200160678074962664U;

std::string bytes_of(std::string_view hexadecimal) {
  std::string bytes;
  for (std::size_t at = 0; at < hexadecimal.size(); at += 2)
    bytes += static_cast<char>(std::stoi(std::string(hexadecimal.substr(at, 2)), nullptr, 16));
  return bytes;
}

}  // namespace

TEST_SUITE_BEGIN("extract/stored_article");

TEST_CASE("an article that was kept before there were these fields is read, and is the same") {
  const auto back = extract::from_stored(bytes_of(kOldForm));
  REQUIRE(back);
  CHECK(back->headline == "Head");
  CHECK_FALSE(back->copyright);
  CHECK(back->preferences == fetch::Preferences{});
  CHECK(extract::content_fingerprint(*back) == kOldFingerprint);
}

TEST_CASE("an article that differs in one field has another fingerprint") {
  using Change = void (*)(Article&);
  constexpr std::array<Change, 19> kChanges = {
      [](Article& it) { it.url += "x"; },
      [](Article& it) { it.full_url.reset(); },
      [](Article& it) { it.headline += "x"; },
      [](Article& it) { it.byline = "By Ann"; },
      [](Article& it) { it.authors.pop_back(); },
      [](Article& it) { it.published.reset(); },
      [](Article& it) { it.updated->time += std::chrono::seconds(1); },
      [](Article& it) { it.updated->offset = std::chrono::minutes(0); },
      [](Article& it) { it.updated->offset.reset(); },
      [](Article& it) { it.reading = extract::Reading::Generic; },
      [](Article& it) { it.timestamp.reset(); },
      [](Article& it) { it.notice = ""; },
      [](Article& it) { it.copyright = "Wire"; },
      [](Article& it) { it.copyright.reset(); },
      [](Article& it) { it.blocks[0].kind = BlockKind::Paragraph; },
      [](Article& it) { it.blocks[0].level.reset(); },
      [](Article& it) { it.blocks[0].ordinal = 8; },
      [](Article& it) { it.blocks[0].links.clear(); },
      [](Article& it) { std::swap(it.blocks[0], it.blocks[1]); }};
  std::set<std::uint64_t> seen = {extract::content_fingerprint(full_article())};
  CHECK(seen.contains(extract::content_fingerprint(full_article())));
  for (const Change change : kChanges) {
    Article article = full_article();
    change(article);
    CHECK(seen.insert(extract::content_fingerprint(article)).second);
  }
}

TEST_CASE("a kept article comes back whole") {
  const Article article = full_article();
  const auto back = extract::from_stored(extract::to_stored(article));
  REQUIRE(back);
  CHECK(back->url == article.url);
  CHECK(back->full_url == article.full_url);
  CHECK(back->site == article.site);
  CHECK(back->headline == article.headline);
  CHECK(back->byline == article.byline);
  CHECK(back->authors == article.authors);
  CHECK(back->published == article.published);
  CHECK(back->updated == article.updated);
  CHECK(back->notice == article.notice);
  CHECK(back->timestamp == article.timestamp);
  CHECK(back->source == article.source);
  CHECK(back->copyright == article.copyright);
  CHECK(back->preferences == article.preferences);
  CHECK(back->section == article.section);
  CHECK(back->language == article.language);
  CHECK(back->blocks == article.blocks);
}

TEST_CASE("a date alone is kept as one, and so is the reading") {
  Article article = full_article();
  article.published->offset.reset();
  article.reading = extract::Reading::Generic;
  const auto back = extract::from_stored(extract::to_stored(article));
  REQUIRE(back);
  CHECK(back->published == article.published);
  CHECK(back->reading == article.reading);
}

TEST_CASE("a preference that a site begins to state is no change of its stories") {
  Article article = full_article();
  article.preferences = {};
  CHECK(extract::content_fingerprint(article) == extract::content_fingerprint(full_article()));
}

TEST_CASE("what a page lacks comes back as lacking") {
  const auto back = extract::from_stored(extract::to_stored({.headline = "h"}));
  REQUIRE(back);
  CHECK_FALSE(back->byline);
  CHECK_FALSE(back->published);
  CHECK(back->authors.empty());
  CHECK_FALSE(back->copyright);
  CHECK(back->preferences == fetch::Preferences{});
  CHECK(back->blocks.empty());
}

TEST_CASE("a long text takes little room") {
  Article article{.headline = "h"};
  for (int i = 0; i < 100; ++i)
    article.blocks.push_back(
        {.text = "The harbour authority said so again, number " + std::to_string(i)});
  CHECK(extract::to_stored(article).size() < 1500);
}

TEST_CASE("damaged bytes are an error, wherever they are damaged") {
  const std::string bytes = extract::to_stored(full_article());
  CHECK_FALSE(extract::from_stored(""));
  CHECK_FALSE(extract::from_stored(bytes.substr(0, 3)));
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK_FALSE(extract::from_stored(bytes.substr(0, size)));
  CHECK_FALSE(extract::from_stored("\xff\xff\xff\xff" + bytes.substr(4)));
}

TEST_SUITE_END();
