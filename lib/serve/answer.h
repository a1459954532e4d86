#pragma once
// The answer to a request.

#include <optional>
#include <string>
#include <string_view>

#include "serve/file_body.h"
#include "serve/request.h"

namespace newshole::serve {

/// The outcomes of a request; the access log names them.
enum class Outcome {
  Menu,
  Text,
  File,        ///< bytes as they stand, or what a handler made
  Redirect,    ///< a page that leads a web browser on
  Refused,     ///< a page of the web that is not read here
  NotFound,    ///< nothing that is served has this selector
  BadRequest,  ///< control characters
  TooLong,     ///< no line end within the longest request
  Http,        ///< a request of HTTP
  Tls,         ///< a TLS handshake
  Timeout,     ///< no whole request, or no answer, in time
  Busy,        ///< too many connections
  Failed       ///< a file that is there could not be read, or a handler failed
};

/// "menu", "not-found".
[[nodiscard]] std::string_view name_of(Outcome outcome);

/// Bytes as they go over the wire: `bytes` first, then what `rest` gives.
struct Answer {
  Outcome outcome = Outcome::NotFound;
  std::string bytes;
  std::optional<FileBody> rest;
};

/// A menu of one line of type 3 (RFC 1436 section 3.8) that says what happened. `subject` is the
/// selector, if there is one; the line shows its first 30 bytes, "?" for what is not printable
/// ASCII.
[[nodiscard]] Answer error_answer(Outcome outcome, std::string_view subject = {});

/// The answer to a client that does not speak gopher: to HTTP in HTTP, to TLS an alert.
[[nodiscard]] Answer refusal_answer(Refusal refusal);

}  // namespace newshole::serve
