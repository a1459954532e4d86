#include "store/database.h"

#include <cerrno>

#include <sqlite3.h>

#include "base/descriptor.h"
#include "base/percent.h"

namespace newshole::store {
namespace {

bool means_damage(int code) {
  const int primary = code & 0xFF;
  return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
}

// The errno of a read that failed last in a file of the database; 0: none. SQLite reports damage,
// too, where the system cannot read: the next run may be able to.
int read_error_of(sqlite3* connection) {
  for (const int which : {SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER}) {
    sqlite3_file* file = nullptr;
    sqlite3_file_control(connection, "main", which, static_cast<void*>(&file));
    int number = 0;
    if (file != nullptr && file->pMethods != nullptr)
      file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &number);
    if (number == EIO || number == ENXIO || number == ERANGE) return number;
  }
  return 0;
}

// SQLite binds NULL for a null pointer.
const char* data_of(std::string_view bytes) {
  return bytes.data() == nullptr ? "" : bytes.data();
}

int bind(sqlite3_stmt* statement, int position, const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value))
    return sqlite3_bind_int64(statement, position, *integer);
  if (const auto* text = std::get_if<std::string_view>(&value))
    return sqlite3_bind_text64(statement, position, data_of(*text), text->size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  if (const auto* blob = std::get_if<Blob>(&value))
    return sqlite3_bind_blob64(statement, position, data_of(blob->bytes), blob->bytes.size(),
                               SQLITE_STATIC);
  return sqlite3_bind_null(statement, position);
}

int bind_all(sqlite3_stmt* statement, const Values& values) {
  int position = 0;
  for (const Value& value : values) {
    const int code = bind(statement, ++position, value);
    if (code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

int step_through(sqlite3_stmt* statement, const Database::OnRow& on_row) {
  int code = sqlite3_step(statement);
  for (; code == SQLITE_ROW; code = sqlite3_step(statement)) on_row(Row(statement));
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

// An empty log holds nothing; a reader that opened it when the last writer closed may leave one.
bool has_log(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file.string() + "-wal", error);
  return !error && size > 0;
}

// A file: URI in which only the path is what its bytes say. Without `immutable` SQLite would create
// the log that is missing, and without `readonly_shm` write to the -shm of one that is there.
std::string uri_to_read(const std::filesystem::path& file) {
  const auto is_plain = [](char c) { return c != '?' && c != '#' && c != '%'; };
  return "file:" + percent::encoded(file.string(), is_plain) +
         (has_log(file) ? "?readonly_shm=1" : "?immutable=1");
}

// NOLINTNEXTLINE(readability-non-const-parameter): SQLite's signature
int copy_name(sqlite3_vfs* /*file_system*/, const char* name, int room, char* to) {
  const std::string_view text = name;
  if (text.size() >= static_cast<std::size_t>(room)) return SQLITE_CANTOPEN;
  text.copy(to, text.size());
  to[text.size()] = '\0';
  return SQLITE_OK;
}

// The usual file system, but names of files are not resolved to full paths: some folder of these
// may be closed to this user.
const char* names_as_given() {
  static sqlite3_vfs file_system = [] {
    sqlite3_vfs usual = *sqlite3_vfs_find(nullptr);
    usual.pNext = nullptr;
    usual.zName = "newshole-names-as-given";
    usual.xFullPathname = copy_name;
    return usual;
  }();
  static const int registered = sqlite3_vfs_register(&file_system, 0);
  return registered == SQLITE_OK ? file_system.zName : nullptr;
}

}  // namespace

std::int64_t Row::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::optional<std::int64_t> Row::optional_integer(int column) const {
  if (sqlite3_column_type(statement_, column) == SQLITE_NULL) return std::nullopt;
  return integer(column);
}

std::string Row::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  const int size = sqlite3_column_bytes(statement_, column);
  return bytes == nullptr ? std::string() : std::string(bytes, static_cast<std::size_t>(size));
}

void Database::Close::operator()(sqlite3* connection) const {
  sqlite3_close_v2(connection);
}

void Database::Close::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Result<Database> Database::connect(const std::filesystem::path& file, const std::string& name,
                                   int flags, const char* file_system) {
  constexpr int kAlways = SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX;
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &raw, flags | kAlways, file_system);
  Database database(Connection(raw), file.string());
  if (code == SQLITE_OK) return database;
  const int number = raw == nullptr ? 0 : sqlite3_system_errno(raw);
  if (number != 0) return io_error(file.string(), "cannot be opened", number);
  return fail(ErrorKind::Io, file.string() + ": cannot be opened: " + sqlite3_errstr(code));
}

Result<Database> Database::open(const std::filesystem::path& file) {
  return connect(file, file.string(),
                 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW);
}

Result<Database> Database::open_copy(const std::filesystem::path& file) {
  Result<Database> copy = connect(file, "", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  std::error_code ignored;
  // A file that cannot be looked at may be there.
  if (!copy ||
      std::filesystem::status(file, ignored).type() == std::filesystem::file_type::not_found)
    return copy;
  const Status copied = copy->copy_from(file);
  if (!copied && !copy->is_damaged()) return tl::unexpected(copied.error());
  return copy;
}

Result<Database> Database::open_to_read(const std::filesystem::path& file) {
  Result<Database> database =
      connect(file, uri_to_read(file), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
  // A writer that begins or ends locks the file for a moment.
  constexpr int kMilliseconds = 5000;
  if (database) sqlite3_busy_timeout(database->handle(), kMilliseconds);
  return database;
}

Result<Database> Database::open_beside_writer(const std::filesystem::path& file) {
  return connect(file, file.string(), SQLITE_OPEN_READONLY, names_as_given());
}

Status Database::copy_from(const std::filesystem::path& file) {
  const Result<Database> source =
      connect(file, uri_to_read(file), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
  if (!source) return tl::unexpected(source.error());
  sqlite3_backup* backup = sqlite3_backup_init(handle(), "main", source->handle(), "main");
  if (backup == nullptr) return failure(sqlite3_extended_errcode(handle()));
  constexpr int kAllPages = -1;
  sqlite3_backup_step(backup, kAllPages);
  const int code = sqlite3_backup_finish(backup);
  return code == SQLITE_OK ? Status{} : failure(code);
}

tl::unexpected<Error> Database::failure(int code) {
  if (means_damage(code)) {
    if (const int number = read_error_of(connection_.get()); number != 0)
      return io_error(name_, "cannot be read", number);
    is_damaged_ = true;
  }
  return fail(ErrorKind::Io, name_ + ": " + sqlite3_errmsg(connection_.get()));
}

bool Database::is_in_transaction() const {
  return sqlite3_get_autocommit(connection_.get()) == 0;
}

Status Database::execute(const char* sql) {
  const int code = sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? Status{} : failure(code);
}

Result<sqlite3_stmt*> Database::prepared(std::string_view sql) {
  const auto known = statements_.find(sql);
  if (known != statements_.end()) return known->second.get();
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(connection_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  Statement statement(raw);
  if (code != SQLITE_OK) return failure(code);
  return statements_.emplace(std::string(sql), std::move(statement)).first->second.get();
}

Status Database::run(std::string_view sql, const Values& values) {
  return query(sql, values, [](const Row&) {});
}

Status Database::query(std::string_view sql, const Values& values, const OnRow& on_row) {
  const Result<sqlite3_stmt*> statement = prepared(sql);
  if (!statement) return tl::unexpected(statement.error());
  int code = bind_all(*statement, values);
  if (code == SQLITE_OK) code = step_through(*statement, on_row);
  Status status = code == SQLITE_OK ? Status{} : failure(code);
  sqlite3_reset(*statement);
  sqlite3_clear_bindings(*statement);
  return status;
}

Result<std::optional<std::int64_t>> Database::number(std::string_view sql, const Values& values) {
  return row(sql, values, [](const Row& each) { return each.optional_integer(0); })
      .map([](const auto& found) { return found.value_or(std::nullopt); });
}

}  // namespace newshole::store
