#include <cmath>

#include <nlohmann/json.hpp>

#include "mirror/refresh.h"

namespace newshole::mirror {
namespace {

using Json = nlohmann::ordered_json;

// More digits would be noise, and longer.
double to_milliseconds(double seconds) {
  constexpr double kPerSecond = 1000;
  return std::round(seconds * kPerSecond) / kPerSecond;
}

Json site_json(const SiteReport& site) {
  return {{"site", site.site},
          {"listed", site.listed},
          {"fetched", site.fetched},
          {"added", site.added},
          {"changed", site.changed},
          {"unchanged", site.unchanged},
          {"front_page_failed", site.front_page_failed},
          {"seconds", to_milliseconds(site.seconds)}};
}

Json failure_json(const Failure& failure) {
  return {{"site", failure.site},
          {"subject", failure.subject},
          {"reason", reason_name(failure.error.kind)},
          {"message", failure.error.message}};
}

}  // namespace

std::string to_json(const Report& report) {
  Json sites = Json::array();
  for (const SiteReport& site : report.sites) sites.push_back(site_json(site));
  Json failures = Json::array();
  for (const Failure& failure : report.failures) failures.push_back(failure_json(failure));
  const Json json = {{"sites", std::move(sites)},
                     {"failures", std::move(failures)},
                     {"files_written", report.files_written},
                     {"bytes_written", report.bytes_written},
                     {"requests", report.traffic.requests},
                     {"connections", report.traffic.connections},
                     {"bytes_on_the_wire", report.traffic.bytes_on_the_wire},
                     {"bytes_decoded", report.traffic.bytes_decoded},
                     {"not_modified", report.traffic.not_modified},
                     {"retries", report.traffic.retries}};
  constexpr int kIndent = 2;
  return json.dump(kIndent, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace newshole::mirror
