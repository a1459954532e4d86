#include "fuzz/targets.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

#include "base/limits.h"
#include "config/config.h"
#include "extract/article_message.h"
#include "extract/stored_article.h"
#include "fetch/robots/robots.h"
#include "fetch/warc/record_reader.h"
#include "fetch/warc/stored_page.h"
#include "format/figfont.h"
#include "gopher/menu_file.h"
#include "listing/extractor.h"
#include "listing/feeds/feed.h"
#include "listing/feeds/opml.h"
#include "press/press.h"
#include "press/reader.h"
#include "search/query.h"
#include "serve/request.h"
#include "still_clock.h"
#include "text/charset/charset.h"
#include "text/clean.h"
#include "text/dates/dates.h"
#include "text/width.h"

namespace newshole::fuzz {
namespace {

void require(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", property);
  std::abort();
}

const test::StillClock kClock;

const site::SiteProfile& profile() {
  static const auto loaded =
      site::load_profile(NEWSHOLE_CONFIG_DIR "/sites/lite.cnn.com.json").value();
  return loaded;
}

press::Press& press_for(text::Charset charset) {
  static auto utf8 = press::Press::create({.text = format::View{},
                                           .menu = format::View{.width = format::kMenuWidth}})
                         .value();
  static auto ascii = press::Press::create({.text = format::View{.charset = text::Charset::Ascii},
                                            .menu = format::View{.width = format::kMenuWidth,
                                                                 .charset = text::Charset::Ascii}})
                          .value();
  return charset == text::Charset::Utf8 ? utf8 : ascii;
}

void check_printed(const extract::Article& article, text::Charset charset) {
  press::Press& press = press_for(charset);
  const std::string text = press.text(article).bytes;
  require(text::is_printable(text, charset), "a text holds no control characters");
  if (charset == text::Charset::Utf8) require(text::is_valid_utf8(text), "a text is UTF-8");
  const gopher::Menu menu = press.menu(article).items;
  require(text::is_printable(press.bytes(menu), charset), "a menu holds no control characters");
  require(std::ranges::all_of(menu,
                              [](const gopher::MenuItem& item) {
                                return text::width(item.display) <= format::kMenuWidth;
                              }),
          "no line of a menu is wider than the view");
}

Result<fetch::Page> page_of(std::string_view bytes) {
  const auto url = url::parse_url("https://lite.cnn.com/2025/12/01/world/a-story").value();
  return fetch::make_page(url, std::string(bytes), "");
}

void read_page(std::string_view bytes, const site::SiteProfile* by) {
  static press::Reader reader(kClock);
  const auto page = page_of(bytes);
  if (!page) return;
  require(text::is_valid_utf8(page->html), "a page is UTF-8");
  const auto article = reader.article(*page, by);
  if (!article) return;
  check_printed(*article, text::Charset::Utf8);
  check_printed(*article, text::Charset::Ascii);
}

void page(std::string_view bytes) {
  read_page(bytes, &profile());
}

void generic(std::string_view bytes) {
  read_page(bytes, nullptr);
}

void front_page(std::string_view bytes) {
  static press::Reader reader(kClock);
  if (const auto page = page_of(bytes)) static_cast<void>(reader.stories(*page, &profile()));
}

void check_line(std::string_view text, const char* property) {
  require(text == text::clean_line(text) && text.size() <= limits::kFieldBytes, property);
}

void feed(std::string_view bytes) {
  fetch::Page page{.url = url::parse_url("https://news.example/feed.xml").value(),
                   .html = std::string(bytes)};
  const auto feed = listing::read_feed(std::move(page));
  if (!feed) return;
  require(feed->items.size() <= limits::kFeedItems, "a feed has an end");
  check_line(feed->title.value_or(""), "the title of a feed is a clean line");
  for (const listing::FeedItem& item : feed->items) {
    require(!item.story.headline.empty(), "a story has a headline");
    check_line(item.story.headline, "a headline is a clean line");
    check_line(item.story.summary.value_or(""), "a summary is a clean line");
    check_line(item.story.section.value_or(""), "a section is a clean line");
    check_line(item.id, "an id is a clean line");
    require(text::is_valid_utf8(item.content), "a whole text is UTF-8");
    const auto again = url::parse_url(item.story.url.text);
    require(again && again->text == item.story.url.text, "an address is canonical");
  }
}

void opml(std::string_view bytes) {
  const auto list = listing::read_opml(
      {.url = url::parse_url("https://news.example/").value(), .html = std::string(bytes)});
  if (!list) return;
  require(!list->all.empty() && list->all.size() <= limits::kSubscriptions, "a list has an end");
  for (const listing::Subscription& site : list->all) {
    require(!site.address.empty(), "a site has an address");
    check_line(site.address, "an address is a clean line");
    check_line(site.title.value_or(""), "a title is a clean line");
  }
}

/// The pre-pass loses nothing that the whole parse finds.
void prepass(std::string_view bytes) {
  static listing::Extractor shortened(kClock);
  static listing::Extractor whole(kClock, html::Prepass::None);
  const auto page = page_of(bytes);
  if (!page) return;
  const auto one = shortened.article(*page, profile());
  const auto other = whole.article(*page, profile());
  const auto is_limit = [](const auto& read) {
    return !read && read.error().kind == ErrorKind::TooComplex;
  };
  if (is_limit(one) || is_limit(other)) return;
  require(one.has_value() == other.has_value(), "the pre-pass finds an article where there is one");
  if (one)
    require(extract::content_fingerprint(*one) == extract::content_fingerprint(*other),
            "the pre-pass gives the same article");
}

void typeset(std::string_view bytes) {
  static auto setter = format::Typesetter::create({.width = 40}).value();
  const std::string clean = text::clean_line(bytes);
  std::string set;
  for (const std::string& line : setter.lines(clean)) {
    require(text::width(line) <= 40, "no line is wider than the view");
    set += line;
  }
  const auto letters = [](std::string text) {
    text = text::as_printed(text);
    std::erase(text, ' ');
    return text;
  };
  require(letters(set) == letters(clean), "no character is lost");
}

void dates(std::string_view bytes) {
  static text::DateReader reader;
  const auto& formats = profile().dates;
  static_cast<void>(reader.read(text::clean_line(bytes), formats));
  static_cast<void>(text::parse_iso_time(bytes));
}

void charset(std::string_view bytes) {
  const std::size_t label = std::min(bytes.find('\n'), bytes.size());
  const auto decoded = text::decode_page(std::string(bytes.substr(label)), bytes.substr(0, label));
  require(text::is_valid_utf8(decoded.text), "what is decoded is UTF-8");
}

void url(std::string_view bytes) {
  static const auto base = url::parse_url("https://news.example/a/b?c").value();
  for (const auto& parsed : {url::parse_url(bytes), url::resolve(base, bytes)}) {
    if (!parsed) continue;
    const auto again = url::parse_url(parsed->text);
    require(again && again->text == parsed->text, "an address is canonical");
  }
}

void robots(std::string_view bytes) {
  static const auto page = url::parse_url("https://news.example/a/b.html?c").value();
  const fetch::Robots rules = fetch::Robots::parse(bytes, "newshole");
  static_cast<void>(rules.allows(fetch::path_and_query(page)));
  require(rules.crawl_delay() <= fetch::kMostCrawlDelay, "a site's pause has an end");
  const auto usage = rules.preferences(page).content_usage.value_or("");
  require(text::is_printable(usage, text::Charset::Ascii), "a preference is plain text");
}

void figfont(std::string_view bytes) {
  static_cast<void>(format::FigFont::parse(bytes));
}

void request(std::string_view bytes) {
  for (const auto input : {serve::Input::Open, serve::Input::Ended})
    static_cast<void>(serve::read_request(bytes, input));
}

void menu_file(std::string_view bytes) {
  for (const auto dialect :
       {gopher::Dialect::Gophermap, gopher::Dialect::Gph, gopher::Dialect::Raw}) {
    const std::string wire = gopher::to_wire(gopher::read_menu_file(bytes, dialect, {}));
    require(text::is_printable(wire, text::Charset::Ascii), "a menu holds no control characters");
  }
}

void query(std::string_view bytes) {
  if (const auto query = search::parse_query(bytes)) static_cast<void>(search::to_fts5(*query));
}

void stored(std::string_view bytes) {
  static_cast<void>(extract::from_stored(bytes));
}

void message(std::string_view bytes) {
  sandbox::MessageReader reader(bytes);
  if (const auto article = extract::read_article(reader))
    check_printed(*article, text::Charset::Utf8);
  sandbox::MessageReader again(bytes);
  static_cast<void>(extract::read_stories(again));
}

/// A file of this process alone.
class Written {
 public:
  explicit Written(std::string_view bytes)
      : path_(std::filesystem::temp_directory_path() /
              ("newshole-fuzz-" + std::to_string(::getpid()) + ".json")) {
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  Written(const Written&) = delete;
  Written& operator=(const Written&) = delete;
  ~Written() { std::filesystem::remove(path_); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

void archive(std::string_view bytes) {
  constexpr std::size_t kMostPage = std::size_t{64} << 10;
  const Written written(bytes);
  auto reader = fetch::warc::RecordReader::open(written.path()).value();
  std::size_t before = 0;
  while (const auto entry = reader.next()) {
    const auto* record = std::get_if<fetch::warc::Record>(&*entry);
    const auto& place =
        record != nullptr ? record->place : std::get<fetch::warc::Loss>(*entry).place;
    require(place.offset >= before && place.offset <= bytes.size(), "places grow");
    before = place.offset;
    if (record == nullptr) continue;
    require(record->block.size() <= record->size, "a block is no larger than it says");
    fetch::warc::Content content = fetch::warc::content_of(*record);
    auto* stored = std::get_if<fetch::warc::StoredPage>(&content);
    if (stored == nullptr) continue;
    const auto page = fetch::warc::page_of(std::move(*stored), kMostPage);
    const auto* whole = std::get_if<fetch::Page>(&page);
    require(whole == nullptr || whole->html.size() <= kMostPage, "a page has an end");
  }
}

void configuration(std::string_view bytes) {
  static_cast<void>(config::load_config(Written(bytes).path()));
}

void site_profile(std::string_view bytes) {
  static_cast<void>(site::load_profile(Written(bytes).path()));
}

constexpr std::array kTargets = {
    Target{"page", page},
    Target{"generic", generic},
    Target{"front-page", front_page},
    Target{"feed", feed},
    Target{"opml", opml},
    Target{"prepass", prepass},
    Target{"typeset", typeset},
    Target{"dates", dates},
    Target{"charset", charset},
    Target{"url", url},
    Target{"robots", robots},
    Target{"figfont", figfont},
    Target{"request", request},
    Target{"menu-file", menu_file},
    Target{"query", query},
    Target{"stored", stored},
    Target{"message", message},
    Target{"archive", archive},
    Target{"config", configuration},
    Target{"profile", site_profile},
};

}  // namespace

std::span<const Target> targets() {
  return kTargets;
}

}  // namespace newshole::fuzz
