#include "fetch/policy/refresh.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace newshole::fetch {
namespace {

using ascii::kWhiteSpace;

constexpr std::size_t kMostPage = std::size_t{64} << 10;
// Bytes that are no blanks: some 150 words.
constexpr std::size_t kMostText = 800;
constexpr int kLongestDelay = 10;  // seconds
constexpr std::string_view kNameEnds = " \t\n\f\r/>";
// Elements whose text is no markup, and is not shown in the page.
constexpr std::array<std::string_view, 3> kRawText = {"script", "style", "title"};

void skip_any_of(std::string_view& text, std::string_view these) {
  text.remove_prefix(std::min(text.find_first_not_of(these), text.size()));
}

std::string without_references(std::string_view value) {
  constexpr std::array<std::string_view, 3> kAmpersands = {"amp;", "#38;", "#038;"};
  std::string out;
  while (!value.empty()) {
    out += value.front();
    const bool is_reference = value.front() == '&';
    value.remove_prefix(1);
    if (!is_reference) continue;
    for (const std::string_view name : kAmpersands)
      if (value.starts_with(name)) value.remove_prefix(name.size());
  }
  return out;
}

/// "3; url='/moved'"; nothing for a page that only reloads itself, or later.
std::optional<std::string> place_in(std::string_view value) {
  constexpr std::string_view kUrl = "url";
  skip_any_of(value, kWhiteSpace);
  const std::string_view time = value.substr(0, value.find_first_not_of("0123456789."));
  value.remove_prefix(time.size());
  const auto delay = ascii::number<int>(time.substr(0, time.find('.')));
  if (time.empty() || (time.front() != '.' && !delay) || delay.value_or(0) > kLongestDelay)
    return std::nullopt;
  skip_any_of(value, kWhiteSpace);
  if (value.starts_with(';') || value.starts_with(',')) value.remove_prefix(1);
  skip_any_of(value, kWhiteSpace);
  if (ascii::equals_folded(value.substr(0, kUrl.size()), kUrl)) {
    std::string_view behind = value.substr(kUrl.size());
    skip_any_of(behind, kWhiteSpace);
    if (behind.starts_with('=')) value = behind.substr(1);
    skip_any_of(value, kWhiteSpace);
  }
  if (value.starts_with('"') || value.starts_with('\''))
    value = value.substr(1, value.find(value.front(), 1) - 1);
  value = ascii::trimmed(value);
  return value.empty() ? std::nullopt : std::optional(std::string(value));
}

/// Reads a page's tags as far as that needs no tree.
class PageScan {
 public:
  explicit PageScan(std::string_view html) : rest_(html) {
    while (!rest_.empty() && is_short()) {
      take_text();
      if (!rest_.empty()) take_markup();
    }
  }

  [[nodiscard]] bool is_short() const { return text_ <= kMostText; }
  /// Of the first meta element that has one.
  [[nodiscard]] const std::optional<std::string>& place() const { return place_; }

 private:
  struct Attribute {
    std::string_view name;
    std::string_view value;
  };

  void take_text() {
    const std::string_view text = rest_.substr(0, rest_.find('<'));
    text_ += static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return kWhiteSpace.find(c) == std::string_view::npos; }));
    rest_.remove_prefix(text.size());
  }

  void take_markup() {
    const char next = rest_.size() > 1 ? rest_[1] : ' ';
    if (ascii::is_letter(next)) return take_tag();
    if (rest_.starts_with("<!--")) return skip_behind("-->");
    if (next == '/' || next == '!' || next == '?') return skip_behind(">");
    rest_.remove_prefix(1);
    ++text_;
  }

  void take_tag() {
    rest_.remove_prefix(1);
    const std::string_view name = rest_.substr(0, rest_.find_first_of(kNameEnds));
    rest_.remove_prefix(name.size());
    const bool is_meta = ascii::equals_folded(name, "meta");
    bool is_refresh = false;
    std::string_view content;
    while (const std::optional<Attribute> attribute = next_attribute()) {
      if (!is_meta) continue;
      if (ascii::equals_folded(attribute->name, "content")) content = attribute->value;
      if (ascii::equals_folded(attribute->name, "http-equiv"))
        is_refresh = ascii::equals_folded(ascii::trimmed(attribute->value), "refresh");
    }
    if (is_refresh && !is_cut_ && !place_) place_ = place_in(without_references(content));
    for (const std::string_view raw : kRawText)
      if (ascii::equals_folded(name, raw)) skip_to_end_of(raw);
  }

  std::optional<Attribute> next_attribute() {
    skip_any_of(rest_, " \t\n\f\r/");
    is_cut_ = rest_.empty();
    if (is_cut_ || rest_.front() == '>') {
      rest_.remove_prefix(std::min<std::size_t>(rest_.size(), 1));
      return std::nullopt;
    }
    Attribute attribute{.name = rest_.substr(0, rest_.find_first_of(" \t\n\f\r/>=", 1)),
                        .value = {}};
    rest_.remove_prefix(attribute.name.size());
    skip_any_of(rest_, kWhiteSpace);
    if (!rest_.starts_with('=')) return attribute;
    rest_.remove_prefix(1);
    skip_any_of(rest_, kWhiteSpace);
    const bool is_quoted = rest_.starts_with('"') || rest_.starts_with('\'');
    const std::string quote = is_quoted ? std::string(1, rest_.front()) : std::string(" \t\n\f\r>");
    if (is_quoted) rest_.remove_prefix(1);
    attribute.value = rest_.substr(0, rest_.find_first_of(quote));
    rest_.remove_prefix(std::min(attribute.value.size() + (is_quoted ? 1 : 0), rest_.size()));
    return attribute;
  }

  void skip_behind(std::string_view end) {
    const std::size_t found = rest_.find(end);
    rest_.remove_prefix(found == std::string_view::npos ? rest_.size() : found + end.size());
  }

  void skip_to_end_of(std::string_view element) {
    std::size_t at = rest_.find("</");
    while (at != std::string_view::npos &&
           !ascii::equals_folded(rest_.substr(at + 2, element.size()), element))
      at = rest_.find("</", at + 2);
    rest_.remove_prefix(std::min(at, rest_.size()));
  }

  std::string_view rest_;
  std::size_t text_ = 0;
  bool is_cut_ = false;  // the page ends within a tag, which is none then
  std::optional<std::string> place_;
};

}  // namespace

std::optional<std::string> refresh_of(std::string_view field, std::string_view html) {
  if (html.size() > kMostPage) return std::nullopt;
  const PageScan page(html);
  if (!page.is_short()) return std::nullopt;
  std::optional<std::string> place = place_in(field);
  return place ? place : page.place();
}

}  // namespace newshole::fetch
