#include "url/plain_url.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/ascii.h"

namespace newshole::url {
namespace {

constexpr auto kNone = std::string_view::npos;

using Bytes = std::array<bool, 256>;

constexpr Bytes letters_digits_and(std::string_view others) {
  Bytes out{};
  for (std::size_t c = 0; c < 0x80; ++c) out[c] = ascii::is_alphanumeric(static_cast<char>(c));
  for (const char c : others) out[static_cast<unsigned char>(c)] = true;
  return out;
}

constexpr Bytes kInPath = letters_digits_and("-._~!$&'()*+,;=:@/%?#");

struct Scheme {
  std::string_view begin;
  std::string_view name;
  std::string_view port;
};

constexpr std::array kSchemes = {Scheme{"https://", "https", "443"},
                                 Scheme{"http://", "http", "80"}};

/// A last label that begins with a digit may be part of an IPv4 address.
bool is_plain_host(std::string_view host) {
  const auto is_plain = [](char c) {
    return ascii::is_lower(c) || ascii::is_digit(c) || c == '-' || c == '.';
  };
  const std::string_view last = host.substr(host.rfind('.') + 1);
  return !last.empty() && ascii::is_lower(last.front()) && host.front() != '.' &&
         host.find("..") == kNone && std::ranges::all_of(host, is_plain);
}

/// A dot behind "/" may be a dot segment, "%2" the begin of an escaped dot.
bool is_plain_path(std::string_view path) {
  return std::ranges::all_of(path, [](unsigned char c) { return kInPath[c]; }) &&
         path.find("/.") == kNone && path.find("%2") == kNone;
}

/// What stands behind `mark` is moved from `text` to `part`; false where that is empty.
bool split_off(std::string_view& text, char mark, std::string& part) {
  const std::size_t at = text.find(mark);
  if (at == kNone) return true;
  part = text.substr(at + 1);
  text = text.substr(0, at);
  return !part.empty();
}

}  // namespace

std::optional<Url> plain_url(std::string_view text) {
  const auto* const scheme = std::ranges::find_if(
      kSchemes, [text](const Scheme& candidate) { return text.starts_with(candidate.begin); });
  if (scheme == kSchemes.end()) return std::nullopt;
  std::string_view path = text.substr(scheme->begin.size());
  const std::string_view host = path.substr(0, path.find('/'));
  path.remove_prefix(host.size());
  if (path.empty() || !is_plain_host(host) || !is_plain_path(path)) return std::nullopt;
  Url url;
  const bool is_whole = split_off(path, '#', url.fragment) && split_off(path, '?', url.query);
  if (!is_whole || url.fragment.find('#') != kNone) return std::nullopt;
  url.text = text;
  url.scheme = scheme->name;
  url.host = host;
  url.port = scheme->port;
  url.path = path;
  return url;
}

}  // namespace newshole::url
