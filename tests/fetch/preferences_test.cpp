#include "fetch/preferences.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "fetch/page_message.h"

using namespace newshole;
using fetch::Preferences;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

const url::Url kAddress = url::parse_url("https://news.example/a/b").value();

Preferences of(const Fields& fields) {
  Preferences stated;
  for (const auto& [name, value] : fields) fetch::add_field(stated, name, value, kAddress);
  return stated;
}

bool forbids_archive(const std::string& tags) {
  return of({{"X-Robots-Tag", tags}}).no_archive;
}

std::string license(const std::string& links) {
  return of({{"Link", links}}).license.value_or("none");
}

}  // namespace

TEST_SUITE_BEGIN("fetch/preferences");

TEST_CASE("noarchive counts for everybody and for newshole, and not for another's product") {
  for (const char* tags :
       {"noarchive", "NoArchive", "noindex, noarchive", "newshole: noarchive", "*: noarchive",
        "Newshole: noindex, noarchive", "otherbot: nofollow, newshole: noarchive",
        "max-snippet: 20, noarchive", "unavailable_after: 25 Jun 2030 15:00:00 GMT, noarchive"}) {
    CAPTURE(tags);
    CHECK(forbids_archive(tags));
  }
  for (const char* tags : {"", "none", "all", "noindex, nofollow", "otherbot: noarchive",
                           "otherbot: noindex, noarchive", "newshole: none, otherbot: noarchive",
                           "noarchived", ":", ",,:,"}) {
    CAPTURE(tags);
    CHECK_FALSE(forbids_archive(tags));
  }
}

TEST_CASE("any of several fields may say noarchive") {
  CHECK(of({{"x-robots-tag", "otherbot: noarchive"}, {"X-Robots-Tag", "noarchive"}}).no_archive);
}

TEST_CASE("a reservation is 0 or 1, and a policy an address") {
  const Preferences stated =
      of({{"TDM-Reservation", " 1 "}, {"TDM-Policy", "/tdm.json"}, {"tdm-reservation", "0"}});
  CHECK(stated.tdm_reservation == "1");
  CHECK(stated.tdm_policy == "https://news.example/tdm.json");
  const Preferences odd = of({{"TDM-Reservation", "yes"}, {"TDM-Policy", "javascript:alert(1)"}});
  CHECK(odd == Preferences{});
}

TEST_CASE("several fields of Content-Usage are one list") {
  CHECK(of({{"Content-Usage", "train-ai=n"}}).content_usage == "train-ai=n");
  CHECK(of({{"Content-Usage", "train-ai=n"}, {"Content-Usage", "search=y"}}).content_usage ==
        "train-ai=n, search=y");
}

TEST_CASE("a value that is too long or no text is not stated") {
  const std::string usage(500, 'a');
  CHECK(of({{"Content-Usage", usage}}).content_usage == usage);
  CHECK(of({{"Content-Usage", usage + "a"}}) == Preferences{});
  CHECK(of({{"Content-Usage", "caf\u00e9=n"}}) == Preferences{});
  CHECK(of({{"Content-Usage", "a\x1b[2J"}}) == Preferences{});
  CHECK(of({{"TDM-Policy", "https://news.example/" + std::string(2000, 'a')}}) == Preferences{});
}

TEST_CASE("a link is a licence by its relation and the type of RSL") {
  const std::string rsl = "; rel=\"license\"; type=\"application/rsl+xml\"";
  CHECK(license("<https://l.example/l.xml>" + rsl) == "https://l.example/l.xml");
  CHECK(license("</l.xml>;type=application/rsl+xml;REL=License") == "https://news.example/l.xml");
  CHECK(license("<https://x.example/a,b>; rel=preload, <https://l.example/?a,b;c>" + rsl) ==
        "https://l.example/?a,b;c");
  CHECK(license("</x>; title=\"a, b; <c>\"; rel=\"nofollow license\"; type=application/rsl+xml") ==
        "https://news.example/x");
  CHECK(license("</l.xml>; rel=license") == "none");
  CHECK(license("</l.xml>; rel=license; type=text/html") == "none");
  CHECK(license("/l.xml" + rsl) == "none");
  for (const char* broken : {"", "<", "<>", ";", "\"", "<a;rel=license", ",,;;<<>>\"\""}) {
    CAPTURE(broken);
    CHECK(license(broken) == "none");
  }
}

TEST_CASE("the first licence counts") {
  const std::string rsl = "; rel=license; type=application/rsl+xml";
  CHECK(license("</a>" + rsl + ", </b>" + rsl) == "https://news.example/a");
}

TEST_CASE("what is stated goes before what is weaker, and noarchive counts wherever it stands") {
  Preferences stated{.tdm_reservation = "0"};
  const Preferences weaker{
      .no_archive = true, .tdm_reservation = "1", .content_usage = "train-ai=n"};
  fetch::add_weaker(stated, weaker);
  CHECK(stated ==
        Preferences{.no_archive = true, .tdm_reservation = "0", .content_usage = "train-ai=n"});
}

TEST_CASE("a page comes to a worker with what its header and its site state") {
  fetch::Page page = fetch::make_page(kAddress, "<p>x</p>", "text/html").value();
  page.validators.etag = "\"1\"";
  page.preferences = {.no_archive = true, .tdm_policy = "https://news.example/p"};
  page.site_preferences = {.content_usage = "train-ai=n", .license = "https://news.example/l"};
  sandbox::MessageWriter message;
  fetch::write(message, page);
  const std::string bytes = message.take();
  sandbox::MessageReader reader(bytes);
  const auto back = fetch::read_page(reader);
  REQUIRE(back);
  CHECK(reader.is_whole());
  CHECK(back->validators == page.validators);
  CHECK(back->preferences == page.preferences);
  CHECK(back->site_preferences == page.site_preferences);
}

TEST_SUITE_END();
