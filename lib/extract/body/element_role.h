#pragma once
// The role of an element in the body of an article. Internal to this module.

#include <string_view>

namespace newshole::extract {

enum class Role {
  Container,  ///< begins and ends a block without further meaning: div, section, unknown names
  Inline,     ///< part of the text around it
  Marked,     ///< the same with marks of its own, see extract/body/inline_marks.h
  Formula,    ///< math
  Paragraph,
  Heading,
  List,
  OrderedList,
  ListItem,
  Quote,
  Preformatted,
  Table,
  Caption,
  Break,
  Link,
  Skip,  ///< never part of an article's text
};

/// Part of the line around it: no block begins or ends with it.
[[nodiscard]] constexpr bool is_in_line(Role role) {
  return role == Role::Inline || role == Role::Marked || role == Role::Formula ||
         role == Role::Link;
}

/// By the element's name in lower case.
[[nodiscard]] Role role_of(std::string_view tag);

}  // namespace newshole::extract
