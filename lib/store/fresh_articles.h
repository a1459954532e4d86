#pragma once
// The articles of a mirror's stories: of those that this run has read, and of the others from the
// state.

#include "extract/article.h"
#include "store/state.h"

namespace newshole::store {

class FreshArticles {
 public:
  /// At most some megabytes of text are kept; the state has the others.
  void keep(std::string_view site, std::string_view url, const extract::Article& article);

  /// Null where it is not kept. Valid until `keep` or `clear`.
  [[nodiscard]] const extract::Article* find(std::string_view site, std::string_view url) const;

  void clear();

 private:
  std::map<std::string, extract::Article> articles_;
  std::size_t bytes_ = 0;
};

/// The article of a story: a fresh one, or as the state has it. Nothing where it has none, as one
/// of an older version or one that was lost. Errors: Io.
[[nodiscard]] Result<std::optional<extract::Article>> article_of(State& state,
                                                                 const FreshArticles& fresh,
                                                                 std::string_view site,
                                                                 std::string_view url);

}  // namespace newshole::store
