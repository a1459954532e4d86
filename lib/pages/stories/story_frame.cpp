#include "pages/stories/story_frame.h"

#include <algorithm>

#include "pages/stories/story_list.h"
#include "text/clean.h"
#include "text/width.h"

namespace newshole::pages {
namespace {

// An address with this host leads to the reader's own machine.
constexpr std::string_view kOwnMachine = "localhost";
constexpr std::string_view kGap = "\n\n";

std::string address_of(const SiteScope& scope, const std::string& folder) {
  std::string selector = selector_of(scope, folder);
  if (scope.config.host == kOwnMachine) return selector;
  return gopher::gopher_url({scope.config.host, scope.config.port}, gopher::ItemType::Menu,
                            selector);
}

std::string way(const SiteScope& scope, const std::string& label, const std::string& folder) {
  const std::string address = address_of(scope, folder);
  const int both = text::width(label) + 1 + text::width(address);
  return label + (both <= scope.edition.width ? " " : "\n") + address + "\n";
}

// One line, whatever a site calls its section: no line begins with words of others.
std::string section_label(const SiteScope& scope, const NamedSection& section) {
  const std::string name =
      text::transliterate(text::as_printed(text::clean_line(section.name)), scope.edition.charset)
          .text;
  if (name.empty()) return "More like this:";
  constexpr std::string_view kBefore = "More in ";
  const int room = scope.edition.width - static_cast<int>(kBefore.size()) - 1;
  return std::string(kBefore) + text::shortened(name, room) + ":";
}

std::string day_label(const SiteScope& scope, std::chrono::sys_days day) {
  std::string name = name_of(day) + ":";
  return text::width(name) <= scope.edition.width ? name : "That day:";
}

}  // namespace

std::string reading_time(std::int64_t words) {
  if (words <= 0) return {};
  return grouped(words) + (words == 1 ? " word, " : " words, ") +
         std::to_string(reading_minutes(words)) + " min";
}

std::string story_foot(const SiteScope& scope, const StoryWays& ways) {
  const std::string& site = scope.profile.name;
  std::string foot = "\n" + way(scope, std::string(kFootBegin), site);
  if (ways.section) {
    foot +=
        way(scope, section_label(scope, *ways.section), section_folder(site, ways.section->folder));
  }
  foot += way(scope, day_label(scope, ways.day), archive_folder(site, ways.day));
  return text::encode(foot, scope.edition.charset);
}

// It has no blank lines itself.
std::string_view without_foot(std::string_view text) {
  const std::size_t gap = text.rfind(kGap);
  const bool has_foot =
      gap != std::string_view::npos && text.substr(gap + kGap.size()).starts_with(kFootBegin);
  return has_foot ? text.substr(0, gap + 1) : text;
}

}  // namespace newshole::pages
