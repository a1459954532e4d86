#pragma once
// What `convert` prints of a page, and how a worker is asked for it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "config/config.h"
#include "extract/field_trace.h"
#include "fetch/network_options.h"
#include "fetch/page.h"
#include "press/press.h"
#include "press/reader.h"
#include "press/story_parts.h"
#include "site/catalog.h"

namespace newshole::converter {

/// What to give of a source: its article or list, how each field of it was found, or the stories
/// that it lists (nothing where it is no list).
enum class Purpose { Article, Explanation, Stories };

/// What is known of a page's address.
enum class Address {
  Known,
  Unknown,   ///< only that of its site, as the base of its links
  Elsewhere  ///< known, and that of a front page to which another page that was asked for led
};

/// The address of a page that came for `asked`. A story that is gone often leads to the front page,
/// whose list nobody asked for.
[[nodiscard]] Address address_after(const url::Url& asked, const url::Url& came,
                                    const site::Catalog& catalog);

class PageCache;

struct ConversionOptions {
  Purpose purpose = Purpose::Article;
  press::Format format = press::Format::Text;
  press::Style style;          ///< has the view of that format
  std::string site;            ///< empty: by host; "generic": no profile
  std::string save_folder;     ///< empty: pages are not kept
  PageCache* cache = nullptr;  ///< null: each page is asked for
  fetch::NetworkOptions network;
  /// Obeyed for a list of pages, not for those that a person asks for by name.
  config::RobotsPolicy robots = config::RobotsPolicy::Ignore;
};

/// What is asked of a page besides what the options say.
struct PageOrder {
  Address address = Address::Known;
  Purpose purpose = Purpose::Article;
  std::optional<UtcTime> listed;  ///< the time that its list states
};

/// `bytes` are to be printed, in the output's charset. With an error there are none, except those
/// of an explanation; the error says its cause without the source.
struct Converted {
  std::string bytes;
  std::string notice;  ///< see extract::Article; of a list why it was read in part; empty: none
  std::string title;   ///< of a list, as it states it; empty: none
  bool is_article = false;
  std::optional<Error> error;
  std::optional<listing::Listing> list = {};  ///< for Purpose::Stories
};

/// The line of --explain for a field of a page: "headline    .headline  "Its first words"", or why
/// there is none; a line, with its end.
[[nodiscard]] std::string explanation_line(const extract::FieldTrace& trace);

/// Keeps what is costly to make. One thread each; all that it is given must outlive it.
class PagePrinter {
 public:
  PagePrinter(const ConversionOptions& options, const site::Catalog& catalog, const Clock& clock)
      : options_(&options), catalog_(&catalog), clock_(&clock), reader_(catalog, clock) {}

  /// The article of a page, or of a front page, a feed, a sitemap or an index the stories that it
  /// lists; for who wants the generic extractor by its name, articles alone. A page of an unknown
  /// address has the one that it states itself.
  [[nodiscard]] Converted print(fetch::Page page, PageOrder order);

  /// The article of a story that a list names, of its page or its feed (press::read_story).
  [[nodiscard]] Converted print(const press::StoryParts& story, const PageOrder& order);

  /// Makes now what the first page would need.
  void prepare() { static_cast<void>(press()); }

  /// The work of a worker: the answer to a request of `to_request`, which `to_converted` reads.
  [[nodiscard]] std::string answer(std::string_view request);

 private:
  /// True where the page states an address that the site it is read by may have; it is the page's
  /// then.
  [[nodiscard]] bool takes_stated_address(fetch::Page& page) const;
  [[nodiscard]] Result<const site::SiteProfile*> profile_for(const url::Url& url) const;
  [[nodiscard]] Converted explain(const fetch::Page& page, Address address,
                                  const site::SiteProfile* profile);
  [[nodiscard]] Converted explain_article(const fetch::Page& page,
                                          const site::SiteProfile* profile);
  [[nodiscard]] Converted explain_stories(const fetch::Page& page,
                                          const site::SiteProfile* profile);
  [[nodiscard]] Converted explain_page(const fetch::Page& page, Address address,
                                       const site::SiteProfile* profile);
  [[nodiscard]] Result<press::Press*> press();
  [[nodiscard]] Converted print_page_in(sandbox::MessageReader& message, const PageOrder& order);
  [[nodiscard]] Converted print_story_in(sandbox::MessageReader& message, const PageOrder& order);
  /// Without those whose addresses are not whole, of a page whose own is not known.
  [[nodiscard]] Result<listing::Listing> stories_of(const fetch::Page& page,
                                                    const site::SiteProfile* profile);

  [[nodiscard]] bool is_story(const fetch::Page& page, const site::SiteProfile* profile,
                              std::size_t stories);
  /// Of a page that is a list for sure: a feed, a front page of its profile, a home page.
  [[nodiscard]] std::optional<Result<listing::Listing>> sure_list(const fetch::Page& page,
                                                                  Address address,
                                                                  const site::SiteProfile* profile);
  [[nodiscard]] Converted list_stories(const fetch::Page& page, Address address,
                                       const site::SiteProfile* profile);
  [[nodiscard]] Converted print_page(const fetch::Page& page, const PageOrder& order,
                                     const site::SiteProfile* profile);
  [[nodiscard]] Converted print_stories(const listing::Listing& list,
                                        const site::SiteProfile* profile);
  [[nodiscard]] Converted print_article(const fetch::Page& page, const PageOrder& order,
                                        const site::SiteProfile* profile);
  [[nodiscard]] Converted printed(Result<extract::Article> article, const PageOrder& order,
                                  const site::SiteProfile* profile);

  const ConversionOptions* options_;
  const site::Catalog* catalog_;
  const Clock* clock_;
  press::Reader reader_;
  std::optional<press::Press> press_;
};

/// The time at which a list says that a story changed or appeared.
[[nodiscard]] std::optional<UtcTime> time_of(const extract::Story& story);

[[nodiscard]] std::string to_request(const press::StoryParts& story, const PageOrder& order);
[[nodiscard]] std::string to_request(const fetch::Page& page, const PageOrder& order);

/// A worker's answer, read as a stranger's: with bytes that `charset` has no characters for, or
/// none that anybody would print, it is an error (TooComplex).
[[nodiscard]] Converted to_converted(std::string_view answer, text::Charset charset);

}  // namespace newshole::converter
