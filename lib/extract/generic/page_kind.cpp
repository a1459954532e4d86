#include "extract/generic/page_kind.h"

#include <algorithm>
#include <array>
#include <span>

#include "extract/generic/folded.h"
#include "extract/languages/language_words.h"

namespace newshole::extract {
namespace {

constexpr std::size_t kMostWordsOfGate = 400;
constexpr std::size_t kMostWordsOfMissing = 150;
constexpr std::size_t kMostWordsOfVideo = 60;
constexpr std::size_t kMostWordsOfIndex = 300;
/// An article for subscribers with more words than this is whole, or nearly so.
constexpr std::size_t kMostWordsOfTeaser = 250;
constexpr double kLinkDensityOfIndex = 0.5;
constexpr std::size_t kLeastStoryLinks = 8;
/// A page with more prose than this beside each other has a text of its own, whatever it links to.
constexpr std::size_t kMostProseOfIndex = 60;
/// The same at an address like a story's: a number, or a slug of several words.
constexpr std::size_t kMostProseAtStory = 25;

/// Addresses are English on sites of all languages.
constexpr auto kLivePaths =
    std::to_array<std::string_view>({"/live-blog", "/live-news/", "/liveblog", "live-updates",
                                     "-live-blog", "-liveblog", "live-ticker", "liveticker"});

bool says(std::string_view text, std::span<const LocalPhrase> phrases) {
  return std::ranges::any_of(phrases, [folded = folded_line(text)](const LocalPhrase& phrase) {
    return folded.find(phrase.text) != std::string::npos;
  });
}

bool is_gate(const PageSigns& signs) {
  return !signs.is_marked_as_article && signs.words < kMostWordsOfGate &&
         (says(signs.title, language_words::kGates) ||
          says(signs.headline, language_words::kGates) ||
          says(signs.first_words, language_words::kGates));
}

bool is_missing(const PageSigns& signs) {
  return !signs.is_marked_as_article && signs.words < kMostWordsOfMissing &&
         (says(signs.title, language_words::kMissing) ||
          says(signs.headline, language_words::kMissing));
}

bool is_video_only(const PageSigns& signs) {
  const bool is_video = signs.type.starts_with("video") || signs.has_video;
  return is_video && signs.words < kMostWordsOfVideo;
}

/// "/" and "/world" and "/world/europe/": words, no slug with dashes, no number.
bool is_section_path(std::string_view path) {
  constexpr std::ptrdiff_t kMostSlashes = 3;
  return std::ranges::count(path, '/') <= kMostSlashes &&
         path.find_first_of("-0123456789.") == std::string_view::npos;
}

/// "?p=123" asks for one page of many.
bool asks_for_a_page(std::string_view query) {
  return query.find_first_of("0123456789") != std::string_view::npos;
}

/// Its stories are what it is for: many links to them, and no text of its own.
bool is_index(const PageSigns& signs) {
  const bool is_at_section = is_section_path(signs.path) && !asks_for_a_page(signs.query);
  const std::size_t most_prose = is_at_section ? kMostProseOfIndex : kMostProseAtStory;
  if (signs.is_marked_as_article || signs.prose_in_one_box > most_prose) return false;
  if (signs.story_links >= kLeastStoryLinks) return true;
  return signs.words < kMostWordsOfIndex && signs.link_density > kLinkDensityOfIndex &&
         is_at_section;
}

/// A shop has a folder "live", too: the title has to say it as well.
bool is_live(const PageSigns& signs) {
  if (signs.is_marked_as_live || std::ranges::any_of(kLivePaths, [&](std::string_view part) {
        return signs.path.find(part) != std::string::npos;
      }))
    return true;
  const bool has_path = signs.path.find("/live/") != std::string_view::npos ||
                        signs.path.find("-live") != std::string_view::npos;
  return has_path && (says(signs.title, language_words::kLiveTitles) ||
                      says(signs.headline, language_words::kLiveTitles));
}

struct KindText {
  PageKind kind;
  std::string_view text;
};

constexpr std::array kReasons = {
    KindText{PageKind::VideoOnly, "it is a video with hardly a word"},
    KindText{PageKind::Index, "it is an index of other pages"},
    KindText{PageKind::Gate, "it is a gate before the page (consent, captcha or login)"},
    KindText{PageKind::Missing, "it says that there is no such page"},
};

constexpr std::array kNotices = {
    KindText{PageKind::Paywalled, "only the beginning: the rest is for subscribers"},
    KindText{PageKind::LiveBlog, "a live blog: it may grow"},
};

std::optional<std::string_view> text_for(PageKind kind, std::span<const KindText> table) {
  const auto found = std::ranges::find(table, kind, &KindText::kind);
  if (found == table.end()) return std::nullopt;
  return found->text;
}

}  // namespace

PageKind page_kind(const PageSigns& signs) {
  if (is_gate(signs)) return PageKind::Gate;
  if (is_missing(signs)) return PageKind::Missing;
  if (is_video_only(signs)) return PageKind::VideoOnly;
  if (is_index(signs)) return PageKind::Index;
  if (is_live(signs)) return PageKind::LiveBlog;
  if ((signs.is_marked_as_paid || signs.is_cut_off) && signs.words < kMostWordsOfTeaser)
    return PageKind::Paywalled;
  return PageKind::Article;
}

std::optional<std::string_view> why_no_article(PageKind kind) {
  return text_for(kind, kReasons);
}

std::optional<std::string_view> notice_of(PageKind kind) {
  return text_for(kind, kNotices);
}

}  // namespace newshole::extract
