#include "text/default_locale.h"

#include <unicode/uloc.h>

namespace newshole::text {

Status leave_machine_language() {
  UErrorCode status = U_ZERO_ERROR;
  uloc_setDefault("", &status);
  if (U_SUCCESS(status) != 0) return {};
  return fail(ErrorKind::Internal, std::string("default locale: ") + u_errorName(status));
}

}  // namespace newshole::text
