#include "listing/feeds/elements.h"

#include <algorithm>
#include <array>

namespace newshole::listing {
namespace {

enum class Vocabulary : unsigned char {
  Feed,  ///< of RSS, Atom and sitemaps themselves
  Content,
  DublinCore,
  Syndication,
  News,
  Origin,
  Rdf,
  Foreign,
};

struct Namespace {
  std::string_view uri;
  std::string_view prefix;  ///< its usual one
  Vocabulary vocabulary;
};

constexpr auto kNamespaces = std::to_array<Namespace>({
    {"http://www.w3.org/2005/Atom", "atom", Vocabulary::Feed},
    {"http://purl.org/rss/1.0/", "rss", Vocabulary::Feed},
    {"http://www.sitemaps.org/schemas/sitemap/0.9", "sitemap", Vocabulary::Feed},
    {"http://www.google.com/schemas/sitemap/0.84", "", Vocabulary::Feed},
    {"http://purl.org/atom/ns#", "", Vocabulary::Feed},
    {"http://my.netscape.com/rdf/simple/0.9/", "", Vocabulary::Feed},
    {"http://channel.netscape.com/rdf/simple/0.9/", "", Vocabulary::Feed},
    {"http://purl.org/rss/1.0/modules/content/", "content", Vocabulary::Content},
    {"http://purl.org/dc/elements/1.1/", "dc", Vocabulary::DublinCore},
    {"http://purl.org/dc/terms/", "dcterms", Vocabulary::DublinCore},
    {"http://purl.org/rss/1.0/modules/syndication/", "sy", Vocabulary::Syndication},
    {"http://www.google.com/schemas/sitemap-news/0.9", "news", Vocabulary::News},
    {"http://rssnamespace.org/feedburner/ext/1.0", "feedburner", Vocabulary::Origin},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf", Vocabulary::Rdf},
    {"http://search.yahoo.com/mrss/", "media", Vocabulary::Foreign},
    {"http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes", Vocabulary::Foreign},
    {"http://www.w3.org/1999/xhtml", "", Vocabulary::Foreign},
});

struct Row {
  Vocabulary vocabulary;
  std::string_view name;
  Element element;
};

constexpr auto kElements = std::to_array<Row>({
    {Vocabulary::Feed, "rss", Element::Open},
    {Vocabulary::Feed, "channel", Element::Open},
    {Vocabulary::Feed, "feed", Element::Open},
    {Vocabulary::Feed, "urlset", Element::Open},
    {Vocabulary::Feed, "sitemapindex", Element::Open},
    {Vocabulary::Feed, "item", Element::Item},
    {Vocabulary::Feed, "entry", Element::Item},
    {Vocabulary::Feed, "url", Element::Url},
    {Vocabulary::Feed, "sitemap", Element::Sitemap},
    {Vocabulary::Feed, "title", Element::Title},
    {Vocabulary::Feed, "link", Element::Link},
    {Vocabulary::Feed, "loc", Element::Link},
    {Vocabulary::Feed, "guid", Element::Id},
    {Vocabulary::Feed, "id", Element::Id},
    {Vocabulary::Feed, "description", Element::Summary},
    {Vocabulary::Feed, "summary", Element::Summary},
    {Vocabulary::Feed, "content", Element::Content},
    {Vocabulary::Feed, "pubDate", Element::Published},
    {Vocabulary::Feed, "published", Element::Published},
    {Vocabulary::Feed, "issued", Element::Published},
    {Vocabulary::Feed, "created", Element::Published},
    {Vocabulary::Feed, "updated", Element::Updated},
    {Vocabulary::Feed, "modified", Element::Updated},
    {Vocabulary::Feed, "lastmod", Element::Updated},
    {Vocabulary::Feed, "author", Element::Author},
    {Vocabulary::Feed, "name", Element::Name},
    {Vocabulary::Feed, "category", Element::Section},
    {Vocabulary::Feed, "enclosure", Element::Enclosure},
    {Vocabulary::Feed, "language", Element::Language},
    {Vocabulary::Feed, "ttl", Element::Rest},
    {Vocabulary::Content, "encoded", Element::Content},
    {Vocabulary::DublinCore, "creator", Element::Author},
    {Vocabulary::DublinCore, "date", Element::Published},
    {Vocabulary::DublinCore, "issued", Element::Published},
    {Vocabulary::DublinCore, "modified", Element::Updated},
    {Vocabulary::DublinCore, "subject", Element::Section},
    {Vocabulary::DublinCore, "language", Element::Language},
    {Vocabulary::Syndication, "updatePeriod", Element::RestPeriod},
    {Vocabulary::Syndication, "updateFrequency", Element::RestFrequency},
    {Vocabulary::News, "news", Element::Open},
    {Vocabulary::News, "publication", Element::Open},
    {Vocabulary::News, "language", Element::Language},
    {Vocabulary::News, "title", Element::Title},
    {Vocabulary::News, "publication_date", Element::Published},
    {Vocabulary::Origin, "origLink", Element::OriginalLink},
    {Vocabulary::Rdf, "RDF", Element::Open},
});

Vocabulary vocabulary_of(const XmlName& name) {
  if (name.namespace_uri.empty() && name.prefix.empty()) return Vocabulary::Feed;
  const auto* found = std::ranges::find(kNamespaces, name.namespace_uri, &Namespace::uri);
  if (found == kNamespaces.end() && name.prefix.empty()) return Vocabulary::Feed;
  if (found == kNamespaces.end())
    found = std::ranges::find(kNamespaces, name.prefix, &Namespace::prefix);
  return found == kNamespaces.end() ? Vocabulary::Foreign : found->vocabulary;
}

}  // namespace

Element element_of(const XmlName& name) {
  const Vocabulary vocabulary = vocabulary_of(name);
  const auto* const row = std::ranges::find_if(kElements, [&](const Row& candidate) {
    return candidate.vocabulary == vocabulary && candidate.name == name.local;
  });
  return row == kElements.end() ? Element::Skipped : row->element;
}

}  // namespace newshole::listing
