#pragma once
// A site as data: where its stories are listed, and where each field of an article stands.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"
#include "html/selector.h"
#include "site/menu_width.h"
#include "site/path_rewrite.h"
#include "site/path_template.h"
#include "text/dates/dates.h"
#include "url/url.h"

namespace newshole::site {

using Selectors = std::vector<html::Selector>;

/// What is made of a text where a part of it between two marks is not enough. See
/// extract/transforms.h.
enum class Transform { None, FirstSentence };

/// One way to a field: an element, and what of its text counts.
struct Alternative {
  // A selector alone is by far the most frequent way.
  // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions)
  Alternative(html::Selector element) : selector(std::move(element)) {}

  html::Selector selector;
  std::string starts_with;  ///< elements count only if their text begins so
  std::string after;   ///< only what stands behind the first of these counts; there must be one
  std::string before;  ///< of that, only what stands before the first of these
  Transform transform = Transform::None;

  /// True if a part of the element's text is no part of the field.
  [[nodiscard]] bool takes_part() const {
    return !after.empty() || !before.empty() || transform != Transform::None;
  }
};

/// Ordered alternatives: the first that gives a text that is not empty wins.
using Field = std::vector<Alternative>;

/// Where links of an article lead from: an address, or an element's attribute that holds one.
using Base = std::variant<url::Url, html::Selector>;

/// A paragraph to leave out by what it says. An empty string asks for nothing.
struct ParagraphRule {
  std::string starts_with;  ///< its text begins so
  std::string
      link_contains;  ///< a link that ends a sentence of it has this in its text, whatever the case
};

/// Whether the query of an address tells one story from another.
enum class Query { Drop, Keep };

/// The stories of a front page are links to their pages, or elements of the page itself.
struct StoryRules {
  Selectors links;                         ///< their text is the headline
  std::vector<PathTemplate> paths;         ///< a link is a story only if one of these matches
  Selectors items;                         ///< elements that are whole stories; none within another
  Field headline;                          ///< of an item, within it
  Field kicker;                            ///< what stands above items and begins their headlines
  Field section;                           ///< a story is in that of the last of these above it
  Field date;                              ///< and of the day of the last of these above it,
  Field date_below;                        ///< or of the first of these below it
  std::vector<PathRewrite> rewrite;        ///< addresses of stories: the first that applies counts
  std::vector<std::string> drop_suffixes;  ///< path endings that do not make another story
  Query query = Query::Drop;
};

/// Which of the elements that a selector of the body matches are the body.
enum class BodyParts { First, All };

/// Whether what a page says of itself (JSON-LD, meta elements) counts where no selector finds
/// anything.
enum class Metadata { Use, Ignore };

struct ArticleRules {
  Field headline;
  Field byline;
  Field timestamp;
  Field source;
  Field section;
  Field published;  ///< dates; with one of these two the timestamp is but a text
  Field updated;
  Field full_url;          ///< the address of the site's full page
  std::vector<Base> base;  ///< of links, in order; without one it is the page's own
  Selectors body;          ///< the root of the body
  BodyParts body_parts = BodyParts::First;
  Metadata metadata = Metadata::Use;
  Selectors captions;  ///< blocks that are captions, besides those that HTML says are
  Selectors notes;     ///< blocks that are editor's notes
  Selectors remove;    ///< what is left out of the body, with all below it
  std::vector<std::string> note_starts;  ///< a paragraph that begins so is an editor's note
  std::vector<ParagraphRule> remove_paragraphs;
  std::vector<std::string>
      full_url_links;                 ///< link texts: a paragraph of nothing else is `full_url`
  std::vector<std::string> required;  ///< fields that every story of the site has
};

struct SiteProfile {
  std::uint64_t revision = 0;  ///< fingerprint of the file that it was read from
  std::string name;            ///< as in selectors and `--site`: [A-Za-z0-9.-]+
  std::string title;           ///< for people: "The Example"
  std::vector<std::string> hosts;
  std::vector<std::string> under;  ///< how paths of the site's pages begin; empty: anyhow
  std::string web;                 ///< the site's own address, for the link on the front page
  std::vector<url::Url> front_pages;
  std::string tagline;
  std::vector<std::string> banner;  ///< lines of printable ASCII, at most `kMenuWidth` columns
  std::vector<std::string> narrow_banner;  ///< for pages that are narrower than the other
  std::vector<text::DateFormat> dates;
  StoryRules stories;
  ArticleRules article;
};

/// The banner for a page of so many columns: the narrow one where the other is too wide. Empty
/// where neither fits.
[[nodiscard]] const std::vector<std::string>& banner_for(const SiteProfile& profile, int columns);

/// Sets a text in a FIGfont; lines. Handed in, since letters are drawn by what stands on profiles.
using DrawBanner =
    std::function<Result<std::string>(const std::string& text, const std::string& font)>;

/// Reads FOLDER/NAME.json and the banner it names; one that is to be drawn needs `draw`. Errors
/// (Config) name file, line, JSON pointer and what was expected.
[[nodiscard]] Result<SiteProfile> load_profile(const std::filesystem::path& file,
                                               const DrawBanner& draw = {});

/// True for a page that this profile reads: on one of its hosts, under one of its paths.
[[nodiscard]] bool covers(const SiteProfile& profile, const url::Url& url);

/// The key of a story: on the site's first host whichever of its hosts named it, rewritten where
/// the profile says how, no fragment, none of the profile's suffixes, a query only where the
/// profile keeps it.
[[nodiscard]] Result<url::Url> canonical_story_url(const url::Url& url, const SiteProfile& profile);

/// The key of the story that is an item of the page at `page`: its name as the fragment. A date
/// keeps apart what comes again another day under the same name.
[[nodiscard]] Result<url::Url> item_url(const url::Url& page, std::string_view name,
                                        std::optional<std::chrono::year_month_day> date,
                                        const SiteProfile& profile);

/// What the path says of date and section; nothing where it is no story's path. Of an item its name
/// may say the date.
[[nodiscard]] std::optional<PathFacts> story_path_facts(const url::Url& url,
                                                        const SiteProfile& profile);

}  // namespace newshole::site
