#include "text/default_locale.h"

#include <unicode/timezone.h>
#include <unicode/uloc.h>

namespace newshole::text {

Status leave_machine_language() {
  UErrorCode status = U_ZERO_ERROR;
  uloc_setDefault("", &status);
  // Else ICU reads the machine's when a date is read first, which a worker of the sandbox may not.
  icu::TimeZone::adoptDefault(icu::TimeZone::getGMT()->clone());
  if (U_SUCCESS(status) != 0) return {};
  return fail(ErrorKind::Internal, std::string("default locale: ") + u_errorName(status));
}

}  // namespace newshole::text
