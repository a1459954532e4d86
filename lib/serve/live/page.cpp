#include "serve/live/page.h"

#include <string_view>

#include "gopher/dialect.h"

namespace newshole::serve {
namespace {

// Only fields end in tabs, and no selector is empty: the text of a menu cannot hold these bytes.
constexpr std::string_view kUnnamed = "\t\t0\r\n";

}  // namespace

PreparedMenu::PreparedMenu(const gopher::Menu& menu, text::Charset charset)
    : bytes_(text::encode(
          gopher::to_bytes(menu, gopher::Dialect::Raw, gopher::Server{.host = {}, .port = 0}),
          charset)) {}

std::string PreparedMenu::named(const gopher::Server& here) const {
  const std::string name = "\t" + here.host + "\t" + std::to_string(here.port) + "\r\n";
  std::string out;
  out.reserve(bytes_.size() * 2);
  std::string_view rest = bytes_;
  for (std::size_t at = rest.find(kUnnamed); at != std::string_view::npos;
       at = rest.find(kUnnamed)) {
    out.append(rest.substr(0, at)).append(name);
    rest.remove_prefix(at + kUnnamed.size());
  }
  return out.append(rest);
}

Answer to_answer(const LivePage& page, LiveForm form, const gopher::Server& here) {
  if (form == LiveForm::Menu || page.outcome != Outcome::Menu) {
    return {page.outcome, page.menu.named(here), std::nullopt};
  }
  if (!page.text) return error_answer(Outcome::NotFound, "a menu of stories");
  return {Outcome::Text, *page.text, std::nullopt};
}

std::size_t weight_of(const LivePage& page) {
  const std::size_t source = page.source && *page.source ? (*page.source)->html.size() : 0;
  return sizeof(LivePage) + page.menu.size() + (page.text ? page.text->size() : 0) + source;
}

}  // namespace newshole::serve
