#include "url/url.h"

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <vector>

#include <curl/curl.h>
#include <unicode/bytestream.h>
#include <unicode/idna.h>

#include "base/ascii.h"
#include "base/join.h"
#include "base/percent.h"
#include "url/plain_url.h"

namespace newshole::url {
namespace {

constexpr std::size_t kMaxBytes = 8000;

struct CloseHandle {
  void operator()(CURLU* handle) const { curl_url_cleanup(handle); }
};
using Handle = std::unique_ptr<CURLU, CloseHandle>;

struct FreeText {
  void operator()(char* text) const { curl_free(text); }
};

// A lack of memory is no fault of the URL: a reader of a page would skip the link.
CURLUcode checked(CURLUcode code) {
  if (code == CURLUE_OUT_OF_MEMORY) throw std::bad_alloc();
  return code;
}

/// Empty if the URL has no such part.
std::string part(CURLU* handle, CURLUPart what, unsigned flags = 0) {
  char* text = nullptr;
  if (checked(curl_url_get(handle, what, &text, flags)) != CURLUE_OK) return {};
  const std::unique_ptr<char, FreeText> owner(text);
  return text;
}

struct Cause {
  CURLUcode code;
  std::string_view text;
};

constexpr std::array kCauses = {
    Cause{CURLUE_BAD_SCHEME, "it does not start with http:// or https://"},
    Cause{CURLUE_UNSUPPORTED_SCHEME, "it is neither http nor https"},
    Cause{CURLUE_NO_HOST, "it names no host"},
    Cause{CURLUE_BAD_HOSTNAME, "the host name is malformed"},
    Cause{CURLUE_BAD_IPV6, "the IPv6 address is malformed"},
    Cause{CURLUE_BAD_PORT_NUMBER, "the port is no number from 1 to 65535"},
    Cause{CURLUE_USER_NOT_ALLOWED, "it holds a user name"},
};

tl::unexpected<Error> refuse(std::string_view cause) {
  return fail(ErrorKind::Usage, "no usable URL: " + std::string(cause));
}

tl::unexpected<Error> refuse(CURLUcode code) {
  const auto* found = std::find_if(kCauses.begin(), kCauses.end(),
                                   [&](const Cause& c) { return c.code == checked(code); });
  if (found != kCauses.end()) return refuse(found->text);
  return refuse(curl_url_strerror(code));
}

bool is_blank_or_control(char c) {
  return c == ' ' || ascii::is_control(c);
}
bool is_ascii(char c) {
  return c >= 0;
}

/// RFC 3986 section 3.1, lower case; empty if `reference` is relative.
std::string scheme_of(std::string_view reference) {
  const std::size_t colon = reference.find(':');
  if (colon == std::string_view::npos || !ascii::is_letter(reference.front())) return {};
  const std::string scheme = ascii::lowered(reference.substr(0, colon));
  const bool is_scheme = std::all_of(scheme.begin(), scheme.end(), [](char c) {
    return ascii::is_alphanumeric(c) || c == '+' || c == '-' || c == '.';
  });
  return is_scheme ? scheme : std::string();
}

bool may_stand_in_url(char c) {
  return is_ascii(c) && !is_blank_or_control(c) && c != '"' && c != '<' && c != '>';
}

// CURLU_URLENCODE leaves fragments alone and refuses those with a blank. Hosts stay as they are,
// for curl decodes them again.
std::string percent_encoded(std::string_view text) {
  return percent::encoded(text, may_stand_in_url);
}

// RFC 3986 section 6.2.2.2: "%2e%2e" is "..", and servers read it so; curl removes only the dots.
std::string with_plain_dots(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dot = text.substr(i, 3) == "%2e" || text.substr(i, 3) == "%2E";
    out += dot ? '.' : text[i];
    if (dot) i += 2;
  }
  return out;
}

// UTS #46 by ICU: curl's own conversion depends on the process's locale.
std::string ascii_host(const std::string& host) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::IDNA> idna(icu::IDNA::createUTS46Instance(
      UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ, status));
  if (U_FAILURE(status) != 0) return {};
  std::string ascii;
  icu::StringByteSink<std::string> sink(&ascii);
  icu::IDNAInfo info;
  idna->nameToASCII_UTF8(host, sink, info, status);
  return U_FAILURE(status) != 0 || info.hasErrors() != 0 ? std::string() : ascii;
}

bool is_host_name(std::string_view host) {
  if (host.empty() || host.front() == '.' || host.find("..") != std::string_view::npos) {
    return false;
  }
  return std::all_of(host.begin(), host.end(), [](char c) {
    return ascii::is_alphanumeric(c) || c == '-' || c == '.' || c == '_';
  });
}

CURLUcode set_ascii_host(CURLU* handle, const std::string& host) {
  const std::string ascii = ascii_host(host);
  if (ascii.empty()) return CURLUE_BAD_HOSTNAME;
  if (const CURLUcode code = curl_url_set(handle, CURLUPART_HOST, ascii.c_str(), 0)) return code;
  // Once more as a whole: full-width digits may have become an IPv4 address.
  const std::string text = part(handle, CURLUPART_URL);
  return curl_url_set(handle, CURLUPART_URL, text.c_str(), CURLU_DISALLOW_USER);
}

CURLUcode set_canonical_host(CURLU* handle) {
  std::string host = part(handle, CURLUPART_HOST);
  if (!std::all_of(host.begin(), host.end(), is_ascii)) {
    if (const CURLUcode code = set_ascii_host(handle, host)) return code;
    host = part(handle, CURLUPART_HOST);
  }
  host = ascii::lowered(host);
  if (!host.starts_with('[') && !is_host_name(host)) return CURLUE_BAD_HOSTNAME;
  if (!part(handle, CURLUPART_ZONEID).empty()) return CURLUE_BAD_HOSTNAME;
  return curl_url_set(handle, CURLUPART_HOST, host.c_str(), 0);
}

Result<Url> url_of(CURLU* handle) {
  const std::string scheme = part(handle, CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") return refuse(CURLUE_UNSUPPORTED_SCHEME);
  if (const CURLUcode code = set_canonical_host(handle)) return refuse(code);
  Url url{.text = part(handle, CURLUPART_URL, CURLU_NO_DEFAULT_PORT),
          .scheme = scheme,
          .host = part(handle, CURLUPART_HOST),
          .port = part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT),
          .path = part(handle, CURLUPART_PATH),
          .query = part(handle, CURLUPART_QUERY),
          .fragment = part(handle, CURLUPART_FRAGMENT)};
  if (url.port == "0") return refuse(CURLUE_BAD_PORT_NUMBER);
  if (url.text.empty() || url.path.empty()) return refuse(CURLUE_MALFORMED_INPUT);
  if (url.text.size() > kMaxBytes) return refuse("it is longer than 8000 bytes");
  return url;
}

CURLUcode set_reference(CURLU* handle, const std::string& text) {
  return curl_url_set(handle, CURLUPART_URL, text.c_str(), CURLU_DISALLOW_USER);
}

/// `base` is empty or canonical.
Result<Url> parse(const std::string& base, std::string_view reference) {
  if (reference.size() > kMaxBytes) return refuse("it is longer than 8000 bytes");
  // Most are, and curl takes ten times as long to say so.
  if (auto url = plain_url(reference)) return *std::move(url);
  if (std::any_of(reference.begin(), reference.end(), ascii::is_control)) {
    return refuse("it holds control characters");
  }
  const Handle handle(curl_url());
  if (!handle) throw std::bad_alloc();
  const std::string text = with_plain_dots(percent_encoded(reference));
  CURLUcode code = CURLUE_OK;
  if (!base.empty()) code = curl_url_set(handle.get(), CURLUPART_URL, base.c_str(), 0);
  if (code == CURLUE_OK) code = set_reference(handle.get(), text);
  // Where curl 7.88 has no memory for the base it takes the reference for a URL of its own.
  if (code == CURLUE_BAD_SCHEME && !base.empty()) code = set_reference(handle.get(), text);
  if (code != CURLUE_OK) return refuse(code);
  return url_of(handle.get());
}

/// As the HTML standard's "valid URL potentially surrounded by spaces" is read by browsers.
std::string as_browsers_read(std::string_view attribute) {
  while (!attribute.empty() && is_blank_or_control(attribute.front())) attribute.remove_prefix(1);
  while (!attribute.empty() && is_blank_or_control(attribute.back())) attribute.remove_suffix(1);
  std::string out(attribute);
  std::erase_if(out, [](char c) { return c == '\t' || c == '\n' || c == '\r'; });
  return out;
}

constexpr std::array<std::string_view, 5> kShownSchemes = {"mailto", "gopher", "gemini", "ftp",
                                                           "tel"};

/// Names of parameters, or their beginnings, that say where a reader came from.
constexpr std::array<std::string_view, 5> kTrackingPrefixes = {"utm_", "mtm_", "mc_", "__tw",
                                                               "xtor"};
constexpr std::array<std::string_view, 14> kTrackingNames = {
    "at_campaign", "at_medium", "cmpid",   "dclid",   "fbclid", "ftag", "gclid",
    "icid",        "igshid",    "mkt_tok", "msclkid", "ncid",   "ocid", "ref_src"};
/// The same where their values are words; a value with digits may be that of a page.
constexpr std::array<std::string_view, 8> kDoubtfulNames = {
    "cmp", "intcmp", "pk_campaign", "ref", "referrer", "source", "srnd", "traffic_source"};

template <typename Names>
bool holds(const Names& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool is_tracking(std::string_view parameter) {
  const std::string name = ascii::lowered(parameter.substr(0, parameter.find('=')));
  const bool has_digit = std::ranges::any_of(parameter.substr(name.size()), ascii::is_digit);
  return holds(kTrackingNames, name) || (!has_digit && holds(kDoubtfulNames, name)) ||
         std::ranges::any_of(kTrackingPrefixes,
                             [&](std::string_view prefix) { return name.starts_with(prefix); });
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  return parse({}, text);
}

Result<Url> resolve(const Url& base, std::string_view reference) {
  const std::string cleaned = as_browsers_read(reference);
  // curl 7.88 takes "" and "#x" for the page's folder; RFC 3986 section 4.4 says the page itself.
  const bool same_page = cleaned.empty() || cleaned.front() == '#';
  const std::string page = base.text.substr(0, base.text.find('#'));
  return same_page ? parse({}, page + cleaned) : parse(page, cleaned);
}

Result<std::string> resolve_link(const Url& base, std::string_view reference) {
  const std::string cleaned = as_browsers_read(reference);
  const std::string scheme = scheme_of(cleaned);
  if (std::find(kShownSchemes.begin(), kShownSchemes.end(), scheme) == kShownSchemes.end()) {
    return resolve(base, cleaned).transform([](const Url& url) { return url.text; });
  }
  if (cleaned.size() > kMaxBytes) return refuse("it is longer than 8000 bytes");
  std::string shown = cleaned;
  std::erase_if(shown, is_blank_or_control);
  return percent_encoded(shown);
}

Url without_fragment(Url url) {
  url.text.resize(std::min(url.text.find('#'), url.text.size()));
  url.fragment.clear();
  return url;
}

Url without_tracking(Url url) {
  if (url.query.empty()) return url;
  std::vector<std::string_view> kept = split(url.query, '&');
  if (std::erase_if(kept, is_tracking) == 0) return url;
  url.query = joined(kept, "&");
  url.text.resize(url.text.find('?'));
  if (!url.query.empty()) url.text += "?" + url.query;
  if (!url.fragment.empty()) url.text += "#" + url.fragment;
  return url;
}

Result<Url> with_path(const Url& url, std::string_view path) {
  if (!path.starts_with('/')) return refuse("the path does not start with \"/\"");
  const std::size_t authority_end = url.text.find('/', url.scheme.size() + 3);
  return parse_url(url.text.substr(0, authority_end) +
                   percent::encoded(path, [](char c) { return c != '?' && c != '#'; }));
}

}  // namespace newshole::url
