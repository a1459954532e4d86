#include "press/reader.h"

#include "extract/generic/generic_extractor.h"
#include "listing/extractor.h"

namespace newshole::press {

struct Reader::Extractors {
  listing::Extractor by_profile;
  extract::GenericExtractor generic;
};

Reader::Reader(const Clock& clock)
    : extractors_(new Extractors{listing::Extractor(clock), extract::GenericExtractor(clock)}) {}

Reader::Reader(const site::Catalog& catalog, const Clock& clock) : Reader(clock) {
  catalog_ = &catalog;
}

Reader::~Reader() = default;
Reader::Reader(Reader&& other) noexcept = default;
Reader& Reader::operator=(Reader&& other) noexcept = default;

const site::SiteProfile* Reader::profile_for(const url::Url& url) const {
  return catalog_ == nullptr ? nullptr : catalog_->by_url(url);
}

Result<extract::Article> Reader::article(const fetch::Page& page) {
  return article(page, profile_for(page.url));
}

Result<extract::Article> Reader::article(const fetch::Page& page,
                                         const site::SiteProfile* profile) {
  return profile == nullptr ? extractors_->generic.article(page)
                            : extractors_->by_profile.article(page, *profile);
}

Result<extract::Article> Reader::article(const fetch::Page& page, const site::SiteProfile* profile,
                                         std::vector<extract::FieldTrace>& trace) {
  return profile == nullptr ? extractors_->generic.article(page, trace)
                            : extractors_->by_profile.article(page, *profile, trace);
}

Result<std::vector<extract::Story>> Reader::stories(const fetch::Page& page,
                                                    const site::SiteProfile& profile) {
  return extractors_->by_profile.stories(page, profile);
}

Result<std::vector<extract::Story>> Reader::stories(const fetch::Page& page,
                                                    const site::SiteProfile& profile,
                                                    std::vector<extract::FieldTrace>& trace) {
  return extractors_->by_profile.stories(page, profile, trace);
}

}  // namespace newshole::press
