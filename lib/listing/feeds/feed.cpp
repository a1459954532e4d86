#include "listing/feeds/feed.h"

#include <algorithm>
#include <array>
#include <libxml/parser.h>
#include <utility>

#include "base/ascii.h"
#include "base/limits.h"
#include "listing/feeds/json_feed.h"
#include "listing/feeds/made_feed.h"
#include "listing/feeds/stated_feed.h"
#include "listing/feeds/xml_feed.h"
#include "text/charset/charset.h"

namespace newshole::listing {
namespace {

constexpr std::string_view kBlank = " \t\n\f\r\v";

struct Root {
  std::string_view name;
  FeedKind kind;
};

constexpr std::array kRoots = {
    Root{"rss", FeedKind::Rss},        Root{"RDF", FeedKind::Rss},
    Root{"channel", FeedKind::Rss},    Root{"feed", FeedKind::Atom},
    Root{"urlset", FeedKind::Sitemap}, Root{"sitemapindex", FeedKind::SitemapIndex}};

/// RDF describes other things, too.
constexpr std::array<std::string_view, 2> kRdfFeeds = {"purl.org/rss/1.0/",
                                                       "netscape.com/rdf/simple/0.9"};

struct Wide {
  std::string_view begin;
  std::string_view label;
};

/// UTF-16, with a byte order mark or without.
constexpr std::array kWide = {Wide{"\xFE\xFF", "utf-16be"}, Wide{"\xFF\xFE", "utf-16le"},
                              Wide{{"\0<", 2}, "utf-16be"}, Wide{{"<\0", 2}, "utf-16le"}};

/// Empty for all other charsets.
std::string_view wide_label(std::string_view bytes) {
  const auto* const found =
      std::ranges::find_if(kWide, [&](const Wide& wide) { return bytes.starts_with(wide.begin); });
  return found == kWide.end() ? std::string_view() : found->label;
}

/// From the "<" of the root element, else empty.
std::string_view root_of(std::string_view xml) {
  constexpr auto kNone = std::string_view::npos;
  while (true) {
    xml.remove_prefix(std::min(xml.find('<'), xml.size()));
    if (xml.empty()) return {};
    const bool is_comment = xml.starts_with("<!--");
    if (!is_comment && !xml.starts_with("<?") && !xml.starts_with("<!")) return xml;
    const std::string_view end = is_comment ? "-->" : xml[1] == '?' ? "?>" : ">";
    std::size_t at = xml.find(end);
    const bool declares = !is_comment && xml[1] == '!' && xml.substr(0, at).find('[') != kNone;
    if (declares) at = xml.find(']', xml.find('['));
    xml.remove_prefix(at == kNone ? xml.size() : at + (declares ? 1 : end.size()));
  }
}

std::optional<FeedKind> kind_of_root(std::string_view root) {
  if (root.empty()) return std::nullopt;
  std::string_view name = root.substr(1, root.find_first_of(" \t\r\n/>") - 1);
  name.remove_prefix(std::min(name.find(':') + 1, name.size()));
  const auto* const found = std::ranges::find(kRoots, name, &Root::name);
  if (found == kRoots.end()) return std::nullopt;
  const bool is_feed = name != "RDF" || std::ranges::any_of(kRdfFeeds, [&](std::string_view uri) {
                         return root.find(uri) != std::string_view::npos;
                       });
  return is_feed ? std::optional(found->kind) : std::nullopt;
}

/// Where a site prints warnings before its feed, the root is behind the declaration.
std::optional<FeedKind> xml_kind(std::string_view utf8) {
  const auto kind = kind_of_root(root_of(utf8));
  const std::size_t declared = kind ? 0 : utf8.find("<?xml", 1);
  if (kind || declared == std::string_view::npos) return kind;
  return kind_of_root(root_of(utf8.substr(declared)));
}

bool is_json_feed(std::string_view utf8) {
  return utf8.starts_with('{') && utf8.find("jsonfeed.org/version/") != std::string_view::npos;
}

/// Of decoded bytes.
std::optional<FeedKind> kind_of(std::string_view utf8) {
  constexpr std::size_t kHead = std::size_t{16} << 10;
  utf8.remove_prefix(std::min(utf8.find_first_not_of(kBlank), utf8.size()));
  if (is_json_feed(utf8)) return FeedKind::JsonFeed;
  return xml_kind(utf8.substr(0, kHead));
}

/// What an XML declaration says counts behind blank lines, too, and in UTF-16 nothing else does.
void decode_feed(fetch::Page& page) {
  if (!page.encoding.empty()) return;
  const std::string_view wide = wide_label(page.html);
  if (!wide.empty()) page.charset = wide;
  if (wide.empty()) page.html.erase(0, page.html.find_first_not_of(kBlank));
  fetch::decode(page);
}

}  // namespace

std::optional<FeedKind> feed_kind(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const std::string_view wide = wide_label(bytes);
  if (wide.empty()) return kind_of(bytes);
  constexpr std::size_t kHead = std::size_t{32} << 10;
  return kind_of(text::decode_page(std::string(bytes.substr(0, kHead)), wide).text);
}

Result<Feed> read_feed(fetch::Page page) {
  decode_feed(page);
  const std::optional<FeedKind> kind = kind_of(page.html);
  if (!kind) return fail(ErrorKind::NotArticle, "no feed and no sitemap");
  const std::string_view utf8 = std::string_view(page.html).substr(0, limits::kFeedBytes);
  StatedFeed stated =
      *kind == FeedKind::JsonFeed ? read_json_feed(utf8) : read_xml_feed(utf8, *kind, page.url);
  if (stated.damage && stated.items.empty()) {
    const ErrorKind cause = stated.is_too_complex ? ErrorKind::TooComplex : ErrorKind::NotArticle;
    return fail(cause, *std::move(stated.damage));
  }
  return made_feed(std::move(stated), page.url);
}

void prepare_feeds() {
  xmlInitParser();
}

}  // namespace newshole::listing
