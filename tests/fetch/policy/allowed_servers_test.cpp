#include "fetch/policy/allowed_servers.h"

#include <string>

#include <doctest/doctest.h>

using namespace newshole;

namespace {

std::string checked(const std::string& url, const fetch::NetworkOptions& options = {}) {
  const Status status = fetch::AllowedServers(options).check(url::parse_url(url).value());
  if (status) return "allowed";
  CHECK(status.error().kind == ErrorKind::AddressRefused);
  return status.error().message;
}

}  // namespace

TEST_SUITE_BEGIN("fetch/policy/allowed_servers");

TEST_CASE("public servers are asked on the ports of the web") {
  CHECK(checked("https://news.example/") == "allowed");
  CHECK(checked("http://news.example/") == "allowed");
  CHECK(checked("https://news.example:80/") == "allowed");
  CHECK(checked("https://8.8.8.8/") == "allowed");
  CHECK(checked("https://news.example:8443/") == "port 8443 is neither 80 nor 443");
  CHECK(checked("http://news.example:22/") == "port 22 is neither 80 nor 443");
}

TEST_CASE("however an address is spelled, one that is not public is refused") {
  CHECK(checked("https://127.0.0.1:8443/") == "127.0.0.1 is not a public address");
  CHECK(checked("http://2130706433/") == "127.0.0.1 is not a public address");
  CHECK(checked("http://0x7f.1/") == "127.0.0.1 is not a public address");
  CHECK(checked("http://0177.0.0.1/") == "127.0.0.1 is not a public address");
  CHECK(checked("http://169.254.169.254/latest/") == "169.254.169.254 is not a public address");
  CHECK(checked("http://[::1]/") == "::1 is not a public address");
  CHECK(checked("http://[::ffff:10.0.0.1]/") == "10.0.0.1 is not a public address");
  CHECK(checked("http://[64:ff9b::7f00:1]/") == "64:ff9b::7f00:1 is not a public address");
}

TEST_CASE("a private host is allowed by its name, on any port") {
  CHECK(checked("http://127.0.0.1:8080/", {.private_hosts = {"127.0.0.1"}}) == "allowed");
  CHECK(checked("http://[::1]:8080/", {.private_hosts = {"::1"}}) == "allowed");
  CHECK(checked("http://intranet.example:8080/", {.private_hosts = {"Intranet.example"}}) ==
        "allowed");
  CHECK(checked("http://127.0.0.2/", {.private_hosts = {"127.0.0.1"}}) ==
        "127.0.0.2 is not a public address");
}

TEST_CASE("what resolve and connect-to name is allowed, and nothing beside it") {
  const fetch::NetworkOptions resolve{.resolve = {"+News.example:8443:127.0.0.1"}};
  CHECK(checked("https://news.example:8443/", resolve) == "allowed");
  CHECK(checked("https://news.example:8444/", resolve) == "port 8444 is neither 80 nor 443");
  CHECK(checked("https://other.example:8443/", resolve) == "port 8443 is neither 80 nor 443");
  CHECK(checked("https://a.example:8443/", {.resolve = {"*:8443:127.0.0.1"}}) == "allowed");
  const fetch::NetworkOptions connect_to{.connect_to = {"[::1]:8443:127.0.0.1:9000"}};
  CHECK(checked("https://[::1]:8443/", connect_to) == "allowed");
  CHECK(checked("https://127.0.0.1:9000/", connect_to) == "127.0.0.1 is not a public address");
  CHECK(checked("http://10.0.0.1:1/", {.connect_to = {"::127.0.0.1:9000"}}) == "allowed");
}

TEST_SUITE_END();
