#include "fetch/page_message.h"

namespace newshole::fetch {

void write(sandbox::MessageWriter& message, const Page& page) {
  for (const std::string* text : {&page.url.text, &page.html, &page.encoding, &page.media_type,
                                  &page.validators.etag, &page.validators.last_modified})
    message.text(*text);
}

Result<Page> read_page(sandbox::MessageReader& message) {
  Result<url::Url> url = url::parse_url(message.text());
  if (!url) return tl::unexpected(url.error());
  Page page{.url = *std::move(url)};
  for (std::string* text : {&page.html, &page.encoding, &page.media_type, &page.validators.etag,
                            &page.validators.last_modified})
    *text = message.text();
  return page;
}

}  // namespace newshole::fetch
