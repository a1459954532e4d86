#pragma once

// Words of pages in many languages: what stands before names, between them, at the end of an
// article. They are data, a file for each language in this folder, since no rule may hold for one
// language alone.

#include <array>
#include <string_view>

namespace newshole::extract {

/// A phrase in UTF-8, lower case (NFC), with the language that it belongs to (BCP 47: "de").
struct LocalPhrase {
  std::string_view language;
  std::string_view text;
};

/// A table for each key of the files, in the order of the languages' codes. A phrase of
/// `invitations` or `asks` has two parts, "sign up + newsletter": a line holds both; it begins with
/// the first. Those of `folders_...` are parts of the paths of addresses.
namespace language_words {
#include "extract/languages/language_words.inc"
}  // namespace language_words

}  // namespace newshole::extract
