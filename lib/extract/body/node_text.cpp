#include "extract/body/node_text.h"

#include <charconv>
#include <limits>
#include <system_error>

#include "base/limits.h"
#include "extract/body/element_role.h"
#include "extract/body/inline_marks.h"
#include "text/clean.h"
#include "text/width.h"

namespace newshole::extract {
namespace {

/// Reads while `goes_on` is true; false where it stopped before the end.
template <typename GoesOn>
bool read_text(html::Node node, text::LineCleaner& cleaner, GoesOn goes_on) {
  for (html::Walker walker(node); walker; walker.next()) {
    if (!goes_on()) return false;
    const html::Node here = walker.node();
    if (here.is_text()) {
      cleaner.append(here.text());
      continue;
    }
    const Role role = role_of(here.tag());
    if (here != node && (role == Role::Skip || here.attribute("hidden") || is_struck_out(here))) {
      if (walker.is_entering()) walker.skip();
    } else if (role == Role::Formula) {
      cleaner.append(formula_text(here));
      walker.skip();
    } else if (role == Role::Marked) {
      walker.is_entering() ? append_mark_before(here, cleaner) : append_mark_behind(here, cleaner);
    } else if (!is_in_line(role)) {
      cleaner.append(" ");
    }
  }
  return true;
}

}  // namespace

std::string text_of(html::Node node) {
  text::LineCleaner cleaner;
  read_text(node, cleaner, [] { return true; });
  return cleaner.take();
}

std::optional<std::string> line_of(html::Node node, std::size_t most_bytes) {
  constexpr std::size_t kMostSteps = 200;
  text::LineCleaner cleaner;
  std::size_t steps = 0;
  const bool is_whole = read_text(
      node, cleaner, [&] { return ++steps <= kMostSteps && cleaner.size() <= most_bytes; });
  std::string line = cleaner.take();
  if (!is_whole || line.size() > most_bytes) return std::nullopt;
  return line;
}

std::string field_text(std::string clean) {
  constexpr std::string_view kEllipsis = "...";
  if (clean.size() <= limits::kFieldBytes) return clean;
  const std::size_t head = text::prefix_within(clean, std::numeric_limits<int>::max(),
                                               limits::kFieldBytes - kEllipsis.size())
                               .size();
  clean.resize(head);
  clean.resize(clean.find_last_not_of(' ') + 1);
  return clean.append(kEllipsis);
}

std::optional<int> number_in(html::Node element, std::string_view attribute) {
  const auto text = element.attribute(attribute);
  if (!text) return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || value < -kMaxNumber || value > kMaxNumber) return std::nullopt;
  return value;
}

}  // namespace newshole::extract
