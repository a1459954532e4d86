#pragma once
// Records of web archives: WARC (ISO 28500, 0.17 to 1.1) and ARC 1 and 2.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace newshole::fetch::warc {

/// Where a record stands, as CDX indexes have it.
struct Place {
  /// Of the record in the file; in a compressed one of the member (gzip) or frame (Zstandard) in
  /// which it begins.
  std::uint64_t offset = 0;
  /// From the beginning of that member, in decompressed bytes: 0 where each record has its own.
  std::uint64_t within = 0;
  /// Up to the next record: of the file where both begin a member, else in decompressed bytes.
  std::uint64_t length = 0;

  friend bool operator==(const Place&, const Place&) = default;
};

/// "1234"; "0+5678" where `within` is not 0.
[[nodiscard]] std::string to_string(const Place& place);

enum class RecordType {
  Response,
  Resource,
  Request,
  Revisit,
  Metadata,
  Warcinfo,
  Conversion,
  Continuation,
  Other
};

struct Record {
  Place place;
  RecordType type = RecordType::Other;
  std::string uri;           ///< of its target, without angle brackets; empty: it names none
  std::string content_type;  ///< of the block
  std::string date;          ///< as it stands there: "2026-12-01T08:00:00Z", "20261201080000"
  std::string truncated;     ///< why its crawler did not keep all: "length"; empty: it did
  std::uint64_t size = 0;    ///< of the block, in bytes
  /// Until the reader is asked for the next record. Of a block beyond the reader's limit the first
  /// 256 KB alone.
  std::string_view block;

  [[nodiscard]] bool has_whole_block() const { return block.size() == size; }
};

/// A part of a file that cannot be read: what was lost, and why.
struct Loss {
  Place place;
  Error error;  ///< Io
};

}  // namespace newshole::fetch::warc
