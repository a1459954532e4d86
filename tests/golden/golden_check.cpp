// Converts the saved page of one case and compares the result with what is saved beside it:
//
//   golden_check fixtures/SITE/CASE config/sites
//
// case.json says where the page came from, why the case exists, and phrases that must and must not
// be in the result; or the error that the page must give; or that it is a front page, whose stories
// count; "menu": true adds the menu view, as a gophermap. The page is page.html beside it, or one
// below fixtures/ that case.json names. Whatever the case, these hold too: the article is the same
// whether style and script are skipped or parsed, no line is wider than asked for, and the text
// holds exactly the words of the article.

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "extract/article_json.h"
#include "fetch/page.h"
#include "format/typesetter.h"
#include "gopher/dialect.h"
#include "gopher/menu.h"
#include "listing/extractor.h"
#include "site/catalog.h"
#include "text/clean.h"
#include "text/dates/dates.h"
#include "text/width.h"

namespace {

namespace fs = std::filesystem;
using namespace newshole;

int faults = 0;

void expect(bool holds, const std::string& claim) {
  if (holds) return;
  ++faults;
  std::cerr << "not so: " << claim << "\n";
}

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void check_golden(const fs::path& file, const std::string& actual) {
  if (std::getenv("NEWSHOLE_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(file, std::ios::binary) << actual;
    return;
  }
  const std::string expected = read(file);
  if (expected == actual) return;
  ++faults;
  std::cerr << file << " differs; expected:\n" << expected << "\nactual:\n" << actual << "\n";
}

std::string joined(const format::Document& document) {
  std::string out;
  for (const format::Line& line : document) out += line.text + " ";
  return text::clean_line(out);
}

format::Document set(const extract::Article& article, int width, const format::Masthead& masthead) {
  Result<format::Typesetter> setter =
      format::Typesetter::create({.width = width, .links = format::LinkStyle::None});
  return setter.value().article(article, masthead);
}

/// A line may be wider only if it is one run that cannot be broken.
bool fits(const std::string& line, int width) {
  if (text::width(line) <= width) return true;
  const std::size_t first = line.find_first_not_of(" >*");
  return first != std::string::npos && line.find(' ', first) == std::string::npos;
}

void check_widths(const extract::Article& article) {
  for (const int width : {20, 33, 40, 67, 70, 80, 132, 200}) {
    for (const format::Line& line : set(article, width, {})) {
      expect(fits(line.text, width), "fits into " + std::to_string(width) + " cells: " + line.text);
      expect(!line.text.ends_with(' '), "no blank at the end of: " + line.text);
    }
  }
}

/// Without marks that the setting adds: bullets, quote marks, underlines, cut marks, ordinals.
std::string letters_of(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view(" \n\t*>-\\").find(c) == std::string_view::npos) out += c;
  }
  return out;
}

/// Every word of every block stands in the text, in order.
void check_words(const extract::Article& article, const std::string& text) {
  const std::string letters = letters_of(text);
  std::size_t at = 0;
  for (const extract::Block& block : article.blocks) {
    std::string rest = letters_of(text::as_printed(block.text));
    if (block.kind == extract::BlockKind::Table) continue;  // cells stand in other orders
    const std::size_t found = letters.find(rest, at);
    expect(found != std::string::npos, "the text holds, whole: " + block.text);
    if (found != std::string::npos) at = found + rest.size();
  }
}

void check_phrases(const nlohmann::json& meta, const std::string& text) {
  for (const std::string phrase : meta.value("words", nlohmann::json::array())) {
    expect(text.find(phrase) != std::string::npos, "the text holds: " + phrase);
  }
  for (const std::string phrase : meta.value("not", nlohmann::json::array())) {
    expect(text.find(phrase) == std::string::npos, "the text does not hold: " + phrase);
  }
}

void check_menu(const fs::path& folder, const extract::Article& article,
                const format::Masthead& masthead) {
  Result<format::Typesetter> setter = format::Typesetter::create(
      {.width = format::kMenuWidth, .links = format::LinkStyle::Footnotes});
  const format::Document document = setter.value().article_menu(article, masthead);
  for (const format::Line& line : document) {
    expect(text::width(line.text) <= format::kMenuWidth, "a menu shows whole: " + line.text);
  }
  check_golden(folder / "expected.gophermap",
               gopher::to_bytes(gopher::to_menu(document), gopher::Dialect::Gophermap, {}));
}

void check_article(const fs::path& folder, const nlohmann::json& meta,
                   const extract::Article& article, const site::SiteProfile& profile) {
  const format::Masthead masthead{.banner = profile.banner, .tagline = profile.tagline};
  check_golden(folder / "expected.json", extract::to_indented_json(article) + "\n");
  Result<format::Typesetter> setter = format::Typesetter::create({});
  check_golden(folder / "expected.txt", format::to_text(setter.value().article(article, masthead)));
  if (meta.value("menu", false)) check_menu(folder, article, masthead);
  // As wide as can be and without footnotes, so that phrases stand on one line.
  const std::string text = joined(set(article, 200, {}));
  check_phrases(meta, text);
  check_words(article, text);
  check_widths(article);
}

/// A line for each: address, headline, section, day.
std::string listed(const std::vector<extract::Story>& stories) {
  std::string out;
  for (const extract::Story& story : stories) {
    out += story.url.text + "\t" + story.headline + "\t" + story.section.value_or("-") + "\t";
    out += story.date ? text::to_rfc3339(std::chrono::sys_days(*story.date)).substr(0, 10) : "-";
    out += "\n";
  }
  return out;
}

std::string page_of(const fs::path& folder, const nlohmann::json& meta) {
  if (!meta.contains("page")) return read(folder / "page.html");
  return read(folder.parent_path().parent_path() / meta.at("page").get<std::string>());
}

int check(const fs::path& folder, const fs::path& sites) {
  const nlohmann::json meta = nlohmann::json::parse(read(folder / "case.json"));
  const Result<site::Catalog> catalog = site::Catalog::load(std::array{sites});
  const Result<url::Url> url = url::parse_url(meta.at("url").get<std::string>());
  const site::SiteProfile* profile = catalog.value().by_url(url.value());
  const Result<fetch::Page> page = fetch::make_page(*url, page_of(folder, meta), "");
  expect(!meta.at("why").get<std::string>().empty(), "the case says why it exists");
  const SystemClock clock;
  if (meta.contains("stories")) {
    const auto stories = listing::Extractor(clock).stories(page.value(), *profile);
    check_golden(folder / "expected.txt", listed(stories.value()));
    return faults;
  }
  const Result<extract::Article> article =
      listing::Extractor(clock).article(page.value(), *profile);
  const Result<extract::Article> whole =
      listing::Extractor(clock, html::Prepass::None).article(page.value(), *profile);
  if (meta.contains("error")) {
    expect(!article, "the page gives an error, not an article");
    expect(!whole, "so it does when style and script are parsed");
    if (!article) {
      expect(reason_name(article.error().kind) == meta.at("error").get<std::string>(),
             "the error's reason is the one in case.json: " + article.error().message);
    }
    return faults;
  }
  expect(extract::to_json(article.value()) == extract::to_json(whole.value()),
         "the article is the same when style and script are parsed");
  check_article(folder, meta, *article, *profile);
  return faults;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  try {
    return check(argv[1], argv[2]) == 0 ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << argv[1] << ": " << error.what() << "\n";
    return 1;
  }
}
