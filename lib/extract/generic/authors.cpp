#include "extract/generic/authors.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/limits.h"
#include "extract/body/node_text.h"
#include "extract/body/phrases.h"
#include "extract/byline.h"
#include "extract/generic/folded.h"
#include "text/clean.h"

namespace newshole::extract {
namespace {

constexpr std::size_t kLongestByline = 200;
constexpr std::size_t kLongestOffice = 60;
constexpr std::size_t kLongestAuthor = 50;

/// Shared accounts, and words of bylines that are no names.
constexpr std::string_view kNoNameList =
    "admin|administrator|anonymous|author|contributor|contributors|correspondent|desk|editor|"
    "editorial board|editorial team|editors|guest|guest author|guest contributor|home|news|"
    "news desk|newsroom|no author|none|null|opinion|press release|published|root|sponsored|staff|"
    "staff reporter|staff reports|staff writer|undefined|unknown|updated|user|web desk|webmaster|"
    "wire reports";
constexpr auto kNoNames = phrases<count_phrases(kNoNameList)>(kNoNameList);

/// Words behind which a byline holds something other than names.
constexpr std::array<std::string_view, 16> kEndsOfNames = {
    " | ",     " \u2022 ", " \u00b7 ", " - ",     " \u2013 ", " \u2014 ",  " published", " updated",
    " posted", " on ",     " at ",     " follow", " in ",     " contact ", " email",     " ("};

/// Before names, in any language: no name begins with one of these.
constexpr std::array<std::string_view, 16> kLeadIns = {
    "by: ",       "by ",       "author: ",  "author ",      "authors: ",    "written by ",
    "posted by ", "story by ", "words by ", "reported by ", "reviewed by ", "text by ",
    "autore: ",   "auteur: ",  "texte: ",   "text: "};

/// Names in JSON-LD are read as in English: no lead-in of another language stands before them.
constexpr std::string_view kNamesAlone = "en";

/// "By" in other languages. The word can be part of a name, too: "Von Miller", "Di Lewis".
struct LocalLeadIn {
  std::string_view language;
  std::string_view words;
};
constexpr auto kLocalLeadIns = std::to_array<LocalLeadIn>({
    {"de", "von "},
    {"fr", "par "},
    {"es", "por "},
    {"pt", "por "},
    {"it", "da "},
    {"it", "di "},
    {"nl", "door "},
    {"sv", "av "},
    {"no", "av "},
    {"nb", "av "},
    {"nn", "av "},
    {"da", "af "},
});

bool is_in_language(std::string_view page, std::string_view language) {
  return ascii::equals_folded(page.substr(0, page.find_first_of("-_")), language);
}

/// Where a page does not state its language, a whole name has to follow: "Von Anna Berg".
bool may_be_cut(const LocalLeadIn& lead_in, std::string_view line, std::string_view language) {
  if (!language.empty()) return is_in_language(language, lead_in.language);
  return line.substr(lead_in.words.size()).find(' ') != std::string_view::npos;
}

std::size_t lead_in_of(const std::string& line, std::string_view language) {
  const std::string folded = folded_line(line);
  if (folded.size() != line.size()) return 0;
  for (const std::string_view words : kLeadIns) {
    if (folded.starts_with(words)) return words.size();
  }
  for (const LocalLeadIn& row : kLocalLeadIns) {
    if (folded.starts_with(row.words) && may_be_cut(row, line, language)) return row.words.size();
  }
  return 0;
}

std::string without_lead_ins(std::string line, std::string_view language) {
  while (const std::size_t size = lead_in_of(line, language)) {
    line = text::clean_line(line.substr(size));
  }
  return line;
}

/// The part of a line before the first word that ends names.
std::string_view up_to_end_of_names(std::string_view line) {
  const std::string folded = folded_line(line);
  if (folded.size() != line.size()) return line;
  std::size_t end = line.size();
  for (const std::string_view words : kEndsOfNames) {
    const std::size_t at = folded.find(words);
    if (at != std::string::npos && at > 0) end = std::min(end, at);
  }
  return line.substr(0, end);
}

bool is_no_name(std::string_view name) {
  const std::string folded = folded_line(name);
  return std::ranges::find(kNoNames, folded) != kNoNames.end();
}

/// "JANE DOE" to "Jane Doe": capitals are the style of the page, not part of the name.
std::string in_title_case(std::string name) {
  const bool has_lower = std::ranges::any_of(name, ascii::is_lower);
  if (has_lower || name.find(' ') == std::string::npos) return name;
  bool starts_word = true;
  for (char& c : name) {
    const bool is_upper = ascii::is_upper(c);
    if (!starts_word) c = ascii::lower(c);
    starts_word = !is_upper && c != '\'';
  }
  return name;
}

void add_people(std::vector<std::string>& people, std::vector<std::string> more) {
  for (std::string& name : more) {
    if (!repeats_any(name, people) && people.size() < limits::kAuthors)
      people.push_back(std::move(name));
  }
}

bool is_web_address(std::string_view line) {
  return line.find("://") != std::string_view::npos || line.starts_with("www.");
}

/// "Jane Doe The Example" to "Jane Doe".
std::string without_outlet(std::string name, std::span<const std::string> outlets) {
  for (const std::string& outlet : outlets) {
    if (outlet.empty() || name.size() <= outlet.size() + 3) continue;
    const std::size_t begin = name.size() - outlet.size();
    if (folded_line(name.substr(begin)) != folded_line(outlet) || name[begin - 1] != ' ') continue;
    name.erase(begin - 1);
    break;
  }
  return name;
}

bool is_name(const std::string& name) {
  return name.size() <= kLongestAuthor && !is_no_name(name) &&
         name.find_first_of("():[]|<>=#*") == std::string::npos && !name.ends_with('-');
}

/// Photographers are credited with "By", too.
bool is_in_caption(html::Node node) {
  constexpr int kMostLevels = 6;
  for (int level = 0; node && level < kMostLevels; ++level, node = node.parent()) {
    if (node.tag() == "figure" || evidence_of(node) == Evidence::Caption) return true;
  }
  return false;
}

class AuthorReader {
 public:
  AuthorReader(const StructuredData& data, const MetaElements& metas,
               std::span<const Mention> bylines, const AuthorContext& context)
      : data_(data), metas_(metas), bylines_(bylines), context_(context) {}

  Authors read() {
    Authors printed = of_credit_line();
    if (auto names = people_of(data_.authors, kNamesAlone); !names.empty()) {
      // Some pages name photographers as authors, too; the printed line takes precedence.
      if (is_part_of(printed.names, names)) return printed;
      const bool is_printed = printed.names == names;
      return {.names = std::move(names),
              .byline = is_printed ? std::move(printed.byline) : std::string(),
              .origin = "json-ld"};
    }
    for (const std::string_view name : kMetaNames) {
      if (auto names = people_of(metas_.all(name), context_.language); !names.empty())
        return {.names = std::move(names), .origin = "meta"};
    }
    for (const auto& [attribute, word] : kElementRules) {
      Authors found = of_elements(attribute, word);
      if (!found.names.empty()) return found;
    }
    if (!printed.names.empty()) return printed;
    return of_outlets();
  }

 private:
  static constexpr auto kMetaNames = std::to_array<std::string_view>(
      {"parsely-author", "sailthru.author", "author", "dc.creator", "dcterms.creator",
       "article:author", "article.author", "byl", "cxenseparse:author", "twitter:data1"});
  struct ElementRule {
    std::string_view attribute;
    std::string_view word;
  };
  static constexpr auto kElementRules = std::to_array<ElementRule>({
      {"rel", "author"},
      {"itemprop", "author"},
      {"class", "author-name"},
      {"class", "byline"},
      {"class", "Byline"},
      {"class", "author"},
      {"id", "byline"},
      {"class", "uthor"},
  });

  [[nodiscard]] std::vector<std::string> people_of(const std::vector<std::string>& lines,
                                                   std::string_view language) const {
    std::vector<std::string> people;
    for (const std::string& line : lines)
      add_people(people, people_in(line, context_.outlets, language));
    return people;
  }

  static bool is_part_of(const std::vector<std::string>& some,
                         const std::vector<std::string>& all) {
    return !some.empty() && some.size() < all.size() &&
           std::ranges::all_of(some, [&all](const std::string& name) {
             return std::ranges::find(all, name) != all.end();
           });
  }

  /// The first line that begins with "By".
  [[nodiscard]] Authors of_credit_line() const {
    for (const auto& [node, position] : bylines_) {
      if (is_in_caption(node)) continue;
      std::string line = line_of(node, kLongestByline).value_or("");
      if (folded_line(line) == "by") line = line_of(node.parent(), kLongestByline).value_or("");
      if (!folded_line(line).starts_with("by")) continue;
      std::vector<std::string> people = people_in(line, context_.outlets, context_.language);
      if (!people.empty())
        return {.names = std::move(people), .byline = std::move(line), .origin = "byline"};
    }
    return {};
  }

  /// An agency or an office, as printed, but not the site itself; no person's name.
  [[nodiscard]] Authors of_outlets() const {
    std::vector<std::string> lines = data_.author_outlets;
    lines.insert(lines.end(), data_.authors.begin(), data_.authors.end());
    for (const std::string_view name : kMetaNames) {
      for (std::string& line : metas_.all(name)) lines.push_back(std::move(line));
    }
    for (const auto& [node, position] : bylines_) {
      std::string line = line_of(node, kLongestOffice).value_or("");
      if (folded_line(line).starts_with("by ")) lines.push_back(std::move(line));
    }
    for (const std::string& line : lines) {
      const std::string plain = without_lead_ins(line, context_.language);
      if (is_office(plain)) return {.byline = plain, .origin = "byline"};
    }
    return {};
  }

  [[nodiscard]] bool is_office(const std::string& name) const {
    if (name.empty() || name.size() > kLongestOffice || is_web_address(name) || is_no_name(name))
      return false;
    if (ascii::is_lower(name.front())) return false;
    return name.find_first_of("0123456789@:|*") == std::string::npos &&
           !repeats_any(name, context_.outlets);
  }

  /// The first elements with the word that name somebody, as long as they stand side by side.
  [[nodiscard]] Authors of_elements(std::string_view attribute, std::string_view word) const {
    Authors out{.origin = attribute == "rel" ? "rel=author" : "byline"};
    html::Node first;
    for (const auto& [node, position] : bylines_) {
      const auto value = node.attribute(attribute);
      if (!value || value->find(word) == std::string_view::npos) continue;
      if (first && node.parent() != first.parent() && attribute != "rel") continue;
      const std::string line = line_of(node, kLongestByline).value_or("");
      std::vector<std::string> people = people_in(line, context_.outlets, context_.language);
      if (people.empty()) continue;
      if (!first) out.byline = line;
      first = first ? first : node;
      add_people(out.names, std::move(people));
    }
    return out;
  }

  const StructuredData& data_;
  const MetaElements& metas_;
  std::span<const Mention> bylines_;
  const AuthorContext& context_;
};

}  // namespace

std::vector<std::string> people_in(std::string_view line, std::span<const std::string> outlets,
                                   std::string_view language) {
  if (line.size() > kLongestByline || is_web_address(line)) return {};
  std::string plain = text::as_printed(line);
  std::ranges::replace(plain, '\n', ' ');
  plain = without_lead_ins(std::move(plain), language);
  if (repeats_any(plain, outlets)) return {};
  std::vector<std::string> people;
  for (std::string& name : authors_of(up_to_end_of_names(plain), outlets)) {
    name = without_outlet(std::move(name), outlets);
    if (is_name(name)) add_people(people, {in_title_case(std::move(name))});
  }
  return people;
}

Authors reconciled_authors(const StructuredData& data, const MetaElements& metas,
                           std::span<const Mention> bylines, const AuthorContext& context) {
  return AuthorReader(data, metas, bylines, context).read();
}

}  // namespace newshole::extract
