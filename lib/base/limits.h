#pragma once
// The limits of what a page may hold, in one place: everything that grows with a page of strangers
// is bounded. A limit drops what an attack is made of, never words of an article's text. The same
// table with what happens beyond a limit is in tests/PROMISES.md, and a test compares the two.

#include <cstddef>

namespace newshole::limits {

// Fields of a page: headline, title, source, section, date, byline, name.
inline constexpr std::size_t kFieldBytes = 2048;
inline constexpr std::size_t kBylineBytes = 500;
inline constexpr std::size_t kAuthors = 12;

// What a site states of the use of its pages.
inline constexpr std::size_t kUsageBytes = 500;
inline constexpr std::size_t kStatements = 32;
inline constexpr std::size_t kHeadElements = 1000;

// JSON-LD and configuration files.
inline constexpr std::size_t kJsonLdBytes = std::size_t{2} << 20;
inline constexpr std::size_t kJsonLevels = 64;
inline constexpr std::size_t kJsonLdObjects = 2000;
inline constexpr std::size_t kAuthorEntries = 200;
inline constexpr std::size_t kTypes = 20;
inline constexpr std::size_t kOutlets = 40;

// What only scripts would show: text in their data, and fragments that they would move.
inline constexpr std::size_t kScriptBytes = std::size_t{4} << 20;
inline constexpr std::size_t kScriptLevels = 256;
inline constexpr std::size_t kFragments = 200;

// Links of an article, and those that are printed.
inline constexpr std::size_t kLinks = 2000;
inline constexpr std::size_t kUrlBytes = 2000;
inline constexpr std::size_t kPrintedLinks = 200;

// Tables.
inline constexpr std::size_t kColumns = 200;
inline constexpr std::size_t kColumnsOfCell = 50;
inline constexpr std::size_t kCells = 100'000;
inline constexpr int kLabelCells = 40;
inline constexpr std::size_t kGrowthOfTable = 4;
inline constexpr std::size_t kSmallTableBytes = std::size_t{16} << 10;

// Front pages, and titles in menus.
inline constexpr std::size_t kStories = 200;
inline constexpr std::size_t kMostStories = 1000;
inline constexpr std::size_t kItems = 200;
inline constexpr std::size_t kMarks = 1000;
inline constexpr int kTitleCells = 300;

// Feeds and sitemaps.
inline constexpr std::size_t kFeedBytes = std::size_t{32} << 20;
inline constexpr std::size_t kFeedItems = 2000;
inline constexpr std::size_t kSitemapItems = 50'000;
inline constexpr std::size_t kSubscriptions = 2000;
inline constexpr std::size_t kFeedLevels = 4000;
inline constexpr std::size_t kFeedAttributes = 256;
inline constexpr std::size_t kFeedNamespaces = 256;
inline constexpr std::size_t kFeedEnclosures = 20;
inline constexpr std::size_t kFeedFieldBytes = std::size_t{64} << 10;
inline constexpr std::size_t kFeedContentBytes = std::size_t{4} << 20;

}  // namespace newshole::limits
