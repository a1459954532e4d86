#pragma once
// Finds the answer to a request: a handler's if one takes it, else a file of the mirror.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gopher/menu.h"
#include "gopher/menu_file.h"
#include "serve/answer.h"
#include "serve/request.h"
#include "serve/tree.h"

namespace newshole::serve {

struct MirrorOptions {
  std::string selector_prefix;  ///< before every selector of the mirror: "/news", or empty
  gopher::Server named{"localhost", 70};  ///< the server that the mirror's menus name as its own
  WireForm text = WireForm::Lines;  ///< of files that end in .txt; others are sent as they are
};

/// If a mirror names its server so, its menus lead to the address that the client has reached.
inline constexpr std::string_view kAnywhere = "localhost";

/// To a client "localhost" is its own machine. In a menu that names the mirror's server so, the
/// server is named by the address that the client has reached. Any other name stays.
class Answers {
 public:
  Answers(Tree tree, MirrorOptions options)
      : tree_(std::move(tree)), options_(std::move(options)) {}

  /// Handlers are asked in the order in which they were added, before the mirror. Their offers are
  /// appended to the mirror's first menu; without a mirror they are the menu.
  void add(std::unique_ptr<Handler> handler);

  /// The handler that takes the request, if one does.
  [[nodiscard]] Handler* handler_of(const Request& request) const;

  /// This server as menus are to name it to a client that addressed it as `reached`.
  [[nodiscard]] gopher::Server named_for(const gopher::Server& reached) const;

  /// Closes all handlers.
  void close() const;

  /// A file of the mirror: a folder's menu file as a menu of RFC 1436, a .txt file as text, any
  /// other file's bytes; else an error line. `reached` is this server as the client addressed it.
  [[nodiscard]] Answer from_mirror(const Request& request, const gopher::Server& reached) const;

 private:
  [[nodiscard]] Answer menu_of(const std::string& path, const Request& request,
                               const gopher::Server& reached) const;
  void add_offers(std::vector<gopher::WireItem>& items, const gopher::Server& here) const;

  Tree tree_;
  MirrorOptions options_;
  std::vector<std::unique_ptr<Handler>> handlers_;
  std::vector<gopher::MenuItem> offers_;
};

}  // namespace newshole::serve
