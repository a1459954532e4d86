#include "search/context.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <set>
#include <utility>

#include <sqlite3.h>

#include "search/tokenizer.h"
#include "text/clean.h"
#include "text/utf8.h"

namespace newshole::search {
namespace {

// Two lines of a menu.
constexpr std::size_t kContextBytes = 120;
// So much text stands before the first word.
constexpr std::size_t kLead = 30;
// The rest of a longer text is not searched.
constexpr std::size_t kMostText = std::size_t{64} << 10;

bool is_inside_character(std::string_view text, std::size_t at) {
  return at < text.size() && text::is_continuation(text[at]);
}

/// The place of one of the words that are looked for.
struct Place {
  std::size_t begin;
  std::size_t word;
};

/// Finds the place behind which most words stand within a context.
class BestPlace {
 public:
  void add(const Place& place) {
    near_.push_back(place);
    while (near_.front().begin + kContextBytes - kLead < place.begin) near_.pop_front();
    std::set<std::size_t> words;
    for (const Place& each : near_) words.insert(each.word);
    if (words.size() <= words_) return;
    words_ = words.size();
    begin_ = near_.front().begin;
  }
  [[nodiscard]] std::size_t words() const { return words_; }
  [[nodiscard]] std::size_t begin() const { return begin_; }

 private:
  std::deque<Place> near_;
  std::size_t words_ = 0;
  std::size_t begin_ = 0;
};

// Behind a blank if one is near, else on a whole character.
std::size_t begin_before(std::string_view text, std::size_t word) {
  if (word <= kLead) return 0;
  std::size_t begin = word - kLead;
  const std::size_t blank = text.find_first_of(" \n", begin);
  if (blank < word) return blank + 1;
  while (is_inside_character(text, begin)) ++begin;
  return begin;
}

std::size_t end_behind(std::string_view text, std::size_t begin) {
  if (text.size() - begin <= kContextBytes) return text.size();
  std::size_t end = begin + kContextBytes;
  const std::size_t blank = text.find_last_of(" \n", end);
  if (blank != std::string_view::npos && blank > begin + kContextBytes / 2) return blank;
  while (is_inside_character(text, end)) --end;
  return end;
}

}  // namespace

/// The search tokenizer, in use.
struct Context::Tokenizer {
  using OnToken = std::function<int(std::string_view token, std::size_t begin)>;

  // NOLINTNEXTLINE(readability-function-size): as FTS5 calls it
  static int take(void* context, int /*flags*/, const char* token, int size, int start,
                  int /*end*/) {
    const OnToken& on_token = *static_cast<const OnToken*>(context);
    return on_token({token, static_cast<std::size_t>(size)}, static_cast<std::size_t>(start));
  }

  void read(std::string_view text, int flags, OnToken on_token) const {
    methods.xTokenize(instance.get(), &on_token, flags, text.data(), static_cast<int>(text.size()),
                      take);
  }

  fts5_tokenizer methods{};
  std::unique_ptr<Fts5Tokenizer, void (*)(Fts5Tokenizer*)> instance{nullptr, nullptr};
};

Result<Context> Context::create(sqlite3* connection, const Query& query) {
  auto tokenizer = std::make_shared<Tokenizer>();
  fts5_api* api = fts5_api_of(connection);
  void* context = nullptr;
  Fts5Tokenizer* instance = nullptr;
  const std::string name(kSearchTokenizer);
  if (api == nullptr ||
      api->xFindTokenizer(api, name.c_str(), &context, &tokenizer->methods) != SQLITE_OK ||
      tokenizer->methods.xCreate(context, nullptr, 0, &instance) != SQLITE_OK)
    return fail(ErrorKind::Internal, "the search tokenizer cannot be used");
  tokenizer->instance = {instance, tokenizer->methods.xDelete};
  Context made(std::move(tokenizer));
  for (const Term& term : query.terms) {
    if (term.sign == Term::Sign::Wanted) made.add(term);
  }
  return made;
}

void Context::add(const Term& term) {
  tokenizer_->read(term.text, FTS5_TOKENIZE_QUERY, [&](std::string_view token, std::size_t) {
    wanted_.push_back({std::string(token), Term::Match::Whole});
    return SQLITE_OK;
  });
  const bool is_beginning = term.match == Term::Match::Prefix || ends_in_part_of_pair(term.text);
  if (is_beginning && !wanted_.empty()) wanted_.back().match = Term::Match::Prefix;
}

std::string Context::of(std::string_view text) const {
  const std::string_view seen = text.substr(0, kMostText);
  BestPlace best;
  tokenizer_->read(seen, FTS5_TOKENIZE_AUX, [&](std::string_view token, std::size_t begin) {
    const auto found = std::ranges::find_if(wanted_, [&](const Wanted& wanted) {
      return wanted.match == Term::Match::Prefix ? token.starts_with(wanted.token)
                                                 : token == wanted.token;
    });
    if (found != wanted_.end())
      best.add({begin, static_cast<std::size_t>(found - wanted_.begin())});
    return best.words() == wanted_.size() ? SQLITE_DONE : SQLITE_OK;
  });
  const std::size_t begin = begin_before(text, best.begin());
  const std::size_t end = end_behind(text, begin);
  std::string context = text::clean_line(text.substr(begin, end - begin));
  if (begin > 0) context.insert(0, "... ");
  if (end < text.size() && !context.empty()) context += " ...";
  return context;
}

}  // namespace newshole::search
