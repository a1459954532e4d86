#include "store/last_seen.h"

#include <thread>

#include "base/descriptor.h"
#include "store/state.h"

namespace newshole::store {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPrivate = ".newshole";
constexpr const char* kState = "state.sqlite";

bool means_none(const std::error_code& error) {
  return error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory;
}

/// Nothing where there is no state.
Result<std::optional<fs::path>> folder_of_state(const fs::path& root) {
  const fs::path folder = root / kPrivate;
  std::error_code error;
  fs::path canonical = fs::canonical(folder, error);
  if (!error) static_cast<void>(fs::file_size(canonical / kState, error));
  if (!error) return canonical;
  if (means_none(error)) return std::nullopt;
  return io_error((folder / kState).string(), "cannot be read", error.value());
}

/// Changes when a run begins, writes to the state's file, or ends.
struct Stamp {
  std::uintmax_t size = 0;
  std::uintmax_t log_size = 0;
  fs::file_time_type written;

  friend bool operator==(const Stamp&, const Stamp&) = default;
};

Stamp stamp_of(const fs::path& folder) {
  const fs::path file = folder / kState;
  const fs::path log = file.string() + "-wal";
  std::error_code error;
  Stamp stamp{.size = fs::file_size(file, error), .written = fs::last_write_time(file, error)};
  if (const std::uintmax_t size = fs::file_size(log, error); !error) stamp.log_size = size;
  return stamp;
}

Result<std::optional<LastSeen>> read_state(const fs::path& folder, std::string_view site) {
  Result<std::optional<State>> state = State::open_to_read(folder);
  if (!state) return tl::unexpected(state.error());
  if (!*state) return std::nullopt;
  const Result<std::optional<SiteRecord>> record = (*state)->site(site);
  if (!record) return tl::unexpected(record.error());
  if (!*record) return std::nullopt;
  const Result<std::vector<StoryRecord>> stories = (*state)->front_page(site);
  if (!stories) return tl::unexpected(stories.error());
  return LastSeen{.change = (*record)->last_change, .stories = stories->size()};
}

}  // namespace

Result<std::optional<LastSeen>> last_seen(const fs::path& root, std::string_view site) {
  const auto folder = folder_of_state(root);
  if (!folder) return tl::unexpected(folder.error());
  if (!*folder) return std::nullopt;
  // Through its log the state is read as one commit left it. Without a log it may change while it
  // is read, and a log may come or go before it is open. A reader that comes while a run makes or
  // removes the log gets an error of SQLite, which is over once the run has done so.
  constexpr int kAttempts = 100;
  constexpr std::chrono::milliseconds kRest{2};
  for (int attempt = 1;; ++attempt) {
    const Stamp before = stamp_of(**folder);
    Result<std::optional<LastSeen>> seen = read_state(**folder, site);
    const bool is_sure = seen && (before == stamp_of(**folder) || before.log_size > 0);
    if (is_sure || attempt == kAttempts) return seen;
    if (!seen) std::this_thread::sleep_for(kRest);
  }
}

}  // namespace newshole::store
