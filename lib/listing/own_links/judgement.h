#pragma once
// Which targets of links are stories. Internal to this module.

#include <vector>

#include "listing/own_links/box_table.h"
#include "listing/own_links/link_table.h"
#include "listing/own_links/link_targets.h"

namespace newshole::listing {

/// Sets the `refusal` of each target that is no story, by its address, the text and the place of
/// its links, and by the other links of their make.
void judge(std::vector<Target>& targets, const LinkTable& table, const BoxTable& boxes);

}  // namespace newshole::listing
