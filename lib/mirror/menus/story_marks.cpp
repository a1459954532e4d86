#include "mirror/menus/story_marks.h"

#include "pages/stories/story_frame.h"

namespace newshole::mirror {

Result<StoryMarks> marks_of(const SiteMirror& mirror, const store::StoryRecord& story) {
  StoryMarks marks{.changed = story.text_changed, .correction = {}, .taken_down = story.gone};
  if (!marks.changed) return marks;
  return mirror.state()
      .corrections()
      .newest_page(mirror.name(), story.url)
      .transform([&](std::string page) {
        marks.correction = std::move(page);
        return marks;
      });
}

std::string length_of(const extract::Article& article) {
  return pages::reading_time(static_cast<std::int64_t>(extract::count_words(article)));
}

format::Marks marks_in(const pages::EditionScope& scope, const StoryMarks& marks) {
  format::Marks shown{.changed = marks.changed, .correction = {}, .taken_down = marks.taken_down};
  if (!marks.correction.empty()) shown.correction = pages::selector_of(scope, marks.correction);
  return shown;
}

std::vector<format::Marks> marks_in_editions(const SiteMirror& mirror, const StoryMarks& marks) {
  std::vector<format::Marks> all;
  if (!marks.is_any()) return all;
  for (const EditionSetter& setter : mirror.editions)
    all.push_back(marks_in(mirror.scope_of(setter), marks));
  return all;
}

}  // namespace newshole::mirror
