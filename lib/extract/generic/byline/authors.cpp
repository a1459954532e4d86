#include "extract/generic/byline/authors.h"

#include <algorithm>
#include <array>
#include <utility>

#include <unicode/uchar.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "extract/body/element_role.h"
#include "extract/body/node_text.h"
#include "extract/generic/byline/name_words.h"
#include "extract/generic/folded.h"
#include "text/clean.h"
#include "text/utf8.h"

namespace newshole::extract {
namespace {

constexpr std::size_t kLongestByline = 200;
constexpr std::size_t kLongestOffice = 60;

constexpr auto kMetaNames = std::to_array<std::string_view>(
    {"parsely-author", "sailthru.author", "author", "dc.creator", "dcterms.creator",
     "article:author", "article.author", "og:article:author", "dcsext.author", "citation_author",
     "byl", "cxenseparse:author", "twitter:data1", "twitter:creator:name"});

/// Whoever holds or publishes a page did not therefore write it.
constexpr auto kPublisherNames = std::to_array<std::string_view>(
    {"copyright", "dc.publisher", "dcterms.publisher", "publisher", "rights", "article:publisher"});

struct ElementRule {
  std::string_view attribute;
  std::string_view word;
};
constexpr auto kElementRules = std::to_array<ElementRule>({
    {"rel", "author"},
    {"itemprop", "author"},
    {"class", "author-name"},
    {"class", "byline"},
    {"class", "Byline"},
    {"class", "author"},
    {"id", "byline"},
    {"class", "uthor"},
    {"data-testid", "author"},
    {"class", "writer"},
    {"class", "contributor"},
});

/// Folders of pages that list stories.
constexpr auto kSectionFolders = std::to_array<std::string_view>(
    {"/categor", "/section", "/topic", "/tag/", "/tags/", "/rubri", "/ressort", "/thema", "/themen",
     "/seccion", "/sezione", "/blog/category"});

void add_people(std::vector<std::string>& people, std::vector<std::string> more) {
  for (std::string& name : more) {
    if (!repeats_any(name, people) && people.size() < limits::kAuthors)
      people.push_back(std::move(name));
  }
}

/// Reads the line of an element as its edges part it: "By" and "Travis" in <span>By</span>Travis.
class BylineReader {
 public:
  /// Nothing where the element holds more than a line.
  std::optional<std::string> read(html::Node node) {
    constexpr std::size_t kMostSteps = 200;
    std::size_t steps = 0;
    for (html::Walker walker(node); walker; walker.next()) {
      if (++steps > kMostSteps || cleaner_.size() > kLongestByline) return std::nullopt;
      const html::Node here = walker.node();
      if (here.is_text()) {
        append(here.text());
      } else if (here != node && is_no_text(here)) {
        if (walker.is_entering()) walker.skip();
        part_ = " | ";
      } else {
        note_edge(here, walker.is_entering());
      }
    }
    std::string line = cleaner_.take();
    if (line.size() > kLongestByline) return std::nullopt;
    return line;
  }

 private:
  static bool is_no_text(html::Node node) {
    return role_of(node.tag()) == Role::Skip || node.tag() == "time" || node.tag() == "button" ||
           node.attribute("hidden") || node.attribute("datetime");
  }

  /// Blocks, items of a list and links side by side are parts of their own.
  void note_edge(html::Node node, bool is_entering) {
    const Role role = role_of(node.tag());
    if (role == Role::Inline) return;
    if (role == Role::Link) {
      if (is_entering && has_left_link_) part_ = ", ";
      has_left_link_ = !is_entering;
      // What is behind a link to an author without a word that joins is a role or a paper.
      if (!is_entering && leads_to_author(node)) part_ = " | ";
    } else if (part_ != " | ") {
      part_ = role == Role::ListItem ? ", " : " | ";
    }
  }

  void append(std::string_view text) {
    const std::string clean = text::clean_line(text);
    if (clean.empty()) return cleaner_.append(text);
    const bool is_behind_label = last_.size() <= kLongestLabel && is_lead_in(last_);
    const bool goes_on = std::string_view(",;:|&").find(clean.front()) != std::string_view::npos ||
                         begins_with_and(clean);
    if (cleaner_.size() > 0) cleaner_.append(parting(clean, is_behind_label || goes_on));
    cleaner_.append(text);
    part_ = {};
    has_left_link_ = false;
    last_ = clean;
  }

  static bool begins_with_and(std::string_view text) {
    return (meanings_of(lowered(text.substr(0, text.find(' ')))) & kMeansAnd) != 0;
  }

  /// Where lower case meets upper case at an edge, two words do: <b>Paul Wise</b>Reporter.
  [[nodiscard]] std::string_view parting(std::string_view next, bool is_one_part) const {
    if (!is_one_part && !part_.empty()) return part_;
    const auto before = static_cast<UChar32>(text::code_point_before(last_, last_.size()).value);
    const auto after = static_cast<UChar32>(text::code_point_at(next, 0).value);
    const bool meets = (u_islower(before) != 0 && u_isupper(after) != 0) ||
                       (u_isalpha(before) != 0 && u_isdigit(after) != 0);
    return is_one_part || meets ? " " : "";
  }

  static constexpr std::size_t kLongestLabel = 30;

  text::LineCleaner cleaner_;
  std::string last_;
  std::string_view part_;
  bool has_left_link_ = false;
};

/// What microdata state: <span itemprop="author"><meta itemprop="name" content="Anna Berg"></span>.
std::string stated_name(html::Node node) {
  constexpr int kMostSteps = 12;
  int steps = 0;
  for (html::Walker walker(node); walker && ++steps < kMostSteps; walker.next()) {
    const html::Node here = walker.node();
    if (here.tag() == "meta" && here.attribute("itemprop") == "name")
      return field_text(text::clean_line(here.attribute("content").value_or("")));
  }
  return {};
}

std::string byline_text(html::Node node) {
  std::string line = node ? BylineReader().read(node).value_or("") : "";
  return line.empty() && node && node.attribute("itemprop") ? stated_name(node) : line;
}

/// Photographers are credited with "By", too.
bool is_in_caption(html::Node node) {
  constexpr int kMostLevels = 6;
  for (int level = 0; node && level < kMostLevels; ++level, node = node.parent()) {
    if (node.tag() == "figure" || evidence_of(node) == Evidence::Caption) return true;
  }
  return false;
}

bool is_around(html::Node outer, html::Node inner) {
  constexpr int kMostLevels = 60;
  for (int level = 0; inner && level < kMostLevels; ++level, inner = inner.parent()) {
    if (inner == outer) return true;
  }
  return false;
}

html::Node article_around(html::Node node) {
  constexpr int kMostLevels = 60;
  for (int level = 0; node && level < kMostLevels; ++level, node = node.parent()) {
    if (node.tag() == "article") return node;
  }
  return {};
}

bool is_outside(Evidence evidence) {
  return evidence == Evidence::Boilerplate || evidence == Evidence::Hidden;
}

/// Where a name may stand: near the headline, with the story, or in any box of its page but
/// comments.
enum class Reach { Headline, Story, Page };

/// In a part of the page that is not about the story: comments, teasers, a box.
bool is_elsewhere(html::Node node, html::Node headline, Reach reach) {
  constexpr int kMostLevels = 40;
  const html::Node own = article_around(headline);
  for (int level = 0; node && level < kMostLevels; ++level, node = node.parent()) {
    if (node.tag() == "body" || is_around(node, headline)) return false;
    if (node.tag() == "form" || (own && node.tag() == "article")) return true;
    const Evidence evidence = evidence_of(node);
    if (evidence == Evidence::Comments) return true;
    if (reach != Reach::Page && !names_author(node) && is_outside(evidence)) return true;
  }
  return false;
}

html::Node link_at(html::Node node) {
  constexpr int kMostSteps = 30;
  int steps = 0;
  for (html::Walker walker(node); walker && ++steps < kMostSteps; walker.next()) {
    if (walker.node().tag() == "a") return walker.node();
  }
  for (int level = 0; node && level < 3; ++level, node = node.parent()) {
    if (node.tag() == "a") return node;
  }
  return {};
}

/// A link to a page that lists stories, or one of a single word whose address lacks the word.
bool is_section_link(html::Node node, const std::vector<std::string>& names) {
  const html::Node link = link_at(node);
  if (!link || leads_to_author(link) || names.size() != 1) return false;
  if (link.attribute("rel").value_or("").find("author") != std::string_view::npos) return false;
  const std::string href = ascii::lowered(link.attribute("href").value_or(""));
  const auto is_in_href = [&href](std::string_view folder) {
    return href.find(folder) != std::string::npos;
  };
  if (std::ranges::any_of(kSectionFolders, is_in_href)) return true;
  return names.front().find(' ') == std::string::npos && is_in_href("/news/");
}

class AuthorReader {
 public:
  AuthorReader(const StructuredData& data, const MetaElements& metas, const PageOutline& outline,
               const AuthorContext& context)
      : data_(data), metas_(metas), context_(context) {
    const std::uint32_t at = context.headline.position;
    bylines_ = nearest_first(outline.bylines, at);
    credit_lines_ = nearest_first(outline.credit_lines, at);
    author_links_ = nearest_first(outline.author_links, at);
  }

  Authors read() {
    Authors printed = of_credit_line(Reach::Story);
    if (auto names = people_of(data_.authors, LineOrigin::Name); !names.empty()) {
      // Some pages name photographers as authors, too; the printed line takes precedence.
      if (is_part_of(printed.names, names)) return printed;
      // Data may name the first of several only.
      if (is_part_of(names, printed.names) && names_fill(printed)) return printed;
      if (printed.names != names) printed = of_all_elements();
      if (printed.names != names) printed = {};
      printed.names = std::move(names);
      printed.origin = "json-ld";
      return printed;
    }
    Authors publisher;
    if (auto names = of_metas(publisher); !names.names.empty()) return names;
    if (auto found = of_all_elements(); !found.names.empty()) return found;
    if (!printed.names.empty()) return printed;
    if (auto found = of_mentions(author_links_, "byline", Reach::Headline, leads_to_author);
        is_whole(found))
      return found;
    if (!publisher.names.empty()) return publisher;
    if (auto found = of_elements(Reach::Page); is_whole(found)) return found;
    if (auto found = of_credit_line(Reach::Page); is_whole(found)) return found;
    if (auto user = of_user(); !user.byline.empty()) return user;
    return of_outlets();
  }

  [[nodiscard]] std::string first_credit_line() const {
    for (const auto& [node, position] : credit_lines_) {
      std::string line = credit_line_at(node);
      if (!is_in_caption(node) && looks_like_credit(line) &&
          !is_elsewhere(node, context_.headline.node, Reach::Story))
        return line;
    }
    return {};
  }

 private:
  [[nodiscard]] NamedPeople people_in(std::string_view line, LineOrigin origin) const {
    return named_people(line, {.outlets = context_.outlets,
                               .language = context_.language,
                               .section = context_.section,
                               .origin = origin});
  }

  [[nodiscard]] std::vector<std::string> people_of(const std::vector<std::string>& lines,
                                                   LineOrigin origin) const {
    std::vector<std::string> people;
    for (const std::string& line : lines) add_people(people, people_in(line, origin).names);
    return people;
  }

  /// `publisher` gets those whom the page names as its publisher, too.
  Authors of_metas(Authors& publisher) const {
    std::string publishers;
    for (const std::string_view name : kPublisherNames) {
      for (const std::string& line : metas_.all(name)) publishers += letters_of(line) + " ";
    }
    for (const std::string_view name : kMetaNames) {
      auto names = people_of(metas_.all(name), LineOrigin::Stated);
      const bool is_publisher = std::ranges::all_of(names, [&](const std::string& one) {
        return publishers.find(letters_of(one)) != std::string::npos;
      });
      if (names.empty()) continue;
      Authors found{.names = std::move(names), .origin = "meta"};
      if (!is_publisher) return found;
      if (publisher.names.empty()) publisher = std::move(found);
    }
    return {};
  }

  static bool is_part_of(const std::vector<std::string>& some,
                         const std::vector<std::string>& all) {
    return !some.empty() && some.size() < all.size() &&
           std::ranges::all_of(some, [&all](const std::string& name) {
             return std::ranges::find(all, name) != all.end();
           });
  }

  /// True where hardly more than "by" and "and" stands in the byline beside the names.
  static bool names_fill(const Authors& authors) {
    std::size_t rest = 12;  // letters
    for (const std::string& name : authors.names) rest += letters_of(name).size();
    return letters_of(authors.byline).size() <= rest;
  }

  [[nodiscard]] Authors read_line(std::string line, std::string_view origin) const {
    NamedPeople people = people_in(line, LineOrigin::Printed);
    if (people.names.empty()) return {};
    return {.names = std::move(people.names),
            .byline = std::move(people.byline),
            .line = std::move(line),
            .origin = origin};
  }

  /// The line around a node, or that of its parent where the node holds no more than "By".
  static std::string credit_line_at(html::Node node) {
    std::string line = byline_text(node);
    for (int level = 0; level < 2 && is_lead_in(line); ++level) {
      node = node.parent();
      line = byline_text(node);
    }
    return line;
  }

  /// The first line that begins with "By" in some language.
  [[nodiscard]] Authors of_credit_line(Reach reach) const {
    for (const auto& [node, position] : credit_lines_) {
      if (is_in_caption(node)) continue;
      std::string line = credit_line_at(node);
      if (!looks_like_credit(line)) continue;
      if (is_elsewhere(node, context_.headline.node, reach)) continue;
      if (Authors found = read_line(std::move(line), "byline"); !found.names.empty()) return found;
    }
    return {};
  }

  [[nodiscard]] Authors of_all_elements() const {
    Authors near = of_elements(Reach::Headline);
    return near.names.empty() ? of_elements(Reach::Story) : near;
  }

  /// By the first rule that finds somebody.
  [[nodiscard]] Authors of_elements(Reach reach) const {
    for (const ElementRule& rule : kElementRules) {
      const std::string_view origin = rule.attribute == "rel" ? "rel=author" : "byline";
      Authors found = of_mentions(bylines_, origin, reach, [&](html::Node node) {
        const auto value = node.attribute(rule.attribute);
        return value && value->find(rule.word) != std::string_view::npos;
      });
      if (!found.names.empty()) return found;
    }
    return {};
  }

  /// No user's name, and no single word.
  static bool is_whole(const Authors& authors) {
    constexpr auto kFirstUnspaced = static_cast<unsigned char>(0xe3);
    if (authors.names.empty()) return false;
    const std::string& name = authors.names.front();
    return name.find(' ') != std::string::npos ||
           static_cast<unsigned char>(name.front()) >= kFirstUnspaced;
  }

  [[nodiscard]] bool is_near(std::uint32_t position) const {
    constexpr std::uint32_t kNear = 60;  // elements
    return distance(position) <= kNear;
  }

  /// The first of the mentions that name somebody, as long as they stand in one line.
  template <typename IsTaken>
  [[nodiscard]] Authors of_mentions(const std::vector<Mention>& mentions, std::string_view origin,
                                    Reach reach, IsTaken is_taken) const {
    Authors out;
    html::Node container;
    for (const auto& [node, position] : mentions) {
      if (!is_taken(node) || (container && !is_around(container, node))) continue;
      if (reach == Reach::Headline && !is_near(position)) continue;
      Authors found = read_line(credit_line_at(node), origin);
      if (found.names.empty() || is_section_link(node, found.names)) continue;
      if (is_elsewhere(node, context_.headline.node, reach)) continue;
      if (container) {
        add_people(out.names, std::move(found.names));
      } else {
        container = line_around(node);
        out = std::move(found);
      }
    }
    return out;
  }

  /// The outermost element around it that holds no more than a line.
  static html::Node line_around(html::Node node) {
    constexpr int kMostLevels = 4;
    for (int level = 0; level < kMostLevels && node.parent(); ++level, node = node.parent()) {
      if (!BylineReader().read(node.parent())) break;
    }
    return node;
  }

  /// The user nearest the headline whose link has the name that is in its address.
  [[nodiscard]] Authors of_user() const {
    const Mention* nearest = nullptr;
    for (const Mention& link : author_links_) {
      if (!is_near(link.position) || !names_user(link.node)) continue;
      if (nearest == nullptr || distance(link.position) < distance(nearest->position))
        nearest = &link;
    }
    if (nearest == nullptr) return {};
    const std::string name = byline_text(nearest->node);
    return {.byline = name, .line = name, .origin = "byline"};
  }

  [[nodiscard]] bool names_user(html::Node link) const {
    const std::string_view page = user_page_of(link);
    if (page.empty()) return false;
    const std::string name = byline_text(link);
    const std::string letters = letters_of(name.substr(name.rfind('/') + 1));
    return letters.size() > 2 && name.find(' ') == std::string::npos &&
           letters_of(page.substr(page.find('/'))) == letters && !is_nobody(name) &&
           !is_elsewhere(link, context_.headline.node, Reach::Story);
  }

  [[nodiscard]] std::uint32_t distance(std::uint32_t position) const {
    const std::uint32_t at = context_.headline.position;
    return std::max(position, at) - std::min(position, at);
  }

  /// An agency or an office, as printed or stated, no person's name; the site itself comes last.
  [[nodiscard]] Authors of_outlets() const {
    const auto as_byline = [](const std::string& line) {
      return Authors{.byline = line, .line = line, .origin = "byline"};
    };
    std::vector<std::string> lines = printed_outlets();
    const std::size_t first_stated = lines.size();
    lines.insert(lines.end(), data_.author_outlets.begin(), data_.author_outlets.end());
    lines.insert(lines.end(), data_.authors.begin(), data_.authors.end());
    for (const std::string_view name : kMetaNames) {
      for (std::string& line : metas_.all(name)) lines.push_back(std::move(line));
    }
    std::size_t site = lines.size();
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (!is_office(lines[i])) continue;
      if (!repeats_any(lines[i], context_.outlets)) return as_byline(lines[i]);
      if (i >= first_stated) site = std::min(site, i);
    }
    // News that only their site signs are signed by nobody.
    if (data_.is_news) return {};
    if (site < lines.size()) return as_byline(lines[site]);
    const std::optional<std::string> printed = printed_site();
    return printed ? as_byline(*printed) : Authors();
  }

  [[nodiscard]] std::vector<std::string> printed_outlets() const {
    std::vector<std::string> lines;
    for (const auto& [node, position] : credit_lines_) {
      std::string line = byline_text(node);
      if (folded_line(line).starts_with("by ") && is_here(node, position))
        lines.push_back(line.substr(3));
    }
    for (const auto* mentions : {&bylines_, &author_links_}) {
      for (const auto& [node, position] : *mentions) {
        std::string line = byline_text(node);
        if (names_team(line) && is_here(node, position)) lines.push_back(std::move(line));
      }
    }
    return lines;
  }

  [[nodiscard]] bool is_here(html::Node node, std::uint32_t position) const {
    const bool is_named = names_author(node) || leads_to_author(node);
    const Reach reach = is_named && is_near(position) ? Reach::Page : Reach::Story;
    return !is_elsewhere(node, context_.headline.node, reach);
  }

  /// The site that is named where authors are, "Posted by Old Pianos": a blog has its author's
  /// name.
  [[nodiscard]] std::optional<std::string> printed_site() const {
    for (const auto* mentions : {&bylines_, &credit_lines_}) {
      for (const auto& [node, position] : *mentions) {
        const NamedPeople people =
            named_people(credit_line_at(node), {.language = context_.language});
        if (people.names.size() != 1 || !repeats_any(people.names.front(), context_.outlets))
          continue;
        if (is_here(node, position)) return people.names.front();
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] static bool is_office(const std::string& name) {
    if (name.empty() || name.size() > kLongestOffice || is_web_address(name) || is_nobody(name))
      return false;
    if (ascii::is_lower(name.front()) && !names_team(name)) return false;
    return name.find_first_of("0123456789@:|*.") == std::string::npos;
  }

  const StructuredData& data_;
  const MetaElements& metas_;
  const AuthorContext& context_;
  std::vector<Mention> bylines_;
  std::vector<Mention> credit_lines_;
  std::vector<Mention> author_links_;
};

}  // namespace

Authors reconciled_authors(const StructuredData& data, const MetaElements& metas,
                           const PageOutline& outline, const AuthorContext& context) {
  AuthorReader reader(data, metas, outline, context);
  Authors authors = reader.read();
  authors.credit = reader.first_credit_line();
  return authors;
}

}  // namespace newshole::extract
