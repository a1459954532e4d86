#include "fetch/page.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "text/charset/charset.h"

namespace newshole::fetch {
namespace {

using ascii::trimmed;

/// XHTML comes as the last two as well.
constexpr std::array<std::string_view, 6> kPageTypes = {
    "", "text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"};
constexpr std::array<std::string_view, 9> kListTypes = {"application/rss+xml",
                                                        "application/atom+xml",
                                                        "application/rdf+xml",
                                                        "application/json",
                                                        "text/json",
                                                        "application/feed+json",
                                                        "text/rss+xml",
                                                        "application/x-rss+xml",
                                                        "text/rdf"};

template <typename Types>
bool holds(const Types& types, std::string_view type) {
  return std::ranges::find(types, type) != types.end();
}

/// RFC 9110 section 5.6.2, and the slash of a media type.
bool is_media_type_char(char c) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~/";
  return ascii::is_lower(c) || ascii::is_digit(c) || kMarks.find(c) != std::string_view::npos;
}

/// Lower case; empty for what is no media type, which says nothing.
std::string media_type_of(std::string_view content_type) {
  std::string type = ascii::lowered(trimmed(content_type.substr(0, content_type.find(';'))));
  const bool valid = type.size() <= 100 && std::count(type.begin(), type.end(), '/') == 1 &&
                     std::all_of(type.begin(), type.end(), is_media_type_char);
  return valid ? type : std::string();
}

std::string_view unquoted(std::string_view value) {
  if (!value.starts_with('"')) return value;
  value.remove_prefix(1);
  return value.substr(0, value.find('"'));
}

/// Empty if there is none; the first counts (WHATWG MIME Sniffing section 4.4).
std::string charset_of(std::string_view content_type) {
  ascii::take_before(content_type, ";");
  while (!content_type.empty()) {
    std::string_view parameter = ascii::take_before(content_type, ";");
    if (parameter.find('=') == std::string_view::npos) continue;
    const std::string_view name = trimmed(ascii::take_before(parameter, "="));
    if (!ascii::equals_folded(name, "charset")) continue;
    return std::string(trimmed(unquoted(trimmed(parameter))));
  }
  return {};
}

}  // namespace

Result<Page> arrived_page(url::Url url, std::string bytes, std::string_view content_type) {
  std::string media_type = media_type_of(content_type);
  if (!holds(kPageTypes, media_type) && !holds(kListTypes, media_type)) {
    return fail(ErrorKind::NotArticle, "no web page but " + media_type);
  }
  return Page{.url = std::move(url),
              .html = std::move(bytes),
              .charset = charset_of(content_type),
              .media_type = std::move(media_type)};
}

bool is_declared_list(const Page& page) {
  return holds(kListTypes, page.media_type);
}

void decode(Page& page) {
  if (!page.encoding.empty()) return;
  text::Decoded decoded = text::decode_page(std::move(page.html), page.charset);
  page.html = std::move(decoded.text);
  page.encoding = decoded.encoding;
}

Result<Page> make_page(url::Url url, std::string bytes, std::string_view content_type) {
  Result<Page> page = arrived_page(std::move(url), std::move(bytes), content_type);
  if (page) decode(*page);
  return page;
}

}  // namespace newshole::fetch
