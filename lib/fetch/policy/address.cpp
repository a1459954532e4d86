#include "fetch/policy/address.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>

namespace newshole::fetch {
namespace {

constexpr std::size_t kV4Start = 12;
constexpr std::size_t kV4Size = 4;

enum class Holds {
  Public,
  NotPublic,
  V4,         ///< an IPv4 address, which decides
  V4Inverted  ///< the same, every bit inverted (Teredo's client)
};

struct Prefix {
  std::string_view network;
  int bits;
  Holds holds;
  std::size_t v4_at = 0;  ///< where the IPv4 address starts
};

// The first that matches decides.
constexpr auto kV6Prefixes = std::to_array<Prefix>({
    {"::ffff:0.0.0.0", 96, Holds::V4, kV4Start},  // mapped; every IPv4 socket too
    {"64:ff9b::", 96, Holds::V4, kV4Start},       // NAT64
    {"2002::", 16, Holds::V4, 2},                 // 6to4
    {"2001::", 32, Holds::V4Inverted, kV4Start},  // Teredo
    {"2001::", 23, Holds::NotPublic},             // protocol assignments, benchmarking, ORCHID
    {"2001:db8::", 32, Holds::NotPublic},         // documentation
    {"3fff::", 20, Holds::NotPublic},             // documentation
    {"2000::", 3, Holds::Public},                 // global unicast
    {"::", 0, Holds::NotPublic},                  // all else: loopback, compatible, unique and
                                                  // link-local, site-local, multicast
});

constexpr auto kV4Prefixes = std::to_array<Prefix>({
    {"0.0.0.0", 8, Holds::NotPublic},        // this network
    {"10.0.0.0", 8, Holds::NotPublic},       // private
    {"100.64.0.0", 10, Holds::NotPublic},    // shared by carriers (CGNAT)
    {"127.0.0.0", 8, Holds::NotPublic},      // loopback
    {"169.254.0.0", 16, Holds::NotPublic},   // link-local; 169.254.169.254: metadata
    {"172.16.0.0", 12, Holds::NotPublic},    // private
    {"192.0.0.0", 24, Holds::NotPublic},     // protocol assignments
    {"192.0.2.0", 24, Holds::NotPublic},     // documentation
    {"192.88.99.0", 24, Holds::NotPublic},   // 6to4 relays, withdrawn
    {"192.168.0.0", 16, Holds::NotPublic},   // private
    {"198.18.0.0", 15, Holds::NotPublic},    // benchmarking
    {"198.51.100.0", 24, Holds::NotPublic},  // documentation
    {"203.0.113.0", 24, Holds::NotPublic},   // documentation
    {"224.0.0.0", 3, Holds::NotPublic},      // multicast, reserved, broadcast
    {"0.0.0.0", 0, Holds::Public},
});

struct Network {
  Address address{};
  int bits = 0;  ///< of the 128
  Prefix prefix;
};

template <std::size_t Size>
std::array<Network, Size> parsed(const std::array<Prefix, Size>& prefixes, int bits_before) {
  std::array<Network, Size> networks;
  std::transform(prefixes.begin(), prefixes.end(), networks.begin(), [&](const Prefix& prefix) {
    return Network{parse_address(prefix.network).value(), bits_before + prefix.bits, prefix};
  });
  return networks;
}

bool is_in(const Address& address, const Network& network) {
  const auto whole = static_cast<std::size_t>(network.bits / 8);
  const unsigned rest = static_cast<unsigned>(network.bits) % 8U;
  if (!std::equal(address.begin(), address.begin() + whole, network.address.begin())) return false;
  if (rest == 0) return true;
  const unsigned differing = unsigned{address.at(whole)} ^ unsigned { network.address.at(whole) };
  return differing >> (8U - rest) == 0;
}

template <std::size_t Size>
const Prefix& find(const std::array<Network, Size>& networks, const Address& address) {
  return std::find_if(networks.begin(), networks.end(),
                      [&](const Network& network) { return is_in(address, network); })
      ->prefix;
}

Address mapped(const std::uint8_t* v4, std::uint8_t inverted_by) {
  Address address{};
  address[10] = address[11] = 0xFF;
  std::transform(v4, v4 + kV4Size, address.begin() + kV4Start,
                 [&](std::uint8_t byte) { return static_cast<std::uint8_t>(byte ^ inverted_by); });
  return address;
}

bool is_public_v4(const Address& mapped_address) {
  static const auto networks = parsed(kV4Prefixes, 96);
  return find(networks, mapped_address).holds == Holds::Public;
}

bool is_mapped(const Address& address) {
  static const auto mapped_prefix = parsed(std::to_array<Prefix>({kV6Prefixes.front()}), 0);
  return is_in(address, mapped_prefix.front());
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  const bool bracketed = text.size() > 2 && text.front() == '[' && text.back() == ']';
  const std::string plain(bracketed ? text.substr(1, text.size() - 2) : text);
  Address address{};
  if (inet_pton(AF_INET6, plain.c_str(), address.data()) == 1) return address;
  if (bracketed || inet_pton(AF_INET, plain.c_str(), address.data()) != 1) return std::nullopt;
  const Address v4 = address;
  return mapped(v4.data(), 0);
}

std::optional<Address> address_of(const sockaddr& address, std::size_t size) {
  if (address.sa_family == AF_INET && size >= sizeof(sockaddr_in)) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    std::array<std::uint8_t, kV4Size> bytes{};
    std::memcpy(bytes.data(), &v4.sin_addr, bytes.size());
    return mapped(bytes.data(), 0);
  }
  if (address.sa_family == AF_INET6 && size >= sizeof(sockaddr_in6)) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    Address bytes{};
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return bytes;
  }
  return std::nullopt;
}

std::string to_string(const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const bool is_v4 = is_mapped(address);
  const std::uint8_t* bytes = address.data() + (is_v4 ? kV4Start : 0);
  return inet_ntop(is_v4 ? AF_INET : AF_INET6, bytes, text.data(), text.size());
}

bool is_public(const Address& address) {
  static const auto networks = parsed(kV6Prefixes, 0);
  const Prefix& prefix = find(networks, address);
  switch (prefix.holds) {
    case Holds::Public:
    case Holds::NotPublic:
      return prefix.holds == Holds::Public;
    case Holds::V4:
      return is_public_v4(mapped(address.data() + prefix.v4_at, 0));
    case Holds::V4Inverted:
      return is_public_v4(mapped(address.data() + prefix.v4_at, 0xFF));
  }
  return false;
}

}  // namespace newshole::fetch
