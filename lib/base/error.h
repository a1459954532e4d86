#pragma once
// Errors: every function of the library that can fail gives a Result. The library does not throw,
// print or exit.

#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace newshole {

/// The kinds of errors that callers tell apart. `reason_name` gives the word of reports and logs.
enum class ErrorKind {
  Usage,            ///< the request itself is at fault: an option, a source that cannot be read
  Config,           ///< a configuration file, profile or banner is at fault
  Io,               ///< a local file or folder cannot be read or written
  Busy,             ///< another run holds the mirror
  Internal,         ///< a library failed in a way that no input explains
  Unreachable,      ///< no connection: name, route, refused, proxy
  Timeout,          ///< the connect, stall or total limit passed
  Tls,              ///< the server could not be verified
  RedirectRefused,  ///< too many redirects, or one to an address that is not allowed
  AddressRefused,   ///< the server's address is not public, or its port not one of the web's
  RateLimited,      ///< the server asks to come back later than this run can
  TooLarge,         ///< the body of an answer passed its cap
  BadHeaders,       ///< the header block passed its cap or is no HTTP
  Truncated,        ///< the body ended early
  HttpStatus,       ///< the server answered, but not with 200
  NotFound,         ///< no such saved page
  TooComplex,       ///< parsing passed its memory cap or deadline
  NotArticle,       ///< a page, but not the page that was asked for
  Disallowed,       ///< the site's robots.txt asks to leave the page alone
  Stopped,          ///< a Stop was requested, or the run was over, before this was done
  TakenDown,        ///< the operator of the mirror took the page down
};

/// The reason as reports name it: "too-large", "not-article".
[[nodiscard]] std::string_view reason_name(ErrorKind kind);

/// `message` is for the person: lower case, no period, subject and cause, one line, UTF-8.
struct Error {
  ErrorKind kind = ErrorKind::Internal;
  std::string message;
  long status = 0;           ///< with HttpStatus: what the server answered
  bool is_index = false;     ///< with NotArticle: the page lists other pages
  bool is_obstacle = false;  ///< with Io: something that no run made stands in a file's place
};

/// True if the same request may succeed later although nobody changes anything (exit status 75). A
/// page that the server says is gone (404, 410, 451) is not expected back.
[[nodiscard]] bool may_succeed_later(const Error& error);

template <typename T>
using Result = tl::expected<T, Error>;

/// A Result without a value.
using Status = Result<void>;

/// Calls `action`, which gives a Status, with each element of a range until one is an error.
template <typename Range, typename Action>
[[nodiscard]] Status try_each(Range&& range, const Action& action) {
  for (auto&& each : range) {
    if (Status status = action(each); !status) return status;
  }
  return {};
}

[[nodiscard]] tl::unexpected<Error> fail(ErrorKind kind, std::string message);

/// The cause for an errno, in lower case, for the end of a message: "no such file or directory".
[[nodiscard]] std::string system_cause(int error_number);

/// The same error with "SUBJECT: " before its message.
[[nodiscard]] tl::unexpected<Error> in_context(std::string_view subject, const Error& error);

}  // namespace newshole
