#pragma once
// Says when a fetcher waits with nothing in flight. Internal to this module.

#include <map>
#include <string>
#include <utility>

#include "base/clock.h"
#include "fetch/network_options.h"

namespace newshole::fetch {

/// Reports each wait of over a second once; servers are HOST:PORT.
class Waits {
 public:
  explicit Waits(OnWait on_wait) : on_wait_(std::move(on_wait)) {}

  /// Why the server may soon be waited for.
  void note_cause(const std::string& server, const std::string& cause) { causes_[server] = cause; }
  void note_success(const std::string& server) { causes_.erase(server); }

  /// Nothing happens between `now` and `until`, when the server is asked next.
  void report(const std::string& server, Tick now, Tick until);

 private:
  OnWait on_wait_;
  std::map<std::string, std::string> causes_;  // by server; it has failed or asked for a rest
  std::map<std::string, Tick> reported_;       // by server: until when
};

}  // namespace newshole::fetch
