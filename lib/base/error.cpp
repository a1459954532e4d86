#include "base/error.h"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

#include "base/ascii.h"

namespace newshole {
namespace {

struct Reason {
  ErrorKind kind;
  std::string_view name;
  bool may_succeed_later;
};

constexpr std::array kReasons = {
    Reason{ErrorKind::Usage, "usage", false},
    Reason{ErrorKind::Config, "config", false},
    Reason{ErrorKind::Io, "io", false},
    Reason{ErrorKind::Busy, "busy", true},
    Reason{ErrorKind::Internal, "internal", false},
    Reason{ErrorKind::Unreachable, "unreachable", true},
    Reason{ErrorKind::Timeout, "timeout", true},
    Reason{ErrorKind::Tls, "tls", true},
    Reason{ErrorKind::RedirectRefused, "redirect-refused", false},
    Reason{ErrorKind::AddressRefused, "address-refused", false},
    Reason{ErrorKind::RateLimited, "rate-limited", true},
    Reason{ErrorKind::TooLarge, "too-large", false},
    Reason{ErrorKind::BadHeaders, "bad-headers", true},
    Reason{ErrorKind::Truncated, "truncated", true},
    Reason{ErrorKind::HttpStatus, "http-status", true},
    Reason{ErrorKind::NotFound, "not-found", false},
    Reason{ErrorKind::TooComplex, "too-complex", false},
    Reason{ErrorKind::NotArticle, "not-article", false},
    Reason{ErrorKind::Disallowed, "disallowed", false},
    Reason{ErrorKind::Stopped, "stopped", true},
    Reason{ErrorKind::TakenDown, "taken-down", false},
};

constexpr const Reason& reason(ErrorKind kind) {
  return kReasons[static_cast<std::size_t>(kind)];
}

constexpr bool is_in_enum_order() {
  for (std::size_t i = 0; i < kReasons.size(); ++i) {
    if (static_cast<std::size_t>(kReasons[i].kind) != i) return false;
  }
  return true;
}
static_assert(is_in_enum_order());

}  // namespace

std::string_view reason_name(ErrorKind kind) {
  return reason(kind).name;
}

bool may_succeed_later(const Error& error) {
  constexpr std::array kForGood = {404L, 410L, 451L};
  const bool is_gone = error.kind == ErrorKind::HttpStatus &&
                       std::ranges::find(kForGood, error.status) != kForGood.end();
  return reason(error.kind).may_succeed_later && !is_gone;
}

tl::unexpected<Error> fail(ErrorKind kind, std::string message) {
  return tl::unexpected(Error{kind, std::move(message)});
}

std::string system_cause(int error_number) {
  std::string text = std::generic_category().message(error_number);
  if (!text.empty()) text[0] = ascii::lower(text[0]);
  return text;
}

tl::unexpected<Error> in_context(std::string_view subject, const Error& error) {
  Error wider = error;
  wider.message = std::string(subject) + ": " + error.message;
  return tl::unexpected(std::move(wider));
}

}  // namespace newshole
