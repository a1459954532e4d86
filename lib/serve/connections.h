#pragma once
// The connections of a server, and how many there may be. Part of the server.

#include <asio/ip/address.hpp>
#include <cstddef>
#include <list>
#include <map>
#include <memory>

#include "serve/session.h"

namespace newshole::serve {

/// A connection is counted by its client's address, an IPv6 one by its /64: a client that has one
/// address of a /64 has all of them.
class Connections {
 public:
  Connections(std::size_t most, std::size_t most_per_address)
      : most_(most), most_per_address_(most_per_address) {}

  void add(const std::shared_ptr<Session>& session);
  void remove(const Session& session);
  [[nodiscard]] bool is_empty() const { return sessions_.empty(); }

  /// True if a connection of `client` may come. Where there are too many, of its address or of all,
  /// the one that has waited longest without sending its request is ended to make room; false where
  /// there is none.
  [[nodiscard]] bool make_room_for(const asio::ip::address& client);

  /// Calls `act(session)` with each in the order in which they came; it may end that session.
  template <typename Act>
  void for_each(Act act) {
    for (auto next = sessions_.begin(); next != sessions_.end();) {
      const std::shared_ptr<Session> session = *next++;
      act(*session);
    }
  }

 private:
  using Sessions = std::list<std::shared_ptr<Session>>;

  [[nodiscard]] bool end_longest_waiting(const asio::ip::address* address);

  std::size_t most_;
  std::size_t most_per_address_;
  Sessions sessions_;  // in the order in which they came
  std::map<const Session*, Sessions::iterator> places_;
  std::map<asio::ip::address, std::size_t> per_address_;
};

}  // namespace newshole::serve
