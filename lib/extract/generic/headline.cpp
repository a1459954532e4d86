#include "extract/generic/headline.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "extract/generic/folded.h"

namespace newshole::extract {
namespace {

/// A heading that the title holds is the headline if it makes up this part of it.
constexpr double kLeastPartOfTitle = 0.5;
constexpr std::size_t kLongestSiteWords = 5;

constexpr std::array<std::string_view, 9> kSiteSigns = {
    " | ", " - ", " \u2013 ", " \u2014 ", " :: ", " \u00b7 ", " \u00bb ", " \u2022 ", " / "};
/// Signs that stand in headlines too: behind them only a name that is known is cut.
constexpr std::size_t kSignsForAnyName = 1;

bool is_site(std::string_view piece, std::span<const std::string> sites) {
  const std::string letters = letters_of(piece);
  return !letters.empty() && std::ranges::any_of(sites, [&letters](const std::string& site) {
    const std::string name = letters_of(site);
    return name.size() > 1 &&
           (letters == name || (letters.size() > name.size() / 2 &&
                                (letters.starts_with(name) || name.starts_with(letters))));
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
  const bool is_cut = is_site(last, sites) || (cut.sign < kSignsForAnyName && is_short);
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
    if (best != nullptr && best_part >= kLeastPartOfTitle) return best;
    if (const PageHeading* only = the_only_one(false)) return only;
    return the_only_one(true);
  }

 private:
  /// How much of the page's other titles a heading that they hold makes up, 0 to 1.
  [[nodiscard]] double part_of_titles(const PageHeading& heading) const {
    const std::string letters = letters_of(heading.text);
    if (letters.empty() || is_site(heading.text, claims_.sites)) return 0;
    double best = 0;
    for (const std::string* whole : {&title_, &open_graph_, &structured_}) {
      if (whole->empty()) continue;
      if (whole->find(letters) != std::string::npos) best = std::max(best, part(letters, *whole));
      // Where a title is shortened, the heading holds it.
      if (letters.find(*whole) != std::string::npos) best = std::max(best, part(*whole, letters));
    }
    return best;
  }
  static double part(const std::string& inner, const std::string& outer) {
    return static_cast<double>(inner.size()) / static_cast<double>(outer.size());
  }

  [[nodiscard]] const PageHeading* the_only_one(bool in_article) const {
    const PageHeading* only = nullptr;
    for (const PageHeading& heading : claims_.headings) {
      if (!heading.is_first_level || (in_article && !heading.is_in_article)) continue;
      if (heading.text.empty() || is_site(heading.text, claims_.sites)) continue;
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

/// A heading may begin with the name of its section: "Politics | Senate votes". A start that the
/// page's other titles lack is removed.
std::string without_kicker(const std::string& heading, const HeadlineClaims& claims) {
  constexpr std::size_t kLongestKicker = 30;
  const std::string letters = letters_of(heading);
  for (const std::string& claim :
       {claims.structured, without_site(claims.open_graph, claims.sites)}) {
    const std::string shorter = letters_of(claim);
    const bool is_end = !shorter.empty() && letters.size() > shorter.size() &&
                        letters.size() < shorter.size() + kLongestKicker &&
                        letters.size() < shorter.size() * 2 && letters.ends_with(shorter);
    if (is_end) return claim;
  }
  return heading;
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
    return {.text = without_kicker(heading->text, claims),
            .origin = "heading",
            .heading = static_cast<std::size_t>(heading - claims.headings.data())};
  struct Claim {
    const std::string& text;
    std::string_view origin;
  };
  for (const Claim& claim : {Claim{claims.structured, "json-ld"},
                             Claim{claims.open_graph, "og:title"}, Claim{claims.title, "title"}}) {
    std::string text = without_site(claim.text, claims.sites);
    if (!text.empty()) return {.text = std::move(text), .origin = claim.origin};
  }
  return {};
}

}  // namespace newshole::extract
