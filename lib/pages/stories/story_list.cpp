#include "pages/stories/story_list.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/join.h"

namespace newshole::pages {
namespace {

using std::chrono::sys_days;

constexpr std::int64_t kWordsAMinute = 240;
// A line is not to end between a number and its unit.
constexpr std::string_view kBlank = "\u00a0";

// Short words of addresses that are spelt in capitals, or in none.
constexpr std::array<std::string_view, 10> kCapitals = {"us", "uk",  "eu",  "un",  "tv",
                                                        "ai", "uae", "nfl", "nba", "usa"};
// Words of addresses that are two words of English.
struct JoinedWords {
  std::string_view word;
  std::string_view words;
};
constexpr std::array<JoinedWords, 8> kJoined = {{{"middleeast", "Middle East"},
                                                 {"realestate", "Real Estate"},
                                                 {"worldnews", "World News"},
                                                 {"uknews", "UK News"},
                                                 {"usnews", "US News"},
                                                 {"latinamerica", "Latin America"},
                                                 {"asiapacific", "Asia-Pacific"},
                                                 {"artsandculture", "Arts and Culture"}}};
constexpr std::array<std::string_view, 5> kSmallWords = {"and", "of", "the", "in", "for"};

template <typename Words>
bool holds(const Words& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

bool is_address_word(std::string_view title) {
  return std::ranges::all_of(title, [](char c) {
    return ascii::is_lower(c) || ascii::is_digit(c) || c == '-' || c == '_';
  });
}

char raised(char c) {
  return ascii::is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}

std::string with_capital(std::string_view word, bool is_first) {
  std::string text(word);
  if (holds(kCapitals, word)) {
    std::ranges::transform(text, text.begin(), raised);
  } else if (is_first || !holds(kSmallWords, word)) {
    text.front() = raised(text.front());
  }
  return text;
}

std::string in_words(std::string_view address_word) {
  std::string spaced(address_word);
  std::ranges::replace(spaced, '_', '-');
  std::string text;
  for (const std::string_view word : split(spaced, '-')) {
    if (word.empty()) continue;
    const bool is_first = text.empty();
    if (!is_first) text += ' ';
    text += with_capital(word, is_first);
  }
  return text;
}

bool wants(const config::Config& config, config::MenuFact fact) {
  return std::ranges::find(config.menu_facts, fact) != config.menu_facts.end();
}

std::string moment(const text::ClockZone& zone, UtcTime time, const std::optional<sys_days>& list) {
  const sys_days day = zone.day_of(time);
  if (day == list) return zone.clock(time);
  return text::short_date(day, list) + ", " + zone.clock(time);
}

// Of a story whose day alone is known, that day: the site's, in no zone.
std::string time_in_list(const EditionScope& scope, const store::StoryRecord& story,
                         const std::optional<sys_days>& list) {
  // Clocks differ by minutes; a day ahead is a mistake of the page.
  const bool is_told = story.instant && *story.instant < story.first_seen + std::chrono::days(1);
  if (is_told) return moment(scope.config.zone, *story.instant, list);
  const bool has_other_day = story.date && story.date != list;
  return has_other_day ? text::short_date(*story.date, list) : std::string();
}

// A site's own star is not to look like ours.
std::string without_mark(const std::string& headline) {
  const std::size_t words = headline.find_first_not_of("* ");
  return words == std::string::npos || headline.front() != '*' ? headline : headline.substr(words);
}

// What it ends in stays where its line is cut.
void add_web_story(gopher::Outline& menu, const std::string& title, const std::string& url,
                   config::MenuHeadlines headlines) {
  constexpr std::string_view kWhere = " (on the web)";
  if (headlines == config::MenuHeadlines::Cut) return menu.short_web_link(title, kWhere, url);
  menu.web_link(title + std::string(kWhere), url);
}

std::string section_in_list(const store::StoryRecord& story, const ListFacts& list) {
  if (list.sections == nullptr) return {};
  const auto found = list.sections->find(story.section);
  return found == list.sections->end() ? std::string() : found->second;
}

}  // namespace

SectionNames section_names(std::span<const store::Section> sections) {
  SectionNames names;
  for (const store::Section& section : sections)
    names.emplace(section.folder, section_name_for_people(section.title));
  return names;
}

std::string section_name_for_people(std::string_view title) {
  const auto* joined = std::ranges::find(kJoined, title, &JoinedWords::word);
  if (joined != kJoined.end()) return std::string(joined->words);
  std::string words = is_address_word(title) ? in_words(title) : std::string(title);
  return words.empty() ? std::string(title) : words;
}

std::string story_facts(const EditionScope& scope, const store::StoryRecord& story,
                        const ListFacts& list) {
  using config::MenuFact;
  std::vector<std::string> facts;
  const auto add = [&facts](std::string fact) {
    if (!fact.empty()) facts.push_back(std::move(fact));
  };
  if (!list.site.empty()) add(list.site);
  if (wants(scope.config, MenuFact::Section)) add(section_in_list(story, list));
  if (wants(scope.config, MenuFact::Time)) add(time_in_list(scope, story, list.day));
  if (wants(scope.config, MenuFact::Length) && story.words > 0)
    add(std::to_string(reading_minutes(story.words)).append(kBlank).append("min"));
  if (story.text_changed)
    add("changed " + moment(scope.config.zone, *story.text_changed, list.day));
  if (story.gone) add("no longer on the site");
  if (!list.also.empty()) add("also: " + joined(list.also, ", "));
  return joined(facts, ", ");
}

std::int64_t reading_minutes(std::int64_t words) {
  return std::max<std::int64_t>(1, (words + kWordsAMinute / 2) / kWordsAMinute);
}

std::vector<ListedStory> listed_stories(const EditionScope& scope,
                                        std::span<const store::StoryRecord> stories,
                                        const StoryForms& forms, const ListFacts& list,
                                        std::optional<UtcTime> last_news) {
  std::vector<ListedStory> listed;
  listed.reserve(stories.size());
  for (const store::StoryRecord& story : stories) {
    listed.push_back({forms.item_of(scope, story), story_facts(scope, story, list),
                      last_news && story.first_seen >= *last_news});
  }
  return listed;
}

void add_stories(gopher::Outline& menu, const EditionScope& scope,
                 std::span<const ListedStory> stories) {
  const bool are_cut = scope.config.menu_headlines == config::MenuHeadlines::Cut;
  for (const ListedStory& story : stories) {
    const std::string title = (story.is_new ? "* " : "") + without_mark(story.item.headline);
    if (story.item.type == gopher::ItemType::Html) {
      add_web_story(menu, title, story.item.selector, scope.config.menu_headlines);
    } else if (are_cut) {
      menu.short_item(story.item.type, title, story.item.selector);
    } else {
      menu.item(story.item.type, title, story.item.selector);
    }
    menu.facts(story.facts);
  }
}

std::string grouped(std::int64_t number) {
  constexpr std::size_t kGroup = 3;
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > kGroup;) {
    at -= kGroup;
    text.insert(at, ",");
  }
  return text;
}

std::string stories_in_words(std::int64_t number) {
  return grouped(number) + (number == 1 ? " story" : " stories");
}

}  // namespace newshole::pages
