#pragma once
// The line of a story's text that shows why it was found. Internal to this module.

#include <memory>

#include "base/error.h"
#include "search/query.h"

struct sqlite3;

namespace newshole::search {

class Context {
 public:
  /// For the wanted terms of `query`. The connection has the search tokenizer, and outlives this.
  /// Errors: Internal.
  [[nodiscard]] static Result<Context> create(sqlite3* connection, const Query& query);

  /// About 120 bytes of `text` (clean UTF-8), whole words on one line, with "..." where the text
  /// goes on: the first place where most of the words stand together; the beginning of the text
  /// where none of them stands.
  [[nodiscard]] std::string of(std::string_view text) const;

 private:
  struct Tokenizer;
  struct Wanted {
    std::string token;
    Term::Match match;
  };
  explicit Context(std::shared_ptr<Tokenizer> tokenizer) : tokenizer_(std::move(tokenizer)) {}
  void add(const Term& term);

  std::shared_ptr<Tokenizer> tokenizer_;
  std::vector<Wanted> wanted_;
};

}  // namespace newshole::search
