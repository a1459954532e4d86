#include "fetch/curl/transfer.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "fetch/curl/curl_error.h"
#include "fetch/curl/whole_body.h"
#include "fetch/policy/address.h"
#include "fetch/policy/allowed_servers.h"

namespace newshole::fetch {
namespace {

// Beside one body of the largest size, for those of all other transfers together.
constexpr std::size_t kRoomForBodies = std::size_t{16} << 20;
constexpr std::size_t kUsualBody = std::size_t{1} << 20;
constexpr long kStallBytesPerSecond = 200;
constexpr const char* kCaFolder = "/etc/ssl/certs";
constexpr const char* kAccept = "Accept: text/html,application/xhtml+xml";

// Each look-up walks the whole header, so a flood of one field must not be asked for whole.
constexpr std::size_t kMostFields = 8;

/// The values of a field of the last answer, the first few.
std::vector<std::string> fields(CURL* handle, const char* name) {
  std::vector<std::string> values;
  curl_header* found = nullptr;
  while (values.size() < kMostFields &&
         curl_easy_header(handle, name, values.size(), CURLH_HEADER, -1, &found) == CURLHE_OK) {
    values.emplace_back(found->value);
  }
  return values;
}

/// A field may be a list too: "10, 11" (RFC 9110 section 8.6).
std::vector<std::string> lengths_of(CURL* handle) {
  std::vector<std::string> lengths;
  for (std::string_view list : fields(handle, "Content-Length")) {
    while (lengths.size() < kMostFields && !list.empty()) {
      const std::size_t comma = std::min(list.find(','), list.size());
      lengths.emplace_back(list.substr(0, comma));
      std::erase(lengths.back(), ' ');
      list.remove_prefix(std::min(comma + 1, list.size()));
    }
  }
  return lengths;
}

Framing framing_of(CURL* handle) {
  const std::vector<std::string> lengths = lengths_of(handle);
  const bool http1 = info<long>(handle, CURLINFO_HTTP_VERSION) < CURL_HTTP_VERSION_2_0;
  return {
      .lengths_differ = std::any_of(lengths.begin(), lengths.end(),
                                    [&](const auto& length) { return length != lengths[0]; }),
      .ends_with_close = http1 && lengths.empty() && fields(handle, "Transfer-Encoding").empty(),
      .compressed = !fields(handle, "Content-Encoding").empty()};
}

// What is kept between runs and sent back must not grow, nor start a field of its own.
bool is_usable(std::string_view validator) {
  constexpr std::size_t kLongest = 1024;
  return !validator.empty() && validator.size() <= kLongest &&
         std::all_of(validator.begin(), validator.end(),
                     [](char c) { return c >= ' ' && c <= '~'; });
}

std::string usable(std::string validator) {
  return is_usable(validator) ? std::move(validator) : std::string();
}

/// Null if there is nothing to send.
List headers_with(const Validators& validators) {
  std::vector<std::string> headers;
  if (is_usable(validators.etag)) headers.push_back("If-None-Match: " + validators.etag);
  if (is_usable(validators.last_modified)) {
    headers.push_back("If-Modified-Since: " + validators.last_modified);
  }
  if (headers.empty()) return {};
  headers.emplace_back(kAccept);
  return list_of(headers);
}

}  // namespace

Session::Session(NetworkOptions given)
    : options(std::move(given)),
      headers(list_of(std::array<std::string, 1>{kAccept})),
      resolve(list_of(options.resolve)),
      connect_to(list_of(options.connect_to)) {
  if (options.user_agent.empty()) options.user_agent = "newshole/" NEWSHOLE_VERSION;
}

Result<std::unique_ptr<Transfer>> Transfer::create(Session& session) {
  std::unique_ptr<Transfer> transfer(new Transfer(session));
  if (!transfer->easy_) return fail(ErrorKind::Internal, "libcurl: out of memory");
  for (const CURLcode code :
       {transfer->set_protocols(), transfer->set_limits(), transfer->set_callbacks(),
        transfer->set_trust(), transfer->set_route()}) {
    if (code != CURLE_OK) {
      return fail(ErrorKind::Internal, std::string("libcurl: ") + curl_easy_strerror(code));
    }
  }
  return transfer;
}

CURLcode Transfer::set_protocols() {
  return Setter(easy_.get())
      .set(CURLOPT_PROTOCOLS_STR, "http,https")
      .set(CURLOPT_FOLLOWLOCATION, 0L)
      .set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS))
      .set(CURLOPT_ACCEPT_ENCODING, "")
      .set(CURLOPT_USERAGENT, session_->options.user_agent.c_str())
      .set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED))
      .code();
}

CURLcode Transfer::set_limits() {
  const NetworkOptions& options = session_->options;
  return Setter(easy_.get())
      .set(CURLOPT_NOSIGNAL, 1L)
      .set(CURLOPT_CONNECTTIMEOUT_MS, long{options.connect_timeout.count()})
      .set(CURLOPT_LOW_SPEED_LIMIT, kStallBytesPerSecond)
      .set(CURLOPT_LOW_SPEED_TIME, long{options.stall_time.count()})
      .set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(options.max_body))
      .code();
}

// A connection outlives the transfer that opened it, so the session closes its socket.
CURLcode Transfer::set_callbacks() {
  const curl_closesocket_callback on_close = [](void* user, curl_socket_t socket) {
    return static_cast<Sockets*>(user)->close(socket);
  };
  return Setter(easy_.get())
      .set(CURLOPT_WRITEFUNCTION, &on_body)
      .set(CURLOPT_WRITEDATA, this)
      .set(CURLOPT_HEADERFUNCTION, &on_header)
      .set(CURLOPT_HEADERDATA, this)
      .set(CURLOPT_OPENSOCKETFUNCTION, &on_open)
      .set(CURLOPT_OPENSOCKETDATA, this)
      .set(CURLOPT_CLOSESOCKETFUNCTION, on_close)
      .set(CURLOPT_CLOSESOCKETDATA, &session_->sockets)
      .set(CURLOPT_ERRORBUFFER, error_text_.data())
      .code();
}

// The store's folder, not its bundle: OpenSSL parses the bundle whole, 21 ms at each start.
CURLcode Transfer::set_trust() {
  const std::string& cacert = session_->options.cacert;
  const char* file = cacert.empty() ? nullptr : cacert.c_str();
  const char* folder = cacert.empty() ? kCaFolder : nullptr;
  return Setter(easy_.get())
      .set(CURLOPT_SSL_VERIFYPEER, 1L)
      .set(CURLOPT_SSL_VERIFYHOST, 2L)
      .set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2))
      .set(CURLOPT_CAINFO, file)
      .set(CURLOPT_CAPATH, folder)
      .set(CURLOPT_PROXY_CAINFO, file)
      .set(CURLOPT_PROXY_CAPATH, folder)
      .code();
}

// Empty strings keep libcurl from reading http_proxy, no_proxy and the like from the environment.
CURLcode Transfer::set_route() {
  return Setter(easy_.get())
      .set(CURLOPT_PROXY, session_->options.proxy.c_str())
      .set(CURLOPT_NOPROXY, "")
      .set(CURLOPT_RESOLVE, session_->resolve.get())
      .set(CURLOPT_CONNECT_TO, session_->connect_to.get())
      .code();
}

void Transfer::drop_body() {
  session_->bytes_held -= body_.size();
  std::string().swap(body_);  // an assignment would keep the memory
}

// A page of the usual size is not made to suffer for others that grow.
bool Transfer::is_crowded(std::size_t more) const {
  const std::size_t most = session_->options.max_body + kRoomForBodies;
  return session_->bytes_held + more > most && body_.size() > kUsualBody;
}

// Counted here, after decompression: CURLOPT_MAXFILESIZE only looks at what the server announces.
std::size_t Transfer::on_body(const char* data, std::size_t, std::size_t size, void* user) {
  auto& self = *static_cast<Transfer*>(user);
  const bool is_too_large = size > self.session_->options.max_body - self.body_.size();
  self.was_crowded_out_ = !is_too_large && self.is_crowded(size);
  if (is_too_large || self.was_crowded_out_) {
    self.refusal_ = Error{ErrorKind::TooLarge,
                          is_too_large ? "the body is larger than its limit"
                                       : "the bodies under way are larger than their limit"};
    self.drop_body();
    return 0;
  }
  self.body_.append(data, size);
  self.bytes_decoded_ += size;
  self.session_->bytes_held += size;
  return size;
}

std::size_t Transfer::on_header(const char*, std::size_t, std::size_t size, void* user) {
  auto& self = *static_cast<Transfer*>(user);
  self.header_bytes_ += size;
  if (self.header_bytes_ > self.session_->options.max_headers) {
    self.refusal_ = Error{ErrorKind::BadHeaders, "the header is larger than its limit"};
    return 0;
  }
  return size;
}

// The last moment at which a name's address can be known and not yet be another (DNS rebinding).
curl_socket_t Transfer::on_open(void* user, curlsocktype, curl_sockaddr* address) {
  auto& self = *static_cast<Transfer*>(user);
  if (self.addresses_ == Addresses::Public) {
    const std::optional<Address> known = address_of(address->addr, address->addrlen);
    if (!known || !is_public(*known)) {
      self.refused_address_ = not_public(known ? to_string(*known) : "what it leads to");
      return CURL_SOCKET_BAD;
    }
  }
  return self.session_->sockets.open(*address);
}

// Over cleartext HTTP there is nothing to wait for: it is 1.1, one request a connection.
CURLcode Transfer::prepare(const url::Url& url, const Validators& validators,
                           std::chrono::milliseconds limit, Addresses addresses) {
  drop_body();
  bytes_decoded_ = 0;
  header_bytes_ = 0;
  was_crowded_out_ = false;
  refusal_.reset();
  refused_address_.reset();
  addresses_ = addresses;
  error_text_.front() = '\0';
  List headers = headers_with(validators);
  const CURLcode code =
      Setter(easy_.get())
          .set(CURLOPT_URL, url::without_fragment(url).text.c_str())
          .set(CURLOPT_HTTPHEADER, headers ? headers.get() : session_->headers.get())
          .set(CURLOPT_TIMEOUT_MS, long{limit.count()})
          .set(CURLOPT_PIPEWAIT, url.scheme == "https" ? 1L : 0L)
          .code();
  own_headers_ = std::move(headers);
  return code;
}

long Transfer::status() const {
  return info<long>(easy_.get(), CURLINFO_RESPONSE_CODE);
}

std::string Transfer::field(const char* name) const {
  curl_header* found = nullptr;
  if (curl_easy_header(easy_.get(), name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK) return {};
  return found->value;
}

bool Transfer::has_field(const char* name) const {
  curl_header* found = nullptr;
  return curl_easy_header(easy_.get(), name, 0, CURLH_HEADER, -1, &found) == CURLHE_OK;
}

bool Transfer::had_connection() const {
  return info<curl_off_t>(easy_.get(), CURLINFO_PRETRANSFER_TIME_T) > 0;
}

Result<Page> Transfer::take_page(const url::Url& url) {
  const std::string content_type = field("Content-Type");
  if (const Status whole = check_whole(framing_of(easy_.get()), body_, content_type); !whole) {
    return tl::unexpected(whole.error());
  }
  session_->bytes_held -= body_.size();
  Result<Page> page = make_page(url, std::exchange(body_, {}), content_type);
  if (!page) return page;
  page->validators.etag = usable(field("ETag"));
  page->validators.last_modified = usable(field("Last-Modified"));
  if (page->validators.last_modified.empty()) {
    page->validators.last_modified = usable(field("X-Last-Modified"));
  }
  return page;
}

Error Transfer::failure(CURLcode code, const url::Url& url) const {
  if (refusal_) return *refusal_;
  if (code == CURLE_COULDNT_CONNECT && refused_address_) return *refused_address_;
  if (code == CURLE_GOT_NOTHING && header_bytes_ > 0) {
    return {ErrorKind::Truncated, "the server closed the connection before its answer"};
  }
  return error_of({.code = code,
                   .text = error_text_.data(),
                   .system_error = static_cast<int>(info<long>(easy_.get(), CURLINFO_OS_ERRNO)),
                   .host = url.host,
                   .port = url.port});
}

}  // namespace newshole::fetch
