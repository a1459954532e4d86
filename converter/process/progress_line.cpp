#include "process/progress_line.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <unistd.h>

#include "mirror/summary.h"
#include "text/clean.h"
#include "text/dates/dates.h"
#include "text/width.h"

namespace newshole::converter {
namespace {

constexpr auto kRedrawInterval = std::chrono::milliseconds(100);
constexpr int kLineCells = 78;

void print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

bool is_at_terminal() {
  return ::isatty(STDERR_FILENO) == 1;
}

/// "12 KB", "3.4 MB"; a KB has 1000 bytes.
std::string in_words(double bytes) {
  constexpr double kThousand = 1000;
  const char* unit = "KB";
  double amount = bytes / kThousand;
  if (amount >= kThousand) {
    unit = "MB";
    amount /= kThousand;
  }
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), amount < 10 ? "%.1f %s" : "%.0f %s", amount, unit);
  return text.data();
}

/// The part of a URL behind the site's name.
std::string path_of(std::string_view what) {
  const std::size_t scheme = what.find("://");
  if (scheme == std::string_view::npos) return std::string(what);
  return std::string(what.substr(std::min(what.find('/', scheme + 3), what.size())));
}

/// Text of others as one line that a terminal can show.
void print_line(const std::string& line) {
  print(text::as_printed(text::clean_line(line)) + "\n");
}

std::string_view word_of(mirror::Event event) {
  constexpr std::array<std::string_view, 3> kWords = {"new", "changed", "taken down"};
  return kWords.at(static_cast<std::size_t>(event));
}

class Lines final : public mirror::Progress {
 public:
  explicit Lines(const Clock& clock) : clock_(&clock) {}
  void began(std::string_view site) override { say(site, "asking for its news"); }
  void listed(std::string_view site, std::size_t stories, std::size_t to_fetch) override {
    say(site, std::to_string(stories) + " stories, " + std::to_string(to_fetch) + " to fetch");
  }
  void heard(const mirror::News& news) override {
    say(news.site, std::string(word_of(news.event)) + ": " + std::string(news.headline) + " " +
                       std::string(news.url));
  }

 private:
  void say(std::string_view site, const std::string& what) const {
    print_line(text::to_rfc3339(clock_->now()) + " " + std::string(site) + ": " + what);
  }

  const Clock* clock_;
};

class OneLine final : public mirror::Progress {
 public:
  explicit OneLine(const Clock& clock) : clock_(&clock), began_(clock.tick()) {}
  ~OneLine() override {
    if (drawn_) print("\r\033[K");
  }

  void began(std::string_view site) override {
    site_ = site;
    stories_.clear();
    draw("front page");
  }
  void listed(std::string_view /*site*/, std::size_t /*stories*/, std::size_t to_fetch) override {
    done_ = 0;
    of_ = to_fetch;
    count_stories();
    draw("");
  }
  void fetched(const mirror::Arrival& arrival) override {
    ++done_;
    bytes_ = arrival.bytes_on_the_wire;
    count_stories();
    draw(arrival.waiting_for);
  }
  void wrote(std::string_view file) override { draw(file); }

 private:
  void count_stories() { stories_ = ", " + std::to_string(done_) + " of " + std::to_string(of_); }

  [[nodiscard]] std::string bytes_and_rate(Tick now) const {
    const auto bytes = static_cast<double>(bytes_);
    const double seconds = std::chrono::duration<double>(now - began_).count();
    if (bytes_ == 0 || seconds <= 0) return {};
    return ", " + in_words(bytes) + ", " + in_words(bytes / seconds) + "/s";
  }

  void draw(std::string_view what) {
    const Tick now = clock_->tick();
    if (drawn_ && now - *drawn_ < kRedrawInterval) return;
    drawn_ = now;
    const std::string line = text::clean_line(site_ + stories_ + bytes_and_rate(now) +
                                              (what.empty() ? "" : ": ") + path_of(what));
    print("\r\033[K" + std::string(text::prefix_within(line, kLineCells, line.size())));
  }

  const Clock* clock_;
  Tick began_;
  std::optional<Tick> drawn_;
  std::string site_;
  std::string stories_;
  std::size_t done_ = 0;
  std::size_t of_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace

std::unique_ptr<mirror::Progress> make_progress(Verbosity verbosity, const Clock& clock) {
  if (verbosity == Verbosity::Verbose) return std::make_unique<Lines>(clock);
  if (verbosity == Verbosity::Normal && is_at_terminal()) return std::make_unique<OneLine>(clock);
  return std::make_unique<mirror::Progress>();
}

void show_summary(Verbosity verbosity, const mirror::Report& report, const std::string& hint) {
  const bool has_lines =
      verbosity == Verbosity::Verbose || (verbosity == Verbosity::Normal && is_at_terminal());
  if (!has_lines) return;
  for (const mirror::SiteReport& site : report.sites) print_line(mirror::summary_of(site));
  if (!hint.empty() && !report.files_written.empty()) print_line(hint);
}

}  // namespace newshole::converter
