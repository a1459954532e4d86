#pragma once
// Pages for clients that send the selector of a web link ("URL:https://...") to this server, since
// they do not know the convention (Goerzen, "Links to URL"; lib/gopher/CONVENTIONS.md section 3).

#include <string>
#include <string_view>

#include "serve/answer.h"

namespace newshole::serve {

/// An HTML page that redirects to `url`. The URL is escaped, so that it cannot add elements.
[[nodiscard]] std::string redirect_page(std::string_view url);

/// Takes selectors "URL:..." and "/URL:...". Answers those with redirect_page whose scheme
/// gopher::leads_to_the_web allows, any other with an error line.
class RedirectPages final : public Handler {
 public:
  [[nodiscard]] bool takes(const Request& request) const override;
  void answer(const Request& request, const Asker& asker, Reply reply) override;
};

}  // namespace newshole::serve
