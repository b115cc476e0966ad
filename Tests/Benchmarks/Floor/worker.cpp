// The floor: what deciding costs in C++ that knows the rules, and reading with simdjson.
//
// The same protocol as the worker of this package. Modes of `time`:
//   eval        snapshots in a plain struct, texts as C has them
//   eval-sized  the same, texts with their length
//   e2e         from text to answer, with simdjson on demand
//   read        from text to the struct, and nothing more: what the policies and the decision need
//   parse       simdjson's document object model of the text, and nothing more

#include <simdjson.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

using namespace simdjson;

struct Answer {
  bool stop, extend, refresh;
};

static inline unsigned long long step(unsigned long long hash, unsigned char byte) {
  return (hash ^ byte) * 0x100000001b3ULL;
}

// Deciding, with texts as C has them: they end with a zero, and `strcmp` compares them.
namespace plain {
using Text = const char*;
#include "snapshot.inc"

static bool equal(Text a, const char* b) { return a && strcmp(a, b) == 0; }

static bool ends(Text text, const char* ending) {
  if (!text) return false;
  size_t length = strlen(text), wanted = strlen(ending);
  return length >= wanted && memcmp(text + length - wanted, ending, wanted) == 0;
}

static unsigned long long hash_of(Text text) {
  unsigned long long hash = 0xcbf29ce484222325ULL;
  for (; text && *text; text++) hash = step(hash, *text);
  return hash ^ hash >> 32;
}

static bool present(Text text) { return text; }
static Text keep(std::string_view in) {
  return in.data() ? strndup(in.data(), in.size()) : nullptr;
}
#include "decide.inc"
}  // namespace plain

// Deciding, with texts that know their length: a comparison becomes a few instructions in place.
namespace sized {
using Text = std::string_view;
#include "snapshot.inc"

static inline bool equal(Text a, Text b) { return a == b; }
static inline bool ends(Text text, Text ending) { return text.ends_with(ending); }

static inline unsigned long long hash_of(Text text) {
  unsigned long long hash = 0xcbf29ce484222325ULL;
  for (unsigned char byte : text) hash = step(hash, byte);
  return hash ^ hash >> 32;
}

static bool present(Text text) { return text.data(); }
static Text keep(std::string_view in) {
  return in.data() ? Text(strndup(in.data(), in.size()), in.size()) : in;
}
#include "decide.inc"
}  // namespace sized

using sized::Snapshot;

// Reading.

// A text, or nothing where there is none or null.
static inline bool text(simdjson_result<ondemand::value> value, std::string_view& out) {
  auto error = value.get_string().get(out);
  if (!error) return false;
  out = {};
  return error != NO_SUCH_FIELD && error != INCORRECT_TYPE;
}

static inline int digits(const char* at, int count) {
  int value = 0;
  for (int i = 0; i < count; i++) value = value * 10 + (at[i] - '0');
  return value;
}

// `2026-03-02T08:00:00.874923Z`, in UTC only.
static inline bool instant(simdjson_result<ondemand::value> value, long long& out) {
  std::string_view text;
  if (value.get_string().get(text) || text.size() < 20 || text.back() != 'Z') return true;
  const char* at = text.data();
  int year = digits(at, 4), month = digits(at + 5, 2), day = digits(at + 8, 2);
  year -= month <= 2;
  int era = year / 400, of_era = year - era * 400;
  int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  long long days =
      era * 146097LL + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
  long long seconds = days * 86400 + digits(at + 11, 2) * 3600 + digits(at + 14, 2) * 60 +
                      digits(at + 17, 2);
  long long fraction = 0, unit = 1000000000;
  for (size_t i = 20; i + 1 < text.size(); i++) {
    fraction = fraction * 10 + (at[i] - '0');
    unit /= 10;
  }
  out = seconds * 1000000000 + fraction * unit;
  return false;
}

static inline bool methods(simdjson_result<ondemand::value> value, Snapshot& out) {
  ondemand::array list;
  if (value.get_array().get(list)) return true;
  for (auto method : list) {
    if (out.method_count == 8) return true;
    if (method["method"].get_string().get(out.method_names[out.method_count++])) return true;
  }
  return false;
}

struct Line {
  const char* start;
  size_t length, capacity;
};

static bool read(ondemand::parser& parser, const Line& line, Snapshot& out) {
  out.method_count = 0;
  ondemand::document document;
  if (parser.iterate(line.start, line.length, line.capacity).get(document)) return false;
#define READ
#include "policies.inc"
#undef READ
  return true;
}

// The protocol.

static double clock_of(clockid_t clock) {
  timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

struct Worker {
  std::string lines_text;
  std::vector<Line> lines;
  dom::parser expected_parser;
  dom::element expected;
  ondemand::parser parser;
  dom::parser whole;
  std::vector<plain::Snapshot> plain_snapshots;
  std::vector<sized::Snapshot> sized_snapshots;

  bool open(const std::string& folder) {
    std::ifstream file(folder + "/snapshots.ndjson");
    std::stringstream buffer;
    buffer << file.rdbuf();
    lines_text = buffer.str();
    size_t length = lines_text.size();
    lines_text.resize(length + SIMDJSON_PADDING);
    for (size_t at = 0; at < length;) {
      size_t end = lines_text.find('\n', at);
      if (end == std::string::npos || end > length) end = length;
      lines.push_back({lines_text.data() + at, end - at, lines_text.size() - at});
      at = end + 1;
    }
    return !lines.empty() && !expected_parser.load(folder + "/expected.json").get(expected);
  }

  // Keeps the snapshots, with texts that outlive the parser's buffer.
  bool prepare() {
    for (size_t i = sized_snapshots.size(); i < lines.size(); i++) {
      Snapshot snapshot;
      if (!read(parser, lines[i], snapshot)) return false;
      plain_snapshots.push_back(plain::kept(snapshot));
      sized_snapshots.push_back(sized::kept(snapshot));
    }
    return true;
  }

  std::string time(long long size, std::string_view mode, long long reps) {
    auto decide_plain = plain::decider(size);
    auto decide = sized::decider(size);
    dom::array answers;
    if (!decide) return R"({"error":"no such policy"})";
    if (expected[std::to_string(size)].get(answers)) return R"({"error":"no answers"})";
    if (!prepare()) return R"({"error":"a snapshot does not read"})";
    std::vector<Answer> given(lines.size());
    size_t unread = 0;
    long long sum = 0;
    double wall = clock_of(CLOCK_MONOTONIC), processor = clock_of(CLOCK_PROCESS_CPUTIME_ID);
    for (long long r = 0; r < reps; r++) {
      if (mode == "eval") {
        for (size_t i = 0; i < lines.size(); i++) given[i] = decide_plain(plain_snapshots[i]);
      } else if (mode == "eval-sized") {
        for (size_t i = 0; i < lines.size(); i++) given[i] = decide(sized_snapshots[i]);
      } else if (mode == "parse") {
        for (auto& line : lines) {
          dom::element document;
          if (whole.parse(line.start, line.length, false).get(document)) unread++;
        }
      } else {
        bool answer = mode == "e2e";
        for (size_t i = 0; i < lines.size(); i++) {
          Snapshot snapshot;
          if (!read(parser, lines[i], snapshot)) unread++;
          if (answer) given[i] = decide(snapshot);
          else sum += snapshot.now + snapshot.method_count;
        }
      }
    }
    double each = double(reps) * lines.size();
    wall = (clock_of(CLOCK_MONOTONIC) - wall) / each;
    processor = (clock_of(CLOCK_PROCESS_CPUTIME_ID) - processor) / each;
    size_t bad = unread;
    if (mode != "read" && mode != "parse") {
      for (size_t i = 0; i < lines.size(); i++) {
        std::string answer = given[i].stop ? "stop+" : "proceed+";
        if (given[i].extend) answer += 'e';
        if (given[i].refresh) answer += 'r';
        std::string_view wanted;
        if (answers.at(i).get(wanted) || wanted != answer) bad++;
      }
    }
    std::ostringstream out;
    out << "{\"ns\":" << wall << ",\"cpu\":" << processor << ",\"bad\":" << bad
        << ",\"sum\":" << sum << "}";
    return out.str();
  }
};

static const std::string_view modes[] = {"eval", "eval-sized", "e2e", "read", "parse"};

int main(int count, char** arguments) {
  Worker worker;
  if (count != 2 || !worker.open(arguments[1])) {
    std::cerr << "usage: worker WORKLOAD_DIR (with snapshots.ndjson and expected.json)\n";
    return 2;
  }
  dom::parser parser;
  std::string line;
  while (std::getline(std::cin, line)) {
    dom::element command;
    std::string_view op, mode = "eval";
    long long size = 0, reps = 1;
    int64_t number;
    if (parser.parse(line).get(command) || command["op"].get(op)) op = "";
    if (!command["size"].get(number)) size = number;
    if (!command["reps"].get(number) && number > 0) reps = number;
    std::string_view given;
    if (!command["mode"].get(given)) mode = given;
    std::string answer = R"({"error":"unknown op"})";
    if (op == "info") {
      answer = "{\"engine\":\"C++ and simdjson " + std::to_string(SIMDJSON_VERSION_MAJOR) + "." +
               std::to_string(SIMDJSON_VERSION_MINOR) + "\",\"implementation\":\"" +
               get_active_implementation()->name() +
               "\",\"snapshots\":" + std::to_string(worker.lines.size()) + "}";
    } else if (op == "load") {
      answer = sized::decider(size) ? R"({"ns":0,"cpu":0})" : R"({"error":"no such policy"})";
    } else if (op == "time") {
      bool known = std::find(std::begin(modes), std::end(modes), mode) != std::end(modes);
      answer = known ? worker.time(size, mode, reps) : R"({"error":"no such mode"})";
    } else if (op == "rss") {
      rusage usage;
      getrusage(RUSAGE_SELF, &usage);
      answer = "{\"kb\":" + std::to_string(usage.ru_maxrss) + "}";
    }
    std::cout << answer << std::endl;
  }
}
