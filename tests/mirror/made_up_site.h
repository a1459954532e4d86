#pragma once
// A site that does not exist, a fetcher that serves it, a clock, and a mirror of it.

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "mirror/fixture_fetcher.h"
#include "mirror/mirror_tree.h"
#include "mirror/refresh.h"
#include "temp_folder.h"

namespace newshole::test {

using Names = std::vector<std::string>;
[[nodiscard]] Names sorted(Names names);

class FakeClock final : public Clock {
 public:
  [[nodiscard]] UtcTime now() const override { return now_; }
  [[nodiscard]] Tick tick() const override {
    on_tick();
    return tick_;
  }
  void advance(std::chrono::seconds time) { now_ += time; }
  void advance_tick(std::chrono::milliseconds time) { tick_ += time; }

  /// Called by each `tick`, on whichever thread.
  std::function<void()> on_tick = [] {};

 private:
  Tick tick_{};
  UtcTime now_ = std::chrono::sys_days(std::chrono::year(2025) / 9 / 19) + std::chrono::hours(12);
};

/// Notes each call: "began SITE", "listed 3, 2 to fetch", "fetched URL, next URL".
class ToldProgress final : public mirror::Progress {
 public:
  void began(std::string_view site) override;
  void listed(std::string_view site, std::size_t stories, std::size_t to_fetch) override;
  void fetched(const mirror::Arrival& arrival) override;
  void wrote(std::string_view file) override;
  void heard(const mirror::News& news) override;

  std::vector<std::string> told;
  std::vector<std::string> news;  ///< "EVENT HEADLINE URL", the event as a number
};

/// A site whose stories stand at /2025/09/19/SECTION/SLUG.
[[nodiscard]] site::SiteProfile made_up_profile(const std::string& name);

struct LinkToStory {
  std::string path;  ///< "/2025/09/19/tech/rates"
  std::string headline;
};

[[nodiscard]] std::string front_page_html(const std::vector<LinkToStory>& links);
[[nodiscard]] std::string story_html(const std::string& headline, const std::string& text);

/// From now on `fetcher` has other.example with one story, tech/x: "Other news".
[[nodiscard]] site::SiteProfile serve_other_site(FixtureFetcher& fetcher);

/// news.example with two stories, tech/rates and us/rain, and a mirror that is not there yet.
class MadeUpSite {
 public:
  MadeUpSite();

  [[nodiscard]] const std::filesystem::path& root() const { return options.config.root; }
  [[nodiscard]] const std::filesystem::path& outside() const { return temp_.path(); }

  /// Lists these on the front page; the stories stay as they are.
  void list(const std::vector<LinkToStory>& links);
  void set_story(const std::string& path, const std::string& headline, const std::string& text);
  void remove_story(const std::string& path);

  [[nodiscard]] Result<mirror::Report> run();
  /// A run that must come to a report.
  mirror::Report report();

  mirror::RefreshOptions options;
  FixtureFetcher fetcher;
  FakeClock clock;
  ToldProgress progress;  ///< of the last run

 private:
  TempFolder temp_;
  site::SiteProfile profile_;
};

inline const std::vector<LinkToStory> kTwoStories = {{"/2025/09/19/tech/rates", "Rates up again"},
                                                     {"/2025/09/18/us/rain", "Rain expected"}};

/// The files of the two, below the mirror's root.
constexpr const char* kRates = "news.example/2025/09/19/tech/rates.txt";
constexpr const char* kRain = "news.example/2025/09/18/us/rain.txt";

inline std::string front_menu(const MadeUpSite& site) {
  return read(site.root() / "news.example/gophermap");
}

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace newshole::test
