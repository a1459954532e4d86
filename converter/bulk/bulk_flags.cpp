#include "bulk/bulk_flags.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <sys/resource.h>

#include "choice.h"
#include "process/output.h"

namespace newshole::converter {
namespace {

std::optional<std::string> variable(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

double seconds_of(const timeval& time) {
  constexpr double kMicroseconds = 1e-6;
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * kMicroseconds;
}

/// Children count once they have ended.
double cpu_seconds() {
  double seconds = 0;
  for (const int whose : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage used{};
    if (::getrusage(whose, &used) == 0)
      seconds += seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
  }
  return seconds;
}

}  // namespace

void add_bulk_flags(CLI::App& command, BulkFlags& flags) {
  add_value(command, "--shard", flags.shard, "I/N",
            "Convert one of N even shares of the sources: I/N, I from 1 to N; auto, this task of a "
            "Slurm job array; auto/N, this task or Kubernetes pod of N");
  command.add_flag("--force", flags.force,
                   "With --shard or --warc: make an output again that is there");
  add_value(command, "--report", flags.report, "FILE",
            "What was done, as numbers in JSON; see newshole report merge");
}

Result<std::optional<Shard>> shard_of(const BulkFlags& flags) {
  if (!flags.shard) return std::nullopt;
  return read_shard(*flags.shard, variable);
}

bool is_made(const std::string& output, const BulkFlags& flags) {
  std::error_code is_not_there;
  // What a shell or mktemp has just made holds nothing yet; a device may lead to such a file.
  return !flags.force && !output.starts_with("/dev/") &&
         std::filesystem::is_regular_file(output, is_not_there) &&
         (flags.shard || std::filesystem::file_size(output, is_not_there) > 0);
}

Status write_report(const BulkFlags& flags, BulkReport report, Tick began, const Clock& clock) {
  if (!flags.report) return {};
  const std::chrono::duration<double> time = clock.tick() - began;
  report.seconds = time.count();
  report.cpu_seconds = cpu_seconds();
  Output output(flags.report == "-" ? std::nullopt : flags.report);
  Status written = output.write(to_json(report));
  return written ? output.finish() : written;
}

}  // namespace newshole::converter
