#pragma once
// Which addresses are those of public servers.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <sys/socket.h>

namespace newshole::fetch {

/// An IPv6 address in network order; an IPv4 one in its mapped form, ::ffff:a.b.c.d.
using Address = std::array<std::uint8_t, 16>;

/// Of "192.0.2.1", "2001:db8::1" or "[2001:db8::1]", and nothing else.
[[nodiscard]] std::optional<Address> parse_address(std::string_view text);

/// Of a socket's address of `size` bytes; nothing for what is neither IPv4 nor IPv6.
[[nodiscard]] std::optional<Address> address_of(const sockaddr& address, std::size_t size);

/// As RFC 5952 writes it, IPv4 in dots.
[[nodiscard]] std::string to_string(const Address& address);

/// True for globally reachable unicast (IANA's special-purpose address registries, RFC 6890): not
/// for loopback, private, link-local, shared, multicast, documentation and the like, nor for an
/// IPv6 address that leads to such an IPv4 one (mapped, NAT64, 6to4, Teredo).
[[nodiscard]] bool is_public(const Address& address);

}  // namespace newshole::fetch
