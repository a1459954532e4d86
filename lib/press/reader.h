#pragma once
// Pages to articles, and front pages to the stories that they list: by the rules of the site's
// profile where there is one, else by the generic extractor.

#include <memory>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "extract/article.h"
#include "extract/field_trace.h"
#include "fetch/page.h"
#include "site/catalog.h"

namespace newshole::press {

/// Keeps what is costly to make. Each thread needs its own.
class Reader {
 public:
  /// Knows no profile: the caller hands one in, or pages are read without. `clock` is for the
  /// limits of parsing only; it must outlive the reader.
  explicit Reader(const Clock& clock);

  /// Picks profiles by the addresses of pages; `catalog` must outlive the reader.
  Reader(const site::Catalog& catalog, const Clock& clock);

  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  Reader(Reader&& other) noexcept;
  Reader& operator=(Reader&& other) noexcept;

  /// The profile that reads the page at `url`; null: none.
  [[nodiscard]] const site::SiteProfile* profile_for(const url::Url& url) const;

  /// The article of a page, by the profile of its address. Errors: NotArticle (consent, captcha,
  /// error page, an index, empty body; the message says which), TooComplex.
  [[nodiscard]] Result<extract::Article> article(const fetch::Page& page);

  /// The same by `profile`; null: by the generic extractor.
  [[nodiscard]] Result<extract::Article> article(const fetch::Page& page,
                                                 const site::SiteProfile* profile);

  /// The same, with how each field was found. `trace` is filled even where there is no article.
  [[nodiscard]] Result<extract::Article> article(const fetch::Page& page,
                                                 const site::SiteProfile* profile,
                                                 std::vector<extract::FieldTrace>& trace);

  /// The stories of a front page, in its order. Errors: NotArticle (no story on it), TooComplex.
  [[nodiscard]] Result<std::vector<extract::Story>> stories(const fetch::Page& page,
                                                            const site::SiteProfile& profile);
  /// The same, with how the stories, their sections and days were found.
  [[nodiscard]] Result<std::vector<extract::Story>> stories(
      const fetch::Page& page, const site::SiteProfile& profile,
      std::vector<extract::FieldTrace>& trace);

 private:
  struct Extractors;

  const site::Catalog* catalog_ = nullptr;
  std::unique_ptr<Extractors> extractors_;
};

}  // namespace newshole::press
