// Preloaded: from main on, the allocation whose number TORTURE_ALLOCATION says is refused; with a
// "+" behind the number, all that follow, too. TORTURE_ALLOCATIONS names a file that is told at the
// end how many there were.

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>

extern "C" {

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the C library's names
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

}  // extern "C"

namespace {

std::atomic<bool> is_counting{false};
std::atomic<long> number{0};
long first_refused = 0;
bool is_for_good = false;

bool is_refused() {
  if (!is_counting.load(std::memory_order_relaxed)) return false;
  const long mine = ++number;
  return mine == first_refused || (is_for_good && mine > first_refused);
}

void* refuse() {
  errno = ENOMEM;
  return nullptr;
}

void begin() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets it
  if (const char* text = std::getenv("TORTURE_ALLOCATION")) {
    char* end = nullptr;
    first_refused = std::strtol(text, &end, 10);
    is_for_good = *end == '+';
  }
  is_counting = true;
}

void end() {
  is_counting = false;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets it
  const char* name = std::getenv("TORTURE_ALLOCATIONS");
  std::FILE* file = name == nullptr ? nullptr : std::fopen(name, "w");
  if (file == nullptr) return;
  std::fprintf(file, "%ld\n", number.load());
  std::fclose(file);
}

using Main = int (*)(int, char**, char**);
Main real_main = nullptr;

int counted_main(int argc, char** argv, char** environment) {
  begin();
  const int status = real_main(argc, argv, environment);
  end();
  return status;
}

}  // namespace

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the C library's names
// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name)
extern "C" {

int __libc_start_main(Main main, int argc, char** argv, void (*init)(), void (*fini)(),
                      void (*rtld_fini)(), void* stack_end) {
  using Start = int (*)(Main, int, char**, void (*)(), void (*)(), void (*)(), void*);
  const auto start = reinterpret_cast<Start>(::dlsym(RTLD_NEXT, "__libc_start_main"));
  real_main = main;
  return start(counted_main, argc, argv, init, fini, rtld_fini, stack_end);
}

void* malloc(std::size_t size) noexcept {
  return is_refused() ? refuse() : __libc_malloc(size);
}

void* calloc(std::size_t count, std::size_t size) noexcept {
  return is_refused() ? refuse() : __libc_calloc(count, size);
}

void* realloc(void* memory, std::size_t size) noexcept {
  return is_refused() ? refuse() : __libc_realloc(memory, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  return is_refused() ? refuse() : __libc_memalign(alignment, size);
}

int posix_memalign(void** memory, std::size_t alignment, std::size_t size) noexcept {
  if (is_refused()) return ENOMEM;
  *memory = __libc_memalign(alignment, size);
  return *memory == nullptr ? ENOMEM : 0;
}

}  // extern "C"
// NOLINTEND(readability-inconsistent-declaration-parameter-name)
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
