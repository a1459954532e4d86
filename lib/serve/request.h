#pragma once
// What a client sends: one line, a selector and perhaps a tab and search words (RFC 1436 section 2
// and its appendix). What is sent to the wrong port (HTTP, TLS, anything binary) is told apart.

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "gopher/menu.h"

namespace newshole::serve {

/// More is no request: a selector has 255 bytes, a URL: selector 600, the rest is for words.
inline constexpr std::size_t kMaxRequest = 1024;

/// `selector` and `words` are bytes as they came, without control characters; the line end and the
/// first tab are not part of them. `words` are those of a search; of a Gopher+ client "$", "+" and
/// the like, further tabs included. `reached` is this server as the client addressed it, where that
/// is known.
struct Request {
  std::string selector;
  std::string words;
  gopher::Server reached;

  friend bool operator==(const Request&, const Request&) = default;
};

/// Nothing can be said yet: more has to come.
struct Unfinished {
  friend bool operator==(const Unfinished&, const Unfinished&) = default;
};

/// What is no request of gopher.
enum class Refusal {
  Binary,   ///< control characters, NUL among them
  TooLong,  ///< no line end within kMaxRequest bytes
  Http,     ///< a request line of HTTP
  Tls       ///< a TLS handshake
};

/// Whether more bytes can follow.
enum class Input { Open, Ended };

using Reading = std::variant<Unfinished, Request, Refusal>;

/// Reads all that a connection has sent so far. A line ends with LF, a CR before it is dropped;
/// with Input::Ended what stands there is the line, but nothing at all stays Unfinished.
[[nodiscard]] Reading read_request(std::string_view received, Input input);

}  // namespace newshole::serve
