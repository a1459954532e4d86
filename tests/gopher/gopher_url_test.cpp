#include <doctest/doctest.h>

#include "gopher/menu.h"

using namespace newshole;
using gopher::gopher_url;
using gopher::ItemType;

TEST_SUITE_BEGIN("gopher/gopher_url");

TEST_CASE("an address names host, port, type and selector") {
  CHECK(gopher_url({"hole.example", 7070}, ItemType::Text, "/news.example/2025/a-b_c.txt") ==
        "gopher://hole.example:7070/0/news.example/2025/a-b_c.txt");
}

TEST_CASE("port 70 is left out") {
  CHECK(gopher_url({"hole.example", 70}, ItemType::Menu, "/news") ==
        "gopher://hole.example/1/news");
}

TEST_CASE("the empty selector is the server's root menu") {
  CHECK(gopher_url({"hole.example", 70}, ItemType::Menu, "") == "gopher://hole.example/1");
}

TEST_CASE("an IPv6 address gets brackets once, and its zone is encoded") {
  CHECK(gopher_url({"2001:db8::1", 70}, ItemType::Text, "/a") == "gopher://[2001:db8::1]/0/a");
  CHECK(gopher_url({"[::1]", 7070}, ItemType::Text, "/a") == "gopher://[::1]:7070/0/a");
  CHECK(gopher_url({"fe80::1%eth0", 70}, ItemType::Text, "/a") == "gopher://[fe80::1%25eth0]/0/a");
}

TEST_CASE("a selector cannot end the address, start a search or leave ASCII") {
  CHECK(gopher_url({"hole.example", 70}, ItemType::Text, "/a b?c#d%e\t\r\n\"<\x7f\xc3\xa9") ==
        "gopher://hole.example/0/a%20b%3Fc%23d%25e%09%0D%0A%22%3C%7F%C3%A9");
}

TEST_CASE("a host cannot become a path or name a user") {
  CHECK(gopher_url({"a/b@c d\"", 70}, ItemType::Menu, "") == "gopher://a%2Fb%40c%20d%22/1");
}

TEST_SUITE_END();
