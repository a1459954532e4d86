#pragma once
// Converts one source of `convert`.

#include <memory>
#include <optional>
#include <string>

#include "fetch/warc/record_reader.h"
#include "page_printer.h"
#include "page_source.h"
#include "sandbox/workers.h"

namespace newshole::converter {

/// A story as a list has it.
struct ListedStory {
  extract::Story story;
  listing::FeedText text;
};

/// A record of a web archive, by where an index says that it stands.
struct ArchiveRecord {
  std::string file;
  fetch::warc::Cut cut;
};

/// A page to convert: an http(s) URL, a file, "-", or what else is told of it.
struct Source {
  std::string name;
  std::string url;                                 ///< where a saved page came from
  std::shared_ptr<const ListedStory> listed = {};  ///< null: no list names it
  std::optional<ArchiveRecord> record = {};        ///< where the page is; `name` only names it
};

[[nodiscard]] bool is_web_address(const std::string& source);

/// A host without a scheme, and what follows it, as an https address, unless a file has that name;
/// any other source as it is.
[[nodiscard]] std::string whole_address(const std::string& source);

/// Loads sources, and has their pages printed. One thread each; all that it is given must outlive
/// it.
class Conversion {
 public:
  /// `workers` do the work of a PagePrinter with the same options; null: this thread does it.
  Conversion(const ConversionOptions& options, const site::Catalog& catalog, const Clock& clock,
             SharedFetcher& fetcher, sandbox::Workers* workers)
      : options_(&options),
        catalog_(&catalog),
        printer_(options, catalog, clock),
        fetcher_(&fetcher),
        workers_(workers) {}

  /// Nothing: what the options say is printed.
  [[nodiscard]] Converted convert(const Source& source, std::optional<Purpose> wanted = {});
  /// The same of a page that is at hand.
  [[nodiscard]] Converted convert(fetch::Page page);

 private:
  [[nodiscard]] Address address_of(const fetch::Page& page, const Source& source) const;
  [[nodiscard]] Result<fetch::Page> load(const Source& source);
  [[nodiscard]] Converted print(fetch::Page page, const Source& source, Purpose purpose);
  [[nodiscard]] Converted print(fetch::Page page, const PageOrder& order);
  /// An article of a story whose list has a text of it.
  [[nodiscard]] Converted print(press::StoryParts story, const PageOrder& order);
  [[nodiscard]] bool needs_no_page(const Source& source) const;
  /// The article of the page that was kept of a source; nothing where there is none.
  [[nodiscard]] std::optional<Converted> convert_kept(const Source& source);
  /// The same however old it is, since no newer one comes: `cause` is why.
  [[nodiscard]] Converted convert_old(const Source& source, const Error& cause);
  void keep(const Source& source, const fetch::Page& page);
  [[nodiscard]] Result<fetch::Page> download(const std::string& address);
  [[nodiscard]] Result<fetch::Page> read_saved(const Source& source) const;
  [[nodiscard]] Result<fetch::Page> read_archived(const ArchiveRecord& record) const;

  const ConversionOptions* options_;
  const site::Catalog* catalog_;
  PagePrinter printer_;
  SharedFetcher* fetcher_;
  sandbox::Workers* workers_;
};

}  // namespace newshole::converter
