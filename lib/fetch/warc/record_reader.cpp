#include "fetch/warc/record_reader.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <utility>

#include "fetch/warc/record_head.h"
#include "fetch/warc/window.h"

namespace newshole::fetch::warc {
namespace {

/// Of a block that is passed over, which may be read.
constexpr std::size_t kHeadOfBlock = std::size_t{256} << 10;
/// What is looked at behind a block to tell that it ends there.
constexpr std::size_t kBehindBlock = 8192;
/// What separates records, and fills up files.
constexpr std::string_view kBlanks("\r\n\0", 3);

std::size_t count_blanks(std::string_view bytes) {
  return std::min(bytes.find_first_not_of(kBlanks), bytes.size());
}

/// The beginning of what seems to be a record, at `from` or later: a WARC's first line, or a whole
/// line of an ARC. npos: there is none.
std::size_t find_record(std::string_view bytes, std::size_t from) {
  if (seems_record(bytes.substr(from))) return from;
  for (std::size_t at = bytes.find_first_of("W\n", from); at < bytes.size();
       at = bytes.find_first_of("W\n", at + 1)) {
    const bool is_line = bytes[at] == '\n';
    const std::string_view rest = bytes.substr(is_line ? at + 1 : at);
    if ((is_line || rest.starts_with("WARC/")) && seems_record(rest)) return at + (is_line ? 1 : 0);
  }
  return std::string_view::npos;
}

Error too_long(const Record& record, std::uint64_t there) {
  return {ErrorKind::Io, "the record's header says " + std::to_string(record.size) +
                             " bytes, and there are " + std::to_string(there)};
}

Error wrong_length(const Record& record) {
  return {ErrorKind::Io, "the record's header says " + std::to_string(record.size) +
                             " bytes, and no record follows there"};
}

Result<Descriptor> open_archive(const std::filesystem::path& path) {
  constexpr int kBehindStandard = 3;
  Descriptor file(path == "-" ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, kBehindStandard)
                              : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.is_open()) return file;
  return fail(ErrorKind::Usage, "cannot be read: " + system_cause(errno));
}

}  // namespace

class RecordReader::Parts {
 public:
  Parts(Descriptor descriptor, std::size_t most_block)
      : input_(std::move(descriptor)), most_block_(most_block) {}

  [[nodiscard]] const Input& input() const { return input_; }

  /// To be read alone.
  Status cut_out(const Cut& cut) {
    if (!input_.remaining())
      return fail(ErrorKind::Usage, "is no file: nothing can be cut from it");
    auto beginning = open_stream(input_);
    input_.go_to(cut.offset);
    input_.end_at(cut.offset + std::min(cut.length, UINT64_MAX - cut.offset));
    // The dictionary of a file of Zstandard stands at its beginning.
    window_.emplace(begins_zstandard(input_.ahead(4)) ? std::move(beginning) : open_stream(input_));
    return {};
  }

  std::optional<Entry> next() {
    if (!window_) window_.emplace(open_stream(input_));
    pass_blanks();
    const bool is_first = !std::exchange(has_begun_, true);
    if (!window_->ahead(1).empty()) return read_record();
    const Place place = window_->place();
    if (const auto damage = window_->take_damage())
      return Loss{{.offset = damage->member}, damage->error};
    if (!is_first) return std::nullopt;
    return Loss{place, {ErrorKind::Usage, "there is nothing in it"}};
  }

 private:
  void pass_blanks() {
    for (std::string_view bytes = window_->ahead(1); !bytes.empty(); bytes = window_->ahead(1)) {
      const std::size_t blanks = count_blanks(bytes);
      window_->pass(blanks);
      if (blanks < bytes.size()) return;
    }
  }

  Entry read_record() {
    if (!begins_record(window_->ahead(kBehindBlock)))
      return lose({ErrorKind::Io, "no record of a web archive begins here"}, 1);
    const std::size_t head = find_head();
    if (head == 0) return lose({ErrorKind::Io, "the record's header has no end"}, 1);
    RecordHead read = read_head(window_->ahead(head).substr(0, head));
    if (!read.size) return lose(read.size.error(), head);
    read.record.size = *read.size;
    read.record.place = window_->place();
    return *read.size <= most_block_ ? read_whole(std::move(read.record), head)
                                     : pass_over(std::move(read.record), head);
  }

  /// 0: it has no end, or another record begins before that.
  std::size_t find_head() {
    std::size_t size = 0;
    for (std::size_t looked = kBehindBlock; size == 0 && looked <= kMostHead; looked *= 2) {
      const std::string_view bytes = window_->ahead(looked);
      size = head_size(bytes.substr(0, kMostHead));
      if (bytes.size() < looked) break;
    }
    return window_->member_between(0, size, begins_record) ? 0 : size;
  }

  Entry read_whole(Record record, std::size_t head) {
    const std::size_t size = record.size;
    const std::string_view bytes = window_->ahead(head + size + kBehindBlock);
    const std::size_t there = std::min(head + size, bytes.size());
    if (const auto other = window_->member_between(0, there, begins_record))
      return lose_up_to(*other, too_long(record, *other - std::min(*other, head)));
    if (there < head + size) return lose(too_long(record, there - head), search_from(head));
    const std::size_t whole = there + count_blanks(bytes.substr(there));
    if (!ends_at(there, bytes.substr(whole), whole))
      return lose(wrong_length(record), search_from(head));
    record.place.length = window_->length_from(record.place, window_->position(), whole);
    record.block = bytes.substr(head, size);
    window_->pass(whole);
    return record;
  }

  /// Where the next record may begin. What is left of a damaged member is of the record at hand.
  [[nodiscard]] std::size_t search_from(std::size_t head) {
    return window_->is_spoilt() ? window_->ahead(head).size() : head;
  }

  /// True if a block ends there: what must follow a record does, the next record, another member or
  /// nothing. `rest` begins behind the blanks from `end` to `whole`.
  [[nodiscard]] bool ends_at(std::size_t end, std::string_view rest, std::size_t whole) {
    // Nobody can tell which bytes of a member are wrong.
    const Place place = window_->place();
    const bool has_member =
        place.within == 0 && window_->is_spoilt() && window_->damage()->member == place.offset;
    if (has_member || (rest.empty() && window_->is_spoilt())) return false;
    if (rest.empty()) return true;
    const std::string_view behind = window_->ahead(whole).substr(end, whole - end);
    return behind.starts_with("\r\n\r\n") || window_->is_member(end, whole) || begins_record(rest);
  }

  Entry pass_over(Record record, std::size_t head) {
    const auto left = window_->remaining();
    if (left && record.size > *left - head) return lose(too_long(record, *left - head), head);
    const std::uint64_t begin = window_->position();
    const std::string_view block = window_->ahead(head + kHeadOfBlock).substr(head);
    head_of_block_ = block.substr(0, kHeadOfBlock);
    window_->pass(head);
    const std::uint64_t passed = window_->skip(record.size, begins_record);
    if (passed < record.size) return lost(record.place, begin, too_long(record, passed));
    const std::string_view rest = window_->ahead(kBehindBlock);
    const std::size_t blanks = count_blanks(rest);
    if (!ends_at(0, rest.substr(blanks), blanks)) return lose_passed(record, begin, head);
    window_->pass(blanks);
    record.place.length = window_->length_from(record.place, begin);
    record.block = head_of_block_;
    return record;
  }

  /// What follows a header whose length is wrong, and was passed already.
  Loss lose_passed(const Record& record, std::uint64_t begin, std::size_t head) {
    static_cast<void>(window_->return_to(begin + head));
    find_next(0);
    return lost(record.place, begin, wrong_length(record));
  }

  Loss lose_up_to(std::size_t size, Error error) {
    const Place place = window_->place();
    const std::uint64_t begin = window_->position();
    window_->pass(size);
    return lost(place, begin, std::move(error));
  }

  /// Up to the next record, which begins `from` bytes from here or later.
  Loss lose(Error error, std::size_t from) {
    const Place place = window_->place();
    const std::uint64_t begin = window_->position();
    find_next(from);
    return lost(place, begin, std::move(error));
  }

  /// What stands between `place` and here. Where its member is damaged, that is why.
  Loss lost(Place place, std::uint64_t begin, Error error) {
    if (window_->ahead(1).empty() && window_->is_spoilt()) error = window_->take_damage()->error;
    place.length = window_->length_from(place, begin);
    return {place, std::move(error)};
  }

  /// Passes all that is no record.
  void find_next(std::size_t from) {
    while (true) {
      const std::string_view bytes = window_->ahead(from + Input::kMostAhead);
      const bool is_all = bytes.size() < from + Input::kMostAhead;
      const std::size_t found = find_record(bytes, from);
      // What begins near the end is looked at again, with what follows.
      const std::size_t sure = is_all ? bytes.size() : bytes.size() - kBehindBlock;
      window_->pass(std::min(found, sure));
      if (found <= sure || is_all) return;
      from = 0;
    }
  }

  Input input_;
  std::size_t most_block_;
  std::optional<Window> window_;
  std::string head_of_block_;
  bool has_begun_ = false;
};

Result<RecordReader> RecordReader::open(const std::filesystem::path& path, std::optional<Cut> cut) {
  Result<Descriptor> file = open_archive(path);
  if (!file) return tl::unexpected(file.error());
  auto parts = std::make_unique<Parts>(*std::move(file), kMostBlock);
  if (cut) {
    if (Status status = parts->cut_out(*cut); !status) return tl::unexpected(status.error());
  }
  return RecordReader(std::move(parts));
}

RecordReader::RecordReader(Descriptor descriptor, std::size_t most_block)
    : parts_(std::make_unique<Parts>(std::move(descriptor), most_block)) {}

RecordReader::RecordReader(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
RecordReader::RecordReader(RecordReader&& other) noexcept = default;
RecordReader& RecordReader::operator=(RecordReader&& other) noexcept = default;
RecordReader::~RecordReader() = default;

std::optional<RecordReader::Entry> RecordReader::next() {
  return parts_->next();
}

std::uint64_t RecordReader::bytes_read() const {
  return parts_->input().position();
}

}  // namespace newshole::fetch::warc
