#include "site/json_diagnosis.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace newshole::site {
namespace {

constexpr std::string_view kMarks = "{}[]:,";

struct Token {
  std::string_view text;  // empty: the end of the file
  std::size_t begin = 0;

  [[nodiscard]] std::size_t end() const { return begin + text.size(); }
  [[nodiscard]] bool is(std::string_view mark) const { return text == mark; }
  [[nodiscard]] bool is_string() const { return text.starts_with('"'); }
  [[nodiscard]] bool is_closed_string() const {
    return text.size() > 1 && is_string() && text.ends_with('"');
  }
  [[nodiscard]] bool is_mark() const {
    return text.size() == 1 && kMarks.find(text.front()) != std::string_view::npos;
  }
};

std::size_t end_of_string(std::string_view text, std::size_t begin) {
  for (std::size_t i = begin + 1; i < text.size() && text[i] != '\n'; ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      return i + 1;
  }
  // Of one without an end, its line.
  return std::min(text.find('\n', begin), text.size());
}

std::size_t end_of_word(std::string_view text, std::size_t begin) {
  const auto goes_on = [](char c) {
    return c > ' ' && c != '"' && kMarks.find(c) == std::string_view::npos;
  };
  std::size_t end = begin;
  while (end < text.size() && goes_on(text[end])) ++end;
  return std::max(end, begin + 1);
}

Token token_at(std::string_view text, std::size_t from) {
  std::size_t begin = from;
  while (begin < text.size() && text[begin] <= ' ' && text[begin] >= 0) ++begin;
  if (begin == text.size()) return {{}, begin};
  const char first = text[begin];
  std::size_t end = begin + 1;
  if (first == '"')
    end = end_of_string(text, begin);
  else if (kMarks.find(first) == std::string_view::npos)
    end = end_of_word(text, begin);
  return {text.substr(begin, end - begin), begin};
}

/// The token that a parser could not take, and the one before it.
struct Place {
  Token before;
  Token at;
};

Place place_of(std::string_view text, std::size_t at) {
  Place place{{}, token_at(text, 0)};
  while (!place.at.text.empty() && place.at.end() <= at) {
    const bool is_open_string = place.at.is_string() && !place.at.is_closed_string();
    if (is_open_string) break;
    place.before = place.at;
    place.at = token_at(text, place.at.end());
  }
  return place;
}

std::string quoted(std::string_view text) {
  constexpr std::size_t kMost = 40;
  const bool is_long = text.size() > kMost;
  return std::string(text.substr(0, kMost)) + (is_long ? "..." : "");
}

bool is_word_of_json(std::string_view word) {
  constexpr std::array<std::string_view, 3> kWords = {"true", "false", "null"};
  const char first = word.front();
  return ascii::is_digit(first) || first == '-' || std::ranges::find(kWords, word) != kWords.end();
}

/// Whether a value or a key may end with the token.
bool ends_value(const Token& token) {
  return token.is("}") || token.is("]") || (!token.text.empty() && !token.is_mark());
}

bool begins_value(const Token& token) {
  return token.is("{") || token.is("[") || (!token.text.empty() && !token.is_mark());
}

std::string cause_at(const Token& token) {
  if (token.text.empty()) return "the file ends too early: a bracket has no end";
  if (token.is_string() && !token.is_closed_string())
    return "a quotation mark is missing at the end of " + quoted(token.text);
  if (token.text.starts_with("//") || token.text.starts_with("/*") || token.text.starts_with('#'))
    return "JSON has no remarks";
  if (token.text.starts_with('\'')) return "a text stands between \" and \", not between ' and '";
  if (!token.is_mark() && !token.is_string() && !is_word_of_json(token.text))
    return quoted(token.text) +
           " needs quotation marks, or a comma or one of them is missing before it";
  return "";
}

std::string cause_before(const Place& place) {
  const bool is_end = place.at.is("}") || place.at.is("]");
  if (place.before.is(",") && is_end)
    return "the comma before \"" + std::string(place.at.text) + "\" is one too many";
  if (place.before.is(",") && place.at.is(",")) return "there are two commas";
  if (ends_value(place.before) && begins_value(place.at))
    return "a comma or a colon is missing behind " + quoted(place.before.text);
  return "";
}

std::size_t line_of(std::string_view text, std::size_t at) {
  const auto lines = std::ranges::count(text.substr(0, at), '\n');
  return static_cast<std::size_t>(lines) + 1;
}

}  // namespace

std::optional<JsonDiagnosis> diagnose_json(std::string_view text, std::size_t at) {
  const Place place = place_of(text, std::min(at, text.size()));
  if (std::string cause = cause_at(place.at); !cause.empty()) {
    const bool is_at_end = place.at.text.empty();
    return JsonDiagnosis{line_of(text, is_at_end ? place.before.begin : place.at.begin),
                         std::move(cause)};
  }
  std::string cause = cause_before(place);
  if (cause.empty()) return std::nullopt;
  return JsonDiagnosis{line_of(text, place.before.begin), std::move(cause)};
}

}  // namespace newshole::site
