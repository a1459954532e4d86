#include "text/dates/date_names.h"

#include <algorithm>
#include <array>
#include <memory>

#include <unicode/locid.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>
#include <unicode/ures.h>

#include "base/ascii.h"

namespace newshole::text {
namespace {

constexpr std::string_view kFields = "GyYuUrQqMLwWdDFgEecabBhHkKJjmsSAzZOvVXx";

struct Needed {
  std::string_view letters;
  std::string_view name;
};
constexpr std::array kNeeded = {Needed{"yu", "year"}, Needed{"ML", "month"}, Needed{"d", "day"}};

struct CloseBundle {
  void operator()(UResourceBundle* bundle) const { ures_close(bundle); }
};

}  // namespace

Status check_date_pattern(std::string_view pattern) {
  std::string fields;
  bool is_quoted = false;
  for (const char c : pattern) {
    if (c == '\'') is_quoted = !is_quoted;
    if (!is_quoted && ascii::is_letter(c)) fields += c;
  }
  if (is_quoted) return fail(ErrorKind::Config, "expected a second \"'\"");
  const std::size_t unknown = fields.find_first_not_of(kFields);
  if (unknown != std::string::npos) {
    return fail(ErrorKind::Config,
                std::string("expected fields of a date or text in quotes, found \"") +
                    fields[unknown] + "\"");
  }
  for (const Needed& needed : kNeeded) {
    if (fields.find_first_of(needed.letters) != std::string::npos) continue;
    return fail(ErrorKind::Config, "expected a " + std::string(needed.name) + ", found none");
  }
  return {};
}

bool is_known_zone(const std::string& name) {
  const std::unique_ptr<icu::TimeZone> zone(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
  return zone && *zone != icu::TimeZone::getUnknown();
}

bool is_known_language(const std::string& tag) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Locale locale = icu::Locale::forLanguageTag(tag, status);
  if (U_FAILURE(status) != 0 || *locale.getLanguage() == '\0') return false;
  const std::unique_ptr<UResourceBundle, CloseBundle> bundle(
      ures_open(nullptr, locale.getName(), &status));
  // A language for which ICU falls back to the root or to the machine's own is not known.
  return status == U_ZERO_ERROR || status == U_USING_FALLBACK_WARNING;
}

}  // namespace newshole::text
