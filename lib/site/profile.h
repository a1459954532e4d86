#pragma once
// A site as data: where its stories are listed, and where each field of an article stands.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "html/selector.h"
#include "site/menu_width.h"
#include "site/path_template.h"
#include "text/dates.h"
#include "url/url.h"

namespace newshole::site {

/// Ordered alternatives: the first that gives a text that is not empty wins.
using Field = std::vector<html::Selector>;

/// A paragraph to leave out by what it says. An empty string asks for nothing.
struct ParagraphRule {
  std::string starts_with;  ///< its text begins so
  std::string
      link_contains;  ///< a link that ends a sentence of it has this in its text, whatever the case
};

/// Whether the query of an address tells one story from another.
enum class Query { Drop, Keep };

struct StoryRules {
  Field links;                      ///< the links of a front page; their text is the headline
  std::vector<PathTemplate> paths;  ///< a link is a story only if one of these matches
  std::vector<std::string> drop_suffixes;  ///< path endings that do not make another story
  Query query = Query::Drop;
};

struct ArticleRules {
  Field headline;
  Field byline;
  Field timestamp;
  Field source;
  Field section;
  Field body;                            ///< the root of the body
  Field notes;                           ///< blocks that are editor's notes
  Field remove;                          ///< what is left out of the body, with all below it
  std::vector<std::string> note_starts;  ///< a paragraph that begins so is an editor's note
  std::vector<ParagraphRule> remove_paragraphs;
  std::vector<std::string>
      full_url_links;  ///< link texts: a paragraph of nothing else is `full_url`
};

struct SiteProfile {
  std::uint64_t revision = 0;  ///< fingerprint of the file that it was read from
  std::string name;            ///< as in selectors and `--site`: [A-Za-z0-9.-]+
  std::string title;           ///< for people: "The Example"
  std::vector<std::string> hosts;
  std::string web;  ///< the site's own address, for the link on the front page
  std::vector<url::Url> front_pages;
  std::string tagline;
  std::vector<std::string> banner;  ///< lines of printable ASCII, at most `kMenuWidth` columns
  std::vector<text::DateFormat> dates;
  StoryRules stories;
  ArticleRules article;
};

/// Sets a text in a FIGfont; lines. Handed in, since letters are drawn by what stands on profiles.
using DrawBanner =
    std::function<Result<std::string>(const std::string& text, const std::string& font)>;

/// Reads FOLDER/NAME.json and the banner it names; one that is to be drawn needs `draw`. Errors
/// (Config) name file, line, JSON pointer and what was expected.
[[nodiscard]] Result<SiteProfile> load_profile(const std::filesystem::path& file,
                                               const DrawBanner& draw = {});

/// The key of a story: on the site's first host whichever of its hosts named it, no fragment, none
/// of the profile's suffixes, a query only where the profile keeps it.
[[nodiscard]] Result<url::Url> canonical_story_url(const url::Url& url, const SiteProfile& profile);

/// What the path says of date and section; nothing where it is no story's path.
[[nodiscard]] std::optional<PathFacts> story_path_facts(const url::Url& url,
                                                        const SiteProfile& profile);

}  // namespace newshole::site
