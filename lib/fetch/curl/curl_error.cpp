#include "fetch/curl/curl_error.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace newshole::fetch {
namespace {

using enum ErrorKind;

enum class Tail { Nothing, CurlText, Host, Endpoint };

struct Row {
  CURLcode code;
  ErrorKind kind;
  std::string_view text;
  Tail tail = Tail::CurlText;
};

constexpr std::string_view kNoTls = "no TLS connection";
constexpr std::string_view kNotVerified = "the server is not verified";
constexpr std::string_view kNotDecompressed = "the body cannot be decompressed";

constexpr auto kRows = std::to_array<Row>({
    // With http and https alone allowed, this is HTTP/0.9.
    {CURLE_UNSUPPORTED_PROTOCOL, BadHeaders, "the answer is no HTTP", Tail::Nothing},
    {CURLE_URL_MALFORMAT, Usage, "libcurl refuses the URL"},
    {CURLE_COULDNT_RESOLVE_PROXY, Unreachable, "cannot find the proxy's address", Tail::Nothing},
    {CURLE_COULDNT_RESOLVE_HOST, Unreachable, "cannot find the address of ", Tail::Host},
    {CURLE_COULDNT_CONNECT, Unreachable, "cannot connect to ", Tail::Endpoint},
    {CURLE_WEIRD_SERVER_REPLY, BadHeaders, "the answer is no HTTP"},
    {CURLE_HTTP2, BadHeaders, "the answer is no valid HTTP/2"},
    {CURLE_PARTIAL_FILE, Truncated, "the body ended early", Tail::Nothing},
    // What our own callbacks refuse, we know; this is the decoder, at bytes behind the stream's
    // end.
    {CURLE_WRITE_ERROR, Truncated, kNotDecompressed, Tail::Nothing},
    {CURLE_OUT_OF_MEMORY, BadHeaders, "a header field is endless", Tail::Nothing},
    {CURLE_SSL_CONNECT_ERROR, Tls, kNoTls},
    {CURLE_GOT_NOTHING, Unreachable, "the server closed the connection unanswered", Tail::Nothing},
    {CURLE_SSL_ENGINE_NOTFOUND, Tls, kNoTls},
    {CURLE_SSL_ENGINE_SETFAILED, Tls, kNoTls},
    {CURLE_SEND_ERROR, Unreachable, "the connection broke while asking"},
    {CURLE_RECV_ERROR, Truncated, "the connection broke"},
    {CURLE_SSL_CERTPROBLEM, Tls, kNoTls},
    {CURLE_SSL_CIPHER, Tls, kNoTls},
    {CURLE_PEER_FAILED_VERIFICATION, Tls, kNotVerified},
    {CURLE_BAD_CONTENT_ENCODING, Truncated, kNotDecompressed, Tail::Nothing},
    {CURLE_FILESIZE_EXCEEDED, TooLarge, "the body is larger than its limit", Tail::Nothing},
    {CURLE_SSL_CACERT_BADFILE, Tls, "the CA certificates cannot be loaded"},
    {CURLE_SSL_SHUTDOWN_FAILED, Tls, kNoTls},
    {CURLE_SSL_CRL_BADFILE, Tls, kNoTls},
    {CURLE_SSL_ISSUER_ERROR, Tls, kNotVerified},
    {CURLE_SSL_PINNEDPUBKEYNOTMATCH, Tls, kNotVerified},
    {CURLE_SSL_INVALIDCERTSTATUS, Tls, kNotVerified},
    {CURLE_HTTP2_STREAM, Truncated, "the HTTP/2 stream broke"},
    {CURLE_PROXY, Unreachable, "the proxy refused"},
    {CURLE_SSL_CLIENTCERT, Tls, "the server asks for a client certificate", Tail::Nothing},
});

// A certificate's subject is quoted in it.
std::string cleaned(std::string_view text) {
  constexpr std::size_t kLongest = 200;
  std::string out(text.substr(0, kLongest));
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  while (out.ends_with('.') || out.ends_with(' ')) out.pop_back();
  const bool is_word = out.size() > 1 && ascii::is_lower(out[1]);
  if (is_word) out[0] = ascii::lower(out[0]);
  return out;
}

std::string endpoint(const url::Url& url, long system_error) {
  const std::string out = url.host + " port " + url.port;
  return system_error == 0 ? out : out + ": " + system_cause(static_cast<int>(system_error));
}

}  // namespace

Error error_of(CURLcode code, std::string_view text, long system_error, const url::Url& url) {
  const auto* row = std::ranges::find(kRows, code, &Row::code);
  if (row == kRows.end()) return {Internal, "libcurl failed: " + cleaned(curl_easy_strerror(code))};
  Error error{row->kind, std::string(row->text)};
  if (row->tail == Tail::Host) error.message += url.host;
  if (row->tail == Tail::Endpoint) error.message += endpoint(url, system_error);
  if (row->tail == Tail::CurlText && !text.empty()) error.message += ": " + cleaned(text);
  return error;
}

bool is_worth_a_retry(CURLcode code) {
  return code == CURLE_SEND_ERROR || code == CURLE_HTTP2_STREAM || code == CURLE_HTTP2;
}

}  // namespace newshole::fetch
