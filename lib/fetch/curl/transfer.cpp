#include "fetch/curl/transfer.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/limits.h"
#include "fetch/curl/curl_error.h"
#include "fetch/curl/whole_body.h"
#include "fetch/policy/address.h"
#include "fetch/policy/allowed_servers.h"
#include "fetch/policy/freshness.h"

namespace newshole::fetch {
namespace {

// Beside one body of the largest size, for those of all other transfers together.
constexpr std::size_t kRoomForBodies = std::size_t{16} << 20;
constexpr std::size_t kUsualBody = std::size_t{1} << 20;
constexpr long kStallBytesPerSecond = 200;
constexpr const char* kCaFolder = "/etc/ssl/certs";
constexpr const char* kAccept =
    "Accept: text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,"
    "application/feed+json,application/xml;q=0.9,application/json;q=0.8";

// Each look-up walks the whole header, so a flood of one field must not be asked for whole.
constexpr std::size_t kMostFields = 8;

/// A field of the last answer; of those with its name the one that has this number, from 0.
std::optional<std::string> field_of(CURL* handle, const char* name, std::size_t number = 0) {
  curl_header* found = nullptr;
  if (curl_easy_header(handle, name, number, CURLH_HEADER, -1, &found) != CURLHE_OK) return {};
  return found->value;
}

/// The first fields of that name.
std::vector<std::string> fields_of(CURL* handle, const char* name) {
  std::vector<std::string> fields;
  for (std::size_t i = 0; i < kMostFields; ++i) {
    std::optional<std::string> field = field_of(handle, name, i);
    if (!field) break;
    fields.push_back(*std::move(field));
  }
  return fields;
}

/// A field may be a list too: "10, 11" (RFC 9110 section 8.6).
std::vector<std::string> lengths_of(CURL* handle) {
  std::vector<std::string> lengths;
  for (const std::string& field : fields_of(handle, "Content-Length")) {
    for (std::string_view list = field; lengths.size() < kMostFields && !list.empty();) {
      std::erase(lengths.emplace_back(ascii::take_before(list, ",")), ' ');
    }
  }
  return lengths;
}

Framing framing_of(CURL* handle) {
  const std::vector<std::string> lengths = lengths_of(handle);
  const bool http1 = info<long>(handle, CURLINFO_HTTP_VERSION) < CURL_HTTP_VERSION_2_0;
  return {.lengths_differ = std::ranges::any_of(
              lengths, [&](const std::string& length) { return length != lengths.front(); }),
          .ends_with_close = http1 && lengths.empty() && !field_of(handle, "Transfer-Encoding"),
          .compressed = field_of(handle, "Content-Encoding").has_value()};
}

Preferences preferences_of(CURL* handle, const url::Url& page) {
  Preferences stated;
  for (const char* name : kPreferenceFields) {
    for (std::size_t i = 0; i < limits::kStatements; ++i) {
      const std::optional<std::string> value = field_of(handle, name, i);
      if (!value) break;
      add_field(stated, name, *value, page);
    }
  }
  return stated;
}

// What is kept between runs and sent back must not grow, nor start a field of its own.
bool is_usable(std::string_view validator) {
  constexpr std::size_t kLongest = 1024;
  return !validator.empty() && validator.size() <= kLongest &&
         std::ranges::all_of(validator, [](char c) { return c >= ' ' && c <= '~'; });
}

std::string usable(const std::optional<std::string>& validator) {
  return validator && is_usable(*validator) ? *validator : std::string();
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

void set_protocols(Setter& setter, const NetworkOptions& options) {
  setter.set(CURLOPT_PROTOCOLS_STR, "http,https")
      .set(CURLOPT_FOLLOWLOCATION, 0L)
      .set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS))
      .set(CURLOPT_ACCEPT_ENCODING, "")
      .set(CURLOPT_COOKIEFILE, "")
      .set(CURLOPT_USERAGENT, options.user_agent.c_str())
      .set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
}

// Without CURLOPT_QUICK_EXIT a transfer that ends early waits for its thread that asks a name
// server, and all others with it.
void set_limits(Setter& setter, const NetworkOptions& options) {
  setter.set(CURLOPT_NOSIGNAL, 1L)
      .set(CURLOPT_QUICK_EXIT, 1L)
      .set(CURLOPT_CONNECTTIMEOUT_MS, long{options.connect_timeout.count()})
      .set(CURLOPT_LOW_SPEED_LIMIT, kStallBytesPerSecond)
      .set(CURLOPT_LOW_SPEED_TIME, long{options.stall_time.count()})
      .set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(options.max_body));
}

// The store's folder, not its bundle: OpenSSL parses the bundle whole, 21 ms at each start.
void set_trust(Setter& setter, const std::string& cacert) {
  const char* file = cacert.empty() ? nullptr : cacert.c_str();
  const char* folder = cacert.empty() ? kCaFolder : nullptr;
  setter.set(CURLOPT_SSL_VERIFYPEER, 1L)
      .set(CURLOPT_SSL_VERIFYHOST, 2L)
      .set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2))
      .set(CURLOPT_CAINFO, file)
      .set(CURLOPT_CAPATH, folder)
      .set(CURLOPT_PROXY_CAINFO, file)
      .set(CURLOPT_PROXY_CAPATH, folder);
}

// Empty strings keep libcurl from reading http_proxy, no_proxy and the like from the environment.
void set_route(Setter& setter, const Session& session) {
  setter.set(CURLOPT_PROXY, session.options.proxy.c_str())
      .set(CURLOPT_NOPROXY, "")
      .set(CURLOPT_RESOLVE, session.resolve.get())
      .set(CURLOPT_CONNECT_TO, session.connect_to.get());
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
  const CURLcode code = transfer->configure();
  if (code == CURLE_OK) return transfer;
  return fail(ErrorKind::Internal, std::string("libcurl: ") + curl_easy_strerror(code));
}

// A connection outlives the transfer that opened it, so the session closes its socket.
CURLcode Transfer::configure() {
  const curl_closesocket_callback on_close = [](void* user, curl_socket_t socket) {
    return static_cast<Sockets*>(user)->close(socket);
  };
  Setter setter(handle());
  set_protocols(setter, session_->options);
  set_limits(setter, session_->options);
  set_trust(setter, session_->options.cacert);
  set_route(setter, *session_);
  return setter.set(CURLOPT_WRITEFUNCTION, &on_body)
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

void Transfer::drop_body() {
  session_->bytes_held -= received_.body.size();
  std::string().swap(received_.body);  // an assignment would keep the memory
}

// A page of the usual size is not made to suffer for others that grow.
bool Transfer::is_crowded(std::size_t more) const {
  const std::size_t most = session_->options.max_body + kRoomForBodies;
  return session_->bytes_held + more > most && received_.body.size() > kUsualBody;
}

bool Transfer::refuse(ErrorKind kind, const char* cause) {
  received_.refusal = Error{kind, cause};
  drop_body();
  return false;
}

// Counted here, after decompression: CURLOPT_MAXFILESIZE only looks at what the server announces.
bool Transfer::take_decoded(std::string_view bytes) {
  const bool is_too_large = bytes.size() > session_->options.max_body - received_.body.size();
  if (is_too_large) return refuse(ErrorKind::TooLarge, "the body is larger than its limit");
  received_.was_crowded_out = is_crowded(bytes.size());
  if (received_.was_crowded_out)
    return refuse(ErrorKind::TooLarge, "the bodies under way are larger than their limit");
  received_.body.append(bytes);
  received_.bytes_decoded += bytes.size();
  session_->bytes_held += bytes.size();
  return true;
}

// What follows the last member is not decoded, and has a limit all the same.
bool Transfer::take_coded(std::string_view bytes) {
  received_.bytes_coded += bytes.size();
  if (received_.bytes_coded > session_->options.max_body)
    return refuse(ErrorKind::TooLarge, "the body is larger than its limit");
  const auto take = [this](std::string_view decoded) { return take_decoded(decoded); };
  if (received_.gzip->decode(bytes, take)) return true;
  if (received_.refusal) return false;
  return refuse(ErrorKind::Truncated, "the body cannot be decompressed");
}

std::size_t Transfer::on_body(const char* data, std::size_t, std::size_t size, void* user) {
  auto& self = *static_cast<Transfer*>(user);
  const std::string_view bytes(data, size);
  const bool is_taken = self.received_.gzip ? self.take_coded(bytes) : self.take_decoded(bytes);
  return is_taken ? size : 0;
}

// libcurl refuses a second member, bytes behind the last one, and codings that it does not know.
bool Transfer::choose_decoding() {
  const Decoding decoding = decoding_of(fields_of(handle(), "Content-Encoding"));
  if (decoding == Decoding::Libcurl) return true;
  if (decoding == Decoding::Gzip) received_.gzip = std::make_unique<GzipDecoder>();
  return Setter(handle()).set(CURLOPT_HTTP_CONTENT_DECODING, 0L).code() == CURLE_OK;
}

std::size_t Transfer::on_header(const char* line, std::size_t, std::size_t size, void* user) {
  auto& self = *static_cast<Transfer*>(user);
  Received& received = self.received_;
  received.header_bytes += size;
  if (received.header_bytes > self.session_->options.max_headers) {
    received.refusal = Error{ErrorKind::BadHeaders, "the header is larger than its limit"};
    return 0;
  }
  // The blank line behind the fields, not that behind trailers.
  const bool is_end =
      size > 0 && size <= 2 && line[size - 1] == '\n' && received.bytes_decoded == 0;
  return !is_end || self.choose_decoding() ? size : 0;
}

// The last moment at which a name's address can be known and not yet be another (DNS rebinding).
curl_socket_t Transfer::on_open(void* user, curlsocktype, curl_sockaddr* address) {
  auto& self = *static_cast<Transfer*>(user);
  if (self.addresses_ == Addresses::Public) {
    const std::optional<Address> known = address_of(address->addr, address->addrlen);
    if (!known || !is_public(*known)) {
      self.received_.refused_address = not_public(known ? to_string(*known) : "what it leads to");
      return CURL_SOCKET_BAD;
    }
  }
  return self.session_->sockets.open(*address);
}

// Over cleartext HTTP there is nothing to wait for: it is 1.1, one request a connection.
CURLcode Transfer::prepare(const Order& order) {
  drop_body();
  received_ = {};
  addresses_ = order.addresses;
  error_text_.front() = '\0';
  List headers = headers_with(order.validators);
  Setter setter(handle());
  setter.set(CURLOPT_COOKIELIST, "ALL");  // forgets those of another page
  for (const std::string& cookie : order.cookies) setter.set(CURLOPT_COOKIELIST, cookie.c_str());
  const CURLcode code =
      setter.set(CURLOPT_URL, url::without_fragment(order.url).text.c_str())
          .set(CURLOPT_HTTPHEADER, headers ? headers.get() : session_->headers.get())
          .set(CURLOPT_TIMEOUT_MS, long{order.limit.count()})
          .set(CURLOPT_HTTP_CONTENT_DECODING, 1L)
          .set(CURLOPT_PIPEWAIT, order.url.scheme == "https" ? 1L : 0L)
          .code();
  own_headers_ = std::move(headers);
  return code;
}

std::optional<std::string> Transfer::field(const char* name) const {
  return field_of(handle(), name);
}

std::optional<std::chrono::seconds> Transfer::max_age() const {
  return fresh_for(fields_of(handle(), "Cache-Control"), field("Age").value_or(""));
}

std::vector<std::string> Transfer::cookies() const {
  const List list(info<curl_slist*>(handle(), CURLINFO_COOKIELIST));
  std::vector<std::string> cookies;
  for (const curl_slist* each = list.get(); each != nullptr; each = each->next)
    cookies.emplace_back(each->data);
  return cookies;
}

bool Transfer::had_connection() const {
  return info<curl_off_t>(handle(), CURLINFO_PRETRANSFER_TIME_T) > 0;
}

Result<Page> Transfer::take_page(const url::Url& url) {
  const std::string content_type = field("Content-Type").value_or("");
  std::string& body = received_.body;
  if (const Status whole = check_whole(framing_of(handle()), body, content_type); !whole) {
    return tl::unexpected(whole.error());
  }
  session_->bytes_held -= body.size();
  Result<Page> page = arrived_page(url, std::exchange(body, {}), content_type);
  if (!page) return page;
  page->validators = {.etag = usable(field("ETag")),
                      .last_modified = usable(field("Last-Modified"))};
  if (page->validators.last_modified.empty()) {
    page->validators.last_modified = usable(field("X-Last-Modified"));
  }
  page->max_age = max_age();
  page->preferences = preferences_of(handle(), url);
  return page;
}

Error Transfer::failure(CURLcode code, const url::Url& url) const {
  if (received_.refusal) return *received_.refusal;
  if (code == CURLE_COULDNT_CONNECT && received_.refused_address) return *received_.refused_address;
  if (code == CURLE_GOT_NOTHING && received_.header_bytes > 0) {
    return {ErrorKind::Truncated, "the server closed the connection before its answer"};
  }
  return error_of(code, error_text_.data(), info<long>(handle(), CURLINFO_OS_ERRNO), url);
}

}  // namespace newshole::fetch
