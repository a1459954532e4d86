#include "site/json_file.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "base/fingerprint.h"
#include "base/join.h"
#include "base/json_shape.h"
#include "base/limits.h"
#include "site/json_diagnosis.h"
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

/// Reads a text that is JSON again for what its values do not tell: the line of one of them, and
/// the first key that an object has twice.
class LineFinder final : public json::json_sax_t {
 public:
  /// Finds the line of the value at `pointer` (RFC 6901).
  LineFinder(const Position& position, std::string pointer)
      : position_(&position), wanted_(std::move(pointer)) {}
  [[nodiscard]] const std::optional<int>& line() const { return line_; }
  /// The pointer of a key that an object has twice, and its line.
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
    Level& level = levels_.back();
    level.name = step_to(name);
    if (!level.names.insert(level.name).second && !duplicate_)
      duplicate_ = {pointer(), position_->token_line};
    note();
    return true;
  }
  bool parse_error(std::size_t /*at*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    return false;
  }

 private:
  struct Level {
    bool is_array = false;
    std::size_t matched = kNone;  // bytes of the wanted pointer that lead to this value
    std::size_t index = 0;
    std::string name;
    std::set<std::string> names;
  };
  static constexpr std::size_t kNone = std::string::npos;

  [[nodiscard]] static std::string name_in(const Level& level) {
    return level.is_array ? "/" + std::to_string(level.index) : level.name;
  }
  [[nodiscard]] std::string pointer() const {
    std::string out;
    for (const Level& level : levels_) out += name_in(level);
    return out;
  }
  /// Bytes of the wanted pointer that lead to the value that begins; none: it leads elsewhere.
  [[nodiscard]] std::size_t matched() const {
    if (levels_.empty()) return 0;
    const Level& level = levels_.back();
    if (level.matched == kNone) return kNone;
    const std::string name = name_in(level);
    return wanted_.compare(level.matched, name.size(), name) == 0 ? level.matched + name.size()
                                                                  : kNone;
  }
  void note() {
    if (!line_ && matched() == wanted_.size()) line_ = position_->token_line;
  }
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
    levels_.push_back({.is_array = is_array, .matched = matched()});
    return true;
  }
  bool close() {
    levels_.pop_back();
    step();
    return true;
  }

  const Position* position_;
  std::string wanted_;
  std::vector<Level> levels_;
  std::optional<int> line_;
  std::optional<std::pair<std::string, int>> duplicate_;
};

// The lines of values are needed only for a fault, so the text is read again when there is one.
LineFinder found_lines(const std::string& text, const std::string& pointer) {
  Position position;
  LineFinder finder(position, pointer);
  json::sax_parse(CountingIterator(text.data(), &position),
                  CountingIterator(text.data() + text.size(), &position), &finder);
  return finder;
}

/// Keys of all objects in `value`, each once.
std::size_t count_keys(const json& value) {
  std::size_t keys = value.is_object() ? value.size() : 0;
  if (!value.is_structured()) return keys;
  for (const json& child : value) keys += count_keys(child);
  return keys;
}

Error duplicate_fault(const std::string& name, const std::string& text) {
  const auto duplicate = found_lines(text, "").duplicate().value_or(std::pair("", 1));
  return {ErrorKind::Config, name + ":" + std::to_string(duplicate.second) + ": " +
                                 duplicate.first + ": expected each key once, found it twice"};
}

/// Throws where the text is no JSON. Errors: it is nested too deeply, an object has a key twice.
Result<json> parsed(const std::string& name, const std::string& text) {
  const JsonShape shape = json_shape(text);
  if (shape.levels > limits::kJsonLevels) {
    return fail(ErrorKind::Config,
                name + ": expected at most " + std::to_string(limits::kJsonLevels) +
                    " levels of brackets, found " + std::to_string(shape.levels));
  }
  json root = json::parse(text);
  if (shape.members != count_keys(root)) return tl::unexpected(duplicate_fault(name, text));
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

Result<JsonFile> JsonFile::load(const std::filesystem::path& path, std::string_view least) {
  const std::string name = path.string();
  Result<std::string> text = read_text(path);
  if (!text) return in_context(name, text.error());
  if (text->find_first_not_of(" \t\r\n") == std::string::npos)
    return fail(ErrorKind::Config, name + ": is empty; expected at least " + std::string(least));
  try {
    return parsed(name, *text).map([&](json root) {
      return JsonFile(name, *std::move(text), std::move(root));
    });
  } catch (const json::parse_error& error) {
    const std::size_t at = std::max<std::size_t>(error.byte, 1) - 1;
    const auto mistake = diagnose_json(*text, at);
    const std::string fault = mistake
                                  ? std::to_string(mistake->line) + ": not JSON: " + mistake->cause
                                  : parse_fault(error.what());
    return fail(ErrorKind::Config, name + ":" + fault);
  } catch (const json::exception& error) {
    return fail(ErrorKind::Config, name + ":" + parse_fault(error.what()));
  }
}

void JsonFile::note_fault(const std::string& pointer, const std::string& cause) {
  if (fault_) return;
  const std::optional<int> line = found_lines(text_, pointer).line();
  const std::string place = line ? ":" + std::to_string(*line) : "";
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
    file_->note_fault(pointer_, "expected an object, found " + value.dump().substr(0, 60));
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

std::uint64_t JsonObject::fingerprint(std::initializer_list<std::string_view> except) const {
  json value = *value_;
  for (const std::string_view key : except) value.erase(std::string(key));
  return newshole::fingerprint(value.dump(-1, ' ', false, json::error_handler_t::replace));
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

void JsonObject::finish(std::span<const KeyHome> homes) {
  const std::vector<std::string> known(asked_.begin(), asked_.end());
  for (const auto& [key, value] : value_->items()) {
    if (asked_.contains(key)) continue;
    const auto home = std::ranges::find(homes, key, &KeyHome::key);
    fault(key, home != homes.end() ? "misplaced key, it belongs into " + std::string(home->place)
                                   : "unknown key, expected one of " + joined(known, ", ") +
                                         suggestion(key, known));
  }
  // After unknown keys: one of those is often the required one, misspelt.
  for (const std::string& key : required_) {
    if (value_->contains(key)) continue;
    file_->note_fault(pointer_, "expected the key \"" + key + "\", found none");
  }
}

}  // namespace newshole::site
