#include "listing/site_check.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace newshole::listing {
namespace {

using extract::FieldTrace;
using extract::Story;

/// A site may have withdrawn a story a minute before, which is no sign of a change.
constexpr std::size_t kMostStoriesTried = 3;

/// The origins of fields that no selector found.
constexpr std::array<std::string_view, 2> kMetadataOrigins = {"json-ld", "meta"};

/// What the profile's own selectors say of a field stands behind what was found without them.
bool is_found(const std::vector<FieldTrace>& fields, std::string_view name) {
  const auto last = std::find_if(fields.rbegin(), fields.rend(),
                                 [name](const FieldTrace& field) { return field.field == name; });
  return last != fields.rend() && !last->origin.empty();
}

bool is_headline_of_metadata(const FieldTrace& field) {
  return field.field == "headline" &&
         std::ranges::find(kMetadataOrigins, field.origin) != kMetadataOrigins.end();
}

class SiteChecker {
 public:
  SiteChecker(const site::SiteProfile& profile, fetch::Fetcher& fetcher, const ReadPage& read)
      : profile_(profile), fetcher_(fetcher), read_(read) {}

  SiteCheck check() {
    SiteCheck out{.site = profile_.name};
    for (const url::Url& front_page : profile_.front_pages) {
      out.pages.push_back(check_front_page(front_page));
    }
    if (std::optional<PageCheck> story = check_newest()) out.pages.push_back(*std::move(story));
    return out;
  }

 private:
  PageCheck check_front_page(const url::Url& url) {
    PageCheck check{.url = url.text};
    Result<fetch::Page> page = fetcher_.fetch(url, hosts_of_pages(profile_));
    if (!page) {
      check.error = page.error();
      return check;
    }
    note(read_(PageRole::FrontPage, *page), check);
    if (!check.error) front_pages_.push_back(*std::move(page));
    return check;
  }

  void note(PageReading reading, PageCheck& check) {
    check.fields = std::move(reading.fields);
    check.error = std::move(reading.error);
    check.stories = reading.list.overruled;
    if (reading.article) check.words = reading.article->overruled;
    std::ranges::move(reading.list.stories, std::back_inserter(stories_));
  }

  std::optional<PageCheck> check_newest() {
    std::ranges::stable_sort(stories_,
                             [](const Story& a, const Story& b) { return a.date > b.date; });
    std::optional<PageCheck> check;
    for (std::size_t i = 0; i < std::min(stories_.size(), kMostStoriesTried); ++i) {
      check = check_story(stories_[i].url);
      if (verdict_of(*check) != Verdict::Unreachable) break;
    }
    return check;
  }

  PageCheck check_story(const url::Url& url) {
    PageCheck check{.url = url.text};
    const Result<fetch::Page> page = page_of(url);
    if (!page) {
      check.error = page.error();
      return check;
    }
    note(read_(PageRole::Story, *page), check);
    for (const std::string& name : profile_.article.required) {
      if (!is_found(check.fields, name)) check.missing.push_back(name);
    }
    if (std::ranges::any_of(check.fields, is_headline_of_metadata)) {
      check.missing.emplace_back("headline");
    }
    return check;
  }

  /// An item's page is one of the front pages.
  Result<fetch::Page> page_of(const url::Url& story) {
    if (story.fragment.empty()) return fetcher_.fetch(story, hosts_of_pages(profile_));
    const std::string address = url::without_fragment(story).text;
    for (fetch::Page page : front_pages_) {
      const Result<url::Url> key = canonical_story_url(page.url, profile_);
      if (!key || key->text != address) continue;
      page.url = story;
      return page;
    }
    return fetcher_.fetch(story, hosts_of_pages(profile_));
  }

  const site::SiteProfile& profile_;
  fetch::Fetcher& fetcher_;
  const ReadPage& read_;
  std::vector<Story> stories_;
  std::vector<fetch::Page> front_pages_;
};

}  // namespace

Verdict verdict_of(const PageCheck& page) {
  const bool is_here = !page.error || page.error->kind == ErrorKind::NotArticle ||
                       page.error->kind == ErrorKind::TooComplex;
  if (!is_here) return Verdict::Unreachable;
  const bool is_broken = page.error || !page.missing.empty() || page.stories || page.words;
  return is_broken ? Verdict::Broken : Verdict::Fits;
}

SiteCheck check_site(const site::SiteProfile& profile, fetch::Fetcher& fetcher,
                     const ReadPage& read) {
  return SiteChecker(profile, fetcher, read).check();
}

}  // namespace newshole::listing
