#pragma once
// The story of a page whose text only its scripts hold: the data of a framework ("__NEXT_DATA__",
// "self.__next_f.push", "window.__STATE__ = ..."). Internal to this module.

#include <span>
#include <string>
#include <string_view>

namespace newshole::extract {

/// HTML of the longest story among the strings of `scripts`, as a fragment; empty where there is
/// none. A string of markup is one, and so are all strings of prose under one key ("text",
/// "content"), in their order. JSON inside of strings is read, too. Linear in the scripts; beyond 4
/// MB of a page they are not read.
[[nodiscard]] std::string script_story(std::span<const std::string_view> scripts);

/// The paragraphs of a plain text, one a line, as HTML.
[[nodiscard]] std::string as_html(std::string_view text);

}  // namespace newshole::extract
