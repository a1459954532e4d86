#pragma once
// From a request to its answer: a handler's where one takes it, else what the mirror has.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gopher/menu.h"
#include "serve/answer.h"
#include "serve/handler.h"
#include "serve/menu_reader.h"
#include "serve/request.h"
#include "serve/tree.h"

namespace newshole::serve {

struct MirrorOptions {
  std::string selector_prefix;  ///< before every selector of the mirror: "/news", or empty
  gopher::Server named{"localhost", 70};  ///< the server that the mirror's menus name as its own
  WireForm text = WireForm::Lines;        ///< of files that end in .txt; others go as they are
};

/// The name of a mirror's server that means whichever one the client has reached.
inline constexpr std::string_view kAnywhere = "localhost";

/// A menu that names "localhost" as the mirror's server leads nobody anywhere else than to himself:
/// in it the server is named as the client has reached it. Any other name stays.
class Answers {
 public:
  Answers(Tree tree, MirrorOptions options)
      : tree_(std::move(tree)), options_(std::move(options)) {}

  /// Handlers are asked in the order in which they were added, before the mirror. What they offer
  /// stands at the end of the mirror's first menu, or alone where there is none.
  void add(std::unique_ptr<Handler> handler);

  /// The handler that takes the request, if one does.
  [[nodiscard]] Handler* handler_of(const Request& request) const;

  /// This server as menus are to name it to a client that addressed it as `reached`.
  [[nodiscard]] gopher::Server named_for(const gopher::Server& reached) const;

  /// Closes all handlers.
  void close() const;

  /// What the mirror has: a folder's menu file as a menu of RFC 1436, a .txt file as text, any
  /// other file's bytes; else an error line. `reached` is this server as the client addressed it.
  [[nodiscard]] Answer from_mirror(const Request& request, const gopher::Server& reached) const;

 private:
  [[nodiscard]] Answer menu_of(const std::string& path, const Request& request,
                               const gopher::Server& reached) const;
  void add_offers(std::vector<WireItem>& items, const gopher::Server& here) const;

  Tree tree_;
  MirrorOptions options_;
  std::vector<std::unique_ptr<Handler>> handlers_;
  std::vector<gopher::MenuItem> offers_;
};

}  // namespace newshole::serve
