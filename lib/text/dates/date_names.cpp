#include "text/dates/date_names.h"

#include <array>
#include <memory>
#include <utility>

#include <unicode/locid.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>
#include <unicode/ures.h>

#include "base/ascii.h"

namespace newshole::text {
namespace {

constexpr std::string_view kFields = "GyYuUrQqMLwWdDFgEecabBhHkKJjmsSAzZOvVXx";

// Letters, one of which a pattern needs, and the field that they mean.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kNeeded = {
    {{"yu", "year"}, {"ML", "month"}, {"d", "day"}}};

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
  for (const auto& [letters, name] : kNeeded) {
    if (fields.find_first_of(letters) != std::string::npos) continue;
    return fail(ErrorKind::Config, "expected a " + std::string(name) + ", found none");
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
  const icu::LocalUResourceBundlePointer bundle(ures_open(nullptr, locale.getName(), &status));
  // A language for which ICU falls back to the root or to the machine's own is not known.
  return status == U_ZERO_ERROR || status == U_USING_FALLBACK_WARNING;
}

}  // namespace newshole::text
