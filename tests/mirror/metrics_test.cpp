#include "mirror/metrics.h"

#include <chrono>
#include <string>

#include <doctest/doctest.h>

using namespace newshole;
using mirror::to_prometheus;

namespace {

constexpr UtcTime kNow{std::chrono::seconds(1758283200)};

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE_BEGIN("mirror/metrics");

TEST_CASE("each metric has its help, its type and a sample for each site") {
  mirror::Report report;
  report.sites = {{.site = "news.example",
                   .listed = 30,
                   .fetched = 5,
                   .added = 2,
                   .changed = 1,
                   .failing = 3,
                   .seconds = 1.23456,
                   .last_success = kNow,
                   .traffic = {.bytes_on_the_wire = 123456}},
                  {.site = "b.example",
                   .front_page_failed = true,
                   .last_success = kNow - std::chrono::hours(1)}};
  report.failures = {{"news.example", "https://news.example/a", {ErrorKind::Timeout, "x"}},
                     {"news.example", "https://news.example/b", {ErrorKind::Timeout, "x"}},
                     {"b.example", "https://b.example/", {ErrorKind::Timeout, "x"}},
                     {"", "gophermap", {ErrorKind::Io, "x"}}};
  report.files_written = {"news.example/a.txt", "gophermap"};
  report.bytes_written = 4321;
  CHECK(to_prometheus(report, kNow) ==
        R"(# HELP newshole_last_run_timestamp_seconds When the last run ended.
# TYPE newshole_last_run_timestamp_seconds gauge
newshole_last_run_timestamp_seconds 1758283200
# HELP newshole_run_failures Failures of the last run that are no site's.
# TYPE newshole_run_failures gauge
newshole_run_failures 1
# HELP newshole_written_files Files that the last run wrote.
# TYPE newshole_written_files gauge
newshole_written_files 2
# HELP newshole_written_bytes Bytes of the files that the last run wrote.
# TYPE newshole_written_bytes gauge
newshole_written_bytes 4321
# HELP newshole_last_success_timestamp_seconds When a refresh of the site last succeeded; 0 for never.
# TYPE newshole_last_success_timestamp_seconds gauge
newshole_last_success_timestamp_seconds{site="news.example"} 1758283200
newshole_last_success_timestamp_seconds{site="b.example"} 1758279600
# HELP newshole_refresh_success Whether the last run could refresh the site.
# TYPE newshole_refresh_success gauge
newshole_refresh_success{site="news.example"} 1
newshole_refresh_success{site="b.example"} 0
# HELP newshole_stories_listed Stories on the site's front pages.
# TYPE newshole_stories_listed gauge
newshole_stories_listed{site="news.example"} 30
newshole_stories_listed{site="b.example"} 0
# HELP newshole_stories_published Stories that the last run added to the mirror.
# TYPE newshole_stories_published gauge
newshole_stories_published{site="news.example"} 2
newshole_stories_published{site="b.example"} 0
# HELP newshole_stories_changed Stories whose text had changed in the last run.
# TYPE newshole_stories_changed gauge
newshole_stories_changed{site="news.example"} 1
newshole_stories_changed{site="b.example"} 0
# HELP newshole_stories_failed Failures of the last run: stories, front pages, files.
# TYPE newshole_stories_failed gauge
newshole_stories_failed{site="news.example"} 2
newshole_stories_failed{site="b.example"} 1
# HELP newshole_stories_failing Listed stories that failed when they were tried last.
# TYPE newshole_stories_failing gauge
newshole_stories_failing{site="news.example"} 3
newshole_stories_failing{site="b.example"} 0
# HELP newshole_received_bytes Bytes that came over the network for the site.
# TYPE newshole_received_bytes gauge
newshole_received_bytes{site="news.example"} 123456
newshole_received_bytes{site="b.example"} 0
# HELP newshole_refresh_seconds Seconds that the last run took for the site.
# TYPE newshole_refresh_seconds gauge
newshole_refresh_seconds{site="news.example"} 1.235
newshole_refresh_seconds{site="b.example"} 0.000
)");
}

TEST_CASE("a site that never succeeded has the age of the epoch, so that an alarm on it rings") {
  mirror::Report report;
  report.sites = {{.site = "news.example", .front_page_failed = true}};
  CHECK(holds(to_prometheus(report, kNow),
              "\nnewshole_last_success_timestamp_seconds{site=\"news.example\"} 0\n"));
}

TEST_CASE("quotes, backslashes, line feeds and malformed bytes cannot break a label") {
  mirror::Report report;
  report.sites = {{.site = "a\"b\\c\nd\xff\xc3\xa9"}};
  CHECK(holds(to_prometheus(report, kNow),
              "newshole_stories_listed{site=\"a\\\"b\\\\c\\nd\xef\xbf\xbd\xc3\xa9\"} 0\n"));
}

TEST_CASE("a run without sites still says when it ended") {
  CHECK(to_prometheus({}, kNow).starts_with(
      "# HELP newshole_last_run_timestamp_seconds When the last run ended.\n"
      "# TYPE newshole_last_run_timestamp_seconds gauge\n"
      "newshole_last_run_timestamp_seconds 1758283200\n"));
}

TEST_SUITE_END();
