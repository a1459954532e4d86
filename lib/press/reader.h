#pragma once
// Pages to articles, and front pages, feeds and sitemaps to the stories that they list: by the
// rules of the site's profile as far as there are some, else by the generic extractor and a page's
// own links.

#include "listing/extractor.h"
#include "site/catalog.h"

namespace newshole::press {

/// Keeps what is costly to make. Each thread needs its own. Pages that it reads are decoded
/// (fetch::decode).
class Reader {
 public:
  /// Knows no profile: the caller hands one in, or pages are read without. `clock` is for the
  /// limits of parsing only; it must outlive the reader.
  explicit Reader(const Clock& clock);

  /// Picks profiles by the addresses of pages; `catalog` must outlive the reader.
  Reader(const site::Catalog& catalog, const Clock& clock);

  /// The profile that reads the page at `url`; null: none.
  [[nodiscard]] const site::SiteProfile* profile_for(const url::Url& url) const;

  /// The article of a page, by the profile of its address. Errors: NotArticle (consent, captcha,
  /// error page, an index, empty body; the message says which), TooComplex.
  [[nodiscard]] Result<extract::Article> article(const fetch::Page& page);

  /// The same by `profile`; null: by the generic extractor, as are stories of a profile without
  /// rules for headline and body, with what its other rules find in the place of what that one
  /// found. `trace` gets how each field was found, even where there is no article; `before` is that
  /// of listing::Extractor.
  [[nodiscard]] Result<extract::Article> article(const fetch::Page& page,
                                                 const site::SiteProfile* profile,
                                                 extract::FieldTraces* trace = nullptr,
                                                 listing::Before before = {});

  /// A story as its feed has it, see listing::Extractor. Errors: NotArticle, TooComplex.
  [[nodiscard]] Result<extract::Article> article(const listing::ListedText& listed,
                                                 const site::SiteProfile* profile) const;

  /// What a front page, feed or sitemap lists, in its order, by `profile`; null: by what it is
  /// alone. Errors: NotArticle (no story on it), TooComplex.
  [[nodiscard]] Result<listing::Listing> list(const fetch::Page& page,
                                              const site::SiteProfile* profile,
                                              listing::Before before = {});

  /// The same of a list of stories alone: an index of sitemaps is none (NotArticle). `trace` gets
  /// how they, their sections and days were found.
  [[nodiscard]] Result<listing::Listing> story_list(const fetch::Page& page,
                                                    const site::SiteProfile* profile,
                                                    extract::FieldTraces* trace = nullptr);

  /// The stories of a story_list.
  [[nodiscard]] Result<std::vector<extract::Story>> stories(const fetch::Page& page,
                                                            const site::SiteProfile* profile,
                                                            extract::FieldTraces* trace = nullptr);

 private:
  const site::Catalog* catalog_ = nullptr;
  listing::Extractor extractor_;
};

}  // namespace newshole::press
