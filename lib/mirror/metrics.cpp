#include "mirror/metrics.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "text/utf8.h"

namespace newshole::mirror {
namespace {

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
  return std::to_string(std::ranges::count(report.failures, site, &Failure::site));
}

void add_head(std::string& out, const std::string& name, const std::string& help) {
  out += "# HELP " + name + " " + help + "\n# TYPE " + name + " gauge\n";
}

void add_metric(std::string& out, const std::string& name, const std::string& help,
                const std::string& value) {
  add_head(out, name, help);
  out += name + " " + value + "\n";
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

std::string text_of(std::size_t number) {
  return std::to_string(number);
}

std::string text_of(std::string text) {
  return text;
}

/// `value`: gives a number or a text of a SiteReport.
template <typename Value>
void add_site_metric(std::string& out, const Report& report, const std::string& name,
                     const std::string& help, Value value) {
  add_head(out, name, help);
  for (const SiteReport& site : report.sites) {
    out += name + "{site=\"" + label_value(site.site) + "\"} " + text_of(std::invoke(value, site)) +
           "\n";
  }
}

void add_site_metrics(std::string& out, const Report& report) {
  add_site_metric(out, report, "newshole_last_success_timestamp_seconds",
                  "When a refresh of the site last succeeded; 0 for never.",
                  [](const SiteReport& site) {
                    return seconds_since_epoch(site.last_success.value_or(UtcTime{}));
                  });
  add_site_metric(out, report, "newshole_refresh_success",
                  "Whether the last run could refresh the site.", [](const SiteReport& site) {
                    return std::string(site.front_page_failed || site.ended_early ? "0" : "1");
                  });
  add_site_metric(out, report, "newshole_stories_listed", "Stories on the site's front pages.",
                  &SiteReport::listed);
  add_site_metric(out, report, "newshole_stories_published",
                  "Stories that the last run added to the mirror.", &SiteReport::added);
  add_site_metric(out, report, "newshole_stories_changed",
                  "Stories whose text had changed in the last run.", &SiteReport::changed);
  add_site_metric(out, report, "newshole_stories_failed",
                  "Failures of the last run: stories, front pages, files.",
                  [&](const SiteReport& site) { return failures_of(report, site.site); });
  add_site_metric(out, report, "newshole_stories_failing",
                  "Listed stories that failed when they were tried last.", &SiteReport::failing);
  add_site_metric(out, report, "newshole_received_bytes",
                  "Bytes that came over the network for the site.",
                  [](const SiteReport& site) { return site.traffic.bytes_on_the_wire; });
  add_site_metric(out, report, "newshole_refresh_seconds",
                  "Seconds that the last run took for the site.",
                  [](const SiteReport& site) { return milliseconds_of(site.seconds); });
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
  add_site_metrics(out, report);
  return out;
}

}  // namespace newshole::mirror
