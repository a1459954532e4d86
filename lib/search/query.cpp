#include "search/query.h"

#include <algorithm>
#include <array>
#include <utility>

#include "search/tokenizer.h"
#include "text/charset/charset.h"
#include "text/clean.h"
#include "text/folding.h"
#include "text/utf8.h"

namespace newshole::search {
namespace {

constexpr std::array<std::string_view, 4> kQuotes = {"\"", "\u201C", "\u201D", "\u201E"};

/// The quotation mark at the start of `text`; empty if it starts otherwise.
std::string_view quote_at(std::string_view text) {
  for (const std::string_view quote : kQuotes) {
    if (text.starts_with(quote)) return quote;
  }
  return {};
}

/// Bytes before the next quotation mark, or of all.
std::size_t before_quote(std::string_view text) {
  std::size_t first = text.size();
  for (const std::string_view quote : kQuotes) first = std::min(first, text.find(quote));
  return first;
}

// A character that the limit halves would make the others look like another encoding's.
std::string_view before_last_character(std::string_view bytes) {
  constexpr unsigned kContinuation = 0x80;
  constexpr unsigned kLeadByte = 0xC0;
  const auto last = [&bytes] { return static_cast<unsigned char>(bytes.back()); };
  bytes = bytes.substr(0, kMostQueryBytes);
  while (!bytes.empty() && (last() & kLeadByte) == kContinuation) bytes.remove_suffix(1);
  if (!bytes.empty() && last() >= kLeadByte) bytes.remove_suffix(1);
  return bytes;
}

/// How many characters of `text` can be a part of a token: a ligature is several.
std::ptrdiff_t searchable_in(std::string_view text) {
  return std::ranges::count_if(text::code_points(text::Folded(text).text()), is_searchable);
}

/// Reads term after term of clean text.
class QueryReader {
 public:
  explicit QueryReader(std::string_view clean) : left_(clean) {}

  /// False where a quotation mark has no pair.
  bool read_all(Query& query) {
    for (skip_blanks(); !left_.empty(); skip_blanks()) {
      Term term;
      if (!read(term)) return false;
      if (searchable_in(term.text) == 0) continue;
      if (query.terms.size() < kMostSearchTerms) {
        query.terms.push_back(std::move(term));
      } else {
        query.is_cut = true;
      }
    }
    return true;
  }

 private:
  void skip_blanks() { left_.remove_prefix(std::min(left_.find_first_not_of(' '), left_.size())); }

  bool read(Term& term) {
    if (left_.front() == '-') term.sign = Term::Sign::Unwanted;
    left_.remove_prefix(std::min(left_.find_first_not_of('-'), left_.size()));
    if (!quote_at(left_).empty()) return read_phrase(term);
    read_word(term);
    return true;
  }

  bool read_phrase(Term& term) {
    left_.remove_prefix(quote_at(left_).size());
    const std::size_t end = before_quote(left_);
    if (end == left_.size()) return false;
    term.text = left_.substr(0, end);
    left_.remove_prefix(end);
    left_.remove_prefix(quote_at(left_).size());
    if (left_.starts_with('*')) mark_prefix(term);
    return true;
  }

  void read_word(Term& term) {
    std::string_view word = left_.substr(0, std::min(left_.find(' '), before_quote(left_)));
    left_.remove_prefix(word.size());
    const std::size_t end = word.find_last_not_of('*') + 1;
    term.text = word.substr(0, end);
    if (end < word.size()) mark_prefix(term);
  }

  static void mark_prefix(Term& term) {
    if (searchable_in(term.text) >= kShortestPrefix) term.match = Term::Match::Prefix;
  }

  std::string_view left_;
};

std::string terms_of(const Query& query, Term::Sign sign, std::string_view between) {
  std::string out;
  for (const Term& term : query.terms) {
    if (term.sign != sign) continue;
    if (!out.empty()) out += between;
    out += '"';
    for (const char c : term.text) out.append(c == '"' ? 2 : 1, c);
    out += '"';
    if (term.match == Term::Match::Prefix || ends_in_part_of_pair(term.text)) out += " *";
  }
  return out;
}

}  // namespace

std::string clean_words(std::string_view bytes) {
  std::string typed(bytes);
  if (!text::is_valid_utf8(typed)) typed = text::decode_page(std::move(typed), "windows-1252").text;
  return text::as_printed(text::clean_line(typed));
}

std::optional<Query> parse_query(std::string_view bytes) {
  Query query;
  query.is_cut = bytes.size() > kMostQueryBytes;
  query.words = clean_words(query.is_cut ? before_last_character(bytes) : bytes);
  const bool is_balanced = QueryReader(query.words).read_all(query);
  const bool is_asking = std::ranges::count(query.terms, Term::Sign::Wanted, &Term::sign) > 0;
  if (!is_balanced || !is_asking) return std::nullopt;
  return query;
}

std::string to_fts5(const Query& query) {
  const std::string wanted = terms_of(query, Term::Sign::Wanted, " AND ");
  const std::string unwanted = terms_of(query, Term::Sign::Unwanted, " OR ");
  return unwanted.empty() ? wanted : "(" + wanted + ") NOT (" + unwanted + ")";
}

}  // namespace newshole::search
