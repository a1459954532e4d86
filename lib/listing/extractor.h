#pragma once
// The pages of a site by its profile: a front page to the stories that it lists, the page of a
// story to its article.

#include <memory>
#include <string_view>
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

/// Keeps ICU's date formats, which are costly to create, and the last page of items, since each of
/// them is asked for by itself. Each thread needs its own. Pages that it reads are decoded
/// (fetch::decode).
class Extractor {
 public:
  /// `clock` is for the limits of parsing only; it must outlive the extractor.
  explicit Extractor(const Clock& clock, html::Prepass prepass = html::Prepass::Shorten);
  Extractor(Extractor&&) noexcept;
  Extractor& operator=(Extractor&&) noexcept;
  ~Extractor();

  /// The stories of a front page: in the page's order, each once (its first headline), the first
  /// 1000 links or 200 items. `trace` gets how they, their sections and days were found. Errors:
  /// NotArticle (no story on it: the layout changed, or it is another page), TooComplex.
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
  struct ItemPage;

  [[nodiscard]] Result<html::Document> parse(std::string_view html) const;
  /// Makes `items_` that of `page`.
  [[nodiscard]] Status open_items(const fetch::Page& page, const site::SiteProfile& profile);
  [[nodiscard]] Result<extract::Article> item(const fetch::Page& page,
                                              const site::SiteProfile& profile,
                                              extract::FieldTraces& trace);

  const Clock* clock_;
  html::Prepass prepass_;
  text::DateReader dates_;
  std::unique_ptr<ItemPage> items_;
};

}  // namespace newshole::listing
