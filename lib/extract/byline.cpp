#include "extract/byline.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/ascii.h"
#include "base/join.h"
#include "base/limits.h"
#include "extract/body/phrases.h"
#include "text/clean.h"

namespace newshole::extract {
namespace {

constexpr std::size_t kLongestNameWords = 6;

/// News agencies sign stories as if they were people.
constexpr std::array<std::string_view, 9> kAgencies = {
    "reuters", "associated press", "ap", "afp", "agence france-presse", "bloomberg", "dpa", "upi",
    "kyodo"};

/// A piece that ends in, or begins with, one of these names a job, a degree or a house, not a
/// person.
constexpr std::string_view kRoleList =
    "staff|editor|editors|reporter|reporters|correspondent|correspondents|producer|writer|"
    "columnist|analyst|contributor|anchor|newsroom|desk|agencies|chief|bureau|news|special|m.d.|md|"
    "phd|ph.d.|the";
constexpr auto kRoles = phrases<count_phrases(kRoleList)>(kRoleList);

/// Words between two names or before one that are no part of a name.
constexpr std::array<std::string_view, 6> kLeadIns = {"and ",  "from ", "former ",
                                                      "with ", "by ",   "photographs by "};

constexpr std::array<std::string_view, 5> kNameSuffixes = {"jr.", "jr", "sr.", "ii", "iii"};

constexpr std::array<std::string_view, 5> kSeparators = {", ", " and ", " & ", "; ", " with "};

/// Without the characters that separate names. A full stop stays: "Jr."
std::string_view trimmed(std::string_view text) {
  return ascii::trimmed(text, " ,;:|\n");
}

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, word) != words.end();
}

/// "Analysis by ", "Story by the ", "By ": up to three words and then "by".
std::string_view without_lead_in(std::string_view byline) {
  const std::string folded = ascii::lowered(byline);
  if (folded.starts_with("by ")) return byline.substr(3);
  const std::size_t by = folded.find(" by ");
  if (by == std::string::npos ||
      std::count(folded.begin(), folded.begin() + static_cast<std::ptrdiff_t>(by), ' ') > 2 ||
      folded.find(',') < by) {
    return byline;
  }
  return byline.substr(by + 4);
}

std::vector<std::string_view> pieces_of(std::string_view names) {
  std::vector<std::string_view> pieces;
  while (!names.empty()) {
    std::size_t end = names.size();
    std::size_t skip = 0;
    for (const std::string_view separator : kSeparators) {
      const std::size_t at = names.find(separator);
      if (at >= end) continue;
      end = at;
      skip = separator.size();
    }
    pieces.push_back(trimmed(names.substr(0, end)));
    names.remove_prefix(end + skip);
  }
  return pieces;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words = split(text, ' ');
  std::erase(words, std::string_view());
  return words;
}

bool is_outlet(std::string_view folded, std::span<const std::string> outlets) {
  if (folded.starts_with("the ")) folded.remove_prefix(4);
  if (is_one_of(folded, kAgencies)) return true;
  return std::ranges::any_of(outlets, [folded](const std::string& outlet) {
    const std::string name = ascii::lowered(outlet);
    return !name.empty() && folded.starts_with(name) &&
           (folded.size() == name.size() || folded[name.size()] == ' ' ||
            folded[name.size()] == '\'');
  });
}

/// "OUTLET's Jane Doe" is Jane Doe.
std::string_view without_outlet(std::string_view piece, std::span<const std::string> outlets) {
  constexpr std::array<std::string_view, 2> kPossessives = {"'s ", "\u2019s "};
  for (const std::string& outlet : outlets) {
    if (outlet.empty() || !piece.starts_with(outlet)) continue;
    const std::string_view rest = piece.substr(outlet.size());
    for (const std::string_view possessive : kPossessives) {
      if (rest.starts_with(possessive)) return rest.substr(possessive.size());
    }
  }
  return piece;
}

/// The name in a piece, without a lead-in, the outlet that it was written for and the place where
/// it was written.
std::string_view name_in(std::string_view piece, std::span<const std::string> outlets) {
  constexpr std::string_view kFrom = "from ";
  const bool names_place = ascii::equals_folded(piece.substr(0, kFrom.size()), kFrom);
  for (const std::string_view lead_in : kLeadIns) {
    if (ascii::equals_folded(piece.substr(0, lead_in.size()), lead_in))
      piece.remove_prefix(lead_in.size());
  }
  piece = piece.substr(0, piece.find(" for "));
  if (names_place) piece = piece.substr(0, piece.find(" in "));
  return trimmed(without_outlet(trimmed(piece), outlets));
}

bool is_person(std::string_view piece, std::span<const std::string> outlets) {
  const std::vector<std::string_view> words = words_of(piece);
  if (words.empty() || words.size() > kLongestNameWords) return false;
  const char first = piece.front();
  if (ascii::is_lower(first)) return false;  // "senior reporter", "for OUTLET"
  if (std::ranges::any_of(piece, [](char c) { return ascii::is_digit(c) || c == '@' || c == '/'; }))
    return false;
  if (is_one_of(ascii::lowered(words.front()), kRoles) ||
      is_one_of(ascii::lowered(words.back()), kRoles))
    return false;
  return !is_outlet(ascii::lowered(piece), outlets);
}

}  // namespace

std::vector<std::string> authors_of(std::string_view byline, std::span<const std::string> outlets) {
  if (byline.size() > limits::kBylineBytes) return {};
  std::string plain = text::as_printed(byline);
  std::ranges::replace(plain, '\n', ' ');
  std::vector<std::string> authors;
  for (std::string_view piece : pieces_of(without_lead_in(plain))) {
    piece = name_in(piece, outlets);
    if (!authors.empty() && is_one_of(ascii::lowered(piece), kNameSuffixes)) {
      authors.back() += ", " + std::string(piece);
      continue;
    }
    if (!is_person(piece, outlets)) continue;
    if (std::ranges::find(authors, piece) == authors.end()) authors.emplace_back(piece);
    if (authors.size() == limits::kAuthors) break;
  }
  return authors;
}

}  // namespace newshole::extract
