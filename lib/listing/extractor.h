#pragma once
// The pages of a site by its profile: a front page to the stories that it lists, the page of a
// story to its article.

#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "extract/article.h"
#include "extract/field_trace.h"
#include "fetch/page.h"
#include "html/document.h"
#include "site/profile.h"
#include "text/dates/dates.h"

namespace newshole::listing {

/// Keeps ICU's date formats, which are costly to create. Each thread needs its own.
class Extractor {
 public:
  /// `clock` is for the limits of parsing only; it must outlive the extractor.
  explicit Extractor(const Clock& clock, html::Prepass prepass = html::Prepass::Shorten)
      : clock_(&clock), prepass_(prepass) {}

  /// The stories of a front page: in the page's order, each once (its first headline). `trace` gets
  /// how they, their sections and days were found. Errors: NotArticle (no story on it: the layout
  /// changed, or it is another page), TooComplex.
  [[nodiscard]] Result<std::vector<extract::Story>> stories(const fetch::Page& page,
                                                            const site::SiteProfile& profile,
                                                            extract::FieldTraces* trace = nullptr);

  /// Where the profile has items and the page's URL a fragment, the item of that name, else the
  /// whole page. `trace` gets how each field was found, even where there is no article. Errors:
  /// NotArticle (consent, captcha, error page, empty body; the message says which element was
  /// missing and what the page calls itself), TooComplex.
  [[nodiscard]] Result<extract::Article> article(const fetch::Page& page,
                                                 const site::SiteProfile& profile,
                                                 extract::FieldTraces* trace = nullptr);

 private:
  const Clock* clock_;
  html::Prepass prepass_;
  text::DateReader dates_;
};

}  // namespace newshole::listing
