#include "pages/server_files.h"

#include <array>

#include "base/join.h"
#include "text/clean.h"

namespace newshole::pages {
namespace {

constexpr std::string_view kRobotsHead =
    "# Welcome: front pages, sections and stories. Archives and further editions lead to the same\n"
    "# stories again. Crawlers ask with and without the first slash, so both stand here.\n"
    "User-agent: *\n";

// Floodgap's caps.txt, version 1. No character of a selector needs an escape.
constexpr std::string_view kCapsHead =
    "CAPS\n"
    "\n"
    "# Written by newshole.\n"
    "CapsVersion=1\n"
    "ExpireCapsAfter=3600\n"
    "\n"
    "PathDelimeter=/\n"
    "PathIdentity=.\n"
    "PathParent=..\n"
    "PathParentDouble=FALSE\n"
    "PathKeepPreDelimeter=FALSE\n"
    "\n";

// Bytes: a client has little room for a description.
constexpr std::size_t kMaxNames = 200;

// Without the slash at its end the rule would also hold for folders whose names begin alike.
void disallow(std::string& robots, const std::string& folder) {
  robots += "Disallow: /" + folder + "/\nDisallow: " + folder + "/\n";
}

std::string description(std::span<const std::string> sites) {
  std::string names = joined(sites, ", ");
  if (names.size() > kMaxNames) names = std::to_string(sites.size()) + " sites";
  return "News of " + names + " on gopher";
}

void add(std::string& caps, const std::string& key, std::string_view value) {
  const std::string line = text::as_printed(text::clean_line(value));
  if (!line.empty()) caps += key + "=" + line + "\n";
}

// Of each text::Charset. caps.txt wants them in capitals.
constexpr std::array<std::string_view, 3> kCharsets = {"UTF-8", "ISO-8859-1", "US-ASCII"};

}  // namespace

std::string robots_txt(const CrawledFolders& folders) {
  std::string robots(kRobotsHead);
  for (const std::string& site : folders.sites) disallow(robots, site + "/archive");
  for (const std::string& edition : folders.editions) disallow(robots, edition);
  // A group needs a rule.
  if (folders.sites.empty() && folders.editions.empty()) robots += "Disallow:\n";
  return robots;
}

std::string caps_txt(const ServerFacts& facts) {
  std::string caps(kCapsHead);
  if (!facts.sites.empty()) add(caps, "ServerDescription", description(facts.sites));
  add(caps, "ServerAdmin", facts.contact);
  add(caps, "ServerDefaultEncoding", kCharsets.at(static_cast<std::size_t>(facts.charset)));
  return text::encode(text::transliterate(caps, facts.charset).text, facts.charset);
}

}  // namespace newshole::pages
