#pragma once
// The evidence that the name, classes and other attributes of an element give of its role in a
// page. Internal to this module.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "html/node.h"

namespace newshole::extract {

enum class Evidence {
  None,
  Body,         ///< says that it holds the body of the article
  Article,      ///< holds an article with all that belongs to it: article, main
  Furniture,    ///< belongs to the article, but not to its text: byline, date; short
  Caption,      ///< text to a picture
  Boilerplate,  ///< no part of the article: navigation, promotion, comments, sharing
  Comments,     ///< readers' comments
  Hidden,       ///< not shown
};

/// What a class or an id says.
struct NameMeaning {
  Evidence evidence = Evidence::None;
  std::size_t words = 0;
  bool is_standfirst = false;  ///< of the sentence below a headline: "article__dek"
  bool is_of_time = false;     ///< "published-on", "post-date"
  bool is_of_author = false;   ///< "byline", "author-name"
};

/// What the names of a page say, looked up once for each distinct one: a page has few, and many
/// elements have the same. The names have to outlive this.
class NameMeanings {
 public:
  [[nodiscard]] const NameMeaning& of(std::string_view name);

 private:
  struct ByLength {
    bool operator()(std::string_view a, std::string_view b) const {
      return a.size() != b.size() ? a.size() < b.size() : a < b;
    }
  };
  std::map<std::string_view, NameMeaning, ByLength> known_;
};

/// What the names of one element say.
struct ElementNames {
  const NameMeaning& of_class;
  const NameMeaning& of_id;
};
[[nodiscard]] ElementNames names_of(html::Node element, NameMeanings& meanings);

/// The strongest evidence of the element's own name and attributes, without its text and ancestors.
[[nodiscard]] Evidence evidence_of(html::Node element, const ElementNames& names);
[[nodiscard]] Evidence evidence_of(html::Node element);

/// True where the element's names and attributes say that it holds the sentence below a headline, a
/// time, or who wrote.
[[nodiscard]] bool names_standfirst(html::Node element, const ElementNames& names);
[[nodiscard]] bool states_time(html::Node element, const ElementNames& names);
[[nodiscard]] bool names_author(html::Node element, const ElementNames& names);
[[nodiscard]] bool names_author(html::Node element);

/// True where an attribute of the element holds `word`, in any part of it.
[[nodiscard]] bool holds_word(html::Node element, std::string_view attribute,
                              std::string_view word);

/// The words of a class or id in lower case: "c-relatedLinks__item2" holds c, related, links, item.
[[nodiscard]] std::vector<std::string> name_words(std::string_view name);

}  // namespace newshole::extract
