#pragma once
// Lists of sources.

#include <string>
#include <vector>

#include "base/error.h"
#include "conversion.h"

namespace newshole::converter {

/// The source that a line of --sources names: SOURCE, SOURCE <tab> URL, or the record of a web
/// archive as an index has it: FILE <tab> OFFSET <tab> LENGTH, in bytes of the file.
[[nodiscard]] Source source_of_line(const std::string& line);

/// Those of a file, or of standard input for "-"; remarks and empty lines are none. Errors (Usage).
[[nodiscard]] Result<std::vector<Source>> read_sources(const std::string& file);

}  // namespace newshole::converter
