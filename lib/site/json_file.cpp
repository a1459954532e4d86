#include "site/json_file.h"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <map>

#include "base/fingerprint.h"
#include "base/join.h"
#include "site/suggestion.h"

namespace newshole::site {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxFileBytes = std::size_t{1} << 20;

/// The parser's position. It reads one character past a number, so the line that counts is that of
/// the last character that is not white space.
struct Position {
  int line = 1;
  int token_line = 1;

  void pass(char c) {
    if (c == '\n') ++line;
    if (c > ' ') token_line = line;
  }
};

/// Updates a Position with each character that the parser takes.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, Position* position) : at_(at), position_(position) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    position_->pass(*at_++);
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  Position* position_;
};

/// "/KEY", as a JSON pointer has it.
std::string step_to(std::string_view key) {
  return (json::json_pointer() / std::string(key)).to_string();
}

/// Notes the line of every value by its JSON pointer.
class LineRecorder final : public json::json_sax_t {
 public:
  explicit LineRecorder(const Position& position) : position_(&position) {}
  [[nodiscard]] const std::map<std::string, int>& lines() const { return lines_; }
  /// A key that an object has twice, and its line.
  [[nodiscard]] const std::optional<std::pair<std::string, int>>& duplicate() const {
    return duplicate_;
  }

  bool null() override { return value(); }
  bool boolean(bool /*value*/) override { return value(); }
  bool number_integer(number_integer_t /*value*/) override { return value(); }
  bool number_unsigned(number_unsigned_t /*value*/) override { return value(); }
  bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return value(); }
  bool string(string_t& /*value*/) override { return value(); }
  bool binary(binary_t& /*value*/) override { return value(); }
  bool start_object(std::size_t /*size*/) override { return open(false); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t /*size*/) override { return open(true); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    levels_.back().step = step_to(name);
    if (!lines_.emplace(pointer(), position_->token_line).second) {
      duplicate_ = {pointer(), position_->token_line};
    }
    return true;
  }
  bool parse_error(std::size_t /*at*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    return false;
  }

 private:
  struct Level {
    bool is_array = false;
    std::size_t index = 0;
    std::string step;
  };

  [[nodiscard]] std::string pointer() const {
    std::string out;
    for (const Level& level : levels_) {
      out += level.is_array ? "/" + std::to_string(level.index) : level.step;
    }
    return out;
  }
  void note() { lines_.emplace(pointer(), position_->token_line); }
  void step() {
    if (!levels_.empty() && levels_.back().is_array) ++levels_.back().index;
  }
  bool value() {
    note();
    step();
    return true;
  }
  bool open(bool is_array) {
    note();
    levels_.push_back({.is_array = is_array});
    return true;
  }
  bool close() {
    levels_.pop_back();
    step();
    return true;
  }

  const Position* position_;
  std::vector<Level> levels_;
  std::map<std::string, int> lines_;  // by JSON pointer (RFC 6901)
  std::optional<std::pair<std::string, int>> duplicate_;
};

// The lines of values are needed only for a fault, so they are not recorded before there is one.
LineRecorder recorded_lines(const std::string& text) {
  Position position;
  LineRecorder recorder(position);
  json::sax_parse(CountingIterator(text.data(), &position),
                  CountingIterator(text.data() + text.size(), &position), &recorder);
  return recorder;
}

/// Keys of all objects in `value`, each once.
std::size_t count_keys(const json& value) {
  std::size_t keys = value.is_object() ? value.size() : 0;
  if (!value.is_structured()) return keys;
  for (const json& child : value) keys += count_keys(child);
  return keys;
}

Error duplicate_fault(const std::string& name, const std::string& text) {
  const auto duplicate = recorded_lines(text).duplicate().value_or(std::pair("", 1));
  return {ErrorKind::Config, name + ":" + std::to_string(duplicate.second) + ": " +
                                 duplicate.first + ": expected each key once, found it twice"};
}

/// Throws where the text is no JSON. Errors: an object has a key twice.
Result<json> parsed(const std::string& name, const std::string& text) {
  std::size_t keys = 0;
  const auto count = [&keys](int, json::parse_event_t event, json&) {
    if (event == json::parse_event_t::key) ++keys;
    return true;
  };
  json root = json::parse(text, count);
  if (keys != count_keys(root)) return tl::unexpected(duplicate_fault(name, text));
  return root;
}

Result<std::string> read_text(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return fail(ErrorKind::Config, "is a folder");
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(ErrorKind::Config, "cannot be read: " + system_cause(errno));
  std::string text(std::istreambuf_iterator<char>(in), {});
  if (text.size() > kMaxFileBytes) return fail(ErrorKind::Config, "is larger than 1 MB");
  return text;
}

/// "3: not JSON: column 5: unexpected '}'; expected string literal" out of the library's message.
std::string parse_fault(std::string_view what) {
  constexpr std::string_view kLine = "line ";
  const std::size_t line = what.find(kLine);
  const std::size_t comma = what.find(", ", line);
  if (line == std::string_view::npos || comma == std::string_view::npos) {
    return " not JSON: " + std::string(what);
  }
  const std::string_view number = what.substr(line + kLine.size(), comma - line - kLine.size());
  return std::string(number) + ": not JSON: " + std::string(what.substr(comma + 2));
}

}  // namespace

JsonFile::JsonFile(std::string name, std::string text, json root)
    : name_(std::move(name)), text_(std::move(text)), root_(std::move(root)) {}

std::uint64_t JsonFile::fingerprint() const {
  return newshole::fingerprint(text_);
}

Result<JsonFile> JsonFile::load(const std::filesystem::path& path) {
  const std::string name = path.string();
  Result<std::string> text = read_text(path);
  if (!text) return in_context(name, text.error());
  try {
    return parsed(name, *text).map([&](json root) {
      return JsonFile(name, *std::move(text), std::move(root));
    });
  } catch (const json::exception& error) {
    return fail(ErrorKind::Config, name + ":" + parse_fault(error.what()));
  }
}

void JsonFile::note_fault(const std::string& pointer, const std::string& cause) {
  if (fault_) return;
  const std::map<std::string, int> lines = recorded_lines(text_).lines();
  const auto line = lines.find(pointer);
  const std::string place = line == lines.end() ? "" : ":" + std::to_string(line->second);
  fault_ = Error{ErrorKind::Config,
                 name_ + place + ": " + (pointer.empty() ? "" : pointer + ": ") + cause};
}

Status JsonFile::status() const {
  if (fault_) return tl::unexpected(*fault_);
  return {};
}

JsonObject::JsonObject(JsonFile& file, const json& value, std::string pointer)
    : file_(&file), value_(&value), pointer_(std::move(pointer)) {
  if (!value.is_object()) {
    file_->note_fault(pointer_, "expected an object, found " + value.dump());
    static const json empty = json::object();
    value_ = &empty;
  }
}

std::string JsonObject::pointer_to(std::string_view key) const {
  return pointer_ + step_to(key);
}

const json* JsonObject::find(std::string_view key, std::string_view type) {
  asked_.emplace(key);
  const auto found = value_->find(key);
  if (found == value_->end()) return nullptr;
  if (found->type_name() == type) return &*found;
  const std::string article = type == "array" || type == "object" ? "an " : "a ";
  fault(key, "expected " + article + std::string(type) + ", found " + found->dump().substr(0, 60));
  return nullptr;
}

const std::string* JsonObject::string_at(const json& value, const std::string& pointer) {
  if (value.is_string()) return value.get_ptr<const std::string*>();
  file_->note_fault(pointer, "expected a string, found " + value.dump().substr(0, 60));
  return nullptr;
}

void JsonObject::read(std::string_view key, std::string& target) {
  if (const json* value = find(key, "string")) target = value->get_ref<const std::string&>();
}

void JsonObject::read(std::string_view key, long& target, IntegerRange range) {
  asked_.emplace(key);
  const auto found = value_->find(key);
  if (found == value_->end()) return;
  // A number that no signed 64-bit integer holds is out of every range.
  const bool fits = found->is_number_integer() &&
                    (!found->is_number_unsigned() || found->get<std::uint64_t>() <= INT32_MAX);
  if (fits && found->get<long>() >= range.least && found->get<long>() <= range.most) {
    target = found->get<long>();
    return;
  }
  fault(key, "expected a whole number from " + std::to_string(range.least) + " to " +
                 std::to_string(range.most) + ", found " + found->dump().substr(0, 60));
}

void JsonObject::read(std::string_view key, bool& target) {
  if (const json* value = find(key, "boolean")) target = value->get<bool>();
}

void JsonObject::read(std::string_view key, std::vector<std::string>& target) {
  read_list(key, target, [](std::string_view text) -> Result<std::string> {
    if (text.empty()) return fail(ErrorKind::Config, "expected a string that is not empty");
    return std::string(text);
  });
}

std::vector<JsonEntry> JsonObject::entries(std::string_view key) {
  std::vector<JsonEntry> out;
  const json* array = find(key, "array");
  if (array == nullptr) return out;
  for (std::size_t i = 0; i < array->size(); ++i) {
    const json& value = (*array)[i];
    JsonEntry& entry = out.emplace_back();
    entry.pointer = pointer_to(key) + "/" + std::to_string(i);
    if (value.is_object()) {
      entry.object = JsonObject(*file_, value, entry.pointer);
    } else if (const std::string* text = string_at(value, entry.pointer)) {
      entry.text = *text;
    }
  }
  return out;
}

std::vector<JsonObject> JsonObject::objects(std::string_view key) {
  std::vector<JsonObject> out;
  const json* array = find(key, "array");
  if (array == nullptr) return out;
  for (std::size_t i = 0; i < array->size(); ++i) {
    out.emplace_back(*file_, (*array)[i], pointer_to(key) + "/" + std::to_string(i));
  }
  return out;
}

std::optional<JsonObject> JsonObject::object(std::string_view key) {
  const json* value = find(key, "object");
  if (value == nullptr) return std::nullopt;
  return JsonObject(*file_, *value, pointer_to(key));
}

void JsonObject::require(std::string_view key) {
  required_.emplace_back(key);
}

void JsonObject::fault(std::string_view key, const std::string& cause) {
  file_->note_fault(pointer_to(key), cause);
}

void JsonObject::note_unknown_name(std::string_view key, std::string_view word,
                                   std::span<const std::string> known) {
  fault(key, "expected one of " + joined(known, ", ") + ", found \"" + std::string(word) + "\"" +
                 suggestion(word, known));
}

void JsonObject::finish() {
  const std::vector<std::string> known(asked_.begin(), asked_.end());
  for (const auto& [key, value] : value_->items()) {
    if (asked_.contains(key)) continue;
    fault(key, "unknown key, expected one of " + joined(known, ", ") + suggestion(key, known));
  }
  // After unknown keys: one of those is often the required one, misspelt.
  for (const std::string& key : required_) {
    if (value_->contains(key)) continue;
    file_->note_fault(pointer_, "expected the key \"" + key + "\", found none");
  }
}

}  // namespace newshole::site
