#include "fetch/robots/robots.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "base/ascii.h"
#include "base/join.h"
#include "base/limits.h"
#include "base/percent.h"

namespace newshole::fetch {
namespace {

bool is_unreserved(char c) {
  return ascii::is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

// RFC 9309 section 2.2.2: an octet has one spelling before it is compared, encoded where it is not
// ASCII, plain where it is unreserved. "*" and "$" are encoded, which leaves the plain ones to
// rules. The RFC's second example has ":" and "/" of a query equal to their encoded forms.
std::string one_spelling(std::string_view text, bool& in_query) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::optional<char> octet = percent::encoded_octet(text.substr(i));
    const char c = octet.value_or(text[i]);
    if (octet) i += 2;
    const bool is_plain = octet ? is_unreserved(c) || (in_query && (c == '/' || c == ':'))
                                : c > ' ' && c <= '~' && c != '*' && c != '$';
    if (is_plain) {
      out += c;
    } else {
      percent::append_encoded(out, c);
    }
    in_query = in_query || (c == '?' && !octet);
  }
  return out;
}

constexpr std::string_view kBlanks = " \t";

/// "KEY: VALUE", without its comment.
struct Record {
  std::string_view key;
  std::string_view value;
};

Record record_of(std::string_view line) {
  line = line.substr(0, line.find('#'));
  if (line.find(':') == std::string_view::npos) return {};
  const std::string_view key = ascii::take_before(line, ":");
  return {ascii::trimmed(key, kBlanks), ascii::trimmed(line, kBlanks)};
}

// Sites write versions behind the token ("newshole/1.0"), which is all that counts.
std::string_view product_of(std::string_view value) {
  const auto* const end = std::find_if_not(value.begin(), value.end(), [](char c) {
    return ascii::is_letter(c) || c == '-' || c == '_';
  });
  return value.substr(0, static_cast<std::size_t>(end - value.begin()));
}

/// Without the byte order mark, and without the line that the limit cuts: half a rule would be
/// another one.
std::string_view what_counts(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text.size() > kMaxRobotsBytes) {
    const std::size_t end = text.find_last_of("\r\n", kMaxRobotsBytes);
    text = text.substr(0, end == std::string_view::npos ? 0 : end);
  }
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  return text;
}

// memmem is linear; std::string_view::find is not.
std::size_t find_piece(std::string_view text, std::size_t from, const std::string& piece) {
  if (piece.empty()) return from;
  const void* found = ::memmem(text.data() + from, text.size() - from, piece.data(), piece.size());
  if (found == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

PathPattern paths_of(std::string_view pattern) {
  PathPattern paths{.ends_path = pattern.ends_with('$')};
  if (paths.ends_path) {
    pattern.remove_suffix(1);
    ++paths.octets;
  }
  bool in_query = false;
  const std::vector<std::string_view> parts = split(pattern, '*');
  paths.octets += parts.size() - 1;
  for (const std::string_view& part : parts) {
    std::string piece = one_spelling(part, in_query);
    paths.octets += piece.size();
    // An empty piece in the middle says nothing: "**" is "*".
    const bool is_at_an_end = paths.pieces.empty() || &part == &parts.back();
    if (is_at_an_end || !piece.empty()) paths.pieces.push_back(std::move(piece));
  }
  return paths;
}

/// "/PATH USAGE", or a usage for all paths, as earlier drafts had it.
UsageRule usage_of(std::string_view value) {
  const std::string_view path =
      value.starts_with('/') ? ascii::take_before(value, kBlanks) : std::string_view("/");
  return {paths_of(path), std::string(ascii::trimmed(value, kBlanks))};
}

/// Seconds; 0 for what is none.
std::chrono::milliseconds delay_of(std::string_view value) {
  constexpr double kMillisecondsOfSecond = 1000;
  const std::optional<double> seconds = ascii::number(value, 0.0);
  if (!seconds) return {};
  const double most = std::chrono::duration<double>(kMostCrawlDelay).count();
  return std::chrono::milliseconds(
      std::llround(std::ceil(std::min(*seconds, most) * kMillisecondsOfSecond)));
}

// The leftmost place of each piece leaves most to the next, so there is nothing to go back for.
bool matches(const PathPattern& paths, std::string_view path) {
  const std::vector<std::string>& pieces = paths.pieces;
  if (!path.starts_with(pieces.front())) return false;
  if (pieces.size() == 1) return !paths.ends_path || path.size() == pieces.front().size();
  std::size_t at = pieces.front().size();
  const std::size_t last = pieces.size() - 1;
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    const std::string& piece = pieces[i];
    if (i == last && paths.ends_path) return path.substr(at).ends_with(piece);
    at = find_piece(path, at, piece);
    if (at == std::string_view::npos) return false;
    at += piece.size();
  }
  return true;
}

/// The lines of a group; any of them ends its list of User-agent lines.
constexpr auto kRuleKeys =
    std::to_array<std::string_view>({"allow", "disallow", "crawl-delay", "content-usage"});

/// What is being read. Groups of one crawler count as one (section 2.2.1), so two lists do for all:
/// our own rules, and those for everybody without rules of his own.
struct Group {
  bool is_ours = false;
  bool is_everybodys = false;
  bool has_rules = false;  ///< the next User-agent line begins another group

  void add_agent(std::string_view value, std::string_view product) {
    if (std::exchange(has_rules, false)) is_ours = is_everybodys = false;
    is_ours = is_ours || ascii::equals_folded(product_of(value), product);
    is_everybodys = is_everybodys || value == "*";
  }
};

}  // namespace

Robots Robots::parse(std::string_view text, std::string_view product) {
  Robots ours;
  Robots everybodys;
  bool has_own_group = false;
  std::string_view license;
  Group group;
  for (std::string_view rest = what_counts(text); !rest.empty();) {
    const auto [key, value] = record_of(ascii::take_before(rest, "\r\n"));
    if (ascii::equals_folded(key, "user-agent")) {
      group.add_agent(value, product);
      has_own_group = has_own_group || group.is_ours;
      continue;
    }
    if (license.empty() && ascii::equals_folded(key, "license")) license = value;
    const std::string name = ascii::lowered(key);
    if (std::ranges::find(kRuleKeys, name) == kRuleKeys.end()) continue;
    group.has_rules = true;
    if (value.empty()) continue;
    if (group.is_ours) ours.add_rule(name, value);
    if (group.is_everybodys) everybodys.add_rule(name, value);
  }
  Robots& robots = has_own_group ? ours : everybodys;
  robots.sort();
  robots.license_ = license;
  return std::move(robots);
}

void Robots::add_rule(std::string_view key, std::string_view value) {
  if (key == "crawl-delay") {
    crawl_delay_ = std::max(crawl_delay_, delay_of(value));
  } else if (key == "content-usage") {
    if (UsageRule rule = usage_of(value); !rule.usage.empty()) usages_.push_back(std::move(rule));
  } else {
    const auto verdict =
        key == "allow" ? RobotsRule::Verdict::Allow : RobotsRule::Verdict::Disallow;
    rules_.push_back({verdict, paths_of(value)});
  }
}

void Robots::sort() {
  std::ranges::stable_sort(rules_, [](const RobotsRule& a, const RobotsRule& b) {
    return a.paths.octets != b.paths.octets ? a.paths.octets > b.paths.octets
                                            : a.verdict < b.verdict;
  });
  std::ranges::stable_sort(usages_, std::ranges::greater(),
                           [](const UsageRule& rule) { return rule.paths.octets; });
}

bool Robots::allows(std::string_view path_and_query) const {
  bool in_query = false;
  const std::string path = one_spelling(path_and_query, in_query);
  if (path == "/robots.txt") return true;
  const auto rule = std::find_if(rules_.begin(), rules_.end(),
                                 [&](const RobotsRule& each) { return matches(each.paths, path); });
  return rule == rules_.end() || rule->verdict == RobotsRule::Verdict::Allow;
}

Preferences Robots::preferences(const url::Url& page) const {
  Preferences stated;
  const Result<url::Url> license = url::parse_url(license_);
  if (license && license->text.size() <= limits::kUrlBytes) stated.license = license->text;
  if (usages_.empty()) return stated;
  bool in_query = false;
  const std::string path = one_spelling(path_and_query(page), in_query);
  const auto first = std::ranges::find_if(
      usages_, [&](const UsageRule& rule) { return matches(rule.paths, path); });
  for (auto rule = first; rule != usages_.end() && rule->paths.octets == first->paths.octets;
       ++rule) {
    if (rule->paths == first->paths) add_field(stated, "Content-Usage", rule->usage, page);
  }
  return stated;
}

std::string path_and_query(const url::Url& url) {
  return url.query.empty() ? url.path : url.path + "?" + url.query;
}

}  // namespace newshole::fetch
