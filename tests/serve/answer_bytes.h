#pragma once
// The bytes of an answer that is no file.

#include <string>

#include "serve/answer.h"

namespace newshole::test {

inline std::string bytes_of(const serve::Answer& answer) {
  return answer.bytes + (answer.shared ? *answer.shared : std::string());
}

}  // namespace newshole::test
