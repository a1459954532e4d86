#include "serve/access_log.h"

#include "base/percent.h"
#include "text/dates/dates.h"

namespace newshole::serve {
namespace {

std::string shown_line(std::string_view line) {
  constexpr std::size_t kRoom = 300;
  std::string out;
  for (const char c : line) {
    if (out.size() >= kRoom) return out + "...";
    if (c > ' ' && c <= '~' && c != '%') {
      out += c;
    } else {
      percent::append_encoded(out, c);
    }
  }
  return out.empty() ? "/" : out;
}

std::string milliseconds(std::chrono::microseconds time) {
  constexpr long long kThousand = 1000;
  const std::string fraction = std::to_string(kThousand + time.count() % kThousand);
  return std::to_string(time.count() / kThousand) + "." + fraction.substr(1);
}

}  // namespace

std::string to_log_line(const Visit& visit) {
  std::string line = text::to_rfc3339(visit.time) + " ";
  line += visit.address.empty() ? "-" : visit.address;
  (line += ' ') += name_of(visit.outcome);
  if (visit.ending == Ending::Cut) line += "-cut";
  line += " " + std::to_string(visit.bytes) + " " + milliseconds(visit.took) + " ";
  line += visit.line ? shown_line(*visit.line) : "-";
  return line + "\n";
}

}  // namespace newshole::serve
