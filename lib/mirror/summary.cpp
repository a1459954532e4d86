#include "mirror/summary.h"

#include <array>
#include <string_view>

namespace newshole::mirror {
namespace {

struct Part {
  std::size_t SiteReport::*count;
  std::string_view words;
};

constexpr std::array kNews = {
    Part{&SiteReport::added, "new"}, Part{&SiteReport::changed, "changed"},
    Part{&SiteReport::newly_gone, "taken down"}, Part{&SiteReport::rebuilt, "set anew"},
    Part{&SiteReport::removed, "removed"}};

// printf would write the decimal point of the locale.
std::string tenths(double seconds) {
  constexpr double kTenths = 10;
  const auto rounded = static_cast<long>(seconds * kTenths + 0.5);
  return std::to_string(rounded / 10) + "." + std::to_string(rounded % 10) + " s";
}

std::string stories(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " story" : " stories");
}

}  // namespace

std::string summary_of(const SiteReport& site) {
  std::string line = site.site + ": " + stories(site.listed);
  if (site.front_page_failed) line = site.site + ": no front page";
  const std::size_t length = line.size();
  for (const Part& part : kNews) {
    const std::size_t count = site.*part.count;
    if (count > 0) line += ", " + std::to_string(count) + " " + std::string(part.words);
  }
  if (line.size() == length && !site.front_page_failed) line += ", nothing new";
  if (site.failing > 0) line += ", " + std::to_string(site.failing) + " failed";
  return line + ", " + tenths(site.seconds);
}

}  // namespace newshole::mirror
