#pragma once
// The report of a run for Prometheus, in the text format that node_exporter's textfile collector
// reads. https://prometheus.io/docs/instrumenting/exposition_formats/ (text version 0.0.4)

#include "mirror/refresh.h"

namespace newshole::mirror {

/// Gauges of the run that ended at `now`, each with HELP and TYPE; UTF-8, LF, the same bytes for
/// the same input. Of the run:
///   newshole_last_run_timestamp_seconds  newshole_run_failures (that belong to no site)
///   newshole_written_files               newshole_written_bytes
/// and, labelled `site`, of each site of the run:
///   newshole_last_success_timestamp_seconds  (SiteReport::last_success; 0: never)
///   newshole_refresh_success (0 for SiteReport::front_page_failed or ended_early, else 1)
///   newshole_stories_listed, _published (new in the mirror), _changed, _failed
///   newshole_received_bytes (on the wire), newshole_refresh_seconds
/// A failed run keeps the last success of the site. A site that never had one has 0, so that an
/// alarm on its age rings. A run that ends without a Report (another run holds the mirror, the
/// configuration is at fault) has no metrics: the former file stays and grows old.
[[nodiscard]] std::string to_prometheus(const Report& report, UtcTime now);

}  // namespace newshole::mirror
