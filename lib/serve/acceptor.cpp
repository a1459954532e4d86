#include "serve/acceptor.h"

#include <cerrno>
#include <chrono>
#include <sys/socket.h>
#include <utility>

namespace newshole::serve {
namespace {

using asio::ip::tcp;

constexpr std::chrono::milliseconds kPause{100};

Result<tcp> protocol_of(const Descriptor& listener) {
  tcp::endpoint endpoint;
  auto size = static_cast<socklen_t>(endpoint.capacity());
  if (::getsockname(listener.get(), endpoint.data(), &size) != 0) {
    return io_error("listener", "has no address", errno);
  }
  return endpoint.protocol();
}

}  // namespace

Status Acceptor::open(Descriptor listener) {
  const Result<tcp> protocol = protocol_of(listener);
  if (!protocol) return tl::unexpected(protocol.error());
  asio::error_code error;
  acceptor_.assign(*protocol, listener.release(), error);
  if (error) return fail(ErrorKind::Internal, "listener: " + error.message());
  accept();
  return {};
}

void Acceptor::accept() {
  acceptor_.async_accept([this](const asio::error_code& error, tcp::socket socket) {
    on_accepted(error, std::move(socket));
  });
}

void Acceptor::on_accepted(const asio::error_code& error, tcp::socket socket) {
  if (!error) on_connection_(std::move(socket));
  if (!acceptor_.is_open()) return;
  if (error && error != asio::error::connection_aborted) return accept_later();
  accept();
}

void Acceptor::accept_later() {
  pause_.expires_after(kPause);
  pause_.async_wait([this](const asio::error_code& error) {
    if (!error && acceptor_.is_open()) accept();
  });
}

void Acceptor::finish() {
  asio::error_code error;
  acceptor_.non_blocking(true, error);
  while (!error) {
    tcp::socket socket(acceptor_.get_executor());
    acceptor_.accept(socket, error);
    if (!error) on_connection_(std::move(socket));
  }
  acceptor_.close(error);
}

}  // namespace newshole::serve
