#pragma once
// Articles to lines. The one place where lines are broken.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "extract/article.h"
#include "format/document.h"
#include "format/line_style.h"
#include "format/menu_width.h"
#include "text/charset/output_charset.h"
#include "text/line_breaker.h"

namespace newshole::format {

/// The line that stands above every story's headline.
inline constexpr std::string_view kArticleHeading = "ARTICLE VIEW:";

struct View {
  int width = 70;  ///< cells
  text::Charset charset = text::Charset::Utf8;
  LinkStyle links = LinkStyle::Footnotes;
  Measure measure = Measure::Cells;
};

/// The lines at the top of a page; empty parts are left out, and a banner that is wider than the
/// page.
struct Masthead {
  std::vector<std::string> banner;
  std::string tagline;
};

/// What a mirror says of a story below its headline; empty parts are left out.
struct Marks {
  std::string length = {};                 ///< how long it is, in words of our own
  std::optional<UtcTime> changed = {};     ///< when the text was last seen to differ
  std::string correction = {};             ///< the selector of the page that says in what
  std::optional<UtcTime> taken_down = {};  ///< when the site was first seen to lack it
};

/// A part of a page of our own wording, which may hold texts of others.
struct PagePart {
  enum class Gap { BlankLine, None };  ///< above it
  std::string text;                    ///< set as one clean line (text/clean.h)
  std::string indent = {};             ///< before each of its lines
  std::size_t most_lines = 0;          ///< the last of so many ends in "..."; 0: all
  std::string address = {};            ///< behind the text, else alone on its line; never "."
  Gap gap = Gap::BlankLine;
};

/// What a list says of a story below its headline: "World, Fri 24 April 2026, 22:40 UTC"; empty: it
/// knows neither section nor day.
[[nodiscard]] std::string story_facts(const extract::Story& story);

/// Keeps ICU's break iterators, which are costly to create. Each thread needs its own.
class Typesetter {
 public:
  [[nodiscard]] static Result<Typesetter> create(const View& view);

  /// The text view: masthead, headline, byline, time and source, the body, its numbered links, the
  /// address of the full article, its copyright. Marks follow time and source.
  [[nodiscard]] Document article(const extract::Article& article, const Masthead& masthead,
                                 const Marks& marks = {});

  /// A list of stories: masthead, numbered headlines with what the list says of them, and, as notes
  /// of the same numbers, their addresses, unless the view has no links.
  [[nodiscard]] Document stories(std::span<const extract::Story> stories, const Masthead& masthead);

  /// The number of characters of the article that was set last for which the charset has no
  /// equivalent: each became "?".
  [[nodiscard]] std::size_t unknown_characters() const { return unknown_characters_; }

  /// The menu view: the same without footnotes. Each block's links follow it as link lines, unless
  /// the view has none; an address of gopherspace or telnet, which no link line may lead to, as
  /// text. No line is wider than the view, not even one that should not be broken.
  [[nodiscard]] Document article_menu(const extract::Article& article, const Masthead& masthead,
                                      const Marks& marks = {});

  /// A page of these parts. No line is wider than the view, not even an address: it goes on in
  /// further lines.
  [[nodiscard]] Document page(const Masthead& masthead, std::span<const PagePart> parts);

  /// A title of a menu item, broken into lines of the view's width or `most`, whichever is less:
  /// the first is the item's, the others go below it indented by two columns. Never empty; a title
  /// of over 300 cells ends in "...".
  [[nodiscard]] std::vector<std::string> title(std::string_view headline, int most = kMenuWidth);

  /// The same in one line: a title that is too long ends in "...".
  [[nodiscard]] std::string short_title(std::string_view headline, int most = kMenuWidth);

  /// Our own wording of a menu in the view's charset, broken into lines that leave `indent` columns
  /// of the view's width free. Never empty.
  [[nodiscard]] std::vector<std::string> lines(std::string_view text, int indent = 0);

  /// A line of somebody's own text in a menu, in the view's charset: as it is where it fits, else
  /// broken into lines of the same indent. Never empty.
  [[nodiscard]] std::vector<std::string> kept_line(std::string_view text);

  [[nodiscard]] const View& view() const { return view_; }

 private:
  Typesetter(const View& view, text::LineBreaker breaker);
  [[nodiscard]] std::vector<std::string> menu_lines(std::string_view text, text::WrapOptions form);
  [[nodiscard]] std::vector<std::string> part_lines(const PagePart& part, std::string_view text);
  View view_;
  text::LineBreaker breaker_;
  std::size_t unknown_characters_ = 0;
};

}  // namespace newshole::format
