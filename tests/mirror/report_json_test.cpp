#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "mirror/refresh.h"

using namespace newshole;

TEST_SUITE_BEGIN("mirror/report_json");

TEST_CASE("a report is one JSON object with all keys") {
  mirror::Report report;
  report.sites = {{.site = "news.example",
                   .listed = 3,
                   .fetched = 2,
                   .added = 1,
                   .unchanged = 1,
                   .gone = 5,
                   .newly_gone = 1,
                   .failing = 2,
                   .held = 6,
                   .rebuilt = 7,
                   .removed = 8,
                   .unknown_characters = 4,
                   .ended_early = true,
                   .seconds = 1.23456,
                   .last_success = std::chrono::sys_days(std::chrono::year(2025) / 9 / 19) +
                                   std::chrono::hours(12),
                   .traffic = {.requests = 2, .bytes_decoded = 4}}};
  const std::chrono::sys_days day = std::chrono::year(2025) / 9 / 18;
  report.failures = {
      {"news.example", "https://news.example/a", {ErrorKind::TooLarge, "body over 8 MB"}},
      {"", "b", {ErrorKind::Io, "x"}, mirror::Gravity::Known, day}};
  report.files_written = {"news.example/b.txt"};
  report.bytes_written = 12;
  report.traffic = {.requests = 3,
                    .connections = 1,
                    .bytes_on_the_wire = 5,
                    .bytes_decoded = 6,
                    .not_modified = 7,
                    .retries = 8};
  CHECK(mirror::to_json(report) == R"({
  "sites": [
    {
      "site": "news.example",
      "listed": 3,
      "fetched": 2,
      "added": 1,
      "changed": 0,
      "unchanged": 1,
      "gone": 5,
      "newly_gone": 1,
      "failing": 2,
      "held": 6,
      "rebuilt": 7,
      "removed": 8,
      "unknown_characters": 4,
      "front_page_failed": false,
      "ended_early": true,
      "last_success": "2025-09-19T12:00:00Z",
      "seconds": 1.235,
      "requests": 2,
      "connections": 0,
      "bytes_on_the_wire": 0,
      "bytes_decoded": 4,
      "not_modified": 0,
      "retries": 0
    }
  ],
  "failures": [
    {
      "site": "news.example",
      "subject": "https://news.example/a",
      "reason": "too-large",
      "message": "body over 8 MB",
      "told_before": false,
      "since": null
    },
    {
      "site": "",
      "subject": "b",
      "reason": "io",
      "message": "x",
      "told_before": true,
      "since": "2025-09-18T00:00:00Z"
    }
  ],
  "files_written": [
    "news.example/b.txt"
  ],
  "bytes_written": 12,
  "requests": 3,
  "connections": 1,
  "bytes_on_the_wire": 5,
  "bytes_decoded": 6,
  "not_modified": 7,
  "retries": 8
}
)");
}

TEST_CASE("a site that was never refreshed has no last success") {
  mirror::Report report;
  report.sites = {{.site = "news.example"}};
  CHECK(mirror::to_json(report).find("\"last_success\": null,") != std::string::npos);
}

TEST_CASE("a message that is no UTF-8 does not break the report") {
  mirror::Report report;
  report.failures = {{"", "x\xff", {ErrorKind::Io, "\xc3("}}};
  CHECK(mirror::to_json(report).find("\"subject\": \"x\xef\xbf\xbd\"") != std::string::npos);
}

TEST_CASE("the report's schema knows every reason that a failure can have, and no other") {
  std::ifstream file(NEWSHOLE_CONFIG_DIR "/report.schema.json");
  const nlohmann::json schema = nlohmann::json::parse(file);
  std::vector<std::string> reasons;
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::TakenDown); ++kind) {
    reasons.emplace_back(reason_name(static_cast<ErrorKind>(kind)));
  }
  CHECK(schema.at("/definitions/failure/properties/reason/enum"_json_pointer) == reasons);
}

TEST_SUITE_END();
