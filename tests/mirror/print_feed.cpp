// The feed of what standard input says: fields that each end with NUL. First the site, its tagline,
// its web address, the server's host and port, the selectors of feed and front page; then, for each
// story, its address, selector, headline and section. All times are the same.

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "pages/feed.h"

namespace {

using namespace newshole;

constexpr std::size_t kSiteFields = 7;
constexpr std::size_t kStoryFields = 4;

std::vector<std::string> read_fields() {
  std::vector<std::string> fields;
  for (std::string field; std::getline(std::cin, field, '\0');) fields.push_back(field);
  return fields;
}

int print_feed() {
  using namespace std::chrono_literals;
  const UtcTime time = std::chrono::sys_days(2025y / 9 / 19) + 12h;
  const std::vector<std::string> fields = read_fields();
  if (fields.size() < kSiteFields || (fields.size() - kSiteFields) % kStoryFields != 0) return 2;
  std::vector<pages::FeedEntry> stories;
  for (std::size_t i = kSiteFields; i < fields.size(); i += kStoryFields) {
    stories.push_back({.url = fields[i],
                       .selector = fields[i + 1],
                       .headline = fields[i + 2],
                       .published = time,
                       .changed = time,
                       .section = fields[i + 3]});
  }
  const std::string feed = pages::atom_feed({.site = fields[0],
                                             .tagline = fields[1],
                                             .web = fields[2],
                                             .server = {fields[3], std::atoi(fields[4].c_str())},
                                             .selector = fields[5],
                                             .front_page = fields[6],
                                             .last_change = time,
                                             .stories = stories});
  return std::fwrite(feed.data(), 1, feed.size(), stdout) == feed.size() ? 0 : 1;
}

}  // namespace

int main() {
  try {
    return print_feed();
  } catch (const std::exception& error) {
    std::cerr << "print_feed: " << error.what() << '\n';
  }
  return 1;
}
