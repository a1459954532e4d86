#include "cache/page_cache.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "base/descriptor.h"
#include "base/json_shape.h"
#include "base/limits.h"
#include "fetch/saved_pages.h"
#include "process/messages.h"
#include "process/output.h"

namespace newshole::converter {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

constexpr std::string_view kEnding = ".page";
/// Of the line of facts, its first; a file that begins otherwise is none of ours.
constexpr const char* kVersionKey = "newshole_page";
constexpr std::string_view kBeginning = R"({"newshole_page":)";
static_assert(kBeginning.substr(2, kBeginning.size() - 4) == kVersionKey);
constexpr int kVersion = 1;
constexpr std::chrono::hours kUnused{24 * 30};
constexpr std::chrono::hours kShortestLife{24};
constexpr std::chrono::hours kLongestLife{24 * 30};

ordered_json to_json(const fetch::Preferences& preferences) {
  ordered_json json = {{"no_archive", preferences.no_archive}};
  for (const auto& text : fetch::kPreferenceTexts) {
    if (const auto& value = preferences.*text.member) json[text.name] = *value;
  }
  return json;
}

std::optional<std::string> text_of(const ordered_json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

fetch::Preferences preferences_of(const ordered_json& json, const char* key) {
  fetch::Preferences preferences;
  const auto found = json.find(key);
  if (found == json.end() || !found->is_object()) return preferences;
  const auto no_archive = found->find("no_archive");
  preferences.no_archive = no_archive != found->end() && *no_archive == true;
  for (const auto& text : fetch::kPreferenceTexts)
    preferences.*text.member = text_of(*found, text.name);
  return preferences;
}

std::string bytes_of(const url::Url& asked, const fetch::Page& page) {
  // One that was decoded is UTF-8, whatever its header says.
  const std::string charset = page.encoding.empty() ? page.charset : "utf-8";
  const ordered_json facts = {{kVersionKey, kVersion},
                              {"asked", asked.text},
                              {"url", page.url.text},
                              {"charset", charset},
                              {"media_type", page.media_type},
                              {"preferences", to_json(page.preferences)},
                              {"site_preferences", to_json(page.site_preferences)}};
  return facts.dump(-1, ' ', true, ordered_json::error_handler_t::replace) + "\n" + page.html;
}

/// Nothing where the bytes are no page that was kept for `asked`: two addresses may have one file.
std::optional<fetch::Page> page_of(const url::Url& asked, std::string bytes) {
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  const std::string_view line = std::string_view(bytes).substr(0, end);
  if (json_shape(line).levels > limits::kJsonLevels) return std::nullopt;
  const ordered_json facts = ordered_json::parse(line, nullptr, false);
  if (!facts.is_object() || facts.value(kVersionKey, ordered_json()) != kVersion)
    return std::nullopt;
  if (text_of(facts, "asked") != asked.text) return std::nullopt;
  Result<url::Url> url = url::parse_url(text_of(facts, "url").value_or(""));
  if (!url) return std::nullopt;
  bytes.erase(0, end + 1);
  return fetch::Page{.url = *std::move(url),
                     .html = std::move(bytes),
                     .charset = text_of(facts, "charset").value_or(""),
                     .media_type = text_of(facts, "media_type").value_or(""),
                     .preferences = preferences_of(facts, "preferences"),
                     .site_preferences = preferences_of(facts, "site_preferences")};
}

fs::path file_of(const fs::path& folder, const url::Url& asked) {
  fs::path file = folder / fetch::saved_path(asked);
  return file += kEnding;
}

timespec to_timespec(UtcTime time) {
  timespec out{};
  out.tv_sec = time.time_since_epoch().count();
  return out;
}

UtcTime to_time(const timespec& time) {
  return UtcTime(std::chrono::seconds(time.tv_sec));
}

/// Nothing: the modification time stays. Where it cannot be set, the system's clock has set one.
void set_times(const fs::path& file, UtcTime used, std::optional<UtcTime> fetched) {
  std::array<timespec, 2> times = {to_timespec(used), timespec{}};
  times[1].tv_nsec = UTIME_OMIT;
  if (fetched) times[1] = to_timespec(*fetched);
  static_cast<void>(::utimensat(AT_FDCWD, file.c_str(), times.data(), 0));
}

Status write_page(const fs::path& file, const std::string& bytes) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  if (error) return fail(ErrorKind::Usage, file.parent_path().string() + ": " + error.message());
  return write_whole(file, bytes);
}

/// NAME.page.PROCESS.part, see write_whole.
bool is_name_of_part(std::string_view name) {
  constexpr std::string_view kPart = ".part";
  if (!name.ends_with(kPart)) return false;
  name.remove_suffix(kPart.size());
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return false;
  const std::string_view process = name.substr(dot + 1);
  return !process.empty() && std::ranges::all_of(process, ascii::is_digit) &&
         name.substr(0, dot).ends_with(kEnding);
}

/// As many bytes as all of ours begin with, or all of a shorter file. Nothing: it is a link, or
/// cannot be read.
std::optional<std::string> beginning_of(const fs::path& file) {
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  std::string bytes(kBeginning.size(), '\0');
  const ssize_t size = in.is_open() ? read_fully(in.get(), bytes.data(), bytes.size()) : -1;
  if (size < 0) return std::nullopt;
  bytes.resize(static_cast<std::size_t>(size));
  return bytes;
}

/// A page, or what a run that was killed left of one. A user may keep files of these names here.
bool is_own_file(const fs::path& file) {
  const bool is_part = is_name_of_part(file.filename().string());
  if (!is_part && file.extension() != kEnding) return false;
  const std::optional<std::string> bytes = beginning_of(file);
  return bytes && (is_part ? kBeginning.starts_with(*bytes) : *bytes == kBeginning);
}

bool is_unused(const fs::path& file, UtcTime now) {
  struct stat there {};
  if (::lstat(file.c_str(), &there) != 0 || !S_ISREG(there.st_mode)) return false;
  return std::max(to_time(there.st_atim), to_time(there.st_mtim)) + kUnused < now;
}

}  // namespace

bool is_fresh(UtcTime fetched, std::optional<UtcTime> listed, UtcTime now) {
  if (listed && *listed > now) listed.reset();
  if (fetched > now || (listed && *listed > fetched)) return false;
  const std::chrono::seconds age = listed ? fetched - *listed : std::chrono::seconds(0);
  return now - fetched < std::clamp<std::chrono::seconds>(age, kShortestLife, kLongestLife);
}

Result<std::unique_ptr<PageCache>> PageCache::open(fs::path folder, const Clock& clock) {
  // Its files' parents are compared with it.
  if (!folder.has_filename()) folder = folder.parent_path();
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail(ErrorKind::Usage, folder.string() + ": " + error.message());
  return std::unique_ptr<PageCache>(new PageCache(std::move(folder), clock));
}

std::optional<fetch::Page> PageCache::find(const url::Url& asked,
                                           std::optional<UtcTime> listed) const {
  struct stat there {};
  if (::stat(file_of(folder_, asked).c_str(), &there) != 0) return std::nullopt;
  const bool is_wanted = is_fresh(to_time(there.st_mtim), listed, clock_->now());
  return is_wanted ? find_old(asked) : std::nullopt;
}

std::optional<fetch::Page> PageCache::find_old(const url::Url& asked) const {
  if (!asked.fragment.empty()) return std::nullopt;
  const fs::path file = file_of(folder_, asked);
  Result<std::string> bytes = fetch::read_file(file);
  auto page = bytes ? page_of(asked, *std::move(bytes)) : std::nullopt;
  if (page) set_times(file, clock_->now(), std::nullopt);
  return page;
}

void PageCache::keep(const url::Url& asked, const fetch::Page& page) {
  if (!asked.fragment.empty()) return;
  const fs::path file = file_of(folder_, asked);
  const std::string bytes = bytes_of(asked, page);
  const std::scoped_lock lock(mutex_);
  // Another process may have removed the folder as an empty one.
  Status written = write_page(file, bytes);
  if (!written) written = write_page(file, bytes);
  if (written) set_times(file, clock_->now(), clock_->now());
  if (!written && !std::exchange(has_complained_, true)) complain(written.error().message);
}

void PageCache::prune() const {
  const UtcTime now = clock_->now();
  std::vector<fs::path> unused;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder_, error), end; !error && entry != end;
       entry.increment(error)) {
    if (is_unused(entry->path(), now) && is_own_file(entry->path()))
      unused.push_back(entry->path());
  }
  for (const fs::path& file : unused) {
    if (!fs::remove(file, error)) continue;
    for (fs::path up = file.parent_path(); up != folder_ && fs::remove(up, error);)
      up = up.parent_path();
  }
}

}  // namespace newshole::converter
