#pragma once
// The headline of a page, reconciled from all sources on the page. Internal to this module.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace newshole::extract {

/// A heading of the page, or an element that calls itself a headline.
struct PageHeading {
  std::string text;
  bool is_first_level = false;  ///< h1
  bool is_in_article = false;   ///< below an article or main element
};

/// All texts are clean; what the page lacks is empty.
struct HeadlineClaims {
  std::vector<PageHeading> headings;  ///< in document order
  std::string title;                  ///< of the title element
  std::string open_graph;             ///< og:title, or twitter:title
  std::string structured;             ///< of JSON-LD
  std::vector<std::string> sites;     ///< names of the site and its publisher
};

struct Headline {
  std::string text;
  std::string_view origin;  ///< "heading", "json-ld", "og:title", "title"; empty: there is none
  std::optional<std::size_t> heading;  ///< which of the headings it is
};

/// A heading that the title, og:title or JSON-LD repeats; else the only h1, or the only one within
/// the article, unless it is a label or a paragraph that has nothing of them; without an h1 the
/// heading that has nearly their words; else what JSON-LD, og:title or the title say, without the
/// site's name. The name of a section beside a bar is left out.
[[nodiscard]] Headline reconciled_headline(const HeadlineClaims& claims);

/// "Headline | Site" and "Site: Headline" without the site, where the piece is one of `sites` or
/// stands behind a sign that parts a short last piece.
[[nodiscard]] std::string without_site(std::string_view title, std::span<const std::string> sites);

}  // namespace newshole::extract
