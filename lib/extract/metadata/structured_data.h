#pragma once
// The article that a page's JSON-LD describes (schema.org): objects, arrays, @graph and references
// by @id. Internal to this module.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "html/document.h"

namespace newshole::extract {

/// All text is clean, character references resolved; nothing where the page does not state it.
struct StructuredData {
  bool has_article = false;   ///< an object whose type is a kind of article
  bool is_news = false;       ///< it is a NewsArticle
  bool is_live_blog = false;  ///< it is a LiveBlogPosting
  bool has_video = false;     ///< a VideoObject that stands by itself
  bool is_paid = false;       ///< isAccessibleForFree is false
  std::optional<std::string> headline;
  std::vector<std::string> authors;
  std::vector<std::string> author_outlets;    ///< organisations that the article names as authors
  std::optional<std::string> published;       ///< as written
  std::optional<std::string> page_published;  ///< of the page that is no article, as written
  std::optional<std::string> updated;
  std::optional<std::string> section;
  std::optional<std::string> language;
  std::optional<std::string> publisher;
  /// copyrightNotice as written, else "© YEAR HOLDER" of copyrightYear and copyrightHolder.
  std::optional<std::string> copyright;
  std::string body;                  ///< articleBody, paragraphs parted by "\n"; empty: none
  std::vector<std::string> outlets;  ///< names of organisations and sites
};

/// Reads the scripts whose type is JSON-LD. JSON that `repaired_json` cannot mend, what is nested
/// more than 64 levels deep, and scripts beyond 2 MB of a page count as absent.
[[nodiscard]] StructuredData structured_data(std::span<const html::JsonScript> scripts);

}  // namespace newshole::extract
