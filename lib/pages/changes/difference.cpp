#include "pages/changes/difference.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>

#include "base/join.h"
#include "pages/changes/edit_script.h"
#include "text/clean.h"
#include "text/utf8.h"
#include "text/width.h"

namespace newshole::pages {
namespace {

constexpr std::size_t kMostParagraphEdits = 200;
constexpr std::size_t kMostWords = 4000;
constexpr std::size_t kMostWordEdits = 800;
constexpr std::size_t kMostPassages = 12;
constexpr std::size_t kMostWordsOfRun = 50;
constexpr std::size_t kMostWordsOfPassage = 150;
constexpr std::size_t kContext = 6;
// Words between two changes that are too few to be read as kept.
constexpr std::size_t kLeastKept = 2;
constexpr int kMostCellsOfWord = 60;
constexpr std::string_view kLeftOut = "...";

using Kind = WordRun::Kind;

/// A paragraph of a story.
struct Paragraph {
  Passage::Part part = Passage::Part::Text;
  std::string text;
};

void add_paragraph(std::vector<Paragraph>& all, Passage::Part part, std::string_view text) {
  std::string printed = text::as_printed(text);
  std::ranges::replace(printed, '\n', ' ');
  std::ranges::replace(printed, '\t', ' ');
  if (printed.find_first_not_of(' ') != std::string::npos)
    all.push_back({part, std::move(printed)});
}

std::vector<Paragraph> paragraphs_of(const extract::Article& article) {
  std::vector<Paragraph> all;
  add_paragraph(all, Passage::Part::Headline, article.headline);
  if (article.byline) add_paragraph(all, Passage::Part::Byline, *article.byline);
  for (const extract::Block& block : article.blocks)
    add_paragraph(all, Passage::Part::Text, block.text);
  return all;
}

/// A word, or a character of a script that has no blanks between words; an empty one parts two
/// paragraphs. A view of a paragraph.
struct Word {
  std::string_view text;
  bool follows_blank = true;
};

// Chinese and Japanese characters.
bool stands_alone(char32_t c) {
  return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0xFF00 && c <= 0xFFEF) || (c >= 0x20000 && c <= 0x3FFFF);
}

void add_words(std::string_view paragraph, std::vector<Word>& words) {
  bool begins = true;  // a word
  bool follows_blank = true;
  while (!paragraph.empty()) {
    const text::CodePoint next = text::code_point_at(paragraph, 0);
    const std::string_view bytes = paragraph.substr(0, next.length);
    paragraph.remove_prefix(next.length);
    if (bytes == " ") {
      begins = follows_blank = true;
      continue;
    }
    const bool is_alone = stands_alone(next.value);
    if (begins || is_alone) {
      words.push_back({bytes, follows_blank});
    } else {
      std::string_view& word = words.back().text;
      word = std::string_view(word.data(), word.size() + bytes.size());
    }
    begins = is_alone;
    follows_blank = false;
  }
}

/// Numbers texts, so that equal ones have the same number.
class Numbers {
 public:
  std::size_t of(std::string_view text) {
    return numbers_.try_emplace(text, numbers_.size()).first->second;
  }

 private:
  std::unordered_map<std::string_view, std::size_t> numbers_;
};

using Paragraphs = std::vector<const Paragraph*>;

/// Paragraphs that stand in the place of each other.
struct Hunk {
  Passage::Part part = Passage::Part::Text;
  Paragraphs before;
  Paragraphs after;
};

/// Paragraphs of one part of both stories, and which differ.
void add_hunks(Passage::Part part, const Paragraphs& before, const Paragraphs& after,
               std::vector<Hunk>& hunks) {
  Numbers numbers;
  std::vector<std::size_t> one;
  std::vector<std::size_t> other;
  for (const Paragraph* each : before) one.push_back(numbers.of(each->text));
  for (const Paragraph* each : after) other.push_back(numbers.of(each->text));
  const auto edits = edit_script(one, other, kMostParagraphEdits);
  if (!edits) {
    hunks.push_back({part, before, after});
    return;
  }
  Hunk hunk{part, {}, {}};
  std::size_t at = 0;
  std::size_t at_other = 0;
  const auto end_hunk = [&] {
    if (!hunk.before.empty() || !hunk.after.empty()) hunks.push_back(std::move(hunk));
    hunk = {part, {}, {}};
  };
  for (const Edit edit : *edits) {
    if (edit == Edit::Keep) end_hunk();
    if (edit == Edit::Remove) hunk.before.push_back(before[at]);
    if (edit == Edit::Add) hunk.after.push_back(after[at_other]);
    if (edit != Edit::Add) ++at;
    if (edit != Edit::Remove) ++at_other;
  }
  end_hunk();
}

Paragraphs of_part(const std::vector<Paragraph>& all, Passage::Part part) {
  Paragraphs found;
  for (const Paragraph& each : all) {
    if (each.part == part) found.push_back(&each);
  }
  return found;
}

/// A word and its fate.
struct MarkedWord {
  Kind kind = Kind::Kept;
  Word word;
};
using MarkedWords = std::vector<MarkedWord>;

std::vector<Word> words_of(const Paragraphs& paragraphs) {
  std::vector<Word> words;
  for (const Paragraph* each : paragraphs) {
    if (!words.empty()) words.push_back({});
    add_words(each->text, words);
  }
  return words;
}

std::size_t count_words(const std::vector<Word>& words) {
  return static_cast<std::size_t>(
      std::ranges::count_if(words, [](const Word& word) { return !word.text.empty(); }));
}

/// The words of both sides in one order; nothing where they have too little in common.
std::optional<MarkedWords> compared(const std::vector<Word>& before,
                                    const std::vector<Word>& after) {
  Numbers numbers;
  std::vector<std::size_t> one;
  std::vector<std::size_t> other;
  for (const Word& word : before) one.push_back(numbers.of(word.text));
  for (const Word& word : after) other.push_back(numbers.of(word.text));
  const bool is_long = std::max(one.size(), other.size()) > kMostWords;
  const auto edits = is_long ? std::nullopt : edit_script(one, other, kMostWordEdits);
  if (!edits) return std::nullopt;
  MarkedWords words;
  std::size_t at = 0;
  std::size_t at_other = 0;
  for (const Edit edit : *edits) {
    if (edit == Edit::Add) {
      words.push_back({Kind::Added, after[at_other++]});
      continue;
    }
    words.push_back({edit == Edit::Keep ? Kind::Kept : Kind::Removed, before[at++]});
    if (edit == Edit::Keep) ++at_other;
  }
  return words;
}

/// Words between two kept ones, and the kept ones behind them.
struct Change {
  std::vector<Word> removed;
  std::vector<Word> added;
  std::vector<Word> kept;

  [[nodiscard]] bool is_any() const { return !removed.empty() || !added.empty(); }
};

/// The changes of a paragraph; the first has only the kept words before the others.
using Changes = std::vector<Change>;

// Kept words that are too few join the change before them, which goes on behind them.
void end_change(Changes& changes) {
  Change& last = changes.back();
  if (changes.size() == 1 || last.kept.size() > kLeastKept) {
    changes.emplace_back();
    return;
  }
  for (auto* side : {&last.removed, &last.added})
    side->insert(side->end(), last.kept.begin(), last.kept.end());
  last.kept.clear();
}

void add_word(Changes& changes, const MarkedWord& marked) {
  if (marked.kind == Kind::Kept) {
    changes.back().kept.push_back(marked.word);
    return;
  }
  if (changes.size() == 1 || !changes.back().kept.empty()) end_change(changes);
  (marked.kind == Kind::Removed ? changes.back().removed : changes.back().added)
      .push_back(marked.word);
}

/// The changes paragraph by paragraph: those of a kept division. One that came or went is not
/// shown.
std::vector<Changes> changes_of(const MarkedWords& words) {
  std::vector<Changes> all(1, Changes(1));
  for (const MarkedWord& marked : words) {
    if (!marked.word.text.empty()) {
      add_word(all.back(), marked);
    } else if (marked.kind == Kind::Kept) {
      all.emplace_back(1);
    }
  }
  return all;
}

std::string shown(std::span<const Word> words) {
  std::string out;
  for (const Word& word : words) {
    if (!out.empty() && word.follows_blank) out += ' ';
    out += text::shortened(word.text, kMostCellsOfWord);
  }
  return out;
}

WordRun run_of(Kind kind, const std::vector<Word>& words) {
  const std::size_t shown_words = std::min(words.size(), kMostWordsOfRun);
  std::string text = shown(std::span(words).first(shown_words));
  if (shown_words < words.size())
    text += " ... (" + std::to_string(words.size() - shown_words) + " more words)";
  return {kind, std::move(text)};
}

/// Which end of kept words is shown.
enum class End { First, Last };

void add_context(Passage& passage, std::span<const Word> kept, End end) {
  const std::size_t size = std::min(kept.size(), kContext);
  if (size == 0) return;
  std::string text = shown(end == End::First ? kept.first(size) : kept.last(size));
  if (size < kept.size())
    text = end == End::First ? text.append(" ").append(kLeftOut)
                             : std::string(kLeftOut).append(" ").append(text);
  passage.runs.push_back({Kind::Kept, std::move(text)});
}

/// Builds passages.
class Passages {
 public:
  explicit Passages(Difference& difference) : difference_(&difference) {}

  void add(Passage::Part part, const Changes& changes) {
    if (changes.size() == 1) return;
    begin(part, changes.front().kept);
    for (std::size_t i = 1; i < changes.size(); ++i) {
      add_runs(changes[i]);
      const bool is_last = i + 1 == changes.size();
      const std::vector<Word>& kept = changes[i].kept;
      const bool is_far = kept.size() > 2 * kContext || words_ > kMostWordsOfPassage;
      if (!is_last && !is_far) passage_.runs.push_back({Kind::Kept, shown(kept)});
      if (is_last || is_far) end(kept);
      if (!is_last && is_far) begin(part, kept);
    }
  }

 private:
  void begin(Passage::Part part, std::span<const Word> kept) {
    passage_ = {part, {}};
    words_ = 0;
    add_context(passage_, kept, End::Last);
  }

  void add_runs(const Change& change) {
    if (!change.removed.empty()) passage_.runs.push_back(run_of(Kind::Removed, change.removed));
    if (!change.added.empty()) passage_.runs.push_back(run_of(Kind::Added, change.added));
    words_ += std::min(change.removed.size(), kMostWordsOfRun) +
              std::min(change.added.size(), kMostWordsOfRun) + change.kept.size();
  }

  void end(std::span<const Word> kept) {
    add_context(passage_, kept, End::First);
    if (difference_->passages.size() < kMostPassages) {
      difference_->passages.push_back(std::move(passage_));
    } else {
      ++difference_->left_out;
    }
  }

  Difference* difference_;
  Passage passage_;
  std::size_t words_ = 0;
};

void add_rewritten(Difference& difference, std::size_t before, std::size_t after) {
  if (!difference.rewritten) difference.rewritten.emplace();
  difference.rewritten->words_before += before;
  difference.rewritten->words_after += after;
}

// A side of words that come or go as a whole needs no comparison, however long it is.
std::optional<MarkedWords> compared_or_whole(const std::vector<Word>& before,
                                             const std::vector<Word>& after) {
  if (!before.empty() && !after.empty()) return compared(before, after);
  MarkedWords words;
  for (const Word& word : before) words.push_back({Kind::Removed, word});
  for (const Word& word : after) words.push_back({Kind::Added, word});
  return words;
}

struct PartName {
  Passage::Part part;
  char letter;
};
constexpr std::array kParts = {PartName{Passage::Part::Headline, 'H'},
                               PartName{Passage::Part::Byline, 'B'},
                               PartName{Passage::Part::Text, 'T'}};

struct KindName {
  Kind kind;
  char letter;
  std::string_view opening;
  std::string_view closing;
};
constexpr std::array kKinds = {KindName{Kind::Kept, '=', "", ""},
                               KindName{Kind::Removed, '-', "[-", "-]"},
                               KindName{Kind::Added, '+', "{+", "+}"}};

void part_marks(std::string& words) {
  for (const KindName& kind : kKinds) {
    for (const std::string_view mark : {kind.opening, kind.closing}) {
      if (mark.empty()) continue;
      for (std::size_t at = words.find(mark); at != std::string::npos; at = words.find(mark, at))
        words.insert(at + 1, " ");
    }
  }
}

std::optional<std::size_t> number_of(std::string_view digits) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

void read_rewritten(std::string_view line, Difference& difference) {
  const auto numbers = split(line, ' ');
  if (numbers.size() != 2) return;
  const auto before = number_of(numbers[0]);
  const auto after = number_of(numbers[1]);
  if (before && after) difference.rewritten = {*before, *after};
}

void read_line(std::string_view line, Difference& difference) {
  const char letter = line.front();
  line.remove_prefix(1);
  if (letter == '!') return read_rewritten(line, difference);
  if (letter == '*') {
    difference.left_out = number_of(line).value_or(0);
    return;
  }
  const auto* const part = std::ranges::find(kParts, letter, &PartName::letter);
  if (part != kParts.end()) difference.passages.push_back({part->part, {}});
  const auto* const kind = std::ranges::find(kKinds, letter, &KindName::letter);
  if (kind == kKinds.end() || difference.passages.empty()) return;
  difference.passages.back().runs.push_back({kind->kind, std::string(line)});
}

}  // namespace

Difference compare(const extract::Article& before, const extract::Article& after) {
  const std::vector<Paragraph> one = paragraphs_of(before);
  const std::vector<Paragraph> other = paragraphs_of(after);
  std::vector<Hunk> hunks;
  for (const PartName& each : kParts)
    add_hunks(each.part, of_part(one, each.part), of_part(other, each.part), hunks);
  Difference difference;
  Passages passages(difference);
  std::size_t in_work = 0;
  for (const Hunk& hunk : hunks) {
    const std::vector<Word> words = words_of(hunk.before);
    const std::vector<Word> other_words = words_of(hunk.after);
    in_work += std::min(words.size(), other_words.size());
    const auto fates = in_work > kMostWords ? std::nullopt : compared_or_whole(words, other_words);
    if (!fates) {
      add_rewritten(difference, count_words(words), count_words(other_words));
      continue;
    }
    for (const Changes& changes : changes_of(*fates)) passages.add(hunk.part, changes);
  }
  return difference;
}

std::string to_stored(const Difference& difference) {
  std::string out;
  const auto add = [&out](char letter, std::string_view rest) {
    out += letter;
    out.append(rest).append("\n");
  };
  for (const Passage& passage : difference.passages) {
    add(std::ranges::find(kParts, passage.part, &PartName::part)->letter, "");
    for (const WordRun& run : passage.runs)
      add(std::ranges::find(kKinds, run.kind, &KindName::kind)->letter, run.words);
  }
  if (difference.left_out > 0) add('*', std::to_string(difference.left_out));
  if (difference.rewritten)
    add('!', std::to_string(difference.rewritten->words_before) + " " +
                 std::to_string(difference.rewritten->words_after));
  return out;
}

Difference difference_of(std::string_view stored) {
  Difference difference;
  for (const std::string_view line : split(stored, '\n')) {
    if (!line.empty()) read_line(line, difference);
  }
  return difference;
}

std::string marked(const Passage& passage) {
  std::string out;
  for (const WordRun& run : passage.runs) {
    const auto* const kind = std::ranges::find(kKinds, run.kind, &KindName::kind);
    std::string words = run.words;
    part_marks(words);
    if (!out.empty()) out += ' ';
    out.append(kind->opening).append(words).append(kind->closing);
  }
  return out;
}

}  // namespace newshole::pages
