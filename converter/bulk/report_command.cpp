#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bulk/bulk_report.h"
#include "choice.h"
#include "commands.h"
#include "fetch/saved_pages.h"
#include "process/output.h"

namespace newshole::converter {
namespace {

struct ReportFlags {
  std::string action;
  std::vector<std::string> files;
  std::optional<std::string> output;
};

Result<BulkReport> load_report(const std::string& file) {
  const Result<std::string> text = fetch::read_file(file);
  if (!text) return in_context(file, text.error());
  Result<BulkReport> report = read_report(*text);
  return report ? report : in_context(file, report.error());
}

Result<BulkReport> merged(const std::vector<std::string>& files) {
  BulkReport all;
  for (const std::string& file : files) {
    const Result<BulkReport> one = load_report(file);
    if (!one) return one;
    add_to(all, *one);
  }
  return all;
}

ExitStatus merge(const ReportFlags& flags) {
  const Result<BulkReport> all = merged(flags.files);
  if (!all) return give_up(all.error());
  Output output(flags.output == "-" ? std::nullopt : flags.output);
  Status written = output.write(to_json(*all));
  if (written) written = output.finish();
  return written ? ExitStatus::Done : give_up(written.error());
}

}  // namespace

RunCommand add_report_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand("report", "Add up the reports of many runs of convert");
  auto flags = std::make_shared<ReportFlags>();
  command->add_option("ACTION", flags->action, "merge: one report of all runs")
      ->required()
      ->check(CLI::IsMember({"merge"}));
  command->add_option("FILE", flags->files, "A file of newshole convert --report")->required();
  add_value(*command, "-o,--output", flags->output, "FILE", "Write here, whole or not at all");
  command->footer("Example:\n  newshole report merge shard.*.report.json");
  return [flags] { return merge(*flags); };
}

}  // namespace newshole::converter
