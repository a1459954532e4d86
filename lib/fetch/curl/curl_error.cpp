#include "fetch/curl/curl_error.h"

#include <algorithm>
#include <array>
#include <system_error>

#include "base/ascii.h"

namespace newshole::fetch {
namespace {

enum class Tail { Nothing, CurlText, Host, Endpoint };

struct Row {
  CURLcode code;
  ErrorKind kind;
  std::string_view text;
  Tail tail;
};

constexpr std::array kRows = {
    // With http and https alone allowed, this is HTTP/0.9.
    Row{CURLE_UNSUPPORTED_PROTOCOL, ErrorKind::BadHeaders, "the answer is no HTTP", Tail::Nothing},
    Row{CURLE_URL_MALFORMAT, ErrorKind::Usage, "libcurl refuses the URL", Tail::CurlText},
    Row{CURLE_COULDNT_RESOLVE_PROXY, ErrorKind::Unreachable, "cannot find the proxy's address",
        Tail::Nothing},
    Row{CURLE_COULDNT_RESOLVE_HOST, ErrorKind::Unreachable, "cannot find the address of ",
        Tail::Host},
    Row{CURLE_COULDNT_CONNECT, ErrorKind::Unreachable, "cannot connect to ", Tail::Endpoint},
    Row{CURLE_WEIRD_SERVER_REPLY, ErrorKind::BadHeaders, "the answer is no HTTP", Tail::CurlText},
    Row{CURLE_HTTP2, ErrorKind::BadHeaders, "the answer is no valid HTTP/2", Tail::CurlText},
    Row{CURLE_PARTIAL_FILE, ErrorKind::Truncated, "the body ended early", Tail::Nothing},
    // What our own callbacks refuse, we know; this is the decoder, at bytes behind the stream's
    // end.
    Row{CURLE_WRITE_ERROR, ErrorKind::Truncated, "the body cannot be decompressed", Tail::Nothing},
    Row{CURLE_OUT_OF_MEMORY, ErrorKind::BadHeaders, "a header field is endless", Tail::Nothing},
    Row{CURLE_SSL_CONNECT_ERROR, ErrorKind::Tls, "no TLS connection", Tail::CurlText},
    Row{CURLE_GOT_NOTHING, ErrorKind::Unreachable, "the server closed the connection unanswered",
        Tail::Nothing},
    Row{CURLE_SSL_ENGINE_NOTFOUND, ErrorKind::Tls, "no TLS connection", Tail::CurlText},
    Row{CURLE_SSL_ENGINE_SETFAILED, ErrorKind::Tls, "no TLS connection", Tail::CurlText},
    Row{CURLE_SEND_ERROR, ErrorKind::Unreachable, "the connection broke while asking",
        Tail::CurlText},
    Row{CURLE_RECV_ERROR, ErrorKind::Truncated, "the connection broke", Tail::CurlText},
    Row{CURLE_SSL_CERTPROBLEM, ErrorKind::Tls, "no TLS connection", Tail::CurlText},
    Row{CURLE_SSL_CIPHER, ErrorKind::Tls, "no TLS connection", Tail::CurlText},
    Row{CURLE_PEER_FAILED_VERIFICATION, ErrorKind::Tls, "the server is not verified",
        Tail::CurlText},
    Row{CURLE_BAD_CONTENT_ENCODING, ErrorKind::Truncated, "the body cannot be decompressed",
        Tail::Nothing},
    Row{CURLE_FILESIZE_EXCEEDED, ErrorKind::TooLarge, "the body is larger than its limit",
        Tail::Nothing},
    Row{CURLE_SSL_CACERT_BADFILE, ErrorKind::Tls, "the CA certificates cannot be loaded",
        Tail::CurlText},
    Row{CURLE_SSL_SHUTDOWN_FAILED, ErrorKind::Tls, "no TLS connection", Tail::CurlText},
    Row{CURLE_SSL_CRL_BADFILE, ErrorKind::Tls, "no TLS connection", Tail::CurlText},
    Row{CURLE_SSL_ISSUER_ERROR, ErrorKind::Tls, "the server is not verified", Tail::CurlText},
    Row{CURLE_SSL_PINNEDPUBKEYNOTMATCH, ErrorKind::Tls, "the server is not verified",
        Tail::CurlText},
    Row{CURLE_SSL_INVALIDCERTSTATUS, ErrorKind::Tls, "the server is not verified", Tail::CurlText},
    Row{CURLE_HTTP2_STREAM, ErrorKind::Truncated, "the HTTP/2 stream broke", Tail::CurlText},
    Row{CURLE_PROXY, ErrorKind::Unreachable, "the proxy refused", Tail::CurlText},
    Row{CURLE_SSL_CLIENTCERT, ErrorKind::Tls, "the server asks for a client certificate",
        Tail::Nothing},
};

std::string lower_first(std::string text) {
  const bool is_word = text.size() > 1 && ascii::is_lower(text[1]);
  if (is_word) text[0] = ascii::lower(text[0]);
  return text;
}

// A certificate's subject is quoted in it.
std::string cleaned(std::string_view text) {
  constexpr std::size_t kLongest = 200;
  std::string out(text.substr(0, kLongest));
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  while (out.ends_with('.') || out.ends_with(' ')) out.pop_back();
  return lower_first(std::move(out));
}

std::string endpoint(const CurlFailure& failure) {
  std::string out = std::string(failure.host) + " port " + std::string(failure.port);
  if (failure.system_error == 0) return out;
  return out + ": " + lower_first(std::generic_category().message(failure.system_error));
}

std::string tail_of(const Row& row, const CurlFailure& failure) {
  switch (row.tail) {
    case Tail::Nothing:
      break;
    case Tail::CurlText:
      return failure.text.empty() ? "" : ": " + cleaned(failure.text);
    case Tail::Host:
      return std::string(failure.host);
    case Tail::Endpoint:
      return endpoint(failure);
  }
  return {};
}

Error error_by(const Row& row, const CurlFailure& failure) {
  return {row.kind, std::string(row.text) + tail_of(row, failure)};
}

}  // namespace

Error error_of(const CurlFailure& failure) {
  const auto* row = std::find_if(kRows.begin(), kRows.end(),
                                 [&](const Row& r) { return r.code == failure.code; });
  if (row != kRows.end()) return error_by(*row, failure);
  return error_by({failure.code, ErrorKind::Internal, "libcurl failed", Tail::CurlText},
                  {.text = curl_easy_strerror(failure.code)});
}

bool is_worth_a_retry(CURLcode code) {
  return code == CURLE_SEND_ERROR || code == CURLE_HTTP2_STREAM || code == CURLE_HTTP2;
}

}  // namespace newshole::fetch
