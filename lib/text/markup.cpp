#include "text/markup.h"

#include <algorithm>

namespace newshole::text {
namespace {

bool begins_markup(char c) {
  return c == '<' || c == '&';
}

}  // namespace

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

std::size_t bytes_before_markup(std::string_view text) {
  constexpr std::size_t kBlock = 32;
  const char* const bytes = text.data();
  std::size_t plain = 0;
  // Without a branch for each byte compilers look at many at a time.
  for (; plain + kBlock <= text.size(); plain += kBlock) {
    unsigned char found = 0;
    for (std::size_t i = plain; i < plain + kBlock; ++i)
      found |= static_cast<unsigned char>((bytes[i] == '<') | (bytes[i] == '&'));
    if (found != 0) break;
  }
  const auto* const end = std::find_if(text.begin() + plain, text.end(), begins_markup);
  return static_cast<std::size_t>(end - text.begin());
}

}  // namespace newshole::text
