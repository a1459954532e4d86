#include "text/markup.h"

namespace newshole::text {

std::string escaped_markup(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t plain = text.find_first_of("<>&\"");
    out += text.substr(0, plain);
    if (plain == std::string_view::npos) return out;
    const char c = text[plain];
    out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : "&quot;";
    text.remove_prefix(plain + 1);
  }
}

}  // namespace newshole::text
