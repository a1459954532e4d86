#include "serve/connections.h"

#include <algorithm>

namespace newshole::serve {
namespace {

asio::ip::address counted(const asio::ip::address& address) {
  if (address.is_v4()) return address;
  asio::ip::address_v6::bytes_type bytes = address.to_v6().to_bytes();
  std::fill(bytes.begin() + bytes.size() / 2, bytes.end(), 0);
  return asio::ip::address_v6(bytes);
}

bool may_be_ended(const Session& session) {
  return session.phase() == Session::Phase::Waiting || session.phase() == Session::Phase::Lingering;
}

}  // namespace

void Connections::add(const std::shared_ptr<Session>& session) {
  places_[session.get()] = sessions_.insert(sessions_.end(), session);
  ++per_address_[counted(session->client())];
}

void Connections::remove(const Session& session) {
  const auto count = per_address_.find(counted(session.client()));
  if (--count->second == 0) per_address_.erase(count);
  const auto place = places_.find(&session);
  sessions_.erase(place->second);
  places_.erase(place);
}

bool Connections::make_room_for(const asio::ip::address& client) {
  const asio::ip::address address = counted(client);
  const auto count = per_address_.find(address);
  if (count != per_address_.end() && count->second >= most_per_address_) {
    return end_longest_waiting(&address);
  }
  return sessions_.size() < most_ || end_longest_waiting(nullptr);
}

bool Connections::end_longest_waiting(const asio::ip::address* address) {
  const auto found =
      std::find_if(sessions_.begin(), sessions_.end(), [&](const std::shared_ptr<Session>& each) {
        return may_be_ended(*each) && (address == nullptr || counted(each->client()) == *address);
      });
  if (found == sessions_.end()) return false;
  const std::shared_ptr<Session> session = *found;
  session->phase() == Session::Phase::Waiting ? session->give_way() : session->close();
  return true;
}

}  // namespace newshole::serve
