#include "text/dates/dates.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <map>
#include <utility>
#include <variant>
#include <vector>

#include <unicode/basictz.h>
#include <unicode/locid.h>
#include <unicode/parsepos.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include "base/ascii.h"
#include "text/clean.h"
#include "text/dates/calendar_words.h"
#include "text/dates/printed_date.h"
#include "text/dates/zones.h"

namespace newshole::text {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// A date with its label is shorter: patterns are not tried all over a long text.
constexpr std::size_t kMaxTextBytes = 200;
constexpr std::size_t kMaxLabelWords = 8;

// Stands for the zone in text and pattern when ICU reads them: its own reading of zone names takes
// 10 ms to get ready and knows few abbreviations.
constexpr char kZoneMark = '~';

// --- text and pattern as ICU gets them ---

struct Spelling {
  std::string_view word;  // lower case
  std::string_view icu;
};

constexpr auto kSpellings = std::to_array<Spelling>({
    {"a.m.", "AM"},  {"p.m.", "PM"},  {"a.m", "AM"},     {"p.m", "PM"},   {"jan.", "Jan"},
    {"feb.", "Feb"}, {"mar.", "Mar"}, {"apr.", "Apr"},   {"jun.", "Jun"}, {"jul.", "Jul"},
    {"aug.", "Aug"}, {"sep.", "Sep"}, {"sept.", "Sep"},  {"sept", "Sep"}, {"oct.", "Oct"},
    {"nov.", "Nov"}, {"dec.", "Dec"}, {"mon.", "Mon"},   {"tue.", "Tue"}, {"tues.", "Tue"},
    {"wed.", "Wed"}, {"thu.", "Thu"}, {"thurs.", "Thu"}, {"fri.", "Fri"}, {"sat.", "Sat"},
    {"sun.", "Sun"},
});

std::string_view icu_spelling(std::string_view word) {
  const std::string key = ascii::lowered(word);
  const auto* const found = std::find_if(kSpellings.begin(), kSpellings.end(),
                                         [&](const Spelling& row) { return row.word == key; });
  return found == kSpellings.end() ? word : found->icu;
}

constexpr std::string_view kEnglish = "en";

// Abbreviations spelt as ICU has them.
std::string normalised(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && (ascii::is_letter(text[end]) || (end > at && text[end] == '.')))
      ++end;
    if (end == at) {
      out += text[at++];
      continue;
    }
    out += icu_spelling(text.substr(at, end - at));
    at = end;
  }
  return out;
}

constexpr std::string_view kZoneLetters = "zZOvVXx";

// A pattern with the mark for its zone field, and one without the field and the blank before it.
struct Patterns {
  std::string marked;
  std::string zoneless;
  bool has_zone = false;
};

Patterns patterns_of(std::string_view pattern) {
  Patterns out;
  bool is_quoted = false;
  for (std::size_t at = 0; at < pattern.size();) {
    if (pattern[at] == '\'') is_quoted = !is_quoted;
    std::size_t end = at + 1;
    if (is_quoted || kZoneLetters.find(pattern[at]) == std::string_view::npos) {
      out.marked += pattern[at];
      out.zoneless += pattern[at];
    } else {
      while (end < pattern.size() && pattern[end] == pattern[at]) ++end;
      out.marked += kZoneMark;
      if (out.zoneless.ends_with(' ')) out.zoneless.pop_back();
      out.has_zone = true;
    }
    at = end;
  }
  return out;
}

// The places where a date may begin: the text's start, and that of each of its first words.
std::vector<std::size_t> date_starts(std::string_view text) {
  std::vector<std::size_t> starts = {0};
  for (std::size_t at = 1; at < text.size() && starts.size() <= kMaxLabelWords; ++at) {
    const char before = text[at - 1];
    const bool ends_label = before == ':' && at > 1 && ascii::is_letter(text[at - 2]);
    if ((before == ' ' || ends_label) && text[at] != ' ') starts.push_back(at);
  }
  return starts;
}

UtcTime from_icu_time(UDate milliseconds) {
  return UtcTime(std::chrono::floor<seconds>(
      std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds))));
}

bool is_plausible(UtcTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  return plausible_day(std::chrono::year_month_day(day)).has_value();
}

/// Without a zone in the locale ICU reads the machine's own, which takes up to 10 ms.
icu::Locale locale_of(const std::string& language) {
  if (language == kEnglish) return {"en_US@timezone=Etc/UTC"};
  UErrorCode status = U_ZERO_ERROR;
  icu::Locale locale = icu::Locale::forLanguageTag(language, status);
  locale.setKeywordValue("timezone", "Etc/UTC", status);
  return locale;
}

std::unique_ptr<icu::SimpleDateFormat> compile(std::string_view pattern,
                                               const std::string& language) {
  UErrorCode status = U_ZERO_ERROR;
  auto format = std::make_unique<icu::SimpleDateFormat>(icu::UnicodeString::fromUTF8(pattern),
                                                        locale_of(language), status);
  if (U_FAILURE(status) != 0) return nullptr;
  // Local times are read as if they were UTC, and moved afterwards.
  format->setTimeZone(*icu::TimeZone::getGMT());
  // ICU would take the century of two-digit years from today's date.
  constexpr UDate kYear2000 = 946684800000.0;
  format->set2DigitYearStart(kYear2000, status);
  format->setLenient(static_cast<UBool>(false));
  return U_SUCCESS(status) != 0 ? std::move(format) : nullptr;
}

// The local time that all of `text` from one of its first words on gives.
std::optional<UDate> parse_local(const icu::SimpleDateFormat* format, std::string_view text) {
  if (format == nullptr) return std::nullopt;
  for (const std::size_t start : date_starts(text)) {
    const icu::UnicodeString date = icu::UnicodeString::fromUTF8(text.substr(start));
    icu::ParsePosition position(0);
    const UDate local = format->parse(date, position);
    if (position.getErrorIndex() < 0 && position.getIndex() == date.length()) return local;
  }
  return std::nullopt;
}

std::string formatted(const char* pattern, UtcTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::array<char, 64> buffer{};
  const int size = std::snprintf(
      buffer.data(), buffer.size(), pattern, static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()));
  return {buffer.data(), static_cast<std::size_t>(std::max(size, 0))};
}

/// "-04:00".
std::string offset_text(minutes offset) {
  const auto size = offset < minutes(0) ? -offset : offset;
  std::array<char, 16> out{};
  std::snprintf(out.data(), out.size(), "%c%02d:%02d", offset < minutes(0) ? '-' : '+',
                static_cast<int>(size / minutes(60)),
                static_cast<int>(size % minutes(60) / minutes(1)));
  return out.data();
}

}  // namespace

struct DateReader::Formats {
  struct Compiled {
    std::unique_ptr<icu::SimpleDateFormat> marked;
    std::unique_ptr<icu::SimpleDateFormat> zoneless;
  };

  const Compiled& compiled(const DateFormat& format) {
    const auto [row, is_new] = by_pattern.try_emplace(format.language + " " + format.pattern);
    if (is_new) {
      const Patterns patterns = patterns_of(format.pattern);
      if (patterns.has_zone) row->second.marked = compile(patterns.marked, format.language);
      row->second.zoneless = compile(patterns.zoneless, format.language);
    }
    return row->second;
  }

  const icu::BasicTimeZone* zone(const std::string& name) {
    const auto [row, is_new] = by_name.try_emplace(name);
    if (is_new) {
      std::unique_ptr<icu::TimeZone> made(
          icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
      const bool is_known = made && *made != icu::TimeZone::getUnknown();
      auto* const basic = is_known ? dynamic_cast<icu::BasicTimeZone*>(made.get()) : nullptr;
      if (basic != nullptr) {
        (void)made.release();
        row->second.reset(basic);
      }
    }
    return row->second.get();
  }

  std::optional<UtcTime> to_utc(UDate local, const Zone& from) {
    if (const auto* offset = std::get_if<minutes>(&from)) return from_icu_time(local) - *offset;
    const icu::BasicTimeZone* rules = zone(std::get<std::string>(from));
    if (rules == nullptr) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    std::int32_t raw = 0;
    std::int32_t saving = 0;
    // A time that a change of clocks repeats is the first of the two; a time that it skips is
    // counted with the offset before the change.
    rules->getOffsetFromLocal(local, UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, raw, saving,
                              status);
    if (U_FAILURE(status) != 0) return std::nullopt;
    return from_icu_time(local - raw - saving);
  }

  std::optional<UtcTime> read_with_zone(std::string_view text,
                                        std::span<const ZoneMention> mentions,
                                        const Compiled& made) {
    for (const ZoneMention& mention : mentions) {
      std::string marked(text);
      marked.replace(mention.begin, mention.end - mention.begin, 1, kZoneMark);
      const auto local = parse_local(made.marked.get(), marked);
      if (local) return to_utc(*local, mention.zone);
    }
    return std::nullopt;
  }

  std::optional<UtcTime> read(std::string_view text, std::span<const ZoneMention> mentions,
                              const DateFormat& format) {
    const Compiled& made = compiled(format);
    const auto time = read_with_zone(text, mentions, made);
    if (time) return time;
    const auto local = parse_local(made.zoneless.get(), text);
    return local ? to_utc(*local, format.zone) : std::nullopt;
  }

  std::map<std::string, Compiled, std::less<>> by_pattern;
  std::map<std::string, std::unique_ptr<icu::BasicTimeZone>, std::less<>> by_name;
};

DateReader::DateReader() : formats_(std::make_unique<Formats>()) {
  open_zones();
}
DateReader::DateReader(DateReader&&) noexcept = default;
DateReader& DateReader::operator=(DateReader&&) noexcept = default;
DateReader::~DateReader() = default;

std::optional<UtcTime> DateReader::read(std::string_view text,
                                        std::span<const DateFormat> formats) {
  const std::string plain = as_printed(clean_line(text));
  if (plain.size() > kMaxTextBytes) return std::nullopt;
  // The mark means a zone in ICU's input, so the page's text must not hold it.
  if (plain.empty() || plain.find(kZoneMark) != std::string::npos) return std::nullopt;
  const std::string english = normalised(plain);
  for (const DateFormat& format : formats) {
    const std::string& line = format.language == kEnglish ? english : plain;
    const auto time = formats_->read(line, zones_in(line), format);
    if (time && is_plausible(*time)) return time;
  }
  return std::nullopt;
}

void open_zones() {
  const std::unique_ptr<icu::TimeZone> any(icu::TimeZone::createTimeZone("America/New_York"));
}

std::optional<minutes> zone_offset(std::string_view abbreviation, UtcTime local) {
  const auto zone = zone_named(abbreviation);
  if (!zone) return std::nullopt;
  if (const auto* offset = std::get_if<minutes>(&*zone)) return *offset;
  const std::unique_ptr<icu::TimeZone> rules(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(std::get<std::string>(*zone))));
  UErrorCode status = U_ZERO_ERROR;
  std::int32_t raw = 0;
  std::int32_t saving = 0;
  rules->getOffset(static_cast<UDate>(local.time_since_epoch().count()) * 1000, /*local=*/1, raw,
                   saving, status);
  if (U_FAILURE(status) != 0) return std::nullopt;
  return std::chrono::duration_cast<minutes>(std::chrono::milliseconds(raw + saving));
}

// --- as programs write them ---

std::string to_rfc3339(UtcTime time) {
  return formatted("%04d-%02u-%02uT%02d:%02d:%02dZ", time);
}

std::string to_rfc3339(const DateOrTime& time) {
  constexpr std::size_t kDateBytes = 10;
  std::string out = to_rfc3339(time.time + time.offset.value_or(minutes(0)));
  if (!time.offset) return out.substr(0, kDateBytes);
  if (*time.offset != minutes(0)) out.replace(out.size() - 1, 1, offset_text(*time.offset));
  return out;
}

std::string to_line(const DateOrTime& time) {
  constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed",
                                                     "Thu", "Fri", "Sat"};
  const UtcTime local = time.time + time.offset.value_or(minutes(0));
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  std::string out(kDays.at(std::chrono::weekday(day).c_encoding()));
  out += ' ' + std::to_string(static_cast<unsigned>(date.day())) + ' ';
  out += kEnglishMonths.at(static_cast<unsigned>(date.month()) - 1);
  out += ' ' + std::to_string(static_cast<int>(date.year()));
  if (!time.offset) return out;
  out += ", " + to_rfc3339(local).substr(11, 5) + ' ';
  return out + (*time.offset == minutes(0) ? "UTC" : offset_text(*time.offset));
}

std::string to_readable(UtcTime time) {
  return formatted("%04d-%02u-%02u %02d:%02d UTC", time);
}

}  // namespace newshole::text
