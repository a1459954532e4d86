#include "pages/changes/edit_script.h"

#include <algorithm>

namespace newshole::pages {
namespace {

using Sequence = std::span<const std::size_t>;

/// How far each diagonal was followed with so many edits: the diagonals -edits, -edits + 2 and so
/// on to edits, each by the elements of `before` that are behind.
using Reach = std::vector<std::size_t>;

struct Diagonal {
  std::size_t index = 0;  // in the Reach of so many edits
  std::size_t edits = 0;
};

std::size_t follow(Sequence before, Sequence after, std::size_t x, std::size_t y) {
  while (x < before.size() && y < after.size() && before[x] == after[y]) {
    ++x;
    ++y;
  }
  return x;
}

// True where the last edit added an element; else it removed one.
bool came_by_adding(const Reach& last, const Diagonal& here) {
  if (here.index == 0) return true;
  if (here.index == here.edits) return false;
  return last[here.index - 1] < last[here.index];
}

// Elements of `before` behind the last edit. An edit that removes leads to the next diagonal.
std::size_t begin_of(const Reach& last, const Diagonal& here) {
  return came_by_adding(last, here) ? last[here.index] : last[here.index - 1] + 1;
}

// Elements of `after` behind, where `x` of `before` are. The diagonal is x - y.
std::size_t y_of(std::size_t x, const Diagonal& here) {
  return x + here.edits - 2 * here.index;
}

// From the end, which is `x`.
std::vector<Edit> walk_back(const std::vector<Reach>& reached, std::size_t x, Diagonal here) {
  std::vector<Edit> edits;
  while (here.edits > 0) {
    const Reach& last = reached[here.edits - 1];
    const std::size_t begin = begin_of(last, here);
    edits.insert(edits.end(), x - begin, Edit::Keep);
    const bool is_added = came_by_adding(last, here);
    edits.push_back(is_added ? Edit::Add : Edit::Remove);
    x = is_added ? begin : begin - 1;
    if (!is_added) --here.index;
    --here.edits;
  }
  edits.insert(edits.end(), x, Edit::Keep);
  std::ranges::reverse(edits);
  return edits;
}

}  // namespace

std::optional<std::vector<Edit>> edit_script(Sequence before, Sequence after, std::size_t most) {
  std::vector<Reach> reached = {{follow(before, after, 0, 0)}};
  if (reached[0][0] == before.size() && before.size() == after.size())
    return std::vector<Edit>(before.size(), Edit::Keep);
  for (std::size_t edits = 1; edits <= most; ++edits) {
    Reach now(edits + 1, 0);
    for (std::size_t index = 0; index <= edits; ++index) {
      const Diagonal here{index, edits};
      const std::size_t begin = begin_of(reached.back(), here);
      // A diagonal that has left the sequences leads nowhere, and is followed no further.
      now[index] = follow(before, after, begin, y_of(begin, here));
      if (now[index] == before.size() && y_of(now[index], here) == after.size())
        return walk_back(reached, before.size(), here);
    }
    reached.push_back(std::move(now));
  }
  return std::nullopt;
}

}  // namespace newshole::pages
