#include "progress_line.h"

#include <chrono>
#include <cstdio>
#include <unistd.h>

#include "text/clean.h"
#include "text/width.h"

namespace newshole::converter {
namespace {

constexpr auto kRedrawInterval = std::chrono::milliseconds(100);
constexpr int kLineCells = 78;

void print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
}

/// For pipes, cron and --quiet.
class Silence final : public mirror::Progress {
 public:
  void listed(std::string_view /*site*/, std::size_t /*stories*/,
              std::size_t /*to_fetch*/) override {}
  void fetched(std::string_view /*url*/) override {}
  void wrote(std::string_view /*file*/) override {}
};

class Lines final : public mirror::Progress {
 public:
  void listed(std::string_view site, std::size_t stories, std::size_t to_fetch) override {
    say(std::string(site) + ": " + std::to_string(stories) + " stories, " +
        std::to_string(to_fetch) + " to fetch");
  }
  void fetched(std::string_view url) override { say("fetched " + std::string(url)); }
  void wrote(std::string_view file) override { say("wrote " + std::string(file)); }

 private:
  static void say(const std::string& line) { print(text::clean_line(line) + "\n"); }
};

class OneLine final : public mirror::Progress {
 public:
  explicit OneLine(const Clock& clock) : clock_(&clock) {}
  OneLine(const OneLine&) = delete;
  OneLine& operator=(const OneLine&) = delete;
  OneLine(OneLine&&) = delete;
  OneLine& operator=(OneLine&&) = delete;
  ~OneLine() override { print("\r\033[K"); }

  void listed(std::string_view site, std::size_t /*stories*/, std::size_t to_fetch) override {
    site_ = site;
    done_ = 0;
    of_ = to_fetch;
    draw("");
  }
  void fetched(std::string_view url) override {
    ++done_;
    draw(url);
  }
  void wrote(std::string_view file) override { draw(file); }

 private:
  void draw(std::string_view what) {
    const Tick now = clock_->tick();
    if (now - drawn_ < kRedrawInterval) return;
    drawn_ = now;
    const std::string line = site_ + ": " + std::to_string(done_) + " of " + std::to_string(of_) +
                             "  " + text::clean_line(what);
    print("\r\033[K" + std::string(text::prefix_within(line, kLineCells, line.size())));
  }

  const Clock* clock_;
  Tick drawn_;
  std::string site_;
  std::size_t done_ = 0;
  std::size_t of_ = 0;
};

}  // namespace

std::unique_ptr<mirror::Progress> make_progress(Verbosity verbosity, const Clock& clock) {
  if (verbosity == Verbosity::Verbose) return std::make_unique<Lines>();
  if (verbosity == Verbosity::Normal && ::isatty(STDERR_FILENO) == 1)
    return std::make_unique<OneLine>(clock);
  return std::make_unique<Silence>();
}

}  // namespace newshole::converter
