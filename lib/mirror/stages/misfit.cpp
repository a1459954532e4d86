#include "mirror/stages/misfit.h"

namespace newshole::mirror {
namespace {

void add(extract::Overruled& sum, const extract::Overruled& found) {
  sum.by_rules += found.by_rules;
  sum.without_rules += found.without_rules;
}

std::string part(const extract::Overruled& found, const std::string& what) {
  return std::to_string(found.by_rules) + " of " + std::to_string(found.without_rules) + " " + what;
}

}  // namespace

void Misfit::add_front_page(const extract::Overruled& found) {
  add(stories, found);
}

void Misfit::add_text(const extract::Overruled& found) {
  add(words, found);
  ++texts;
}

void Misfit::add_damage(const std::string& address, const std::string& cause) {
  damages.push_back(address + " was read in part: " + cause);
}

std::vector<std::string> in_words(const Misfit& misfit) {
  std::vector<std::string> lines = misfit.damages;
  if (misfit.texts == 0 && misfit.stories.without_rules == 0) return lines;
  const std::string of_texts = part(misfit.words, "words in ") + std::to_string(misfit.texts) +
                               (misfit.texts == 1 ? " story" : " stories");
  std::string found = misfit.texts > 0 ? of_texts : "";
  if (misfit.stories.without_rules > 0)
    found = part(misfit.stories, "stories") + (found.empty() ? "" : ", and " + found);
  lines.push_back("its profile finds " + found +
                  "; they are read without it (see newshole sites --check)");
  return lines;
}

bool is_to_be_told(const std::optional<UtcTime>& told, UtcTime now) {
  // Runs come a little early.
  constexpr std::chrono::minutes kDay{24 * 60 - 5};
  return !told || now - *told >= kDay || *told > now;
}

}  // namespace newshole::mirror
