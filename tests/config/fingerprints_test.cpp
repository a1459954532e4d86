#include "config/fingerprints.h"

#include <doctest/doctest.h>

using namespace newshole;
using config::Fingerprints;

namespace {

site::SiteProfile profile() {
  site::SiteProfile profile;
  profile.revision = 5;
  profile.name = "news.example";
  profile.title = "News";
  profile.banner = {"N E W S"};
  return profile;
}

const Fingerprints kPlain = config::fingerprints_of({}, profile());

}  // namespace

TEST_SUITE_BEGIN("config/fingerprints");

TEST_CASE("fingerprints are those that mirrors of earlier versions have in their states") {
  CHECK(kPlain.layout == 0x3199225BD6305AACU);
  CHECK(kPlain.menu_layout == 0x4F416DE2C0B3158AU);
  CHECK(kPlain.rules == 0xC5C6FC1B74049F98U);
}

TEST_CASE("what a story shows changes the layout of stories and menus, and no rules") {
  config::Config config;
  config.editions[0].width = 60;
  const Fingerprints other = config::fingerprints_of(config, profile());
  CHECK(other.layout != kPlain.layout);
  CHECK(other.menu_layout != kPlain.menu_layout);
  CHECK(other.rules == kPlain.rules);
}

TEST_CASE("a search that the front page leads to changes the layout of menus alone") {
  config::Config config;
  config.search.kind = config::SearchService::Kind::Serve;
  const Fingerprints other = config::fingerprints_of(config, profile());
  CHECK(other.layout == kPlain.layout);
  CHECK(other.menu_layout != kPlain.menu_layout);
}

TEST_CASE("lines above and below the front page change the layout of menus alone") {
  site::SiteProfile above = profile();
  above.header = {"a", "b"};
  site::SiteProfile around = profile();
  around.header = {"a"};
  around.footer = {"b"};
  const Fingerprints first = config::fingerprints_of({}, above);
  CHECK(first.menu_layout != kPlain.menu_layout);
  CHECK(first.layout == kPlain.layout);
  CHECK(first.rules == kPlain.rules);
  CHECK(config::fingerprints_of({}, around).menu_layout != first.menu_layout);
}

TEST_CASE("another revision of the profile changes the rules alone") {
  site::SiteProfile revised = profile();
  revised.revision = 6;
  const Fingerprints other = config::fingerprints_of({}, revised);
  CHECK(other.rules != kPlain.rules);
  CHECK(other.layout == kPlain.layout);
}

TEST_CASE("what is not shown in the mirror changes nothing") {
  config::Config config;
  config.keep_days = 3;
  config.story_limit = 2;
  config.network.contact = "mailto:me@news.example";
  CHECK(config::fingerprints_of(config, profile()) == kPlain);
}

TEST_SUITE_END();
