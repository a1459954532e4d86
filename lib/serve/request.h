#pragma once
// Parses a request: one line, a selector and perhaps a tab and search words (RFC 1436 section 2 and
// its appendix). It recognizes requests of other protocols: HTTP, TLS, binary ones.

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace newshole::serve {

/// The longest request: a selector has 255 bytes, a URL: selector of old 600, the rest is for
/// words.
inline constexpr std::size_t kMaxRequest = 1024;

/// `selector` and `words` are bytes as they came, without control characters; the line end and the
/// first tab are not part of them. `words` are those of a search; of a Gopher+ client "$", "+" and
/// the like, further tabs included.
struct Request {
  std::string selector;
  std::string words;

  friend bool operator==(const Request&, const Request&) = default;
};

/// The request is not whole yet.
struct Unfinished {
  friend bool operator==(const Unfinished&, const Unfinished&) = default;
};

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
  TooMany,     ///< more of this client than its share
  Failed       ///< a file that is there could not be read, or a handler failed
};

/// "menu", "not-found".
[[nodiscard]] std::string_view name_of(Outcome outcome);

/// Open: more bytes can follow.
enum class Input { Open, Ended };

/// An Outcome: why it is no request of gopher (BadRequest, TooLong, Http, Tls).
using Reading = std::variant<Unfinished, Request, Outcome>;

/// `received` is everything that the connection has sent so far. The request ends with LF; a CR
/// before it is dropped. With Input::Ended a request needs no LF, but no bytes stay Unfinished.
[[nodiscard]] Reading read_request(std::string_view received, Input input);

}  // namespace newshole::serve
