#include "fetch/curl_fetcher.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include <curl/curl.h>

#include "fetch/curl_error.h"
#include "fetch/network_options.h"
#include "fetch/redirect.h"
#include "fetch/whole_body.h"

namespace newshole::fetch {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr long kStallBytesPerSecond = 200;
// libcurl's clocks for a limit and for the time taken start a moment apart.
constexpr milliseconds kClockSlack{10};
constexpr const char* kCaFolder = "/etc/ssl/certs";

struct CloseEasy {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Easy = std::unique_ptr<CURL, CloseEasy>;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

List list_of(std::span<const std::string> entries) {
  List list;
  for (const std::string& entry : entries) {
    curl_slist* longer = curl_slist_append(list.get(), entry.c_str());
    if (longer == nullptr) return list;
    static_cast<void>(list.release());
    list.reset(longer);
  }
  return list;
}

/// Sets options until one fails.
class Setter {
 public:
  explicit Setter(CURL* handle) : handle_(handle) {}

  template <typename Value>
  Setter& set(CURLoption option, Value value) {
    if (code_ == CURLE_OK) code_ = curl_easy_setopt(handle_, option, value);
    return *this;
  }
  [[nodiscard]] CURLcode code() const { return code_; }

 private:
  CURL* handle_;
  CURLcode code_ = CURLE_OK;
};

/// One request and its answer, as the callbacks fill it; `refusal` says why they stopped it.
struct Exchange {
  const NetworkOptions* options;
  std::string body;
  std::size_t header_bytes = 0;
  std::optional<Error> refusal;
};

// Counted here, after decompression: CURLOPT_MAXFILESIZE only looks at what the server announces.
std::size_t on_body(const char* data, std::size_t, std::size_t size, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  if (size > exchange.options->max_body - exchange.body.size()) {
    exchange.refusal = Error{ErrorKind::TooLarge, "the body is larger than its limit"};
    return 0;
  }
  exchange.body.append(data, size);
  return size;
}

std::size_t on_header(const char*, std::size_t, std::size_t size, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  exchange.header_bytes += size;
  if (exchange.header_bytes > exchange.options->max_headers) {
    exchange.refusal = Error{ErrorKind::BadHeaders, "the header is larger than its limit"};
    return 0;
  }
  return size;
}

template <typename Value>
Value info(CURL* handle, CURLINFO what) {
  Value value{};
  curl_easy_getinfo(handle, what, &value);
  return value;
}

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

Framing framing_of(CURL* handle) {
  const std::vector<std::string> lengths = fields(handle, "Content-Length");
  const bool http1 = info<long>(handle, CURLINFO_HTTP_VERSION) < CURL_HTTP_VERSION_2_0;
  return {
      .lengths_differ = std::any_of(lengths.begin(), lengths.end(),
                                    [&](const auto& length) { return length != lengths[0]; }),
      .ends_with_close = http1 && lengths.empty() && fields(handle, "Transfer-Encoding").empty(),
      .compressed = !fields(handle, "Content-Encoding").empty()};
}

std::string first(std::vector<std::string> values) {
  return values.empty() ? std::string() : std::move(values.front());
}

std::string in_words(milliseconds limit) {
  if (limit.count() % 1000 == 0) return std::to_string(limit.count() / 1000) + " s";
  return std::to_string(limit.count()) + " ms";
}

// Its threads and certificates live as long as the process, and other code may use libcurl, so it
// is never cleaned up.
CURLcode start_libcurl() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  return code;
}

}  // namespace

struct CurlFetcher::Engine {
  explicit Engine(NetworkOptions given);
  [[nodiscard]] Status configure();
  Result<Page> fetch(const url::Url& url);

  Traffic traffic;

 private:
  [[nodiscard]] CURLcode set_protocols();
  [[nodiscard]] CURLcode set_limits();
  [[nodiscard]] CURLcode set_trust();
  [[nodiscard]] CURLcode set_route();

  Status exchange_with(const url::Url& url);
  CURLcode perform(const url::Url& url);
  void count();
  [[nodiscard]] milliseconds time_left() const;
  [[nodiscard]] Error failure(CURLcode code, const url::Url& url) const;
  [[nodiscard]] Error timeout() const;
  Result<Page> page_at(const url::Url& url);

  NetworkOptions options_;
  List headers_;
  List resolve_;
  List connect_to_;
  std::array<char, CURL_ERROR_SIZE> error_text_{};
  Exchange exchange_;
  microseconds spent_{0};  // on the page, over its redirects
  Easy easy_;              // last, so that it ends before what it points to
};

CurlFetcher::Engine::Engine(NetworkOptions given)
    : options_(std::move(given)),
      headers_(list_of(std::array<std::string, 1>{"Accept: text/html,application/xhtml+xml"})),
      resolve_(list_of(options_.resolve)),
      connect_to_(list_of(options_.connect_to)),
      exchange_{&options_, {}, 0, {}},
      easy_(curl_easy_init()) {
  if (options_.user_agent.empty()) options_.user_agent = "newshole/" NEWSHOLE_VERSION;
}

CURLcode CurlFetcher::Engine::set_protocols() {
  return Setter(easy_.get())
      .set(CURLOPT_PROTOCOLS_STR, "http,https")
      .set(CURLOPT_FOLLOWLOCATION, 0L)
      .set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS))
      .set(CURLOPT_ACCEPT_ENCODING, "")
      .set(CURLOPT_HTTPHEADER, headers_.get())
      .set(CURLOPT_USERAGENT, options_.user_agent.c_str())
      .set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED))
      .code();
}

CURLcode CurlFetcher::Engine::set_limits() {
  return Setter(easy_.get())
      .set(CURLOPT_NOSIGNAL, 1L)
      .set(CURLOPT_CONNECTTIMEOUT_MS, long{options_.connect_timeout.count()})
      .set(CURLOPT_LOW_SPEED_LIMIT, kStallBytesPerSecond)
      .set(CURLOPT_LOW_SPEED_TIME, long{options_.stall_time.count()})
      .set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(options_.max_body))
      .set(CURLOPT_WRITEFUNCTION, &on_body)
      .set(CURLOPT_WRITEDATA, &exchange_)
      .set(CURLOPT_HEADERFUNCTION, &on_header)
      .set(CURLOPT_HEADERDATA, &exchange_)
      .set(CURLOPT_ERRORBUFFER, error_text_.data())
      .code();
}

// The store's folder, not its bundle: OpenSSL parses the bundle whole, 21 ms at each start.
CURLcode CurlFetcher::Engine::set_trust() {
  const char* file = options_.cacert.empty() ? nullptr : options_.cacert.c_str();
  const char* folder = options_.cacert.empty() ? kCaFolder : nullptr;
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
CURLcode CurlFetcher::Engine::set_route() {
  return Setter(easy_.get())
      .set(CURLOPT_PROXY, options_.proxy.c_str())
      .set(CURLOPT_NOPROXY, "")
      .set(CURLOPT_RESOLVE, resolve_.get())
      .set(CURLOPT_CONNECT_TO, connect_to_.get())
      .code();
}

Status CurlFetcher::Engine::configure() {
  if (!easy_) return fail(ErrorKind::Internal, "libcurl: out of memory");
  for (const CURLcode code : {set_protocols(), set_limits(), set_trust(), set_route()}) {
    if (code != CURLE_OK) {
      return fail(ErrorKind::Internal, std::string("libcurl: ") + curl_easy_strerror(code));
    }
  }
  return {};
}

milliseconds CurlFetcher::Engine::time_left() const {
  return options_.max_time - std::chrono::duration_cast<milliseconds>(spent_);
}

CURLcode CurlFetcher::Engine::perform(const url::Url& url) {
  if (time_left().count() < 1) return CURLE_OPERATION_TIMEDOUT;
  exchange_ = Exchange{&options_, {}, 0, {}};
  error_text_.front() = '\0';
  const CURLcode code = Setter(easy_.get())
                            .set(CURLOPT_URL, url::without_fragment(url).text.c_str())
                            .set(CURLOPT_TIMEOUT_MS, long{time_left().count()})
                            .code();
  if (code != CURLE_OK) return code;
  const CURLcode outcome = curl_easy_perform(easy_.get());
  count();
  return outcome;
}

void CurlFetcher::Engine::count() {
  CURL* easy = easy_.get();
  spent_ += microseconds(info<curl_off_t>(easy, CURLINFO_TOTAL_TIME_T));
  ++traffic.requests;
  traffic.connections += static_cast<std::size_t>(info<long>(easy, CURLINFO_NUM_CONNECTS));
  traffic.bytes_on_the_wire +=
      static_cast<std::size_t>(info<curl_off_t>(easy, CURLINFO_SIZE_DOWNLOAD_T)) +
      static_cast<std::size_t>(info<long>(easy, CURLINFO_HEADER_SIZE));
  traffic.bytes_decoded += exchange_.body.size();
}

/// Whatever the status.
Status CurlFetcher::Engine::exchange_with(const url::Url& url) {
  CURLcode code = perform(url);
  if (is_worth_a_retry(code)) code = perform(url);
  if (code == CURLE_OK) return {};
  return tl::unexpected(failure(code, url));
}

Error CurlFetcher::Engine::failure(CURLcode code, const url::Url& url) const {
  if (exchange_.refusal) return *exchange_.refusal;
  if (code == CURLE_OPERATION_TIMEDOUT) return timeout();
  return error_of({.code = code,
                   .text = error_text_.data(),
                   .system_error = static_cast<int>(info<long>(easy_.get(), CURLINFO_OS_ERRNO)),
                   .host = url.host,
                   .port = url.port});
}

Error CurlFetcher::Engine::timeout() const {
  if (time_left() < kClockSlack) {
    return {ErrorKind::Timeout, "not finished within " + in_words(options_.max_time)};
  }
  if (info<curl_off_t>(easy_.get(), CURLINFO_PRETRANSFER_TIME_T) == 0) {
    return {ErrorKind::Timeout, "no connection within " + in_words(options_.connect_timeout)};
  }
  return {ErrorKind::Timeout, "stalled for " + in_words(options_.stall_time)};
}

Result<Page> CurlFetcher::Engine::page_at(const url::Url& url) {
  CURL* easy = easy_.get();
  const long status = info<long>(easy, CURLINFO_RESPONSE_CODE);
  if (status != 200) return fail(ErrorKind::HttpStatus, "answered " + std::to_string(status));
  const std::string content_type = first(fields(easy, "Content-Type"));
  if (const Status whole = check_whole(framing_of(easy), exchange_.body, content_type); !whole) {
    return tl::unexpected(whole.error());
  }
  return make_page(url, std::move(exchange_.body), content_type);
}

Result<Page> CurlFetcher::Engine::fetch(const url::Url& url) {
  url::Url at = url;
  spent_ = microseconds(0);
  for (int followed = 0;; ++followed) {
    if (const Status done = exchange_with(at); !done) return tl::unexpected(done.error());
    const std::vector<std::string> location = fields(easy_.get(), "Location");
    const bool redirected = is_redirect(info<long>(easy_.get(), CURLINFO_RESPONSE_CODE));
    if (!redirected || location.empty()) return page_at(at);
    if (followed == options_.max_redirects) {
      return fail(ErrorKind::RedirectRefused,
                  "more than " + std::to_string(options_.max_redirects) + " redirects");
    }
    Result<url::Url> target = redirect_target(at, location.front());
    if (!target) return tl::unexpected(target.error());
    at = *std::move(target);
  }
}

CurlFetcher::CurlFetcher(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
CurlFetcher::~CurlFetcher() = default;

Result<std::unique_ptr<CurlFetcher>> CurlFetcher::create(const NetworkOptions& options) {
  if (const Status valid = check_options(options); !valid) return tl::unexpected(valid.error());
  if (start_libcurl() != CURLE_OK) return fail(ErrorKind::Internal, "libcurl does not start");
  auto engine = std::make_unique<Engine>(options);
  if (const Status ready = engine->configure(); !ready) return tl::unexpected(ready.error());
  return std::unique_ptr<CurlFetcher>(new CurlFetcher(std::move(engine)));
}

void CurlFetcher::fetch_all(std::span<const Request> requests, const OnPage& on_page) {
  for (std::size_t i = 0; i < requests.size(); ++i) on_page(i, engine_->fetch(requests[i].url));
}

Traffic CurlFetcher::traffic() const {
  return engine_->traffic;
}

}  // namespace newshole::fetch
