#include "listing/own_links/judgement.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "base/ascii.h"
#include "extract/body/node_text.h"

namespace newshole::listing {
namespace {

/// Counts of the targets of links of one make.
struct Make {
  std::size_t targets = 0;
  std::size_t headlines = 0;    ///< that look like headlines
  std::size_t plain = 0;        ///< with the address of a story
  std::size_t wordy = 0;        ///< of some words, as names of sections seldom are
  std::size_t names = 0;        ///< whose text is no more than their address
  std::size_t least_depth = 0;  ///< of the paths of the plain ones
  const Target* last = nullptr;

  [[nodiscard]] bool has_headlines(std::size_t least) const {
    return targets >= least && headlines * 2 >= targets;
  }
};

class Judge {
 public:
  Judge(const std::vector<Target>& targets, const LinkTable& table, const BoxTable& boxes)
      : table_(table), boxes_(boxes) {
    for (const Target& target : targets) {
      for (const std::string& folder : folders_above(target.url))
        folders_.insert(target.url.host + folder);
      for (const std::uint32_t link : target.links) count(target, table.links[link]);
    }
  }

  [[nodiscard]] Refusal judged(const Target& target) const {
    if (target.address < AddressKind::Strong && is_section(target)) return Refusal::Address;
    const TextKind text = text_with_box(target);
    if (target.address < AddressKind::Plain)
      return text >= TextKind::Headline && is_among_stories(target) ? Refusal::None
                                                                    : Refusal::Address;
    if (text == TextKind::None) return Refusal::Text;
    const bool is_sure = target.address == AddressKind::Strong ||
                         (text == TextKind::Heading && most_words(target) > 1);
    const bool is_story = (text >= TextKind::Headline && is_sure) || is_supported(target);
    return is_story ? Refusal::None : Refusal::Text;
  }

 private:
  void count(const Target& target, const TableLink& link) {
    constexpr std::uint32_t kSomeWords = 3;
    Make& make = makes_[link.make];
    if (make.last == &target) return;
    make.last = &target;
    ++make.targets;
    if (target.text == TextKind::Picture || text_with_box(target) >= TextKind::Headline)
      ++make.headlines;
    if (link.words >= kSomeWords) ++make.wordy;
    if (names_its_address(target)) ++make.names;
    if (target.address < AddressKind::Plain) return;
    const std::size_t depth = depth_of(target.url);
    make.least_depth = make.plain == 0 ? depth : std::min(make.least_depth, depth);
    ++make.plain;
  }

  /// A heading in its box that is no link stands for the text that its links lack.
  [[nodiscard]] TextKind text_with_box(const Target& target) const {
    if (target.text > TextKind::Picture) return target.text;
    const bool has_heading = std::ranges::any_of(
        target.links, [this](std::uint32_t link) { return boxes_.has_heading(link); });
    return has_heading ? TextKind::Headline : target.text;
  }

  [[nodiscard]] std::uint32_t most_words(const Target& target) const {
    std::uint32_t most = 0;
    for (const std::uint32_t link : target.links) most = std::max(most, table_.links[link].words);
    return most;
  }

  [[nodiscard]] bool is_section(const Target& target) const {
    return holds_others(target) || (names_its_address(target) && !is_among_stories(target));
  }

  /// "/world" where others lead to "/world/2025/the-bridge".
  [[nodiscard]] bool holds_others(const Target& target) const {
    std::string path = target.url.path;
    if (path.ends_with('/')) path.pop_back();
    return target.url.query.empty() && folders_.contains(target.url.host + path);
  }

  /// "Middle East" that leads to "/middle-east".
  [[nodiscard]] bool names_its_address(const Target& target) const {
    constexpr std::uint32_t kMostWords = 3;
    const TableLink& link = table_.links[target.links.front()];
    if (target.is_other_site || link.words == 0 || link.words > kMostWords) return false;
    const std::string text = extract::text_of(table_.elements[link.element].node);
    return std::ranges::equal(text, name_in(target.url), [](char a, char b) {
      return ascii::lower(a) == ascii::lower(b) || (a == ' ' && (b == '-' || b == '_'));
    });
  }

  template <typename Counts>
  [[nodiscard]] bool has_make(const Target& target, Counts counts) const {
    return std::ranges::any_of(target.links, [&](std::uint32_t link) {
      return counts(makes_.at(table_.links[link].make));
    });
  }

  /// Others of its make, most of which look like headlines.
  [[nodiscard]] bool is_supported(const Target& target) const {
    return has_make(target, [](const Make& make) { return make.has_headlines(2); });
  }

  /// The address of a section may be one of a story, too, if most of those around it are.
  [[nodiscard]] bool is_among_stories(const Target& target) const {
    constexpr std::size_t kLeast = 3;
    return has_make(target, [depth = depth_of(target.url)](const Make& make) {
      return make.has_headlines(kLeast) && depth >= make.least_depth &&
             make.names * 2 < make.targets && std::max(make.plain, make.wordy) * 2 >= make.targets;
    });
  }

  const LinkTable& table_;
  const BoxTable& boxes_;
  std::unordered_map<std::uint64_t, Make> makes_;
  std::unordered_set<std::string> folders_;  // hosts and paths
};

}  // namespace

void judge(std::vector<Target>& targets, const LinkTable& table, const BoxTable& boxes) {
  constexpr std::size_t kFew = 2;
  const Judge judge(targets, table, boxes);
  std::size_t accepted = 0;
  for (Target& target : targets) {
    if (target.refusal == Refusal::None) target.refusal = judge.judged(target);
    if (target.refusal == Refusal::None && target.place < Place::Popular) ++accepted;
  }
  for (Target& target : targets) {
    const bool is_doubtful = target.refusal == Refusal::None && target.place == Place::Popular;
    if (is_doubtful && accepted >= kFew) target.refusal = Refusal::Popular;
  }
}

}  // namespace newshole::listing
