#include <cmath>

#include <nlohmann/json.hpp>

#include "mirror/refresh.h"
#include "text/dates/dates.h"

namespace newshole::mirror {
namespace {

using Json = nlohmann::ordered_json;

// The clock is no more exact.
double to_milliseconds(double seconds) {
  constexpr double kPerSecond = 1000;
  return std::round(seconds * kPerSecond) / kPerSecond;
}

void add_traffic(Json& json, const fetch::Traffic& traffic) {
  json["requests"] = traffic.requests;
  json["connections"] = traffic.connections;
  json["bytes_on_the_wire"] = traffic.bytes_on_the_wire;
  json["bytes_decoded"] = traffic.bytes_decoded;
  json["not_modified"] = traffic.not_modified;
  json["retries"] = traffic.retries;
}

Json site_json(const SiteReport& site) {
  Json json = {{"site", site.site},
               {"listed", site.listed},
               {"fetched", site.fetched},
               {"added", site.added},
               {"changed", site.changed},
               {"unchanged", site.unchanged},
               {"gone", site.gone},
               {"newly_gone", site.newly_gone},
               {"failing", site.failing},
               {"held", site.held},
               {"rebuilt", site.rebuilt},
               {"removed", site.removed},
               {"unknown_characters", site.unknown_characters},
               {"front_page_failed", site.front_page_failed},
               {"ended_early", site.ended_early},
               {"last_success", nullptr},
               {"seconds", to_milliseconds(site.seconds)}};
  if (site.last_success) json["last_success"] = text::to_rfc3339(*site.last_success);
  add_traffic(json, site.traffic);
  return json;
}

Json failure_json(const Failure& failure) {
  Json json = {{"site", failure.site},
               {"subject", failure.subject},
               {"reason", reason_name(failure.error.kind)},
               {"message", failure.error.message},
               {"told_before", failure.gravity == Gravity::Known},
               {"since", nullptr}};
  if (failure.since) json["since"] = text::to_rfc3339(*failure.since);
  return json;
}

}  // namespace

std::string to_json(const Report& report) {
  Json sites = Json::array();
  for (const SiteReport& site : report.sites) sites.push_back(site_json(site));
  Json failures = Json::array();
  for (const Failure& failure : report.failures) failures.push_back(failure_json(failure));
  Json json = {{"sites", std::move(sites)},
               {"failures", std::move(failures)},
               {"files_written", report.files_written},
               {"bytes_written", report.bytes_written}};
  add_traffic(json, report.traffic);
  for (const Notice& notice : report.notices)
    json["notices"].push_back({{"site", notice.site}, {"message", notice.message}});
  constexpr int kIndent = 2;
  return json.dump(kIndent, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace newshole::mirror
