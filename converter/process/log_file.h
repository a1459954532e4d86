#pragma once
// The access log's file.

#include <optional>
#include <string>
#include <string_view>

#include "base/descriptor.h"
#include "base/error.h"

namespace newshole::converter {

/// Never waits: a line that cannot be written at once (to a pipe that nobody reads, for example) is
/// lost.
class LogFile {
 public:
  /// "-" is standard output; without a path no log is kept. Lines are appended. Errors (Usage).
  [[nodiscard]] static Result<LogFile> open(const std::optional<std::string>& path);

  void write(std::string_view line) const;

  /// Opens the path again, after the log was renamed; if that fails, the old file stays in use.
  void reopen();

 private:
  std::string path_;
  Descriptor file_;
};

}  // namespace newshole::converter
