#include "extract/generic/boilerplate.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "extract/body/phrases.h"
#include "extract/generic/folded.h"
#include "text/dates/printed_date.h"

namespace newshole::extract {
namespace {

constexpr std::size_t kLongestLine = 250;
constexpr std::size_t kLongestLabel = 60;
constexpr std::size_t kLongestNotice = 700;
constexpr std::size_t kLongestLinkLine = 300;
constexpr double kOnlyLinks = 0.8;
constexpr std::size_t kLongestHeading = 60;

/// The place of a rule's words in a line.
enum class Match {
  Start,   ///< the line begins with them
  Whole,   ///< the line holds only them
  Inside,  ///< they stand anywhere in it
  Label,   ///< the line begins with them, and is a few words without a full stop
};

struct LineRule {
  std::string_view words;  ///< lower case
  Match match = Match::Start;
  std::string_view also = {};  ///< what the line must hold, too
};

constexpr auto kLineRules = std::to_array<LineRule>({
    {"by ", Match::Label},
    {"sign up", Match::Inside, "newsletter"},
    {"sign up", Match::Inside, "inbox"},
    {"sign up", Match::Start, "email"},
    {"subscribe", Match::Inside, "newsletter"},
    {"delivered", Match::Inside, "inbox"},
    {"contact ", Match::Start, "@"},
    {"follow ", Match::Start, "http"},
    {"follow ", Match::Start, "@"},
    {"follow ", Match::Start, " on "},
    {"email", Match::Inside, "@"},
    {"source:", Match::Label},
    {"sources:", Match::Label},
});

/// The words of further rules: all of a line, anywhere in it, or at its start.
constexpr std::string_view kWholeList =
    "sign up|advert|advertisement|advertising|by|caption|close|comment|comments|copy link|"
    "corrections|email|facebook|getty images|iklan|image|learn more|load more|menu|most read|photo|"
    "play|pr|print|publicidad|publicidade|published|related|save|share|show more|story highlights|"
    "toggle caption|trending|tweet|twitter|updated|video|whatsapp|written by|x";
constexpr auto kWholeLines = phrases<count_phrases(kWholeList)>(kWholeList);

constexpr std::string_view kNoticeList =
    "(credit:|(image credit|(image:|(photo by|(photo:|[image via|affiliate commission|"
    "affiliate link|all rights reserved|can be reached at|earn a commission|follow her on|"
    "follow him on|follow me on|follow them on|if you purchase|min read|minute read|privacy policy|"
    "purchase a product|terms of service|terms of use|user agreement|via getty images";
constexpr auto kNoticeWords = phrases<count_phrases(kNoticeList)>(kNoticeList);

constexpr std::string_view kOpeningList =
    "ad choices|also read|also see:|article continues below|by clicking|by signing up|"
    "by submitting|check out our|click here|click to|continue reading|contributing:|copyright|"
    "credit:|credits:|don't miss|download our app|enter your email|featured image|file photo|"
    "filed to:|filed under|find your next|first published on|follow @|follow all|follow us|"
    "follow your favorites|for more news|for the latest|get alerts on|get more from|get our|"
    "get the latest|got a news tip|have a story|have a tip|have you got a story|"
    "here are the latest|hide caption|image credit|image source|image via|image:|img:|join our|"
    "join the conversation|journal information:|last modified|last updated|leave a comment|"
    "leave a reply|like this story?|like us on|listen to this article|listen:|more coverage|"
    "more from|more great|more on this|more stories|more:|note: comments|open image in|"
    "opens in new|originally published|our standards:|photo by|photo credit|photo illustration|"
    "photo:|photograph by|photograph:|photographs by|photos by|photos:|picture:|pictured:|"
    "play video|please enable javascript|please sign|posted by|posted in|posted on|posted:|"
    "print this|published by|published in|published on|published:|read also|read full|"
    "read it at|read more|read next|read our|read the full|read the original|read:|"
    "reading time|recommended|related article|related articles|related content|"
    "related coverage|related news|related post|related posts|related stories|related story|"
    "related topics|related video|related:|reporting by|screenshot:|scroll down|see also|"
    "see more|send us|share on|share this|share your thoughts|sign in|skip advertisement|"
    "skip past|skip to|story continues|story source:|submit a|subscribe|subscribers can|"
    "support our|swipe to|tagged in|tags:|tap here|tempo de leitura|the post |"
    "the views expressed|this article appeared|this article first appeared|"
    "this article has been reviewed|this article is part of|this article may contain|"
    "this article originally|this article was|this content is|this material may not|"
    "this piece originally|this post may contain|this story first appeared|this story is from|"
    "this story originally|this story was originally|top reads on|topics:|update:|updated at|"
    "updated on|updated:|video:|view comments|view gallery|view more|view this post on|"
    "waiting for your permission|want great stories|want more|watch now|watch the video|watch:|"
    "we may earn|we use cookies|what to read next|you can read more|you may also|"
    "you might also|you might be interested|your subscription";
constexpr auto kOpenings = phrases<count_phrases(kOpeningList)>(kOpeningList);

/// Headings above what follows an article.
constexpr std::string_view kAfterwordList =
    "about the author|cite this|journal reference|story source|additional reading|comments|"
    "editor's picks|editors' picks|from our partners|further reading|join the conversation|"
    "join the discussion|latest news|latest stories|leave a comment|leave a reply|more from|"
    "more in|more news|more on|more stories|most popular|most read|popular stories|read more|"
    "read next|recent posts|recommended|related|see also|share this|sign up|sponsored|trending|"
    "up next|what's next|what to read next|you may also|you might also";
constexpr auto kAfterwords = phrases<count_phrases(kAfterwordList)>(kAfterwordList);

bool applies(const LineRule& rule, std::string_view folded) {
  if (folded.find(rule.also) == std::string_view::npos) return false;
  if (rule.match == Match::Label)
    return folded.starts_with(rule.words) && folded.size() <= kLongestLabel &&
           !folded.ends_with('.');
  if (rule.match == Match::Inside) return folded.find(rule.words) != std::string_view::npos;
  if (!folded.starts_with(rule.words)) return false;
  const std::string_view rest = folded.substr(rule.words.size());
  if (rule.match == Match::Whole) return rest.find_first_not_of(" .:!") == std::string_view::npos;
  // "Read more" is no "read morecambe".
  return rest.empty() || !ascii::is_lower(rest.front()) || !ascii::is_lower(rule.words.back());
}

bool applies_any(std::span<const std::string_view> all, Match match, std::string_view folded) {
  return std::ranges::any_of(all, [&](std::string_view words) {
    return applies({words, match}, folded);
  });
}

/// A copyright sign or a credit in brackets and nothing else.
bool is_credit(std::string_view folded) {
  return folded.starts_with("\u00a9") || folded.starts_with("(c) ") ||
         (folded.starts_with("(photo") && folded.ends_with(")"));
}

/// Only an address of mail or of the web.
bool is_address(std::string_view folded) {
  return folded.find(' ') == std::string_view::npos &&
         (folded.find('@') != std::string_view::npos ||
          folded.find(".com/") != std::string_view::npos);
}

/// The names of buttons: "Facebook Twitter Email".
bool is_share_line(std::string_view folded) {
  constexpr std::array<std::string_view, 16> kServices = {
      "facebook", "twitter",   "whatsapp", "linkedin", "pinterest", "reddit", "telegram", "email",
      "google+",  "flipboard", "tumblr",   "share",    "print",     "x",      "copy",     "link"};
  constexpr std::size_t kMostWords = 8;
  std::size_t words = 0;
  std::size_t services = 0;
  while (!folded.empty()) {
    const std::string_view word = ascii::take_before(folded, " ");
    if (!word.empty() && ++words > kMostWords) return false;
    if (std::ranges::find(kServices, word) != kServices.end()) ++services;
  }
  return services >= 2 && services * 2 >= words;
}

/// A day and little else: "October 15, 2018 in News by jdoe".
bool is_date_line(std::string_view line) {
  constexpr std::size_t kMostBytes = 60;
  if (line.size() > kMostBytes || line.find_first_of("0123456789") == std::string_view::npos)
    return false;
  if (line.ends_with('.') && line.find(". ") != std::string_view::npos) return false;
  return text::find_date(line, "").has_value();
}

/// Texts by their letters, to find what repeats one of them.
class Repetitions {
 public:
  explicit Repetitions(std::span<const std::string> texts) {
    for (const std::string& text : texts) {
      if (!text.empty()) letters_.push_back(letters_of(text));
    }
  }
  [[nodiscard]] bool holds(const std::string& text) const {
    return std::ranges::find(letters_, letters_of(text)) != letters_.end();
  }

 private:
  std::vector<std::string> letters_;
};

bool is_prose(const Block& block) {
  return block.kind == BlockKind::Paragraph && block.text.size() > kLongestLine / 2;
}

/// True for a block that holds only links to other stories.
bool is_link_line(const Block& block) {
  if (block.links.empty() || block.text.size() > kLongestLinkLine) return false;
  std::size_t linked = 0;
  for (const Link& link : block.links) linked += link.text.size();
  return static_cast<double>(linked) > kOnlyLinks * static_cast<double>(block.text.size());
}

/// "Listen to the news (low bandwidth)": a few words that begin with a link and are no sentence.
bool is_link_label(const Block& block) {
  constexpr std::size_t kMostBytes = 60;
  if (block.kind != BlockKind::Paragraph || block.text.size() > kMostBytes || block.links.empty())
    return false;
  const Link& first = block.links.front();
  return first.end == first.text.size() &&
         std::string_view(".!?:\"").find(block.text.back()) == std::string_view::npos &&
         static_cast<unsigned char>(block.text.back()) < 0x80;
}

/// A heading may be a link as long as it heads something, and a table has a caption.
bool is_boilerplate(const Block& block, const Block* next) {
  if (block.kind == BlockKind::Preformatted || block.kind == BlockKind::Table) return false;
  if (block.kind == BlockKind::Caption) return next == nullptr || next->kind != BlockKind::Table;
  const bool heads_text = block.kind == BlockKind::Heading && next != nullptr &&
                          block.text.size() <= kLongestHeading &&
                          next->kind == BlockKind::Paragraph && !is_link_line(*next);
  return (is_link_line(block) && !heads_text) || is_link_label(block) ||
         is_boilerplate_line(block.text);
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

/// "OPINION", "Local news": a label of a few words without a full stop above the first paragraph.
void drop_first_labels(std::vector<Block>& blocks) {
  constexpr std::size_t kMostBytes = 40;
  const auto first = std::ranges::find_if_not(blocks, [](const Block& block) {
    return block.kind == BlockKind::Paragraph && block.text.size() <= kMostBytes &&
           std::string_view(".!?:\"").find(block.text.back()) == std::string_view::npos &&
           static_cast<unsigned char>(block.text.back()) < 0x80;
  });
  if (first != blocks.end()) blocks.erase(blocks.begin(), first);
}

/// "Jane covers the courts."
bool tells_of(std::string_view folded, std::string_view first_name) {
  constexpr std::array<std::string_view, 8> kVerbs = {
      " is ", " was ", " has ", " covers ", " writes ", " reports ", " joined ", " works "};
  const std::string name = folded_line(first_name);
  if (name.size() < 3 || !folded.starts_with(name)) return false;
  const std::string_view rest = folded.substr(name.size());
  return std::ranges::any_of(kVerbs,
                             [rest](std::string_view verb) { return rest.starts_with(verb); });
}

/// "Jane Doe is a reporter who covers ...": a story does not describe its author.
bool is_author_note(const Block& block, std::span<const std::string> authors) {
  const std::string folded = folded_line(block.text);
  return std::ranges::any_of(authors, [&folded](const std::string& author) {
    if (tells_of(folded, author.substr(0, author.find(' ')))) return true;
    const std::string name = folded_line(author);
    const std::size_t at = folded.find(name);
    return name.find(' ') != std::string::npos && at < 3 && folded.size() > name.size();
  });
}

void drop_last_lines(std::vector<Block>& blocks, std::span<const std::string> authors) {
  constexpr std::ptrdiff_t kMostNotes = 4;
  const auto size = static_cast<std::ptrdiff_t>(blocks.size());
  const auto tail = blocks.end() - std::min(size, kMostNotes);
  blocks.erase(
      std::remove_if(tail, blocks.end(),
                     [authors](const Block& block) { return is_author_note(block, authors); }),
      blocks.end());
  while (!blocks.empty() && blocks.back().kind == BlockKind::Heading) blocks.pop_back();
}

}  // namespace

bool is_boilerplate_line(std::string_view line) {
  if (line.size() > kLongestNotice) return false;
  const std::string folded = folded_line(line);
  if (is_credit(folded) || is_address(folded) || is_share_line(folded) || is_date_line(line))
    return true;
  if (applies_any(kNoticeWords, Match::Inside, folded)) return true;
  return line.size() <= kLongestLine && (applies_any(kOpenings, Match::Start, folded) ||
                                         applies_any(kWholeLines, Match::Whole, folded) ||
                                         std::ranges::any_of(kLineRules, [&](const LineRule& rule) {
                                           return applies(rule, folded);
                                         }));
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
                                       std::span<const std::string> fields,
                                       std::span<const std::string> authors) {
  blocks.resize(end_of_article(blocks));
  const Repetitions repeated(fields);
  std::vector<Block> kept;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const Block* next = i + 1 < blocks.size() ? &blocks[i + 1] : nullptr;
    if (!is_boilerplate(blocks[i], next) && !repeated.holds(blocks[i].text))
      kept.push_back(std::move(blocks[i]));
  }
  blocks = std::move(kept);
  drop_first_labels(blocks);
  drop_last_lines(blocks, authors);
  return blocks;
}

}  // namespace newshole::extract
