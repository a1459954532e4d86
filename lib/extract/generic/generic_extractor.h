#pragma once
// Any news page to an article, without a profile: one pass over the tree collects the evidence, on
// which the parts of this module decide.

#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "extract/article.h"
#include "extract/field_trace.h"
#include "fetch/page.h"
#include "html/document.h"

namespace newshole::extract {

/// The name of this extractor in the place of a profile's.
inline constexpr std::string_view kGenericSite = "generic";

/// Stands for an unknown address of a page: the address that the page itself states takes its
/// place.
inline constexpr std::string_view kUnknownAddress = "https://unknown.invalid/";

/// How a byline is given: without labels, days and buttons, and only of people; or the whole line
/// that the page prints.
enum class Bylines { OfNames, AsPrinted };

/// A value; thread-safe to share.
class GenericExtractor {
 public:
  /// `clock` is for the limits of parsing only; it must outlive the extractor.
  /// What reading opens in files (the zones of dates) is open afterwards.
  explicit GenericExtractor(const Clock& clock, html::Prepass prepass = html::Prepass::Shorten);

  /// `site` of the article is the page's host. `trace` gets how each field was found, even where
  /// there is no article. Errors: NotArticle (no body, no headline, an index, a page with nothing
  /// but a video; the message names which), TooComplex.
  [[nodiscard]] Result<Article> article(const fetch::Page& page, FieldTraces* trace = nullptr,
                                        Bylines bylines = Bylines::OfNames) const;

 private:
  const Clock* clock_;
  html::Prepass prepass_;
};

}  // namespace newshole::extract
