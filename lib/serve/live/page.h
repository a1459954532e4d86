#pragma once
// A page on demand in the forms that readers get; it is made once for all of them.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "base/error.h"
#include "fetch/page.h"
#include "gopher/menu.h"
#include "serve/answer.h"
#include "serve/live/address.h"
#include "text/charset/output_charset.h"

namespace newshole::serve {

/// A menu of this server as it is sent, without the server's name, which depends on the address
/// that a reader has reached.
class PreparedMenu {
 public:
  PreparedMenu() = default;
  PreparedMenu(const gopher::Menu& menu, text::Charset charset);

  [[nodiscard]] std::string named(const gopher::Server& here) const;
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }

 private:
  std::string bytes_;  // with an empty host and port 0 in each line
};

struct LivePage {
  Outcome outcome = Outcome::Menu;  ///< any other than Menu: the menu names the error
  PreparedMenu menu;
  std::optional<std::string> text;  ///< in its wire form; nothing where there is only a menu
  /// The fetched page, if its stories are parts of it; else null.
  std::shared_ptr<const Result<fetch::Page>> source = {};
};

/// The page in the form that was asked for; one that has no text says so. `here` is this server as
/// the reader reached it.
[[nodiscard]] Answer to_answer(const LivePage& page, LiveForm form, const gopher::Server& here);

/// The memory that the page takes, in bytes.
[[nodiscard]] std::size_t weight_of(const LivePage& page);

}  // namespace newshole::serve
