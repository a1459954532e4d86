#include "text/folding.h"

#include <algorithm>

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/uniset.h>

#include "text/utf8.h"

namespace newshole::text {
namespace {

/// Null without ICU's data.
const icu::Normalizer2* folding() {
  static const icu::Normalizer2* const made = []() -> const icu::Normalizer2* {
    UErrorCode status = U_ZERO_ERROR;
    static icu::UnicodeSet folded(u"[^[\\u200B-\\u200D][[:So:]&[:dt=sup:]]]", status);
    folded.freeze();
    const icu::Normalizer2* all = icu::Normalizer2::getNFKCCasefoldInstance(status);
    if (U_FAILURE(status)) return nullptr;
    static const icu::FilteredNormalizer2 some(*all, folded);
    return &some;
  }();
  return made;
}

/// Bytes before the next of ASCII.
std::size_t run_beyond_ascii(std::string_view text) {
  constexpr unsigned char kEnd = 0x80;
  const auto* const end =
      std::ranges::find_if(text, [](char c) { return static_cast<unsigned char>(c) < kEnd; });
  return static_cast<std::size_t>(end - text.begin());
}

}  // namespace

Folded::Folded(std::string_view utf8) : original_size_(utf8.size()) {
  std::size_t at = 0;
  while (at < utf8.size()) {
    const std::size_t plain = ascii_prefix(utf8.substr(at));
    text_ += utf8.substr(at, plain);
    at += plain;
    const std::size_t run = run_beyond_ascii(utf8.substr(at));
    if (run > 0) fold(utf8.substr(at, run), at);
    at += run;
  }
}

void Folded::fold(std::string_view run, std::size_t at) {
  UErrorCode status = U_ZERO_ERROR;
  const std::size_t begin = text_.size();
  icu::Edits edits;
  icu::StringByteSink<std::string> sink(&text_);
  const icu::Normalizer2* folding = text::folding();
  if (folding != nullptr)
    folding->normalizeUTF8(0, {run.data(), static_cast<std::int32_t>(run.size())}, sink, &edits,
                           status);
  if (folding == nullptr || U_FAILURE(status)) {
    text_.replace(begin, std::string::npos, run);
    return;
  }
  if (edits.lengthDelta() == 0) return;
  auto edit = edits.getFineChangesIterator();
  while (edit.next(status) != 0) {
    const auto source = at + static_cast<std::size_t>(edit.sourceIndex());
    const auto folded = begin + static_cast<std::size_t>(edit.destinationIndex());
    marks_.emplace_back(folded, source);
    marks_.emplace_back(folded + static_cast<std::size_t>(edit.newLength()),
                        source + static_cast<std::size_t>(edit.oldLength()));
  }
}

std::size_t Folded::original(std::size_t offset) const {
  const auto next = std::ranges::upper_bound(marks_, offset, {}, &Mark::first);
  const std::size_t most = next == marks_.end() ? original_size_ : next->second;
  if (next == marks_.begin()) return std::min(offset, most);
  const Mark& mark = *(next - 1);
  return std::min(mark.second + (offset - mark.first), most);
}

}  // namespace newshole::text
