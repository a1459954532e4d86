#include "serve/connections.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace newshole::serve {
namespace {

// Each holds a socket, while it reads the line that tells it to come later.
constexpr std::size_t kMostLeaving = 32;

}  // namespace

bool Connections::admit(const std::shared_ptr<Session>& session, Tick now) {
  const bool may_stay = has_room_for(session->network(), now);
  Places& places = may_stay ? staying_ : leaving_;
  const auto place = places.insert(places.end(), Place{session});
  places_[session.get()] = place;
  if (may_stay) {
    std::size_t& count = of_network_[session->network()];
    ++count;
    place->of_network = &count;
  }
  session->start();
  if (!may_stay) session->give_way();
  end_oldest_leaving();
  return may_stay;
}

void Connections::remove(const Session& session) {
  const auto found = places_.find(&session);
  const Places::iterator place = found->second;
  places_.erase(found);
  if (place->of_network == nullptr) {
    leaving_.erase(place);
  } else {
    forget(session.network());
    staying_.erase(place);
  }
}

bool Connections::has_room_for(const std::string& network, Tick now) {
  const auto known = of_network_.find(network);
  if (known != of_network_.end() && known->second >= most_of_network_)
    return clear_own(network, now);
  if (staying_.size() >= most_) clear_any(network, now);
  return true;
}

std::vector<Seat> Connections::seats_of(const std::vector<Places::iterator>& places,
                                        Tick now) const {
  std::vector<Seat> seats;
  seats.reserve(places.size());
  for (const Places::iterator& place : places) {
    seats.push_back(place->session->seat(now));
    seats.back().of_network = *place->of_network;
  }
  return seats;
}

bool Connections::clear_own(const std::string& network, Tick now) {
  std::vector<Places::iterator> own;
  for (auto place = staying_.begin(); place != staying_.end(); ++place) {
    if (place->session->network() == network) own.push_back(place);
  }
  const auto spare = spare_seat(seats_of(own, now));
  if (spare) leave(own.at(*spare));
  return spare.has_value();
}

void Connections::clear_any(const std::string& network, Tick now) {
  std::vector<Places::iterator> all;
  all.reserve(staying_.size());
  for (auto place = staying_.begin(); place != staying_.end(); ++place) all.push_back(place);
  const std::size_t networks = of_network_.size() + (of_network_.contains(network) ? 0 : 1);
  leave(all.at(seat_to_clear(seats_of(all, now), networks)));
}

void Connections::leave(Places::iterator place) {
  const std::shared_ptr<Session> session = place->session;
  place->of_network = nullptr;
  forget(session->network());
  leaving_.splice(leaving_.end(), staying_, place);
  session->give_way();
}

void Connections::forget(const std::string& network) {
  const auto count = of_network_.find(network);
  if (--count->second == 0) of_network_.erase(count);
}

void Connections::end_oldest_leaving() {
  if (leaving_.size() > std::min(kMostLeaving, most_)) leaving_.front().session->close();
}

}  // namespace newshole::serve
