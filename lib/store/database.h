#pragma once
// A connection to SQLite that gives Results. Statements are prepared once and kept.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace newshole::store {

/// Binary data.
struct Blob {
  std::string_view bytes;
};

/// What is bound to a `?`; a view must outlive the call.
using Value = std::variant<std::nullptr_t, std::int64_t, std::string_view, Blob>;

/// One for each `?`, in order.
using Values = std::vector<Value>;

/// The row that a query stands on. Valid during the callback only.
class Row {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const;
  /// The bytes of a text or a blob.
  [[nodiscard]] std::string text(int column) const;

 private:
  sqlite3_stmt* statement_;
};

class Database {
 public:
  using OnRow = std::function<void(const Row&)>;

  /// A database file, created where it is missing; no component of `file` may be a symbolic link.
  [[nodiscard]] static Result<Database> open(const std::filesystem::path& file);

  /// A private copy of `file`, on disk if it is large, removed with the object. Nothing is written
  /// beside `file`; where it is missing the copy is empty.
  [[nodiscard]] static Result<Database> open_copy(const std::filesystem::path& file);
  /// The file with what its write-ahead log holds, to be read only; nothing is written beside it.
  /// Not for a process that writes to the file: within one, SQLite shares the -shm.
  /// Where it has no log it is read as it stands, so that a writer that begins meanwhile may make
  /// it look damaged: see last_seen.
  [[nodiscard]] static Result<Database> open_to_read(const std::filesystem::path& file);
  /// The file to be read only, while others may write to it. One with a write-ahead log needs its
  /// -wal and -shm beside it, but no right to write to them. `file` may lead through a folder that
  /// is held open (/proc/self/fd/7/...), whose own path is closed to us.
  [[nodiscard]] static Result<Database> open_beside_writer(const std::filesystem::path& file);

  /// One or more statements without values.
  [[nodiscard]] Status execute(const char* sql);

  [[nodiscard]] Status run(std::string_view sql, const Values& values);
  [[nodiscard]] Status query(std::string_view sql, const Values& values, const OnRow& on_row);
  /// The number in the first column of the last row; nothing where it is NULL, or there is no row.
  [[nodiscard]] Result<std::optional<std::int64_t>> number(std::string_view sql,
                                                           const Values& values);

  /// The result of `read` for each row, in their order.
  template <typename Read>
  [[nodiscard]] auto rows(std::string_view sql, const Values& values, const Read& read)
      -> Result<std::vector<std::invoke_result_t<Read, const Row&>>> {
    std::vector<std::invoke_result_t<Read, const Row&>> found;
    const Status status = query(sql, values, [&](const Row& row) { found.push_back(read(row)); });
    if (!status) return tl::unexpected(status.error());
    return found;
  }

  /// The result of `read` for the last row; nothing where there is none.
  template <typename Read>
  [[nodiscard]] auto row(std::string_view sql, const Values& values, const Read& read)
      -> Result<std::optional<std::invoke_result_t<Read, const Row&>>> {
    std::optional<std::invoke_result_t<Read, const Row&>> found;
    const Status status = query(sql, values, [&](const Row& each) { found = read(each); });
    if (!status) return tl::unexpected(status.error());
    return found;
  }

  /// False also after an error for which SQLite rolled back by itself.
  [[nodiscard]] bool is_in_transaction() const;

  /// For functions of SQLite that this class does not have; the connection stays this object's.
  [[nodiscard]] sqlite3* handle() const { return connection_.get(); }

  /// Its file, as messages name it.
  [[nodiscard]] const std::string& name() const { return name_; }

  /// True once SQLite has reported that the file is no database, or a damaged one; not where the
  /// system cannot read it.
  [[nodiscard]] bool is_damaged() const { return is_damaged_; }

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
    void operator()(sqlite3_stmt* statement) const;
  };
  using Connection = std::unique_ptr<sqlite3, Close>;
  using Statement = std::unique_ptr<sqlite3_stmt, Close>;

  /// `name` is the file as SQLite takes it; without `file_system` it is in the usual one.
  static Result<Database> connect(const std::filesystem::path& file, const std::string& name,
                                  int flags, const char* file_system = nullptr);
  Database(Connection connection, std::string name)
      : name_(std::move(name)), connection_(std::move(connection)) {}
  tl::unexpected<Error> failure(int code);
  Result<sqlite3_stmt*> prepared(std::string_view sql);
  Status copy_from(const std::filesystem::path& file);

  std::string name_;
  Connection connection_;  // above the statements, which must go first
  std::map<std::string, Statement, std::less<>> statements_;
  bool is_damaged_ = false;
};

}  // namespace newshole::store
