#pragma once
// Values as bytes between a worker and who asks it. Both are one program, so that the bytes have
// no version; but a worker reads strangers' pages, and what it answers is read as a stranger's.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace newshole::sandbox {

class MessageWriter {
 public:
  void number(std::uint64_t value);
  void text(std::string_view bytes);
  void optional_text(const std::optional<std::string>& text);
  void error(const Error& error);

  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Gives what a MessageWriter wrote, in its order. Behind the end, and from the first value that
/// the bytes cannot hold on, it gives 0 and empty texts, and is_whole() is false.
class MessageReader {
 public:
  /// `bytes` must outlive the reader.
  explicit MessageReader(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] std::uint64_t number();
  /// 0 and more, below `end`; else the message is not whole.
  [[nodiscard]] std::uint64_t number_below(std::uint64_t end);
  [[nodiscard]] std::string_view text();
  [[nodiscard]] std::optional<std::string> optional_text();
  /// Internal where the message has another kind than an ErrorKind.
  [[nodiscard]] Error error();
  /// How many values follow. More than there are bytes left is a message that is not whole.
  [[nodiscard]] std::size_t count();

  /// True if all that was asked for was there so far.
  [[nodiscard]] bool is_good() const { return is_good_; }
  /// True if all that was asked for was there, and nothing is left.
  [[nodiscard]] bool is_whole() const { return is_good_ && rest_.empty(); }

 private:
  void spoil();

  std::string_view rest_;
  bool is_good_ = true;
};

}  // namespace newshole::sandbox
