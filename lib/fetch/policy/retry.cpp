#include "fetch/policy/retry.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include <curl/curl.h>

#include "base/ascii.h"

namespace newshole::fetch {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kYear{365L * 24 * 60 * 60};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of(" \t"), text.size());
  text.remove_prefix(first);
  return text.substr(0, text.find_last_not_of(" \t") + 1);
}

seconds of_digits(std::string_view digits) {
  long count = 0;
  const auto [_, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  return error == std::errc() ? std::min(seconds(count), kYear) : kYear;
}

// All three forms of a date start with a weekday; curl_getdate takes much else for one.
bool looks_like_date(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  constexpr std::array<std::string_view, 7> kDays = {"Mon", "Tue", "Wed", "Thu",
                                                     "Fri", "Sat", "Sun"};
  return text.size() <= kLongest &&
         std::any_of(kDays.begin(), kDays.end(), [&](auto day) { return text.starts_with(day); });
}

}  // namespace

bool may_pass(long status) {
  constexpr std::array<long, 5> kStatuses = {429, 500, 502, 503, 504};
  return std::find(kStatuses.begin(), kStatuses.end(), status) != kStatuses.end();
}

bool may_pass(ErrorKind kind) {
  constexpr std::array kKinds = {ErrorKind::Unreachable, ErrorKind::Timeout, ErrorKind::Truncated};
  return std::find(kKinds.begin(), kKinds.end(), kind) != kKinds.end();
}

milliseconds pause_after(int failures, milliseconds base, double chance) {
  const double doubled = static_cast<double>(base.count()) * std::exp2(failures - 1);
  const double whole = std::min(doubled, static_cast<double>(kLongestPause.count()));
  return milliseconds(std::lround(whole * (0.5 + 0.5 * std::clamp(chance, 0.0, 1.0))));
}

std::optional<seconds> retry_after(std::string_view value, UtcTime now) {
  const std::string_view text = trimmed(value);
  if (text.empty()) return std::nullopt;
  if (std::all_of(text.begin(), text.end(), ascii::is_digit)) return of_digits(text);
  if (!looks_like_date(text)) return std::nullopt;
  const std::time_t date = curl_getdate(std::string(text).c_str(), nullptr);
  const seconds wait = seconds(date) - now.time_since_epoch();
  if (date == -1 || wait.count() <= 0) return std::nullopt;
  return std::min(wait, kYear);
}

}  // namespace newshole::fetch
