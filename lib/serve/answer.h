#pragma once
// The answer to a request.

#include <optional>
#include <string>
#include <string_view>

#include "serve/request.h"
#include "serve/wire_text.h"

namespace newshole::serve {

/// Bytes as they go over the wire: `bytes` first, then what `rest` gives.
struct Answer {
  Outcome outcome = Outcome::NotFound;
  std::string bytes;
  std::optional<FileBody> rest;
};

/// A menu of one line of type 3 (RFC 1436 section 3.8) that says what happened; to HTTP an answer
/// in HTTP, to TLS an alert. `subject` is the selector, if there is one; the line shows its first
/// 30 bytes, "?" for what is not printable ASCII.
[[nodiscard]] Answer error_answer(Outcome outcome, std::string_view subject = {});

}  // namespace newshole::serve
