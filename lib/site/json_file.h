#pragma once
// JSON files written by people: read key by key, every fault named with file, line, JSON pointer
// and what was expected. Internal to this module.

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace newshole::site {

/// A parsed file and the first fault that a reader found in it.
class JsonFile {
 public:
  /// `least` is what a file needs, for who gives an empty one. Errors (Config): unreadable, larger
  /// than 1 MB, empty, no JSON.
  [[nodiscard]] static Result<JsonFile> load(const std::filesystem::path& path,
                                             std::string_view least = "{}");

  [[nodiscard]] const nlohmann::json& root() const { return root_; }

  /// A fingerprint of the file's bytes.
  [[nodiscard]] std::uint64_t fingerprint() const;

  /// Notes "FILE:LINE: POINTER: CAUSE"; the first one stays.
  void note_fault(const std::string& pointer, const std::string& cause);

  /// The first fault, if there was one.
  [[nodiscard]] Status status() const;

 private:
  JsonFile(std::string name, std::string text, nlohmann::json root);
  std::string name_;
  std::string text_;
  nlohmann::json root_;
  std::optional<Error> fault_;
};

struct IntegerRange {
  long least;
  long most;
};

/// A name in the file and what it stands for.
template <typename T>
struct NamedValue {
  std::string_view name;
  T value;
};

/// A key and the object that it belongs into, in words.
struct KeyHome {
  std::string_view key;
  std::string_view place;
};

struct JsonEntry;

/// An object of the file. Each read takes a key; an absent key leaves its target alone; `finish`
/// finds the keys that were not read.
class JsonObject {
 public:
  JsonObject(JsonFile& file, const nlohmann::json& value, std::string pointer);

  void read(std::string_view key, std::string& target);
  void read(std::string_view key, long& target, IntegerRange range);
  void read(std::string_view key, bool& target);
  void read(std::string_view key, std::vector<std::string>& target);

  /// Each string of the array through `parse`, a Result<T>(std::string_view); they take the place
  /// of what the target holds.
  template <typename T, typename Parse>
  void read_list(std::string_view key, std::vector<T>& target, Parse parse) {
    const nlohmann::json* array = find(key, "array");
    if (array == nullptr) return;
    target.clear();
    for (std::size_t i = 0; i < array->size(); ++i) {
      const std::string pointer = pointer_to(key) + "/" + std::to_string(i);
      const std::string* text = string_at((*array)[i], pointer);
      if (text == nullptr) return;
      Result<T> value = parse(std::string_view(*text));
      if (!value) return file_->note_fault(pointer, value.error().message);
      target.push_back(*std::move(value));
    }
  }

  /// One of a few names.
  template <typename T>
  void read_name(std::string_view key, T& target, std::initializer_list<NamedValue<T>> names) {
    std::string word;
    read(key, word);
    if (find(key, "string") == nullptr) return;
    std::vector<std::string> known;
    for (const NamedValue<T>& named : names) {
      known.emplace_back(named.name);
      if (named.name == word) {
        target = named.value;
        return;
      }
    }
    note_unknown_name(key, word, known);
  }

  /// The elements of an array whose short form is a string and whose long form an object; empty
  /// where the key is absent.
  [[nodiscard]] std::vector<JsonEntry> entries(std::string_view key);
  /// The objects of an array; empty where the key is absent.
  [[nodiscard]] std::vector<JsonObject> objects(std::string_view key);
  /// The object below `key`; nothing where it is absent.
  [[nodiscard]] std::optional<JsonObject> object(std::string_view key);

  /// A fingerprint of the object's keys and values, whatever their order and lines, but for the
  /// keys `except`.
  [[nodiscard]] std::uint64_t fingerprint(
      std::initializer_list<std::string_view> except = {}) const;

  /// `finish` finds a fault if `key` is absent.
  void require(std::string_view key);
  [[nodiscard]] bool has(std::string_view key) const { return value_->contains(key); }
  /// True if there is an object below `key`.
  [[nodiscard]] bool holds_object(std::string_view key) const {
    return has(key) && value_->at(std::string(key)).is_object();
  }
  void fault(std::string_view key, const std::string& cause);
  /// A fault of the object as a whole.
  void fault(const std::string& cause) { file_->note_fault(pointer_, cause); }
  void fault_at(const std::string& pointer, const std::string& cause) {
    file_->note_fault(pointer, cause);
  }
  /// A fault at every key that was not read, with a suggestion, or with its place where `homes` has
  /// it.
  void finish(std::span<const KeyHome> homes = {});

 private:
  [[nodiscard]] const nlohmann::json* find(std::string_view key, std::string_view type);
  [[nodiscard]] const std::string* string_at(const nlohmann::json& value,
                                             const std::string& pointer);
  [[nodiscard]] std::string pointer_to(std::string_view key) const;
  void note_unknown_name(std::string_view key, std::string_view word,
                         std::span<const std::string> known);

  JsonFile* file_;
  const nlohmann::json* value_;
  std::string pointer_;
  std::set<std::string, std::less<>> asked_;
  std::vector<std::string> required_;
};

struct JsonEntry {
  std::string pointer;
  std::string text;                  ///< of a string
  std::optional<JsonObject> object;  ///< nothing for a string
};

}  // namespace newshole::site
