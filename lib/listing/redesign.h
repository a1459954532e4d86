#pragma once
// Whether a page is still as its site's profile says: a site that was redesigned is read without
// its profile, until somebody mends that. Pure. Internal to this module.

#include "extract/article.h"
#include "html/document.h"
#include "listing/extractor.h"
#include "site/profile.h"

namespace newshole::listing {

/// True where the rules find about what they found before: the page is as it was, whatever else is
/// on it.
[[nodiscard]] bool is_as_before(std::size_t by_rules, Before before);

/// True where so few of a page's links are stories by the profile's rules that the page's own story
/// links (own_links.h) may be more than twice as many.
[[nodiscard]] bool may_list_more(std::size_t by_rules, const html::Document& document);

/// Fewer than half of the stories that the page's own links give.
[[nodiscard]] bool are_too_few_stories(const extract::Overruled& found);

/// Words of the elements that the profile says are no part of a story.
[[nodiscard]] std::size_t removed_words(const html::Document& document,
                                        const site::SiteProfile& profile);

/// True where the article is so short that the page may hold a much longer one.
[[nodiscard]] bool may_hold_more(const extract::Article& article, const html::Document& document);

/// Less than 60 % of the words that are there without the rules. A line or two more is no sign of a
/// redesign, but of a short story.
[[nodiscard]] bool are_too_few_words(const extract::Overruled& found);

}  // namespace newshole::listing
