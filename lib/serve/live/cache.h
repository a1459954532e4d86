#pragma once
// Pages that were read a short while ago.

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "serve/live/page.h"

namespace newshole::serve {

/// Keeps at most `max_bytes`, keys and bookkeeping included; it drops the pages first that nobody
/// has asked for in the longest time.
class LiveCache {
 public:
  explicit LiveCache(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  /// Null if there is none, or it has expired at `now`.
  [[nodiscard]] std::shared_ptr<const LivePage> find(const std::string& key, Tick now);

  /// Replaces an older page of the key. A page larger than `max_bytes` is not kept.
  void put(const std::string& key, std::shared_ptr<const LivePage> page, Tick until);

  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::size_t pages() const { return places_.size(); }

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const LivePage> page;
    Tick until;
    std::size_t bytes = 0;
  };
  using Entries = std::list<Entry>;
  void drop(Entries::iterator entry);

  std::size_t max_bytes_;
  std::size_t bytes_ = 0;
  Entries entries_;  // the one that was asked for last is first
  std::unordered_map<std::string_view, Entries::iterator> places_;
};

}  // namespace newshole::serve
