// Runs each target over the files of its folder below FOLDER: what fuzzing has found, and where it
// begins.
//
//   fuzz_replay FOLDER

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "fuzz/targets.h"

namespace {

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  int without = 0;
  for (const auto& target : newshole::fuzz::targets()) {
    int files = 0;
    const std::filesystem::path folder = std::filesystem::path(argv[1]) / target.name;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
      std::printf("%s\n", entry.path().c_str());
      std::fflush(stdout);
      target.run(bytes_of(entry.path()));
      ++files;
    }
    if (files == 0) {
      std::printf("%s: has no file\n", folder.c_str());
      ++without;
    }
  }
  return without == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
