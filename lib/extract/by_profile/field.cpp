#include "extract/by_profile/field.h"

#include "base/ascii.h"
#include "extract/body/node_text.h"
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

/// "Gen. ", "St. ", "U.S. ": a stop that shortens a word, not one that ends a sentence.
bool is_abbreviated(std::string_view before) {
  constexpr std::size_t kLongest = 3;
  const std::string_view word = before.substr(before.rfind(' ') + 1);
  if (word.find('.') != std::string_view::npos) return true;
  return !word.empty() && word.size() <= kLongest && ascii::is_upper(word.front());
}

/// A sentence begins with a capital, a digit, a quote or a bracket; of other scripts any byte does.
bool begins_sentence(char c) {
  constexpr std::string_view kOpening = "\"'([";
  return ascii::is_upper(c) || ascii::is_digit(c) || static_cast<unsigned char>(c) >= 0x80 ||
         kOpening.find(c) != std::string_view::npos;
}

std::string first_sentence(const std::string& text) {
  const std::string_view whole(text);
  for (std::size_t at = 0; at + 2 < whole.size(); ++at) {
    const char mark = whole[at];
    if (mark != '.' && mark != '?' && mark != '!') continue;
    if (whole[at + 1] != ' ' || !begins_sentence(whole[at + 2])) continue;
    if (mark == '.' && is_abbreviated(whole.substr(0, at))) continue;
    return text.substr(0, mark == '.' ? at : at + 1);
  }
  return text.substr(0, text.size() - (text.ends_with('.') ? 1 : 0));
}

}  // namespace

std::string transformed(const std::string& text, site::Transform transform) {
  return transform == site::Transform::FirstSentence ? first_sentence(text) : text;
}

std::string value_of(html::Node node, const site::Alternative& alternative) {
  const std::string& attribute = alternative.selector.attribute();
  std::string text =
      attribute.empty() ? text_of(node) : text::clean_line(node.attribute(attribute).value_or(""));
  if (!text.starts_with(alternative.starts_with)) return {};
  if (alternative.takes_part())
    text = transformed(text::clean_line(part_of(text, alternative)), alternative.transform);
  return field_text(std::move(text));
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
