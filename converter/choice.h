#pragma once
// Options that take a value, or one of a few names.

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

namespace newshole::converter {

/// Of gopher::parse_dialect; the first is what commands print.
inline constexpr std::array<std::string_view, 3> kDialectNames = {"raw", "gophermap", "gph"};

/// Adds an option that takes a value; the help calls it `type`.
template <typename Value>
CLI::Option* add_value(CLI::App& app, const char* flag, Value& target, const char* type,
                       const char* description) {
  return app.add_option(flag, target, description)->type_name(type);
}

/// Adds an option that takes one of `names`; another name is a fault with a suggestion.
CLI::Option* add_choice(CLI::App& app, const std::string& flag, std::string& target,
                        std::span<const std::string_view> names, const std::string& description);

/// The same of an option that has no value unless it is given.
CLI::Option* add_choice(CLI::App& app, const std::string& flag, std::optional<std::string>& target,
                        std::span<const std::string_view> names, const std::string& description);

/// Adds --charset, which takes the usual names of the charsets that `names` are.
CLI::Option* add_charset(CLI::App& app, std::string& target,
                         std::span<const std::string_view> names, const std::string& description);

/// The message for arguments that CLI11 does not know: an unknown option or command, with a
/// suggestion, or an argument too many.
[[nodiscard]] std::string unknown_argument(const CLI::App& app, const std::string& argument);

/// The message for an option that was given without its value, or too often.
[[nodiscard]] std::string mismatch(const CLI::ArgumentMismatch& error);

}  // namespace newshole::converter
