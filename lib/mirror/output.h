#pragma once
// Files that a run writes below the mirror's root, with its report. Internal to this module.

#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "mirror/disk/publisher.h"
#include "mirror/refresh.h"

namespace newshole::mirror {

/// Puts files and reports them. All three must outlive it.
class Output {
 public:
  Output(Publisher& publisher, Report& report, Progress& progress)
      : publisher_(&publisher), report_(&report), progress_(&progress) {}

  [[nodiscard]] Publisher& publisher() const { return *publisher_; }
  [[nodiscard]] Progress& progress() const { return *progress_; }

  /// Stages a file. Where something that is not ours stands in its way, that is a failure of `site`
  /// in the report. Errors: Io.
  [[nodiscard]] Status put(const std::string& site, const std::string& path,
                           std::string_view bytes);

  /// Publishes what is staged; each file is reported. Errors: Io.
  [[nodiscard]] Status publish();

  /// The same; a file that is in `reported` was reported before, and the others are added to it.
  [[nodiscard]] Status publish_once(std::set<std::string>& reported);

  /// Reports what a batch that failed has published all the same.
  void report_visible();

  void fail(Failure failure) { report_->failures.push_back(std::move(failure)); }

 private:
  Publisher* publisher_;
  Report* report_;
  Progress* progress_;
};

}  // namespace newshole::mirror
