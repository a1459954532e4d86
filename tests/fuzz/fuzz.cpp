// One target for libFuzzer: $NEWSHOLE_FUZZ names it. Exit status 2: there is no such target.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "fuzz/targets.h"

namespace {

const newshole::fuzz::Target& chosen() {
  const char* name = std::getenv("NEWSHOLE_FUZZ");
  const auto all = newshole::fuzz::targets();
  const auto* found = std::to_address(std::ranges::find(
      all, std::string_view(name == nullptr ? "" : name), &newshole::fuzz::Target::name));
  if (found != std::to_address(all.end())) return *found;
  for (const auto& target : all)
    std::fprintf(stderr, "%.*s\n", static_cast<int>(target.name.size()), target.name.data());
  std::_Exit(2);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const newshole::fuzz::Target& target = chosen();
  target.run({reinterpret_cast<const char*>(data), size});
  return 0;
}
