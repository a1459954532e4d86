#include "fetch/saved_pages.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <utility>

#include "base/ascii.h"
#include "base/descriptor.h"
#include "base/fingerprint.h"
#include "base/join.h"
#include "base/percent.h"

namespace newshole::fetch {
namespace {

namespace fs = std::filesystem;

bool is_safe_in_name(char c) {
  constexpr std::string_view kMarks = "._~%+=@,-";
  return ascii::is_alphanumeric(c) || kMarks.find(c) != std::string_view::npos;
}

std::string safe_name(std::string_view text) {
  const bool is_dots = text == "." || text == "..";
  return percent::encoded(text, [is_dots](char c) { return is_safe_in_name(c) && !is_dots; });
}

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments = split(path, '/');
  std::erase(segments, std::string_view());
  return segments;
}

// An encoded slash stays encoded, as wget leaves it: decoded it would be another folder.
std::string percent_decoded(std::string_view text) {
  return percent::decoded(text, [](char c) { return c != '/' && c != '\0'; });
}

/// Names of files end at 255 bytes; a query may hold an address of another site.
std::string short_name(std::string name) {
  constexpr std::size_t kLongest = 200;
  constexpr std::size_t kKept = 150;
  if (name.size() <= kLongest) return name;
  return name.substr(0, kKept) + "-" + std::to_string(fingerprint(name));
}

std::string with_html_suffix(std::string name) {
  if (!name.ends_with(".html") && !name.ends_with(".htm")) name += ".html";
  return name;
}

/// With the query as wget puts it into a file name.
std::vector<std::string> names_with_query(const std::string& path, std::string_view query) {
  const bool folder = path.empty() || path.ends_with('/');
  const std::string name = (folder ? path + "index.html?" : path + "?") +
                           percent::encoded(query, [](char c) { return c != '/'; });
  return {name, name + ".html"};
}

/// Relative to the host's folder, the likeliest first.
std::vector<std::string> names_of(const url::Url& url) {
  constexpr std::string_view kIndex = "index.html";
  std::string path = url.path.substr(std::min(url.path.find_first_not_of('/'), url.path.size()));
  if (!url.query.empty()) return names_with_query(path, url.query);
  if (path.ends_with("/index.html")) path.resize(path.size() - kIndex.size());
  if (path.empty() || path.ends_with('/')) {
    path.resize(path.find_last_not_of('/') + 1);
    if (path.empty()) return {"index.html"};
    return {path + "/index.html", path + ".html", path};
  }
  return {path, path + ".html", path + "/index.html"};
}

bool leaves_folder(const std::string& name) {
  return name.find('\0') != std::string::npos || std::ranges::count(segments_of(name), "..") > 0;
}

bool is_folder_name(const std::string& host) {
  return !host.empty() && host.front() != '.' && host.find('/') == std::string::npos;
}

/// Relative to DIR, without repetition.
std::vector<std::string> places_of(const url::Url& url) {
  std::vector<std::string> places;
  const auto add = [&](const std::string& place) {
    if (leaves_folder(place)) return;
    if (std::ranges::find(places, place) == places.end()) places.push_back(place);
  };
  const std::vector<std::string> names = names_of(url);
  for (const std::string& host : {url.host + ":" + url.port, url.host}) {
    if (!is_folder_name(host)) continue;
    for (const std::string& name : names) {
      add((fs::path(host) / name).string());
      add((fs::path(host) / percent_decoded(name)).string());
    }
  }
  add(saved_path(url).string());
  return places;
}

bool is_below(const fs::path& folder, const fs::path& path) {
  const auto [at, _] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return at == folder.end();
}

tl::unexpected<Error> cannot_be_read(int error_number) {
  return fail(ErrorKind::Usage, "cannot be read: " + system_cause(error_number));
}

tl::unexpected<Error> not_found(const fs::path& folder, const url::Url& url) {
  const std::string between = ", " + url.host + "/";
  return fail(ErrorKind::NotFound, "no saved page in " + folder.string() + ": " + url.host + "/" +
                                       joined(names_of(url), between));
}

}  // namespace

std::filesystem::path saved_path(const url::Url& url) {
  std::string path = safe_name(url.host);
  for (const std::string_view segment : segments_of(url.path)) {
    path += "/" + short_name(safe_name(segment));
  }
  if (url.path.empty() || url.path.ends_with('/')) path += "/index.html";
  if (url.query.empty()) return with_html_suffix(std::move(path));
  const std::size_t folder = path.rfind('/') + 1;
  const std::string name = path.substr(folder) + "?" + safe_name(url.query);
  return path.substr(0, folder) + short_name(name) + ".html";
}

Result<std::string> read_file(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return cannot_be_read(errno);
  std::string bytes;
  std::array<char, std::size_t{64} << 10> block{};
  while (true) {
    const ssize_t got = read_fully(file.get(), block.data(), block.size());
    if (got < 0) return cannot_be_read(errno);
    if (got == 0) return bytes;
    bytes.append(block.data(), static_cast<std::size_t>(got));
    if (bytes.size() > kMaxFileBytes)
      return fail(ErrorKind::Usage, "cannot be read: it holds more than 32 MB");
  }
}

void SavedPages::ask(Request request, OnAnswer on_answer) {
  on_answer(is_stopped() ? stopped() : read(request));
}

Result<Page> SavedPages::read(const Request& request) {
  ++traffic_.requests;
  std::error_code error;
  const fs::path folder = fs::canonical(folder_, error);
  if (error) return not_found(folder_, request.url);
  for (const std::string& place : places_of(request.url)) {
    // Resolved first: a link in the folder may lead out of it.
    const fs::path path = fs::canonical(folder / place, error);
    if (error || !is_below(folder, path) || !fs::is_regular_file(path, error)) continue;
    Result<std::string> bytes = read_file(path);
    if (!bytes) return in_context(place, Error{ErrorKind::Io, bytes.error().message});
    traffic_.bytes_decoded += bytes->size();
    return arrived_page(request.url, *std::move(bytes), {});
  }
  return not_found(folder_, request.url);
}

}  // namespace newshole::fetch
