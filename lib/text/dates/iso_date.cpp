#include "text/dates/iso_date.h"

#include <algorithm>
#include <cstddef>

#include "base/ascii.h"
#include "text/dates/zones.h"

namespace newshole::text {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// Takes parts off the front of a text and keeps in mind whether each was exact.
class IsoReader {
 public:
  explicit IsoReader(std::string_view text) : rest_(text) {}

  std::optional<IsoDate> read() {
    const auto day = read_day();
    if (!day || !is_end_of_day()) return std::nullopt;
    IsoDate out{.date = {.day = *day}};
    if (take_one_of("Tt ")) out.date.time_of_day = read_time_of_day();
    if (out.date.time_of_day) out.date.offset = read_offset();
    out.is_exact = is_exact_ && out.date.offset;
    return out;
  }

 private:
  std::optional<std::chrono::year_month_day> read_day() {
    const auto year = number(4, 4);
    const char sign = rest_.starts_with('/') ? '/' : '-';
    is_exact_ = sign == '-';
    if (!year || !take(sign)) return std::nullopt;
    const auto month = number(1, 2);
    if (!month || !take(sign)) return std::nullopt;
    const auto day = number(1, 2);
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date(std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day)));
    return date.ok() ? std::optional(date) : std::nullopt;
  }

  [[nodiscard]] bool is_end_of_day() const {
    return rest_.empty() || std::string_view("Tt Z").find(rest_.front()) != std::string_view::npos;
  }

  std::optional<seconds> read_time_of_day() {
    skip_blanks();
    const auto hour = number(1, 2);
    if (!hour || !take(':')) return std::nullopt;
    const auto minute = number(2, 2);
    if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
    return seconds{*hour * 3600 + *minute * 60 + read_seconds()};
  }

  /// 0 where there are none.
  int read_seconds() {
    if (!take(':')) return 0;
    const int second = number(2, 2).value_or(0);
    is_exact_ = is_exact_ && second < 60;
    if (take_one_of(".,")) {
      const std::size_t digits = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
      is_exact_ = is_exact_ && digits > 0;
      rest_.remove_prefix(digits);
    }
    return second;
  }

  std::optional<minutes> read_offset() {
    skip_blanks();
    const std::string_view zone = ascii::trimmed(rest_);
    is_exact_ = is_exact_ && zone.size() == rest_.size() && zone != "GMT" && zone != "UTC";
    return parse_offset(zone);
  }

  void skip_blanks() {
    const std::size_t blanks = std::min(rest_.find_first_not_of(ascii::kWhiteSpace), rest_.size());
    is_exact_ = is_exact_ && blanks == 0;
    rest_.remove_prefix(blanks);
  }

  /// A number of `least` to `most` digits; `most` are exact.
  std::optional<int> number(std::size_t least, std::size_t most) {
    int value = 0;
    std::size_t size = 0;
    for (; size < std::min(most, rest_.size()) && ascii::is_digit(rest_[size]); ++size) {
      value = value * 10 + (rest_[size] - '0');
    }
    is_exact_ = is_exact_ && size == most;
    if (size < least) return std::nullopt;
    rest_.remove_prefix(size);
    return value;
  }

  bool take(char c) { return take_one_of(std::string_view(&c, 1)); }
  bool take_one_of(std::string_view characters) {
    if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
  bool is_exact_ = true;
};

}  // namespace

std::optional<IsoDate> read_iso_date(std::string_view text) {
  return IsoReader(text).read();
}

}  // namespace newshole::text
