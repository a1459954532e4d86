#pragma once
// The pages that the links of a page lead to, each with all links to it. Internal to this module.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "listing/own_links/link_table.h"
#include "listing/own_links/story_address.h"
#include "url/url.h"

namespace newshole::listing {

/// Why a link leads to no story.
enum class Refusal { None, Place, Prose, Address, OtherSite, Text, Popular };
inline constexpr std::size_t kRefusals = 7;

/// How much a text looks like a headline; the later the more.
enum class TextKind {
  None,     ///< no text, or a label such as "Read more"
  Picture,  ///< words of attributes alone
  Short,
  Headline,
  Heading,
};

struct Target {
  url::Url url;
  AddressKind address = AddressKind::NoPage;
  bool is_other_site = false;
  TextKind text = TextKind::None;  ///< of the best of its links
  Place place = Place::Hidden;     ///< the same
  Refusal refusal = Refusal::None;
  std::vector<std::uint32_t> links;  ///< of the table, in its order
};

struct LinkTargets {
  std::vector<Target> all;                       ///< in the order of their first links
  std::array<std::size_t, kRefusals> refused{};  ///< links that are in none of them
};

/// `page` is the address of the page, `base` that of its links.
[[nodiscard]] LinkTargets link_targets_of(const LinkTable& table, const url::Url& page,
                                          const url::Url& base, extract::NameMeanings& meanings);

/// "14 stand in navigation, footers or promotion, 9 have no text of a headline"; empty: none was
/// refused.
[[nodiscard]] std::string refusals_of(const LinkTargets& targets);

}  // namespace newshole::listing
