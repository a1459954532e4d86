#include "extract/by_profile/field.h"

#include <cstddef>
#include <utility>

#include "extract/body/node_text.h"
#include "extract/by_profile/transforms.h"
#include "text/clean.h"

namespace newshole::extract {
namespace {

/// The text between the marks; nothing where the first mark is missing.
std::string_view part_of(std::string_view text, const site::Alternative& alternative) {
  if (!alternative.after.empty()) {
    const std::size_t mark = text.find(alternative.after);
    if (mark == std::string_view::npos) return {};
    text.remove_prefix(mark + alternative.after.size());
  }
  if (alternative.before.empty()) return text;
  return text.substr(0, text.find(alternative.before));
}

}  // namespace

std::string value_of(html::Node node, const site::Alternative& alternative) {
  const std::string& attribute = alternative.selector.attribute();
  std::string text =
      attribute.empty() ? text_of(node) : text::clean_line(node.attribute(attribute).value_or(""));
  if (!text.starts_with(alternative.starts_with)) return {};
  if (!alternative.takes_part()) return text;
  return transformed(text::clean_line(part_of(text, alternative)), alternative.transform);
}

std::optional<Found> find_field(html::Node scope, const site::Field& field, const Accept& accept) {
  for (const site::Alternative& alternative : field) {
    std::vector<html::Node> matches = alternative.selector.all(scope);
    for (const html::Node node : matches) {
      std::string text = value_of(node, alternative);
      if (text.empty() || (accept && !accept(text))) continue;
      return Found{std::move(text), &alternative, node, std::move(matches)};
    }
  }
  return std::nullopt;
}

std::vector<html::Node> outermost(html::Node scope, const html::Selector& selector) {
  const std::vector<html::Node> matches = selector.all(scope);
  std::vector<html::Node> out;
  html::Node open;
  std::size_t next = 0;
  for (html::Walker walker(scope); walker && next < matches.size(); walker.next()) {
    const html::Node node = walker.node();
    if (!walker.is_entering() && node == open) open = {};
    if (!walker.is_entering() || node != matches[next]) continue;
    ++next;
    if (open) continue;
    out.push_back(node);
    open = node;
  }
  return out;
}

std::string why_absent(html::Node scope, const site::Field& tried) {
  std::string reasons;
  for (const site::Alternative& alternative : tried) {
    const bool has_element = static_cast<bool>(alternative.selector.first(scope));
    reasons += (reasons.empty() ? "" : ", ") + alternative.selector.text() +
               (has_element ? " (no use)" : " (no element)");
  }
  return reasons;
}

}  // namespace newshole::extract
