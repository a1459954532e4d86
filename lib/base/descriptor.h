#pragma once
// A file descriptor with an owner, and reads and writes that do not stop half-way. Whoever opens a
// descriptor sets O_CLOEXEC.

#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>

#include "base/error.h"

namespace newshole {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { reset(); }

  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }

  /// Gives the number to the caller, who has to close it.
  [[nodiscard]] int release() { return std::exchange(number_, -1); }

  /// Closes the descriptor. A caller that has to know of write errors calls fsync before.
  void reset() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_ = -1;
};

/// "SUBJECT: VERB: cause of errno" as an error, e.g. "a.txt: cannot be written: no space...".
[[nodiscard]] tl::unexpected<Error> io_error(std::string_view subject, std::string_view what,
                                             int error_number, ErrorKind kind = ErrorKind::Io);

/// Writes all of `bytes`, in as many calls as it takes. 0, or errno.
[[nodiscard]] int write_fully(int descriptor, std::string_view bytes);

/// Reads `size` bytes into `buffer`, fewer only at the end of the file. -1 with errno on failure.
[[nodiscard]] ssize_t read_fully(int descriptor, char* buffer, std::size_t size);

/// Opens a folder below another one, but not through a symbolic link. Closed on failure, with
/// errno.
[[nodiscard]] Descriptor open_folder(int parent, const std::string& name);

}  // namespace newshole
