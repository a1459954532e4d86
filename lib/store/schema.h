#pragma once
// The tables of the state, version by version. Internal to this module.

#include "store/database.h"

namespace newshole::store {

/// The version that this program writes.
extern const std::int64_t kSchemaVersion;

/// The version of the tables in the file; 0: it has none.
[[nodiscard]] Result<std::int64_t> schema_version(Database& database);

/// Creates the tables, or upgrades those of an older version, and prepares the connection for a
/// run. Errors: Io, also where a newer version wrote the file.
[[nodiscard]] Status upgrade_schema(Database& database);

}  // namespace newshole::store
