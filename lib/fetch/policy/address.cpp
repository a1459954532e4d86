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
  int bits;  ///< of the 32 or 128
  Holds holds;
  std::size_t v4_at = 0;  ///< where the IPv4 address starts
};

// The first that matches decides.
constexpr auto kPrefixes = std::to_array<Prefix>({
    {"0.0.0.0", 8, Holds::NotPublic},         // this network
    {"10.0.0.0", 8, Holds::NotPublic},        // private
    {"100.64.0.0", 10, Holds::NotPublic},     // shared by carriers (CGNAT)
    {"127.0.0.0", 8, Holds::NotPublic},       // loopback
    {"168.63.129.16", 32, Holds::NotPublic},  // the host of a machine at Azure
    {"169.254.0.0", 16, Holds::NotPublic},    // link-local; 169.254.169.254: metadata
    {"172.16.0.0", 12, Holds::NotPublic},     // private
    {"192.0.0.0", 24, Holds::NotPublic},      // protocol assignments
    {"192.0.2.0", 24, Holds::NotPublic},      // documentation
    {"192.88.99.0", 24, Holds::NotPublic},    // 6to4 relays, withdrawn
    {"192.168.0.0", 16, Holds::NotPublic},    // private
    {"198.18.0.0", 15, Holds::NotPublic},     // benchmarking
    {"198.51.100.0", 24, Holds::NotPublic},   // documentation
    {"203.0.113.0", 24, Holds::NotPublic},    // documentation
    {"224.0.0.0", 3, Holds::NotPublic},       // multicast, reserved, broadcast
    {"0.0.0.0", 0, Holds::Public},
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

struct Network {
  Address address{};
  int bits = 0;  ///< of the 128
  Prefix prefix;
};

Network network_of(const Prefix& prefix) {
  constexpr int kBitsBeforeV4 = 96;
  const bool is_v4 = prefix.network.find(':') == std::string_view::npos;
  return {parse_address(prefix.network).value(), prefix.bits + (is_v4 ? kBitsBeforeV4 : 0), prefix};
}

bool is_in(const Address& address, const Network& network) {
  const auto whole = static_cast<std::size_t>(network.bits / 8);
  const unsigned rest = static_cast<unsigned>(network.bits) % 8U;
  if (!std::equal(address.begin(), address.begin() + whole, network.address.begin())) return false;
  if (rest == 0) return true;
  const unsigned differing = unsigned{address.at(whole)} ^ unsigned { network.address.at(whole) };
  return differing >> (8U - rest) == 0;
}

Address mapped(const std::uint8_t* v4, std::uint8_t inverted_by) {
  Address address{};
  address[10] = address[11] = 0xFF;
  std::transform(v4, v4 + kV4Size, address.begin() + kV4Start,
                 [&](std::uint8_t byte) { return static_cast<std::uint8_t>(byte ^ inverted_by); });
  return address;
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
  if (address.sa_family != AF_INET6 || size < sizeof(sockaddr_in6)) return std::nullopt;
  sockaddr_in6 v6{};
  std::memcpy(&v6, &address, sizeof v6);
  Address bytes{};
  std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
  return bytes;
}

std::string to_string(const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const std::uint8_t* v4 = address.data() + kV4Start;
  const bool is_v4 = address == mapped(v4, 0);
  return inet_ntop(is_v4 ? AF_INET : AF_INET6, is_v4 ? v4 : address.data(), text.data(),
                   text.size());
}

bool is_public(const Address& address) {
  static const auto networks = [] {
    std::array<Network, kPrefixes.size()> parsed;
    std::ranges::transform(kPrefixes, parsed.begin(), network_of);
    return parsed;
  }();
  const Prefix& prefix = std::ranges::find_if(networks, [&](const auto& each) {
                           return is_in(address, each);
                         })->prefix;
  if (prefix.holds == Holds::Public || prefix.holds == Holds::NotPublic) {
    return prefix.holds == Holds::Public;
  }
  const std::uint8_t inverted_by = prefix.holds == Holds::V4Inverted ? 0xFF : 0;
  return is_public(mapped(address.data() + prefix.v4_at, inverted_by));
}

}  // namespace newshole::fetch
