#pragma once
// A site that does not exist, for benchmarks of the mirror.

#include <cstddef>
#include <string_view>

#include "mirror/refresh.h"
#include "site/profile.h"

namespace newshole::bench {

inline constexpr std::string_view kSite = "news.example";
inline constexpr int kStoriesADay = 100;

/// Its stories stand at addresses of the form `path`.
[[nodiscard]] site::SiteProfile make_profile(std::string_view path);

class NoProgress final : public mirror::Progress {
 public:
  void began(std::string_view /*site*/) override {}
  void listed(std::string_view /*site*/, std::size_t /*stories*/,
              std::size_t /*to_fetch*/) override {}
  void fetched(const mirror::Arrival& /*arrival*/) override {}
  void wrote(std::string_view /*file*/) override {}
};

}  // namespace newshole::bench
