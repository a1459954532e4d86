#include "fetch/curl/whole_body.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace newshole::fetch {
namespace {

constexpr std::size_t kHeadBytes = 4096;
constexpr std::size_t kTailBytes = 4096;

bool holds(std::string_view text, std::string_view part) {
  const auto is_same = [](char a, char b) { return ascii::lower(a) == ascii::lower(b); };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), is_same) != text.end();
}

bool holds_start_tag(std::string_view body) {
  return holds(body.substr(0, kHeadBytes), "<html");
}

/// Of a page, a feed or a sitemap.
bool holds_end_tag(std::string_view body) {
  constexpr std::array<std::string_view, 6> kEnds = {"</html", "</rss",    "</feed",
                                                     "</rdf:", "</urlset", "</sitemapindex"};
  const std::string_view tail = body.substr(body.size() - std::min(body.size(), kTailBytes));
  return std::ranges::any_of(kEnds, [&](std::string_view end) { return holds(tail, end); });
}

bool ends_as_json(std::string_view body, std::string_view content_type) {
  const std::size_t last = body.find_last_not_of(" \t\r\n");
  return holds(content_type.substr(0, content_type.find(';')), "json") &&
         last != std::string_view::npos && body[last] == '}';
}

/// Of some, since the first declares the document type.
bool ends_with_tag(std::string_view body) {
  const std::size_t last = body.find_last_not_of(" \t\r\n");
  return last != std::string_view::npos && body[last] == '>' && body.find('<') != body.rfind('<');
}

bool is_plain_text(std::string_view content_type) {
  constexpr std::string_view kPlain = "text/plain";
  return ascii::equals_folded(content_type.substr(0, kPlain.size()), kPlain);
}

}  // namespace

Status check_whole(const Framing& framing, std::string_view body, std::string_view content_type) {
  if (framing.lengths_differ) {
    return fail(ErrorKind::Truncated, "the answer names two lengths for its body");
  }
  if (is_plain_text(content_type)) return {};
  if (body.empty()) return fail(ErrorKind::Truncated, "the body is empty");
  if (holds_end_tag(body) || ends_as_json(body, content_type)) return {};
  if (framing.ends_with_close) {
    return fail(ErrorKind::Truncated, "the connection closed before the end of the page");
  }
  // HTML lets pages leave out their tags, but few leave out the second of a pair, or end in the
  // middle of text.
  if (framing.compressed && (holds_start_tag(body) || !ends_with_tag(body))) {
    return fail(ErrorKind::Truncated, "the compressed body ends in the middle of the page");
  }
  return {};
}

}  // namespace newshole::fetch
