#include "extract/body/element_role.h"

#include <algorithm>
#include <array>

namespace newshole::extract {
namespace {

struct TagRole {
  std::string_view tag;
  Role role;
};

// Sorted by tag. HTML's phrasing elements; a name that is not here begins a block, so that text of
// unknown elements is never glued to its neighbour's.
constexpr std::array kTagRoles = {
    TagRole{"a", Role::Link},
    TagRole{"abbr", Role::Inline},
    TagRole{"acronym", Role::Inline},
    TagRole{"audio", Role::Skip},
    TagRole{"b", Role::Inline},
    TagRole{"bdi", Role::Inline},
    TagRole{"bdo", Role::Inline},
    TagRole{"big", Role::Inline},
    TagRole{"blockquote", Role::Quote},
    TagRole{"br", Role::Break},
    TagRole{"button", Role::Skip},
    TagRole{"canvas", Role::Skip},
    TagRole{"caption", Role::Caption},
    TagRole{"cite", Role::Inline},
    TagRole{"code", Role::Inline},
    TagRole{"data", Role::Inline},
    TagRole{"del", Role::Inline},
    TagRole{"dfn", Role::Inline},
    TagRole{"em", Role::Inline},
    TagRole{"embed", Role::Skip},
    TagRole{"figcaption", Role::Caption},
    TagRole{"font", Role::Inline},
    TagRole{"h1", Role::Heading},
    TagRole{"h2", Role::Heading},
    TagRole{"h3", Role::Heading},
    TagRole{"h4", Role::Heading},
    TagRole{"h5", Role::Heading},
    TagRole{"h6", Role::Heading},
    TagRole{"i", Role::Inline},
    TagRole{"iframe", Role::Skip},
    TagRole{"img", Role::Inline},
    TagRole{"input", Role::Skip},
    TagRole{"ins", Role::Inline},
    TagRole{"kbd", Role::Inline},
    TagRole{"label", Role::Inline},
    TagRole{"li", Role::ListItem},
    TagRole{"link", Role::Skip},
    TagRole{"listing", Role::Preformatted},
    TagRole{"mark", Role::Inline},
    TagRole{"math", Role::Inline},
    TagRole{"menu", Role::List},
    TagRole{"meta", Role::Skip},
    TagRole{"nobr", Role::Inline},
    TagRole{"noscript", Role::Skip},
    TagRole{"object", Role::Skip},
    TagRole{"ol", Role::OrderedList},
    TagRole{"p", Role::Paragraph},
    TagRole{"picture", Role::Inline},
    TagRole{"pre", Role::Preformatted},
    TagRole{"q", Role::Inline},
    TagRole{"rb", Role::Inline},
    TagRole{"rp", Role::Inline},
    TagRole{"rt", Role::Inline},
    TagRole{"ruby", Role::Inline},
    TagRole{"s", Role::Inline},
    TagRole{"samp", Role::Inline},
    TagRole{"script", Role::Skip},
    TagRole{"select", Role::Skip},
    TagRole{"small", Role::Inline},
    TagRole{"span", Role::Inline},
    TagRole{"strike", Role::Inline},
    TagRole{"strong", Role::Inline},
    TagRole{"style", Role::Skip},
    TagRole{"sub", Role::Inline},
    TagRole{"sup", Role::Inline},
    TagRole{"svg", Role::Skip},
    TagRole{"table", Role::Table},
    TagRole{"template", Role::Skip},
    TagRole{"textarea", Role::Skip},
    TagRole{"time", Role::Inline},
    TagRole{"title", Role::Skip},
    TagRole{"tt", Role::Inline},
    TagRole{"u", Role::Inline},
    TagRole{"ul", Role::List},
    TagRole{"var", Role::Inline},
    TagRole{"video", Role::Skip},
    TagRole{"wbr", Role::Inline},
    TagRole{"xmp", Role::Preformatted},
};
static_assert(std::ranges::is_sorted(kTagRoles, {}, &TagRole::tag));

}  // namespace

Role role_of(std::string_view tag) {
  const auto* const found = std::ranges::lower_bound(kTagRoles, tag, {}, &TagRole::tag);
  return found != kTagRoles.end() && found->tag == tag ? found->role : Role::Container;
}

}  // namespace newshole::extract
