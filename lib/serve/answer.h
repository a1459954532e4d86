#pragma once
// The answer to a request, and who gives it besides the mirror.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gopher/menu.h"
#include "serve/request.h"
#include "serve/wire_text.h"

namespace newshole::serve {

/// Bytes as they go over the wire: `bytes` first, then `shared`, then what `rest` gives.
struct Answer {
  Outcome outcome = Outcome::NotFound;
  std::string bytes;
  std::optional<FileBody> rest;
  std::shared_ptr<const std::string> shared = {};  ///< the same for many clients; may be null
};

/// Who asks.
struct Asker {
  gopher::Server here;  ///< this server, as menus are to name it to this client
  std::string network;  ///< the client's IPv4 address, or the /64 of its IPv6 address
};

/// A menu of one line of type 3 (RFC 1436 section 3.8) that says what happened; to HTTP an answer
/// in HTTP, to TLS an alert. `subject` is the selector, if there is one; the line shows its first
/// 30 bytes, "?" for what is not printable ASCII.
[[nodiscard]] Answer error_answer(Outcome outcome, std::string_view subject = {});

/// Sends the answer to the client. Any thread may call it, once. It does nothing if the client has
/// been sent a timeout meanwhile.
using Reply = std::function<void(Answer)>;

/// Answers selectors that are no files of the mirror: a search, a page read on demand.
class Handler {
 public:
  virtual ~Handler() = default;

  /// True if the request is this handler's to answer.
  [[nodiscard]] virtual bool takes(const Request& request) const = 0;

  /// Must not wait: work that takes time is done on another thread, which calls `reply` when it is
  /// done.
  virtual void answer(const Request& request, const Asker& asker, Reply reply) = 0;

  /// Items that lead to this handler, for the first menu of the server.
  [[nodiscard]] virtual std::vector<gopher::MenuItem> offers() const { return {}; }

  /// Ends the handler: when this returns every reply has been called or dropped, and none will be
  /// called.
  virtual void close() {}
};

}  // namespace newshole::serve
