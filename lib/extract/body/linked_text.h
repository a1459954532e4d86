#pragma once
// Text with links in it, while it is read. Internal to this module.

#include "extract/article.h"
#include "extract/body/inline_marks.h"
#include "html/node.h"
#include "text/clean.h"
#include "url/url.h"

namespace newshole::extract {

/// Resolves the links of an article; those beyond limits::kLinks are plain text.
class LinkResolver {
 public:
  /// `base` must outlive this.
  explicit LinkResolver(const url::Url& base) : base_(&base) {}

  /// Nothing for a bad or overlong address, and for one that leads to the page itself.
  [[nodiscard]] std::optional<std::string> address_of(html::Node anchor);

 private:
  const url::Url* base_;
  std::size_t resolved_ = 0;
};

/// Gathers the clean text of one block, and the links in it with their places.
class LinkedText {
 public:
  /// `resolver` must outlive this.
  LinkedText(LinkResolver& resolver, text::Shape shape) : resolver_(&resolver), cleaner_(shape) {}

  void append(std::string_view text) { cleaner_.append(text); }
  /// Bytes of visible text so far.
  [[nodiscard]] std::size_t size() const { return cleaner_.size(); }
  void append_break() { cleaner_.append_break(); }

  /// The marks of an element (Role::Marked) around its text.
  void open_marked(html::Node element) { append_mark_before(element, cleaner_); }
  void close_marked(html::Node element) { append_mark_behind(element, cleaner_); }

  /// Between these, text belongs to the link. A link with a bad address is plain text.
  void open_link(html::Node anchor);
  void close_link();

  /// The text so far. An open link continues in the next text. Links without text are dropped.
  struct Result {
    std::string text;
    std::vector<Link> links;
  };
  [[nodiscard]] Result take();

 private:
  struct Mark {
    std::string url;
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  LinkResolver* resolver_;
  text::LineCleaner cleaner_;
  std::optional<Mark> open_;
  std::vector<Mark> marks_;
};

}  // namespace newshole::extract
