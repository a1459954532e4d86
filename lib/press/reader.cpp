#include "press/reader.h"

namespace newshole::press {

Reader::Reader(const Clock& clock) : by_profile_(clock), generic_(clock) {}

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
                                         extract::FieldTraces* trace) {
  return profile == nullptr ? generic_.article(page, trace)
                            : by_profile_.article(page, *profile, trace);
}

Result<std::vector<extract::Story>> Reader::stories(const fetch::Page& page,
                                                    const site::SiteProfile& profile,
                                                    extract::FieldTraces* trace) {
  return by_profile_.stories(page, profile, trace);
}

}  // namespace newshole::press
