#include "listing/own_links/box_table.h"

#include <algorithm>

#include "extract/body/element_role.h"
#include "extract/body/node_text.h"

namespace newshole::listing {
namespace {

using extract::Role;

/// The story of an element with links to several.
constexpr std::uint32_t kMany = kNone - 1;

bool is_open_ended(html::Node box) {
  const Role role = extract::role_of(box.tag());
  return extract::is_in_line(role) || role == Role::Heading || box.tag() == "dt" ||
         box.tag() == "tr";
}

bool ends_story(html::Node node) {
  return extract::role_of(node.tag()) == Role::Heading || node.tag() == "hr" || node.tag() == "dt";
}

bool is_in_link(const LinkTable& table, std::uint32_t element) {
  constexpr int kMostLevels = 4;
  for (int level = 0; level < kMostLevels; ++level, element = table.elements[element].parent) {
    if (table.elements[element].node.tag() == "a") return true;
  }
  return false;
}

std::string heading_text(html::Node heading) {
  constexpr std::size_t kLongest = 60;
  return extract::line_of(heading, kLongest).value_or("");
}

}  // namespace

BoxTable::BoxTable(const LinkTable& table, const std::vector<Target>& targets)
    : BoxTable(table, targets, AddressKind::Plain) {}

BoxTable BoxTable::of_stories(const LinkTable& table, const std::vector<Target>& targets) {
  return {table, targets, AddressKind::Weak};
}

BoxTable::BoxTable(const LinkTable& table, const std::vector<Target>& targets, AddressKind least)
    : table_(table),
      targets_(targets),
      story_of_(table.elements.size(), kNone),
      box_of_(table.elements.size()) {
  for (std::uint32_t i = 0; i < targets.size(); ++i) {
    if (targets[i].refusal != Refusal::None || targets[i].address < least) continue;
    for (const std::uint32_t link : targets[i].links) story_of_[table.links[link].element] = i;
  }
  for (std::size_t i = story_of_.size(); i-- > 1;) {
    std::uint32_t& around = story_of_[table.elements[i].parent];
    if (story_of_[i] == kNone) continue;
    around = around == kNone || around == story_of_[i] ? story_of_[i] : kMany;
  }
  for (std::uint32_t i = 0; i < box_of_.size(); ++i) {
    const std::uint32_t parent = table.elements[i].parent;
    box_of_[i] = i > 0 && story_of_[i] == story_of_[parent] ? box_of_[parent] : i;
  }
}

std::vector<std::string> BoxTable::headings_above() const {
  struct Section {
    std::uint32_t end = 0;
    std::string text;
  };
  std::vector<std::string> out(table_.links.size());
  std::vector<Section> open;
  auto heading = table_.headings.begin();
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::uint32_t at = table_.links[i].element;
    for (; heading != table_.headings.end() && *heading < at; ++heading) {
      const std::uint32_t end = scope_of(*heading);
      if (end == 0) continue;
      while (!open.empty() && open.back().end <= std::max(end, *heading)) open.pop_back();
      open.push_back({end, heading_text(table_.elements[*heading].node)});
    }
    while (!open.empty() && open.back().end <= at) open.pop_back();
    if (!open.empty()) out[i] = open.back().text;
  }
  return out;
}

/// The end of the element whose stories a heading may name the section of; 0: it names none.
std::uint32_t BoxTable::scope_of(std::uint32_t heading) const {
  constexpr int kMostLevels = 5;
  const LinkElement& element = table_.elements[heading];
  const bool is_of_page = element.node.tag() == "h1" || element.place > Place::Popular;
  if (is_of_page || story_of_[heading] != kNone || is_in_link(table_, heading)) return 0;
  std::uint32_t around = element.parent;
  for (int level = 0; level < kMostLevels && story_of_[around] == kNone; ++level)
    around = table_.elements[around].parent;
  const std::uint32_t story = story_of_[around];
  const bool is_headline = story < targets_.size() && targets_[story].text < TextKind::Headline;
  return story == kNone || is_headline ? 0 : table_.elements[around].end;
}

bool BoxTable::has_heading(std::uint32_t link) const {
  const std::uint32_t box = box_of_[table_.links[link].element];
  const auto heading = std::ranges::lower_bound(table_.headings, box);
  return heading != table_.headings.end() && *heading < table_.elements[box].end;
}

std::vector<html::Node> BoxTable::nodes_around(std::uint32_t link) const {
  constexpr std::size_t kMostNodes = 8;
  const std::uint32_t box = box_of_[table_.links[link].element];
  std::vector<html::Node> nodes = {table_.elements[box].node};
  if (!is_open_ended(nodes.front())) return nodes;
  std::uint32_t next = table_.elements[box].end;
  for (html::Node node = nodes.front().next_sibling(); node && nodes.size() < kMostNodes;
       node = node.next_sibling()) {
    const bool is_known = next < table_.elements.size() && table_.elements[next].node == node;
    if (is_known && (story_of_[next] != kNone || ends_story(node))) break;
    if (is_known) next = table_.elements[next].end;
    nodes.push_back(node);
  }
  return nodes;
}

}  // namespace newshole::listing
