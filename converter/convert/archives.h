#pragma once
// Converts the pages of web archives.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bulk/bulk_report.h"
#include "conversion.h"
#include "fetch/warc/stored_page.h"

namespace newshole::converter {

/// What the archives held.
struct ArchiveCounts {
  std::size_t archives = 0;
  std::size_t records = 0;  ///< those that cannot be read included
  std::size_t pages = 0;    ///< that were converted
  std::size_t failed = 0;   ///< pages, records and files that were not
  std::uint64_t bytes = 0;  ///< of the files, as they are
  std::array<std::size_t, fetch::warc::kPassedNames.size()> passed{};
};

/// "archives: 2, records: 700, pages: 340, errors: 2, requests: 343, redirects: 15": of what is
/// passed over, what there is.
[[nodiscard]] std::string summary_of(const ArchiveCounts& counts);

/// Adds what is passed over, and what was read, to a run's report.
void add_to(BulkReport& report, const ArchiveCounts& counts);

/// Files for patterns of the shell ("*.warc.gz"), in the order of their names, unless a file has
/// that name. A file that is named twice, also by another way to it ("./a"), is there once. Errors
/// (Usage): a pattern fits no file.
[[nodiscard]] Result<std::vector<Source>> with_patterns(std::vector<Source> sources);

/// What a thread converts with.
using MakeConversion = std::function<std::unique_ptr<Conversion>()>;
/// Takes a result; false: no more are wanted. The source's name is FILE@PLACE (see
/// fetch::warc::to_string).
using OnConverted = std::function<bool(const Source& source, const Converted& converted)>;

/// Hears of each record that was read; the counts are of what is done until then.
using OnRead = std::function<void(const ArchiveCounts& counts)>;

/// Converts the pages of archives on all cores, and gives what came of them in the order in which
/// they stand there; no more of them are in memory than the cores need. What is no page has no
/// result; what cannot be read has one with an error, a file that cannot be opened, too. A source
/// that names a record is that record, and not passed over.
[[nodiscard]] ArchiveCounts convert_archives(const std::vector<Source>& sources,
                                             const ConversionOptions& options,
                                             const MakeConversion& make_conversion,
                                             const OnConverted& on_converted,
                                             const OnRead& on_read);

}  // namespace newshole::converter
