#include "text/default_locale.h"

#include <memory>
#include <string>

#include <doctest/doctest.h>
#include <unicode/timezone.h>
#include <unicode/uloc.h>

using namespace newshole;

TEST_CASE("the machine's language has no effect once the root is set") {
  UErrorCode status = U_ZERO_ERROR;
  uloc_setDefault("tr_TR", &status);
  REQUIRE(U_SUCCESS(status));
  REQUIRE(text::leave_machine_language());
  CHECK(std::string(uloc_getDefault()).empty());
}

TEST_CASE("the machine's time zone has no effect once it is left") {
  icu::TimeZone::adoptDefault(icu::TimeZone::createTimeZone("Asia/Kolkata"));
  REQUIRE(text::leave_machine_language());
  const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createDefault());
  CHECK(zone->getRawOffset() == 0);
}
