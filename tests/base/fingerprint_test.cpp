#include "base/fingerprint.h"

#include <doctest/doctest.h>

using namespace newshole;

namespace {

std::uint64_t of_parts(std::initializer_list<std::string_view> parts) {
  Fingerprinter hash;
  for (const std::string_view part : parts) hash.add(part);
  return hash.value();
}

}  // namespace

TEST_SUITE_BEGIN("base/fingerprint");

TEST_CASE("bytes in pieces have the mark of the whole") {
  Fingerprinter hash;
  hash.add_bytes("foo");
  hash.add_bytes("bar");
  CHECK(hash.value() == 0x85944171F73967E8U);  // FNV-1a of "foobar", as its authors publish it
  CHECK(fingerprint("foobar") == hash.value());
}

TEST_CASE("where a part ends counts") {
  CHECK(of_parts({"ab", "c"}) != of_parts({"a", "bc"}));
  CHECK(of_parts({"a", ""}) != of_parts({"", "a"}));
  CHECK(of_parts({""}) != of_parts({}));
}

TEST_CASE("every byte of a number counts") {
  std::uint64_t before = 0;
  for (unsigned shift = 0; shift < 64; shift += 8) {
    Fingerprinter hash;
    hash.add(static_cast<std::int64_t>(std::uint64_t{1} << shift));
    CHECK(hash.value() != before);
    before = hash.value();
  }
}

TEST_SUITE_END();
