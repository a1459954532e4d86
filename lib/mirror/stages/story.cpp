#include "mirror/stages/story.h"

#include <algorithm>

#include "pages/story_path.h"

namespace newshole::mirror {
namespace {

bool is_named_as_listed(const store::StoryRecord& record, const Listed& listed) {
  const extract::Story& story = listed.story;
  return record.headline == story.headline && record.path == listed.path &&
         (!story.section || pages::section_name(*story.section) == record.section) &&
         (!story.date || std::chrono::sys_days(*story.date) == record.date);
}

}  // namespace

bool is_up_to_date(const Listed& listed, const Rules& rules) {
  return listed.before && listed.files == Files::Present &&
         listed.before->layout == rules.current.layout &&
         listed.before->rules == rules.current.rules;
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
                          is_named_as_listed(record, listed);
  return {record.content,           record.text_changed, record.no_archive, is_settled,
          record.content_elsewhere, record.origin,       record.words};
}

}  // namespace newshole::mirror
