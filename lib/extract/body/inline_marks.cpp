#include "extract/body/inline_marks.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "extract/body/node_text.h"

namespace newshole::extract {
namespace {

constexpr std::size_t kLongestMark = 24;
/// Nodes that are looked at for one element: what it holds is short, or it is none of these.
constexpr std::size_t kMostSteps = 50;

/// The text below a short element; "" for a long one.
std::string short_text(html::Node element, std::size_t most_bytes) {
  std::string out;
  std::size_t steps = 0;
  for (html::Walker walker(element); walker; walker.next()) {
    if (walker.node().is_text()) out += walker.node().text();
    if (out.size() > most_bytes || ++steps > kMostSteps) return {};
  }
  return std::string(ascii::trimmed(out));
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return ascii::is_digit(c) || c == ',' || c == '-' || c == '*';
  }) && std::ranges::any_of(text, ascii::is_digit);
}

/// A link to a place of the same page.
bool leads_to_note(html::Node raised) {
  std::size_t steps = 0;
  for (html::Walker walker(raised); walker && ++steps <= kMostSteps; walker.next()) {
    const auto href = walker.node().attribute("href");
    if (href && href->find('#') != std::string_view::npos) return true;
  }
  return raised.parent().tag() == "a" &&
         raised.parent().attribute("href").value_or("").find('#') != std::string_view::npos;
}

/// The word before, up to a blank; the end of a long one.
std::string_view last_word(std::string_view line) {
  line.remove_prefix(line.size() - std::min(line.size(), kLongestMark));
  return line.substr(line.rfind(' ') + 1);
}

/// A number, or a sign of a unit or a variable: what stands raised behind it is its power.
bool takes_power(std::string_view word) {
  constexpr auto kUnits = std::to_array<std::string_view>(
      {"m",           "km", "cm",  "mm",   "dm",      "nm",     "ft",
       "in",          "mi", "yd",  "s",    "sec",     "x",      "y",
       "z",           "r",  "n",   "c",    "e",       "a",      "b",
       "i",           "k",  "w/m", "kg/m", "\u00b5m", "\u043c", "\u043a\u043c",
       "\u0441\u043c"});
  if (word.empty()) return false;
  if (ascii::is_digit(word.back())) return true;
  const std::size_t letters = word.find_first_not_of("0123456789.,(");
  return letters != std::string_view::npos &&
         std::ranges::find(kUnits, ascii::lowered(word.substr(letters))) != kUnits.end();
}

/// "39<sup>o</sup>C".
bool is_degree(html::Node raised, std::string_view mark) {
  const std::string_view behind = ascii::trimmed(raised.next_sibling().text());
  return (mark == "0" || mark == "o" || mark == "O") && !behind.empty() &&
         (behind.front() == 'C' || behind.front() == 'F');
}

enum class Raised { Plain, Power, Note };

Raised raised_kind(html::Node element, const text::LineCleaner& text) {
  const std::string mark = short_text(element, kLongestMark);
  const bool follows_blank = text.next_offset() > text.size();
  if (mark.empty() || text.size() == 0 || is_degree(element, mark)) return Raised::Plain;
  if (leads_to_note(element))
    return mark.front() == '[' || mark.front() == '(' ? Raised::Plain : Raised::Note;
  const std::string_view word = follows_blank ? std::string_view() : last_word(text.so_far());
  std::string_view digits = mark;
  for (const std::string_view sign : {"+", "-", "\u2212", "\u2013"}) {
    if (digits.starts_with(sign)) digits.remove_prefix(sign.size());
  }
  if (is_number(digits)) return takes_power(word) ? Raised::Power : Raised::Note;
  const bool is_variable =
      mark.size() == 1 && std::string_view("nkxyit").find(mark) != std::string_view::npos;
  return is_variable && takes_power(word) ? Raised::Power : Raised::Plain;
}

/// Behind letters a lowered number is read as it is ("CO2"); behind a digit it is not.
bool is_index(html::Node element, const text::LineCleaner& text) {
  const std::string mark = short_text(element, kLongestMark);
  if (mark.empty() || text.size() == 0) return false;
  const char before = text.so_far().back();
  if (is_number(mark)) return ascii::is_digit(before);
  return ascii::is_alphanumeric(before) && ascii::is_alphanumeric(mark.front());
}

bool is_quotation_mark(std::string_view text) {
  constexpr auto kMarks = std::to_array<std::string_view>(
      {"\"", "'", "\u201c", "\u201e", "\u2018", "\u00ab", "\u300c", "\u201a"});
  return std::ranges::any_of(kMarks,
                             [text](std::string_view mark) { return text.starts_with(mark); });
}

bool has_own_marks(html::Node quotation) {
  const html::Node first = quotation.first_child();
  return first.is_text() && is_quotation_mark(ascii::trimmed(first.text()));
}

bool is_nested(html::Node quotation) {
  constexpr int kMostLevels = 8;
  html::Node around = quotation.parent();
  for (int level = 0; around && level < kMostLevels; ++level, around = around.parent()) {
    if (around.tag() == "q") return true;
  }
  return false;
}

/// One character of another kind than letters of ASCII.
bool is_emoji(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  return !text.empty() && text.size() <= kLongest &&
         static_cast<unsigned char>(text.front()) >= 0xe2 &&
         std::ranges::none_of(text, [](char c) { return ascii::is_letter(c) || c == ' '; });
}

/// The letters that a picture stands for where the word goes on in lower case behind it.
bool is_drop_cap(html::Node image, std::string_view alt) {
  constexpr std::size_t kLongest = 4;
  const html::Node next = image.next_sibling();
  if (alt.size() > kLongest || !next.is_text() || next.text().empty()) return false;
  const char first = next.text().front();
  const bool goes_on = ascii::is_lower(first) || static_cast<unsigned char>(first) >= 0x80;
  const bool is_upper =
      ascii::is_upper(alt.back()) || static_cast<unsigned char>(alt.back()) >= 0x80;
  return goes_on && is_upper;
}

std::string_view character_of(html::Node image) {
  const std::string_view alt = ascii::trimmed(image.attribute("alt").value_or(""));
  const bool is_character = !alt.empty() && (is_emoji(alt) || is_drop_cap(image, alt));
  return is_character ? alt : std::string_view();
}

// --- formulas ---

constexpr int kDeepestFormula = 24;

/// A term of several signs is put in brackets.
std::string in_brackets(std::string term) {
  const bool is_one = std::ranges::all_of(term, [](char c) {
    return ascii::is_digit(c) || c == '.' || static_cast<unsigned char>(c) >= 0x80;
  });
  const bool is_bracketed = term.starts_with("(") && term.ends_with(")");
  return term.size() <= 1 || is_one || is_bracketed ? term : "(" + term + ")";
}

/// Signs between two terms have blanks around them; brackets and commas have not.
std::string operator_text(std::string text) {
  constexpr std::string_view kTight = "()[]{}|!'/^_.";
  if (text.empty() || kTight.find(text.front()) != std::string_view::npos) return text;
  if (text == "," || text == ";") return text + " ";
  for (const std::string_view invisible : {"\u2061", "\u2062", "\u2063", "\u2064"}) {
    if (text == invisible) return {};
  }
  return " " + text + " ";
}

std::string term_text(html::Node node, int depth);

std::vector<std::string> terms_of(html::Node node, int depth) {
  std::vector<std::string> out;
  for (html::Node child = node.first_child(); child; child = child.next_sibling()) {
    if (child.is_element()) out.push_back(term_text(child, depth + 1));
  }
  return out;
}

std::string joined_terms(html::Node node, int depth) {
  std::string out;
  for (const std::string& term : terms_of(node, depth)) out += term;
  return out;
}

/// Terms with a sign between each two: "a^b".
std::string with_signs(html::Node node, int depth, std::string_view signs) {
  const std::vector<std::string> terms = terms_of(node, depth);
  std::string out = terms.empty() ? std::string() : terms.front();
  for (std::size_t i = 1; i < terms.size(); ++i) {
    if (i <= signs.size()) out += signs[i - 1];
    out += in_brackets(terms[i]);
  }
  return out;
}

std::string term_text(html::Node node, int depth) {
  const std::string_view tag = node.tag();
  if (depth > kDeepestFormula) return text_of(node);
  if (tag == "annotation" || tag == "annotation-xml" || tag == "mspace" || tag == "mphantom")
    return {};
  if (tag == "mo") return operator_text(text_of(node));
  if (tag == "mi" || tag == "mn" || tag == "mtext" || tag == "ms") return text_of(node);
  if (tag == "msup" || tag == "mover") return with_signs(node, depth, "^");
  if (tag == "msub" || tag == "munder") return with_signs(node, depth, "_");
  if (tag == "msubsup" || tag == "munderover") return with_signs(node, depth, "_^");
  if (tag == "msqrt") return "\u221a" + in_brackets(joined_terms(node, depth));
  if (tag == "mtr" || tag == "mtd") return joined_terms(node, depth) + " ";
  if (tag == "mfrac") {
    const std::vector<std::string> terms = terms_of(node, depth);
    return terms.size() == 2 ? in_brackets(terms[0]) + "/" + in_brackets(terms[1])
                             : joined_terms(node, depth);
  }
  return joined_terms(node, depth);
}

}  // namespace

void append_mark_before(html::Node element, text::LineCleaner& text) {
  const std::string_view tag = element.tag();
  if (tag == "q" && !has_own_marks(element)) text.append(is_nested(element) ? "\u2018" : "\u201c");
  if (tag == "rt") text.append("(");
  if (tag == "wbr") text.append(text::kZeroWidthSpace);
  if (tag == "img") text.append(character_of(element));
  if (tag == "sub" && is_index(element, text)) text.append("_");
  if (tag != "sup") return;
  const Raised kind = raised_kind(element, text);
  if (kind == Raised::Power) text.append("^");
  if (kind == Raised::Note) text.append("[");
}

void append_mark_behind(html::Node element, text::LineCleaner& text) {
  const std::string_view tag = element.tag();
  if (tag == "q" && !has_own_marks(element)) text.append(is_nested(element) ? "\u2019" : "\u201d");
  if (tag == "rt") text.append(")");
  if (tag != "sup") return;
  const std::string mark = short_text(element, kLongestMark);
  const std::string_view so_far = text.so_far();
  // The bracket that was opened before it.
  if (!mark.empty() && so_far.ends_with("[" + mark)) text.append("]");
}

bool is_struck_out(html::Node element) {
  constexpr std::size_t kLongest = 200;
  const std::string_view tag = element.tag();
  if (tag != "del" && tag != "s" && tag != "strike") return false;
  if (short_text(element, kLongest).empty()) return false;
  constexpr std::size_t kMostSiblings = 12;
  std::size_t steps = 0;
  for (html::Node one = element.parent().first_child(); one && ++steps <= kMostSiblings;
       one = one.next_sibling()) {
    if (one == element) continue;
    if (one.is_text() ? !ascii::trimmed(one.text()).empty() : !short_text(one, kLongest).empty())
      return true;
  }
  return false;
}

std::string formula_text(html::Node math) {
  return text::clean_line(term_text(math, 0));
}

}  // namespace newshole::extract
