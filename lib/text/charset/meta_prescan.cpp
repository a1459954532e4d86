#include "text/charset/meta_prescan.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/ascii.h"

namespace newshole::text {
namespace {

constexpr std::size_t kPrescanBytes = 1024;
using ascii::kWhiteSpace;

std::string_view without_leading_space(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(kWhiteSpace), text.size()));
}

// The value behind "=", in quotes or up to one of `ends`; nothing where a quote is not closed.
std::optional<std::string_view> quoted_or_bare(std::string_view text, std::string_view ends) {
  text = without_leading_space(text);
  if (text.empty()) return std::nullopt;
  if (text.front() != '"' && text.front() != '\'') return text.substr(0, text.find_first_of(ends));
  const std::size_t close = text.find(text.front(), 1);
  if (close == std::string_view::npos) return std::nullopt;
  return text.substr(1, close - 1);
}

// https://html.spec.whatwg.org/#algorithm-for-extracting-a-character-encoding-from-a-meta-element
const Encoding* encoding_of_content(std::string_view content) {
  constexpr std::string_view kCharset = "charset";
  const std::string text = ascii::lowered(content);
  for (std::size_t at = text.find(kCharset); at != std::string_view::npos;
       at = text.find(kCharset, at + 1)) {
    const std::string_view rest =
        without_leading_space(std::string_view(text).substr(at + kCharset.size()));
    if (rest.empty() || rest.front() != '=') continue;
    const auto label = quoted_or_bare(rest.substr(1), " \t\n\f\r;");
    return label ? find_encoding(*label) : nullptr;
  }
  return nullptr;
}

struct Attribute {
  std::string name;
  std::string value;
};

class Prescan {
 public:
  explicit Prescan(std::string_view bytes) : bytes_(bytes) {}

  const Encoding* run() {
    for (; position_ < bytes_.size(); ++position_) {
      if (const Encoding* found = step()) return found;
    }
    return nullptr;
  }

 private:
  // Handles what begins at the position and leaves the position on its last byte.
  const Encoding* step() {
    if (starts_with("<!--")) {
      position_ += 2;
      skip_to("-->", 2);
    } else if (starts_with("<meta") && ends_name(position_ + 5)) {
      position_ += 5;
      return encoding_of_meta();
    } else if (is_tag()) {
      position_ = std::min(bytes_.find_first_of(" \t\n\f\r>", position_), bytes_.size());
      while (next_attribute()) continue;
    } else if (starts_with("<!") || starts_with("</") || starts_with("<?")) {
      skip_to(">", 0);
    }
    return nullptr;
  }

  [[nodiscard]] bool starts_with(std::string_view lower_case) const {
    return ascii::lowered(bytes_.substr(position_, lower_case.size())) == lower_case;
  }

  [[nodiscard]] bool ends_name(std::size_t at) const {
    constexpr std::string_view kEnds = " \t\n\f\r/";
    return at < bytes_.size() && kEnds.find(bytes_[at]) != std::string_view::npos;
  }

  [[nodiscard]] bool is_tag() const {
    if (bytes_[position_] != '<') return false;
    const std::size_t name = position_ + (bytes_.substr(position_, 2) == "</" ? 2 : 1);
    return name < bytes_.size() && ascii::is_letter(bytes_[name]);
  }

  void skip_to(std::string_view what, std::size_t plus) {
    const std::size_t found = bytes_.find(what, position_);
    position_ = found == std::string_view::npos ? bytes_.size() : found + plus;
  }

  void skip_any_of(std::string_view these) {
    position_ = std::min(bytes_.find_first_not_of(these, position_), bytes_.size());
  }

  const Encoding* encoding_of_meta() {
    std::vector<std::string> seen;
    bool is_pragma = false;
    bool needs_pragma = false;
    const Encoding* found = nullptr;
    while (auto attribute = next_attribute()) {
      if (std::find(seen.begin(), seen.end(), attribute->name) != seen.end()) continue;
      if (attribute->name == "http-equiv")
        is_pragma = ascii::lowered(attribute->value) == "content-type";
      if (attribute->name == "content" && found == nullptr) {
        found = encoding_of_content(attribute->value);
        needs_pragma = found != nullptr;
      }
      if (attribute->name == "charset") {
        found = find_encoding(attribute->value);
        needs_pragma = false;
      }
      seen.push_back(std::move(attribute->name));
    }
    return needs_pragma && !is_pragma ? nullptr : found;
  }

  // https://html.spec.whatwg.org/#concept-get-attributes-when-sniffing
  std::optional<Attribute> next_attribute() {
    skip_any_of(" \t\n\f\r/");
    if (position_ >= bytes_.size() || bytes_[position_] == '>') return std::nullopt;
    // An equals sign that begins a name is part of it.
    const std::size_t end = bytes_.find_first_of(" \t\n\f\r/>=", position_ + 1);
    if (end == std::string_view::npos) return end_of_input();
    Attribute attribute{ascii::lowered(bytes_.substr(position_, end - position_)), ""};
    position_ = end;
    skip_any_of(kWhiteSpace);
    if (position_ >= bytes_.size()) return end_of_input();
    if (bytes_[position_] != '=') return attribute;
    ++position_;
    return with_value(std::move(attribute));
  }

  std::optional<Attribute> with_value(Attribute attribute) {
    skip_any_of(kWhiteSpace);
    if (position_ >= bytes_.size()) return end_of_input();
    const char quote = bytes_[position_];
    const bool is_quoted = quote == '"' || quote == '\'';
    if (is_quoted) ++position_;
    const std::size_t end =
        is_quoted ? bytes_.find(quote, position_) : bytes_.find_first_of(" \t\n\f\r>", position_);
    if (end == std::string_view::npos) return end_of_input();
    attribute.value = bytes_.substr(position_, end - position_);
    position_ = is_quoted ? end + 1 : end;
    return attribute;
  }

  std::optional<Attribute> end_of_input() {
    position_ = bytes_.size();
    return std::nullopt;
  }

  std::string_view bytes_;
  std::size_t position_ = 0;
};

// <?xml version="1.0" encoding="..."?>, which browsers read in HTML without such a meta element.
const Encoding* encoding_of_xml_declaration(std::string_view bytes) {
  constexpr std::string_view kName = "encoding";
  if (bytes.substr(0, 5) != "<?xml") return nullptr;
  const std::string_view declaration = bytes.substr(0, bytes.find('>'));
  const std::size_t name = declaration.find(kName);
  if (name == std::string_view::npos) return nullptr;
  const std::string_view rest = without_leading_space(declaration.substr(name + kName.size()));
  if (rest.empty() || rest.front() != '=') return nullptr;
  const auto label = quoted_or_bare(rest.substr(1), " ?");
  return label ? find_encoding(*label) : nullptr;
}

const Encoding* prescan_of(std::string_view head) {
  const Encoding* found = Prescan(head).run();
  if (found == nullptr) found = encoding_of_xml_declaration(head);
  if (found == nullptr) return nullptr;
  if (found->name == "utf-16le" || found->name == "utf-16be") return find_encoding("utf-8");
  if (found->name == "x-user-defined") return find_encoding("windows-1252");
  return found;
}

}  // namespace

const Encoding* prescan(std::string_view bytes) {
  return prescan_of(bytes.substr(0, kPrescanBytes));
}

const Encoding* late_prescan(std::string_view bytes) {
  constexpr std::size_t kLateBytes = std::size_t{64} << 10;
  return prescan_of(bytes.substr(0, kLateBytes));
}

}  // namespace newshole::text
