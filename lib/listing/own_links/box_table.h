#pragma once
// The boxes of a page's stories, and the headings above them. Internal to this module.

#include <cstdint>
#include <string>
#include <vector>

#include "html/node.h"
#include "listing/own_links/link_table.h"
#include "listing/own_links/link_targets.h"

namespace newshole::listing {

/// The box of a story is the largest element whose links to stories all lead to it. The arguments
/// must outlive this.
class BoxTable {
 public:
  /// Of the targets that are not refused and have at least the address of a Plain one.
  BoxTable(const LinkTable& table, const std::vector<Target>& targets);
  /// Of those that are not refused.
  static BoxTable of_stories(const LinkTable& table, const std::vector<Target>& targets);

  /// For each link the text of the heading above it that may name a section; empty: none does.
  [[nodiscard]] std::vector<std::string> headings_above() const;

  /// True where the box of a link holds a heading.
  [[nodiscard]] bool has_heading(std::uint32_t link) const;

  /// The box of a link; where it is no more than a line or a row, also what follows it up to the
  /// next story.
  [[nodiscard]] std::vector<html::Node> nodes_around(std::uint32_t link) const;

 private:
  BoxTable(const LinkTable& table, const std::vector<Target>& targets, AddressKind least);
  [[nodiscard]] std::uint32_t scope_of(std::uint32_t heading) const;

  const LinkTable& table_;
  const std::vector<Target>& targets_;
  std::vector<std::uint32_t> story_of_;  // for each element
  std::vector<std::uint32_t> box_of_;
};

}  // namespace newshole::listing
