#include "convert/archive_progress.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <unistd.h>

namespace newshole::converter {
namespace {

/// Of all files together; 0 if one of the sources is none.
std::uint64_t bytes_of(const std::vector<Source>& sources) {
  std::uint64_t bytes = 0;
  for (const Source& source : sources) {
    std::error_code is_none;
    const std::uintmax_t size = std::filesystem::file_size(source.name, is_none);
    if (is_none || source.record) return 0;
    bytes += size;
  }
  return bytes;
}

/// "40 s", "3 min", "2.5 h".
std::string time_in_words(double seconds) {
  constexpr double kMinute = 60;
  constexpr double kHour = 3600;
  std::array<char, 32> text{};
  if (seconds < 2 * kMinute) {
    std::snprintf(text.data(), text.size(), "%.0f s", seconds);
  } else if (seconds < 2 * kHour) {
    std::snprintf(text.data(), text.size(), "%.0f min", seconds / kMinute);
  } else {
    std::snprintf(text.data(), text.size(), "%.1f h", seconds / kHour);
  }
  return text.data();
}

std::string number_of(std::size_t count, const char* things) {
  return std::to_string(count) + " " + things + (count == 1 ? "" : "s");
}

void draw_line(const std::string& line) {
  const std::string text = "\r\033[K" + line;
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace

std::string progress_of(const ArchiveCounts& counts, double seconds, std::uint64_t total) {
  constexpr double kMegabyte = 1e6;
  std::string line = number_of(counts.records, "record") + ", " + number_of(counts.pages, "page");
  // Before that rates say nothing.
  if (seconds < 1) return line;
  const double bytes_a_second = static_cast<double>(counts.bytes) / seconds;
  std::array<char, 64> rates{};
  std::snprintf(rates.data(), rates.size(), ", %.0f pages/s, %.1f MB/s",
                static_cast<double>(counts.pages) / seconds, bytes_a_second / kMegabyte);
  line += rates.data();
  if (total > counts.bytes && bytes_a_second > 0)
    line +=
        ", " + time_in_words(static_cast<double>(total - counts.bytes) / bytes_a_second) + " left";
  return line;
}

ArchiveProgress::ArchiveProgress(const std::vector<Source>& sources, const Clock& clock)
    : is_shown_(::isatty(STDERR_FILENO) == 1),
      total_(is_shown_ ? bytes_of(sources) : 0),
      clock_(&clock),
      began_(clock.tick()) {}

ArchiveProgress::~ArchiveProgress() {
  hide();
}

void ArchiveProgress::hide() {
  if (drawn_) draw_line("");
  drawn_.reset();
}

void ArchiveProgress::show(const ArchiveCounts& counts) {
  constexpr auto kRedrawInterval = std::chrono::milliseconds(100);
  if (!is_shown_) return;
  const Tick now = clock_->tick();
  if (drawn_ && now - *drawn_ < kRedrawInterval) return;
  drawn_ = now;
  draw_line(progress_of(counts, std::chrono::duration<double>(now - began_).count(), total_));
}

}  // namespace newshole::converter
