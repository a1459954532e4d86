#include "site/path_template.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "base/ascii.h"

namespace newshole::site {
namespace {

bool is_name_character(char c) {
  return ascii::is_alphanumeric(c) || c == '-' || c == '_';
}

/// The result of reading a path so far.
struct Reading {
  std::string_view rest;
  std::optional<unsigned> year;
  std::optional<unsigned> month;
  std::optional<unsigned> day;
  std::optional<std::string> section;

  /// A number of exactly `count` digits.
  bool take_number(std::optional<unsigned>& number, std::size_t count) {
    const std::string_view digits = rest.substr(0, count);
    rest.remove_prefix(digits.size());
    number = ascii::number<unsigned>(digits);
    return number && digits.size() == count;
  }

  std::string_view take_segment() {
    const std::string_view segment = rest.substr(0, rest.find('/'));
    rest.remove_prefix(segment.size());
    return segment;
  }

  bool take_digits() {
    const std::size_t end = std::min(rest.find_first_not_of("0123456789"), rest.size());
    rest.remove_prefix(end);
    return end > 0;
  }

  bool take_section() {
    section = take_segment();
    return !section->empty() && std::ranges::all_of(*section, is_name_character);
  }

  bool take_literal(std::string_view literal) {
    if (!rest.starts_with(literal)) return false;
    rest.remove_prefix(literal.size());
    return true;
  }

  [[nodiscard]] bool has_date() const { return year && month && day; }

  [[nodiscard]] std::chrono::year_month_day date() const {
    return {std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
            std::chrono::day(*day)};
  }
};

}  // namespace

Result<PathTemplate::Part> PathTemplate::parse_placeholder(std::string_view name) {
  struct Known {
    std::string_view name;
    Kind kind;
  };
  static constexpr std::array kKnown = {
      Known{"year", Kind::Year},       Known{"month", Kind::Month}, Known{"day", Kind::Day},
      Known{"section", Kind::Section}, Known{"slug", Kind::Text},   Known{"id", Kind::Text},
      Known{"number", Kind::Number},
  };
  for (const Known& known : kKnown) {
    if (known.name == name) return Part{.kind = known.kind};
  }
  return fail(ErrorKind::Config,
              "expected {year}, {month}, {day}, {section}, {number}, {slug} or {id}, found {" +
                  std::string(name) + "}");
}

Result<PathTemplate> PathTemplate::parse(std::string_view text) {
  if (text.empty() || text.front() != '/') {
    return fail(ErrorKind::Config, "expected a path that starts with \"/\"");
  }
  PathTemplate out;
  while (!text.empty()) {
    if (text.front() != '{') {
      const std::size_t end = std::min(text.find('{'), text.size());
      out.parts_.push_back({.kind = Kind::Literal, .literal = std::string(text.substr(0, end))});
      text.remove_prefix(end);
      continue;
    }
    const std::size_t end = text.find('}');
    if (end == std::string_view::npos) return fail(ErrorKind::Config, "expected \"}\"");
    Result<Part> part = parse_placeholder(text.substr(1, end - 1));
    if (!part) return tl::unexpected(part.error());
    const bool open_ended = part->kind == Kind::Section || part->kind == Kind::Text;
    text.remove_prefix(end + 1);
    if (open_ended && !text.empty() && text.front() != '/') {
      return fail(ErrorKind::Config, "expected \"/\" or the end behind {section}, {slug} and {id}");
    }
    out.parts_.push_back(*std::move(part));
  }
  return out;
}

std::optional<PathFacts> PathTemplate::match(std::string_view path) const {
  Reading reading{.rest = path};
  const auto take = [&reading](const Part& part) {
    switch (part.kind) {
      case Kind::Literal:
        return reading.take_literal(part.literal);
      case Kind::Year:
        return reading.take_number(reading.year, 4);
      case Kind::Month:
        return reading.take_number(reading.month, 2);
      case Kind::Day:
        return reading.take_number(reading.day, 2);
      case Kind::Number:
        return reading.take_digits();
      case Kind::Section:
        return reading.take_section();
      case Kind::Text:
        return !reading.take_segment().empty();
    }
    return false;
  };
  if (!std::ranges::all_of(parts_, take) || !reading.rest.empty()) return std::nullopt;
  PathFacts facts{.section = reading.section};
  if (!reading.has_date()) return facts;
  if (!reading.date().ok()) return std::nullopt;
  facts.date = reading.date();
  return facts;
}

}  // namespace newshole::site
