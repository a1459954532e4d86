#pragma once
// Times as clocks of one place show them, for readers. English.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

namespace newshole::text {

/// A zone of IANA's list ("Europe/Zurich"), in which times are printed. Copies are cheap; the same
/// zone may be used by many threads.
class ClockZone {
 public:
  /// UTC.
  ClockZone() = default;
  /// Nothing: there is no zone of that name in the list. "GMT+2", an offset, is none.
  [[nodiscard]] static std::optional<ClockZone> named(const std::string& name);

  /// The names of the list.
  [[nodiscard]] static std::vector<std::string> names();

  /// As it was asked for: "UTC", "America/New_York".
  [[nodiscard]] const std::string& name() const { return name_; }

  /// The day on which a clock there shows that moment.
  [[nodiscard]] std::chrono::sys_days day_of(UtcTime time) const;

  /// "14:05".
  [[nodiscard]] std::string clock(UtcTime time) const;
  /// "Fri 24 Apr 2026, 14:05 EDT"; a zone without an abbreviation is "GMT+5:30".
  [[nodiscard]] std::string whole(UtcTime time) const;

 private:
  struct Rules;
  /// Seconds of the clock there since 1970, as if it were UTC.
  [[nodiscard]] UtcTime local(UtcTime time) const;

  std::string name_ = "UTC";
  std::shared_ptr<const Rules> rules_;  // null: UTC
};

/// "Fri 24 Apr 2026".
[[nodiscard]] std::string short_day(std::chrono::sys_days day);

/// "24 Apr 2026"; beside a day of the same year "24 Apr".
[[nodiscard]] std::string short_date(std::chrono::sys_days day,
                                     std::optional<std::chrono::sys_days> beside = {});

}  // namespace newshole::text
