#include "extract/generic/byline/name_line.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <unicode/uchar.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "extract/generic/byline/name_pieces.h"
#include "extract/generic/folded.h"
#include "extract/languages/language_words.h"
#include "text/clean.h"
#include "text/utf8.h"

namespace newshole::extract {
namespace {

constexpr std::size_t kLongestLine = 200;
constexpr std::size_t kLongestName = 50;  // characters
constexpr std::size_t kMostNameWords = 6;

std::string text_of(const NamePiece& piece) {
  std::string text;
  for (const NameWord* word : piece.words) text.append(text.empty() ? "" : " ").append(word->text);
  return text + piece.suffix;
}

/// A first name alone is none.
bool is_whole(const NamePiece& piece) {
  return piece.words.size() > 1 || piece.words.front()->is_unspaced;
}

/// "JANE DOE" to "Jane Doe": capitals are the style of the page, not part of the name.
std::string in_title_case(const NamePiece& piece) {
  std::string name = text_of(piece);
  const auto has_lower = [](const NameWord* word) { return word->has_lower; };
  if (std::ranges::any_of(piece.words, has_lower) || piece.words.size() < 2) return name;
  std::string out;
  bool starts_word = true;
  for (std::size_t at = 0; at < name.size();) {
    const text::CodePoint point = text::code_point_at(name, at);
    const auto code = static_cast<UChar32>(point.value);
    text::append_utf8(out, starts_word ? point.value : static_cast<char32_t>(u_tolower(code)));
    starts_word =
        u_isalpha(code) == 0 && point.value != '\'' && u_charType(code) != U_NON_SPACING_MARK;
    at += std::max<std::size_t>(point.length, 1);
  }
  return out;
}

bool all_mean(const NamePiece& piece, unsigned meanings) {
  return std::ranges::all_of(piece.words,
                             [&](const NameWord* word) { return means(*word, meanings); });
}

bool is_lone_lower(const NamePiece& piece, const NameContext& context) {
  return context.origin != LineOrigin::Printed && piece.words.size() == 1;
}

/// Cuts roles, degrees and words of buttons off: "Senior Reporter Anna Berg PhD".
void trim(NamePiece& piece, const NameContext& context) {
  auto& words = piece.words;
  while (words.size() > 2 && means(*words.front(), kMeansRole) && !means(*words.back(), kMeansTeam))
    words.erase(words.begin());
  const unsigned buttons = context.origin == LineOrigin::Name ? 0U : kMeansNoName;
  const std::size_t least = words.front()->is_unspaced ? 1 : 2;
  for (std::size_t i = least; i < words.size() && !means(*words.back(), kMeansTeam); ++i) {
    if (!means(*words[i], kMeansRole | buttons)) continue;
    piece.had_role = means(*words[i], kMeansRole);
    words.resize(i);
  }
  while (!words.empty() && words.back()->is_lower && !is_lone_lower(piece, context))
    words.pop_back();
}

/// 山田太郎記者, 共同通信社: titles and outlets are written without a blank.
bool ends_with(std::string_view unspaced, unsigned meanings) {
  constexpr std::size_t kCharacter = 3;  // bytes of one
  for (std::size_t at = kCharacter; at < unspaced.size(); at += kCharacter) {
    if ((meanings_of(unspaced.substr(at)) & meanings) != 0) return true;
  }
  return false;
}

/// A role, a section, a button.
bool is_other_thing(const NamePiece& piece, const std::string& lower, const NameContext& context) {
  constexpr unsigned kNoPerson = kMeansNobody | kMeansAgency | kMeansRole | kMeansDegree;
  const NameWord& first = *piece.words.front();
  const unsigned meanings = meanings_of(lower);
  if ((meanings & kNoPerson) != 0 || all_mean(piece, kMeansSection | kMeansAnd)) return true;
  if (all_mean(piece, kMeansNoName | kMeansRole | kMeansPlace))
    return (meanings & kMeansPlace) == 0;
  if (means(first, kMeansRole | kMeansTeam) || means(*piece.words.back(), kMeansRole | kMeansTeam))
    return true;
  if (first.is_lower && !means(first, kMeansParticle) && !is_lone_lower(piece, context))
    return true;
  if (context.origin != LineOrigin::Name && means(first, kMeansNoName)) return true;
  const bool is_label = (meanings & (kMeansBy | kMeansAuthor)) != 0;
  return is_label || (!context.section.empty() && lower == lowered(context.section));
}

bool is_outlet(const NamePiece& piece, const std::string& lower, const NameContext& context) {
  if (piece.words.front()->is_unspaced && ends_with(lower, kMeansOutletAtItsEnd)) return true;
  if (repeats_any(lower, context.outlets)) return true;
  return std::ranges::any_of(context.outlets, [&lower](const std::string& outlet) {
    const std::string name = lowered(outlet);
    if (name.empty() || !lower.starts_with(name) || lower.size() == name.size()) return false;
    const char next = lower[name.size()];
    return next == '\'' || (next == ' ' && name.find(' ') != std::string::npos);
  });
}

/// "page.head.author": what a template left, or the name of a host.
bool is_left_from_template(std::string_view lower) {
  const std::size_t dot = lower.rfind('.');
  const std::string_view last =
      lower.substr(dot == std::string_view::npos ? lower.size() : dot + 1);
  const bool is_domain = last == "com" || last == "net" || last == "org" || last == "in";
  return lower.find(' ') == std::string_view::npos &&
         (is_domain || (meanings_of(last) & kMeansAuthor) != 0);
}

bool has_name_size(const std::string& lower) {
  const auto size = std::ranges::count_if(lower, [](char c) { return !text::is_continuation(c); });
  return static_cast<std::size_t>(size) <= kLongestName && letters_of(lower).size() > 1 &&
         !is_left_from_template(lower);
}

std::size_t most_words(const NamePiece& piece) {
  constexpr std::size_t kMostUnspaced = 3;
  return piece.words.front()->is_unspaced ? kMostUnspaced : kMostNameWords;
}

bool is_name(NamePiece& piece, const NameContext& context) {
  trim(piece, context);
  if (piece.words.empty() || piece.words.size() > most_words(piece)) return false;
  const std::string lower = lowered(text_of(piece));
  if (is_other_thing(piece, lower, context) || is_outlet(piece, lower, context)) return false;
  piece.is_place = (meanings_of(lower) & kMeansPlace) != 0;
  return has_name_size(lower);
}

/// True for "Berg, Anna; Falk, Jörg": pairs of a surname and first names.
bool are_turned(const std::vector<NamePiece>& pieces, LineOrigin origin) {
  if (pieces.size() % 2 != 0 || pieces.empty()) return false;
  for (std::size_t i = 0; i < pieces.size(); i += 2) {
    const NamePiece& surname = pieces[i];
    const NamePiece& first_name = pieces[i + 1];
    if (first_name.gap != Gap::Comma || (i > 0 && surname.gap == Gap::Comma)) return false;
    if (surname.words.size() != 1 || first_name.words.size() > 2) return false;
    if (surname.is_place || first_name.is_place) return false;
  }
  return pieces.size() > 2 || origin != LineOrigin::Printed;
}

std::vector<NamePiece> with_first_names_first(std::vector<NamePiece> pieces, LineOrigin origin) {
  if (!are_turned(pieces, origin)) return pieces;
  std::vector<NamePiece> out;
  for (std::size_t i = 0; i < pieces.size(); i += 2) {
    pieces[i + 1].words.push_back(pieces[i].words.front());
    out.push_back(std::move(pieces[i + 1]));
  }
  return out;
}

/// "Anna Berg, Berlin", "Frankfurt, Germany": beside whole names and places one word is no name.
void drop_places(std::vector<NamePiece>& pieces) {
  const bool is_one_word_nobody = std::ranges::any_of(
      pieces, [](const NamePiece& piece) { return is_whole(piece) || piece.is_place; });
  std::erase_if(pieces, [&](const NamePiece& piece) {
    return piece.is_place || (is_one_word_nobody && !is_whole(piece));
  });
}

struct Reading {
  NamedPeople people;
  int rank = 0;  ///< 3: a lead-in or a role says that there are names, 2: whole names, 1: a word
};

/// "Photographs by", but not "Posted by".
bool is_credit_of_others(NameWords lead_in) {
  if (lead_in.empty() || !means(lead_in.front(), kMeansNoName)) return false;
  std::string phrase;
  for (const NameWord& word : lead_in) phrase.append(phrase.empty() ? "" : " ").append(word.lower);
  return (meanings_of(phrase) & kMeansBy) == 0;
}

Reading reading_of(NameWords words, const NameContext& context) {
  const LeadIn lead_in = lead_in_of(words, context);
  if (is_credit_of_others(words.first(lead_in.words))) return {};
  auto [pieces, last] = name_pieces_of(words, lead_in.words, context);
  std::erase_if(pieces, [&](NamePiece& piece) { return !is_name(piece, context); });
  pieces = with_first_names_first(std::move(pieces), context.origin);
  drop_places(pieces);
  if (pieces.empty()) return {};
  Reading out{.rank = std::ranges::any_of(pieces, is_whole) ? 2 : 1};
  if (lead_in.words > 0 || std::ranges::any_of(pieces, &NamePiece::had_role)) out.rank = 3;
  for (const NamePiece& piece : pieces) {
    std::string name = in_title_case(piece);
    if (!repeats_any(name, out.people.names) && out.people.names.size() < limits::kAuthors)
      out.people.names.push_back(std::move(name));
  }
  const char* const begin = words[lead_in.label_words].text.data();
  out.people.byline.assign(begin, words[last].text.data() + words[last].text.size());
  return out;
}

/// "Jane Doe The Example" to "Jane Doe".
std::string without_outlets(std::string line, std::span<const std::string> outlets) {
  for (const std::string& outlet : outlets) {
    if (outlet.find(' ') == std::string::npos) continue;
    const std::size_t at = line.find(" " + outlet);
    const std::size_t end = at + 1 + outlet.size();
    if (at == std::string::npos || at == 0 || (end < line.size() && line[end] != ',')) continue;
    line.erase(at, end - at);
  }
  return line;
}

/// "The Example's Jane Doe" is Jane Doe.
std::string without_possessive(std::string line, std::span<const std::string> outlets) {
  for (const std::string& outlet : outlets) {
    for (const std::string_view possessive : {"'s ", "\u2019s "}) {
      const std::size_t at =
          outlet.empty() ? std::string::npos : line.find(outlet + std::string(possessive));
      if (at != std::string::npos) line.erase(at, outlet.size() + possessive.size());
    }
  }
  return line;
}

/// The first letters of a phrase or line in lower case, those within some bytes.
std::string_view first_letters(std::string_view lower) {
  constexpr std::size_t kMost = 12;
  std::size_t end = 0;
  while (end < lower.size()) {
    const text::CodePoint point = text::code_point_at(lower, end);
    const std::size_t next = end + std::max<std::size_t>(point.length, 1);
    if (next > kMost || u_isalpha(static_cast<UChar32>(point.value)) == 0) break;
    end = next;
  }
  return lower.substr(0, end);
}

std::vector<std::string_view> unspaced_roles() {
  constexpr unsigned char kFirstByte = 0xe3;  // of Chinese, Japanese and Korean
  std::vector<std::string_view> out;
  for (const LocalPhrase& phrase : language_words::kRoles) {
    if (static_cast<unsigned char>(phrase.text.front()) >= kFirstByte) out.push_back(phrase.text);
  }
  return out;
}

std::vector<std::string_view> first_letters_of_lead_ins() {
  std::vector<std::string_view> out;
  for (const LocalPhrase& phrase : language_words::kBy) out.push_back(first_letters(phrase.text));
  for (const LocalPhrase& phrase : language_words::kAuthor)
    out.push_back(first_letters(phrase.text));
  std::ranges::sort(out);
  return out;
}

/// "by" as a word, or another lead-in's first letters at the start.
bool may_have_lead_in(std::string_view line) {
  static const std::vector<std::string_view> kLetters = first_letters_of_lead_ins();
  constexpr std::size_t kMost = 16;
  const std::string lower = lowered(line.substr(0, line.find(' ')).substr(0, kMost));
  if (std::ranges::binary_search(kLetters, first_letters(lower))) return true;
  for (std::size_t at = 0; at + 1 < line.size(); ++at) {
    if (ascii::lower(line[at]) == 'b' && ascii::lower(line[at + 1]) == 'y' &&
        (at == 0 || !ascii::is_alphanumeric(line[at - 1])))
      return true;
  }
  return false;
}

/// A role of a script in which a name needs no blank before it.
bool may_end_with_role(std::string_view line) {
  static const std::vector<std::string_view> kRoles = unspaced_roles();
  constexpr std::size_t kLongest = 100;
  return line.size() <= kLongest && std::ranges::any_of(kRoles, [line](std::string_view role) {
           return line.find(role) != std::string_view::npos;
         });
}

/// From the first letter or digit on.
std::string_view without_signs_before(std::string_view line) {
  while (!line.empty()) {
    const text::CodePoint point = text::code_point_at(line, 0);
    if (u_isalnum(static_cast<UChar32>(point.value)) != 0) break;
    line.remove_prefix(std::max<std::size_t>(point.length, 1));
  }
  return line;
}

/// False for most lines of a page, without a look at their words.
bool may_be_credit(std::string_view line) {
  line = without_signs_before(line);
  return !line.empty() && (may_have_lead_in(line) || may_end_with_role(line));
}

}  // namespace

bool is_web_address(std::string_view line) {
  return line.find("://") != std::string_view::npos || line.starts_with("www.");
}

NamedPeople named_people(std::string_view line, const NameContext& context) {
  if (line.size() > kLongestLine || is_web_address(line)) return {};
  std::string plain = text::as_printed(line);
  std::ranges::replace(plain, '\n', ' ');
  plain = without_possessive(without_outlets(std::move(plain), context.outlets), context.outlets);
  const std::vector<NameWord> words = name_words_of(plain);
  Reading best;
  for (auto begin = words.begin(); begin != words.end() && best.rank < 3;) {
    const auto end = std::find_if(begin + 1, words.end(),
                                  [](const NameWord& word) { return word.gap == Gap::Sign; });
    Reading reading = reading_of({begin, end}, context);
    if (reading.rank > best.rank) best = std::move(reading);
    begin = end;
  }
  return std::move(best.people);
}

bool is_nobody(std::string_view line) {
  const std::vector<NameWord> words = name_words_of(line);
  constexpr unsigned kNobody = kMeansNobody | kMeansPlace | kMeansSection | kMeansNoName;
  return (meanings_of(lowered(line)) & kNobody) != 0 ||
         std::ranges::all_of(words, [](const NameWord& word) { return means(word, kNobody); });
}

bool names_team(std::string_view line) {
  constexpr std::size_t kMostWords = 5;
  const std::vector<NameWord> words = name_words_of(line);
  return words.size() > 1 && words.size() <= kMostWords &&
         std::ranges::none_of(
             words,
             [](const NameWord& word) { return word.is_lower && !means(word, kMeansNoName); }) &&
         (means(words.back(), kMeansTeam | kMeansRole) || means(words.front(), kMeansTeam));
}

bool is_lead_in(std::string_view line) {
  std::string phrase;
  for (const NameWord& word : name_words_of(line))
    phrase.append(phrase.empty() ? "" : " ").append(word.lower);
  return phrase.ends_with(" by") || (meanings_of(phrase) & (kMeansBy | kMeansAuthor)) != 0;
}

bool looks_like_credit(std::string_view line) {
  if (!may_be_credit(line)) return false;
  const std::vector<NameWord> words = name_words_of(line);
  if (words.size() < 2) return is_lead_in(line);
  const bool ends_with_role =
      words.size() < 4 && words.back().is_unspaced && means(words.back(), kMeansRole);
  return ends_with_role || lead_in_of(words, {}).words > 0 || is_lead_in(line);
}

}  // namespace newshole::extract
