#pragma once
// Stories as lists of a mirror's menus name them: an item, and a line of facts below it. Pure.

#include <map>

#include "pages/menus.h"
#include "pages/stories/story_forms.h"

namespace newshole::pages {

/// A story of a list. `facts` are words of our own, empty: none.
struct ListedStory {
  StoryItem item;
  std::string facts;
  bool is_new = false;  ///< it came with the last run that brought something
};

/// The names for people of a site's sections, by their folders.
using SectionNames = std::map<std::string, std::string, std::less<>>;
[[nodiscard]] SectionNames section_names(std::span<const store::Section> sections);

/// The name for people of a section that a site or its paths call `title`: a word of an address
/// ("real-estate", "middleeast") as words ("Real Estate", "Middle East"), any other as it is.
[[nodiscard]] std::string section_name_for_people(std::string_view title);

/// What the facts of a list leave unsaid, since the list says it.
struct ListFacts {
  const SectionNames* sections = nullptr;  ///< null: the list is of one section
  std::optional<std::chrono::sys_days>
      day;                             ///< of most of the stories, in the configuration's zone
  std::string site = {};               ///< of a list of several sites
  std::vector<std::string> also = {};  ///< the other sites that have the story
};

/// "US, 14:05, 3 min": section, time and minutes of reading, as far as they are known and the
/// configuration wants them; the date too of another day; then what readers should know: "changed
/// 24 Apr, 18:02", "no longer on the site", "also: The Gazette, The Herald".
[[nodiscard]] std::string story_facts(const EditionScope& scope, const store::StoryRecord& story,
                                      const ListFacts& list);

/// Minutes that it takes to read so many words: at least one.
[[nodiscard]] std::int64_t reading_minutes(std::int64_t words);

/// Stories as menus of the edition list them; new are those that were first seen at `last_news`.
[[nodiscard]] std::vector<ListedStory> listed_stories(const EditionScope& scope,
                                                      std::span<const store::StoryRecord> stories,
                                                      const StoryForms& forms,
                                                      const ListFacts& list,
                                                      std::optional<UtcTime> last_news = {});

/// Adds the stories, each with its facts; a new one is marked with a star. Headlines go on below
/// their items, or are cut, as the configuration has it.
void add_stories(gopher::Outline& menu, const EditionScope& scope,
                 std::span<const ListedStory> stories);

/// "2,607".
[[nodiscard]] std::string grouped(std::int64_t number);
/// "1 story", "2,607 stories".
[[nodiscard]] std::string stories_in_words(std::int64_t number);

}  // namespace newshole::pages
