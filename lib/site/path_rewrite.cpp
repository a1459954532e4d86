#include "site/path_rewrite.h"

#include <algorithm>
#include <cstddef>

#include "base/ascii.h"

namespace newshole::site {
namespace {

constexpr std::string_view kPath = "path";
constexpr std::string_view kNumber = "number";

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, ascii::is_lower);
}

/// How much of `text` a placeholder takes.
std::size_t length_of(std::string_view placeholder, std::string_view text) {
  if (placeholder == kPath) return std::min(text.find('?'), text.size());
  if (placeholder == kNumber) return std::min(text.find_first_not_of("0123456789"), text.size());
  return std::min(text.find_first_of("/?&"), text.size());
}

}  // namespace

Result<std::vector<PathRewrite::Part>> PathRewrite::parse_parts(std::string_view text) {
  if (!text.starts_with('/')) {
    return fail(ErrorKind::Config, "expected a path that starts with \"/\"");
  }
  std::vector<Part> parts;
  while (!text.empty()) {
    const std::size_t begin = std::min(text.find('{'), text.size());
    if (begin > 0) parts.push_back({.literal = std::string(text.substr(0, begin))});
    text.remove_prefix(begin);
    if (text.empty()) break;
    const std::size_t end = text.find('}');
    if (end == std::string_view::npos) return fail(ErrorKind::Config, "expected \"}\"");
    const std::string_view name = text.substr(1, end - 1);
    if (!is_name(name)) {
      return fail(ErrorKind::Config,
                  "expected a name of small letters, found {" + std::string(name) + "}");
    }
    parts.push_back({.placeholder = std::string(name)});
    text.remove_prefix(end + 1);
  }
  return parts;
}

/// The text that a placeholder takes must not depend on the text behind it.
Status PathRewrite::check_order(const std::vector<Part>& parts) {
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    if (parts[i].placeholder.empty()) continue;
    if (parts[i].placeholder == kPath) return fail(ErrorKind::Config, "expected {path} at the end");
    if (parts[i + 1].placeholder.empty()) continue;
    return fail(ErrorKind::Config, "expected a sign between {" + parts[i].placeholder + "} and {" +
                                       parts[i + 1].placeholder + "}");
  }
  return {};
}

Result<PathRewrite> PathRewrite::parse(std::string_view from, std::string_view to) {
  PathRewrite out;
  Result<std::vector<Part>> parts = parse_parts(from);
  if (!parts) return tl::unexpected(parts.error());
  if (Status status = check_order(*parts); !status) return tl::unexpected(status.error());
  out.from_ = *std::move(parts);
  parts = parse_parts(to);
  if (!parts) return tl::unexpected(parts.error());
  for (const Part& part : *parts) {
    if (part.placeholder.empty()) continue;
    if (std::ranges::find(out.from_, part.placeholder, &Part::placeholder) == out.from_.end()) {
      return fail(ErrorKind::Config, "{" + part.placeholder + "} is not in \"from\"");
    }
  }
  out.to_ = *std::move(parts);
  out.has_query_ = from.find('?') != std::string_view::npos;
  return out;
}

bool PathRewrite::take(const Part& part, std::string_view& rest, Captures& captures) {
  if (part.placeholder.empty()) {
    if (!rest.starts_with(part.literal)) return false;
    rest.remove_prefix(part.literal.size());
    return true;
  }
  const std::size_t length = length_of(part.placeholder, rest);
  captures.emplace_back(part.placeholder, rest.substr(0, length));
  rest.remove_prefix(length);
  return length > 0;
}

std::optional<std::string> PathRewrite::apply(std::string_view path, std::string_view query) const {
  std::string whole(path);
  if (has_query_) whole += "?" + std::string(query);
  std::string_view rest = whole;
  Captures captures;
  const auto take_part = [&](const Part& part) { return take(part, rest, captures); };
  if (!std::ranges::all_of(from_, take_part) || !rest.empty()) return std::nullopt;
  std::string out;
  for (const Part& part : to_) {
    out += part.literal;
    if (part.placeholder.empty()) continue;
    out += std::ranges::find(captures, part.placeholder, &Captures::value_type::first)->second;
  }
  return out;
}

}  // namespace newshole::site
