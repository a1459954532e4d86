// What a search costs in a mirror of so many stories.
//
//   search_bench ROOT STORIES    builds the mirror's state in ROOT, which must be empty, through
//   its
//                                own functions, and lets a run make the index; prints what that
//                                took, the index's size, what it costs to add 20 stories, and for
//                                each kind of query the median, the 95th percentile and the
//                                longest, all in milliseconds: from the words to the menu's bytes

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "bench/made_up_news.h"
#include "extract/stored_article.h"
#include "gopher/dialect.h"
#include "mirror/fixture_fetcher.h"
#include "mirror/refresh.h"
#include "search/files.h"
#include "search/index.h"
#include "search/service.h"
#include "store/state.h"

namespace newshole::bench {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;

constexpr std::size_t kVocabulary = 60'000;
constexpr int kFewestWords = 150;
constexpr int kMostWords = 650;
constexpr int kQueriesOfAKind = 40;
// All stories have one file, which is there.
constexpr std::string_view kFile = "news.example/story.txt";

/// Words that can be spoken, short ones first, drawn as often as Zipf and Mandelbrot say.
class Language {
 public:
  Language() {
    double sum = 0;
    for (std::size_t rank = 0; rank < kVocabulary; ++rank) {
      words_.push_back(word_of(rank));
      sum += 1.0 / (static_cast<double>(rank) + 2.7);
      reach_.push_back(sum);
    }
  }

  [[nodiscard]] const std::string& word(std::size_t rank) const { return words_[rank]; }

  const std::string& any() {
    std::uniform_real_distribution<double> place(0, reach_.back());
    const auto found = std::ranges::lower_bound(reach_, place(random));
    return words_[static_cast<std::size_t>(found - reach_.begin())];
  }

  std::size_t between(std::size_t first, std::size_t last) {
    return std::uniform_int_distribution<std::size_t>(first, last)(random);
  }

  std::string text(std::size_t words) {
    std::string text;
    for (std::size_t i = 0; i < words; ++i) {
      text += any();
      text += i % 17 == 16 ? ". " : " ";
    }
    return text;
  }

  std::mt19937_64 random{7};

 private:
  static std::string word_of(std::size_t rank) {
    constexpr std::string_view kConsonants = "bcdfghklmnprstvw";
    constexpr std::string_view kVowels = "aeiou";
    std::string word;
    for (std::size_t left = rank + 1; left > 0; left /= kConsonants.size() * kVowels.size()) {
      word += kConsonants[left % kConsonants.size()];
      word += kVowels[left / kConsonants.size() % kVowels.size()];
    }
    return word;
  }

  std::vector<std::string> words_;
  std::vector<double> reach_;
};

store::StoryRecord story(std::int64_t number, const std::string& headline) {
  const sys_days day =
      sys_days(std::chrono::year(2025) / 12 / 31) - std::chrono::days(number / kStoriesADay);
  return {.url = "https://news.example/story-" + std::to_string(number),
          .path = std::string(kFile),
          .headline = headline,
          .section = "us",
          .date = day,
          .content = static_cast<std::uint64_t>(number) + 1,
          .first_seen = day + 12h,
          .last_fetched = day + 13h,
          .last_changed = day + 12h,
          .words = 400};
}

extract::Article article_of(Language& language, const std::string& headline) {
  extract::Article article{.site = std::string(kSite), .headline = headline};
  article.byline = "By " + language.any() + " " + language.any();
  std::size_t words = language.between(kFewestWords, kMostWords);
  for (std::size_t paragraph = 0; words > 0; words -= paragraph) {
    paragraph = std::min<std::size_t>(words, 45);
    article.blocks.push_back({.text = language.text(paragraph)});
  }
  return article;
}

Status build_state(const std::filesystem::path& root, std::int64_t stories, Language& language) {
  std::filesystem::create_directories(root / ".newshole");
  std::filesystem::create_directories(root / kSite);
  std::ofstream(root / kFile) << "A story.\n";
  auto state = store::State::open(root / ".newshole", store::StateMode::Durable);
  if (!state) return tl::unexpected(state.error());
  store::Transaction transaction = state->begin();
  transaction.save(kSite, store::Section{"us", "US"});
  for (std::int64_t i = 0; i < stories; ++i) {
    const std::string headline = language.text(9);
    const store::StoryRecord record = story(i, headline);
    transaction.save(kSite, record);
    transaction.save_article(kSite, record.url, extract::to_stored(article_of(language, headline)));
  }
  return transaction.commit();
}

/// A run over a front page of one story, in which the index comes to be.
Result<mirror::Report> make_index(const config::Config& config, const Clock& clock) {
  const site::SiteProfile profile = make_profile("/{slug}");
  test::FixtureFetcher fetcher;
  fetcher.set("https://news.example/", "<!doctype html><ul><li><a href=\"/new\">New</a></li></ul>");
  fetcher.set("https://news.example/new",
              "<!doctype html><h1>New</h1><article><p>It was so.</p></article>");
  NoProgress progress;
  mirror::RefreshOptions options;
  options.config = config;
  options.source = mirror::PageSource::Folder;
  options.profiles = {&profile};
  return mirror::refresh(options, fetcher, clock, progress);
}

struct KindOfQuery {
  std::string_view name;
  std::function<std::string(Language&)> make;
};

std::string ranked(Language& language, std::size_t first, std::size_t last) {
  return language.word(language.between(first, last));
}

const std::array kKinds = {
    KindOfQuery{"a very common word", [](Language& l) { return ranked(l, 0, 20); }},
    KindOfQuery{"a word", [](Language& l) { return ranked(l, 200, 5'000); }},
    KindOfQuery{"a rare word", [](Language& l) { return ranked(l, 10'000, kVocabulary - 1); }},
    KindOfQuery{"two words", [](Language& l) { return l.any() + " " + ranked(l, 100, 3'000); }},
    KindOfQuery{"three words",
                [](Language& l) { return l.any() + " " + l.any() + " " + ranked(l, 50, 500); }},
    KindOfQuery{"a phrase",
                [](Language& l) { return "\"" + ranked(l, 20, 300) + " " + l.any() + "\""; }},
    KindOfQuery{
        "a phrase of common words",
        [](Language& l) { return "\"" + ranked(l, 0, 10) + " " + ranked(l, 0, 10) + "\""; }},
    KindOfQuery{"a prefix", [](Language& l) { return ranked(l, 80, 20'000).substr(0, 3) + "*"; }},
    KindOfQuery{"a word without another",
                [](Language& l) { return ranked(l, 50, 2'000) + " -" + ranked(l, 0, 200); }},
};

double milliseconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

struct Figures {
  double median = 0;
  double p95 = 0;
  double most = 0;
};

Figures figures_of(std::vector<double> values) {
  std::ranges::sort(values);
  return {values[values.size() / 2], values[values.size() * 95 / 100], values.back()};
}

void print(std::string_view name, const Figures& figures) {
  std::printf("%.*s\t%.2f\t%.2f\t%.2f\n", static_cast<int>(name.size()), name.data(),
              figures.median, figures.p95, figures.most);
}

std::size_t ask(const config::Config& config, const Clock& clock, const std::string& words) {
  const auto menu = search::search_menu(
      {.config = &config, .service = config.search, .address = {.words = words}}, clock);
  if (!menu) {
    std::fprintf(stderr, "search_bench: %s: %s\n", words.c_str(), menu.error().message.c_str());
    std::exit(1);  // NOLINT(concurrency-mt-unsafe): one thread
  }
  return gopher::to_bytes(*menu, gopher::Dialect::Raw, {}).size();
}

void measure_queries(const config::Config& config, const Clock& clock, Language& language) {
  std::vector<double> all;
  std::size_t bytes = 0;
  for (const KindOfQuery& kind : kKinds) {
    std::vector<double> times;
    for (int i = 0; i < kQueriesOfAKind; ++i) {
      const std::string words = kind.make(language);
      times.push_back(milliseconds_of([&] { bytes += ask(config, clock, words); }));
    }
    all.insert(all.end(), times.begin(), times.end());
    print(kind.name, figures_of(times));
  }
  print("all", figures_of(all));
  if (bytes == 0) std::fprintf(stderr, "search_bench: nothing was found\n");
}

Figures measure_additions(const std::filesystem::path& file, Language& language) {
  constexpr int kRounds = 15;
  constexpr int kNew = 20;
  std::vector<double> times;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<search::IndexChange> changes;
    for (int i = 0; i < kNew; ++i) {
      const std::string name = "added-" + std::to_string(round * kNew + i);
      changes.push_back({{std::string(kSite), "https://news.example/" + name},
                         search::IndexedStory{.path = std::string(kFile),
                                              .headline = language.text(9),
                                              .day = sys_days(std::chrono::year(2026) / 1 / 1),
                                              .body = language.text(400)}});
    }
    times.push_back(milliseconds_of([&] {
      auto index = search::Index::open(file);
      if (index && !index->apply(changes, 1)) std::fprintf(stderr, "search_bench: not added\n");
    }));
  }
  return figures_of(times);
}

int complain(const Error& error) {
  std::fprintf(stderr, "search_bench: %s\n", error.message.c_str());
  return 1;
}

int run(const std::filesystem::path& folder, std::int64_t stories) {
  std::filesystem::create_directories(folder);
  const std::filesystem::path root = std::filesystem::canonical(folder);
  Language language;
  const SystemClock clock;
  if (const Status built = build_state(root, stories, language); !built)
    return complain(built.error());
  config::Config config;
  config.root = root;
  config.sites = {std::string(kSite)};
  Status made;
  const double build = milliseconds_of([&] {
    const auto report = make_index(config, clock);
    if (!report) made = tl::unexpected(report.error());
  });
  if (!made) return complain(made.error());
  const auto file = search::newest_index(search::index_folder(root));
  if (!file || !*file) return complain({ErrorKind::Io, "no index was made"});
  std::printf("%lld\t%.0f\t%lld\n", static_cast<long long>(stories), build,
              static_cast<long long>((*file)->mark.size));
  print("20 more stories", measure_additions((*file)->path, language));
  measure_queries(config, clock, language);
  return 0;
}

}  // namespace
}  // namespace newshole::bench

int main(int argc, char** argv) {
  if (argc == 3) return newshole::bench::run(argv[1], std::atoll(argv[2]));
  std::fprintf(stderr, "usage: search_bench ROOT STORIES\n");
  return 2;
}
