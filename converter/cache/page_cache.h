#pragma once
// Stories' pages that earlier runs of `convert` fetched.

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>

#include "base/clock.h"
#include "base/error.h"
#include "fetch/page.h"

namespace newshole::converter {

/// True if a page that was fetched at `fetched` need not be asked for again: neither has its list,
/// which states the time `listed`, told of a change since, nor is it too old. It lasts for a day;
/// of a story that was older than that when it was fetched, for as long as it was old, at most 30
/// days. A time of a list that is still to come says nothing. Pure.
[[nodiscard]] bool is_fresh(UtcTime fetched, std::optional<UtcTime> listed, UtcTime now);

/// Keeps a page as DIR/HOST/PATH.html.page (see fetch::saved_path): a line of JSON with its facts,
/// then its bytes as they came. A file's modification time says when its page was fetched, its
/// access time when it was last used. Any thread, and any number of processes, may use one folder:
/// files are written whole.
class PageCache {
 public:
  /// Makes the folder where it is not there. `clock` must outlive the cache. Errors (Usage): it
  /// cannot be made.
  [[nodiscard]] static Result<std::unique_ptr<PageCache>> open(std::filesystem::path folder,
                                                               const Clock& clock);

  PageCache(const PageCache&) = delete;
  PageCache& operator=(const PageCache&) = delete;
  ~PageCache() = default;

  /// The page that was kept of this address if it is fresh, which is a use of it. An address with a
  /// fragment has none: it names a part of a list.
  [[nodiscard]] std::optional<fetch::Page> find(const url::Url& asked,
                                                std::optional<UtcTime> listed) const;

  /// The same however old it is, for who cannot have a newer one.
  [[nodiscard]] std::optional<fetch::Page> find_old(const url::Url& asked) const;

  /// Keeps a page that came for `asked`. What cannot be written is said once and costs nothing but
  /// another request of a later run.
  void keep(const url::Url& asked, const fetch::Page& page);

  /// Removes the pages that nobody used for 30 days, what killed runs left of such, and the folders
  /// that this leaves empty. A file that does not begin as a page does stays, whatever its name;
  /// links are not followed.
  void prune() const;

 private:
  PageCache(std::filesystem::path folder, const Clock& clock)
      : folder_(std::move(folder)), clock_(&clock) {}

  std::filesystem::path folder_;
  const Clock* clock_;
  std::mutex mutex_;  // held while a file is written
  bool has_complained_ = false;
};

}  // namespace newshole::converter
