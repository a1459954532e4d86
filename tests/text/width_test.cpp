#include "text/width.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <random>
#include <sys/mman.h>
#include <unistd.h>

#include <doctest/doctest.h>
#include <unicode/uchar.h>

#include "text/charset/charset.h"
#include "text/endless_clusters.h"
#include "text/utf8.h"

using namespace newshole::text;

namespace {

constexpr std::size_t kAnySize = std::numeric_limits<std::size_t>::max();

std::string utf8_of(char32_t c) {
  std::string out;
  append_utf8(out, c);
  return out;
}

// No cluster fits into -1 cells, so the prefix is the first alone.
std::string_view first_cluster(std::string_view text) {
  return prefix_within(text, -1, kAnySize);
}

std::vector<std::string_view> clusters_of(std::string_view text) {
  std::vector<std::string_view> clusters;
  while (!text.empty()) {
    clusters.push_back(first_cluster(text));
    REQUIRE(!clusters.back().empty());
    text.remove_prefix(clusters.back().size());
  }
  return clusters;
}

std::string random_text(std::mt19937& random) {
  std::string text;
  for (auto runs = 1 + random() % 4; runs != 0; --runs) {
    text += repeated(kClusterPieces[random() % kClusterPieces.size()], 1 + random() % 40);
  }
  return text;
}

// A text of 64 MiB of which only the first page can be read: whoever reads more crashes.
class PartlyReadableText {
 public:
  static constexpr std::size_t kClaimed = std::size_t{64} << 20U;

  explicit PartlyReadableText(std::string_view piece)
      : page_(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE))) {
    memory_ = ::mmap(nullptr, page_ + kClaimed, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(memory_ != MAP_FAILED);
    REQUIRE(::mprotect(memory_, page_, PROT_READ | PROT_WRITE) == 0);
    const std::string text = repeated(piece, page_ / piece.size());
    begin_ = static_cast<char*>(memory_) + page_ - text.size();
    std::memcpy(begin_, text.data(), text.size());
  }
  PartlyReadableText(const PartlyReadableText&) = delete;
  PartlyReadableText& operator=(const PartlyReadableText&) = delete;
  PartlyReadableText(PartlyReadableText&&) = delete;
  PartlyReadableText& operator=(PartlyReadableText&&) = delete;
  ~PartlyReadableText() { ::munmap(memory_, page_ + kClaimed); }

  [[nodiscard]] std::string_view text() const { return {begin_, kClaimed}; }

 private:
  std::size_t page_;
  void* memory_;
  char* begin_ = nullptr;
};

}  // namespace

TEST_SUITE_BEGIN("text/width");

TEST_CASE("Latin letters take one cell, Chinese and fullwidth ones two") {
  CHECK(width("") == 0);
  CHECK(width("plain text") == 10);
  CHECK(width("Caf\u00e9 \u201cx\u201d\u2014\u2026") == 10);
  CHECK(width("\u4e2d\u6587\uff01") == 6);
  CHECK(width("\ud55c\uae00") == 4);
  CHECK(width("\u30ab\uff76\u3000") == 5);
}

TEST_CASE("combining marks take no cell") {
  CHECK(width("e\u0301\u0323") == 1);
  CHECK(width("\u0928\u092e\u0938\u094d\u0924\u0947") == 4);
  CHECK(width("\u0301") == 0);
  CHECK(width("\u1112\u1161\u11ab") == 2);
  CHECK(width("\u0e19\u0e49\u0e33") == 2);
}

TEST_CASE("an emoji takes two cells however many characters it is made of") {
  CHECK(width("\U0001f525") == 2);
  CHECK(width("\u2764") == 1);
  CHECK(width("\u2764\ufe0f") == 2);
  CHECK(width("\U0001f468\u200d\U0001f469\u200d\U0001f467") == 2);
  CHECK(width("\U0001f44d\U0001f3fd") == 2);
  CHECK(width("\u261d\U0001f3fd") == 2);
  CHECK(width("1\ufe0f\u20e3") == 2);
  CHECK(width("\U0001f1eb\U0001f1f7") == 2);
  CHECK(width("\U0001f1eb\U0001f1f7\U0001f1e9") == 3);
  CHECK(width("\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f") == 2);
}

TEST_CASE("a prefix holds whole clusters") {
  CHECK(prefix_within("abcdef", 4, kAnySize) == "abcd");
  CHECK(prefix_within("abcdef", 10, 3) == "abc");
  CHECK(prefix_within("", 4, kAnySize).empty());
  CHECK(prefix_within("\u4e2d\u6587", 3, kAnySize) == "\u4e2d");
  CHECK(prefix_within("ae\u0301b", 2, 3) == "a");
  CHECK(prefix_within("ae\u0301b", 2, 4) == "ae\u0301");
  CHECK(prefix_within("x\U0001f468\u200d\U0001f469y", 2, kAnySize) == "x");
}

TEST_CASE("a first cluster that is wider than the room is given whole") {
  CHECK(prefix_within("\u4e2d\u6587", 1, kAnySize) == "\u4e2d");
  CHECK(prefix_within("abc", 0, kAnySize) == "a");
}

TEST_CASE("a first cluster of more bytes than there may be is cut between characters") {
  CHECK(prefix_within("e\u0301\u0301", 5, 4) == "e\u0301");
  CHECK(prefix_within("\u4e2d", 5, 1) == "\u4e2d");
}

TEST_CASE("a headline that is shortened ends in three dots") {
  CHECK(shortened("short", 5) == "short");
  CHECK(shortened("shorter", 6) == "sho...");
  CHECK(shortened("a word that", 6) == "a w...");
  CHECK(shortened("two words", 7) == "two...");
  CHECK(shortened("\u4e2d\u6587\u4e2d\u6587", 6) == "\u4e2d...");
  CHECK(shortened("\u4e2d\u6587\u4e2d\u6587", 4) == "...");
  CHECK(shortened("long", 3) == "...");
  CHECK(shortened("long", 1) == ".");
  CHECK(shortened("long", 0).empty());
}

TEST_CASE("every character that is measured without ICU has the width that ICU gives it") {
  // A mark that belongs to no letter sends the text through the iterator.
  for (char32_t c = 0x20; c < 0x20000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    const std::string text = "x" + utf8_of(c) + utf8_of(c) + "x";
    if (width(text) != width("\u0301" + text)) FAIL_CHECK("differs: " << static_cast<unsigned>(c));
  }
}

TEST_CASE("random texts have the same width with and without the plain way") {
  static constexpr char32_t kPicks[] = {
      'a',     '1',     ' ',     0xE9,    0xA9,    0x301,   0x4E2D, 0x1100, 0x1161,
      0xAC00,  0x200D,  0xFE0F,  0x20E3,  0x2764,  0x0600,  0x0E33, 0x0915, 0x094D,
      0x1F468, 0x1F3FB, 0x1F1E6, 0x1F3F4, 0xE0067, 0xE007F, 0x3042, 0xFF21};
  std::mt19937 random(29);
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (int i = 0; i < 12; ++i) append_utf8(text, kPicks[random() % std::size(kPicks)]);
    REQUIRE(width("a" + text) == width("\u0301"
                                       "a" +
                                       text));
  }
}

TEST_CASE("a cluster has at most 32 code points and 8 cells, whatever it is made of") {
  for (const std::string_view piece : kClusterPieces) {
    for (std::size_t times = 1; times <= 400; times += 1 + times / 60) {
      const std::string text = "a " + repeated(piece, times);
      int cells = 0;
      for (const std::string_view cluster : clusters_of(text)) {
        CAPTURE(piece);
        CAPTURE(times);
        REQUIRE(is_valid_utf8(cluster));
        REQUIRE(code_points(cluster).size() <= 32);
        REQUIRE(width(cluster) <= 8);
        cells += width(cluster);
      }
      REQUIRE(cells == width(text));
    }
  }
}

TEST_CASE("a cluster that fits is whole, one that goes on ends where it would not fit") {
  CHECK(first_cluster(repeated("\u1100", 4)) == repeated("\u1100", 4));
  CHECK(first_cluster(repeated("\u1100", 5)) == repeated("\u1100", 4));
  CHECK(first_cluster("a" + repeated("\u0301", 40)) == "a" + repeated("\u0301", 31));
  CHECK(first_cluster("x" + repeated("\uff9e", 40)) == "x" + repeated("\uff9e", 7));
  CHECK(first_cluster(repeated("\u0915\u094d", 8)) == repeated("\u0915\u094d", 8));
}

TEST_CASE("a cluster ends before an emoji that has no room in it, not within the emoji") {
  const std::string flag = "\U0001f1eb\U0001f1f7";
  CHECK(first_cluster(repeated("\u0600", 6) + flag) == repeated("\u0600", 6) + flag);
  CHECK(first_cluster(repeated("\u0600", 7) + flag) == repeated("\u0600", 7));
  CHECK(first_cluster(repeated("\u0600", 7) + "\U0001f44d\U0001f3fd") == repeated("\u0600", 7));
  CHECK(first_cluster(repeated("\u0600", 7) + "\u2764\ufe0f") == repeated("\u0600", 7));
}

TEST_CASE("an emoji behind a sign that joins it takes two cells all the same") {
  CHECK(width("\u0600\U0001f44d\U0001f3fd") == 3);
  CHECK(width("\u0600\U0001f468\u200d\U0001f469\u200d\U0001f467") == 3);
}

TEST_CASE("what a prefix leaves is as wide as the text less the prefix") {
  std::mt19937 random(32);
  for (int round = 0; round < 3000; ++round) {
    const std::string text = random_text(random);
    const auto cells = static_cast<int>(random() % 70);
    const std::string_view prefix = prefix_within(text, cells, kAnySize);
    CAPTURE(text);
    REQUIRE(width(prefix) + width(std::string_view(text).substr(prefix.size())) == width(text));
    REQUIRE(width(prefix) <= std::max(cells, 8));
  }
}

TEST_CASE("a text that is shortened fits, whatever its clusters are") {
  std::mt19937 random(33);
  for (int round = 0; round < 3000; ++round) {
    const std::string text = random_text(random);
    const auto cells = static_cast<int>(random() % 70);
    const std::string head = shortened(text, cells);
    CAPTURE(text);
    REQUIRE(is_valid_utf8(head));
    REQUIRE(width(head) <= cells);
  }
}

TEST_CASE("a long text has the clusters of its rests, each taken by itself") {
  std::mt19937 random(34);
  for (int round = 0; round < 60; ++round) {
    std::string text;
    while (text.size() < 3000) text += random_text(random);
    CAPTURE(text);
    std::size_t end = 0;
    for (const std::string_view cluster : clusters_of(text)) {
      end += cluster.size();
      if (random() % 16 != 0) continue;
      REQUIRE(prefix_within(text, std::numeric_limits<int>::max(), end).size() == end);
      const std::size_t within =
          prefix_within(text, std::numeric_limits<int>::max(), end - 1).size();
      REQUIRE((within == end - cluster.size() || end == cluster.size()));
    }
  }
}

// This makes the time for all lines of a text linear.
TEST_CASE("a prefix is found without reading the text far behind it") {
  for (const std::string_view piece : kClusterPieces) {
    const PartlyReadableText partly(piece);
    CAPTURE(piece);
    CHECK(code_points(first_cluster(partly.text())).size() <= 32);
    const std::string_view line = prefix_within(partly.text(), 67, 900);
    CHECK(line.size() <= 900);
    CHECK(width(line) <= 67);
    CHECK(line.size() + 32 * piece.size() > std::min(std::size_t{900}, 67 * piece.size() / 2));
  }
}

TEST_SUITE_END();
