#include "extract/address_words.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "extract/languages/language_words.h"

namespace newshole::extract {
namespace {

/// What programs call their folders, in whatever language their pages are.
constexpr auto kProgramFolders = std::to_array<std::string_view>(
    {"adclick", "adserver", "auth",       "bbs",         "click",     "dmca", "e-paper",
     "epaper",  "exit",     "faq",        "feed",        "feeds",     "goto", "login",
     "logout",  "page",     "redir",      "redirect",    "redirects", "rss",  "sitemap",
     "sso",     "wp-admin", "wp-content", "wp-login.php"});
constexpr auto kEditionFolders =
    std::to_array<std::string_view>({"amp", "de", "en", "es", "fr", "index", "it", "lite", "wiki"});
constexpr std::array<std::string_view, 0> kNone{};

template <std::size_t Phrases, std::size_t Others>
constexpr auto sorted_words(const std::array<LocalPhrase, Phrases>& phrases,
                            const std::array<std::string_view, Others>& others) {
  std::array<std::string_view, Phrases + Others> out{};
  const auto end = std::ranges::transform(phrases, out.begin(), &LocalPhrase::text).out;
  std::ranges::copy(others, end);
  std::ranges::sort(out);
  return out;
}

constexpr auto kWithoutStories =
    sorted_words(language_words::kFoldersWithoutStories, kProgramFolders);
constexpr auto kMostlyWithoutStories =
    sorted_words(language_words::kFoldersMostlyWithoutStories, kNone);
constexpr auto kOfAllSections =
    sorted_words(language_words::kFoldersOfAllSections, kEditionFolders);

}  // namespace

bool is_folder_without_stories(std::string_view folder) {
  return std::ranges::binary_search(kWithoutStories, folder);
}

bool is_folder_mostly_without_stories(std::string_view folder) {
  return std::ranges::binary_search(kMostlyWithoutStories, folder);
}

bool is_folder_of_all_sections(std::string_view folder) {
  return std::ranges::binary_search(kOfAllSections, folder);
}

}  // namespace newshole::extract
