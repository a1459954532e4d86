#include "extract/node_text.h"

#include <charconv>
#include <system_error>

#include "extract/element_role.h"
#include "text/clean.h"

namespace newshole::extract {
namespace {

bool is_part_of_line(Role role) {
  return role == Role::Inline || role == Role::Link;
}

}  // namespace

std::string text_of(html::Node node) {
  text::LineCleaner cleaner;
  for (html::Walker walker(node); walker; walker.next()) {
    const html::Node here = walker.node();
    if (here.is_text()) {
      cleaner.append(here.text());
      continue;
    }
    const Role role = role_of(here.tag());
    if (here != node && (role == Role::Skip || here.attribute("hidden"))) {
      if (walker.is_entering()) walker.skip();
    } else if (!is_part_of_line(role)) {
      cleaner.append(" ");
    }
  }
  return cleaner.take();
}

std::optional<int> number_in(html::Node element, std::string_view attribute) {
  const auto text = element.attribute(attribute);
  if (!text) return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || value < -kMaxNumber || value > kMaxNumber) return std::nullopt;
  return value;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace newshole::extract
