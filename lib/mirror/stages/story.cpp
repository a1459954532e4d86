#include "mirror/stages/story.h"

#include <algorithm>

#include "pages/stories/story_path.h"
#include "text/dates/clock_zone.h"

namespace newshole::mirror {
namespace {

bool is_named_as_listed(const store::StoryRecord& record, const Listed& listed,
                        const Rules& rules) {
  const extract::Story& story = listed.story;
  return record.headline == story.headline && record.path == listed.path &&
         (!story.section || section_folder_of(*story.section, rules) == record.section) &&
         (!story.date || std::chrono::sys_days(*story.date) == record.date);
}

// UTS #35 has four letters for the hour.
bool has_no_hour(const text::DateFormat& format) {
  return format.pattern.find_first_of("hHkK") == std::string::npos;
}

bool may_be_day_alone(UtcTime time, const site::SiteProfile& profile) {
  return std::ranges::any_of(profile.dates, [time](const text::DateFormat& format) {
    if (!has_no_hour(format)) return false;
    const auto zone = text::ClockZone::named(format.zone);
    return zone && zone->clock(time) == "00:00";
  });
}

}  // namespace

std::optional<UtcTime> instant_of(const extract::Article& article,
                                  const site::SiteProfile& profile) {
  const auto instant = extract::instant_of(article);
  const bool is_by_profile = article.reading == extract::Reading::ByProfile;
  if (instant && is_by_profile && may_be_day_alone(*instant, profile)) return std::nullopt;
  return instant;
}

bool is_up_to_date(const Listed& listed, const Rules& rules) {
  return listed.before && listed.files == Files::Present &&
         listed.before->layout == rules.current.layout &&
         listed.before->rules == rules.current.rules;
}

std::string section_folder_of(const std::string& section, const Rules& rules) {
  std::string former = pages::former_section_name(section);
  return rules.sections.contains(former) ? former : pages::section_name(section);
}

UtcTime mended_first_seen(const store::StoryRecord& story, UtcTime now) {
  const UtcTime day = story.date ? UtcTime(*story.date) : UtcTime::min();
  const UtcTime seen = std::min(story.first_seen, std::max(now, day));
  return now < day ? seen : std::max(seen, day);
}

KnownText known_text(const Listed& listed, const Rules& rules) {
  if (!listed.before) return {};
  const store::StoryRecord& record = *listed.before;
  const bool is_settled = is_up_to_date(listed, rules) && !record.held && !record.gone &&
                          is_named_as_listed(record, listed, rules);
  return {record.content,           record.no_archive, is_settled,
          record.content_elsewhere, record.origin,     record.words};
}

}  // namespace newshole::mirror
