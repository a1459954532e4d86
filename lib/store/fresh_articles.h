#pragma once
// The articles of stories that this run has made, so that what comes after needs not unpack them
// from the state. Internal to this module.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "extract/article.h"

namespace newshole::store {

class FreshArticles {
 public:
  /// Some megabytes of text at most are kept; the state has the others.
  void keep(std::string_view site, std::string_view url, const extract::Article& article);

  /// Null where it is not kept. Valid until `keep` or `clear`.
  [[nodiscard]] const extract::Article* find(std::string_view site, std::string_view url) const;

  void clear();

 private:
  std::map<std::string, extract::Article> articles_;
  std::size_t bytes_ = 0;
};

}  // namespace newshole::store
