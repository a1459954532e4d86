#include "serve/session.h"

#include <algorithm>
#include <asio/buffer.hpp>
#include <asio/dispatch.hpp>
#include <asio/error.hpp>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <utility>
#include <variant>

namespace newshole::serve {
namespace {

using asio::ip::tcp;

// A client may send more after its answer (the header of an HTTP request, for example). To close a
// socket with unread bytes would reset the connection, and the client would lose the answer.
constexpr std::size_t kMaxDiscarded = 65536;

constexpr std::chrono::seconds kLately{5};
constexpr std::chrono::seconds kLeastRateTime{15};

std::optional<std::string> first_line(const std::string& received) {
  if (received.empty()) return std::nullopt;
  std::string line = received.substr(0, std::min(received.find('\n'), kMaxRequest));
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace

asio::ip::address unmapped(const asio::ip::address& address) {
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
}

std::string network_of(const asio::ip::address& address) {
  if (address.is_v4()) return address.to_string();
  asio::ip::address_v6::bytes_type bytes = address.to_v6().to_bytes();
  std::fill(bytes.begin() + bytes.size() / 2, bytes.end(), 0);
  return asio::ip::address_v6(bytes).to_string() + "/64";
}

Session::Session(tcp::socket socket, const asio::ip::address& client, const SessionContext& context)
    : socket_(std::move(socket)),
      client_{client, network_of(client)},
      context_(context),
      begin_(context.clock.tick()) {
  asio::error_code ignored;
  socket_.non_blocking(true, ignored);
}

void Session::enter(Phase phase, std::chrono::milliseconds time) {
  phase_ = phase;
  deadline_ = context_.clock.tick() + time;
}

void Session::start() {
  enter(Phase::Waiting, context_.options.request_time);
  read();
}

void Session::read() {
  socket_.async_read_some(
      asio::buffer(buffer_),
      [self = shared_from_this()](const asio::error_code& error, std::size_t size) {
        self->on_read(error, size);
      });
}

void Session::on_read(const asio::error_code& error, std::size_t size) {
  if (phase_ == Phase::Lingering) return discard(error, size);
  if (phase_ != Phase::Waiting) return;
  if (error && error != asio::error::eof) return close();
  received_.append(buffer_.data(), size);
  const Reading reading = read_request(received_, error ? Input::Ended : Input::Open);
  if (const auto* refused = std::get_if<Outcome>(&reading)) return send(error_answer(*refused));
  if (const auto* request = std::get_if<Request>(&reading)) return answer(*request);
  error ? close() : read();
}

void Session::hurry() {
  if (phase_ != Phase::Waiting) return;
  asio::error_code error;
  const std::size_t size = socket_.read_some(asio::buffer(buffer_), error);
  on_read(error, size);
  if (phase_ == Phase::Waiting) close();
}

void Session::answer(const Request& request) {
  if (!context_.requests.take(client_.network, context_.clock.tick()))
    return send(error_answer(Outcome::TooMany));
  Handler* handler = context_.answers.handler_of(request);
  if (handler == nullptr) return send(context_.answers.from_mirror(request, reached()));
  enter(Phase::Answering, context_.options.answer_time);
  handler->answer(request, {context_.answers.named_for(reached()), client_.network}, reply_here());
}

Reply Session::reply_here() {
  return [weak = weak_from_this(), executor = socket_.get_executor()](Answer answer) {
    // A std::function needs a copyable callable; an Answer, which may own a file, is not copyable.
    auto shared = std::make_shared<Answer>(std::move(answer));
    asio::dispatch(executor, [weak, shared] {
      const std::shared_ptr<Session> self = weak.lock();
      if (self && self->phase_ == Phase::Answering) self->send(std::move(*shared));
    });
  };
}

gopher::Server Session::reached() const {
  asio::error_code error;
  const tcp::endpoint endpoint = socket_.local_endpoint(error);
  if (error) return {};
  return {unmapped(endpoint.address()).to_string(), endpoint.port()};
}

void Session::send(Answer answer) {
  sending_.answer = std::move(answer);
  sending_.left = sending_.answer.bytes;
  enter(Phase::Writing, context_.options.write_time);
  sending_.begin = context_.clock.tick();
  sending_.last_deadline = sending_.begin + context_.options.answer_limit;
  sending_.left.empty() ? write_next_piece() : write();
}

void Session::write() {
  socket_.async_write_some(
      asio::buffer(sending_.left),
      [self = shared_from_this()](const asio::error_code& error, std::size_t size) {
        self->on_written(error, size);
      });
}

void Session::on_written(const asio::error_code& error, std::size_t size) {
  if (phase_ != Phase::Writing) return;
  if (error) return abort();
  sending_.left.remove_prefix(size);
  sending_.sent += size;
  deadline_ = std::min(context_.clock.tick() + context_.options.write_time, sending_.last_deadline);
  sending_.left.empty() ? write_next_piece() : write();
}

void Session::write_next_piece() {
  if (sending_.answer.shared && !sending_.answer.shared->empty()) {
    sending_.shared = std::exchange(sending_.answer.shared, nullptr);
    sending_.left = *sending_.shared;
    return write();
  }
  if (!sending_.answer.rest || sending_.answer.rest->is_at_end()) return finish();
  Result<std::string> piece = sending_.answer.rest->next();
  // The connection is reset, so that the client does not take a part of a file for the whole.
  if (!piece) return abort();
  if (piece->empty()) return finish();
  sending_.answer.bytes = *std::move(piece);
  sending_.left = sending_.answer.bytes;
  write();
}

void Session::finish() {
  note(Ending::Whole);
  asio::error_code error;
  socket_.shutdown(tcp::socket::shutdown_send, error);
  if (error) return close();
  enter(Phase::Lingering, context_.options.linger_time);
  read();
}

void Session::discard(const asio::error_code& error, std::size_t size) {
  discarded_ += size;
  if (error || discarded_ > kMaxDiscarded) return close();
  read();
}

void Session::expire() {
  switch (phase_) {
    case Phase::Waiting: {
      asio::error_code ignored;
      socket_.cancel(ignored);
      return send(error_answer(Outcome::Timeout));
    }
    case Phase::Answering:
      return send(error_answer(Outcome::Timeout));
    case Phase::Writing:
      return abort();
    case Phase::Lingering:
      return close();
    case Phase::Closed:
      break;
  }
}

// What the client sends is read to its end: unread, it would cost the client the line.
void Session::give_way() {
  if (phase_ == Phase::Writing) return abort();
  if (phase_ == Phase::Lingering) return close();
  const bool is_reading = phase_ == Phase::Waiting;
  sending_.answer = error_answer(Outcome::Busy);
  asio::error_code error;
  sending_.sent = socket_.write_some(asio::buffer(sending_.answer.bytes), error);
  note(Ending::Whole);
  socket_.shutdown(tcp::socket::shutdown_send, error);
  if (error) return close();
  enter(Phase::Lingering, context_.options.linger_time);
  if (!is_reading) read();
}

// What the kernel still holds, the client has not taken.
void Session::look(Tick now) {
  if (phase_ != Phase::Writing) return;
  int held = 0;
  if (::ioctl(socket_.native_handle(), SIOCOUTQ, &held) != 0) return;
  const auto taken = sending_.sent - std::min<std::uint64_t>(sending_.sent, std::uint64_t(held));
  if (taken > sending_.taken) {
    sending_.recent.add(taken - sending_.taken, now);
    sending_.taken = taken;
    deadline_ = std::min(now + context_.options.write_time, sending_.last_deadline);
  }
  const auto least = context_.options.least_rate * std::uint64_t(kLeastRateTime.count());
  const bool may_be_slow = now - sending_.begin < kLeastRateTime;
  if (!may_be_slow && sending_.recent.within(kLeastRateTime, now) < least) abort();
}

Seat Session::seat(Tick now) const {
  if (phase_ == Phase::Answering) return {.use = Seat::Use::Answering};
  if (phase_ != Phase::Writing) return {.use = Seat::Use::Idle};
  const bool is_new = now - sending_.begin < kLately;
  return {.use = Seat::Use::Taking,
          .taken_lately = is_new ? sending_.sent : sending_.recent.within(kLately, now)};
}

// Without a linger time of 0 the kernel would keep the unsent bytes for minutes.
void Session::abort() {
  note(Ending::Cut);
  asio::error_code ignored;
  socket_.set_option(tcp::socket::linger(true, 0), ignored);
  close();
}

void Session::close() {
  if (phase_ == Phase::Closed) return;
  phase_ = Phase::Closed;
  asio::error_code ignored;
  socket_.close(ignored);
  context_.on_closed(*this);
}

void Session::note(Ending ending) {
  if (!context_.log) return;
  const auto took = context_.clock.tick() - begin_;
  const bool is_named = context_.options.addresses == AddressLog::With;
  context_.log(to_log_line({.time = context_.clock.now(),
                            .address = is_named ? client_.address.to_string() : std::string(),
                            .outcome = sending_.answer.outcome,
                            .ending = ending,
                            .bytes = sending_.sent,
                            .took = std::chrono::duration_cast<std::chrono::microseconds>(took),
                            .line = first_line(received_)}));
}

}  // namespace newshole::serve
