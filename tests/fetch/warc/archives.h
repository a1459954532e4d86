#pragma once
// Archives as writers of them leave them, whole and damaged, and what is read of them.

#include <string>
#include <string_view>
#include <vector>

#include "fetch/warc/record_reader.h"
#include "fetch/warc/stored_page.h"

namespace newshole::test {

/// Bytes, compressed bytes or a line of a header.
using Bytes = std::string;

/// A record of WARC 1.1: fields with their line ends, then the block.
[[nodiscard]] Bytes warc(std::string_view fields, std::string_view block);
/// An answer of HTTP for https://news.example/NAME: `fields` with their line ends.
[[nodiscard]] Bytes response(std::string_view name, std::string_view fields, std::string_view body);
/// A page of HTML at https://news.example/NAME, with `words` in it.
[[nodiscard]] Bytes page(std::string_view name, std::string_view words = "Some words.");
[[nodiscard]] Bytes page_html(std::string_view words);

/// A frame of Zstandard, by a dictionary where there is one.
[[nodiscard]] Bytes zstandard(std::string_view bytes, std::string_view dictionary = {});
/// The frame that holds a dictionary.
[[nodiscard]] Bytes dictionary_frame(std::string_view content);
[[nodiscard]] Bytes brotli(std::string_view bytes);

/// What a reader gives of an archive: "PLACE response ADDRESS (SIZE)" or "PLACE lost: CAUSE", in
/// order; PLACE is OFFSET:LENGTH.
using Lines = std::vector<std::string>;
[[nodiscard]] Lines read_file(std::string_view archive,
                              std::size_t most_block = fetch::warc::kMostBlock);
/// The same where it comes through a pipe.
[[nodiscard]] Lines read_pipe(std::string_view archive,
                              std::size_t most_block = fetch::warc::kMostBlock);

/// A file that is gone with its descriptor.
[[nodiscard]] Descriptor file_of(std::string_view bytes);

/// "ADDRESS CHARSET HTML", "passed: redirects" or "error: CAUSE", of each record.
[[nodiscard]] Lines contents(std::string_view archive);
/// Of the only record.
[[nodiscard]] std::string content(std::string_view archive);

}  // namespace newshole::test
