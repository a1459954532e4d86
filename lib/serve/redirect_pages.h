#pragma once
// Pages for clients that follow a web link of a menu to this server ("URL:https://..."), because
// they do not know the convention (Goerzen, "Links to URL"; GOPHER.md section 3).

#include <string>
#include <string_view>

#include "serve/handler.h"

namespace newshole::serve {

/// HTML that leads on to `url`, escaped so that it cannot be anything but an address.
[[nodiscard]] std::string redirect_page(std::string_view url);

/// Takes selectors "URL:..." and "/URL:...". Answers those with redirect_page whose scheme
/// gopher::leads_to_the_web allows, any other with an error line.
class RedirectPages final : public Handler {
 public:
  [[nodiscard]] bool takes(const Request& request) const override;
  void answer(const Request& request, const gopher::Server& here, Reply reply) override;
};

}  // namespace newshole::serve
