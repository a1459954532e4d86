#include "fetch/policy/freshness.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace newshole::fetch {
namespace {

constexpr long kMostSeconds = 365L * 24 * 60 * 60;

/// Nothing for what is no number of seconds; one that is too large for a number counts as the most.
std::optional<std::chrono::seconds> seconds_of(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    text = text.substr(1, text.size() - 2);
  if (text.empty() || !std::ranges::all_of(text, ascii::is_digit)) return std::nullopt;
  const long number = ascii::number<long>(text).value_or(kMostSeconds);
  return std::chrono::seconds(std::min(number, kMostSeconds));
}

/// What the directives of a header say of max-age.
struct Lifetime {
  std::optional<std::chrono::seconds> max_age;
  bool is_to_be_asked = false;

  void note(std::string_view directive) {
    constexpr std::string_view kMaxAge = "max-age=";
    constexpr std::array<std::string_view, 2> kAlways = {"no-cache", "no-store"};
    const std::string name = ascii::lowered(ascii::trimmed(directive, " \t"));
    if (std::ranges::find(kAlways, name) != kAlways.end()) is_to_be_asked = true;
    if (!max_age && name.starts_with(kMaxAge))
      max_age = seconds_of(std::string_view(name).substr(kMaxAge.size()));
  }
};

}  // namespace

std::optional<std::chrono::seconds> fresh_for(std::span<const std::string> cache_control,
                                              std::string_view age) {
  Lifetime lifetime;
  for (const std::string& field : cache_control) {
    for (std::string_view left = field; !left.empty();)
      lifetime.note(ascii::take_before(left, ","));
  }
  const auto passed = seconds_of(ascii::trimmed(age, " \t")).value_or(std::chrono::seconds(0));
  if (lifetime.is_to_be_asked || !lifetime.max_age || *lifetime.max_age <= passed)
    return std::nullopt;
  return *lifetime.max_age - passed;
}

}  // namespace newshole::fetch
