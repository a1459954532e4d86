#pragma once
// XML to its elements and texts, by libxml2, within limits. Internal to this folder.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace newshole::listing {

/// A name of an element; its views live as long as the call that hands them over.
struct XmlName {
  std::string_view local;
  std::string_view prefix;         ///< empty: none
  std::string_view namespace_uri;  ///< empty: none, or it is not declared
};

struct XmlAttribute {
  std::string_view local;
  std::string_view prefix;  ///< empty: none
  std::string_view value;   ///< without white space at its ends
};

/// Of one start tag.
class XmlAttributes {
 public:
  explicit XmlAttributes(std::span<const unsigned char* const> libxml2) : all_(libxml2) {}

  [[nodiscard]] std::size_t size() const { return all_.size() / kFields; }
  [[nodiscard]] XmlAttribute operator[](std::size_t i) const;
  /// Its value, empty where there is none. `prefix` as it stands there.
  [[nodiscard]] std::string_view value(std::string_view local, std::string_view prefix = "") const;

 private:
  static constexpr std::size_t kFields = 5;
  std::span<const unsigned char* const> all_;
};

class SaxHandler {
 public:
  SaxHandler() = default;
  SaxHandler(const SaxHandler&) = delete;
  SaxHandler& operator=(const SaxHandler&) = delete;
  virtual ~SaxHandler() = default;

  /// Gives which limit is reached, so that no more is read; empty: none.
  [[nodiscard]] virtual std::string_view start(const XmlName& name,
                                               const XmlAttributes& attributes) = 0;
  /// Once for each start, innermost first.
  virtual void end(std::string_view local_name) = 0;
  /// A piece of text; the next call may go on with it.
  virtual void characters(std::string_view utf8) = 0;
};

struct XmlFault {
  std::size_t line = 1;
  std::string cause;
  enum Kind : unsigned char { Markup, Limit, End } kind = Markup;
};

/// Reads the root element and goes on behind markup that is not well formed where that can be done;
/// gives the first such fault, a limit that ended it, or that the root does not end. `utf8` must be
/// valid.
[[nodiscard]] std::optional<XmlFault> parse_xml(std::string_view utf8, SaxHandler& handler);

}  // namespace newshole::listing
