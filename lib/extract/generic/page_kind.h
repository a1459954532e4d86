#pragma once
// The kind of a page, by its fields and its shape. Internal to this module.

#include <optional>
#include <string>
#include <string_view>

namespace newshole::extract {

enum class PageKind {
  Article,
  Paywalled,  ///< an article that goes on for subscribers only
  LiveBlog,   ///< an article that grows while things happen
  VideoOnly,  ///< a video with hardly a word
  Index,      ///< a list of links to articles
  Gate,       ///< consent, captcha, login: a page in front of the page
  Missing,    ///< an error page with the status of success
};

/// The input of the decision. Texts are clean.
struct PageSigns {
  std::string title;
  std::string headline;
  std::string first_words;  ///< of the body
  std::string type;         ///< og:type
  std::string_view path;    ///< of the URL
  std::string_view query;
  std::size_t words = 0;              ///< of the body
  double link_density = 0;            ///< of the whole page, 0 to 1
  std::size_t story_links = 0;        ///< headings and lines that are links to other pages
  std::size_t prose_in_one_box = 0;   ///< words of prose that stand beside each other, at most
  bool is_cut_off = false;            ///< it asks to subscribe where its text ends
  bool is_marked_as_article = false;  ///< by JSON-LD, og:type or a date of publication
  bool is_marked_as_paid = false;
  bool is_marked_as_live = false;
  bool has_video = false;
};

[[nodiscard]] PageKind page_kind(const PageSigns& signs);

/// Why a page of this kind is no article: "it is an index of other pages"; nothing where it is one.
[[nodiscard]] std::optional<std::string_view> why_no_article(PageKind kind);

/// A note for readers of an article of this kind; nothing for an ordinary article.
[[nodiscard]] std::optional<std::string_view> notice_of(PageKind kind);

}  // namespace newshole::extract
