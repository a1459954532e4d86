#pragma once
// Articles, stories and how they were found on their way from a worker (sandbox/workers.h), read as
// a stranger's bytes.

#include <optional>
#include <vector>

#include "extract/article.h"
#include "extract/field_trace.h"
#include "sandbox/message.h"

namespace newshole::extract {

void write(sandbox::MessageWriter& message, const Article& article);
void write(sandbox::MessageWriter& message, const std::vector<Story>& stories);
void write(sandbox::MessageWriter& message, const std::vector<url::Url>& addresses);
void write(sandbox::MessageWriter& message, const FieldTraces& traces);
void write(sandbox::MessageWriter& message, const std::optional<Overruled>& overruled);

/// Nothing: the message holds no article whose texts are clean and whose links lie in their texts.
[[nodiscard]] std::optional<Article> read_article(sandbox::MessageReader& message);

/// Nothing: the message holds no stories with addresses and clean texts.
[[nodiscard]] std::optional<std::vector<Story>> read_stories(sandbox::MessageReader& message);

/// Nothing: one of them is no address.
[[nodiscard]] std::optional<std::vector<url::Url>> read_addresses(sandbox::MessageReader& message);

[[nodiscard]] std::optional<Overruled> read_overruled(sandbox::MessageReader& message);

/// Their texts are cleaned.
[[nodiscard]] FieldTraces read_field_traces(sandbox::MessageReader& message);

}  // namespace newshole::extract
