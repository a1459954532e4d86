#include "listing/site_probe.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

#include "listing/feeds/feed.h"

namespace newshole::listing {
namespace {

using extract::Story;

constexpr std::size_t kStoriesOfEach = 3;
/// Of those that are asked for besides the page itself.
constexpr std::size_t kMostLists = 9;
/// A list of fewer is hardly that of a whole site.
constexpr std::size_t kFewStories = 5;

std::optional<std::chrono::sys_days> newest_of(const std::vector<Story>& stories) {
  std::optional<std::chrono::sys_days> newest;
  for (const Story& story : stories) {
    std::optional<std::chrono::sys_days> day;
    if (story.date) day = std::chrono::sys_days(*story.date);
    if (story.published) day = std::chrono::floor<std::chrono::days>(story.published->time);
    if (day) newest = std::max(newest, day);
  }
  return newest;
}

/// A feed states its stories' times, and changes less often than a page does.
int rank_of(CandidateKind kind) {
  switch (kind) {
    case CandidateKind::Feed:
      return 0;
    case CandidateKind::Link:
      return 1;
    case CandidateKind::Given:
      return 2;
    case CandidateKind::Sitemap:
      break;
  }
  return 3;
}

bool is_better(const CandidateReport& a, const CandidateReport& b) {
  const auto key = [](const CandidateReport& report) {
    return std::tuple(report.error.has_value(), kStoriesOfEach - report.read,
                      report.stories < kFewStories, rank_of(report.candidate.kind));
  };
  return key(a) < key(b);
}

class Prober {
 public:
  Prober(fetch::Fetcher& fetcher, const ReadPage& read) : fetcher_(fetcher), read_(read) {}

  Result<SiteProbe> probe(const url::Url& url) {
    const Result<fetch::Page> page = fetcher_.fetch(url);
    if (!page) return tl::unexpected(page.error());
    SiteProbe probe;
    probe.candidates.push_back(report_of({url, CandidateKind::Given}, *page));
    probe.title = probe.candidates.front().title;
    if (!feed_kind(page->html)) add_announced(*page, probe);
    std::ranges::stable_sort(probe.candidates, is_better);
    return probe;
  }

 private:
  /// What a story that was asked for gave.
  struct Outcome {
    std::size_t words = 0;  // 0: nothing
    std::string host;
    std::string fault;
  };

  void add_announced(const fetch::Page& page, SiteProbe& probe) {
    PageReading home = read_(PageRole::Home, page);
    if (!home.discovery) return;
    probe.title = std::move(home.discovery->title);
    std::vector<Candidate> candidates = std::move(home.discovery->candidates);
    // A site's sitemaps are those of all its sections.
    if (page.url.path == "/")
      std::ranges::move(announced_by_robots(page.url), std::back_inserter(candidates));
    candidates.resize(std::min(candidates.size(), kMostLists),
                      Candidate{page.url, CandidateKind::Given});
    for (Candidate& candidate : candidates) {
      const Result<fetch::Page> list = fetcher_.fetch(candidate.url);
      CandidateReport report{.candidate = candidate};
      if (list) report = report_of(std::move(candidate), *list);
      if (!list) report.error = list.error();
      probe.candidates.push_back(std::move(report));
    }
  }

  [[nodiscard]] std::vector<Candidate> announced_by_robots(const url::Url& url) {
    const Result<url::Url> robots = url::with_path(url, "/robots.txt");
    if (!robots) return {};
    const Result<fetch::Page> page = fetcher_.fetch(*robots);
    return page ? sitemaps_of(page->html) : std::vector<Candidate>();
  }

  [[nodiscard]] CandidateReport report_of(Candidate candidate, const fetch::Page& page) {
    CandidateReport report{.candidate = std::move(candidate)};
    PageReading reading = read_(PageRole::FrontPage, page);
    if (!reading.list.sitemaps.empty()) reading = first_of(reading.list.sitemaps);
    report.error = std::move(reading.error);
    if (report.error) return report;
    Listing& list = reading.list;
    report.stories = list.stories.size();
    report.title = std::move(list.title);
    report.damage = std::move(list.damage);
    report.newest = newest_of(list.stories);
    for (const Story& story : list.stories) {
      if (report.tried == kStoriesOfEach) break;
      note(outcome_of(story.url), report);
    }
    return report;
  }

  /// What an index of sitemaps leads to.
  [[nodiscard]] PageReading first_of(const std::vector<url::Url>& index) {
    const Result<fetch::Page> page = fetcher_.fetch(sitemaps_to_read(index).front());
    PageReading reading =
        page ? read_(PageRole::FrontPage, *page) : PageReading{.error = page.error()};
    if (!reading.error && reading.list.stories.empty())
      reading.error = Error{ErrorKind::NotArticle, "an index of indexes of sitemaps"};
    return reading;
  }

  static void note(const Outcome& outcome, CandidateReport& report) {
    ++report.tried;
    report.words += outcome.words;
    if (outcome.words == 0) {
      report.story_fault = outcome.fault;
      return;
    }
    ++report.read;
    if (std::ranges::find(report.hosts, outcome.host) == report.hosts.end())
      report.hosts.push_back(outcome.host);
  }

  const Outcome& outcome_of(const url::Url& url) {
    const auto known = outcomes_.find(url.text);
    if (known != outcomes_.end()) return known->second;
    return outcomes_.emplace(url.text, read_story(url)).first->second;
  }

  [[nodiscard]] Outcome read_story(const url::Url& url) {
    const auto fault = [&url](const Error& error) {
      return Outcome{.fault = url.text + ": " + error.message};
    };
    const Result<fetch::Page> page = fetcher_.fetch(url);
    if (!page) return fault(page.error());
    const PageReading story = read_(PageRole::Story, *page);
    if (story.error) return fault(*story.error);
    if (!story.article) return fault({ErrorKind::NotArticle, "no article"});
    return {.words = extract::count_words(*story.article), .host = page->url.host};
  }

  fetch::Fetcher& fetcher_;
  const ReadPage& read_;
  std::map<std::string, Outcome> outcomes_;
};

}  // namespace

bool is_readable(const CandidateReport& report) {
  return !report.error && report.read > 0;
}

Result<SiteProbe> probe_site(const url::Url& url, fetch::Fetcher& fetcher, const ReadPage& read) {
  return Prober(fetcher, read).probe(url);
}

}  // namespace newshole::listing
