#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/ordered_work.h"
#include "bulk/bulk_flags.h"
#include "cache/page_cache.h"
#include "choice.h"
#include "commands.h"
#include "conversion.h"
#include "convert/archive_progress.h"
#include "convert/archives.h"
#include "convert/sources.h"
#include "extract/generic/generic_extractor.h"
#include "gopher/dialect.h"
#include "network_flags.h"
#include "page_workers.h"
#include "places.h"
#include "press/atom.h"
#include "process/output.h"

namespace newshole::converter {
namespace {

constexpr std::array<std::string_view, 4> kFormats = {"text", "menu", "json", "atom"};
constexpr std::array<std::string_view, 3> kCharsets = {"utf-8", "iso-8859-1", "us-ascii"};
constexpr std::array<std::string_view, 2> kLinks = {"footnotes", "none"};

constexpr int kTextWidth = 70;

/// The command line.
struct ConvertFlags {
  std::vector<std::string> sources;
  std::string sources_file;
  std::string url;
  std::string site;
  std::string format = "text";
  std::string dialect = "raw";
  std::optional<int> width;
  std::string charset = "utf-8";
  std::string links = "footnotes";
  bool no_banner = false;
  bool explain = false;
  bool full = false;
  bool warc = false;
  bool verbose = false;
  std::string save_folder;
  std::optional<std::string> cache_folder;
  std::optional<std::string> output;
  std::optional<std::string> config;
  BulkFlags bulk;
  NetworkFlags network;
};

void add_flags(CLI::App& command, ConvertFlags& flags) {
  command.add_option("SOURCE", flags.sources, "An http(s) URL, a file, or - for standard input");
  command.add_flag("--warc", flags.warc,
                   "Each SOURCE is a web archive (WARC, ARC) whose pages are to be converted");
  command.add_flag("--verbose", flags.verbose, "With --warc, say at the end what was in it");
  add_value(command, "--url", flags.url, "URL",
            "Where a saved page came from, unless it says so itself");
  add_value(command, "--site", flags.site, "NAME",
            "Profile to use: a name or an address, or generic; by host without this");
  add_choice(command, "--format", flags.format, kFormats, "What to print");
  add_choice(command, "--dialect", flags.dialect, kDialectNames, "For --format menu");
  add_value(command, "--width", flags.width, "N", "Columns, 20 to 200; 70 for text, 67 for menus")
      ->check(CLI::Range(20, 200));
  add_charset(command, flags.charset, kCharsets, "Characters of the output");
  add_choice(command, "--links", flags.links, kLinks, "How links are shown");
  command.add_flag("--no-banner", flags.no_banner, "Leave the banner out");
  command.add_flag("--full", flags.full,
                   "Of a front page or feed, fetch and convert the stories that it lists");
  command.add_flag("--explain", flags.explain,
                   "Say how each field, or a front page's stories, was found");
  add_value(command, "--save", flags.save_folder, "DIR",
            "Also keep fetched pages as DIR/HOST/PATH.html");
  add_value(command, "--cache", flags.cache_folder, "DIR",
            "Keep stories' pages here, and ask again only for what is new or has changed");
  add_value(command, "--sources", flags.sources_file, "FILE",
            "More sources, one a line: SOURCE, SOURCE <tab> URL, WARC <tab> OFFSET <tab> LENGTH or "
            "# REMARK; - is standard input");
  add_value(command, "-o,--output", flags.output, "FILE",
            "Write here, whole or not at all; FILE.gz and FILE.zst are packed");
  add_bulk_flags(command, flags.bulk);
  add_value(command, "--config", flags.config, "FILE", "Configuration, see newshole mirror --help");
  add_network_flags(command, flags.network);
}

press::Format format_of(const ConvertFlags& flags, std::size_t sources) {
  const press::Format format = press::parse_format(flags.format).value_or(press::Format::Text);
  const bool is_for_a_person = sources == 1 && !flags.output && ::isatty(STDOUT_FILENO) == 1;
  return format == press::Format::Json && is_for_a_person ? press::Format::IndentedJson : format;
}

press::Style style_of(const ConvertFlags& flags, const config::Config& config,
                      press::Format format) {
  const bool is_menu = format == press::Format::Menu;
  const format::View view{
      .width = flags.width.value_or(is_menu ? format::kMenuWidth : kTextWidth),
      .charset = text::parse_charset(flags.charset).value_or(text::Charset::Utf8),
      .links = flags.links == "none" ? format::LinkStyle::None : format::LinkStyle::Footnotes};
  press::Style style{.dialect = gopher::parse_dialect(flags.dialect).value_or(gopher::Dialect::Raw),
                     .server = {.host = config.host, .port = config.port},
                     .banner = flags.no_banner ? press::Banner::Hide : press::Banner::Show};
  if (format == press::Format::Text) style.text = view;
  if (is_menu) style.menu = view;
  return style;
}

ConversionOptions options_of(const ConvertFlags& flags, const Settings& settings,
                             std::size_t sources) {
  ConversionOptions options;
  if (flags.explain) options.purpose = Purpose::Explanation;
  options.format = format_of(flags, sources);
  options.style = style_of(flags, settings.config, options.format);
  options.site = flags.site;
  options.save_folder = flags.save_folder;
  options.network = network_options(settings, flags.network);
  if (flags.full || !flags.sources_file.empty()) options.robots = settings.config.network.robots;
  return options;
}

Result<std::vector<Source>> sources_of(const ConvertFlags& flags) {
  std::vector<Source> sources;
  for (const std::string& name : flags.sources) sources.push_back({.name = name, .url = flags.url});
  if (flags.sources_file.empty()) {
    if (sources.empty())
      return fail(ErrorKind::Usage, "convert: needs a SOURCE: a URL, a file, or -");
    return sources;
  }
  Result<std::vector<Source>> more = read_sources(flags.sources_file);
  if (!more) return more;
  for (Source& source : *more) {
    if (source.url.empty()) source.url = flags.url;
    sources.push_back(std::move(source));
  }
  return sources;
}

std::string dump(const nlohmann::ordered_json& line) {
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string error_line(const Source& source, const Error& error) {
  return dump({{"input", source.name}, {"error", error.message}}) + "\n";
}

/// An object, or the objects of a list, one a line, with the source that they come from.
std::string with_source(const Source& source, std::string_view objects) {
  std::string beginning = dump({{"input", source.name}, {"error", nullptr}});
  beginning.back() = ',';
  std::string out;
  while (!objects.empty()) {
    // Lines within an object are indented, or close it.
    const std::size_t next = objects.find("\n{");
    const std::string_view object = objects.substr(0, std::min(next, objects.size()));
    out.append(beginning).append(object.substr(1));
    if (next != std::string_view::npos) out += '\n';
    objects.remove_prefix(std::min(object.size() + 1, objects.size()));
  }
  return out;
}

/// Runs that engines start, many of them and some twice: each has an output that is whole.
bool is_bulk(const ConvertFlags& flags) {
  return flags.warc || flags.bulk.shard;
}

/// LineForLine: each source has one line of output, an error too.
enum class Alignment { Loose, LineForLine };

bool is_article_as(const ConversionOptions& options, press::Format format) {
  return options.purpose == Purpose::Article && options.format == format;
}

/// Prints results as they come and counts what failed.
class Printer {
 public:
  Printer(std::size_t sources, const ConvertFlags& flags, const ConversionOptions& options)
      : sources_(sources),
        is_text_(is_article_as(options, press::Format::Text)),
        is_json_(is_article_as(options, press::Format::Json)),
        is_atom_(is_article_as(options, press::Format::AtomEntries)),
        alignment_(is_json_ && (sources > 1 || flags.full || !flags.sources_file.empty() ||
                                flags.bulk.shard)
                       ? Alignment::LineForLine
                       : Alignment::Loose),
        output_(flags.output == "-" ? std::nullopt : flags.output),
        is_bulk_(is_bulk(flags)) {}

  /// The output comes to be, though there may be nothing to print. False when it cannot.
  bool begin() {
    note_failure_of(output_.begin());
    return !output_failed_;
  }

  /// What archives held besides pages.
  void add(const ArchiveCounts& counts) { add_to(report_, counts); }

  /// What was printed until now.
  [[nodiscard]] const BulkReport& report() const { return report_; }

  /// False when nothing more can be printed.
  bool print(const Source& source, const Converted& converted) {
    ++report_.sources;
    if (converted.error) {
      note_failure(source, *converted.error);
      const bool needs_line = alignment_ == Alignment::LineForLine;
      return write(needs_line ? error_line(source, *converted.error) : converted.bytes);
    }
    if (!converted.notice.empty()) complain(source.name + ": " + converted.notice);
    ++report_.converted;
    if (is_json_) return write(with_source(source, converted.bytes));
    if (is_atom_) {
      if (sources_ == 1) title_ = converted.title;
      entries_ += converted.bytes;
      return true;
    }
    // What printers and pagers take for the end of a page.
    const bool needs_gap = report_.converted > 1 && is_text_;
    return write(needs_gap ? "\f\n" + converted.bytes : converted.bytes);
  }

  /// The id of a feed is the address that was asked for, and its title, too, unless there is one:
  /// `title`, or that of the only source.
  ExitStatus finish(const std::string& asked, const std::string& title) {
    if (!title.empty()) title_ = title;
    if (is_atom_ && report_.converted > 0)
      write(press::atom_feed(title_.empty() ? asked : title_, asked, entries_));
    if (lacks_source_ && output_.is_file()) return give_up_output();
    if (!output_failed_) note_failure_of(output_.finish());
    if (output_failed_) return ExitStatus::AtFault;
    report_.runs = 1;
    if (report_.failed == 0) return ExitStatus::Done;
    if (report_.converted > 0) return ExitStatus::InPart;
    return all_may_succeed_later_ ? ExitStatus::TryLater : ExitStatus::AtFault;
  }

 private:
  /// An output that is there is not made again: it would lack the source for ever.
  ExitStatus give_up_output() {
    complain("there is no output, since a source cannot be read");
    return all_may_succeed_later_ ? ExitStatus::TryLater : ExitStatus::AtFault;
  }

  void note_failure(const Source& source, const Error& error) {
    const bool may_be_readable = error.kind == ErrorKind::Usage || may_succeed_later(error);
    lacks_source_ = lacks_source_ || (is_bulk_ && may_be_readable);
    ++report_.failed;
    ++report_.failures[std::string(reason_name(error.kind))];
    all_may_succeed_later_ = all_may_succeed_later_ && may_succeed_later(error);
    // The message of a usage error says so already.
    const bool is_named = error.kind != ErrorKind::Usage;
    const std::string reason = is_named ? std::string(reason_name(error.kind)) + ": " : "";
    complain(source.name + ": " + reason + with_advice(error));
  }

  void note_failure_of(const Status& written) {
    if (written) return;
    output_failed_ = true;
    complain(written.error().message);
  }

  bool write(const std::string& bytes) {
    report_.bytes_written += bytes.size();
    note_failure_of(output_.write(bytes));
    return !output_failed_ && !output_.is_closed();
  }

  std::size_t sources_;
  bool is_text_;
  bool is_json_;
  bool is_atom_;
  std::string entries_;  // of a feed, which goes out whole
  std::string title_;    // of a feed
  Alignment alignment_;
  Output output_;
  BulkReport report_;
  bool is_bulk_;
  bool lacks_source_ = false;
  bool all_may_succeed_later_ = true;
  bool output_failed_ = false;
};

/// 0 for one source: it is converted in this thread.
std::size_t threads_for(std::size_t sources) {
  const std::size_t threads = std::min<std::size_t>(sources, std::thread::hardware_concurrency());
  return threads > 1 ? threads : 0;
}

/// The work of workers that print pages. What it is given must outlive them.
sandbox::Work printing(const ConversionOptions& options, const site::Catalog& catalog,
                       const Clock& clock) {
  auto printer = std::make_shared<PagePrinter>(options, catalog, clock);
  return {.prepare = [printer] { printer->prepare(); },
          .answer = [printer](std::string_view request) { return printer->answer(request); }};
}

/// What all threads convert with. What it is given must outlive it.
struct Tools {
  const ConversionOptions* options;
  const site::Catalog* catalog;
  const Clock* clock;
  SharedFetcher* fetcher;
  sandbox::Workers* workers;

  [[nodiscard]] Conversion conversion() const {
    return {*options, *catalog, *clock, *fetcher, workers};
  }
};

/// Converts on all cores, each of which has its own Conversion; prints in the sources' order.
void convert_all(const std::vector<Source>& sources, const Tools& tools, Printer& printer) {
  constexpr std::size_t kResultsAhead = 8;  // of a thread
  const std::size_t threads = threads_for(sources.size());
  std::vector<std::unique_ptr<Conversion>> conversions(std::max<std::size_t>(threads, 1));
  OrderedWork<Converted> work(threads, threads * kResultsAhead,
                              [&](std::size_t index, const Converted& converted) {
                                if (!printer.print(sources[index], converted)) work.stop();
                              });
  for (std::size_t index = 0; index < sources.size(); ++index) {
    work.add(index, 1, [&, index](std::size_t thread) {
      std::unique_ptr<Conversion>& conversion = conversions[thread];
      if (!conversion) conversion = std::make_unique<Conversion>(tools.conversion());
      return conversion->convert(sources[index]);
    });
  }
  work.finish();
}

/// What --warc cannot do: its pages are at hand, and there may be more than fit into one output.
Status check_archives(const ConvertFlags& flags) {
  if (!flags.warc) return {};
  const std::array<std::pair<const char*, bool>, 5> refused = {{
      {"--full", flags.full},
      {"--save", !flags.save_folder.empty()},
      {"--cache", flags.cache_folder.has_value()},
      {"--url", !flags.url.empty()},
      {"--format atom", flags.format == "atom"},
  }};
  const auto* const found =
      std::ranges::find_if(refused, [](const auto& each) { return each.second; });
  if (found == refused.end()) return {};
  return fail(ErrorKind::Usage, std::string("convert: --warc goes without ") + found->first);
}

/// Converts the pages of web archives, prints what comes of them, and says so.
void convert_archives(const std::vector<Source>& sources, const ConvertFlags& flags,
                      const Tools& tools, Printer& printer) {
  const auto make = [&tools] { return std::make_unique<Conversion>(tools.conversion()); };
  ArchiveProgress progress(sources, *tools.clock);
  const auto print = [&](const Source& source, const Converted& converted) {
    if (converted.error || !converted.notice.empty()) progress.hide();
    return printer.print(source, converted);
  };
  const auto show = [&progress](const ArchiveCounts& counts) { progress.show(counts); };
  const ArchiveCounts counts = convert_archives(sources, *tools.options, make, print, show);
  progress.hide();
  if (flags.verbose) complain(summary_of(counts));
  printer.add(counts);
}

/// What is to be converted, and what it is called together; empty: nothing says so.
struct ListedSources {
  std::vector<Source> sources;
  std::string title;
};

std::vector<ListedStory> stories_of(listing::Listing list) {
  std::vector<ListedStory> stories;
  for (std::size_t i = 0; i < list.stories.size(); ++i) {
    listing::FeedText text = list.texts.empty() ? listing::FeedText() : std::move(list.texts[i]);
    stories.push_back({std::move(list.stories[i]), std::move(text)});
  }
  return stories;
}

/// The stories of each source that is a list in its place. What cannot be read stays as it is, and
/// fails again when it is converted.
ListedSources with_stories(const std::vector<Source>& sources, const Tools& tools) {
  Conversion conversion = tools.conversion();
  ListedSources all;
  for (const Source& source : sources) {
    Converted list = conversion.convert(source, Purpose::Stories);
    if (sources.size() == 1) all.title = list.title;
    if (!list.list || list.list->stories.empty()) {
      all.sources.push_back(source);
      continue;
    }
    if (!list.notice.empty()) complain(source.name + ": " + list.notice);
    for (ListedStory& listed : stories_of(*std::move(list.list))) {
      const std::string address = listed.story.url.text;
      all.sources.push_back(
          {.name = address, .url = {}, .listed = std::make_shared<ListedStory>(std::move(listed))});
    }
  }
  return all;
}

/// Those whose profiles are to be there.
std::vector<std::string> sites_of(const ConvertFlags& flags) {
  if (flags.site.empty() || flags.site == extract::kGenericSite) return {};
  return {flags.site};
}

/// Null: none is asked for.
Result<std::unique_ptr<PageCache>> open_cache(const ConvertFlags& flags, const Clock& clock) {
  if (!flags.cache_folder) return nullptr;
  return PageCache::open(*flags.cache_folder, clock);
}

/// The same call gives the same output, which needs no second one.
bool is_done_before(const ConvertFlags& flags) {
  return is_bulk(flags) && flags.output && is_made(*flags.output, flags.bulk);
}

/// Of all sources those of the share that is asked for. Errors (Usage).
Result<std::vector<Source>> shared_sources(const ConvertFlags& flags) {
  const Result<std::optional<Shard>> shard = shard_of(flags.bulk);
  if (!shard) return tl::unexpected(shard.error());
  Result<std::vector<Source>> all = sources_of(flags);
  if (all && flags.warc) all = with_patterns(*std::move(all));
  if (!all || !*shard) return all;
  std::vector<std::string> names;
  for (const Source& source : *all) names.push_back(source.name);
  if (std::ranges::find(names, "-") != names.end())
    return fail(ErrorKind::Usage, "-: --shard shares files and URLs, not standard input");
  std::vector<Source> share;
  for (const std::size_t place : share_of(names, **shard)) share.push_back((*all)[place]);
  return share;
}

/// Errors: load_settings'; Config, a profile that is asked for is not right.
Result<Settings> settings_for(const ConvertFlags& flags) {
  Result<Settings> settings = load_settings(flags.config, sites_of(flags));
  if (!settings) return settings;
  for (const std::string& site : sites_of(flags)) {
    if (auto profile = settings->catalog.by_name(site); !profile)
      return tl::unexpected(profile.error());
  }
  return settings;
}

/// Errors (Usage): the flags do not fit each other, or the sources.
Status check_flags(const ConvertFlags& flags, const std::vector<Source>& sources) {
  const bool has_input = std::ranges::find(sources, "-", &Source::name) != sources.end();
  if (flags.full && has_input)
    return fail(ErrorKind::Usage, "-: --full reads a source twice, standard input cannot be");
  return check_archives(flags);
}

void print_all(const ListedSources& listed, const ConvertFlags& flags, const Tools& tools,
               Printer& printer) {
  if (is_bulk(flags) && !printer.begin()) return;
  if (flags.warc) return convert_archives(listed.sources, flags, tools, printer);
  convert_all(listed.sources, tools, printer);
}

ExitStatus convert(const ConvertFlags& flags) {
  if (is_done_before(flags)) {
    complain(*flags.output + ": is there, nothing to do; --force makes it again");
    return ExitStatus::Done;
  }
  Result<std::vector<Source>> sources = shared_sources(flags);
  if (!sources) return give_up(sources.error());
  if (const Status fits = check_flags(flags, *sources); !fits) return give_up(fits.error());
  const Result<Settings> settings = settings_for(flags);
  if (!settings) return give_up(settings.error());
  const std::string asked = sources->empty() ? "" : sources->front().name;
  const bool is_one = sources->size() == 1 && !flags.full && !flags.warc;
  ConversionOptions options = options_of(flags, *settings, is_one ? 1 : 2);
  const SystemClock clock;
  const Tick began = clock.tick();
  const auto cache = open_cache(flags, clock);
  if (!cache) return give_up(cache.error());
  options.cache = cache->get();
  auto workers =
      start_page_workers(settings->config.sandbox, printing(options, settings->catalog, clock),
                         clock, {}, is_one ? sandbox::Requests::One : sandbox::Requests::Many);
  if (!workers) return give_up(workers.error());
  // One, so that the pauses between requests hold for the list and its stories together.
  SharedFetcher fetcher(options.network, options.robots, clock);
  const Tools tools{&options, &settings->catalog, &clock, &fetcher, workers->get()};
  const ListedSources listed = flags.full
                                   ? with_stories(*sources, tools)
                                   : ListedSources{.sources = *std::move(sources), .title = {}};
  Printer printer(flags.warc ? 2 : listed.sources.size(), flags, options);
  print_all(listed, flags, tools, printer);
  if (options.cache != nullptr) options.cache->prune();
  const ExitStatus status = printer.finish(whole_address(asked), listed.title);
  workers->reset();  // its processes' time counts once they have ended
  const Status reported = write_report(flags.bulk, printer.report(), began, clock);
  return reported ? status : give_up(reported.error());
}

}  // namespace

RunCommand add_convert_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand("convert", "One page or many to text on standard output");
  auto flags = std::make_shared<ConvertFlags>();
  add_flags(*command, *flags);
  command->footer(
      "Example:\n"
      "  newshole convert page.html --url https://news.example/2025/09/19/tech/some-story --width "
      "40");
  return [flags] { return convert(*flags); };
}

}  // namespace newshole::converter
