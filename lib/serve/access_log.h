#pragma once
// The access log: one line a request.

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "serve/answer.h"

namespace newshole::serve {

/// Takes a line, with its LF. It must not wait, since clients would wait with it, and a failure is
/// not reported. An empty LogSink: no log is kept.
using LogSink = std::function<void(std::string_view line)>;

enum class Ending {
  Whole,  ///< the client got all of the answer
  Cut     ///< it went away, or took too long
};

struct Visit {
  UtcTime time;         ///< when the request ended
  std::string address;  ///< the client's; empty if the log is not to have it
  Outcome outcome = Outcome::NotFound;
  Ending ending = Ending::Whole;
  std::uint64_t bytes = 0;  ///< how many of the answer were sent
  std::chrono::microseconds took{};
  std::optional<std::string> line;  ///< as the client sent it, if it sent one
};

/// TIME ADDRESS OUTCOME BYTES MILLISECONDS LINE, for example
/// "2025-12-01T18:04:05Z - text 5123 0.214 /news.example/2025/12/01/world/story.txt". ADDRESS and
/// LINE are "-" where there is none; an empty line is "/". Printable ASCII without blanks: any
/// other byte of LINE, and "%", is %XX; beyond 300 characters it ends in "...". OUTCOME ends in
/// "-cut" if the answer was.
[[nodiscard]] std::string to_log_line(const Visit& visit);

}  // namespace newshole::serve
