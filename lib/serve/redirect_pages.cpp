#include "serve/redirect_pages.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/percent.h"
#include "gopher/menu.h"

namespace newshole::serve {
namespace {

std::string_view url_of(std::string_view selector) {
  constexpr std::string_view kPrefix = "URL:";
  if (selector.starts_with('/')) selector.remove_prefix(1);
  return selector.starts_with(kPrefix) ? selector.substr(kPrefix.size()) : std::string_view();
}

// The other characters end an attribute or a tag of HTML; percent-encoded they mean the same in a
// URL.
bool is_plain(char c) {
  return c > ' ' && c <= '~' && std::string_view("\"'<>\\`").find(c) == std::string_view::npos;
}

std::string escaped(std::string_view url) {
  std::string out;
  for (const char c : percent::encoded(url, is_plain))
    out += c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

}  // namespace

std::string redirect_page(std::string_view url) {
  const std::string safe = escaped(url);
  return "<!DOCTYPE html>\n"
         "<html>\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"refresh\" content=\"5;URL=" +
         safe +
         "\">\n"
         "<title>A link to the web</title>\n</head>\n<body>\n"
         "<p>This item of a gopher menu leads to the web:</p>\n"
         "<p><a href=\"" +
         safe + "\">" + safe +
         "</a></p>\n"
         "<p>Your browser goes there in five seconds.</p>\n"
         "</body>\n</html>\n";
}

bool RedirectPages::takes(const Request& request) const {
  return !url_of(request.selector).empty();
}

void RedirectPages::answer(const Request& request, const Asker& /*asker*/, Reply reply) {
  const std::string_view url = url_of(request.selector);
  if (!gopher::leads_to_the_web(url)) {
    return reply(error_answer(Outcome::NotFound, request.selector));
  }
  reply({Outcome::Redirect, redirect_page(url), std::nullopt});
}

}  // namespace newshole::serve
