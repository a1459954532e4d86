#include "mirror/stages/decision.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "pages/stories/story_path.h"

namespace newshole::mirror {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::sys_days;

bool says_gone(const Error& error) {
  constexpr long kNotFound = 404;
  constexpr long kGone = 410;
  return error.kind == ErrorKind::HttpStatus &&
         (error.status == kNotFound || error.status == kGone);
}

bool has_copy(const Listed& listed) {
  return listed.before && listed.files == Files::Present;
}

// A page that answers, but holds less than this part of the text that was there, is more likely at
// fault than the story is short.
bool has_shrunk(const store::StoryRecord& before, const NewText& text) {
  return text.words * 10 < before.words * 3;
}

// Whether menus name the story by other facts, or other menus name it.
bool is_named_otherwise(const store::StoryRecord& before, const store::StoryRecord& after) {
  return before.headline != after.headline || before.section != after.section ||
         before.path != after.path || before.layout != after.layout ||
         before.instant != after.instant || before.words != after.words ||
         before.text_changed != after.text_changed || before.gone != after.gone ||
         store::archive_day(before) != store::archive_day(after);
}

Decision without_record(Fate fate, const Listed& listed) {
  if (!listed.before) return {.fate = fate};
  return {.fate = fate, .save = Save::Removal, .stale = {.of_before = true}};
}

// The next run asks for it as if it had not been listed yet.
Decision defer(const Listed& listed) {
  if (!has_copy(listed)) return without_record(Fate::Deferred, listed);
  return {.fate = Fate::Deferred, .after = listed.before};
}

// Menus show the headline that is listed now. They are stale anyhow, since one of them may be what
// could not be written.
Decision keep(const Listed& listed, Error error) {
  Decision decision;
  if (!has_copy(listed)) {
    decision = without_record(Fate::Absent, listed);
  } else {
    decision = {Fate::Kept, Save::Record, {.of_before = true}, listed.before, {}, {}};
    decision.after->headline = listed.story.headline;
    decision.after->last_fetched.reset();
  }
  decision.failure = std::move(error);
  return decision;
}

Decision hold(const Listed& listed, const NewText& text, UtcTime now) {
  Decision decision =
      keep(listed, {ErrorKind::NotArticle, "its text shrank from " +
                                               std::to_string(listed.before->words) + " words to " +
                                               std::to_string(text.words) + "; held for one run"});
  decision.fate = Fate::Held;
  decision.after->held = now;
  return decision;
}

// The record as it was, fetched now, under the headline that is listed now.
Decision retitled(Fate fate, const Listed& listed, UtcTime now) {
  Decision decision{fate, Save::Record, {}, listed.before, {}, {}};
  decision.stale.of_before = decision.after->headline != listed.story.headline;
  decision.after->headline = listed.story.headline;
  decision.after->last_fetched = now;
  return decision;
}

Decision gone(const Listed& listed, UtcTime now) {
  Decision decision = retitled(Fate::Gone, listed, now);
  if (decision.after->gone) return decision;
  decision.after->gone = now;
  decision.stale.of_before = true;
  return decision;
}

Decision not_modified(const Listed& listed, const Rules& rules, UtcTime now) {
  if (!is_up_to_date(listed, rules)) {
    return keep(listed, {ErrorKind::NotArticle, "not modified, but there is no copy"});
  }
  Decision decision = retitled(Fate::Unchanged, listed, now);
  if (!decision.stale.of_before) decision.save = Save::Look;
  decision.stale.of_before = decision.stale.of_before || decision.after->gone.has_value();
  decision.after->gone.reset();
  return decision;
}

Decision same_text(const Listed& listed, const SameText& same, UtcTime now) {
  Decision decision{Fate::Unchanged, Save::Look, {}, listed.before, {}, {}};
  decision.after->last_fetched = now;
  decision.after->validators = same.validators;
  return decision;
}

// Two ways of reading a text leave different lines around it, and mark its parts in different ways.
bool has_about_as_many_words(const store::StoryRecord& before, const NewText& text) {
  return before.words > 0 && std::abs(before.words - text.words) * 10 <= before.words;
}

// The words of a headline, whatever stands between them and in whichever case.
std::set<std::string> words_of(std::string_view headline) {
  std::set<std::string> words;
  std::string word;
  for (const char c : ascii::lowered(headline) + " ") {
    const bool is_of_word = ascii::is_alphanumeric(c) || !(c >= 0);
    if (is_of_word) word += c;
    if (!is_of_word && !word.empty()) words.insert(std::exchange(word, {}));
  }
  return words;
}

// Half of the words of the shorter one.
bool are_of_one_story(std::string_view listed, std::string_view headline) {
  const std::set<std::string> one = words_of(listed);
  const std::set<std::string> other = words_of(headline);
  const auto shared = std::ranges::count_if(
      one, [&other](const std::string& word) { return other.contains(word); });
  const std::size_t shorter = std::min(one.size(), other.size());
  return shorter > 0 && static_cast<std::size_t>(shared) * 2 >= shorter;
}

// Not where a page is read without the profile, and calls itself otherwise than the list does.
bool has_headline_of_list(const Listed& listed, const NewText& text) {
  const bool is_in_doubt = text.overruled && text.overruled->by_rules == 0;
  return !is_in_doubt || are_of_one_story(listed.story.headline, text.headline);
}

// The known text, read in another way than that in which it was published: by a redesigned page's
// own structure, say. A text that differs from what was read in that way before has changed.
bool is_known_text(const Listed& listed, const NewText& text, const Rules& rules) {
  if (!is_up_to_date(listed, rules)) return false;
  const store::StoryRecord& before = *listed.before;
  const bool is_read_otherwise = before.content != 0 && before.origin != text.origin;
  if (!is_read_otherwise || before.no_archive != text.no_archive) return false;
  if (!has_headline_of_list(listed, text)) return false;
  if (before.content_elsewhere != 0) return before.content_elsewhere == text.content;
  return has_about_as_many_words(before, text);
}

// A page on which the profile's rules find nothing may be of another design, or no story at all but
// a notice of works. Of a story that was read by the rules, a text that was never read without them
// says nothing; of any other the headline has to be that of the list.
bool may_be_no_story(const Listed& listed, const NewText& text) {
  if (!text.overruled || text.overruled->by_rules > 0) return false;
  const bool is_first_look = has_copy(listed) &&
                             listed.before->origin == extract::TextOrigin::Page &&
                             listed.before->content_elsewhere == 0;
  return is_first_look || !has_headline_of_list(listed, text);
}

Error no_story(const NewText& text) {
  return {ErrorKind::NotArticle,
          "its profile finds nothing on the page, which calls itself \"" + text.headline + "\""};
}

// What is published stays.
Decision keep_published(const Listed& listed, const NewText& text, UtcTime now) {
  Decision decision = retitled(Fate::Unchanged, listed, now);
  decision.after->content_elsewhere = text.content;
  decision.after->validators = text.validators;
  decision.after->gone.reset();
  decision.after->held.reset();
  return decision;
}

// What the list tells counts where the page tells a day at most.
std::optional<UtcTime> told_instant(const extract::Story& listed, const NewText& text) {
  return text.instant ? text.instant : extract::instant_of(listed);
}

std::optional<sys_days> day_of(const extract::Story& listed, const NewText& text) {
  if (listed.date) return sys_days(*listed.date);
  if (text.published) return floor<days>(*text.published);
  return std::nullopt;
}

store::StoryRecord record_of(const Listed& listed, const NewText& text, const Rules& rules,
                             UtcTime now) {
  store::StoryRecord record = listed.before.value_or(
      store::StoryRecord{.url = listed.story.url.text, .first_seen = now, .last_changed = now});
  record.path = listed.path;
  record.headline = listed.story.headline;
  record.content = text.content;
  record.last_fetched = now;
  record.layout = rules.current.layout;
  record.rules = rules.current.rules;
  record.validators = text.validators;
  record.gone.reset();
  record.held.reset();
  record.words = text.words;
  record.instant = told_instant(listed.story, text);
  record.no_archive = text.no_archive;
  record.origin = text.origin;
  record.content_elsewhere = 0;
  if (const auto day = day_of(listed.story, text)) record.date = day;
  record.first_seen = mended_first_seen(record, now);
  return record;
}

// A story that was recovered from its file alone has no known content, and cannot have changed.
Fate fate_of(const Listed& listed, const NewText& text) {
  if (!listed.before) return Fate::Added;
  const bool is_known = listed.before->content != 0;
  return is_known && listed.before->content != text.content ? Fate::Changed : Fate::Unchanged;
}

StaleByStory stale_menus(const Listed& listed, const store::StoryRecord& after) {
  if (!listed.before) return {.of_after = true, .own = true};
  const bool is_set_alike = listed.files == Files::Present &&
                            listed.before->content == after.content &&
                            listed.before->layout == after.layout;
  const bool is_renamed = is_named_otherwise(*listed.before, after);
  const bool leads_elsewhere = listed.before->section != after.section;
  return {.of_before = is_renamed, .of_after = is_renamed, .own = !is_set_alike || leads_elsewhere};
}

Decision new_text(const Listed& listed, const NewText& text, const Rules& rules, UtcTime now) {
  if (text.no_archive && rules.no_archive == config::NoArchive::Omit)
    return without_record(Fate::Omitted, listed);
  if (is_known_text(listed, text, rules)) return keep_published(listed, text, now);
  if (may_be_no_story(listed, text)) return keep(listed, no_story(text));
  if (has_copy(listed) && !listed.before->held && has_shrunk(*listed.before, text)) {
    return hold(listed, text, now);
  }
  Decision decision{
      fate_of(listed, text), Save::Text, {}, record_of(listed, text, rules, now), {}, {}};
  const std::string section = listed.story.section.value_or(text.section.value_or(""));
  if (!section.empty()) {
    decision.section = store::Section{section_folder_of(section, rules), section};
    decision.after->section = decision.section->folder;
  }
  if (decision.fate == Fate::Changed) decision.after->last_changed = now;
  decision.stale = stale_menus(listed, *decision.after);
  return decision;
}

}  // namespace

Decision decide(const Listed& listed, const Outcome& outcome, const Rules& rules, UtcTime now) {
  if (!outcome) {
    const Error& error = outcome.error();
    if (error.kind == ErrorKind::Stopped) return defer(listed);
    if (error.kind == ErrorKind::TakenDown) return without_record(Fate::Absent, listed);
    return says_gone(error) && has_copy(listed) ? gone(listed, now) : keep(listed, error);
  }
  if (const auto* text = std::get_if<NewText>(&*outcome)) {
    return new_text(listed, *text, rules, now);
  }
  const auto* same = std::get_if<SameText>(&*outcome);
  return same == nullptr ? not_modified(listed, rules, now) : same_text(listed, *same, now);
}

Decision settled(Decision decision, const Listed& listed, const Put& put) {
  if (put.outcome == Put::Outcome::Refused) return keep(listed, refusal(put));
  const bool is_there = put.outcome == Put::Outcome::Unchanged;
  if (decision.fate == Fate::Added && is_there) decision.fate = Fate::Unchanged;
  return decision;
}

void count(Fate fate, SiteReport& report) {
  static const std::map<Fate, std::size_t SiteReport::*> kCounters = {
      {Fate::Added, &SiteReport::added},
      {Fate::Changed, &SiteReport::changed},
      {Fate::Unchanged, &SiteReport::unchanged},
      {Fate::Gone, &SiteReport::gone},
      {Fate::Held, &SiteReport::held}};
  if (const auto counter = kCounters.find(fate); counter != kCounters.end())
    ++(report.*counter->second);
}

bool has_news(const SiteReport& report) {
  return report.added + report.changed > 0;
}

}  // namespace newshole::mirror
