#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "choice.h"
#include "commands.h"
#include "fonts.h"
#include "format/banner.h"
#include "places.h"
#include "process/output.h"

namespace newshole::converter {
namespace {

constexpr std::size_t kMostColumns = 10'000;

struct BannerFlags {
  std::vector<std::string> words;
  std::string font = "standard";
  std::size_t width = 80;
  bool center = false, left = false, right = false, by_direction = false;
  bool kerning = false, full_width = false, smushing = false, as_font = false, overlapping = false;
  std::optional<int> layout;
  std::optional<std::string> config;
};

std::optional<format::Alignment> alignment_of(const BannerFlags& flags) {
  if (flags.left) return format::Alignment::Left;
  if (flags.center) return format::Alignment::Center;
  if (flags.right) return format::Alignment::Right;
  return std::nullopt;
}

/// The layout that figlet's -m has under this number.
std::optional<format::Layout> numbered_layout(int number) {
  if (number < -1) return std::nullopt;
  if (number == -1) return format::kFullWidth;
  if (number == 0) return format::kKerning;
  return (static_cast<format::Layout>(number) & format::kSmushingRules) | format::kSmushing;
}

std::optional<format::Layout> layout_of(const BannerFlags& flags, const format::FigFont& font) {
  if (flags.kerning) return format::kKerning;
  if (flags.full_width) return format::kFullWidth;
  if (flags.smushing) return format::kSmushing | font.layout();
  if (flags.overlapping) return format::kSmushing;
  return flags.layout ? numbered_layout(*flags.layout) : std::nullopt;
}

/// As figlet has it, the folder in which it is asked comes last.
Result<format::FigFont> font_of(const BannerFlags& flags) {
  const auto is_missing = [](const auto& font) {
    return !font && font.error().kind == ErrorKind::Usage;
  };
  auto font = load_font(flags.font, folder_of_configuration(flags.config));
  if (!is_missing(font)) return font;
  auto here = load_font("./" + flags.font, {});
  return is_missing(here) ? font : here;
}

ExitStatus print_banner(const BannerFlags& flags) {
  const Result<format::FigFont> font = font_of(flags);
  if (!font) return give_up(font.error());
  std::string text;
  for (const std::string& word : flags.words) (text += word) += ' ';
  if (text == " ") return ExitStatus::Done;  // as figlet has it: not even an empty line
  text.back() = '\n';
  const format::BannerOptions options{
      .width = flags.width, .alignment = alignment_of(flags), .layout = layout_of(flags, *font)};
  const Status written = Output(std::nullopt).write(format::banner(text, *font, options));
  return written ? ExitStatus::Done : give_up(written.error());
}

void add_alignments(CLI::App& command, BannerFlags& flags) {
  CLI::Option_group* group = command.add_option_group("Alignment");
  group->add_flag("-c", flags.center, "Centre the lines");
  group->add_flag("-l", flags.left, "Set the lines to the left");
  group->add_flag("-r", flags.right, "Set the lines to the right");
  group->add_flag("-x", flags.by_direction, "Where the font's writing begins (the default)");
  group->require_option(0, 1);
}

void add_layouts(CLI::App& command, BannerFlags& flags) {
  CLI::Option_group* group = command.add_option_group("Layout");
  group->add_flag("-k", flags.kerning, "Letters touch");
  group->add_flag("-W", flags.full_width, "Letters keep their full width");
  group->add_flag("-S", flags.smushing, "Letters smush, by the font's rules");
  group->add_flag("-s", flags.as_font, "As the font says (the default)");
  group->add_flag("-o", flags.overlapping, "Letters overlap, whatever they hold");
  add_value(*group, "-m", flags.layout, "N", "A layout by its number");
  group->require_option(0, 1);
}

}  // namespace

RunCommand add_banner_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand("banner", "Print a text in large letters, as figlet does");
  auto flags = std::make_shared<BannerFlags>();
  command->add_option("TEXT", flags->words, "What to print")->required();
  add_value(*command, "-f", flags->font, "FONT", "FIGfont: a name or a file")
      ->capture_default_str();
  add_value(*command, "-w", flags->width, "N", "Columns, the last of which stays empty")
      ->check(CLI::Range(std::size_t{1}, kMostColumns))
      ->capture_default_str();
  add_value(*command, "--config", flags->config, "FILE",
            "Configuration beside which fonts are looked for");
  add_alignments(*command, *flags);
  add_layouts(*command, *flags);
  command->footer("Example:\n  newshole banner -f slant 'Gopher News'");
  return [flags] { return print_banner(*flags); };
}

}  // namespace newshole::converter
