#pragma once
// Pages from a folder instead of the network: what `wget -x -E` or `newshole convert --save` left.

#include <filesystem>

#include "fetch/fetcher.h"

namespace newshole::fetch {

/// A local file holds at most this much.
inline constexpr std::size_t kMaxFileBytes = std::size_t{32} << 20;

/// Reads DIR/HOST/PATH, DIR/HOST/PATH.html or DIR/HOST/PATH/index.html, the first that is a file,
/// as sent or percent-decoded; a folder is HOST:PORT or HOST, and "/a/index.html" is "/a" too.
/// Never leaves DIR, whatever the URL. Errors: NotFound (naming what was looked for), Io.
class SavedPages final : public Fetcher {
 public:
  explicit SavedPages(std::filesystem::path folder) : folder_(std::move(folder)) {}
  /// Answers before it returns.
  void ask(Request request, OnAnswer on_answer) override;
  void wait_until(const std::function<bool()>&) override {}
  [[nodiscard]] Traffic traffic() const override { return traffic_; }

 private:
  [[nodiscard]] Result<Page> read(const Request& request);
  std::filesystem::path folder_;
  Traffic traffic_;
};

/// Where `convert --save` keeps a page, below its DIR: HOST/PATH.html ("/" is index.html), with
/// "?QUERY" before the suffix; bytes outside [A-Za-z0-9._~%+=@,-] are percent-encoded, and a name
/// that is longer than 200 bytes then keeps 150 and ends in its fingerprint. SavedPages finds it
/// again.
[[nodiscard]] std::filesystem::path saved_path(const url::Url& url);

/// Errors, without the path: Usage (cannot be read, or holds too much).
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);

}  // namespace newshole::fetch
