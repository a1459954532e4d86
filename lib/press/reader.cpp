#include "press/reader.h"

namespace newshole::press {
namespace {

const site::SiteProfile kNoRules;

}  // namespace

Reader::Reader(const Clock& clock) : extractor_(clock) {}

Reader::Reader(const site::Catalog& catalog, const Clock& clock) : Reader(clock) {
  catalog_ = &catalog;
}

const site::SiteProfile* Reader::profile_for(const url::Url& url) const {
  return catalog_ == nullptr ? nullptr : catalog_->by_url(url);
}

Result<extract::Article> Reader::article(const fetch::Page& page) {
  return article(page, profile_for(page.url));
}

Result<extract::Article> Reader::article(const fetch::Page& page, const site::SiteProfile* profile,
                                         extract::FieldTraces* trace, listing::Before before) {
  return extractor_.article(page, profile == nullptr ? kNoRules : *profile, trace, before);
}

Result<extract::Article> Reader::article(const listing::ListedText& listed,
                                         const site::SiteProfile* profile) const {
  return extractor_.article(listed, profile == nullptr ? kNoRules : *profile);
}

Result<listing::Listing> Reader::list(const fetch::Page& page, const site::SiteProfile* profile,
                                      listing::Before before) {
  return extractor_.list(page, profile == nullptr ? kNoRules : *profile, nullptr, before);
}

Result<listing::Listing> Reader::story_list(const fetch::Page& page,
                                            const site::SiteProfile* profile,
                                            extract::FieldTraces* trace) {
  return extractor_.story_list(page, profile == nullptr ? kNoRules : *profile, trace);
}

Result<std::vector<extract::Story>> Reader::stories(const fetch::Page& page,
                                                    const site::SiteProfile* profile,
                                                    extract::FieldTraces* trace) {
  return extractor_.stories(page, profile == nullptr ? kNoRules : *profile, trace);
}

}  // namespace newshole::press
