#pragma once
// A handler answers selectors that are no files of the mirror: a search, a page read on demand.

#include <functional>
#include <vector>

#include "gopher/menu.h"
#include "serve/answer.h"
#include "serve/request.h"

namespace newshole::serve {

/// Sends the answer to the client. Any thread may call it, once. It does nothing if the client has
/// been sent a timeout meanwhile.
using Reply = std::function<void(Answer)>;

class Handler {
 public:
  virtual ~Handler() = default;

  /// True if the request is this handler's to answer.
  [[nodiscard]] virtual bool takes(const Request& request) const = 0;

  /// Must not wait: work that takes time is done on another thread, which calls `reply` when it is
  /// done. `here` is this server, as menus are to name it to this client.
  virtual void answer(const Request& request, const gopher::Server& here, Reply reply) = 0;

  /// Items that lead to this handler, for the first menu of the server.
  [[nodiscard]] virtual std::vector<gopher::MenuItem> offers() const { return {}; }

  /// Ends the handler: when this returns every reply has been called or dropped, and none will be
  /// called.
  virtual void close() {}
};

}  // namespace newshole::serve
