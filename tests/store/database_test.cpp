#include "store/database.h"

#include <cerrno>
#include <string>

#include <doctest/doctest.h>
#include <sqlite3.h>

#include "temp_folder.h"

using newshole::store::Database;
using newshole::test::TempFolder;

namespace {

/// The usual file system of SQLite, of which no file that was opened since can be read once it has
/// failed. One at a time.
class BadDisk {
 public:
  BadDisk() {
    usual = sqlite3_vfs_find(nullptr);
    bad = *usual;
    bad.zName = "bad-disk";
    bad.xOpen = open;
    sqlite3_vfs_register(&bad, 1);
  }
  BadDisk(const BadDisk&) = delete;
  BadDisk& operator=(const BadDisk&) = delete;
  BadDisk(BadDisk&&) = delete;
  BadDisk& operator=(BadDisk&&) = delete;
  ~BadDisk() {
    has_failed = false;
    sqlite3_vfs_unregister(&bad);
    sqlite3_vfs_register(usual, 1);
  }

  static void fail() { has_failed = true; }

 private:
  static int open(sqlite3_vfs* /*file_system*/, const char* name, sqlite3_file* file, int flags,
                  int* flags_out) {
    const int code = usual->xOpen(usual, name, file, flags, flags_out);
    if (file->pMethods == nullptr) return code;
    usual_methods = file->pMethods;
    methods = *usual_methods;
    methods.xRead = read;
    methods.xFileControl = control;
    file->pMethods = &methods;
    return code;
  }

  // As the usual one answers EIO.
  static int read(sqlite3_file* file, void* to, int bytes, sqlite3_int64 at) {
    return has_failed ? SQLITE_IOERR_CORRUPTFS : usual_methods->xRead(file, to, bytes, at);
  }

  static int control(sqlite3_file* file, int what, void* told) {
    if (!has_failed || what != SQLITE_FCNTL_LAST_ERRNO)
      return usual_methods->xFileControl(file, what, told);
    *static_cast<int*>(told) = EIO;
    return SQLITE_OK;
  }

  static inline sqlite3_vfs* usual = nullptr;
  static inline sqlite3_vfs bad{};
  static inline const sqlite3_io_methods* usual_methods = nullptr;
  static inline sqlite3_io_methods methods{};
  static inline bool has_failed = false;
};

}  // namespace

TEST_SUITE_BEGIN("store/database");

TEST_CASE("a file that cannot be read is not a damaged one") {
  const TempFolder folder;
  const auto file = folder.path() / "numbers";
  REQUIRE(
      Database::open(file)->execute("CREATE TABLE first (number); CREATE TABLE second (number);"
                                    "INSERT INTO second VALUES (7)"));
  const BadDisk disk;
  auto database = Database::open(file);
  REQUIRE(database);
  REQUIRE(database->number("SELECT number FROM first", {}));
  BadDisk::fail();
  const auto number = database->number("SELECT number FROM second", {});
  REQUIRE_FALSE(number);
  CHECK(number.error().message == file.string() + ": cannot be read: input/output error");
  CHECK_FALSE(database->is_damaged());
}

TEST_CASE("a file that cannot be opened is named by its path, with the system's cause") {
  const TempFolder folder;
  const auto file = folder.path() / "none?";
  const auto database = Database::open_to_read(file);
  REQUIRE_FALSE(database);
  CHECK(database.error().message ==
        file.string() + ": cannot be opened: no such file or directory");
}

TEST_CASE("where one cannot look whether there is a file, a copy of it is not an empty one") {
  const TempFolder folder;
  const auto file = folder.path() / std::string(300, 'x');
  const auto copy = Database::open_copy(file);
  REQUIRE_FALSE(copy);
  CHECK(copy.error().message.starts_with(file.string() + ": cannot be opened: "));
  CHECK(Database::open_copy(folder.path() / "none"));
}

TEST_CASE("a file that holds other bytes than a database is damaged") {
  const TempFolder folder;
  folder.write("numbers", "not a database, and longer than the head of one would have to be: " +
                              std::string(100, 'x'));
  auto database = Database::open(folder.path() / "numbers");
  REQUIRE(database);
  CHECK_FALSE(database->number("SELECT number FROM numbers", {}));
  CHECK(database->is_damaged());
}

TEST_SUITE_END();
