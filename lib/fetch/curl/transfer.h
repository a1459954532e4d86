#pragma once
// One request and its answer on a libcurl handle, which serves many of them one after another.

#include <array>
#include <optional>

#include "base/error.h"
#include "fetch/curl/content_coding.h"
#include "fetch/curl/curl_handle.h"
#include "fetch/network_options.h"
#include "fetch/page.h"
#include "url/url.h"

namespace newshole::fetch {

/// What the transfers of one fetcher share; it outlives them and their connections.
struct Session {
  explicit Session(NetworkOptions given);
  NetworkOptions options;
  List headers;
  List resolve;
  List connect_to;
  Sockets sockets;
  std::size_t bytes_held = 0;  ///< of bodies, by all transfers
};

enum class Addresses { Public, Any };

/// A request, and how long it may take. Validators that no header field could carry are not sent.
struct Order {
  const url::Url& url;
  const Validators& validators;
  const std::vector<std::string>&
      cookies;  ///< as `Transfer::cookies` gave them; sent where they belong
  std::chrono::milliseconds limit;
  Addresses addresses;
};

class Transfer {
 public:
  /// Errors: Internal.
  [[nodiscard]] static Result<std::unique_ptr<Transfer>> create(Session& session);
  ~Transfer() { drop_body(); }

  /// Before each request.
  [[nodiscard]] CURLcode prepare(const Order& order);
  [[nodiscard]] CURL* handle() const { return easy_.get(); }

  // Of the request that is done:

  [[nodiscard]] long status() const { return info<long>(handle(), CURLINFO_RESPONSE_CODE); }
  /// The first field of that name.
  [[nodiscard]] std::optional<std::string> field(const char* name) const;
  /// For so long the answer is fresh, see fresh_for.
  [[nodiscard]] std::optional<std::chrono::seconds> max_age() const;
  /// All cookies of the order and of the answer, in libcurl's form.
  [[nodiscard]] std::vector<std::string> cookies() const;
  [[nodiscard]] bool had_validators() const { return own_headers_ != nullptr; }
  [[nodiscard]] bool had_connection() const;
  [[nodiscard]] std::size_t bytes_decoded() const { return received_.bytes_decoded; }
  /// True if it was stopped since all bodies together grew too large: it may do alone.
  [[nodiscard]] bool was_crowded_out() const { return received_.was_crowded_out; }
  void drop_body();
  /// The body is gone then. Errors: Truncated, NotArticle.
  [[nodiscard]] Result<Page> take_page(const url::Url& url);
  /// For all but timeouts, whose cause the caller's limits tell.
  [[nodiscard]] Error failure(CURLcode code, const url::Url& url) const;

 private:
  /// What has come, and what of it was refused.
  struct Received {
    std::string body;
    std::unique_ptr<GzipDecoder> gzip;  // where libcurl hands on the body as it came
    std::size_t bytes_coded = 0;
    std::size_t bytes_decoded = 0;
    std::size_t header_bytes = 0;
    bool was_crowded_out = false;
    std::optional<Error> refusal;          // why a callback stopped it
    std::optional<Error> refused_address;  // the last; others of the name may do
  };

  explicit Transfer(Session& session) : session_(&session), easy_(curl_easy_init()) {}
  [[nodiscard]] CURLcode configure();
  [[nodiscard]] bool is_crowded(std::size_t more) const;
  bool choose_decoding();
  bool take_coded(std::string_view bytes);
  bool take_decoded(std::string_view bytes);
  bool refuse(ErrorKind kind, const char* cause);
  static std::size_t on_body(const char* data, std::size_t, std::size_t size, void* user);
  static std::size_t on_header(const char*, std::size_t, std::size_t size, void* user);
  static curl_socket_t on_open(void* user, curlsocktype, curl_sockaddr* address);

  Session* session_;
  Addresses addresses_ = Addresses::Public;
  Received received_;
  List own_headers_;
  std::array<char, CURL_ERROR_SIZE> error_text_{};
  Easy easy_;  // last, so that it ends before what it points to
};

}  // namespace newshole::fetch
