#include "text/default_locale.h"

#include <string>

#include <doctest/doctest.h>
#include <unicode/uloc.h>

using namespace newshole;

TEST_CASE("the machine's language has no effect once the root is set") {
  UErrorCode status = U_ZERO_ERROR;
  uloc_setDefault("tr_TR", &status);
  REQUIRE(U_SUCCESS(status));
  REQUIRE(text::leave_machine_language());
  CHECK(std::string(uloc_getDefault()).empty());
}
