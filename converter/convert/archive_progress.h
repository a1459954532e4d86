#pragma once
// Shows on standard error how far the conversion of archives is.

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "convert/archives.h"

namespace newshole::converter {

/// One line, where standard error is a terminal: redrawn at most ten times a second, erased at the
/// end. Elsewhere nothing.
class ArchiveProgress {
 public:
  /// `clock` must outlive it. How much there is to read is known of files, not of standard input.
  ArchiveProgress(const std::vector<Source>& sources, const Clock& clock);
  ~ArchiveProgress();
  ArchiveProgress(const ArchiveProgress&) = delete;
  ArchiveProgress& operator=(const ArchiveProgress&) = delete;
  ArchiveProgress(ArchiveProgress&&) = delete;
  ArchiveProgress& operator=(ArchiveProgress&&) = delete;

  void show(const ArchiveCounts& counts);
  /// Erases the line, for a message in its place. It comes back with the next record.
  void hide();

 private:
  bool is_shown_;
  std::uint64_t total_ = 0;  // of all files, in bytes; 0: not known
  const Clock* clock_;
  Tick began_;
  std::optional<Tick> drawn_;
};

/// "1200 records, 640 pages, 127 pages/s, 4.6 MB/s, 3 min left": what there was after `seconds`, of
/// `total` bytes; 0: nobody knows how many there are.
[[nodiscard]] std::string progress_of(const ArchiveCounts& counts, double seconds,
                                      std::uint64_t total);

}  // namespace newshole::converter
