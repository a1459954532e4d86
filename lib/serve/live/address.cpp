#include "serve/live/address.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace newshole::serve {
namespace {

constexpr std::string_view kTextWord = "text/";
constexpr std::string_view kHttpWord = "http/";

// The characters that are encoded, and how.
struct Escape {
  char character;
  std::string_view upper;
  std::string_view lower;
};
constexpr std::array kEscapes = {Escape{'?', "3F", "3f"}, Escape{'#', "23", "23"}};
constexpr std::string_view kEncodedPercent = "25";

/// "%", "25" as often as there is, and one of the escapes.
struct Found {
  std::size_t size = 0;   // of the whole; 0: there is none
  std::size_t times = 0;  // that "25" stands there
  char character = 0;
};

Found escape_at(std::string_view text) {
  if (!text.starts_with('%')) return {};
  Found found{.size = 1};
  while (text.substr(found.size).starts_with(kEncodedPercent)) {
    found.size += kEncodedPercent.size();
    ++found.times;
  }
  for (const Escape& each : kEscapes) {
    const std::string_view rest = text.substr(found.size, each.upper.size());
    if (rest != each.upper && rest != each.lower) continue;
    found.size += each.upper.size();
    found.character = each.character;
    return found;
  }
  return {};
}

std::string encoded(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Found found = escape_at(text);
    const auto* plain = std::find_if(kEscapes.begin(), kEscapes.end(), [&](const Escape& each) {
      return each.character == text.front();
    });
    if (found.size > 0) {
      out.append("%").append(kEncodedPercent).append(text.substr(1, found.size - 1));
    } else if (plain != kEscapes.end()) {
      out.append("%").append(plain->upper);
    } else {
      out += text.front();
    }
    text.remove_prefix(std::max<std::size_t>(found.size, 1));
  }
  return out;
}

std::string decoded(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Found found = escape_at(text);
    if (found.size == 0) {
      out += text.front();
    } else if (found.times == 0) {
      out += found.character;
    } else {
      out.append("%").append(
          text.substr(1 + kEncodedPercent.size(), found.size - 1 - kEncodedPercent.size()));
    }
    text.remove_prefix(std::max<std::size_t>(found.size, 1));
  }
  return out;
}

bool take(std::string_view& text, std::string_view beginning) {
  if (!text.starts_with(beginning)) return false;
  text.remove_prefix(beginning.size());
  return true;
}

bool is_around_addresses(char c) {
  return (c >= 0 && c <= ' ') || std::string_view("<>\"'").find(c) != std::string_view::npos;
}

std::string_view bare(std::string_view words) {
  while (!words.empty() && is_around_addresses(words.front())) words.remove_prefix(1);
  while (!words.empty() && is_around_addresses(words.back())) words.remove_suffix(1);
  if (words.starts_with("URL:")) words.remove_prefix(4);
  return words;
}

}  // namespace

std::optional<std::string> live_selector(const url::Url& url, LiveForm form) {
  std::string selector = std::string(kLiveSelector) + "/";
  if (form == LiveForm::Text) selector += kTextWord;
  if (url.scheme == "http") selector += kHttpWord;
  selector += encoded(std::string_view(url.text).substr(url.scheme.size() + 3));
  if (selector.size() > kLongestSelector) return std::nullopt;
  return selector;
}

bool is_live_selector(std::string_view selector) {
  if (!take(selector, kLiveSelector)) return false;
  return selector.empty() || selector.front() == '/' || selector.front() == '?';
}

Result<LiveAddress> parse_live_selector(std::string_view selector) {
  std::string_view rest = selector.substr(std::min(kLiveSelector.size() + 1, selector.size()));
  const LiveForm form = take(rest, kTextWord) ? LiveForm::Text : LiveForm::Menu;
  const std::string scheme = take(rest, kHttpWord) ? "http://" : "https://";
  Result<url::Url> url = url::parse_url(scheme + decoded(rest));
  if (!url) return tl::unexpected(url.error());
  return LiveAddress{.form = form, .url = *std::move(url)};
}

Result<url::Url> parse_typed_address(std::string_view words) {
  const std::string address(bare(words));
  if (address.empty()) return fail(ErrorKind::Usage, "no usable URL: nothing was typed");
  return url::parse_url(address.find("://") == std::string::npos ? "https://" + address : address);
}

std::string_view typed_words(const Request& request) {
  std::string_view behind = request.selector;
  if (take(behind, kLiveSelector) && take(behind, "?")) return bare(behind);
  const std::string_view words =
      bare(std::string_view(request.words)
               .substr(0, std::min(request.words.find('\t'), request.words.size())));
  constexpr std::array<std::string_view, 3> kGopherPlus = {"+", "$", "!"};
  const bool is_plus =
      std::find(kGopherPlus.begin(), kGopherPlus.end(), words) != kGopherPlus.end();
  return is_plus ? std::string_view() : words;
}

}  // namespace newshole::serve
