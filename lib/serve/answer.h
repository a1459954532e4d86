#pragma once
// What a client gets for a request.

#include <optional>
#include <string>
#include <string_view>

#include "serve/file_body.h"
#include "serve/request.h"

namespace newshole::serve {

/// What became of a request, as the access log names it.
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
  Failed       ///< something that is there could not be read
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
/// selector, if there is one; of it is shown what is printable ASCII, shortened.
[[nodiscard]] Answer error_answer(Outcome outcome, std::string_view subject = {});

/// What is said to a client that does not speak gopher: to HTTP in HTTP, to TLS with an alert.
[[nodiscard]] Answer refusal_answer(Refusal refusal);

}  // namespace newshole::serve
