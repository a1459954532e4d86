#include "convert/archives.h"

#include <algorithm>
#include <filesystem>
#include <glob.h>
#include <set>
#include <thread>
#include <utility>
#include <variant>

#include "base/ordered_work.h"
#include "fetch/warc/record_reader.h"

namespace newshole::converter {
namespace {

namespace warc = fetch::warc;

/// What became of a record.
struct Done {
  Source source;
  std::variant<Converted, warc::Passed> outcome;
};

/// The kinds of what is passed over, as reports name them.
constexpr std::array<const char*, warc::kPassedNames.size()> kPassedKeys = {
    "request",  "information",  "revisit", "conversion", "other",
    "redirect", "error-status", "no-html", "empty"};

/// Pages under way, and results that wait for their turn.
constexpr std::size_t kMostWeight = std::size_t{16} << 20;
constexpr std::size_t kWeightOfResult = std::size_t{16} << 10;
constexpr std::size_t kWeightOfError = std::size_t{1} << 10;

std::size_t threads_of_machine() {
  const std::size_t threads = std::thread::hardware_concurrency();
  return threads > 1 ? threads : 0;
}

/// Reads in the caller's thread, and has pages converted in others meanwhile.
class ArchiveConversion {
 public:
  ArchiveConversion(const ConversionOptions& options, const MakeConversion& make_conversion,
                    const OnConverted& on_converted, const OnRead& on_read)
      : most_body_(options.network.max_body),
        make_conversion_(&make_conversion),
        on_converted_(&on_converted),
        on_read_(&on_read),
        conversions_(std::max<std::size_t>(threads_of_machine(), 1)),
        work_(threads_of_machine(), kMostWeight,
              [this](std::size_t, Done done) { hand_on(std::move(done)); }) {}

  void convert(const Source& source) {
    ++counts_.archives;
    Result<warc::RecordReader> reader = warc::RecordReader::open(source.name);
    if (!reader) return add_error(source, reader.error());
    read_all(source, *reader);
  }

  void convert_cut(const Source& source) {
    work_.add(0, kWeightOfResult, [this, source](std::size_t thread) {
      return Done{source, conversion(thread).convert(source)};
    });
    ++counts_.records;
  }

  ArchiveCounts finish() {
    work_.finish();
    return counts_;
  }

 private:
  void read_all(const Source& source, warc::RecordReader& reader) {
    const std::uint64_t bytes_before = counts_.bytes;
    while (!work_.is_stopped()) {
      const auto entry = reader.next();
      counts_.bytes = bytes_before + reader.bytes_read();
      if (!entry) return;
      ++counts_.records;
      (*on_read_)(counts_);
      const auto* record = std::get_if<warc::Record>(&*entry);
      if (record == nullptr) {
        const auto& loss = std::get<warc::Loss>(*entry);
        add_error(named(source, loss.place), loss.error);
      } else {
        add(named(source, record->place), warc::content_of(*record));
      }
    }
  }

  static Source named(const Source& archive, const warc::Place& place) {
    return {.name = archive.name + "@" + to_string(place), .url = {}};
  }

  void add(Source source, warc::Content content) {
    if (const auto* passed = std::get_if<warc::Passed>(&content)) return count(*passed);
    if (const auto* error = std::get_if<Error>(&content)) return add_error(source, *error);
    auto& page = std::get<warc::StoredPage>(content);
    const std::size_t weight = page.body.size() + kWeightOfResult;
    work_.add(
        0, weight,
        [this, source = std::move(source), page = std::move(page)](std::size_t thread) mutable {
          return convert_page(std::move(source), std::move(page), thread);
        });
  }

  Done convert_page(Source source, warc::StoredPage stored, std::size_t thread) {
    auto page = warc::page_of(std::move(stored), most_body_);
    if (const auto* passed = std::get_if<warc::Passed>(&page)) return {std::move(source), *passed};
    if (const auto* error = std::get_if<Error>(&page))
      return {std::move(source), Converted{.error = *error}};
    return {std::move(source), conversion(thread).convert(std::get<fetch::Page>(std::move(page)))};
  }

  // As jobs, since they take room as well.
  void add_error(const Source& source, const Error& error) {
    work_.add(0, kWeightOfError, [source, error](std::size_t) {
      return Done{source, Converted{.error = error}};
    });
  }

  void hand_on(Done done) {
    if (const auto* passed = std::get_if<warc::Passed>(&done.outcome)) return count(*passed);
    const auto& converted = std::get<Converted>(done.outcome);
    ++(converted.error ? counts_.failed : counts_.pages);
    if (!(*on_converted_)(done.source, converted)) work_.stop();
  }
  void count(warc::Passed passed) { ++counts_.passed.at(static_cast<std::size_t>(passed)); }

  Conversion& conversion(std::size_t thread) {
    std::unique_ptr<Conversion>& mine = conversions_.at(thread);
    if (!mine) mine = (*make_conversion_)();
    return *mine;
  }

  std::size_t most_body_;
  const MakeConversion* make_conversion_;
  const OnConverted* on_converted_;
  const OnRead* on_read_;
  ArchiveCounts counts_;
  std::vector<std::unique_ptr<Conversion>> conversions_;
  OrderedWork<Done> work_;  // last, so that its threads end first
};

std::vector<std::string> files_of(const std::string& pattern) {
  std::error_code error;
  const bool is_pattern = pattern.find_first_of("*?[") != std::string::npos;
  if (!is_pattern || std::filesystem::exists(pattern, error)) return {pattern};
  glob_t found{};
  std::vector<std::string> files;
  if (::glob(pattern.c_str(), 0, nullptr, &found) == 0)
    files.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  ::globfree(&found);
  std::ranges::sort(files);
  return files;
}

}  // namespace

std::string summary_of(const ArchiveCounts& counts) {
  std::string out = "archives: " + std::to_string(counts.archives) +
                    ", records: " + std::to_string(counts.records) +
                    ", pages: " + std::to_string(counts.pages) +
                    ", errors: " + std::to_string(counts.failed);
  for (std::size_t i = 0; i < counts.passed.size(); ++i) {
    if (counts.passed.at(i) == 0) continue;
    out.append(", ").append(warc::kPassedNames.at(i));
    out.append(": ").append(std::to_string(counts.passed.at(i)));
  }
  return out;
}

void add_to(BulkReport& report, const ArchiveCounts& counts) {
  report.bytes_read += counts.bytes;
  for (std::size_t i = 0; i < counts.passed.size(); ++i) {
    if (counts.passed.at(i) > 0) report.passed_over[kPassedKeys.at(i)] += counts.passed.at(i);
  }
}

Result<std::vector<Source>> with_patterns(std::vector<Source> sources) {
  std::vector<Source> all;
  std::set<std::filesystem::path> known;
  for (Source& source : sources) {
    if (source.record) {
      all.push_back(std::move(source));
      continue;
    }
    std::vector<std::string> files = files_of(source.name);
    if (files.empty()) return fail(ErrorKind::Usage, source.name + ": there is no such file");
    for (std::string& file : files) {
      const bool is_new = known.insert(std::filesystem::path(file).lexically_normal()).second;
      if (is_new) all.push_back({.name = std::move(file)});
    }
  }
  return all;
}

ArchiveCounts convert_archives(const std::vector<Source>& sources, const ConversionOptions& options,
                               const MakeConversion& make_conversion,
                               const OnConverted& on_converted, const OnRead& on_read) {
  ArchiveConversion conversion(options, make_conversion, on_converted, on_read);
  for (const Source& source : sources)
    source.record ? conversion.convert_cut(source) : conversion.convert(source);
  return conversion.finish();
}

}  // namespace newshole::converter
