#pragma once
// A site as data: where its pages list stories, and where they have each field of an article.

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
#include "site/path_rewrite.h"
#include "site/path_template.h"
#include "text/dates/dates.h"
#include "url/url.h"

namespace newshole::site {

/// The widest banner: what every gopher client shows whole (lib/gopher/CONVENTIONS.md 2.1).
inline constexpr int kBannerWidth = 67;

using Selectors = std::vector<html::Selector>;

/// A change of a field's text that marks cannot express. See extract/by_profile/field.h.
enum class Transform { None, FirstSentence };

/// One way to a field: an element, and the part of its text that counts.
struct Alternative {
  // A selector alone is by far the most frequent way.
  // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions)
  Alternative(html::Selector element) : selector(std::move(element)) {}

  html::Selector selector;
  std::string starts_with;  ///< elements count only if their text begins so
  std::string after;        ///< only the text behind the first of these counts; there must be one
  std::string before;       ///< and of that only the text before the first of these
  Transform transform = Transform::None;

  /// True if a part of the element's text is no part of the field.
  [[nodiscard]] bool takes_part() const {
    return !after.empty() || !before.empty() || transform != Transform::None;
  }
};

/// Ordered alternatives: the first that gives a text that is not empty wins.
using Field = std::vector<Alternative>;

/// The base of an article's links: an address, or an element's attribute that holds one.
using Base = std::variant<url::Url, html::Selector>;

/// A paragraph to leave out by its words. An empty string requires nothing.
struct ParagraphRule {
  std::string starts_with;  ///< its text begins so
  std::string
      link_contains;  ///< a link that ends a sentence of it has this in its text, whatever the case
};

/// Whether addresses of different stories differ in their queries.
enum class Query { Drop, Keep };

/// The stories of a front page are links to their pages, or elements of the page itself.
struct StoryRules {
  Selectors links;                         ///< their text is the headline
  std::vector<PathTemplate> paths;         ///< a link is a story only if one of these matches
  Selectors items;                         ///< elements that are whole stories; none within another
  Field headline;                          ///< of an item, within it
  Field kicker;                            ///< stands above items and begins their headlines
  Field section;                           ///< a story is in that of the last of these above it
  Field date;                              ///< and of the day of the last of these above it,
  Field date_below;                        ///< or of the first of these below it
  std::vector<PathRewrite> rewrite;        ///< addresses of stories: the first that applies counts
  std::vector<std::string> drop_suffixes;  ///< path endings that do not make another story
  Query query = Query::Drop;
};

/// Which of the elements that a selector of the body matches are the body.
enum class BodyParts { First, All };

/// Whether the page's metadata (JSON-LD, meta elements) counts where no selector finds
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
  Selectors remove;    ///< elements left out of the body, with all below them
  std::vector<std::string> note_starts;  ///< a paragraph that begins so is an editor's note
  std::vector<ParagraphRule> remove_paragraphs;
  std::vector<std::string>
      full_url_links;                 ///< link texts: a paragraph of nothing else is `full_url`
  std::vector<std::string> required;  ///< fields that every story of the site has
};

/// Who asked for a banner: one that was set from the title is left out where it has no room.
enum class BannerOrigin { Profile, Title };

/// Whether a page that the profile's rules do not fit any more is read without them; see
/// listing/extractor.h.
enum class Fallback { Generic, None };

struct SiteProfile {
  std::uint64_t revision = 0;  ///< fingerprint of what it was read from
  std::string name;            ///< as in selectors and `--site`: [A-Za-z0-9.-]+
  std::string title;           ///< for people: "The Example"
  std::vector<std::string> hosts;
  std::vector<std::string> under;  ///< how paths of the site's pages begin; empty: anyhow
  std::string web;                 ///< the site's own address, for the link on the front page
  std::vector<url::Url> front_pages;
  std::string tagline;
  std::vector<std::string> banner;  ///< lines of printable ASCII, at most `kBannerWidth` columns
  std::vector<std::string> narrow_banner;  ///< for pages that are narrower than the other
  std::vector<std::string> header;         ///< the operator's own lines above the front page's
                                           ///< stories: clean text, of any width
  std::vector<std::string> footer;         ///< and those below everything on it
  BannerOrigin banner_origin = BannerOrigin::Profile;
  std::optional<std::size_t>
      story_limit;  ///< of each front page; nothing: as the mirror's other sites
  Fallback fallback = Fallback::Generic;
  std::optional<std::chrono::seconds>
      pause;  ///< between the starts of two requests to one of its hosts; nothing: as other hosts
  std::vector<text::DateFormat> dates;
  StoryRules stories;
  ArticleRules article;
};

/// The banner for a page of so many columns: the narrow one where the other is too wide. Empty
/// where neither fits.
[[nodiscard]] const std::vector<std::string>& banner_for(const SiteProfile& profile, int columns);

/// Sets a text in a FIGfont; lines. A parameter, since the module that draws letters includes this.
using DrawBanner =
    std::function<Result<std::string>(const std::string& text, const std::string& font)>;

/// The profile that another one extends, by its name.
using FindProfile = std::function<Result<SiteProfile>(const std::string& name)>;

/// Reads FOLDER/NAME.json and the text files it names; one that is to be drawn, or set from the
/// title where none is named, needs `draw`, and a profile that extends another one `find`. Errors
/// (Config) name file, line, JSON pointer and what was expected.
[[nodiscard]] Result<SiteProfile> load_profile(const std::filesystem::path& file,
                                               const DrawBanner& draw = {},
                                               const FindProfile& find = {});

/// True where the profile says where stories are listed. Else a feed's items or a page's own story
/// links are its stories.
[[nodiscard]] bool has_story_rules(const SiteProfile& profile);

/// True where the profile says where headline and body of a story are. Else the generic extractor
/// reads stories, and the fields that the profile has take the place of those that it found.
[[nodiscard]] bool has_article_rules(const SiteProfile& profile);

/// True for a page that this profile reads: on one of its hosts, under one of its paths.
[[nodiscard]] bool covers(const SiteProfile& profile, const url::Url& url);

/// Where redirects of the site's pages may lead: what its own servers do not have is no story of
/// it. Empty: anywhere, since a profile without rules for stories does not say which those are.
[[nodiscard]] std::vector<std::string> hosts_of_pages(const SiteProfile& profile);

/// The key of a story: on the site's first host whichever of its hosts it is on, rewritten by the
/// profile's rules, no fragment, none of the profile's suffixes, a query only where the
/// profile keeps it. Without rules for stories it is the address itself, without a fragment and
/// without what says where a reader came from.
[[nodiscard]] Result<url::Url> canonical_story_url(const url::Url& url, const SiteProfile& profile);

/// The key of the story that is an item of the page at `page`: its name as the fragment. A date
/// distinguishes items of the same name on different days.
[[nodiscard]] Result<url::Url> item_url(const url::Url& page, std::string_view name,
                                        std::optional<std::chrono::year_month_day> date,
                                        const SiteProfile& profile);

/// The date and the section that the path states; nothing where it is no story's path. The date of
/// an item may be in its name. Without rules for stories every path may be a story's.
[[nodiscard]] std::optional<PathFacts> story_path_facts(const url::Url& url,
                                                        const SiteProfile& profile);

}  // namespace newshole::site
