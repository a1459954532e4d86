#include "extract/generic/block_score.h"

#include <algorithm>

namespace newshole::extract {
namespace {

constexpr double kMostlyLinks = 0.5;
constexpr std::uint32_t kLabelWords = 5;
constexpr std::uint32_t kSentenceWords = 10;
constexpr double kLabelPenalty = -10;
constexpr double kMostLinkPenalty = -80;

}  // namespace

double link_density(const TextRun& run) {
  return run.chars == 0 ? 0 : static_cast<double>(run.link_chars) / run.chars;
}

double block_score(const TextRun& run) {
  const double chars = run.chars;
  if (link_density(run) > kMostlyLinks) return std::max(-chars, kMostLinkPenalty);
  if (run.is_heading) return 0;
  const bool has_sentence = run.sentence_ends > 0 && run.words >= kLabelWords;
  if (run.words < kLabelWords) return kLabelPenalty;
  if (!has_sentence && run.words < kSentenceWords) return kLabelPenalty / 2;
  return chars - run.link_chars;
}

RunSums& RunSums::operator+=(const TextRun& run) {
  const double one = block_score(run);
  score += one;
  prose += std::max(one, 0.0);
  chars += run.chars;
  link_chars += run.link_chars;
  return *this;
}

RunSums operator-(const RunSums& a, const RunSums& b) {
  return {.score = a.score - b.score,
          .prose = a.prose - b.prose,
          .chars = a.chars - b.chars,
          .link_chars = a.link_chars - b.link_chars};
}

std::vector<RunSums> running_sums(const std::vector<TextRun>& runs,
                                  const std::vector<bool>& is_kept) {
  std::vector<RunSums> sums(runs.size() + 1);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    sums[i + 1] = sums[i];
    if (is_kept[i]) sums[i + 1] += runs[i];
  }
  return sums;
}

RunSums sums_below(const std::vector<RunSums>& sums, const OutlineElement& element) {
  return sums[element.end_run] - sums[element.first_run];
}

}  // namespace newshole::extract
