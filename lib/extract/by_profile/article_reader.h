#pragma once
// A parsed page to an article, by the rules of a site's profile.

#include <vector>

#include "base/error.h"
#include "extract/article.h"
#include "extract/field_trace.h"
#include "fetch/page.h"
#include "html/document.h"
#include "html/node.h"
#include "site/profile.h"
#include "text/dates/dates.h"

namespace newshole::extract {

/// A story, and the element that lists it or that holds the whole story.
struct ListedStory {
  Story story;
  html::Node element;
};

/// The input of `read_article`, which must outlive the call. With an `item` the article is that of
/// one of several stories on the page; then metadata does not count, since it describes the whole
/// page.
struct Original {
  const fetch::Page& page;
  const html::Document& document;
  const site::SiteProfile& profile;
  const ListedStory* item = nullptr;
};

/// Appends to `trace` how each field was found, even where there is no article. Errors: NotArticle
/// (consent, captcha, error page, empty body; the message says which element was missing and what
/// the page calls itself).
[[nodiscard]] Result<Article> read_article(const Original& original, text::DateReader& dates,
                                           std::vector<FieldTrace>& trace);

/// True where a profile says where some field of an article is.
[[nodiscard]] bool has_own_fields(const site::SiteProfile& profile);

/// `article`, which another reader made of the page, with what the profile's selectors find in the
/// place of what it has. What they do not find stays.
[[nodiscard]] Article with_own_fields(Article article, const Original& original,
                                      text::DateReader& dates, std::vector<FieldTrace>& trace);

}  // namespace newshole::extract
