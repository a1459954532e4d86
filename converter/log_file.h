#pragma once
// The access log's file.

#include <optional>
#include <string>
#include <string_view>

#include "base/descriptor.h"
#include "base/error.h"

namespace newshole::converter {

/// Takes lines and never waits: one that cannot be written at once, to a pipe that nobody reads,
/// say, is lost.
class LogFile {
 public:
  /// "-" is standard output, none keeps nothing. A file is added to. Errors (Usage).
  [[nodiscard]] static Result<LogFile> open(const std::optional<std::string>& path);

  void write(std::string_view line) const;

  /// Opens the path again, for a log that was moved away; if that fails, the old file stays.
  void reopen();

 private:
  std::string path_;
  Descriptor file_;
};

}  // namespace newshole::converter
