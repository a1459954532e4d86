#pragma once
// The elements of feeds and sitemaps that say something of stories. Internal to this folder.

#include "listing/feeds/sax.h"

namespace newshole::listing {

/// What an element is to a reader of feeds, in whatever format it stands.
enum class Element : unsigned char {
  Skipped,  ///< with all that is in it
  Open,     ///< its children count as its parent's
  Item,
  Url,      ///< of a sitemap
  Sitemap,  ///< of an index
  // Fields:
  Title,
  Link,
  OriginalLink,
  Id,
  Summary,
  Content,
  Published,
  Updated,
  Author,
  Section,
  Enclosure,
  Language,
  Rest,
  RestPeriod,
  RestFrequency,
  // Within an author:
  Name,
};

[[nodiscard]] constexpr bool is_field(Element element) {
  return element >= Element::Title && element <= Element::RestFrequency;
}

/// Feeds state their format's namespace, none, or one of another format: all are one vocabulary.
/// A prefix whose namespace is unknown or undeclared means what it usually does.
[[nodiscard]] Element element_of(const XmlName& name);

}  // namespace newshole::listing
