#include "listing/own_links/link_targets.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "extract/body/node_text.h"
#include "extract/link_words.h"
#include "listing/own_links/story_box.h"

namespace newshole::listing {
namespace {

constexpr std::array<std::string_view, kRefusals> kReasons = {
    "",
    "stand in navigation, footers or promotion",
    "stand amid prose",
    "have addresses of sections or of other pages",
    "lead to other sites",
    "have no text of a headline",
    "are only among the most read"};

bool is_in_prose(const TableLink& link) {
  constexpr std::uint32_t kMostWords = 4;  // before it, and behind
  if (link.is_heading) return false;
  return link.words_before > kMostWords || (link.goes_on && link.words_behind > kMostWords);
}

/// Of two addresses of one story.
bool is_better(const url::Url& url, const url::Url& known) {
  if (is_amp(url) != is_amp(known)) return is_amp(known);
  if (url.query.empty() != known.query.empty()) return url.query.empty();
  return url.scheme == "https" && known.scheme == "http" && url.host == known.host;
}

bool is_home(const url::Url& url) {
  return url.path == "/" && url.query.empty();
}

class TargetMaker {
 public:
  TargetMaker(const LinkTable& table, const url::Url& page, const url::Url& base,
              extract::NameMeanings& meanings)
      : table_(table), page_(page), base_(base), meanings_(meanings), page_key_(story_key(page)) {}

  LinkTargets make() {
    for (std::uint32_t i = 0; i < table_.links.size(); ++i) {
      const Refusal refusal = add(i);
      if (refusal != Refusal::None) ++out_.refused[static_cast<std::size_t>(refusal)];
    }
    judge_sites();
    return std::move(out_);
  }

 private:
  Refusal add(std::uint32_t index) {
    const TableLink& link = table_.links[index];
    const LinkElement& element = table_.elements[link.element];
    if (element.place > Place::Popular) return Refusal::Place;
    const Result<url::Url> whole = url::resolve(base_, element.node.attribute("href").value_or(""));
    if (!whole || whole->fragment.starts_with("comment")) return Refusal::Address;
    url::Url url = url::without_tracking(url::without_fragment(*whole));
    const bool is_other = !are_sisters(url.host, page_.host);
    const AddressKind kind = address_kind(url);
    if (kind < AddressKind::Weak && !is_other) return Refusal::Address;
    if (url.host != page_.host && serves_no_stories(url.host)) return Refusal::Address;
    std::string key = story_key(url);
    if (key == page_key_) return Refusal::Address;
    if (is_in_prose(link)) return add_in_prose(index, key);
    Target& target = target_of(std::move(key));
    if (target.links.empty()) target.address = kind;
    if (target.links.empty() || is_better(url, target.url)) target.url = std::move(url);
    target.is_other_site = is_other;
    target.links.push_back(index);
    target.place = std::min(target.place, element.place);
    target.text = std::max(target.text, text_kind(link));
    return Refusal::None;
  }

  Target& target_of(std::string key) {
    const auto number = static_cast<std::uint32_t>(out_.all.size());
    const auto [row, is_new] = known_.try_emplace(std::move(key), number);
    if (is_new) out_.all.emplace_back();
    return out_.all[row->second];
  }

  /// "Continue reading" behind the beginning of a story.
  Refusal add_in_prose(std::uint32_t index, const std::string& key) {
    const auto known = known_.find(key);
    if (known == known_.end()) return Refusal::Prose;
    out_.all[known->second].links.push_back(index);
    return Refusal::None;
  }

  [[nodiscard]] TextKind text_kind(const TableLink& link) const {
    constexpr std::uint32_t kMostOfLabel = 6;
    const html::Node node = table_.elements[link.element].node;
    if (link.words == 0) return has_picture_text(node) ? TextKind::Picture : TextKind::None;
    if (link.words <= kMostOfLabel && extract::is_link_label(extract::text_of(node)))
      return TextKind::None;
    if (link.is_heading) return TextKind::Heading;
    return link.words >= kHeadlineWords ? TextKind::Headline : TextKind::Short;
  }

  /// A picture or a link whose attributes hold some words.
  [[nodiscard]] bool has_picture_text(html::Node link) const {
    constexpr auto kSomeBlanks = 3;
    const BoxContext context{
        .language = {}, .story_links = {link.identity()}, .meanings = meanings_};
    const std::string text = read_story_box(std::array{link}, context).headline;
    return std::ranges::count(text, ' ') >= kSomeBlanks;
  }

  /// Links to other sites are stories of a page that lists those of many.
  void judge_sites() {
    constexpr std::size_t kMostOfHost = 3;
    std::size_t own = 0;
    std::size_t others = 0;
    std::unordered_map<std::string_view, std::size_t> of_host;
    for (const Target& target : out_.all) {
      if (target.text < TextKind::Headline) continue;
      if (target.is_other_site && ++of_host[target.url.host] <= kMostOfHost) ++others;
      if (!target.is_other_site && target.address >= AddressKind::Plain) ++own;
    }
    for (Target& target : out_.all) {
      if (!target.is_other_site) continue;
      if (others <= 2 * own) target.refusal = Refusal::OtherSite;
      target.address = is_home(target.url) ? AddressKind::Weak : AddressKind::Strong;
    }
  }

  const LinkTable& table_;
  const url::Url& page_;
  const url::Url& base_;
  extract::NameMeanings& meanings_;
  std::string page_key_;
  std::unordered_map<std::string, std::uint32_t> known_;
  LinkTargets out_;
};

}  // namespace

LinkTargets link_targets_of(const LinkTable& table, const url::Url& page, const url::Url& base,
                            extract::NameMeanings& meanings) {
  return TargetMaker(table, page, base, meanings).make();
}

std::string refusals_of(const LinkTargets& targets) {
  std::array<std::size_t, kRefusals> counts = targets.refused;
  for (const Target& target : targets.all)
    counts[static_cast<std::size_t>(target.refusal)] += target.links.size();
  std::string out;
  for (std::size_t i = 1; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    out.append(out.empty() ? "" : ", ").append(std::to_string(counts[i])).append(" ");
    out.append(kReasons[i]);
  }
  return out;
}

}  // namespace newshole::listing
