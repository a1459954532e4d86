#pragma once
// Answers to selectors that are no files of the mirror: a search, a page made on demand.

#include <functional>

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

  /// Must not wait: what takes time is done elsewhere, and answers when it is done. Every reply is
  /// called or dropped before the server goes.
  virtual void answer(const Request& request, Reply reply) = 0;
};

}  // namespace newshole::serve
