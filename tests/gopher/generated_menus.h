#pragma once
// Menus that nobody thought of, and whether readers give them back.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>

#include "gopher/menu.h"

namespace newshole::test {

/// An item, and what a reader of any dialect must give back of it.
struct GeneratedItem {
  gopher::MenuItem given;
  gopher::MenuItem seen;
};

/// Titles and selectors of pieces that mean something to some server, client or terminal, each of
/// which has one form in which it may be seen: itself, or what the dialects make of it.
class MenuGenerator {
 public:
  explicit MenuGenerator(std::uint64_t seed) : random_(seed) {}

  /// One title in 256 is longer than a line may be.
  GeneratedItem next();

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }

  std::mt19937_64 random_;
};

/// Writes `titles` items in each dialect, menu by menu, and reads them back. Nothing, or what came
/// back otherwise; for the same seed always the same.
std::optional<std::string> fault_of_round_trip(std::uint64_t seed, std::size_t titles);

}  // namespace newshole::test
