#include "extract/generic/article_body.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "extract/body/blocks.h"
#include "extract/body/node_text.h"
#include "extract/generic/body_candidates.h"
#include "extract/generic/boilerplate.h"
#include "extract/generic/folded.h"
#include "extract/generic/pruning.h"
#include "text/clean.h"

namespace newshole::extract {
namespace {

/// A page with less prose than this is read again without the evidence of its classes.
constexpr std::size_t kEnoughBytes = 500;
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

/// One paragraph a line. A text with markup is refused: JSON-LD should hold plain text.
std::vector<Block> paragraphs_of(std::string_view text) {
  std::vector<Block> blocks;
  if (text.find("</") != std::string_view::npos) return blocks;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string line = text::clean_line(text.substr(0, end));
    if (!line.empty()) blocks.push_back({.kind = BlockKind::Paragraph, .text = std::move(line)});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return blocks;
}

class BodyFinder {
 public:
  BodyFinder(const PageOutline& outline, const KnownFields& known)
      : outline_(outline), known_(known) {}

  ArticleBody find() {
    for (const Strictness strictness : {Strictness::Names, Strictness::TagsAlone}) {
      look(strictness);
      if (bytes_of(body_.blocks) > kEnoughBytes) break;
    }
    take_if_much_more(paragraphs_of(known_.structured_body), "json-ld");
    if (!body_.blocks.empty()) add_standfirst();
    return std::move(body_);
  }

 private:
  void look(Strictness strictness) {
    Pruning pruning = prune(outline_, strictness);
    const auto candidate = best_candidate(body_candidates(outline_, pruning, known_.headline.node));
    if (!candidate) return;
    prune_closing_notes(outline_, candidate->element, pruning);
    const LeaveOut leave_out = [&pruning](html::Node element) {
      return pruning.elements.contains(element.identity());
    };
    take_if_much_more(
        read_blocks(outline_.elements[candidate->element].node, known_.base, leave_out),
        candidate->origin);
  }

  void take_if_much_more(std::vector<Block> blocks, std::string_view origin) {
    blocks = without_boilerplate(std::move(blocks), known_.fields, known_.authors);
    if (bytes_of(blocks) <= bytes_of(body_.blocks) * kMuchMore) return;
    body_ = {.blocks = std::move(blocks), .origin = origin};
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
