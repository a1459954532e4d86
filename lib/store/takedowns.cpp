#include "store/takedowns.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/ascii.h"
#include "base/descriptor.h"
#include "base/join.h"
#include "text/dates/dates.h"
#include "url/url.h"

namespace newshole::store {
namespace {

constexpr std::size_t kDayBytes = std::string_view("2026-11-30").size();

std::optional<Takedown> takedown_of(std::string_view line) {
  const std::string day(line.substr(0, kDayBytes));
  const auto midnight = text::parse_iso_time(day + "T00:00:00Z");
  if (!midnight || line.substr(kDayBytes).find(' ') != 0) return std::nullopt;
  std::string url(line.substr(kDayBytes + 1));
  if (!url::parse_url(url)) return std::nullopt;
  return Takedown{std::chrono::floor<std::chrono::days>(*midnight), std::move(url)};
}

Result<Takedowns> takedowns_of(std::string_view lines, const std::string& name) {
  Takedowns all;
  std::size_t number = 0;
  for (const std::string_view line : split(lines, '\n')) {
    ++number;
    if (ascii::trimmed(line).empty()) continue;
    auto takedown = takedown_of(ascii::trimmed(line));
    if (!takedown)
      return fail(ErrorKind::Io, name + ": line " + std::to_string(number) +
                                     ": expected a day and a URL, such as 2026-11-30 "
                                     "https://news.example/a");
    all.push_back(*std::move(takedown));
  }
  return all;
}

Result<std::string> bytes_of(const Descriptor& file, const std::string& name) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode))
    return fail(ErrorKind::Io, name + ": cannot be read: no regular file");
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  const ssize_t size = read_fully(file.get(), bytes.data(), bytes.size());
  if (size < 0) return io_error(name, "cannot be read", errno);
  bytes.resize(static_cast<std::size_t>(size));
  return bytes;
}

Status write_file(const std::filesystem::path& path, std::string_view bytes) {
  constexpr mode_t kFileMode = 0644;
  const Descriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, kFileMode));
  if (!file.is_open()) return io_error(path.string(), "cannot be made", errno);
  if (const int error = write_fully(file.get(), bytes); error != 0)
    return io_error(path.string(), "cannot be written", error);
  // Whatever the umask.
  if (::fchmod(file.get(), kFileMode) != 0 || ::fsync(file.get()) != 0)
    return io_error(path.string(), "cannot be written to the disk", errno);
  return {};
}

}  // namespace

std::string to_lines(const Takedowns& takedowns) {
  std::string lines;
  for (const Takedown& each : takedowns)
    lines += text::to_rfc3339(UtcTime(each.day)).substr(0, kDayBytes) + " " + each.url + "\n";
  return lines;
}

Result<Takedowns> read_takedowns(const std::filesystem::path& folder) {
  return read_takedowns_at(AT_FDCWD, folder);
}

Result<Takedowns> read_takedowns_at(int at, const std::filesystem::path& folder) {
  const std::string name = folder / kTakedownsFile;
  const Descriptor file(::openat(at, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file.is_open() && errno == ENOENT) return Takedowns();
  if (!file.is_open()) return io_error(name, "cannot be read", errno);
  return bytes_of(file, name).and_then([&](const std::string& bytes) {
    return takedowns_of(bytes, name);
  });
}

Status write_takedowns(const std::filesystem::path& folder, const Takedowns& takedowns) {
  const std::filesystem::path path = folder / kTakedownsFile;
  const std::filesystem::path next = path.string() + ".new";
  if (Status written = write_file(next, to_lines(takedowns)); !written) return written;
  if (::rename(next.c_str(), path.c_str()) != 0)
    return io_error(path.string(), "cannot be put in place", errno);
  const Descriptor place(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!place.is_open() || ::fsync(place.get()) != 0)
    return io_error(path.string(), "cannot be written to the disk", errno);
  return {};
}

}  // namespace newshole::store
