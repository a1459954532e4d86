#include "fetch/policy/address.h"

#include <string_view>

#include <doctest/doctest.h>

using namespace newshole;

namespace {

bool is_public(std::string_view text) {
  return fetch::is_public(fetch::parse_address(text).value());
}

}  // namespace

TEST_SUITE_BEGIN("fetch/policy/address");

TEST_CASE("only globally reachable unicast addresses are public") {
  struct Row {
    std::string_view address;
    bool want;
  };
  const auto rows = std::to_array<Row>({
      {"151.101.1.67", true},
      {"8.8.8.8", true},
      {"168.63.129.15", true},
      {"168.63.129.16", false},
      {"1.0.0.0", true},
      {"0.0.0.0", false},
      {"0.1.2.3", false},
      {"9.255.255.255", true},
      {"10.0.0.0", false},
      {"10.255.255.255", false},
      {"11.0.0.0", true},
      {"100.63.255.255", true},
      {"100.64.0.0", false},
      {"100.127.255.255", false},
      {"100.128.0.0", true},
      {"127.0.0.1", false},
      {"127.255.255.255", false},
      {"128.0.0.1", true},
      {"169.253.255.255", true},
      {"169.254.0.0", false},
      {"169.254.169.254", false},
      {"172.15.255.255", true},
      {"172.16.0.0", false},
      {"172.31.255.255", false},
      {"172.32.0.0", true},
      {"192.0.0.170", false},
      {"192.0.1.0", true},
      {"192.0.2.1", false},
      {"192.88.99.1", false},
      {"192.167.255.255", true},
      {"192.168.0.1", false},
      {"192.169.0.0", true},
      {"198.17.255.255", true},
      {"198.18.0.0", false},
      {"198.19.255.255", false},
      {"198.20.0.0", true},
      {"198.51.100.7", false},
      {"203.0.113.7", false},
      {"223.255.255.255", true},
      {"224.0.0.1", false},
      {"239.255.255.255", false},
      {"240.0.0.1", false},
      {"255.255.255.255", false},
      {"2606:4700::1111", true},
      {"2001:4860:4860::8888", true},
      {"2a04:4e42::323", true},
      {"::", false},
      {"::1", false},
      {"::8.8.8.8", false},
      {"::127.0.0.1", false},
      {"::ffff:8.8.8.8", true},
      {"::ffff:127.0.0.1", false},
      {"::ffff:169.254.169.254", false},
      {"::ffff:0:127.0.0.1", false},
      {"64:ff9b::8.8.8.8", true},
      {"64:ff9b::127.0.0.1", false},
      {"64:ff9b::10.0.0.1", false},
      {"64:ff9b:1::8.8.8.8", false},
      {"100::1", false},
      {"2001:0:808:808::f7f7:f7f7", true},
      {"2001:0:808:808::80ff:fffe", false},
      {"2001:2::1", false},
      {"2001:10::1", false},
      {"2001:db8::1", false},
      {"2002:808:808::1", true},
      {"2002:7f00:1::1", false},
      {"2002:a9fe:a9fe::", false},
      {"2002:c0a8:1::1", false},
      {"3fff::1", false},
      {"4000::1", false},
      {"fc00::1", false},
      {"fd00:ec2::254", false},
      {"fe80::1", false},
      {"fec0::1", false},
      {"ff02::1", false},
  });
  for (const Row& row : rows) {
    CAPTURE(row.address);
    CHECK(is_public(row.address) == row.want);
  }
}

TEST_CASE("an address is written in its usual form, one of IPv4 in dots") {
  CHECK(fetch::to_string(fetch::parse_address("127.0.0.1").value()) == "127.0.0.1");
  CHECK(fetch::to_string(fetch::parse_address("::ffff:127.0.0.1").value()) == "127.0.0.1");
  CHECK(fetch::to_string(fetch::parse_address("[FE80:0:0::1]").value()) == "fe80::1");
}

TEST_CASE("a name is no address") {
  CHECK_FALSE(fetch::parse_address("localhost"));
  CHECK_FALSE(fetch::parse_address("[127.0.0.1]"));
  CHECK_FALSE(fetch::parse_address("127.1"));
  CHECK_FALSE(fetch::parse_address(""));
}

TEST_SUITE_END();
