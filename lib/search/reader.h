#pragma once
// Reads the search index of a mirror, beside the run that writes it and as any user who may read
// it.

#include "base/clock.h"
#include "base/error.h"
#include "search/query.h"
#include "store/database.h"

namespace newshole::search {

class Context;

/// Where more stories match, only the newest are ranked: a word that is in every story does not
/// tell which of them is the best.
inline constexpr std::size_t kMostRanked = 5000;

struct Hit {
  std::string site;  ///< the profile's name
  std::string path;  ///< as StoryRecord has it
  std::string headline;
  std::string section;  ///< its name for people; empty: in none
  std::chrono::sys_days day;
  std::string context;  ///< a line of its text, clean UTF-8

  friend bool operator==(const Hit&, const Hit&) = default;
};

struct SearchedSite {
  std::string name;
  std::string title;
};

/// What to look for.
struct Search {
  Query query;
  std::string site;        ///< empty: in all sites
  std::size_t first = 0;   ///< the first hit that is given
  std::size_t count = 50;  ///< hits at most
  const Clock* clock = nullptr;
  Tick deadline;  ///< the search ends with Timeout after it
};

struct Hits {
  std::vector<Hit> hits;
  std::size_t found = 0;       ///< stories that match, kMostRanked at most
  bool are_all_ranked = true;  ///< false: more match than were ranked
};

/// For one thread.
class Reader {
 public:
  /// The newest index of the mirror at `root`. Errors: NotFound (there is none), Io.
  [[nodiscard]] static Result<Reader> open(const std::filesystem::path& root);
  /// The same of the folder of a mirror's indexes.
  [[nodiscard]] static Result<Reader> open_folder(const std::filesystem::path& folder);

  /// The sites that have stories, by name. Errors: Io.
  [[nodiscard]] Result<std::vector<SearchedSite>> sites();

  /// Best first: by bm25, in which a word of a headline counts eight times, one of a byline twice;
  /// of equal ones the newest first. Errors: Timeout, Io.
  [[nodiscard]] Result<Hits> find(const Search& search);

 private:
  explicit Reader(store::Database database) : database_(std::move(database)) {}
  Result<Hits> find(const Search& search, const Context& context);
  Result<std::vector<std::int64_t>> ranked(const Search& search);
  Result<Hit> hit(std::int64_t id);

  store::Database database_;
};

}  // namespace newshole::search
