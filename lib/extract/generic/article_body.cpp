#include "extract/generic/article_body.h"

#include <algorithm>
#include <utility>

#include "base/join.h"
#include "extract/body/blocks.h"
#include "extract/body/node_text.h"
#include "extract/generic/boilerplate.h"
#include "extract/generic/folded.h"
#include "extract/generic/pruning.h"
#include "extract/generic/script_story.h"
#include "extract/generic/script_tree.h"
#include "html/document.h"
#include "text/clean.h"

namespace newshole::extract {
namespace {

/// A page with less prose than this is read again without the evidence of its classes.
constexpr std::size_t kEnoughBytes = 500;
constexpr std::size_t kMostBytesOfTeaser = 2000;
/// The result of the second reading, or of JSON-LD, counts if it is this many times as long.
constexpr std::size_t kMuchMore = 2;

constexpr std::size_t kShortestStandfirst = 40;
constexpr std::size_t kLongestStandfirst = 450;
constexpr std::uint32_t kMostElementsToStandfirst = 30;
constexpr std::uint32_t kMostElementsToHeading = 8;

std::size_t bytes_of(const std::vector<Block>& blocks) {
  std::size_t bytes = 0;
  for (const Block& block : blocks) bytes += block.text.size();
  return bytes;
}

/// One paragraph a line.
Body paragraphs_of(std::string_view text) {
  Body body;
  for (const std::string_view each : split(text, '\n')) {
    std::string line = text::clean_line(each);
    if (!line.empty())
      body.blocks.push_back({.kind = BlockKind::Paragraph, .text = std::move(line)});
  }
  body.elements.resize(body.blocks.size());
  return body;
}

/// A parent counts as the body where it adds at least this part to what a child of it holds.
constexpr double kGainToClimb = 0.2;
/// Negative scores count less than positive ones, since lists of links occur in articles,
/// too.
constexpr double kWeightOfPenalties = 0.5;
/// The same where the child is an article.
constexpr double kGainToLeaveArticle = 0.4;
/// An article element with at least this score is no teaser.
constexpr double kLeastScoreOfScope = 150;
/// A named element is the body if it holds this part of the best score.
constexpr double kNamedShare = 0.55;

/// A place where the body may be.
struct BodyCandidate {
  std::uint32_t element = 0;  ///< index in the outline
  double score = 0;           ///< of what is kept below it
  std::string_view origin;    ///< how it was found: "named", "article", "densest"
};

/// The element whose name says that it is the body; the article element; the element around the
/// densest prose: each where there is one. On a page with several articles the one around the
/// headline counts; there may be none.
class CandidateFinder {
 public:
  CandidateFinder(const PageOutline& outline, const Pruning& pruning, html::Node headline)
      : outline_(outline), sums_(running_sums(outline.runs, pruning.is_run_kept)) {
    scope_ = scope_around(headline);
    own_.resize(outline.elements.size());
    const std::vector<std::uint32_t> box = boxes();
    for (std::size_t i = first_run(); i < end_run(); ++i) {
      if (pruning.is_run_kept[i]) own_[box[outline.runs[i].element]] += outline.runs[i];
    }
  }

  /// The one that holds most of the prose that any of them holds, and least beside it.
  [[nodiscard]] std::optional<BodyCandidate> find() const {
    const std::vector<BodyCandidate> candidates = all();
    if (candidates.empty()) return std::nullopt;
    const double best = std::ranges::max_element(candidates, {}, &BodyCandidate::score)->score;
    return *std::ranges::find_if(candidates, [best](const BodyCandidate& candidate) {
      return candidate.score >= kNamedShare * best;
    });
  }

 private:
  [[nodiscard]] std::vector<BodyCandidate> all() const {
    std::vector<BodyCandidate> out;
    if (outline_.elements.empty()) return out;
    if (const auto body = best_of(Evidence::Body)) add(out, climbed(*body), "named");
    add(out, best_of(Evidence::Article), "article");
    add(out, densest(), "densest");
    // Prose among even more small print is still the only prose of the page.
    if (out.empty() && !own_.empty() && sums_below(sums_, outline_.elements[scope_]).prose > 0)
      out.push_back({.element = scope_, .score = 1, .origin = "densest"});
    return out;
  }

  [[nodiscard]] std::size_t first_run() const {
    return outline_.elements.empty() ? 0 : outline_.elements[scope_].first_run;
  }
  [[nodiscard]] std::size_t end_run() const {
    return outline_.elements.empty() ? 0 : outline_.elements[scope_].end_run;
  }

  /// The article around the headline, if it holds enough to be one; else the whole page.
  [[nodiscard]] std::uint32_t scope_around(html::Node headline) const {
    const auto found = std::ranges::find(outline_.elements, headline, &OutlineElement::node);
    if (!headline || found == outline_.elements.end()) return 0;
    for (std::uint32_t at = found->parent; at != outline_.elements[at].parent;
         at = outline_.elements[at].parent) {
      if (outline_.elements[at].node.tag() == "article" && score(at) > kLeastScoreOfScope)
        return at;
    }
    return 0;
  }

  /// For each element the one that a paragraph in it stands in: for list items and quotes what the
  /// list stands in. One pass, since parents come first; pages nest deeply.
  [[nodiscard]] std::vector<std::uint32_t> boxes() const {
    std::vector<std::uint32_t> out(outline_.elements.size());
    for (std::uint32_t i = 0; i < out.size(); ++i) {
      const OutlineElement& element = outline_.elements[i];
      const bool is_box = element.role == Role::Container || element.parent == i;
      out[i] = is_box ? i : out[element.parent];
    }
    return out;
  }

  [[nodiscard]] double score(std::uint32_t at) const {
    const RunSums sums = sums_below(sums_, outline_.elements[at]);
    return sums.prose + kWeightOfPenalties * (sums.score - sums.prose);
  }

  void add(std::vector<BodyCandidate>& out, std::optional<std::uint32_t> at,
           std::string_view origin) const {
    if (at && score(*at) > 0)
      out.push_back({.element = *at, .score = score(*at), .origin = origin});
  }

  [[nodiscard]] std::optional<std::uint32_t> best_of(Evidence evidence) const {
    std::optional<std::uint32_t> best;
    for (std::uint32_t i = scope_; i < outline_.elements[scope_].end; ++i) {
      if (outline_.elements[i].evidence != evidence) continue;
      // If one candidate lies within the other, the inner one wins, unless the outer one holds
      // more.
      const bool is_within = best && i < outline_.elements[*best].end;
      const double enough = is_within ? score(i) * (1 + kGainToClimb) : score(i);
      if (!best || enough > score(*best)) best = i;
    }
    return best;
  }

  /// The element with most prose directly in it, or one around it.
  [[nodiscard]] std::uint32_t densest() const {
    const auto seed = std::ranges::max_element(own_, {}, &RunSums::score);
    return climbed(static_cast<std::uint32_t>(seed - own_.begin()));
  }

  /// `at`, or the element around it that gains much.
  [[nodiscard]] std::uint32_t climbed(std::uint32_t at) const {
    for (std::uint32_t up = at; up != scope_ && up != outline_.elements[up].parent;) {
      up = outline_.elements[up].parent;
      const bool is_article = outline_.elements[at].evidence == Evidence::Article;
      const double gain = is_article ? kGainToLeaveArticle : kGainToClimb;
      if (score(up) > score(at) * (1 + gain)) at = up;
    }
    return at;
  }

  const PageOutline& outline_;
  std::vector<RunSums> sums_;
  std::vector<RunSums> own_;
  std::uint32_t scope_ = 0;
};

class BodyFinder {
 public:
  BodyFinder(const PageOutline& outline, const KnownFields& known)
      : outline_(outline), known_(known) {}

  ArticleBody find() {
    for (const Strictness strictness : {Strictness::Names, Strictness::TagsAlone}) {
      look(strictness);
      if (bytes_of(body_.blocks) > kEnoughBytes) break;
    }
    known_.structured_body.find("</") == std::string_view::npos
        ? take_if_much_more(paragraphs_of(known_.structured_body), "json-ld")
        : read_fragment(known_.structured_body, "json-ld");
    read_scripts();
    if (!body_.blocks.empty()) add_standfirst();
    return std::move(body_);
  }

 private:
  /// Where the likeliest place holds boilerplate alone, such as a long notice of rights, the next.
  void look(Strictness strictness) {
    constexpr int kMostPlaces = 3;
    Pruning pruning = prune(outline_, known_.headline.node, strictness);
    for (int place = 0; place == 0 || (place < kMostPlaces && body_.blocks.empty()); ++place) {
      const auto candidate = CandidateFinder(outline_, pruning, known_.headline.node).find();
      if (!candidate) return;
      prune_closing_notes(outline_, candidate->element, pruning);
      take_if_much_more(blocks_below(candidate->element, pruning), candidate->origin);
      leave_out(candidate->element, pruning);
    }
  }

  [[nodiscard]] Body blocks_below(std::uint32_t element, const Pruning& pruning) const {
    return read_blocks(outline_.elements[element].node, known_.base, [&pruning](html::Node node) {
      return pruning.elements.contains(node.identity());
    });
  }

  void leave_out(std::uint32_t index, Pruning& pruning) const {
    const OutlineElement& element = outline_.elements[index];
    pruning.elements.insert(element.node.identity());
    const auto kept = pruning.is_run_kept.begin();
    std::fill(kept + element.first_run, kept + element.end_run, false);
  }

  /// A page that scripts fill shows no text, or its first paragraphs.
  void read_scripts() {
    if (bytes_of(body_.blocks) >= kMostBytesOfTeaser) return;
    const ScriptTree tree = script_tree(known_.scripts);
    if (tree.prose > bytes_of(body_.blocks) * kMuchMore) read_fragment(tree.html, "script");
    if (bytes_of(body_.blocks) < kEnoughBytes)
      read_fragment(script_story(known_.scripts), "script");
  }

  /// What JSON-LD or a script holds as HTML.
  void read_fragment(std::string_view html, std::string_view origin) {
    if (html.empty()) return;
    const auto document = html::Document::parse(std::string(html), known_.clock);
    if (!document) return;
    take_if_much_more(read_blocks(document->root(), known_.base, [](html::Node) { return false; }),
                      origin);
  }

  void take_if_much_more(Body body, std::string_view origin) {
    const bool is_wall = is_cut_off(body.blocks);
    std::vector<Block> blocks =
        without_boilerplate(std::move(body), known_.fields, known_.authors, known_.host);
    if (bytes_of(blocks) <= bytes_of(body_.blocks) * kMuchMore) return;
    body_ = {.blocks = std::move(blocks), .origin = origin, .is_cut_off = is_wall};
  }

  /// The standfirst stands in the page's header; it becomes the first block of the text.
  void add_standfirst() {
    if (!known_.headline.node) return;
    // A second-level heading right below the headline is one, too.
    std::vector<Mention> places = near_headline(outline_.standfirsts, kMostElementsToStandfirst);
    for (const Mention& heading : near_headline(outline_.headings, kMostElementsToHeading))
      places.push_back(heading);
    for (const Mention& mention : places) {
      std::string line = line_of(mention.node, kLongestStandfirst).value_or("");
      if (line.size() < kShortestStandfirst || is_boilerplate_line(line) || repeats(line)) continue;
      body_.blocks.insert(body_.blocks.begin(),
                          {.kind = BlockKind::Paragraph, .text = std::move(line)});
      return;
    }
  }

  [[nodiscard]] std::vector<Mention> near_headline(const std::vector<Mention>& mentions,
                                                   std::uint32_t most_elements) const {
    std::vector<Mention> out;
    const std::uint32_t position = known_.headline.position;
    for (const Mention& mention : mentions) {
      if (mention.position > position && mention.position <= position + most_elements)
        out.push_back(mention);
    }
    return out;
  }

  [[nodiscard]] bool repeats(const std::string& line) const {
    const std::string letters = letters_of(line);
    const auto holds = [&letters](const std::string& text) {
      return letters_of(text).find(letters) != std::string::npos;
    };
    return std::ranges::any_of(known_.fields, holds) ||
           std::ranges::any_of(body_.blocks, holds, &Block::text);
  }

  const PageOutline& outline_;
  const KnownFields& known_;
  ArticleBody body_;
};

}  // namespace

ArticleBody article_body(const PageOutline& outline, const KnownFields& known) {
  return BodyFinder(outline, known).find();
}

}  // namespace newshole::extract
