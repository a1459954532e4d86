// What wrapping and transliteration cost, beside ICU doing the same (tests/bench/README.md section
// 2).
//
//   text_bench      three tables; exit status 1 if a figure misses its bound

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <time.h>
#include <vector>

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include "base/clock.h"
#include "bench/story_pages.h"
#include "fetch/page.h"
#include "fetch/saved_pages.h"
#include "listing/extractor.h"
#include "site/profile.h"
#include "text/charset/output_charset.h"
#include "text/clean.h"
#include "text/line_breaker.h"
#include "text/utf8.h"
#include "url/url.h"

namespace newshole::bench {
namespace {

constexpr int kWidth = 70;
constexpr double kMostOfIcu = 0.6;
constexpr double kLeastMegabytes = 200;
constexpr double kMostGrowth = 2.3;
constexpr int kRounds = 15;

using Paragraphs = std::vector<std::string>;

double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double seconds_of(const std::function<std::size_t()>& work) {
  const double start = cpu_seconds();
  volatile std::size_t size = work();
  (void)size;
  return cpu_seconds() - start;
}

/// Medians of the processor's time of two that take turns, so that what disturbs one disturbs the
/// other.
struct Pair {
  double first;
  double second;
};

Pair medians(const std::function<std::size_t()>& first,
             const std::function<std::size_t()>& second) {
  std::vector<double> firsts;
  std::vector<double> seconds;
  for (int round = 0; round < kRounds; ++round) {
    firsts.push_back(seconds_of(first));
    seconds.push_back(seconds_of(second));
  }
  std::ranges::nth_element(firsts, firsts.begin() + kRounds / 2);
  std::ranges::nth_element(seconds, seconds.begin() + kRounds / 2);
  return {firsts[kRounds / 2], seconds[kRounds / 2]};
}

/// What the yardstick is: one iterator, reused, over UTF-8; each character's East Asian width;
/// lines filled greedily.
class PlainIcu {
 public:
  PlainIcu() {
    UErrorCode status = U_ZERO_ERROR;
    breaks_.reset(icu::BreakIterator::createLineInstance(icu::Locale::getRoot(), status));
  }
  PlainIcu(const PlainIcu&) = delete;
  PlainIcu& operator=(const PlainIcu&) = delete;
  PlainIcu(PlainIcu&&) = delete;
  PlainIcu& operator=(PlainIcu&&) = delete;
  ~PlainIcu() { utext_close(&text_); }

  std::vector<std::string> wrap(std::string_view utf8) {
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(&text_, utf8.data(), static_cast<std::int64_t>(utf8.size()), &status);
    breaks_->setText(&text_, status);
    std::vector<std::string> lines;
    std::string line;
    int used = 0;
    std::size_t begin = 0;
    breaks_->first();
    for (std::int32_t end = breaks_->next(); end != icu::BreakIterator::DONE;
         end = breaks_->next()) {
      const std::string_view segment = utf8.substr(begin, static_cast<std::size_t>(end) - begin);
      const std::string_view visible = segment.substr(0, segment.find_last_not_of(" \n") + 1);
      const int seen = cells(visible);
      if (used + seen > kWidth) {
        lines.push_back(std::move(line));
        line.clear();
        used = 0;
      }
      line += segment;
      used += seen + static_cast<int>(segment.size() - visible.size());
      begin = static_cast<std::size_t>(end);
    }
    lines.push_back(std::move(line));
    return lines;
  }

 private:
  static int cells(std::string_view text) {
    int sum = 0;
    for (std::size_t at = 0; at < text.size();) {
      const text::CodePoint point = text::code_point_at(text, at);
      const int width =
          u_getIntPropertyValue(static_cast<UChar32>(point.value), UCHAR_EAST_ASIAN_WIDTH);
      sum += width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
      at += point.length;
    }
    return sum;
  }

  std::unique_ptr<icu::BreakIterator> breaks_;
  UText text_ = UTEXT_INITIALIZER;
};

/// Text of stories as pages hold it: half of the paragraphs with typographic quotes and dashes.
Paragraphs english() {
  Paragraphs paragraphs;
  const auto fixture = fetch::read_file(NEWSHOLE_FIXTURES "/lite.cnn.com/plain/page.html");
  const auto profile = site::load_profile(NEWSHOLE_CONFIG_DIR "/sites/lite.cnn.com.json");
  const auto url = url::parse_url("https://lite.cnn.com/2026/02/17/science/survey");
  if (!fixture || !profile || !url) return paragraphs;
  const SystemClock clock;
  listing::Extractor extractor(clock);
  for (const std::string& bytes : make_story_pages(*fixture, kWeights.front(), 50)) {
    const auto page = fetch::make_page(*url, bytes, "text/html; charset=utf-8");
    const auto article = page ? extractor.article(*page, *profile) : tl::unexpected(page.error());
    if (!article) continue;
    for (const extract::Block& block : article->blocks) paragraphs.push_back(block.text);
  }
  return paragraphs;
}

Paragraphs repeated(std::string_view sentence, int times) {
  std::string paragraph;
  for (int i = 0; i < 4; ++i) paragraph.append(sentence).append(" ");
  paragraph.pop_back();
  return Paragraphs(static_cast<std::size_t>(times), paragraph);
}

struct Corpus {
  const char* name;
  Paragraphs paragraphs;
};

std::size_t bytes_of(const Paragraphs& paragraphs) {
  std::size_t bytes = 0;
  for (const std::string& paragraph : paragraphs) bytes += paragraph.size();
  return bytes;
}

/// Only the first is what the bounds speak of.
std::vector<Corpus> corpora() {
  return {
      {"English stories", english()},
      {"French",
       repeated("« La mairie a fermé l’école dès mardi », a déclaré le préfet à 18 h.", 500)},
      {"German",
       repeated("„Die Brücke über die Mündung wird größer“, sagte die Bürgermeisterin.", 500)},
      {"Russian", repeated("Мост через реку откроют весной, сообщил в среду глава района.", 500)},
      {"Greek", repeated("Η γέφυρα θα ανοίξει την άνοιξη, είπε την Τετάρτη ο δήμαρχος.", 500)},
      {"Chinese", repeated("市政府周三表示，横跨河口的大桥将于明年春天开放。", 500)},
      {"Hindi", repeated("मेयर ने बुधवार को कहा कि नदी पर बना पुल वसंत में खुलेगा।", 100)},
  };
}

double megabytes_a_second(std::size_t bytes, double seconds) {
  return static_cast<double>(bytes) / 1e6 / seconds;
}

const char* verdict(bool is_bound, bool is_kept) {
  return is_bound && !is_kept ? "  OVER" : "";
}

int print_wrapping(const std::vector<Corpus>& all) {
  auto breaker = text::LineBreaker::create();
  if (!breaker) return 1;
  PlainIcu icu;
  int status = 0;
  std::printf(
      "wrapping at %d columns     newshole MB/s   plain ICU MB/s   of ICU's time (bound %.1f)\n",
      kWidth, kMostOfIcu);
  for (const Corpus& corpus : all) {
    const Pair times = medians(
        [&] {
          std::size_t lines = 0;
          for (const std::string& p : corpus.paragraphs)
            lines += breaker->wrap(p, {.width = kWidth}).size();
          return lines;
        },
        [&] {
          std::size_t lines = 0;
          for (const std::string& p : corpus.paragraphs) lines += icu.wrap(p).size();
          return lines;
        });
    const std::size_t bytes = bytes_of(corpus.paragraphs);
    const double ratio = times.first / times.second;
    const bool is_bound = &corpus == &all.front();
    std::printf("%-24s %15.0f %16.0f %15.2f%s\n", corpus.name,
                megabytes_a_second(bytes, times.first), megabytes_a_second(bytes, times.second),
                ratio, verdict(is_bound, ratio <= kMostOfIcu));
    if (is_bound && ratio > kMostOfIcu) status = 1;
  }
  return status;
}

std::string by_icu(const icu::Transliterator& latin, std::string_view utf8) {
  auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())});
  latin.transliterate(text);
  std::string out;
  text.toUTF8String(out);
  return out;
}

int print_transliteration(const std::vector<Corpus>& all) {
  UErrorCode failure = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> latin(
      icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, failure));
  if (U_FAILURE(failure) != 0) return 1;
  int status = 0;
  std::printf("\nus-ascii                   newshole MB/s (bound %.0f)   ICU over the whole MB/s\n",
              kLeastMegabytes);
  for (const Corpus& corpus : all) {
    const Pair times = medians(
        [&] {
          std::size_t size = 0;
          for (const std::string& p : corpus.paragraphs)
            size += text::transliterate(p, text::Charset::Ascii).text.size();
          return size;
        },
        [&] {
          // A part is enough: ICU is slow.
          std::size_t size = 0;
          for (std::size_t i = 0; i < corpus.paragraphs.size(); i += 10)
            size += by_icu(*latin, corpus.paragraphs[i]).size();
          return size;
        });
    std::size_t part = 0;
    for (std::size_t i = 0; i < corpus.paragraphs.size(); i += 10)
      part += corpus.paragraphs[i].size();
    const double speed = megabytes_a_second(bytes_of(corpus.paragraphs), times.first);
    const bool is_bound = &corpus == &all.front();
    std::printf("%-24s %15.0f %31.1f%s\n", corpus.name, speed,
                megabytes_a_second(part, times.second),
                verdict(is_bound, speed >= kLeastMegabytes));
    if (is_bound && speed < kLeastMegabytes) status = 1;
  }
  return status;
}

/// Inputs that must cost linear time (tests/PROMISES.md P16).
struct Hostile {
  const char* name;
  std::string piece;
};

std::vector<Hostile> hostile_inputs() {
  return {
      {"a word without end", "word"},
      {"marks without end", "\u0301\u0323"},
      {"letters with five marks", "a\u0300\u0301\u0302\u0303\u0304 "},
      {"joiners between emoji", "\U0001f468\u200d"},
      {"regional indicators", "\U0001f1eb"},
      {"wide characters", "\u4e2d"},
      {"Cyrillic without blanks", "\u0436"},
      {"Thai without blanks", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35"},
      {"Hangul jamo", "\u1112\u1161\u11ab"},
      {"half addresses", "://www.a"},
      {"brackets", "[1] ["},
      {"digits and signs", "5 % "},
      {"soft hyphens", "a\u00ad"},
      {"no-break spaces", "a\u00a0"},
      {"line separators", "\u2028a"},
      {"malformed bytes", "\xf0\x9f\xe2"},
  };
}

std::size_t through_all(text::LineBreaker& breaker, const std::string& raw) {
  text::LineCleaner cleaner(text::Shape::Paragraph);
  cleaner.append(raw);
  const std::string clean = cleaner.take();
  std::size_t size = 0;
  for (const text::Charset charset : {text::Charset::Utf8, text::Charset::Ascii}) {
    const std::string spelt = text::transliterate(clean, charset).text;
    for (const std::string& line : breaker.wrap(spelt, {.width = kWidth}))
      size += text::encode(line, charset).size();
  }
  return size;
}

int print_growth() {
  auto breaker = text::LineBreaker::create();
  if (!breaker) return 1;
  constexpr std::size_t kBytes = 400'000;
  int status = 0;
  std::printf("\ncleaned, spelt, wrapped      ms, %zu KB   ms, %zu KB   growth (bound %.1f)\n",
              kBytes / 1000, kBytes / 500, kMostGrowth);
  for (const Hostile& input : hostile_inputs()) {
    std::string once;
    while (once.size() < kBytes) once += input.piece;
    const std::string twice = once + once;
    const Pair times = medians([&] { return through_all(*breaker, once); },
                               [&] { return through_all(*breaker, twice); });
    const double growth = times.second / times.first;
    std::printf("%-24s %12.2f %12.2f %10.2f%s\n", input.name, times.first * 1000,
                times.second * 1000, growth, verdict(true, growth <= kMostGrowth));
    if (growth > kMostGrowth) status = 1;
  }
  return status;
}

int run() {
  const std::vector<Corpus> all = corpora();
  if (all.front().paragraphs.empty()) {
    std::fprintf(stderr, "text_bench: no stories\n");
    return 2;
  }
  int status = print_wrapping(all);
  status |= print_transliteration(all);
  status |= print_growth();
  return status;
}

}  // namespace
}  // namespace newshole::bench

int main() {
  return newshole::bench::run();
}
