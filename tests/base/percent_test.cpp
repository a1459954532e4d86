#include "base/percent.h"

#include <algorithm>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

using namespace newshole;

namespace {

bool is_any(char /*c*/) {
  return true;
}

bool is_no_slash(char c) {
  return c != '/';
}

}  // namespace

TEST_SUITE_BEGIN("base/percent");

TEST_CASE("a hexadecimal digit of either case has its value, and nothing else has one") {
  constexpr std::string_view kLower = "0123456789abcdef";
  constexpr std::string_view kUpper = "0123456789ABCDEF";
  for (int byte = 0; byte < 256; ++byte) {
    const auto c = static_cast<char>(byte);
    CAPTURE(byte);
    const std::size_t value = std::min(kLower.find(c), kUpper.find(c));
    CHECK(percent::hex_value(c) ==
          (value == std::string_view::npos ? -1 : static_cast<int>(value)));
  }
}

TEST_CASE("octets that are not plain are encoded in upper case, a percent sign like any other") {
  CHECK(percent::encoded("a/\u00e9%/b", ascii::is_alphanumeric) == "a%2F%C3%A9%25%2Fb");
  CHECK(percent::encoded("", is_any).empty());
  CHECK(percent::encoded("plain", is_any) == "plain");
}

TEST_CASE("encoded octets are decoded, but for those that the caller leaves") {
  CHECK(percent::decoded("a%2Fb%c3%A9", is_any) == "a/b\u00e9");
  CHECK(percent::decoded("a%2Fb%20c", is_no_slash) == "a%2Fb c");
}

TEST_CASE("a percent sign without two digits stays, and what follows is read for itself") {
  CHECK(percent::decoded("100%", is_any) == "100%");
  CHECK(percent::decoded("%4", is_any) == "%4");
  CHECK(percent::decoded("%%41%zz", is_any) == "%A%zz");
  CHECK_FALSE(percent::encoded_octet("%4"));
  CHECK_FALSE(percent::octet_of("4g"));
}

TEST_CASE("every octet survives encoding and decoding") {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  CHECK(percent::decoded(percent::encoded(all, ascii::is_alphanumeric), is_any) == all);
}

TEST_SUITE_END();
