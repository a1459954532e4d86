#include "extract/metadata/json_repair.h"

#include <algorithm>
#include <cstddef>

namespace newshole::extract {
namespace {

constexpr std::string_view kBlanks = " \t\n\r";

/// Copies JSON token by token.
class JsonRepair {
 public:
  explicit JsonRepair(std::string_view text) : text_(text) {}

  std::string repair() {
    while (at_ < text_.size()) {
      if (!skip_remark()) step();
    }
    drop_comma();
    while (!open_.empty()) close();
    return are_many_ ? "[" + out_ + "]" : std::move(out_);
  }

 private:
  /// Comments and the marks around CDATA.
  bool skip_remark() {
    struct Remark {
      std::string_view begin;
      std::string_view end;
    };
    constexpr Remark kRemarks[] = {{"<![CDATA[", ""}, {"]]>", ""},  {"<!--", ""},
                                   {"-->", ""},       {"/*", "*/"}, {"//", "\n"}};
    const std::string_view rest = text_.substr(at_);
    for (const auto& [begin, end] : kRemarks) {
      if (!rest.starts_with(begin)) continue;
      // A mark may stand in the line of a comment: "//<![CDATA[".
      if (begin == "//" && rest.substr(0, 16).find("CDATA[") != std::string_view::npos) break;
      const std::size_t last = end.empty() ? begin.size() : rest.find(end, begin.size());
      at_ += last == std::string_view::npos ? rest.size() : last + end.size();
      return true;
    }
    return false;
  }

  void step() {
    const char c = text_[at_];
    if (kBlanks.find(c) != std::string_view::npos || c == ';') {
      ++at_;
    } else if (c == '"') {
      begin_value();
      copy_string();
    } else if (c == '{' || c == '[') {
      begin_value();
      open_ += c == '{' ? '}' : ']';
      out_ += c;
      ++at_;
    } else if (c == '}' || c == ']') {
      drop_comma();
      if (open_.ends_with(c)) close();
      ++at_;
    } else if (c == ',' || c == ':') {
      if (c == ':' || ends_value()) out_ += c;
      ++at_;
    } else {
      copy_word();
    }
  }

  [[nodiscard]] bool ends_value() const {
    return !out_.empty() && std::string_view("{[,:").find(out_.back()) == std::string_view::npos;
  }

  void begin_value() {
    if (!ends_value()) return;
    out_ += ',';
    are_many_ = are_many_ || open_.empty();
  }

  void drop_comma() {
    if (out_.ends_with(',')) out_.pop_back();
  }

  void close() {
    out_ += open_.back();
    open_.pop_back();
  }

  /// Numbers, true, null; what stands outside of all brackets is no JSON.
  void copy_word() {
    constexpr std::string_view kEnds = " \t\n\r,:;{}[]\"/";
    const std::size_t end =
        std::min(text_.size(), std::max(at_ + 1, text_.find_first_of(kEnds, at_)));
    if (!open_.empty()) {
      begin_value();
      out_ += text_.substr(at_, end - at_);
    }
    at_ = end;
  }

  void copy_string() {
    out_ += '"';
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\\' && at_ + 1 < text_.size()) {
        const char next = text_[++at_];
        if (std::string_view("\"\\/bfnrtu").find(next) != std::string_view::npos) out_ += c;
        out_ += next;
      } else if (c != '"') {
        out_ += c;
      } else if (ends_string()) {
        break;
      } else {
        out_ += "\\\"";
      }
    }
    out_ += '"';
    if (at_++ < text_.size()) return;
    // What is cut off within a string has no end that is known.
    out_.clear();
    open_.clear();
  }

  /// A quote that something else than JSON follows stands within the string.
  [[nodiscard]] bool ends_string() const {
    const std::size_t next = text_.find_first_not_of(kBlanks, at_ + 1);
    return next == std::string_view::npos ||
           std::string_view(",:}]\"{[/").find(text_[next]) != std::string_view::npos;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
  std::string open_;  // the brackets that close those that are open
  bool are_many_ = false;
};

}  // namespace

std::string repaired_json(std::string_view text) {
  return JsonRepair(text).repair();
}

}  // namespace newshole::extract
