#include "fetch/page_message.h"

namespace newshole::fetch {

void write(sandbox::MessageWriter& message, const Page& page) {
  for (const std::string* text :
       {&page.url.text, &page.html, &page.charset, &page.encoding, &page.media_type,
        &page.validators.etag, &page.validators.last_modified})
    message.text(*text);
  for (const auto* stated : {&page.preferences, &page.site_preferences}) write(message, *stated);
}

void write(sandbox::MessageWriter& message, const Preferences& preferences) {
  message.number(preferences.no_archive ? 1 : 0);
  for (const auto& text : kPreferenceTexts) message.optional_text(preferences.*text.member);
}

Preferences read_preferences(sandbox::MessageReader& message) {
  Preferences preferences{.no_archive = message.number_below(2) == 1};
  for (const auto& text : kPreferenceTexts) preferences.*text.member = message.optional_text();
  return preferences;
}

Result<Page> read_page(sandbox::MessageReader& message) {
  Result<url::Url> url = url::parse_url(message.text());
  if (!url) return tl::unexpected(url.error());
  Page page{.url = *std::move(url)};
  for (std::string* text : {&page.html, &page.charset, &page.encoding, &page.media_type,
                            &page.validators.etag, &page.validators.last_modified})
    *text = message.text();
  for (auto* stated : {&page.preferences, &page.site_preferences})
    *stated = read_preferences(message);
  decode(page);
  return page;
}

}  // namespace newshole::fetch
