#include "extract/boilerplate.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "extract/folded.h"
#include "extract/node_text.h"

namespace newshole::extract {
namespace {

constexpr std::size_t kLongestLine = 250;
constexpr std::size_t kLongestLinkLine = 300;
constexpr double kMostlyLinks = 0.8;
constexpr std::size_t kLongestHeading = 60;

/// How a line may go on behind the words.
enum class Match {
  Start,  ///< the line begins with them
  Whole,  ///< it says nothing else
};

struct LineRule {
  std::string_view words;  ///< lower case
  Match match = Match::Start;
};

constexpr std::array kLineRules = std::to_array<LineRule>({
    {"ad choices"},
    {"advertisement", Match::Whole},
    {"advertising", Match::Whole},
    {"all rights reserved"},
    {"also read"},
    {"also see:"},
    {"article continues below"},
    {"by clicking"},
    {"by signing up"},
    {"by submitting"},
    {"click here"},
    {"click to"},
    {"comments", Match::Whole},
    {"comment", Match::Whole},
    {"continue reading"},
    {"copy link", Match::Whole},
    {"copyright"},
    {"credit:"},
    {"don't miss:"},
    {"download our app"},
    {"download the"},
    {"email", Match::Whole},
    {"enter your email"},
    {"facebook", Match::Whole},
    {"featured image"},
    {"file photo"},
    {"filed under"},
    {"follow us"},
    {"follow @"},
    {"follow all"},
    {"for more news"},
    {"for the latest"},
    {"get our"},
    {"get the latest"},
    {"getty images", Match::Whole},
    {"have a tip"},
    {"image credit"},
    {"image:"},
    {"image source"},
    {"image via"},
    {"img:"},
    {"join our"},
    {"join the conversation"},
    {"last updated"},
    {"learn more", Match::Whole},
    {"leave a comment"},
    {"like us on"},
    {"listen to this article"},
    {"listen:"},
    {"load more", Match::Whole},
    {"more from"},
    {"more on"},
    {"more stories"},
    {"more:"},
    {"most read", Match::Whole},
    {"new to"},
    {"note: comments"},
    {"notice:"},
    {"open image in"},
    {"originally published"},
    {"photo by"},
    {"photo credit"},
    {"photo:"},
    {"photograph:"},
    {"photos:"},
    {"photos by"},
    {"picture:"},
    {"pictured:"},
    {"play video"},
    {"please enable javascript"},
    {"please sign"},
    {"posted by"},
    {"posted in"},
    {"posted on"},
    {"posted:"},
    {"print", Match::Whole},
    {"print this"},
    {"published:"},
    {"published by"},
    {"published on"},
    {"read also"},
    {"read full"},
    {"read it at"},
    {"read more"},
    {"read next"},
    {"read the full"},
    {"read:"},
    {"recommended"},
    {"related:"},
    {"related articles"},
    {"related coverage"},
    {"related news"},
    {"related stories"},
    {"related story"},
    {"related topics"},
    {"related", Match::Whole},
    {"save", Match::Whole},
    {"screenshot:"},
    {"scroll down"},
    {"see also"},
    {"see more"},
    {"send us"},
    {"share", Match::Whole},
    {"share on"},
    {"share this"},
    {"show more", Match::Whole},
    {"sign in"},
    {"sign up"},
    {"skip advertisement"},
    {"skip to"},
    {"story continues below"},
    {"story highlights", Match::Whole},
    {"subscribe"},
    {"support our"},
    {"tags:"},
    {"tap here"},
    {"thank you for"},
    {"the views expressed"},
    {"this article may contain affiliate"},
    {"this article originally appeared"},
    {"this article was originally"},
    {"this post may contain"},
    {"this story originally appeared"},
    {"this story was originally"},
    {"this material may not be published"},
    {"topics:"},
    {"trending", Match::Whole},
    {"tweet", Match::Whole},
    {"twitter", Match::Whole},
    {"updated:"},
    {"updated on"},
    {"via getty images"},
    {"video:"},
    {"view comments"},
    {"view gallery"},
    {"view more"},
    {"view this post on"},
    {"want more"},
    {"watch now"},
    {"watch the video"},
    {"watch:"},
    {"we may earn"},
    {"we use cookies"},
    {"what to read next"},
    {"you may also"},
    {"you might also"},
    {"you might be interested"},
});

/// Headings above what follows an article.
constexpr std::array kAfterwords = std::to_array<std::string_view>({
    "about the author",
    "about the authors",
    "additional reading",
    "comments",
    "editor's picks",
    "editors' picks",
    "from our partners",
    "further reading",
    "join the conversation",
    "join the discussion",
    "latest news",
    "latest stories",
    "leave a comment",
    "leave a reply",
    "more from",
    "more in",
    "more news",
    "more on",
    "more stories",
    "most popular",
    "most read",
    "popular stories",
    "read more",
    "read next",
    "recent posts",
    "recommended",
    "related",
    "see also",
    "share this",
    "sign up",
    "sponsored",
    "trending",
    "up next",
    "what's next",
    "what to read next",
    "you may also",
    "you might also",
});

bool applies(const LineRule& rule, std::string_view folded) {
  if (!folded.starts_with(rule.words)) return false;
  const std::string_view rest = folded.substr(rule.words.size());
  if (rule.match == Match::Whole) return rest.find_first_not_of(" .:!") == std::string_view::npos;
  // "Read more" is no "read morecambe".
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return rest.empty() || !is_letter(rest.front()) || !is_letter(rule.words.back());
}

/// A copyright sign or a credit in brackets and nothing else.
bool is_credit(std::string_view folded) {
  return folded.starts_with("\u00a9") || folded.starts_with("(c) ") ||
         (folded.starts_with("(photo") && folded.ends_with(")"));
}

bool repeats_field(const Block& block, std::span<const std::string> fields) {
  const std::string folded = letters_of(block.text);
  return std::ranges::any_of(fields, [&folded](const std::string& field) {
    return !field.empty() && letters_of(field) == folded;
  });
}

bool is_prose(const Block& block) {
  return block.kind == BlockKind::Paragraph && block.text.size() > kLongestLine / 2;
}

/// The first of the blocks behind the article: an afterword's heading in the second half.
std::size_t end_of_article(const std::vector<Block>& blocks) {
  std::size_t total = 0;
  for (const Block& block : blocks) total += block.text.size();
  std::size_t before = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (before * 2 > total && opens_afterword(blocks[i])) return i;
    before += blocks[i].text.size();
  }
  return blocks.size();
}

void drop_last_headings(std::vector<Block>& blocks) {
  while (!blocks.empty() && blocks.back().kind == BlockKind::Heading) blocks.pop_back();
}

}  // namespace

bool is_boilerplate_line(std::string_view line) {
  if (line.size() > kLongestLine) return false;
  const std::string folded = folded_line(line);
  return is_credit(folded) || std::ranges::any_of(kLineRules, [&folded](const LineRule& rule) {
           return applies(rule, folded);
         });
}

bool is_link_line(const Block& block) {
  if (block.links.empty() || block.text.size() > kLongestLinkLine) return false;
  std::size_t linked = 0;
  for (const Link& link : block.links) linked += link.text.size();
  return static_cast<double>(linked) > kMostlyLinks * static_cast<double>(block.text.size());
}

bool opens_afterword(const Block& block) {
  if (block.text.size() > kLongestHeading || is_prose(block)) return false;
  const std::string folded = folded_line(block.text);
  return std::ranges::any_of(kAfterwords, [&](std::string_view words) {
    return folded.starts_with(words) &&
           (block.kind == BlockKind::Heading || folded.size() <= words.size() + 2);
  });
}

std::vector<Block> without_boilerplate(std::vector<Block> blocks,
                                       std::span<const std::string> fields) {
  blocks.resize(end_of_article(blocks));
  std::erase_if(blocks, [fields](const Block& block) {
    if (block.kind == BlockKind::Preformatted || block.kind == BlockKind::Table) return false;
    return block.kind == BlockKind::Caption || is_link_line(block) ||
           is_boilerplate_line(block.text) || repeats_field(block, fields);
  });
  drop_last_headings(blocks);
  return blocks;
}

}  // namespace newshole::extract
