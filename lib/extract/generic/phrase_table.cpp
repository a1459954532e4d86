#include "extract/generic/phrase_table.h"

#include <algorithm>

#include "base/ascii.h"

namespace newshole::extract {

bool begins_with(std::string_view line, std::string_view words) {
  if (!line.starts_with(words)) return false;
  const std::string_view rest = line.substr(words.size());
  return rest.empty() || !ascii::is_lower(rest.front()) || !ascii::is_lower(words.back());
}

/// A phrase of one byte has the keys of all texts that begin with it.
PhraseTable::PhraseTable(std::span<const LocalPhrase> phrases) {
  for (const LocalPhrase& phrase : phrases) {
    phrases_.push_back(phrase.text);
    const Key key = key_of(phrase.text);
    const std::size_t keys = phrase.text.size() > 1 ? 1 : 256;
    for (std::size_t i = 0; i < keys; ++i) keys_.set(key + i);
  }
  std::ranges::sort(phrases_, {}, key_of);
}

PhraseTable::Key PhraseTable::key_of(std::string_view text) {
  const auto byte = [text](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  return static_cast<Key>(byte(0) << 8U | byte(1));
}

template <typename Test>
bool PhraseTable::any_with(Key key, Test test) const {
  for (auto at = std::ranges::lower_bound(phrases_, key, {}, key_of);
       at != phrases_.end() && key_of(*at) == key; ++at) {
    if (test(*at)) return true;
  }
  return false;
}

template <typename Test>
bool PhraseTable::any_of(std::string_view line, Test test) const {
  const Key key = key_of(line);
  if (!keys_.test(key)) return false;
  const auto of_one_byte = static_cast<Key>(key & 0xff00U);
  return any_with(key, test) || any_with(of_one_byte, test);
}

bool PhraseTable::is_in(std::string_view line) const {
  unsigned key = 0;
  for (std::size_t next = 0; next <= line.size(); ++next) {
    const unsigned byte = next < line.size() ? static_cast<unsigned char>(line[next]) : 0U;
    key = (key << 8U | byte) & 0xffffU;
    if (next == 0 || !keys_.test(key)) continue;
    const std::string_view rest = line.substr(next - 1);
    if (any_of(rest, [rest](std::string_view phrase) { return rest.starts_with(phrase); }))
      return true;
  }
  return false;
}

bool PhraseTable::begins(std::string_view line) const {
  return any_of(line, [line](std::string_view phrase) { return begins_with(line, phrase); });
}

bool PhraseTable::is_all_of(std::string_view line) const {
  return any_of(line, [line](std::string_view phrase) {
    return line.starts_with(phrase) &&
           line.find_first_not_of(" .:!", phrase.size()) == std::string_view::npos;
  });
}

}  // namespace newshole::extract
