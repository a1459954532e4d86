#include "listing/extractor.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "extract/by_profile/article_reader.h"
#include "extract/metadata/page_head.h"
#include "listing/story_list.h"
#include "text/width.h"

namespace newshole::listing {
namespace {

using extract::Article;
using extract::FieldTrace;
using extract::ListedStory;
using extract::Story;

const std::string& fragment_of(const ListedStory& listed) {
  return listed.story.url.fragment;
}

tl::unexpected<Error> no_stories(const html::Document& document) {
  const std::optional<std::string> title = extract::page_title(document);
  return fail(ErrorKind::NotArticle, "no stories on the page that calls itself \"" +
                                         text::shortened(title.value_or(""), extract::kTraceCells) +
                                         "\"");
}

}  // namespace

Result<std::vector<Story>> Extractor::stories(const fetch::Page& page,
                                              const site::SiteProfile& profile) {
  std::vector<FieldTrace> trace;
  return stories(page, profile, trace);
}

Result<std::vector<Story>> Extractor::stories(const fetch::Page& page,
                                              const site::SiteProfile& profile,
                                              std::vector<FieldTrace>& trace) {
  Result<html::Document> document =
      html::Document::parse_borrowed(page.html, *clock_, {.prepass = prepass_});
  if (!document) return tl::unexpected(document.error());
  StoryList list = list_stories(page, *document, profile, dates_);
  for (FieldTrace& entry : list.trace) {
    entry.value = text::shortened(entry.value, extract::kTraceCells);
    trace.push_back(std::move(entry));
  }
  if (list.stories.empty()) return no_stories(*document);
  std::vector<Story> stories;
  for (ListedStory& listed : list.stories) stories.push_back(std::move(listed.story));
  return stories;
}

Result<Article> Extractor::article(const fetch::Page& page, const site::SiteProfile& profile) {
  std::vector<FieldTrace> trace;
  return article(page, profile, trace);
}

Result<Article> Extractor::article(const fetch::Page& page, const site::SiteProfile& profile,
                                   std::vector<FieldTrace>& trace) {
  Result<html::Document> document =
      html::Document::parse_borrowed(page.html, *clock_, {.prepass = prepass_});
  if (!document) return tl::unexpected(document.error());
  if (profile.stories.items.empty() || page.url.fragment.empty()) {
    return extract::read_article({page, *document, profile}, dates_, trace);
  }
  const StoryList list = list_stories(page, *document, profile, dates_);
  const auto item = std::ranges::find(list.stories, page.url.fragment, fragment_of);
  if (item == list.stories.end()) {
    return fail(ErrorKind::NotArticle, "no story named " + page.url.fragment + " on the page");
  }
  return extract::read_article({page, *document, profile, &*item}, dates_, trace);
}

}  // namespace newshole::listing
