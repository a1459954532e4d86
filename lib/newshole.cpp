#include "newshole.h"

#include "extract/generic/generic_extractor.h"
#include "text/default_locale.h"

namespace newshole {

Result<fetch::Page> load_page(const std::filesystem::path& file, const std::string& address) {
  Result<url::Url> url =
      url::parse_url(address.empty() ? std::string(extract::kUnknownAddress) : address);
  if (!url) return in_context(address, url.error());
  Result<std::string> bytes = fetch::read_file(file);
  if (!bytes) return in_context(file.string(), bytes.error());
  return fetch::make_page(*std::move(url), *std::move(bytes), "");
}

press::Style Converter::plain_style() {
  return {.text = format::View{}, .menu = format::View{.width = format::kMenuWidth}};
}

Result<std::unique_ptr<Converter>> Converter::create(const site::Catalog& sites, const Clock& clock,
                                                     const press::Style& style) {
  if (Status status = text::leave_machine_language(); !status)
    return tl::unexpected(status.error());
  Result<press::Press> press = press::Press::create(style);
  if (!press) return tl::unexpected(press.error());
  return std::unique_ptr<Converter>(new Converter(sites, clock, *std::move(press)));
}

Converter::Converter(const site::Catalog& sites, const Clock& clock, press::Press press)
    : sites_(&sites), reader_(sites, clock), press_(std::move(press)) {}

Result<extract::Article> Converter::read(fetch::Page page) {
  fetch::decode(page);
  return reader_.article(page);
}

std::string Converter::print(const extract::Article& article, press::Format format) {
  const auto profile = sites_->by_name(article.site);
  return press_.print(format, article, {.profile = profile ? *profile : nullptr});
}

Result<mirror::Report> refresh_mirror(const config::Config& config, const site::Catalog& sites,
                                      fetch::Fetcher& fetcher, mirror::PageSource source,
                                      const Clock& clock) {
  mirror::RefreshOptions options{.config = config, .source = source};
  for (const std::string& name : config.sites) {
    const auto profile = sites.by_name(name);
    if (!profile) return tl::unexpected(profile.error());
    options.profiles.push_back(*profile);
  }
  mirror::Progress progress;
  return mirror::refresh(options, fetcher, clock, progress);
}

}  // namespace newshole
