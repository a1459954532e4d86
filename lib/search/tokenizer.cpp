#include "search/tokenizer.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>

#include <sqlite3.h>

#include "base/ascii.h"
#include "text/folding.h"
#include "text/utf8.h"

namespace newshole::search {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Ideographs, kana and Hangul syllables, and the marks that stand in the same runs (iteration
// marks, the long vowel mark).
constexpr std::array kPairedScripts = {
    Range{0x3005, 0x3007}, Range{0x3041, 0x3096},   Range{0x309D, 0x309F},   Range{0x30A1, 0x30FA},
    Range{0x30FC, 0x30FF}, Range{0x3400, 0x4DBF},   Range{0x4E00, 0x9FFF},   Range{0xAC00, 0xD7A3},
    Range{0xF900, 0xFAFF}, Range{0x20000, 0x2FFFF}, Range{0x30000, 0x323AF},
};

// Marks, punctuation, symbols and blanks beyond ASCII, block by block. Text of these alone has no
// word.
constexpr std::array kSigns = {
    Range{0x80, 0xA9},     Range{0xAB, 0xB1},     Range{0xB4, 0xB4},       Range{0xB6, 0xB8},
    Range{0xBB, 0xBB},     Range{0xBF, 0xBF},     Range{0xD7, 0xD7},       Range{0xF7, 0xF7},
    Range{0x300, 0x36F},   Range{0x2000, 0x206F}, Range{0x20A0, 0x20FF},   Range{0x2190, 0x245F},
    Range{0x2500, 0x27BF}, Range{0x2900, 0x2BFF}, Range{0x2E00, 0x2E7F},   Range{0x3000, 0x3004},
    Range{0x3008, 0x3020}, Range{0xD800, 0xF8FF}, Range{0xFE00, 0xFE6F},   Range{0xFF00, 0xFF0F},
    Range{0xFF1A, 0xFF20}, Range{0xFFF0, 0xFFFF}, Range{0x1F000, 0x1FAFF}, Range{0xE0000, 0x10FFFF},
};

constexpr bool is_among(char32_t c, const auto& ranges) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [c](const Range& range) { return range.first <= c && c <= range.last; });
}

bool is_paired(char32_t c) {
  constexpr char32_t kFirst = kPairedScripts.front().first;
  return c >= kFirst && is_among(c, kPairedScripts);
}

using OnToken = int (*)(void* context, int flags, const char* token, int size, int start, int end);

/// A call of FTS5: where tokens go, whether they are a query's, and what they are of, if it was
/// folded.
struct Tokens {
  void* context;
  OnToken on_token;
  bool is_query;
  const text::Folded* folded;

  // NOLINTNEXTLINE(readability-function-size): as FTS5 calls it
  int hand_on(int flags, std::string_view token, int start, int end) const {
    const auto original = [this](int offset) {
      if (folded == nullptr) return offset;
      return static_cast<int>(folded->original(static_cast<std::size_t>(offset)));
    };
    return on_token(context, flags, token.data(), static_cast<int>(token.size()), original(start),
                    original(end));
  }
};

/// A word of unicode61 with the characters of paired scripts in it.
class MixedWord {
 public:
  MixedWord(const Tokens& tokens, std::string_view word, int start, int end)
      : tokens_(tokens), word_(word), start_(start), end_(end) {}

  int hand_on() {
    std::size_t at = 0;
    int code = SQLITE_OK;
    while (at < word_.size() && code == SQLITE_OK) {
      const bool is_pairs = is_paired(text::code_point_at(word_, at).value);
      const std::size_t end = run_end(at, is_pairs);
      code = is_pairs ? hand_on_pairs(at, end) : give(at, end, 0);
      at = end;
    }
    return code;
  }

 private:
  [[nodiscard]] std::size_t next(std::size_t at) const {
    return at + std::max<std::size_t>(text::code_point_at(word_, at).length, 1);
  }

  [[nodiscard]] std::size_t run_end(std::size_t at, bool is_pairs) const {
    while (at < word_.size() && is_paired(text::code_point_at(word_, at).value) == is_pairs)
      at = next(at);
    return at;
  }

  int hand_on_pairs(std::size_t at, std::size_t end) {
    std::size_t second = next(at);
    if (second >= end) return give(at, end, 0);
    while (second < end) {
      const std::size_t after = next(second);
      if (const int code = give(at, after, 0); code != SQLITE_OK) return code;
      at = second;
      second = after;
    }
    // It shares the last pair's position, so that a phrase goes on behind it.
    return tokens_.is_query ? SQLITE_OK : give(at, end, FTS5_TOKEN_COLOCATED);
  }

  [[nodiscard]] int give(std::size_t from, std::size_t to, int flags) const {
    // Folding changes no character of these scripts, but may change one beside them.
    const bool is_as_written = word_.size() == static_cast<std::size_t>(end_ - start_);
    const int start = is_as_written ? start_ + static_cast<int>(from) : start_;
    const int end = is_as_written ? start_ + static_cast<int>(to) : end_;
    return tokens_.hand_on(flags, word_.substr(from, to - from), start, end);
  }

  const Tokens& tokens_;
  std::string_view word_;
  int start_;
  int end_;
};

bool has_paired(std::string_view word) {
  for (std::size_t at = text::ascii_prefix(word); at < word.size();) {
    const text::CodePoint c = text::code_point_at(word, at);
    if (is_paired(c.value)) return true;
    at += std::max<std::size_t>(c.length, 1);
  }
  return false;
}

// NOLINTNEXTLINE(readability-function-size): as FTS5 calls it
int take_word(void* context, int flags, const char* token, int size, int start, int end) {
  const Tokens& tokens = *static_cast<const Tokens*>(context);
  const std::string_view word(token, static_cast<std::size_t>(size));
  if (!has_paired(word)) return tokens.hand_on(flags, word, start, end);
  return MixedWord(tokens, word, start, end).hand_on();
}

/// unicode61, by which words are found.
struct Words {
  fts5_tokenizer methods{};
  void* context = nullptr;
};

struct SearchTokenizer {
  const Words* words = nullptr;
  Fts5Tokenizer* inner = nullptr;
};

// FTS5 knows tokenizers as pointers to an incomplete type of its own.
SearchTokenizer* own(Fts5Tokenizer* tokenizer) {
  return reinterpret_cast<SearchTokenizer*>(tokenizer);  // NOLINT(*-reinterpret-cast)
}

int create(void* context, const char** /*arguments*/, int /*count*/, Fts5Tokenizer** out) {
  auto tokenizer = std::make_unique<SearchTokenizer>();
  tokenizer->words = static_cast<const Words*>(context);
  std::array<const char*, 2> arguments = {"remove_diacritics", "2"};
  const int code =
      tokenizer->words->methods.xCreate(tokenizer->words->context, arguments.data(),
                                        static_cast<int>(arguments.size()), &tokenizer->inner);
  if (code != SQLITE_OK) return code;
  *out = reinterpret_cast<Fts5Tokenizer*>(tokenizer.release());  // NOLINT(*-reinterpret-cast)
  return SQLITE_OK;
}

void destroy(Fts5Tokenizer* tokenizer) {
  const std::unique_ptr<SearchTokenizer> owned(own(tokenizer));
  owned->words->methods.xDelete(owned->inner);
}

// NOLINTNEXTLINE(readability-function-size): as FTS5 calls it
int tokenize(Fts5Tokenizer* tokenizer, void* context, int flags, const char* text, int size,
             OnToken on_token) {
  const SearchTokenizer& it = *own(tokenizer);
  Tokens tokens{context, on_token, (flags & FTS5_TOKENIZE_QUERY) != 0, nullptr};
  const std::string_view written(text, static_cast<std::size_t>(size));
  if (text::ascii_prefix(written) == written.size())
    return it.words->methods.xTokenize(it.inner, &tokens, flags, text, size, take_word);
  const text::Folded folded(written);
  tokens.folded = &folded;
  return it.words->methods.xTokenize(it.inner, &tokens, flags, folded.text().data(),
                                     static_cast<int>(folded.text().size()), take_word);
}

void forget_words(void* context) {
  const std::unique_ptr<Words> owned(static_cast<Words*>(context));
}

}  // namespace

fts5_api* fts5_api_of(sqlite3* connection) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(connection, "SELECT fts5(?)", -1, &statement, nullptr) != SQLITE_OK)
    return nullptr;
  // It is handed out through a bound pointer only.
  sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
  sqlite3_step(statement);
  sqlite3_finalize(statement);
  return api;
}

Status add_search_tokenizer(sqlite3* connection) {
  fts5_api* api = fts5_api_of(connection);
  auto words = std::make_unique<Words>();
  if (api == nullptr ||
      api->xFindTokenizer(api, "unicode61", &words->context, &words->methods) != 0)
    return fail(ErrorKind::Internal, "this SQLite has no full-text search (FTS5)");
  fts5_tokenizer methods{.xCreate = create, .xDelete = destroy, .xTokenize = tokenize};
  const std::string name(kSearchTokenizer);
  if (api->xCreateTokenizer(api, name.c_str(), words.release(), &methods, forget_words) != 0)
    return fail(ErrorKind::Internal, "the search tokenizer cannot be added");
  return {};
}

bool is_searchable(char32_t c) {
  constexpr char32_t kAsciiEnd = 0x80;
  if (c >= kAsciiEnd) return !is_among(c, kSigns);
  return ascii::is_alphanumeric(static_cast<char>(c));
}

bool ends_in_part_of_pair(std::string_view text) {
  const text::Folded folded(text);
  const std::string& in_index = folded.text();
  const text::CodePoint last = text::code_point_before(in_index, in_index.size());
  if (last.length == 0 || !is_paired(last.value)) return false;
  const text::CodePoint before = text::code_point_before(in_index, in_index.size() - last.length);
  return before.length == 0 || !is_paired(before.value);
}

}  // namespace newshole::search
