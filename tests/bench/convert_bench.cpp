// What a whole conversion costs beside gumbo_parse alone on the same bytes.
//
//   convert_bench                          the table of ratios; exit status 1 if one is over its
//   bound convert_bench --passes WHAT WEIGHT N   N times over a few pages, for counting
//   instructions convert_bench --write FOLDER WEIGHT    the pages as files
//
// WHAT is whole or gumbo, WEIGHT 300 or 90 (KB).

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>
#include <gumbo.h>

#include "base/clock.h"
#include "bench/story_pages.h"
#include "fetch/page.h"
#include "fetch/saved_pages.h"
#include "format/document.h"
#include "format/typesetter.h"
#include "listing/extractor.h"
#include "site/profile.h"
#include "text/charset/output_charset.h"
#include "url/url.h"

namespace newshole::bench {
namespace {

constexpr std::size_t kPages = 100;
constexpr std::size_t kCountedPages = 4;
constexpr std::string_view kUrl =
    "https://lite.cnn.com/2026/02/17/science/lake-constance-drone-survey";

/// The most that a conversion may cost, as a part of gumbo_parse.
const std::map<std::string, double, std::less<>> kBounds = {{"300", 0.10}, {"90", 0.40}};

/// A page's bytes to a story's bytes, all stages.
class WholeConversion {
 public:
  static Result<WholeConversion> create() {
    auto profile = site::load_profile(NEWSHOLE_CONFIG_DIR "/sites/lite.cnn.com.json");
    if (!profile) return tl::unexpected(profile.error());
    auto typesetter = format::Typesetter::create({});
    if (!typesetter) return tl::unexpected(typesetter.error());
    auto url = url::parse_url(kUrl);
    if (!url) return tl::unexpected(url.error());
    return WholeConversion(*std::move(profile), *std::move(typesetter), *std::move(url));
  }

  /// The story's size.
  Result<std::size_t> operator()(const std::string& bytes) {
    auto page = fetch::make_page(url_, bytes, "text/html; charset=utf-8");
    if (!page) return tl::unexpected(page.error());
    auto article = extractor_.article(*page, profile_);
    if (!article) return tl::unexpected(article.error());
    const format::Masthead masthead = {.banner = profile_.banner, .tagline = profile_.tagline};
    const std::string text = format::to_text(typesetter_.article(*article, masthead));
    return text::encode(text, text::Charset::Utf8).size();
  }

 private:
  WholeConversion(site::SiteProfile profile, format::Typesetter typesetter, url::Url url)
      : profile_(std::move(profile)), typesetter_(std::move(typesetter)), url_(std::move(url)) {}

  std::unique_ptr<const Clock> clock_ = std::make_unique<SystemClock>();
  site::SiteProfile profile_;
  listing::Extractor extractor_{*clock_};
  format::Typesetter typesetter_;
  url::Url url_;
};

/// Debian's shared library as other programs use it. The program links the static one, which is
/// faster; loading this one at run time keeps the two apart.
class SharedGumbo {
 public:
  static Result<SharedGumbo> load() {
    void* library = dlopen("libgumbo.so.1", RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return fail(ErrorKind::Internal, dlerror());
    SharedGumbo gumbo;
    gumbo.parse_ = reinterpret_cast<decltype(gumbo.parse_)>(dlsym(library, "gumbo_parse"));
    gumbo.destroy_ =
        reinterpret_cast<decltype(gumbo.destroy_)>(dlsym(library, "gumbo_destroy_output"));
    gumbo.options_ = static_cast<const GumboOptions*>(dlsym(library, "kGumboDefaultOptions"));
    if (gumbo.parse_ == nullptr || gumbo.destroy_ == nullptr || gumbo.options_ == nullptr) {
      return fail(ErrorKind::Internal, "libgumbo.so.1 lacks a function");
    }
    return gumbo;
  }

  /// Nodes below the document, so that nothing is optimised away.
  Result<std::size_t> operator()(const std::string& bytes) const {
    GumboOutput* output = parse_(bytes.c_str());
    const std::size_t children = output->document->v.document.children.length;
    destroy_(options_, output);
    return children;
  }

 private:
  GumboOutput* (*parse_)(const char*) = nullptr;
  void (*destroy_)(const GumboOptions*, GumboOutput*) = nullptr;
  const GumboOptions* options_ = nullptr;
};

std::vector<std::string> pages_of(const Weight& weight, std::size_t count) {
  const auto fixture = fetch::read_file(NEWSHOLE_FIXTURES "/lite.cnn.com/plain/page.html");
  return fixture ? make_story_pages(*fixture, weight, count) : std::vector<std::string>();
}

const Weight* weight_by_name(std::string_view name) {
  const auto* found = std::ranges::find(kWeights, name, &Weight::name);
  return found == std::end(kWeights) ? nullptr : found;
}

template <typename Operation>
void measure(benchmark::State& state, Operation& operation, const std::vector<std::string>& pages) {
  std::size_t next = 0;
  for ([[maybe_unused]] auto unused : state) {
    const auto size = operation(pages.at(next++ % pages.size()));
    if (!size) return state.SkipWithError(size.error().message.c_str());
    benchmark::DoNotOptimize(*size);
  }
}

/// Keeps the medians of the processor's time.
class MedianKeeper final : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.aggregate_name != "median") continue;
      medians_[run.run_name.function_name] = run.GetAdjustedCPUTime();
    }
    ConsoleReporter::ReportRuns(runs);
  }
  [[nodiscard]] double median(const std::string& name) const {
    const auto found = medians_.find(name);
    return found == medians_.end() ? 0 : found->second;
  }

 private:
  std::map<std::string, double> medians_;
};

/// 0 if both ratios are within their bounds.
int print_table(const MedianKeeper& kept,
                const std::map<std::string, std::vector<std::string>>& pages) {
  int status = 0;
  std::printf("\n%-10s %16s %12s %14s %7s %6s\n", "page", "style, script", "whole us",
              "gumbo_parse us", "ratio", "bound");
  for (const auto& [name, texts] : pages) {
    const double whole = kept.median("whole/" + name);
    const double gumbo = kept.median("gumbo/" + name);
    const double ratio = gumbo > 0 ? whole / gumbo : 1;
    const double bound = kBounds.at(name);
    const auto bulk = static_cast<double>(style_and_script_bytes(texts.front()));
    std::printf("%7s KB %14.1f %% %12.0f %14.0f %7.3f %6.2f%s\n", name.c_str(),
                100 * bulk / static_cast<double>(texts.front().size()), whole, gumbo, ratio, bound,
                ratio > bound ? "  OVER" : "");
    if (ratio > bound) status = 1;
  }
  return status;
}

int run_benchmarks(std::span<char*> arguments, WholeConversion& whole, SharedGumbo& gumbo) {
  // Repetitions in random order: what disturbs one of the two disturbs the other as well.
  std::vector<std::string> words = {
      arguments.front(),           "--benchmark_enable_random_interleaving=true",
      "--benchmark_repetitions=9", "--benchmark_report_aggregates_only=true",
      "--benchmark_min_time=0.1",
  };
  words.insert(words.end(), arguments.begin() + 1, arguments.end());
  std::vector<char*> raw;
  raw.reserve(words.size());
  for (std::string& word : words) raw.push_back(word.data());
  int count = static_cast<int>(raw.size());
  benchmark::Initialize(&count, raw.data());

  std::map<std::string, std::vector<std::string>> pages;
  for (const Weight& weight : kWeights) {
    const std::string name(weight.name);
    const auto& texts = pages[name] = pages_of(weight, kPages);
    benchmark::RegisterBenchmark(("whole/" + name).c_str(), [&whole, &texts](auto& state) {
      measure(state, whole, texts);
    })->Unit(benchmark::kMicrosecond);
    benchmark::RegisterBenchmark(("gumbo/" + name).c_str(), [&gumbo, &texts](auto& state) {
      measure(state, gumbo, texts);
    })->Unit(benchmark::kMicrosecond);
  }
  MedianKeeper kept;
  benchmark::RunSpecifiedBenchmarks(&kept);
  return print_table(kept, pages);
}

template <typename Operation>
int run_passes(Operation& operation, std::span<const std::string> pages, int passes) {
  for (int pass = 0; pass < passes; ++pass) {
    for (const std::string& page : pages) {
      const auto size = operation(page);
      if (size) continue;
      std::fprintf(stderr, "convert_bench: %s\n", size.error().message.c_str());
      return 1;
    }
  }
  return pages.empty() ? 2 : 0;
}

int write_pages(const std::filesystem::path& folder, const std::vector<std::string>& pages) {
  for (std::size_t i = 0; i < pages.size(); ++i) {
    std::ofstream file(folder / (std::to_string(i) + ".html"), std::ios::binary);
    file << pages[i];
    if (!file.flush()) return 1;
  }
  return pages.empty() ? 1 : 0;
}

int run(std::span<char*> arguments) {
  auto whole = WholeConversion::create();
  auto gumbo = SharedGumbo::load();
  if (!whole || !gumbo) {
    const Error& error = whole ? gumbo.error() : whole.error();
    std::fprintf(stderr, "convert_bench: %s\n", error.message.c_str());
    return 2;
  }
  const std::vector<std::string_view> words(arguments.begin() + 1, arguments.end());
  if (words.size() == 3 && words[0] == "--write" && weight_by_name(words[2]) != nullptr) {
    return write_pages(words[1], pages_of(*weight_by_name(words[2]), kPages));
  }
  if (words.size() == 4 && words[0] == "--passes" && weight_by_name(words[2]) != nullptr) {
    const auto pages = pages_of(*weight_by_name(words[2]), kCountedPages);
    int passes = 1;
    std::from_chars(words[3].data(), words[3].data() + words[3].size(), passes);
    return words[1] == "gumbo" ? run_passes(*gumbo, pages, passes)
                               : run_passes(*whole, pages, passes);
  }
  return run_benchmarks(arguments, *whole, *gumbo);
}

}  // namespace
}  // namespace newshole::bench

int main(int argc, char** argv) {
  return newshole::bench::run(std::span(argv, static_cast<std::size_t>(argc)));
}
