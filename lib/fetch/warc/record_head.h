#pragma once
// The headers of records. Internal to this module.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "fetch/warc/record.h"

namespace newshole::fetch::warc {

/// A header larger than this has no end.
inline constexpr std::size_t kMostHead = std::size_t{64} << 10;

/// What stands before a block.
struct RecordHead {
  Record record;  ///< without place and block
  /// Of the block; an error where the header names none that it could have.
  Result<std::uint64_t> size = std::uint64_t{0};
};

/// True if a record begins here that has a right to: "WARC/1.0", the line of an ARC.
[[nodiscard]] bool begins_record(std::string_view bytes);
/// The same for what nothing vouches for: of a WARC also the first field must be one of its own.
[[nodiscard]] bool seems_record(std::string_view bytes);

/// The bytes up to the block; 0: they do not end here.
[[nodiscard]] std::size_t head_size(std::string_view bytes);
/// `head` has head_size bytes, and begins_record.
[[nodiscard]] RecordHead read_head(std::string_view head);

/// Takes a header's next field from `rest`, the lines that go on with it included; false: it is
/// empty. A line that is no field has an empty name.
struct Field {
  std::string_view name;
  std::string value;  ///< one line
};
[[nodiscard]] bool take_field(std::string_view& rest, Field& field);

}  // namespace newshole::fetch::warc
