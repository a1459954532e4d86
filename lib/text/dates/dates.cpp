#include "text/dates/dates.h"

#include <algorithm>
#include <array>
#include <charconv>
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

namespace newshole::text {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// A date with its label is shorter; nobody's page makes us try patterns all over an essay.
constexpr std::size_t kMaxTextBytes = 200;
constexpr std::size_t kMaxLabelWords = 8;
constexpr std::size_t kMaxZoneMentions = 4;
constexpr int kFirstYear = 1990;
constexpr int kLastYear = 2100;

// Stands for the zone in text and pattern when ICU reads them: its own reading of zone names takes
// 10 ms to get ready and knows few abbreviations.
constexpr char kZoneMark = '~';

// --- zones ---

struct NamedOffset {
  std::string_view name;
  minutes offset;
};

// Only abbreviations that mean one zone to a reader of news; IST, for one, means three.
constexpr auto kOffsets = std::to_array<NamedOffset>({
    {"UTC", minutes{0}},    {"GMT", minutes{0}},     {"EST", minutes{-300}},
    {"EDT", minutes{-240}}, {"CST", minutes{-360}},  {"CDT", minutes{-300}},
    {"MST", minutes{-420}}, {"MDT", minutes{-360}},  {"PST", minutes{-480}},
    {"PDT", minutes{-420}}, {"AKST", minutes{-540}}, {"AKDT", minutes{-480}},
    {"HST", minutes{-600}}, {"AST", minutes{-240}},  {"ADT", minutes{-180}},
    {"NST", minutes{-210}}, {"NDT", minutes{-150}},  {"BST", minutes{60}},
    {"WET", minutes{0}},    {"WEST", minutes{60}},   {"CET", minutes{60}},
    {"CEST", minutes{120}}, {"EET", minutes{120}},   {"EEST", minutes{180}},
    {"MSK", minutes{180}},
});

struct NamedZone {
  std::string_view name;
  const char* zone;
};

constexpr auto kZones = std::to_array<NamedZone>({
    {"ET", "America/New_York"},
    {"CT", "America/Chicago"},
    {"MT", "America/Denver"},
    {"PT", "America/Los_Angeles"},
});

// A fixed offset from UTC, or the IANA name of a zone with rules.
using Zone = std::variant<minutes, std::string>;

std::optional<Zone> zone_named(std::string_view name) {
  for (const NamedOffset& row : kOffsets) {
    if (row.name == name) return row.offset;
  }
  for (const NamedZone& row : kZones) {
    if (row.name == name) return std::string(row.zone);
  }
  return std::nullopt;
}

int number_of(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

bool are_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), ascii::is_digit);
}

std::optional<minutes> offset_of(char sign, std::string_view hour, std::string_view minute) {
  if (!are_digits(hour) || !are_digits(minute)) return std::nullopt;
  const int hours = number_of(hour);
  const int rest = number_of(minute);
  if (hours > 14 || rest > 59) return std::nullopt;
  const minutes offset{hours * 60 + rest};
  return sign == '-' ? -offset : offset;
}

// "+02:00", "-0400", "+02" as a whole.
std::optional<minutes> parse_offset(std::string_view text) {
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  if (text.size() == 6 && text[3] == ':') {
    return offset_of(text[0], text.substr(1, 2), text.substr(4));
  }
  if (text.size() == 5) return offset_of(text[0], text.substr(1, 2), text.substr(3));
  if (text.size() == 3) return offset_of(text[0], text.substr(1), "0");
  return std::nullopt;
}

// Where a text names a zone.
struct ZoneMention {
  std::size_t begin;
  std::size_t end;
  Zone zone;
};

std::size_t end_of_offset(std::string_view text, std::size_t sign) {
  std::size_t end = sign + 1;
  while (end < text.size() && (ascii::is_digit(text[end]) || text[end] == ':')) ++end;
  return end;
}

// "GMT+2" and "UTC+02:00" count as a whole.
std::optional<ZoneMention> offset_at(std::string_view text, std::size_t sign) {
  const std::size_t end = end_of_offset(text, sign);
  const std::string_view before = text.substr(0, sign);
  const bool follows_name = before.ends_with("GMT") || before.ends_with("UTC");
  std::string digits(text.substr(sign, end - sign));
  if (follows_name && (digits.size() == 2 || digits.find(':') == 2)) digits.insert(1, "0");
  const auto offset = parse_offset(digits);
  if (!offset) return std::nullopt;
  return ZoneMention{sign - (follows_name ? 3 : 0), end, *offset};
}

std::optional<ZoneMention> name_at(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view name = text.substr(begin, end - begin);
  if (name == "Z") return ZoneMention{begin, end, minutes{0}};
  const auto zone = zone_named(name);
  if (!zone) return std::nullopt;
  return ZoneMention{begin, end, *zone};
}

// The places where a zone may be named, the last first, since labels come before dates.
std::vector<ZoneMention> zones_in(std::string_view text) {
  std::vector<ZoneMention> found;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    std::optional<ZoneMention> mention;
    if (ascii::is_letter(text[at])) {
      while (end < text.size() && ascii::is_letter(text[end])) ++end;
      mention = name_at(text, at, end);
    } else if (text[at] == '+' || text[at] == '-') {
      mention = offset_at(text, at);
      if (mention) end = mention->end;
    }
    if (mention && !found.empty() && found.back().end > mention->begin) found.pop_back();
    if (mention) found.push_back(*std::move(mention));
    at = end;
  }
  std::reverse(found.begin(), found.end());
  if (found.size() > kMaxZoneMentions) found.resize(kMaxZoneMentions);
  return found;
}

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

icu::UnicodeString icu_string(std::string_view utf8) {
  return icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())});
}

UtcTime from_icu_time(UDate milliseconds) {
  return UtcTime(std::chrono::floor<seconds>(
      std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds))));
}

bool is_plausible(UtcTime time) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time));
  return date.year() >= std::chrono::year(kFirstYear) &&
         date.year() <= std::chrono::year(kLastYear);
}

}  // namespace

struct DateReader::Formats {
  struct Compiled {
    std::unique_ptr<icu::SimpleDateFormat> marked;
    std::unique_ptr<icu::SimpleDateFormat> zoneless;
  };

  const Compiled& compiled(const DateFormat& format);
  const icu::BasicTimeZone* zone(const std::string& name);
  std::optional<UtcTime> to_utc(UDate local, const Zone& from);
  std::optional<UtcTime> read(std::string_view text, std::span<const ZoneMention> mentions,
                              const DateFormat& format);
  std::optional<UtcTime> read_with_zone(std::string_view text,
                                        std::span<const ZoneMention> mentions,
                                        const Compiled& made);

  std::map<std::string, Compiled, std::less<>> by_pattern;
  std::map<std::string, std::unique_ptr<icu::BasicTimeZone>, std::less<>> by_name;
};

namespace {

/// Without a zone in the locale ICU asks the machine for its own, which takes up to 10 ms.
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
  auto format =
      std::make_unique<icu::SimpleDateFormat>(icu_string(pattern), locale_of(language), status);
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
    const icu::UnicodeString date = icu_string(text.substr(start));
    icu::ParsePosition position(0);
    const UDate local = format->parse(date, position);
    if (position.getErrorIndex() < 0 && position.getIndex() == date.length()) return local;
  }
  return std::nullopt;
}

}  // namespace

const DateReader::Formats::Compiled& DateReader::Formats::compiled(const DateFormat& format) {
  const auto [row, is_new] = by_pattern.try_emplace(format.language + " " + format.pattern);
  if (is_new) {
    const Patterns patterns = patterns_of(format.pattern);
    if (patterns.has_zone) row->second.marked = compile(patterns.marked, format.language);
    row->second.zoneless = compile(patterns.zoneless, format.language);
  }
  return row->second;
}

const icu::BasicTimeZone* DateReader::Formats::zone(const std::string& name) {
  const auto [row, is_new] = by_name.try_emplace(name);
  if (is_new) {
    std::unique_ptr<icu::TimeZone> made(icu::TimeZone::createTimeZone(icu_string(name)));
    const bool is_known = made && *made != icu::TimeZone::getUnknown();
    auto* const basic = is_known ? dynamic_cast<icu::BasicTimeZone*>(made.get()) : nullptr;
    if (basic != nullptr) {
      (void)made.release();
      row->second.reset(basic);
    }
  }
  return row->second.get();
}

std::optional<UtcTime> DateReader::Formats::to_utc(UDate local, const Zone& from) {
  if (const auto* offset = std::get_if<minutes>(&from)) return from_icu_time(local) - *offset;
  const icu::BasicTimeZone* rules = zone(std::get<std::string>(from));
  if (rules == nullptr) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  std::int32_t raw = 0;
  std::int32_t saving = 0;
  // An hour that a change of clocks gives twice is the first of the two; one that it skips is
  // counted on from before the change.
  rules->getOffsetFromLocal(local, UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, raw, saving, status);
  if (U_FAILURE(status) != 0) return std::nullopt;
  return from_icu_time(local - raw - saving);
}

std::optional<UtcTime> DateReader::Formats::read_with_zone(std::string_view text,
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

std::optional<UtcTime> DateReader::Formats::read(std::string_view text,
                                                 std::span<const ZoneMention> mentions,
                                                 const DateFormat& format) {
  const Compiled& made = compiled(format);
  const auto time = read_with_zone(text, mentions, made);
  if (time) return time;
  const auto local = parse_local(made.zoneless.get(), text);
  return local ? to_utc(*local, format.zone) : std::nullopt;
}

DateReader::DateReader() : formats_(std::make_unique<Formats>()) {}
DateReader::DateReader(DateReader&&) noexcept = default;
DateReader& DateReader::operator=(DateReader&&) noexcept = default;
DateReader::~DateReader() = default;

std::optional<UtcTime> DateReader::read(std::string_view text,
                                        std::span<const DateFormat> formats) {
  const std::string plain = as_printed(clean_line(text));
  if (plain.size() > kMaxTextBytes) return std::nullopt;
  // The mark means a zone in what ICU gets, so the page must not bring its own.
  if (plain.empty() || plain.find(kZoneMark) != std::string::npos) return std::nullopt;
  const std::string english = normalised(plain);
  for (const DateFormat& format : formats) {
    const std::string& line = format.language == kEnglish ? english : plain;
    const auto time = formats_->read(line, zones_in(line), format);
    if (time && is_plausible(*time)) return time;
  }
  return std::nullopt;
}

std::optional<minutes> zone_offset(std::string_view abbreviation, UtcTime local) {
  const auto zone = zone_named(abbreviation);
  if (!zone) return std::nullopt;
  if (const auto* offset = std::get_if<minutes>(&*zone)) return *offset;
  const std::unique_ptr<icu::TimeZone> rules(
      icu::TimeZone::createTimeZone(icu_string(std::get<std::string>(*zone))));
  UErrorCode status = U_ZERO_ERROR;
  std::int32_t raw = 0;
  std::int32_t saving = 0;
  rules->getOffset(static_cast<UDate>(local.time_since_epoch().count()) * 1000, /*local=*/1, raw,
                   saving, status);
  if (U_FAILURE(status) != 0) return std::nullopt;
  return std::chrono::duration_cast<minutes>(std::chrono::milliseconds(raw + saving));
}

// --- ISO 8601 ---

namespace {

// Takes fields off the front of a text; after the first that is not there all are refused.
class FieldReader {
 public:
  explicit FieldReader(std::string_view text) : rest_(text) {}

  int number(std::size_t digits) {
    const std::string_view field = rest_.substr(0, digits);
    if (field.size() != digits || !are_digits(field)) return refuse();
    rest_.remove_prefix(digits);
    return number_of(field);
  }

  void one_of(std::string_view characters) {
    if (!next_is(characters)) {
      refuse();
    } else {
      rest_.remove_prefix(1);
    }
  }

  [[nodiscard]] bool next_is(std::string_view characters) const {
    return !rest_.empty() && characters.find(rest_.front()) != std::string_view::npos;
  }

  void skip_digits() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of("0123456789"), rest_.size()));
  }

  [[nodiscard]] std::string_view rest() const { return rest_; }
  [[nodiscard]] bool is_refused() const { return is_refused_; }

 private:
  int refuse() {
    is_refused_ = true;
    return 0;
  }

  std::string_view rest_;
  bool is_refused_ = false;
};

std::chrono::sys_days read_date(FieldReader& fields, bool& exists) {
  const int year = fields.number(4);
  fields.one_of("-");
  const int month = fields.number(2);
  fields.one_of("-");
  const int day = fields.number(2);
  const std::chrono::year_month_day date(std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  exists = date.ok();
  return exists ? std::chrono::sys_days(date) : std::chrono::sys_days();
}

std::optional<seconds> read_time_of_day(FieldReader& fields) {
  const int hour = fields.number(2);
  fields.one_of(":");
  const int minute = fields.number(2);
  int second = 0;
  if (fields.next_is(":")) {
    fields.one_of(":");
    second = fields.number(2);
    if (fields.next_is(".,")) {
      fields.one_of(".,");
      fields.number(1);
      fields.skip_digits();
    }
  }
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return seconds{hour * 3600 + minute * 60 + second};
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

}  // namespace

std::optional<UtcTime> parse_iso_time(std::string_view text) {
  FieldReader fields(text);
  bool exists = false;
  const std::chrono::sys_days date = read_date(fields, exists);
  fields.one_of("Tt ");
  const auto time_of_day = read_time_of_day(fields);
  if (fields.is_refused() || !exists || !time_of_day) return std::nullopt;
  const UtcTime local = date + *time_of_day;
  if (fields.rest() == "Z" || fields.rest() == "z") return local;
  const auto offset = parse_offset(fields.rest());
  if (!offset) return std::nullopt;
  return local - *offset;
}

std::string to_rfc3339(UtcTime time) {
  return formatted("%04d-%02u-%02uT%02d:%02d:%02dZ", time);
}

std::string to_rfc3339(UtcTime time, minutes offset) {
  std::string out = to_rfc3339(time + offset);
  if (offset == minutes(0)) return out;
  const auto size = offset < minutes(0) ? -offset : offset;
  std::array<char, 16> zone{};
  std::snprintf(zone.data(), zone.size(), "%c%02d:%02d", offset < minutes(0) ? '-' : '+',
                static_cast<int>(size / minutes(60)),
                static_cast<int>(size % minutes(60) / minutes(1)));
  out.replace(out.size() - 1, 1, zone.data());
  return out;
}

std::string to_readable(UtcTime time) {
  return formatted("%04d-%02u-%02u %02d:%02d UTC", time);
}

}  // namespace newshole::text
