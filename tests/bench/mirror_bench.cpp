// What a refresh costs beside an archive of so many stories.
//
//   mirror_bench build ROOT STORIES    builds the archive in ROOT, which must be empty, through the
//                                      state's own functions, and its menus by a first run
//   mirror_bench refresh ROOT          prints one line: milliseconds and files of a refresh that
//                                      lists 100 stories of which 20 are new or changed, CPU
//                                      milliseconds, files and bytes of one that finds nothing new,
//                                      the process's largest memory in KB

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vector>

#include "base/clock.h"
#include "bench/made_up_news.h"
#include "extract/stored_article.h"
#include "mirror/fixture_fetcher.h"
#include "mirror/refresh.h"
#include "store/state.h"

namespace newshole::bench {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;

constexpr int kListed = 100;
constexpr int kNew = 10;
constexpr int kChanged = 10;
constexpr int kRounds = 9;
const UtcTime kStart = sys_days(std::chrono::year(2026) / 1 / 1) + 12h;

class BenchClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override { return now_; }
  [[nodiscard]] Tick tick() const override { return {}; }
  void advance(std::chrono::seconds time) { now_ += time; }

 private:
  UtcTime now_ = kStart;
};

struct Listed {
  std::string path;
  std::string headline;
};

std::string text_of(int revision) {
  std::string text = "Revision " + std::to_string(revision) + ". ";
  for (int i = 0; i < 100; ++i)
    text += "The harbour authority said so on day " + std::to_string(i) + ". ";
  return text;
}

/// A site whose front page lists the newest stories, and a mirror of it.
class Site {
 public:
  explicit Site(const std::filesystem::path& root)
      : profile_(make_profile("/{year}/{month}/{day}/{section}/{slug}")) {
    options_.config.root = root;
    options_.config.sites = {std::string(kSite)};
    options_.source = mirror::PageSource::Folder;
    options_.profiles = {&profile_};
    for (int i = 0; i < kListed; ++i) add_story();
    publish_front_page();
  }

  void next_edition() {
    for (int i = 0; i < kNew; ++i) add_story();
    listed_.erase(listed_.begin(), listed_.end() - kListed);
    ++revision_;
    for (int i = 0; i < kChanged; ++i) set_story(listed_[static_cast<std::size_t>(i)]);
    publish_front_page();
  }

  Result<mirror::Report> refresh() {
    clock_.advance(30min);
    return mirror::refresh(options_, fetcher_, clock_, progress_);
  }

 private:
  void add_story() {
    const std::string number = std::to_string(next_++);
    listed_.push_back({"/2026/01/01/us/new-" + number, "New story " + number});
    set_story(listed_.back());
  }

  void set_story(const Listed& story) {
    fetcher_.set("https://news.example" + story.path, "<!doctype html><h1>" + story.headline +
                                                          "</h1><article><p>" + text_of(revision_) +
                                                          "</p></article>");
  }

  void publish_front_page() {
    std::string html = "<!doctype html><ul>";
    for (auto story = listed_.rbegin(); story != listed_.rend(); ++story)
      html += "<li><a href=\"" + story->path + "\">" + story->headline + "</a></li>";
    fetcher_.set("https://news.example/", html + "</ul>");
  }

  site::SiteProfile profile_;
  mirror::RefreshOptions options_;
  test::FixtureFetcher fetcher_;
  BenchClock clock_;
  NoProgress progress_;
  std::vector<Listed> listed_;
  int next_ = 0;
  int revision_ = 0;
};

store::StoryRecord old_story(std::int64_t number) {
  const sys_days day =
      sys_days(std::chrono::year(2025) / 12 / 31) - std::chrono::days(number / kStoriesADay);
  const std::string name = "2025/old/us/story-" + std::to_string(number);
  return {.url = "https://news.example/" + name,
          .path = std::string(kSite) + "/" + name + ".txt",
          .headline = "An old story of which the archive knows, number " + std::to_string(number),
          .section = "us",
          .date = day,
          .content = static_cast<std::uint64_t>(number) + 1,
          .first_seen = day + 12h,
          .last_fetched = day + 13h,
          .last_changed = day + 12h,
          .words = 50};
}

Status build_archive(const std::filesystem::path& root, std::int64_t stories) {
  std::filesystem::create_directories(root / ".newshole");
  auto state = store::State::open(root / ".newshole", store::StateMode::Durable);
  if (!state) return tl::unexpected(state.error());
  const std::string article = extract::to_stored(
      {.site = std::string(kSite), .headline = "An old story", .blocks = {{.text = "It was so."}}});
  store::Transaction transaction = state->begin();
  transaction.save(kSite, store::Section{"us", "us"});
  for (std::int64_t i = 0; i < stories; ++i) {
    const store::StoryRecord story = old_story(i);
    transaction.save(kSite, story);
    transaction.save_article(kSite, story.url, article);
  }
  return transaction.commit();
}

double seconds(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double median(std::vector<double> values) {
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
  return values[values.size() / 2];
}

int complain(const Error& error) {
  std::fprintf(stderr, "mirror_bench: %s\n", error.message.c_str());
  return 1;
}

int build(const std::filesystem::path& root, std::int64_t stories) {
  std::filesystem::create_directories(root);
  if (const Status built = build_archive(std::filesystem::canonical(root), stories); !built)
    return complain(built.error());
  // The first run that meets an archive makes the menus of all its days.
  const auto first = Site(root).refresh();
  return first ? 0 : complain(first.error());
}

int refresh(const std::filesystem::path& root) {
  Site site(root);
  if (const auto first = site.refresh(); !first) return complain(first.error());
  std::vector<double> changed;
  std::vector<double> unchanged;
  std::size_t files = 0;
  std::size_t files_of_nothing = 0;
  std::size_t bytes_of_nothing = 0;
  for (int round = 0; round < kRounds; ++round) {
    site.next_edition();
    const double start = seconds(CLOCK_MONOTONIC);
    const auto report = site.refresh();
    if (!report) return complain(report.error());
    changed.push_back((seconds(CLOCK_MONOTONIC) - start) * 1000);
    files = report->files_written.size();
    const double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    const auto nothing = site.refresh();
    if (!nothing) return complain(nothing.error());
    unchanged.push_back((seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu) * 1000);
    files_of_nothing += nothing->files_written.size();
    bytes_of_nothing += nothing->bytes_written;
  }
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  std::printf("%.2f %zu %.2f %zu %zu %ld\n", median(changed), files, median(unchanged),
              files_of_nothing, bytes_of_nothing, usage.ru_maxrss);
  return 0;
}

}  // namespace
}  // namespace newshole::bench

int main(int argc, char** argv) {
  const std::string_view task = argc > 1 ? argv[1] : "";
  if (task == "build" && argc == 4) return newshole::bench::build(argv[2], std::atoll(argv[3]));
  if (task == "refresh" && argc == 3) return newshole::bench::refresh(argv[2]);
  std::fprintf(stderr, "usage: mirror_bench build ROOT STORIES | mirror_bench refresh ROOT\n");
  return 2;
}
