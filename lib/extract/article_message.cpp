#include "extract/article_message.h"

#include <algorithm>
#include <array>

#include "fetch/page_message.h"
#include "text/charset/output_charset.h"
#include "text/clean.h"

namespace newshole::extract {
namespace {

using sandbox::MessageReader;
using sandbox::MessageWriter;

/// No page has so many words.
constexpr std::uint64_t kMostCounted = std::uint64_t{1} << 32;
constexpr auto kOrigins = static_cast<std::uint64_t>(TextOrigin::FeedExcerpt) + 1;
constexpr auto kKinds = static_cast<std::uint64_t>(BlockKind::Note) + 1;

template <typename Number>
void write_number(MessageWriter& message, const std::optional<Number>& value) {
  message.number(value ? 1 : 0);
  message.number(static_cast<std::uint64_t>(value.value_or(Number{})));
}

template <typename Number>
std::optional<Number> read_number(MessageReader& message) {
  const bool is_there = message.number_below(2) == 1;
  const auto value = static_cast<Number>(message.number());
  return is_there ? std::optional(value) : std::nullopt;
}

void write_time(MessageWriter& message, const std::optional<text::DateOrTime>& time) {
  std::optional<std::int64_t> seconds;
  std::optional<std::int64_t> offset;
  if (time) seconds = time->time.time_since_epoch().count();
  if (time && time->offset) offset = time->offset->count();
  write_number(message, seconds);
  write_number(message, offset);
}

std::optional<text::DateOrTime> read_time(MessageReader& message) {
  const auto seconds = read_number<std::int64_t>(message);
  const auto offset = read_number<std::int64_t>(message);
  if (!seconds) return std::nullopt;
  text::DateOrTime time{.time = UtcTime(std::chrono::seconds(*seconds))};
  if (offset) time.offset = std::chrono::minutes(*offset);
  return time;
}

constexpr std::array kOptionalTexts = {
    &Article::full_url, &Article::byline,    &Article::timestamp,
    &Article::source,   &Article::section,   &Article::language,
    &Article::notice,   &Article::copyright, &Article::publisher};

void write_block(MessageWriter& message, const Block& block) {
  message.number(static_cast<std::uint64_t>(block.kind));
  message.text(block.text);
  write_number(message, block.level);
  write_number(message, block.ordinal);
  message.number(block.links.size());
  for (const Link& link : block.links) {
    message.text(link.text);
    message.text(link.url);
    message.number(link.end);
  }
}

Block read_block(MessageReader& message) {
  Block block{.kind = static_cast<BlockKind>(message.number_below(kKinds)),
              .text = std::string(message.text()),
              .level = read_number<int>(message),
              .ordinal = read_number<int>(message)};
  for (std::size_t left = message.count(); left > 0 && message.is_good(); --left) {
    block.links.push_back(
        {.text = std::string(message.text()), .url = std::string(message.text())});
    block.links.back().end = message.number_below(block.text.size() + 1);
  }
  return block;
}

bool is_clean(std::string_view text) {
  return text::is_printable(text, text::Charset::Utf8);
}

bool is_clean(const std::optional<std::string>& text) {
  return !text || is_clean(std::string_view(*text));
}

bool is_clean(const Block& block) {
  return is_clean(std::string_view(block.text)) &&
         std::ranges::is_sorted(block.links, {}, &Link::end) &&
         std::ranges::all_of(block.links, [](const Link& link) {
           return is_clean(std::string_view(link.text)) && is_clean(std::string_view(link.url));
         });
}

/// Years of four digits.
bool is_date(const std::optional<text::DateOrTime>& time) {
  constexpr UtcTime kFirst = std::chrono::sys_days(std::chrono::year(0) / 1 / 1);
  constexpr UtcTime kEnd = std::chrono::sys_days(std::chrono::year(10'000) / 1 / 1);
  constexpr std::chrono::minutes kDay{24 * 60};
  if (!time) return true;
  const std::chrono::minutes offset = time->offset.value_or(std::chrono::minutes(0));
  return time->time >= kFirst && time->time < kEnd && offset >= -kDay && offset <= kDay;
}

bool is_clean(const fetch::Preferences& preferences) {
  return std::ranges::all_of(fetch::kPreferenceTexts, [&](const fetch::PreferenceText& text) {
    return is_clean(preferences.*text.member);
  });
}

bool are_clean(const std::vector<std::string>& names) {
  return std::ranges::all_of(names, [](std::string_view name) { return is_clean(name); });
}

bool is_clean(const Article& article) {
  return is_clean(article.preferences) && is_date(article.published) && is_date(article.updated) &&
         is_clean(std::string_view(article.headline)) && is_clean(std::string_view(article.url)) &&
         std::ranges::all_of(kOptionalTexts,
                             [&](auto field) { return is_clean(article.*field); }) &&
         are_clean(article.authors) &&
         std::ranges::all_of(article.blocks, [](const Block& block) { return is_clean(block); });
}

void write_names(MessageWriter& message, const std::vector<std::string>& names) {
  message.number(names.size());
  for (const std::string& name : names) message.text(name);
}

std::vector<std::string> read_names(MessageReader& message) {
  std::vector<std::string> names;
  for (std::size_t left = message.count(); left > 0 && message.is_good(); --left)
    names.emplace_back(message.text());
  return names;
}

void write_story(MessageWriter& message, const Story& story) {
  message.text(story.url.text);
  message.text(story.headline);
  for (const auto& text : {story.section, story.summary}) message.optional_text(text);
  write_names(message, story.authors);
  for (const auto& time : {story.published, story.updated}) write_time(message, time);
  const auto day = story.date ? std::optional<std::int64_t>(
                                    std::chrono::sys_days(*story.date).time_since_epoch().count())
                              : std::nullopt;
  write_number(message, day);
}

bool is_sound(const Story& story) {
  return is_clean(std::string_view(story.headline)) && is_clean(story.section) &&
         is_clean(story.summary) && are_clean(story.authors) && is_date(story.published) &&
         is_date(story.updated);
}

std::optional<Story> read_story(MessageReader& message) {
  Result<url::Url> url = url::parse_url(message.text());
  if (!url) return std::nullopt;
  Story story{*std::move(url), std::string(message.text())};
  for (auto* text : {&story.section, &story.summary}) *text = message.optional_text();
  story.authors = read_names(message);
  for (auto* time : {&story.published, &story.updated}) *time = read_time(message);
  if (const auto day = read_number<std::int64_t>(message)) {
    constexpr std::int64_t kDays = 3'000'000;  // to the end of the year 9999
    if (*day < -kDays || *day >= kDays) return std::nullopt;
    story.date = std::chrono::sys_days(std::chrono::days(static_cast<int>(*day)));
  }
  return is_sound(story) ? std::optional(std::move(story)) : std::nullopt;
}

}  // namespace

void write(MessageWriter& message, const std::optional<Overruled>& overruled) {
  message.number(overruled ? 1 : 0);
  if (!overruled) return;
  message.number(overruled->by_rules);
  message.number(overruled->without_rules);
}

std::optional<Overruled> read_overruled(MessageReader& message) {
  if (message.number_below(2) == 0) return std::nullopt;
  Overruled overruled;
  for (std::size_t* count : {&overruled.by_rules, &overruled.without_rules})
    *count = message.number_below(kMostCounted);
  return overruled;
}

void write(MessageWriter& message, const Article& article) {
  for (const std::string* text : {&article.url, &article.site, &article.headline})
    message.text(*text);
  for (const auto field : kOptionalTexts) message.optional_text(article.*field);
  write_names(message, article.authors);
  for (const auto& time : {article.published, article.updated}) write_time(message, time);
  message.number(article.reading == Reading::Generic ? 1 : 0);
  message.number(static_cast<std::uint64_t>(article.origin));
  write(message, article.overruled);
  fetch::write(message, article.preferences);
  message.number(article.blocks.size());
  for (const Block& block : article.blocks) write_block(message, block);
}

std::optional<Article> read_article(MessageReader& message) {
  Article article;
  for (std::string* text : {&article.url, &article.site, &article.headline}) *text = message.text();
  for (const auto field : kOptionalTexts) article.*field = message.optional_text();
  article.authors = read_names(message);
  for (auto* time : {&article.published, &article.updated}) *time = read_time(message);
  article.reading = message.number_below(2) == 1 ? Reading::Generic : Reading::ByProfile;
  article.origin = static_cast<TextOrigin>(message.number_below(kOrigins));
  article.overruled = read_overruled(message);
  article.preferences = fetch::read_preferences(message);
  for (std::size_t left = message.count(); left > 0 && message.is_good(); --left)
    article.blocks.push_back(read_block(message));
  return is_clean(article) ? std::optional(std::move(article)) : std::nullopt;
}

void write(MessageWriter& message, const std::vector<Story>& stories) {
  message.number(stories.size());
  for (const Story& story : stories) write_story(message, story);
}

std::optional<std::vector<Story>> read_stories(MessageReader& message) {
  std::vector<Story> stories;
  for (std::size_t left = message.count(); left > 0 && message.is_good(); --left) {
    std::optional<Story> story = read_story(message);
    if (!story) return std::nullopt;
    stories.push_back(*std::move(story));
  }
  return stories;
}

void write(MessageWriter& message, const std::vector<url::Url>& addresses) {
  message.number(addresses.size());
  for (const url::Url& address : addresses) message.text(address.text);
}

std::optional<std::vector<url::Url>> read_addresses(MessageReader& message) {
  std::vector<url::Url> addresses;
  for (std::size_t left = message.count(); left > 0 && message.is_good(); --left) {
    Result<url::Url> address = url::parse_url(message.text());
    if (!address) return std::nullopt;
    addresses.push_back(*std::move(address));
  }
  return addresses;
}

void write(MessageWriter& message, const FieldTraces& traces) {
  message.number(traces.size());
  for (const FieldTrace& trace : traces) {
    for (const std::string* text : {&trace.field, &trace.origin, &trace.value}) message.text(*text);
  }
}

FieldTraces read_field_traces(MessageReader& message) {
  FieldTraces traces;
  for (std::size_t left = message.count(); left > 0 && message.is_good(); --left) {
    FieldTrace& trace = traces.emplace_back();
    for (std::string* text : {&trace.field, &trace.origin, &trace.value})
      *text = text::clean_line(message.text());
  }
  return traces;
}

}  // namespace newshole::extract
