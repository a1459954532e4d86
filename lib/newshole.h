#pragma once
// The front door: reads a page of a news site, prints it, refreshes a mirror. lib/README.md has a
// program that does so; the headers of the modules say more.

#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "config/config.h"
#include "extract/article.h"
#include "fetch/curl/curl_fetcher.h"
#include "fetch/page.h"
#include "fetch/saved_pages.h"
#include "mirror/refresh.h"
#include "press/press.h"
#include "press/reader.h"
#include "site/catalog.h"

namespace newshole {

/// A page that somebody saved. `address` is where it came from; empty: that is unknown, no profile
/// fits it, and its relative links are left out. Errors: Usage (no such file, no such address),
/// NotArticle.
[[nodiscard]] Result<fetch::Page> load_page(const std::filesystem::path& file,
                                            const std::string& address = {});

/// Reads pages and prints articles. Keeps what is costly to make. One thread each.
class Converter {
 public:
  /// What a style prints where nothing else is wanted: UTF-8, texts of 70 columns, menus of 67.
  [[nodiscard]] static press::Style plain_style();

  /// `sites` and `clock` must outlive the converter. Sets ICU's default locale to the root for the
  /// whole process, so that a page gives the same text on every machine. Errors: Internal.
  [[nodiscard]] static Result<std::unique_ptr<Converter>> create(
      const site::Catalog& sites, const Clock& clock, const press::Style& style = plain_style());

  /// The article of a page, decoded or not, read by the profile of its site, else by the generic
  /// extractor. Errors: NotArticle, TooComplex.
  [[nodiscard]] Result<extract::Article> read(fetch::Page page);

  /// The article in a format, whole bytes in the style's charset, under its site's banner.
  [[nodiscard]] std::string print(const extract::Article& article, press::Format format);

 private:
  Converter(const site::Catalog& sites, const Clock& clock, press::Press press);
  const site::Catalog* sites_;
  press::Reader reader_;
  press::Press press_;
};

/// Refreshes once the mirror that `config` describes, from pages of `fetcher`: a CurlFetcher, or
/// SavedPages with PageSource::Folder. A story or site that fails is in the report and leaves the
/// others alone. Errors: Usage (`sites` has no profile for a site), those of mirror::refresh.
[[nodiscard]] Result<mirror::Report> refresh_mirror(const config::Config& config,
                                                    const site::Catalog& sites,
                                                    fetch::Fetcher& fetcher,
                                                    mirror::PageSource source, const Clock& clock);

}  // namespace newshole
