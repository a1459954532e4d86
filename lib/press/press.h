#pragma once
// Articles to what an edition prints of them: text, menu, JSON.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "config/config.h"
#include "extract/article.h"
#include "format/typesetter.h"
#include "gopher/dialect.h"
#include "gopher/menu.h"
#include "gopher/outline.h"
#include "site/profile.h"

namespace newshole::press {

/// The forms in which an article is printed. A new one is a row of the table in press.cpp.
enum class Format {
  Text,
  Menu,
  Json,
  IndentedJson,
  AtomEntries  ///< of a feed that atom_feed makes whole
};

/// "text", "menu", "json", "indented-json", "atom". Nothing: there is no such format.
[[nodiscard]] std::optional<Format> parse_format(std::string_view name);

enum class Banner { Show, Hide };

/// How the pages of an edition look.
struct Style {
  std::optional<format::View> text;  ///< of text pages; nothing: the press sets none
  std::optional<format::View> menu;  ///< of menus; nothing: the press sets none
  gopher::Dialect dialect = gopher::Dialect::Raw;
  gopher::Server server;  ///< that menus name
  Banner banner = Banner::Show;
};

/// The views of an edition's texts and menus.
[[nodiscard]] format::View text_view(const config::Edition& edition);
[[nodiscard]] format::View menu_view(const config::Edition& edition);

/// Both views, the dialect and the server of an edition.
[[nodiscard]] Style style_of(const config::Config& config, const config::Edition& edition);

/// What stands around an article on its page.
struct Frame {
  const site::SiteProfile* profile = nullptr;  ///< whose banner and tagline stand above; null: none
  std::string tagline = {};                    ///< above an article without a profile; empty: none
  format::Marks marks = {};                    ///< below its headline; menus have no addresses
  std::optional<UtcTime> listed = {};          ///< the time that its list states; of feeds' entries
};

/// Keeps what is costly to make. One thread each, but for text(): another thread may call it while
/// one calls the members that set menus.
class Press {
 public:
  /// Errors: Internal.
  [[nodiscard]] static Result<Press> create(const Style& style);

  [[nodiscard]] const Style& style() const { return style_; }

  struct Text {
    std::string bytes;                   ///< in the text view's charset
    std::size_t unknown_characters = 0;  ///< of the article that became "?" in it
  };
  /// The text page of an article. The style has a text view.
  [[nodiscard]] Text text(const extract::Article& article, const Frame& frame = {});

  /// The text page of parts of our own wording, in the text view's charset. The style has a text
  /// view.
  [[nodiscard]] std::string page(std::span<const format::PagePart> parts, const Frame& frame = {});

  struct Menu {
    gopher::Menu items;                  ///< info lines, and h items for the article's links
    std::size_t unknown_characters = 0;  ///< of the article that became "?"
  };
  /// The same as a menu. The style has a menu view.
  [[nodiscard]] Menu menu(const extract::Article& article, const Frame& frame = {});

  /// The bytes of a menu in the style's dialect, and in the charset of its menu view.
  [[nodiscard]] std::string bytes(const gopher::Menu& menu) const;
  [[nodiscard]] std::string bytes(const gopher::Outline& menu) { return bytes(menu.set(*menus_)); }

  /// The article in one of the formats: whole bytes, with a line end. The style has the view of
  /// that format.
  [[nodiscard]] std::string print(Format format, const extract::Article& article,
                                  const Frame& frame = {});

  /// A list of stories in one of the formats: numbered headlines with their facts and addresses, a
  /// menu of links, or one object a line. The style has the view of that format.
  [[nodiscard]] std::string print(Format format, std::span<const extract::Story> stories,
                                  const Frame& frame = {});

  /// What sets the lines of menus.
  [[nodiscard]] format::Typesetter& menu_lines() { return *menus_; }

 private:
  explicit Press(const Style& style) : style_(style) {}
  [[nodiscard]] std::string story_menu(std::span<const extract::Story> stories, const Frame& frame);
  [[nodiscard]] format::Masthead masthead(const Frame& frame, int width) const;

  Style style_;
  std::optional<format::Typesetter> texts_;
  std::optional<format::Typesetter> menus_;
};

}  // namespace newshole::press
