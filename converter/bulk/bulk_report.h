#pragma once
// What a run over many inputs did, in numbers that can be added to those of other runs.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/error.h"

namespace newshole::converter {

/// Kinds of things, and how many of them there were.
using Counts = std::map<std::string, std::uint64_t, std::less<>>;

/// Each number of two reports is added: one report of all runs says what all did.
struct BulkReport {
  std::uint64_t runs = 0;           ///< that made their output
  std::uint64_t sources = 0;        ///< pages that were to be converted
  std::uint64_t converted = 0;      ///< of these
  std::uint64_t failed = 0;         ///< the others
  Counts failures;                  ///< of the failed, by cause: "no-article", "too-complex", ...
  Counts passed_over;               ///< records of archives that are no pages, by kind
  std::uint64_t bytes_read = 0;     ///< of archives, as they lie on the disk
  std::uint64_t bytes_written = 0;  ///< of results, before they are packed
  double seconds = 0;               ///< that the runs took, one after the other
  double cpu_seconds = 0;           ///< of all their threads and processes
};

void add_to(BulkReport& all, const BulkReport& one);

/// As a JSON object, config/convert-report.schema.json, with a line end.
[[nodiscard]] std::string to_json(const BulkReport& report);

/// Errors (Usage): `text` is no such object.
[[nodiscard]] Result<BulkReport> read_report(std::string_view text);

}  // namespace newshole::converter
