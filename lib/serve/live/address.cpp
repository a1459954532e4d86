#include "serve/live/address.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/percent.h"

namespace newshole::serve {
namespace {

constexpr std::string_view kTextWord = "text/";
constexpr std::string_view kHttpWord = "http/";

bool take(std::string_view& text, std::string_view beginning) {
  if (!text.starts_with(beginning)) return false;
  text.remove_prefix(beginning.size());
  return true;
}

bool is_among_escaped(char c) {
  return c == '?' || c == '#';
}

/// "%", "25" as often as there is, and the digits of "?" or "#".
bool begins_with_escape(std::string_view text) {
  if (!take(text, "%")) return false;
  while (take(text, "25")) continue;
  const std::optional<char> octet = percent::octet_of(text);
  return octet && is_among_escaped(*octet);
}

std::string encoded(std::string_view text) {
  std::string out;
  for (; !text.empty(); text.remove_prefix(1)) {
    if (is_among_escaped(text.front()) || begins_with_escape(text)) {
      percent::append_encoded(out, text.front());
    } else {
      out += text.front();
    }
  }
  return out;
}

std::string decoded(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const bool is_escape = begins_with_escape(text);
    out += is_escape ? *percent::encoded_octet(text) : text.front();
    text.remove_prefix(is_escape ? 3 : 1);
  }
  return out;
}

bool is_around_addresses(char c) {
  return (c >= 0 && c <= ' ') || std::string_view("<>\"'").find(c) != std::string_view::npos;
}

std::string_view bare(std::string_view words) {
  while (!words.empty() && is_around_addresses(words.front())) words.remove_prefix(1);
  while (!words.empty() && is_around_addresses(words.back())) words.remove_suffix(1);
  take(words, "URL:");
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
  return url::parse_url(scheme + decoded(rest)).map([form](url::Url url) {
    return LiveAddress{.form = form, .url = std::move(url)};
  });
}

Result<url::Url> parse_typed_address(std::string_view words) {
  const std::string address(bare(words));
  if (address.empty()) return fail(ErrorKind::Usage, "no usable URL: nothing was typed");
  return url::parse_url(address.find("://") == std::string::npos ? "https://" + address : address);
}

std::string_view typed_words(const Request& request) {
  std::string_view behind = request.selector;
  if (take(behind, kLiveSelector) && take(behind, "?")) return bare(behind);
  std::string_view field = request.words;
  const std::string_view words = bare(ascii::take_before(field, "\t"));
  const bool is_plus = words == "+" || words == "$" || words == "!";
  return is_plus ? std::string_view() : words;
}

}  // namespace newshole::serve
