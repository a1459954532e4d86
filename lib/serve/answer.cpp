#include "serve/answer.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace newshole::serve {
namespace {

struct OutcomeRow {
  Outcome outcome;
  std::string_view name;
  std::string_view said;  // in an error line; behind the subject, if there is one
};

constexpr std::array kOutcomes = {
    OutcomeRow{Outcome::Menu, "menu", ""},
    OutcomeRow{Outcome::Text, "text", ""},
    OutcomeRow{Outcome::File, "file", ""},
    OutcomeRow{Outcome::Redirect, "redirect", ""},
    OutcomeRow{Outcome::Refused, "refused", "this is not read here"},
    OutcomeRow{Outcome::NotFound, "not-found", "there is nothing here by this name"},
    OutcomeRow{Outcome::BadRequest, "bad-request", "this is no request of gopher"},
    OutcomeRow{Outcome::TooLong, "too-long", "the request is too long"},
    OutcomeRow{Outcome::Http, "http", ""},
    OutcomeRow{Outcome::Tls, "tls", ""},
    OutcomeRow{Outcome::Timeout, "timeout", "it took too long"},
    OutcomeRow{Outcome::Busy, "busy", "too many connections, try again later"},
    OutcomeRow{Outcome::TooMany, "too-many",
               "too many requests from your address, try again later"},
    OutcomeRow{Outcome::Failed, "failed", "it cannot be read now, try again later"},
};

const OutcomeRow& row(Outcome outcome) {
  return *std::ranges::find(kOutcomes, outcome, &OutcomeRow::outcome);
}

// Displays should be shorter than 70 columns (RFC 1436 section 3.9).
std::string shown(std::string_view subject) {
  constexpr std::size_t kRoom = 30;
  std::string out(subject.substr(0, kRoom));
  std::ranges::replace_if(
      out, [](char c) { return c < ' ' || c > '~'; }, '?');
  if (subject.size() > kRoom) out += "...";
  return out;
}

// It ends with the connection, as HTTP/1.0 allows.
constexpr std::string_view kHttpAnswer =
    "HTTP/1.0 400 Bad Request\r\n"
    "Content-Type: text/plain\r\n"
    "Connection: close\r\n"
    "\r\n"
    "This is a gopher server. Ask it with a gopher client, such as lynx.\r\n";

// A fatal alert, handshake_failure (RFC 8446 section 6).
constexpr std::string_view kTlsAlert{"\x15\x03\x01\x00\x02\x02\x28", 7};

}  // namespace

std::string_view name_of(Outcome outcome) {
  return row(outcome).name;
}

Answer error_answer(Outcome outcome, std::string_view subject) {
  if (outcome == Outcome::Http) return {outcome, std::string(kHttpAnswer), std::nullopt};
  if (outcome == Outcome::Tls) return {outcome, std::string(kTlsAlert), std::nullopt};
  std::string line = "3";
  if (!subject.empty()) line += shown(subject) + ": ";
  line += row(outcome).said;
  line += "\tErr\terror.host\t1\r\n.\r\n";
  return {outcome, std::move(line), std::nullopt};
}

}  // namespace newshole::serve
