#pragma once
// The pages of a site: a front page, a feed or a sitemap to the stories that it lists, the page of
// a story to its article by the site's profile.

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "extract/article.h"
#include "extract/field_trace.h"
#include "extract/generic/generic_extractor.h"
#include "fetch/page.h"
#include "html/document.h"
#include "listing/discovery.h"
#include "listing/feed_text.h"
#include "site/profile.h"
#include "text/dates/dates.h"

namespace newshole::listing {

/// What the rules of a profile found of the same page before: stories of a list, words of a story.
/// 0: nobody knows.
struct Before {
  std::size_t found = 0;
};

/// What a page lists.
struct Listing {
  std::vector<extract::Story> stories;
  /// The stories of a page that its profile does not fit are those of its own links.
  std::optional<extract::Overruled> overruled = {};
  std::vector<url::Url> sitemaps = {};     ///< of an index of sitemaps, which lists no story itself
  std::vector<FeedText> texts = {};        ///< of a feed that has some: of each story its own
  std::optional<std::string> title = {};   ///< as the list states it, one line of clean UTF-8
  std::optional<std::string> damage = {};  ///< why a feed was read in part, see Feed
  std::optional<std::chrono::seconds> rest = {};  ///< for so long a feed asks to be left alone
};

/// Takes stories off a list, with their texts.
void erase_stories(Listing& list, const std::function<bool(const extract::Story&)>& is_taken);

/// Keeps ICU's date formats, which are costly to create, and the last page of items, since each of
/// them is asked for by itself. What reading opens in files is open afterwards. Each thread needs
/// its own. Pages that it reads are decoded (fetch::decode).
class Extractor {
 public:
  /// `clock` is for the limits of parsing only; it must outlive the extractor.
  explicit Extractor(const Clock& clock, html::Prepass prepass = html::Prepass::Shorten);
  Extractor(Extractor&&) noexcept;
  Extractor& operator=(Extractor&&) noexcept;
  ~Extractor();

  /// What a front page lists, by the profile's rules; without rules, or where they find fewer than
  /// half of the stories that the page's own links give (own_links.h), by these: of a site with
  /// rules, as far as its hosts and paths allow; of a feed or a sitemap, which its bytes tell, by
  /// its items. `before`: stories that the rules found of this page before; where they find as
  /// many, the page is as it was. In the page's order, each once (its first headline), the first
  /// 1000 links or 200 items. `trace` gets how they, their sections and days were found. Errors:
  /// NotArticle (no story on it: the layout changed, or it is another page), TooComplex.
  [[nodiscard]] Result<Listing> list(const fetch::Page& page, const site::SiteProfile& profile,
                                     extract::FieldTraces* trace = nullptr, Before before = {});

  /// The same of a list of stories alone; an index of sitemaps is none (NotArticle).
  [[nodiscard]] Result<Listing> story_list(const fetch::Page& page,
                                           const site::SiteProfile& profile,
                                           extract::FieldTraces* trace = nullptr);

  /// The stories of a story_list.
  [[nodiscard]] Result<std::vector<extract::Story>> stories(const fetch::Page& page,
                                                            const site::SiteProfile& profile,
                                                            extract::FieldTraces* trace = nullptr);

  /// Where the profile has items and the page's URL a fragment, the item of that name, else the
  /// whole page. Without rules for headline and body the generic extractor reads it, and what the
  /// profile's other selectors find takes the place of what that one found; without a name of the
  /// profile its site is the page's host, with one its full address is the page's where no other is
  /// found. A page on which its rules find no article, or less than 60 % of the words that the
  /// generic extractor finds, is read by that one, unless the profile says not (site::Fallback):
  /// such an article has `overruled`. `before`: words that the rules found of this story before;
  /// where they find about as many, the page is as it was. `trace` gets how each field was found,
  /// even where there is no article. Errors: NotArticle (consent, captcha, error page, an index, a
  /// feed, empty body; the message says which element was missing and what the page calls itself),
  /// TooComplex.
  [[nodiscard]] Result<extract::Article> article(const fetch::Page& page,
                                                 const site::SiteProfile& profile,
                                                 extract::FieldTraces* trace = nullptr,
                                                 Before before = {});

  /// A story as its feed has it, see read_feed_text; its site is the profile's where that has a
  /// name.
  [[nodiscard]] Result<extract::Article> article(const ListedText& listed,
                                                 const site::SiteProfile& profile) const;

  /// Where the site of a home page may list its stories (discovery.h). Errors: TooComplex.
  [[nodiscard]] Result<Discovery> discover(const fetch::Page& page) const;

 private:
  struct ItemPage;

  [[nodiscard]] Result<html::Document> parse(std::string_view html) const;
  [[nodiscard]] Result<Listing> list_by_rules(const fetch::Page& page,
                                              const html::Document& document,
                                              const site::SiteProfile& profile,
                                              extract::FieldTraces* trace);
  [[nodiscard]] Result<extract::Article> by_rules(const fetch::Page& page,
                                                  const site::SiteProfile& profile,
                                                  extract::FieldTraces& trace, Before before);
  [[nodiscard]] Result<extract::Article> without_rules(const fetch::Page& page,
                                                       const site::SiteProfile& profile,
                                                       extract::FieldTraces* trace);
  /// Makes `items_` that of `page`.
  [[nodiscard]] Status open_items(const fetch::Page& page, const site::SiteProfile& profile);
  [[nodiscard]] Result<extract::Article> item(const fetch::Page& page,
                                              const site::SiteProfile& profile,
                                              extract::FieldTraces& trace);

  const Clock* clock_;
  html::Prepass prepass_;
  text::DateReader dates_;
  extract::GenericExtractor generic_;
  std::unique_ptr<ItemPage> items_;
};

}  // namespace newshole::listing
