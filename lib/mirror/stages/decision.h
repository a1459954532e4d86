#pragma once
// The fate of a story whose page was asked for. Pure: StoryWriter carries decisions out, on the
// state, the files and the menus. Internal to this module.

#include "mirror/disk/publisher.h"
#include "mirror/refresh.h"
#include "mirror/stages/story.h"

namespace newshole::mirror {

enum class Fate {
  Added,      ///< new in the mirror
  Changed,    ///< its text changed
  Unchanged,  ///< it is as it was
  Gone,       ///< the site took it down; its copy stays
  Held,       ///< its text shrank so much that the copy stays until the next run reads the same
  Kept,       ///< it failed; its copy stays, and the next run asks again
  Absent,     ///< it failed, and there is no copy, or the operator took it down: the mirror does
              ///< not have it
  Omitted,    ///< its page says "noarchive", and the configuration that the mirror lacks such
  Deferred,   ///< the run was stopped before it came; the next run asks again
};

/// How much of a story the state is to save.
enum class Save {
  Nothing,
  Look,    ///< Transaction::save_look
  Record,  ///< the whole record
  Text,    ///< the record, the article and the section
  Removal  ///< that the mirror does not have the story any more; its files are to go
};

/// The menus that name other facts of a story now than they should.
struct StaleByStory {
  bool of_before = false;  ///< those that name it as it was: of its section, day and neighbours
  bool of_after = false;   ///< those that are to name it as it is
  bool own = false;        ///< its own menu view
};

struct Decision {
  Fate fate = Fate::Deferred;
  Save save = Save::Nothing;
  StaleByStory stale;
  std::optional<store::StoryRecord> after;  ///< as the mirror has it now; nothing: not at all
  std::optional<store::Section> section;    ///< of a text that names one
  std::optional<Error> failure;             ///< for the report
};

/// Decides from what a request came to. With Save::Text the story's files are still to be put,
/// and `settled` makes the decision final; any other is final.
[[nodiscard]] Decision decide(const Listed& listed, const Outcome& outcome, const Rules& rules,
                              UtcTime now);

/// The decision after the publisher's answer for the files of a new text: a file that something
/// stands in the way of makes it Kept or Absent; a new story whose files are there already, byte
/// by byte, is Unchanged.
[[nodiscard]] Decision settled(Decision decision, const Listed& listed, const Put& put);

/// Counts the fate in the report, which has no counter of what is kept, absent or deferred.
void count(Fate fate, SiteReport& report);

/// Whether a story came or changed.
[[nodiscard]] bool has_news(const SiteReport& report);

}  // namespace newshole::mirror
