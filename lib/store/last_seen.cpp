#include "store/last_seen.h"

#include <system_error>
#include <vector>

#include "base/descriptor.h"
#include "store/database.h"
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

// What a first run writes stands in a log beside the file until it ends.
Result<bool> is_before_first_run(const fs::path& folder) {
  Result<Database> database = Database::open_to_read(folder / kState);
  if (!database) return tl::unexpected(database.error());
  const auto version = database->number("PRAGMA user_version", {});
  if (!version) return tl::unexpected(version.error());
  return version->value_or(0) == 0;
}

Result<std::optional<LastSeen>> read_state(State& state, std::string_view site) {
  const Result<std::optional<SiteRecord>> record = state.site(site);
  if (!record) return tl::unexpected(record.error());
  if (!*record) return std::nullopt;
  const Result<std::vector<StoryRecord>> stories = state.front_page(site);
  if (!stories) return tl::unexpected(stories.error());
  return LastSeen{.change = (*record)->last_change, .stories = stories->size()};
}

}  // namespace

Result<std::optional<LastSeen>> last_seen(const fs::path& root, std::string_view site) {
  const auto folder = folder_of_state(root);
  if (!folder) return tl::unexpected(folder.error());
  if (!*folder) return std::nullopt;
  const Result<bool> is_new = is_before_first_run(**folder);
  if (!is_new) return tl::unexpected(is_new.error());
  if (*is_new) return std::nullopt;
  Result<State> state = State::open_to_read(**folder);
  if (!state) return tl::unexpected(state.error());
  return read_state(*state, site);
}

}  // namespace newshole::store
