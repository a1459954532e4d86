#pragma once
// Reads the records of a web archive, one after another, in little memory whatever its size.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <variant>

#include "base/descriptor.h"
#include "base/error.h"
#include "fetch/warc/record.h"

namespace newshole::fetch::warc {

/// A part of a file, in bytes: what a CDX index names.
struct Cut {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

/// A block larger than this is passed over, see Record::block.
inline constexpr std::size_t kMostBlock = (std::size_t{8} << 20) + (std::size_t{256} << 10);

/// Takes files as they are, whatever their names: plain; gzip with a member for each record, one
/// for all, or any other mixture; Zstandard with or without the dictionary of the .warc.zst
/// specification.
///
/// Where bytes are damaged, or a record's length is not that of its block, a Loss stands in the
/// record's place, and the next record is looked for: in the next member, or by the first line of
/// its header. What stands within a block whose length is right is never taken for a record.
class RecordReader {
 public:
  using Entry = std::variant<Record, Loss>;

  /// Errors (Usage), without the path: it cannot be opened.
  [[nodiscard]] static Result<RecordReader> open(const std::filesystem::path& path,
                                                 std::optional<Cut> cut = {});
  /// From where the descriptor stands; a pipe, too.
  explicit RecordReader(Descriptor descriptor, std::size_t most_block = kMostBlock);

  RecordReader(RecordReader&& other) noexcept;
  RecordReader& operator=(RecordReader&& other) noexcept;
  RecordReader(const RecordReader&) = delete;
  RecordReader& operator=(const RecordReader&) = delete;
  ~RecordReader();

  /// Nothing: there are no more.
  [[nodiscard]] std::optional<Entry> next();
  /// Bytes of the file that were read so far.
  [[nodiscard]] std::uint64_t bytes_read() const;

 private:
  class Parts;
  explicit RecordReader(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace newshole::fetch::warc
