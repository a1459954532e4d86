#pragma once
// The connections of a server, and which of them makes room for another. Part of the server.

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "serve/limits/seats.h"
#include "serve/session.h"

namespace newshole::serve {

class Connections {
 public:
  Connections(std::size_t most, std::size_t most_of_network)
      : most_(most), most_of_network_(most_of_network) {}

  /// Where there are too many, of its network or of all, another gives way to it, or it does itself
  /// where those of its network are all at work. True if it may go on.
  [[nodiscard]] bool admit(const std::shared_ptr<Session>& session, Tick now);

  void remove(const Session& session);

  [[nodiscard]] bool is_empty() const { return places_.empty(); }

  /// Calls `act(session)` with each in the order in which they came; it may end that session.
  template <typename Act>
  void for_each(Act act) {
    for (std::list<Place>* places : {&staying_, &leaving_}) {
      for (auto next = places->begin(); next != places->end();) {
        const std::shared_ptr<Session> session = next++->session;
        act(*session);
      }
    }
  }

 private:
  struct Place {
    std::shared_ptr<Session> session;
    const std::size_t* of_network = nullptr;  // how many stay of its network; null: it is leaving
  };
  using Places = std::list<Place>;

  [[nodiscard]] bool has_room_for(const std::string& network, Tick now);
  [[nodiscard]] std::vector<Seat> seats_of(const std::vector<Places::iterator>& places,
                                           Tick now) const;
  [[nodiscard]] bool clear_own(const std::string& network, Tick now);
  void clear_any(const std::string& network, Tick now);
  void leave(Places::iterator place);
  void forget(const std::string& network);
  void end_oldest_leaving();

  std::size_t most_;
  std::size_t most_of_network_;
  Places staying_;  // in the order in which they came
  Places leaving_;  // they have been told that there is no room, and are not counted
  std::map<const Session*, Places::iterator> places_;
  std::unordered_map<std::string, std::size_t> of_network_;  // how many stay
};

}  // namespace newshole::serve
