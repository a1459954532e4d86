#include "mirror/metrics.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <span>
#include <string_view>

#include "text/utf8.h"

namespace newshole::mirror {
namespace {

/// The site whose metric is sampled.
struct SiteSample {
  const Report* report;
  const SiteReport* site;
};

struct SiteMetric {
  std::string_view name;
  std::string_view help;
  std::string (*value)(const SiteSample& sample);
};

std::string seconds_since_epoch(UtcTime time) {
  return std::to_string(time.time_since_epoch().count());
}

// printf would write the decimal point of the locale.
std::string milliseconds_of(double seconds) {
  constexpr int kDigits = 3;
  std::array<char, 64> text{};
  const auto written = std::to_chars(text.data(), text.data() + text.size(), seconds,
                                     std::chars_format::fixed, kDigits);
  return written.ec == std::errc() ? std::string(text.data(), written.ptr) : "NaN";
}

std::string failures_of(const Report& report, std::string_view site) {
  return std::to_string(
      std::count_if(report.failures.begin(), report.failures.end(),
                    [site](const Failure& failure) { return failure.site == site; }));
}

constexpr std::array kSiteMetrics = {
    SiteMetric{"newshole_last_success_timestamp_seconds",
               "When a refresh of the site last succeeded; 0 for never.",
               [](const SiteSample& it) {
                 return seconds_since_epoch(it.site->last_success.value_or(UtcTime{}));
               }},
    SiteMetric{"newshole_refresh_success", "Whether the last run could refresh the site.",
               [](const SiteSample& it) {
                 const bool has_failed = it.site->front_page_failed || it.site->ended_early;
                 return std::string(has_failed ? "0" : "1");
               }},
    SiteMetric{"newshole_stories_listed", "Stories on the site's front pages.",
               [](const SiteSample& it) { return std::to_string(it.site->listed); }},
    SiteMetric{"newshole_stories_published", "Stories that the last run added to the mirror.",
               [](const SiteSample& it) { return std::to_string(it.site->added); }},
    SiteMetric{"newshole_stories_changed", "Stories whose text had changed in the last run.",
               [](const SiteSample& it) { return std::to_string(it.site->changed); }},
    SiteMetric{"newshole_stories_failed", "Failures of the last run: stories, front pages, files.",
               [](const SiteSample& it) { return failures_of(*it.report, it.site->site); }},
    SiteMetric{
        "newshole_received_bytes", "Bytes that came over the network for the site.",
        [](const SiteSample& it) { return std::to_string(it.site->traffic.bytes_on_the_wire); }},
    SiteMetric{"newshole_refresh_seconds", "Seconds that the last run took for the site.",
               [](const SiteSample& it) { return milliseconds_of(it.site->seconds); }},
};

void add_head(std::string& out, std::string_view name, std::string_view help) {
  ((((out += "# HELP ") += name) += ' ') += help) += '\n';
  ((out += "# TYPE ") += name) += " gauge\n";
}

void add_metric(std::string& out, std::string_view name, std::string_view help,
                std::string_view value) {
  add_head(out, name, help);
  (((out += name) += ' ') += value) += '\n';
}

// Backslash, quote and line feed are escaped; a label is valid UTF-8.
std::string label_value(std::string_view text) {
  std::string out;
  for (const char32_t c : text::code_points(text)) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == '"') out += '\\';
    text::append_utf8(out, c);
  }
  return out;
}

void add_site_metric(std::string& out, const SiteMetric& metric, const Report& report) {
  add_head(out, metric.name, metric.help);
  for (const SiteReport& site : report.sites) {
    ((out += metric.name) += "{site=\"") += label_value(site.site);
    ((out += "\"} ") += metric.value({&report, &site})) += '\n';
  }
}

}  // namespace

std::string to_prometheus(const Report& report, UtcTime now) {
  std::string out;
  add_metric(out, "newshole_last_run_timestamp_seconds", "When the last run ended.",
             seconds_since_epoch(now));
  add_metric(out, "newshole_run_failures", "Failures of the last run that are no site's.",
             failures_of(report, ""));
  add_metric(out, "newshole_written_files", "Files that the last run wrote.",
             std::to_string(report.files_written.size()));
  add_metric(out, "newshole_written_bytes", "Bytes of the files that the last run wrote.",
             std::to_string(report.bytes_written));
  for (const SiteMetric& metric : kSiteMetrics) add_site_metric(out, metric, report);
  return out;
}

}  // namespace newshole::mirror
