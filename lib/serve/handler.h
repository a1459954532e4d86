#pragma once
// Answers to selectors that are no files of the mirror: a search, a page made on demand.

#include <functional>
#include <vector>

#include "gopher/menu.h"
#include "serve/answer.h"
#include "serve/request.h"

namespace newshole::serve {

/// Gives an answer to whoever asked; for any thread. Called once, or dropped uncalled when the
/// asker is told that it took too long. Later than that it does nothing.
using Reply = std::function<void(Answer)>;

class Handler {
 public:
  Handler() = default;
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;
  Handler(Handler&&) = delete;
  Handler& operator=(Handler&&) = delete;
  virtual ~Handler() = default;

  /// True if the request is this handler's to answer.
  [[nodiscard]] virtual bool takes(const Request& request) const = 0;

  /// Must not wait: what takes time is done elsewhere, and answers when it is done. `here` is this
  /// server, as menus are to name it to this client.
  virtual void answer(const Request& request, const gopher::Server& here, Reply reply) = 0;

  /// Items that lead to it, for the menu that the server shows first.
  [[nodiscard]] virtual std::vector<gopher::MenuItem> offers() const { return {}; }

  /// The server goes: when this returns every reply has been called or dropped, and nothing more is
  /// answered.
  virtual void close() {}
};

}  // namespace newshole::serve
