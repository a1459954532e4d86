#include "sandbox/message.h"

#include <cstring>

namespace newshole::sandbox {

void MessageWriter::number(std::uint64_t value) {
  bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void MessageWriter::text(std::string_view bytes) {
  number(bytes.size());
  // Of a page: growing by halves would copy it, and what was written, again.
  constexpr std::size_t kLarge = 4096;
  if (bytes.size() > kLarge) bytes_.reserve(bytes_.size() + bytes.size() + kLarge);
  bytes_.append(bytes);
}

void MessageWriter::optional_text(const std::optional<std::string>& text) {
  number(text ? 1 : 0);
  if (text) this->text(*text);
}

void MessageWriter::error(const Error& error) {
  number(static_cast<std::uint64_t>(error.kind));
  text(error.message);
  number(static_cast<std::uint64_t>(error.status));
  number(error.is_index ? 1 : 0);
}

std::uint64_t MessageReader::number() {
  std::uint64_t value = 0;
  if (rest_.size() < sizeof value) {
    spoil();
    return 0;
  }
  std::memcpy(&value, rest_.data(), sizeof value);
  rest_.remove_prefix(sizeof value);
  return value;
}

std::uint64_t MessageReader::number_below(std::uint64_t end) {
  const std::uint64_t value = number();
  if (value < end) return value;
  spoil();
  return 0;
}

std::string_view MessageReader::text() {
  const std::string_view found = rest_.substr(0, count());
  rest_.remove_prefix(found.size());
  return found;
}

std::optional<std::string> MessageReader::optional_text() {
  return number_below(2) == 1 ? std::optional(std::string(text())) : std::nullopt;
}

Error MessageReader::error() {
  constexpr auto kKinds = static_cast<std::uint64_t>(ErrorKind::TakenDown) + 1;
  Error error{.kind = static_cast<ErrorKind>(number_below(kKinds))};
  error.message = text();
  error.status = static_cast<long>(number());
  error.is_index = number_below(2) == 1;
  if (!is_good_) error.kind = ErrorKind::Internal;
  return error;
}

std::size_t MessageReader::count() {
  const std::uint64_t value = number();
  if (value <= rest_.size()) return value;
  spoil();
  return 0;
}

void MessageReader::spoil() {
  is_good_ = false;
  rest_ = {};
}

}  // namespace newshole::sandbox
