#include "choice.h"

#include <algorithm>
#include <vector>

#include "base/join.h"
#include "site/suggestion.h"
#include "text/charset/output_charset.h"

namespace newshole::converter {
namespace {

/// The command that was given, or the program itself.
const CLI::App& innermost(const CLI::App& app) {
  const std::vector<CLI::App*> given = app.get_subcommands();
  return given.empty() ? app : *given.front();
}

/// `is_known` says which words are taken besides the names that the help shows.
template <typename Target, typename IsKnown>
CLI::Option* add_word(CLI::App& app, const std::string& flag, Target& target,
                      std::span<const std::string_view> names, const std::string& description,
                      IsKnown is_known) {
  std::vector<std::string> known(names.begin(), names.end());
  const auto check = [known, is_known](const std::string& word) -> std::string {
    if (std::ranges::find(known, word) != known.end() || is_known(word)) return {};
    return "expected one of " + joined(known, ", ") + ", found \"" + word + "\"" +
           site::suggestion(word, known);
  };
  return app.add_option(flag, target, description + ": " + joined(known, ", "))
      ->check(CLI::Validator(check, "", flag))
      ->type_name("NAME");
}

}  // namespace

CLI::Option* add_choice(CLI::App& app, const std::string& flag, std::string& target,
                        std::span<const std::string_view> names, const std::string& description) {
  return add_word(app, flag, target, names, description,
                  [](const std::string& /*word*/) { return false; });
}

CLI::Option* add_choice(CLI::App& app, const std::string& flag, std::optional<std::string>& target,
                        std::span<const std::string_view> names, const std::string& description) {
  return add_word(app, flag, target, names, description,
                  [](const std::string& /*word*/) { return false; });
}

CLI::Option* add_charset(CLI::App& app, std::string& target,
                         std::span<const std::string_view> names, const std::string& description) {
  return add_word(app, "--charset", target, names, description,
                  [](const std::string& word) { return text::parse_charset(word).has_value(); });
}

std::string unknown_argument(const CLI::App& app, const std::string& argument) {
  const bool is_option = argument.starts_with("-");
  const CLI::App& command = innermost(app);
  if (!is_option && &command != &app)
    return argument + ": an argument that " + command.get_name() + " does not take";
  std::vector<std::string> known;
  if (is_option) {
    for (const CLI::Option* option : command.get_options()) {
      for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
    }
  } else {
    for (const CLI::App* sub : app.get_subcommands({})) known.push_back(sub->get_name());
  }
  const std::string name = argument.substr(0, argument.find('='));
  // Of a search it may be a word that is not to be there.
  if (command.get_name() == "search" && is_option && !argument.starts_with("--"))
    return name + ": unknown option; before words that begin with \"-\" stands \"--\": search -- " +
           "WORD " + name;
  return name + ": unknown " + (is_option ? "option" : "command") + site::suggestion(name, known);
}

std::string mismatch(const CLI::ArgumentMismatch& error) {
  const std::string_view what = error.what();
  const std::string option(what.substr(0, what.find(": ")));
  if (what.find(": At Most 1 ") != std::string_view::npos) return option + ": given more than once";
  return what.ends_with(" missing") ? option + ": needs a value" : std::string(what);
}

}  // namespace newshole::converter
