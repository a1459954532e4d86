#include "extract/body/element_role.h"

#include <algorithm>
#include <array>

#include "extract/body/phrases.h"

namespace newshole::extract {
namespace {

struct RoleTags {
  Role role;
  std::string_view tags;
};

// HTML's phrasing elements; a name that is not here begins a block, so that text of unknown
// elements is never glued to its neighbour's.
constexpr auto kRoleTags = std::to_array<RoleTags>({
    {Role::Break, "br"},
    {Role::Caption, "caption|figcaption"},
    {Role::Heading, "h1|h2|h3|h4|h5|h6"},
    {Role::Inline,
     "abbr|acronym|b|bdi|bdo|big|cite|code|data|dfn|em|font|i|ins|kbd|label|mark|nobr|picture|rb|"
     "rtc|"
     "ruby|samp|small|span|strong|time|tt|u|var"},
    {Role::Marked, "del|img|q|rt|s|strike|sub|sup|wbr"},
    {Role::Formula, "math"},
    {Role::Link, "a"},
    {Role::List, "menu|ul"},
    {Role::ListItem, "li"},
    {Role::OrderedList, "ol"},
    {Role::Paragraph, "p"},
    {Role::Preformatted, "listing|pre|xmp"},
    {Role::Quote, "blockquote"},
    {Role::Skip,
     "audio|button|canvas|embed|iframe|input|link|meta|noscript|object|rp|script|select|style|svg|"
     "template|textarea|title|video"},
    {Role::Table, "table"},
});

struct TagRole {
  std::string_view tag;
  Role role = Role::Container;
};

constexpr std::size_t count_tags() {
  std::size_t count = 0;
  for (const RoleTags& row : kRoleTags) count += count_phrases(row.tags);
  return count;
}

// Sorted by tag.
constexpr auto kTagRoles = [] {
  std::array<TagRole, count_tags()> roles{};
  std::size_t at = 0;
  for (const RoleTags& row : kRoleTags) {
    for (std::string_view rest = row.tags; !rest.empty();)
      roles[at++] = {take_phrase(rest), row.role};
  }
  std::sort(roles.begin(), roles.end(),
            [](const TagRole& a, const TagRole& b) { return a.tag < b.tag; });
  return roles;
}();

}  // namespace

Role role_of(std::string_view tag) {
  const auto* const found = std::ranges::lower_bound(kTagRoles, tag, {}, &TagRole::tag);
  return found != kTagRoles.end() && found->tag == tag ? found->role : Role::Container;
}

}  // namespace newshole::extract
