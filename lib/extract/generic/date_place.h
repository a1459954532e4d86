#pragma once
// Whether a date that a page shows is that of its story, by the place where it stands. Internal to
// this module.

#include <string_view>
#include <vector>

#include "html/node.h"

namespace newshole::extract {

/// What the dates of a page are compared with.
struct StoryPlace {
  html::Node headline;    ///< its element; nothing where no element is it
  std::string_view host;  ///< of the page's URL; may be empty
};

/// Words of a label that stands before or behind a date: "Last updated on".
enum class DateLabel { None, Published, Updated };

/// The label in a clean text, in any language of languages/.
[[nodiscard]] DateLabel date_label(std::string_view text);

/// False for the day in a sentence, a quotation, a teaser of another story, a comment or a
/// picture's caption. `node` is the element around the date, `date` the clean text of the date
/// alone.
[[nodiscard]] bool is_date_of_story(html::Node node, std::string_view date,
                                    const StoryPlace& story);

}  // namespace newshole::extract
