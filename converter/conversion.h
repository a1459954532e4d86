#pragma once
// Converts one source of `convert`.

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "extract/field_trace.h"
#include "fetch/page.h"
#include "page_source.h"
#include "press/press.h"
#include "press/reader.h"
#include "site/catalog.h"

namespace newshole::converter {

/// What to print of a source: its article, or how each field of it was found.
enum class Purpose { Article, Explanation };

/// A page to convert: an http(s) URL, a file, or "-". `url` says where a saved page came from.
struct Source {
  std::string name;
  std::string url;

  friend bool operator==(const Source&, const Source&) = default;
};

struct ConversionOptions {
  Purpose purpose = Purpose::Article;
  press::Format format = press::Format::Text;
  press::Style style;       ///< has the view of that format
  std::string site;         ///< empty: by host; "generic": no profile
  std::string save_folder;  ///< empty: pages are not kept
  fetch::NetworkOptions network;
};

/// `bytes` are to be printed, in the output's charset. With an error there are none, except those
/// of an explanation; the error says its cause without the source.
struct Converted {
  std::string bytes;
  std::string notice;  ///< see extract::Article; empty: none
  std::optional<Error> error;
};

/// The line of --explain for a field of a page: "headline    .headline  "Its first words"", or why
/// there is none; a line, with its end.
[[nodiscard]] std::string explanation_line(const extract::FieldTrace& trace);

[[nodiscard]] bool is_web_address(const std::string& source);

/// Keeps what is costly to make. One thread each; all that it is given must outlive it.
class Conversion {
 public:
  Conversion(const ConversionOptions& options, const site::Catalog& catalog, const Clock& clock,
             SharedFetcher& fetcher)
      : options_(&options), catalog_(&catalog), reader_(catalog, clock), fetcher_(&fetcher) {}

  [[nodiscard]] Converted convert(const Source& source);

 private:
  [[nodiscard]] Result<fetch::Page> load(const Source& source);
  [[nodiscard]] Result<fetch::Page> download(const std::string& address);
  [[nodiscard]] Result<fetch::Page> read_saved(const Source& source) const;
  [[nodiscard]] Result<const site::SiteProfile*> profile_for(const url::Url& url) const;
  [[nodiscard]] Converted explain(const Source& source, const fetch::Page& page,
                                  const site::SiteProfile* profile);
  [[nodiscard]] Converted explain_article(const fetch::Page& page,
                                          const site::SiteProfile* profile);
  [[nodiscard]] Converted explain_stories(const fetch::Page& page,
                                          const site::SiteProfile& profile);
  [[nodiscard]] Converted explain_either(const fetch::Page& page, const site::SiteProfile& profile);
  [[nodiscard]] Result<press::Press*> press();
  [[nodiscard]] Converted print(const Source& source, const fetch::Page& page,
                                const site::SiteProfile* profile);

  const ConversionOptions* options_;
  const site::Catalog* catalog_;
  press::Reader reader_;
  SharedFetcher* fetcher_;
  std::optional<press::Press> press_;
};

}  // namespace newshole::converter
