#pragma once
// The evidence that the name, classes and other attributes of an element give of its role in a
// page. Internal to this module.

#include <string>
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

/// The strongest evidence of the element's own name and attributes, without its text and ancestors.
[[nodiscard]] Evidence evidence_of(html::Node element);

/// True where the class says that the element holds the sentence below a headline: "article__dek".
[[nodiscard]] bool names_standfirst(html::Node element);

/// The words of a class or id in lower case: "c-relatedLinks__item2" holds c, related, links, item.
[[nodiscard]] std::vector<std::string> name_words(std::string_view name);

}  // namespace newshole::extract
