#include "conversion.h"

#include <algorithm>
#include <iostream>
#include <system_error>

#include "extract/generic/generic_extractor.h"
#include "fetch/saved_pages.h"
#include "process/output.h"

namespace newshole::converter {
namespace {

Result<std::string> read_standard_input() {
  std::string bytes;
  std::string chunk(std::size_t{64} << 10, '\0');
  while (std::cin.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) ||
         std::cin.gcount() > 0) {
    bytes.append(chunk, 0, static_cast<std::size_t>(std::cin.gcount()));
    if (bytes.size() > fetch::kMaxFileBytes)
      return fail(ErrorKind::Usage, "cannot be read: it holds more than 32 MB");
  }
  return bytes;
}

/// Saves the page under the address that was asked for, since a later run looks for that address.
Status save(const fetch::Page& page, const url::Url& asked, const std::string& folder) {
  const std::filesystem::path file = folder / fetch::saved_path(asked);
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  if (error) return fail(ErrorKind::Usage, file.parent_path().string() + ": " + error.message());
  return write_whole(file, page.html);
}

/// The page has the site's address as the base of its links; its own is unknown.
bool is_of_unknown_address(const Source& source) {
  return !is_web_address(source.name) && source.url.empty();
}

bool is_front_page(const url::Url& url, const site::SiteProfile& profile) {
  return std::ranges::any_of(profile.front_pages,
                             [&url](const url::Url& page) { return page.text == url.text; });
}

/// `read` is the Result of reading the page.
Converted explained(const std::vector<extract::FieldTrace>& trace, const auto& read) {
  Converted out;
  if (!read) out.error = read.error();
  for (const extract::FieldTrace& field : trace) out.bytes += explanation_line(field);
  return out;
}

}  // namespace

std::string explanation_line(const extract::FieldTrace& trace) {
  constexpr std::size_t kFieldColumns = 10;
  std::string line = trace.field;
  line.resize(std::max(kFieldColumns, line.size()), ' ');
  if (trace.origin.empty()) return line + "  - " + trace.value + "\n";
  return line + "  " + trace.origin + "  \"" + trace.value + "\"\n";
}

bool is_web_address(const std::string& source) {
  return source.starts_with("http://") || source.starts_with("https://");
}

Result<fetch::Page> Conversion::download(const std::string& address) {
  const Result<url::Url> url = url::parse_url(address);
  if (!url) return tl::unexpected(url.error());
  const Result<fetch::Fetcher*> fetcher = fetcher_->get();
  if (!fetcher) return tl::unexpected(fetcher.error());
  // What a site's own server does not have is no story of that site.
  const site::SiteProfile* profile = catalog_->by_url(*url);
  const std::vector<std::string> hosts =
      profile != nullptr ? profile->hosts : std::vector<std::string>();
  Result<fetch::Page> page = (*fetcher)->fetch(*url, hosts);
  // No server hears of it, and so none gives it back.
  if (page && page->url.fragment.empty() && !url->fragment.empty()) {
    Result<url::Url> whole = url::resolve(page->url, "#" + url->fragment);
    if (whole) page->url = *std::move(whole);
  }
  if (!page || options_->save_folder.empty()) return page;
  if (Status saved = save(*page, *url, options_->save_folder); !saved)
    return tl::unexpected(saved.error());
  return page;
}

Result<fetch::Page> Conversion::read_saved(const Source& source) const {
  Result<std::string> bytes =
      source.name == "-" ? read_standard_input() : fetch::read_file(source.name);
  if (!bytes) return tl::unexpected(bytes.error());
  std::string address = source.url;
  if (address.empty() && options_->site == extract::kGenericSite)
    address = extract::kUnknownAddress;
  if (address.empty() && !options_->site.empty()) {
    const Result<const site::SiteProfile*> profile = catalog_->by_name(options_->site);
    if (!profile) return tl::unexpected(profile.error());
    address = (*profile)->web;
  }
  if (address.empty()) {
    return fail(ErrorKind::Usage, "needs --url or --site to tell what site it came from");
  }
  Result<url::Url> url = url::parse_url(address);
  if (!url) return in_context(address, url.error());
  return fetch::make_page(*std::move(url), *std::move(bytes), "");
}

Result<fetch::Page> Conversion::load(const Source& source) {
  return is_web_address(source.name) ? download(source.name) : read_saved(source);
}

Result<const site::SiteProfile*> Conversion::profile_for(const url::Url& url) const {
  if (options_->site == extract::kGenericSite) return nullptr;
  if (!options_->site.empty()) return catalog_->by_name(options_->site);
  return reader_.profile_for(url);
}

Result<press::Press*> Conversion::press() {
  if (!press_) {
    Result<press::Press> created = press::Press::create(options_->style);
    if (!created) return tl::unexpected(created.error());
    press_ = *std::move(created);
  }
  return &*press_;
}

Converted Conversion::explain_article(const fetch::Page& page, const site::SiteProfile* profile) {
  std::vector<extract::FieldTrace> trace;
  const Result<extract::Article> article = reader_.article(page, profile, &trace);
  return explained(trace, article);
}

Converted Conversion::explain_stories(const fetch::Page& page, const site::SiteProfile& profile) {
  std::vector<extract::FieldTrace> trace;
  const auto stories = reader_.stories(page, profile, &trace);
  return explained(trace, stories);
}

// Without the page's address, it may be a front page or a story.
Converted Conversion::explain_either(const fetch::Page& page, const site::SiteProfile& profile) {
  Converted article = explain_article(page, &profile);
  if (!article.error) return article;
  Converted stories = explain_stories(page, profile);
  if (stories.error) return article;
  stories.bytes.insert(0, article.bytes);
  return stories;
}

Converted Conversion::explain(const Source& source, const fetch::Page& page,
                              const site::SiteProfile* profile) {
  const auto fields = [&] {
    if (profile == nullptr) return explain_article(page, profile);
    if (is_of_unknown_address(source)) return explain_either(page, *profile);
    return is_front_page(page.url, *profile) ? explain_stories(page, *profile)
                                             : explain_article(page, profile);
  };
  Converted out = fields();
  const std::string name = profile == nullptr ? std::string(extract::kGenericSite) : profile->name;
  out.bytes.insert(0, "site        " + name + "\n");
  return out;
}

Converted Conversion::print(const Source& source, const fetch::Page& page,
                            const site::SiteProfile* profile) {
  Result<extract::Article> article = reader_.article(page, profile);
  if (!article) return {.error = article.error()};
  if (is_of_unknown_address(source)) article->url.clear();
  const Result<press::Press*> press = this->press();
  if (!press) return {.error = press.error()};
  return {.bytes = (*press)->print(options_->format, *article, {.profile = profile}),
          .notice = article->notice.value_or(""),
          .error = std::nullopt};
}

Converted Conversion::convert(const Source& source) {
  const Result<fetch::Page> page = load(source);
  if (!page) return {.error = page.error()};
  const Result<const site::SiteProfile*> profile = profile_for(page->url);
  if (!profile) return {.error = profile.error()};
  if (options_->purpose == Purpose::Explanation) return explain(source, *page, *profile);
  return print(source, *page, *profile);
}

}  // namespace newshole::converter
