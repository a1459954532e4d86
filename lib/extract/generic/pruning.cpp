#include "extract/generic/pruning.h"

#include <algorithm>
#include <unordered_map>

#include "extract/body/node_text.h"
#include "extract/generic/boilerplate.h"

namespace newshole::extract {
namespace {

/// An element with more of the page's prose than this is no boilerplate, whatever its name is.
constexpr double kMostBoilerplateShare = 0.4;
/// The same where the page's title stands elsewhere.
constexpr double kMostShareBesideTitle = 0.75;
constexpr std::uint32_t kLeastElementsOfName = 3;
constexpr double kMostHiddenShare = 0.6;
/// Comments may be longer than the article.
constexpr double kMostCommentsShare = 0.9;
constexpr double kMostFurnitureShare = 0.2;
constexpr double kMostFurnitureChars = 400;
constexpr double kMostCaptionChars = 800;
/// A list or box of links: so many of its characters are in links.
constexpr double kListLinkDensity = 0.6;

/// A teaser's headline is a link of a few words.
constexpr double kTeaserLinkDensity = 0.9;
constexpr std::uint32_t kLeastTeaserWords = 4;
constexpr std::uint32_t kLeastTeasers = 3;

bool is_box(Role role) {
  return role == Role::Container || role == Role::List || role == Role::OrderedList ||
         role == Role::Table;
}

class Pruner {
 public:
  Pruner(const PageOutline& outline, html::Node headline, Strictness strictness)
      : outline_(outline),
        strictness_(strictness),
        sums_(running_sums(outline.runs, std::vector<bool>(outline.runs.size(), true))),
        prose_(std::max(sums_.back().prose, 1.0)) {
    find_titles(headline);
    mark_bodies();
    add_up_names();
  }

  Pruning run() {
    Pruning out{.is_run_kept = std::vector<bool>(outline_.runs.size(), true)};
    for (std::size_t i = 1; i < outline_.elements.size();) {
      const OutlineElement& element = outline_.elements[i];
      if (!goes(element)) {
        ++i;
        continue;
      }
      out.elements.insert(element.node.identity());
      for (std::uint32_t r = element.first_run; r < element.end_run; ++r)
        out.is_run_kept[r] = false;
      i = element.end;
    }
    return out;
  }

 private:
  /// The article's headline; where its element is not known, all first-level headings.
  void find_titles(html::Node headline) {
    for (std::uint32_t i = 1; i < outline_.elements.size(); ++i) {
      const html::Node node = outline_.elements[i].node;
      if (node == headline) titles_ = {i};
      if (node == headline) return;
      if (node.tag() == "h1") titles_.push_back(i);
    }
  }

  [[nodiscard]] bool goes(const OutlineElement& element) const {
    const RunSums sums = sums_below(sums_, element);
    const double share = sums.prose / prose_;
    if (element.evidence == Evidence::Hidden)
      return share < kMostHiddenShare && !(is_hidden_text(element) && is_text_by_name(element));
    if (element.evidence == Evidence::Comments)
      return share < (is_in_body(element) ? kMostBoilerplateShare : kMostCommentsShare) &&
             !holds_title(element);
    if (strictness_ == Strictness::TagsAlone) return false;
    if (is_text_by_name(element)) return false;
    switch (element.evidence) {
      case Evidence::Boilerplate:
        return share < (is_beside_title(element) ? kMostShareBesideTitle : kMostBoilerplateShare) &&
               (share < kMostFurnitureShare || !holds_title(element));
      case Evidence::Caption:
        return sums.chars < kMostCaptionChars && share < kMostFurnitureShare;
      case Evidence::Furniture:
        return is_block(element.role) && !is_header_of_part(element) &&
               sums.chars < kMostFurnitureChars && share < kMostFurnitureShare;
      case Evidence::Body:
        return false;
      default:
        return is_list_of_links(element, sums, share) || is_list_of_teasers(element, share);
    }
  }

  /// Elements that repeat a name of boilerplate and together hold most of the page are the text:
  /// its paragraphs have the class "paywall", for instance, or it is a gallery.
  void add_up_names() {
    for (std::uint32_t i = 1; i < outline_.elements.size(); ++i) {
      const OutlineElement& element = outline_.elements[i];
      const bool counts = element.evidence == Evidence::Boilerplate ||
                          element.evidence == Evidence::Caption || is_hidden_text(element) ||
                          element.evidence == Evidence::Furniture;
      if (!counts) continue;
      NameSum& sum = by_name_[name_of(element)];
      if (i < sum.end) continue;
      ++sum.elements;
      sum.share += sums_below(sums_, element).prose / prose_;
      sum.end = element.end;
    }
  }
  /// A script shows it, to subscribers or one tab after the other.
  [[nodiscard]] bool is_hidden_text(const OutlineElement& element) const {
    return element.evidence == Evidence::Hidden && is_block(element.role) && is_in_body(element);
  }
  [[nodiscard]] bool is_text_by_name(const OutlineElement& element) const {
    const auto found = by_name_.find(name_of(element));
    return found != by_name_.end() && found->second.elements >= kLeastElementsOfName &&
           found->second.share > kMostBoilerplateShare;
  }
  static std::string_view name_of(const OutlineElement& element) {
    return element.node.attribute("class").value_or(element.node.tag());
  }

  /// Around a first-level heading there is more than small print.
  [[nodiscard]] bool holds_title(const OutlineElement& element) const {
    const auto at = static_cast<std::uint32_t>(&element - outline_.elements.data());
    const auto first = std::ranges::upper_bound(titles_, at);
    return first != titles_.end() && *first < element.end;
  }
  [[nodiscard]] bool is_beside_title(const OutlineElement& element) const {
    return !titles_.empty() && !holds_title(element);
  }

  /// A header behind the title heads a part of the text.
  [[nodiscard]] bool is_header_of_part(const OutlineElement& element) const {
    const auto at = static_cast<std::uint32_t>(&element - outline_.elements.data());
    return element.node.tag() == "header" && !titles_.empty() && titles_.front() < at &&
           !holds_title(element);
  }

  static bool is_block(Role role) { return !is_in_line(role); }

  static bool is_list_of_links(const OutlineElement& element, const RunSums& sums, double share) {
    return is_box(element.role) && element.end_run - element.first_run >= 2 &&
           share < kMostFurnitureShare && sums.link_chars > kListLinkDensity * sums.chars;
  }

  /// Three or more boxes of one make, each with a line that is a link and a few words.
  [[nodiscard]] bool is_list_of_teasers(const OutlineElement& element, double share) const {
    if (!is_box(element.role) || share > kMostShareBesideTitle) return false;
    if (share > kMostFurnitureShare && (!is_beside_title(element) || is_in_body(element)))
      return false;
    std::uint32_t teasers = 0;
    std::uint32_t others = 0;
    const auto first = static_cast<std::uint32_t>(&element - outline_.elements.data()) + 1;
    for (std::uint32_t at = first; at < element.end; at = outline_.elements[at].end) {
      const OutlineElement& child = outline_.elements[at];
      if (child.first_run == child.end_run) continue;
      is_teaser(child) ? ++teasers : ++others;
    }
    return teasers >= kLeastTeasers && others <= teasers / 2;
  }

  /// Marks the elements in a body or in the article around the title. One pass: pages nest deeply.
  void mark_bodies() {
    is_in_body_.resize(outline_.elements.size());
    for (std::uint32_t i = 1; i < outline_.elements.size(); ++i) {
      const std::uint32_t parent = outline_.elements[i].parent;
      const OutlineElement& around = outline_.elements[parent];
      is_in_body_[i] = is_in_body_[parent] || around.evidence == Evidence::Body ||
                       (around.node.tag() == "article" && holds_title(around));
    }
  }
  [[nodiscard]] bool is_in_body(const OutlineElement& element) const {
    return is_in_body_[static_cast<std::size_t>(&element - outline_.elements.data())];
  }

  [[nodiscard]] bool is_teaser(const OutlineElement& element) const {
    constexpr std::uint32_t kMostRuns = 6;
    constexpr double kMostChars = 700;
    const std::uint32_t runs = element.end_run - element.first_run;
    if (!is_block(element.role) || runs < 2 || runs > kMostRuns) return false;
    if (sums_below(sums_, element).chars > kMostChars) return false;
    const auto begin = outline_.runs.begin();
    // The line stands first, or behind a label.
    return std::any_of(
        begin + element.first_run, begin + element.first_run + 2, [](const TextRun& run) {
          return link_density(run) > kTeaserLinkDensity && run.words >= kLeastTeaserWords;
        });
  }

  const PageOutline& outline_;
  Strictness strictness_;
  std::vector<RunSums> sums_;
  double prose_;
  struct NameSum {
    std::uint32_t elements = 0;
    double share = 0;  ///< of the page's prose
    std::uint32_t end = 0;
  };
  std::unordered_map<std::string_view, NameSum> by_name_;
  std::vector<std::uint32_t> titles_;  // in order
  std::vector<bool> is_in_body_;       // by element
};

/// The only child that is no white space.
html::Node only_child(html::Node node) {
  html::Node only;
  for (html::Node child = node.first_child(); child; child = child.next_sibling()) {
    const bool is_blank =
        child.is_text() && child.text().find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (is_blank || child.tag() == "br") continue;
    if (only) return {};
    only = child;
  }
  return only;
}

bool is_in_italics(const OutlineElement& element) {
  if (element.role != Role::Paragraph) return false;
  const html::Node child = only_child(element.node);
  return child && (child.tag() == "em" || child.tag() == "i");
}

}  // namespace

void prune_closing_notes(const PageOutline& outline, std::uint32_t root, Pruning& pruning) {
  constexpr int kMostNotes = 3;
  constexpr std::size_t kLongestCorrection = 2000;
  constexpr double kMostShareOfNote = 0.1;
  const OutlineElement& body = outline.elements[root];
  const double chars = sums_below(running_sums(outline.runs, pruning.is_run_kept), body).chars;
  std::uint32_t run = body.end_run;
  for (int notes = 0; notes < kMostNotes && run > body.first_run;) {
    --run;
    if (!pruning.is_run_kept[run]) continue;
    const OutlineElement& element = outline.elements[outline.runs[run].element];
    if (!is_in_italics(element) || outline.runs[run].chars > kMostShareOfNote * chars) return;
    if (opens_correction(line_of(element.node, kLongestCorrection).value_or(""))) continue;
    pruning.elements.insert(element.node.identity());
    pruning.is_run_kept[run] = false;
    ++notes;
  }
}

Pruning prune(const PageOutline& outline, html::Node headline, Strictness strictness) {
  return Pruner(outline, headline, strictness).run();
}

}  // namespace newshole::extract
