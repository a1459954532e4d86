// Makes the table of all languages' months for calendar_words.cpp, when newshole is built:
//
//   make_month_names TABLE.INC
//
// The words stand in one string in the order of their bytes, each with a digit for its calendar
// and a letter for its month behind it, so that the program has nothing to set up before it looks
// one up.

#include <cstddef>
#include <fstream>
#include <iostream>
#include <string>

#include "text/dates/month_names.h"

int main(int argc, char** argv) {
  using namespace newshole::text;
  if (argc != 2) {
    std::cerr << "usage: make_month_names TABLE.INC\n";
    return 2;
  }
  std::string words;
  std::string ends;
  std::size_t bytes = 0;
  for (const auto& [word, month] : month_names_of_all_languages()) {
    words += "    \"" + word;
    words += static_cast<char>('0' + static_cast<int>(month.calendar));
    words += static_cast<char>('a' + month.number - 1);
    words += "\"\n";
    bytes += word.size() + 2;
    ends += "    " + std::to_string(bytes) + ",\n";
  }
  std::ofstream out(argv[1]);
  out << "constexpr std::string_view kMonthWords =\n"
      << words << "    ;\n"
      << "constexpr std::uint32_t kMonthEnds[] = {\n"
      << ends << "};\n";
  out.close();
  return out.good() && bytes > 0 ? 0 : 1;
}
