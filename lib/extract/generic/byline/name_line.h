#pragma once
// The names in a line that names authors, "Von Anna Berg und Jörg Falk, Berlin", by the words of
// all languages in `languages/`. Internal to this module.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace newshole::extract {

/// Where a line stands, and so what it may hold.
enum class LineOrigin {
  Printed,  ///< readers see it: "By", roles, places and more stand beside the names
  Stated,   ///< a field of data, often filled with a printed line
  Name,     ///< what data calls a name: its first word is no "by" of any language but English
};

struct NameContext {
  std::span<const std::string> outlets;  ///< names that are no people: the site, its publisher
  std::string_view language;             ///< of the page, BCP 47; may be empty
  std::string_view section = {};         ///< that the story stands in; may be empty
  LineOrigin origin = LineOrigin::Printed;
};

struct NamedPeople {
  std::vector<std::string> names;  ///< each once, in the line's order
  std::string byline;              ///< what of the line names them, as printed, without a label
};

/// Nobody where the line names no person. Left out are "by" and labels, roles, degrees, agencies,
/// outlets, places, sections, dates, addresses, words of buttons. "Berg, Anna; Falk, Jörg" gives
/// "Anna Berg" and "Jörg Falk". `line` is clean, at most 200 bytes count.
[[nodiscard]] NamedPeople named_people(std::string_view line, const NameContext& context);

/// True where the whole line stands for a name, "Admin", or is a place, a section or a role.
[[nodiscard]] bool is_nobody(std::string_view line);

/// True for a short line that names people by what they are: "The Paper's staff", "City Desk".
[[nodiscard]] bool names_team(std::string_view line);

/// True for a line with an address of the web in it.
[[nodiscard]] bool is_web_address(std::string_view line);

/// True where nothing but a "by" or a label of authors stands in the line.
[[nodiscard]] bool is_lead_in(std::string_view line);

/// True where a line begins with "by" or a label of authors in some language, or is no more; or
/// ends as 신현주 기자 does.
[[nodiscard]] bool looks_like_credit(std::string_view line);

}  // namespace newshole::extract
