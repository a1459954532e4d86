#pragma once
// A field of a page by a profile's alternatives. Internal to the library.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "html/node.h"
#include "site/profile.h"

namespace newshole::extract {

/// A field as the page has it.
struct Found {
  std::string text;  ///< clean, not empty
  const site::Alternative* alternative = nullptr;
  html::Node node;
  std::vector<html::Node> matches;  ///< all that the selector matches, `node` among them
};

/// True for a text that is acceptable as the field's value.
using Accept = std::function<bool(const std::string& text)>;

/// `text`, a clean line, as it is or, for FirstSentence, up to the first full stop, question or
/// exclamation mark that ends a sentence of English, without the full stop.
[[nodiscard]] std::string transformed(const std::string& text, site::Transform transform);

/// The text that an alternative takes from an element that its selector matches; may be empty.
[[nodiscard]] std::string value_of(html::Node node, const site::Alternative& alternative);

/// The first element at or below `scope` that an alternative matches and whose text `accept` takes
/// (empty: any text).
[[nodiscard]] std::optional<Found> find_field(html::Node scope, const site::Field& field,
                                              const Accept& accept = {});

/// All elements at or below `scope` that the selector matches, without those within another of
/// them.
[[nodiscard]] std::vector<html::Node> outermost(html::Node scope, const html::Selector& selector);

/// Why no alternative of a field was taken: no element matches, or none has a usable text.
[[nodiscard]] std::string why_absent(html::Node scope, const site::Field& tried);

}  // namespace newshole::extract
