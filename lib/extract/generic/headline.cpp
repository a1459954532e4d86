#include "extract/generic/headline.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/ascii.h"
#include "extract/generic/byline/name_words.h"
#include "extract/generic/folded.h"

namespace newshole::extract {
namespace {

/// A heading that the title holds is the headline if it makes up this part of it.
constexpr double kLeastPartOfTitle = 0.5;
/// A lower heading that makes up less of it may be a part of the story.
constexpr double kNearlyAllOfTitle = 0.95;
/// Bytes of a title with which a longer heading begins.
constexpr std::size_t kLongTitle = 24;
/// The share of a heading's words that the page's titles have, too.
constexpr double kShared = 0.3;
constexpr double kNearlyAllShared = 0.75;
/// Words of an h1 that says nothing of the page: "Original text".
constexpr std::size_t kMostWordsOfLabel = 3;
/// Bytes of an h1 that is no sentence or two.
constexpr std::size_t kLongestOnlyHeading = 200;
constexpr std::size_t kLongestSiteWords = 5;
/// Letters behind a site's name in a heading that is no story's: "The Example: news".
constexpr std::size_t kMostBehindSite = 8;

constexpr std::array<std::string_view, 9> kSiteSigns = {
    " | ", " - ", " \u2013 ", " \u2014 ", " :: ", " \u00b7 ", " \u00bb ", " \u2022 ", " / "};
/// Signs that stand in headlines too: behind them only a name that is known is cut.
constexpr std::size_t kSignsForAnyName = 1;

/// The name of a site, or a part of it, or what begins with it and has at most `most` letters more.
bool is_site(std::string_view piece, std::span<const std::string> sites, std::size_t most) {
  const std::string letters = letters_of(piece);
  return !letters.empty() && std::ranges::any_of(sites, [&](const std::string& site) {
    const std::string name = letters_of(site);
    const bool is_begun = letters.starts_with(name) && letters.size() <= name.size() + most;
    return name.size() > 1 &&
           (is_begun || (letters.size() > name.size() / 2 && name.starts_with(letters)));
  });
}

std::size_t count_words(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count(text, ' ')) + 1;
}

struct Cut {
  std::size_t at = std::string_view::npos;
  std::size_t end = 0;
  std::size_t sign = 0;
};

Cut last_sign(std::string_view title) {
  Cut best;
  for (std::size_t i = 0; i < kSiteSigns.size(); ++i) {
    const std::size_t at = title.rfind(kSiteSigns[i]);
    if (at == std::string_view::npos || (best.at != std::string_view::npos && at < best.at))
      continue;
    best = {.at = at, .end = at + kSiteSigns[i].size(), .sign = i};
  }
  return best;
}

/// `title` without its last piece, if that is the site.
std::string_view without_last_site(std::string_view title, std::span<const std::string> sites) {
  const Cut cut = last_sign(title);
  if (cut.at == std::string_view::npos || cut.at == 0) return title;
  const std::string_view last = title.substr(cut.end);
  const bool is_short = count_words(last) <= kLongestSiteWords && last.size() < cut.at;
  const bool is_cut =
      is_site(last, sites, last.size()) || (cut.sign < kSignsForAnyName && is_short);
  return is_cut ? title.substr(0, cut.at) : title;
}

std::string_view without_first_site(std::string_view title, std::span<const std::string> sites) {
  for (const std::string_view sign : {": ", " | ", " - ", " \u2013 ", " \u2014 "}) {
    const std::size_t at = title.find(sign);
    if (at == std::string_view::npos || at == 0) continue;
    if (repeats_any(title.substr(0, at), sites)) return title.substr(at + sign.size());
  }
  return title;
}

/// The longer words of a text, and the pairs of characters of words without blanks.
std::vector<std::string> telling_pieces(std::string_view text) {
  constexpr std::size_t kLeastLetters = 4;
  constexpr std::size_t kPair = 6;  // bytes
  std::vector<std::string> pieces;
  for (const NameWord& word : name_words_of(text)) {
    std::string letters = letters_of(word.text);
    if (!word.is_unspaced && letters.size() >= kLeastLetters) pieces.push_back(letters);
    for (std::size_t at = 0; word.is_unspaced && at + kPair <= letters.size(); at += kPair / 2)
      pieces.push_back(letters.substr(at, kPair));
  }
  return pieces;
}

/// Picks among the headings of a page.
class HeadingChooser {
 public:
  explicit HeadingChooser(const HeadlineClaims& claims)
      : claims_(claims),
        title_(letters_of(without_site(claims.title, claims.sites))),
        open_graph_(letters_of(without_site(claims.open_graph, claims.sites))),
        structured_(letters_of(claims.structured)) {}

  [[nodiscard]] const PageHeading* choose() const {
    const PageHeading* best = nullptr;
    double best_part = 0;
    for (const PageHeading& heading : claims_.headings) {
      const double part = part_of_titles(heading);
      if (part > best_part) {
        best = &heading;
        best_part = part;
      }
    }
    if (best_part < kLeastPartOfTitle) best = nullptr;
    if (best != nullptr && (best->is_first_level || best_part >= kNearlyAllOfTitle)) return best;
    const PageHeading* only = the_only_one(false);
    if (only == nullptr) only = the_only_one(true);
    if (only == nullptr) return best != nullptr ? best : the_alike();
    return best != nullptr ? best_of(*best, *only) : is_headline(*only) ? only : nullptr;
  }

 private:
  /// How much of the page's other titles a heading that they hold makes up, 0 to 1.
  [[nodiscard]] double part_of_titles(const PageHeading& heading) const {
    const std::string letters = letters_of(heading.text);
    if (letters.empty() || is_site(heading.text, claims_.sites, kMostBehindSite)) return 0;
    double best = 0;
    for (const std::string* whole : titles()) {
      if (whole->empty()) continue;
      if (whole->find(letters) != std::string::npos) best = std::max(best, part(letters, *whole));
      // Where a title is shortened, the heading holds it.
      if (letters.find(*whole) != std::string::npos) best = std::max(best, part(*whole, letters));
      if (whole->size() >= kLongTitle && letters.starts_with(*whole))
        best = std::max(best, kLeastPartOfTitle);
    }
    return best;
  }
  static double part(const std::string& inner, const std::string& outer) {
    return static_cast<double>(inner.size()) / static_cast<double>(outer.size());
  }

  /// A lower heading yields to an h1 before it that has some words of the titles.
  [[nodiscard]] const PageHeading* best_of(const PageHeading& lower, const PageHeading& h1) const {
    const bool yields = &h1 < &lower && part_of_titles(h1) == 0 && shared_part(h1) >= kShared;
    return yields ? &h1 : &lower;
  }

  /// How many of the telling pieces of a heading stand in a title of the page, 0 to 1.
  [[nodiscard]] double shared_part(const PageHeading& heading) const {
    const std::vector<std::string> pieces = telling_pieces(heading.text);
    const auto shared = std::ranges::count_if(pieces, [this](const std::string& piece) {
      return std::ranges::any_of(titles(), [&piece](const std::string* title) {
        return title->find(piece) != std::string::npos;
      });
    });
    return pieces.empty() ? 0 : static_cast<double>(shared) / static_cast<double>(pieces.size());
  }

  /// The first heading that has nearly the words of a title.
  [[nodiscard]] const PageHeading* the_alike() const {
    const auto is_alike = [this](const PageHeading& heading) {
      constexpr double kMostLonger = 1.5;
      const double size = static_cast<double>(letters_of(heading.text).size());
      return shared_part(heading) >= kNearlyAllShared &&
             std::ranges::any_of(titles(), [size](const std::string* title) {
               const double whole = static_cast<double>(title->size());
               return size >= kLongTitle && size < whole * kMostLonger &&
                      whole < size * kMostLonger;
             });
    };
    const auto found = std::ranges::find_if(claims_.headings, is_alike);
    return found == claims_.headings.end() ? nullptr : &*found;
  }

  /// True where the title ends with it, as with the name of a site, and says much more.
  [[nodiscard]] bool ends_title(const std::string& letters) const {
    constexpr std::size_t kMuchLonger = 3;
    const std::string title = letters_of(claims_.title);
    return title.ends_with(letters) && title.size() >= kMuchLonger * letters.size();
  }

  /// An only h1 is, unless it is a label or a paragraph beside a title that says something else.
  [[nodiscard]] bool is_headline(const PageHeading& heading) const {
    const std::string letters = letters_of(heading.text);
    const auto titles = this->titles();
    if (ends_title(letters)) return false;
    if (heading.text.size() > kLongestOnlyHeading)
      return std::ranges::all_of(titles, [](const std::string* title) { return title->empty(); });
    const bool is_label = count_words(heading.text) <= kMostWordsOfLabel &&
                          std::ranges::any_of(titles, [&letters](const std::string* title) {
                            return title->size() > letters.size();
                          });
    return !is_label || shared_part(heading) > 0;
  }

  [[nodiscard]] std::array<const std::string*, 3> titles() const {
    return {&title_, &open_graph_, &structured_};
  }

  [[nodiscard]] const PageHeading* the_only_one(bool in_article) const {
    const PageHeading* only = nullptr;
    for (const PageHeading& heading : claims_.headings) {
      if (!heading.is_first_level || (in_article && !heading.is_in_article)) continue;
      if (heading.text.empty() || is_site(heading.text, claims_.sites, kMostBehindSite)) continue;
      if (only != nullptr) return nullptr;
      only = &heading;
    }
    return only;
  }

  const HeadlineClaims& claims_;
  std::string title_;
  std::string open_graph_;
  std::string structured_;
};

bool has_small_letter(std::string_view text) {
  return std::ranges::any_of(text, ascii::is_lower);
}

/// Of the same letters: with blanks where elements met without, or not in capitals alone.
bool is_better_form(std::string_view claim, std::string_view heading) {
  return count_words(claim) > count_words(heading) ||
         (has_small_letter(claim) && !has_small_letter(heading));
}

/// A heading may begin with the name of its section: "Politics | Senate votes". A start that the
/// page's other titles lack is removed.
std::string without_kicker(const std::string& heading, const HeadlineClaims& claims) {
  constexpr std::size_t kLongestKicker = 30;
  constexpr std::size_t kMostKickerWords = 3;
  const std::string letters = letters_of(heading);
  for (const std::string& claim :
       {claims.structured, without_site(claims.open_graph, claims.sites)}) {
    const std::string shorter = letters_of(claim);
    const bool is_end = !shorter.empty() && letters.size() > shorter.size() &&
                        letters.size() < shorter.size() + kLongestKicker &&
                        letters.size() < shorter.size() * 2 && letters.ends_with(shorter) &&
                        count_words(heading) <= count_words(claim) + kMostKickerWords;
    if (is_end || (letters == shorter && is_better_form(claim, heading))) return claim;
  }
  return heading;
}

/// The title element ends with the site's name more often than not: a few words behind many.
std::string without_unknown_site(std::string title) {
  constexpr std::size_t kMostWords = 3;
  constexpr std::size_t kLeastWordsBefore = 5;
  const Cut cut = last_sign(title);
  if (cut.at == std::string::npos) return title;
  const std::string_view name = std::string_view(title).substr(cut.end);
  const std::string_view rest = std::string_view(title).substr(0, cut.at);
  // A question or small letters end a headline: "Ferry sinks off the mole - what now?"
  const bool is_name = count_words(name) <= kMostWords && count_words(rest) >= kLeastWordsBefore &&
                       !name.empty() && !ascii::is_lower(name.front()) && !name.ends_with('?');
  return is_name ? std::string(rest) : title;
}

bool is_section(std::string_view piece) {
  const std::vector<NameWord> words = name_words_of(piece);
  return !words.empty() && std::ranges::all_of(words, [](const NameWord& word) {
    return means(word, kMeansSection);
  });
}

/// "Opinion | The harbour needs a crane | Editorial" without the names of sections.
std::string without_sections(std::string_view heading) {
  constexpr std::string_view kSign = " | ";
  const std::size_t first = heading.find(kSign);
  if (first != std::string_view::npos && is_section(heading.substr(0, first)))
    heading.remove_prefix(first + kSign.size());
  const std::size_t last = heading.rfind(kSign);
  const bool has_last =
      last != std::string_view::npos && is_section(heading.substr(last + kSign.size()));
  return std::string(has_last ? heading.substr(0, last) : heading);
}

}  // namespace

std::string without_site(std::string_view title, std::span<const std::string> sites) {
  std::string_view rest = title;
  for (int pieces = 0; pieces < 3; ++pieces) {
    const std::string_view shorter = without_last_site(rest, sites);
    if (shorter.size() == rest.size()) break;
    rest = shorter;
  }
  return std::string(without_first_site(rest, sites));
}

Headline reconciled_headline(const HeadlineClaims& claims) {
  if (const PageHeading* heading = HeadingChooser(claims).choose())
    return {.text = without_sections(without_kicker(heading->text, claims)),
            .origin = "heading",
            .heading = static_cast<std::size_t>(heading - claims.headings.data())};
  struct Claim {
    const std::string& text;
    std::string_view origin;
  };
  for (const Claim& claim : {Claim{claims.structured, "json-ld"},
                             Claim{claims.open_graph, "og:title"}, Claim{claims.title, "title"}}) {
    std::string text = without_site(claim.text, claims.sites);
    if (claim.origin == "title") text = without_unknown_site(std::move(text));
    if (!text.empty()) return {.text = std::move(text), .origin = claim.origin};
  }
  return {};
}

}  // namespace newshole::extract
