import PolicyDiagnostics
import PolicyJSON

/// Finds what a line calls itself where the line as a whole cannot be read.
///
/// Only brackets and strings are told apart, in one pass without recursion, so that the `id` of a line
/// that breaks off or has a mistake behind it is still found. Whether it is a value is for the reader
/// to say.
enum LineIdentifier {
  /// The value of the key `id` at the top; `nil` if there is none before the line breaks.
  static func find(in line: UnsafeBufferPointer<UInt8>) -> JSONValue? {
    var (depth, place) = (0, 0)
    var valueStart: Int?
    while place < line.count {
      switch line[place] {
      case UInt8(ascii: "\""):
        guard let end = endOfString(in: line, from: place) else { return nil }
        if depth == 1, valueStart == nil, line[place + 1..<end].elementsEqual("id".utf8) {
          var next = end + 1
          while next < line.count, [0x20, 0x09].contains(line[next]) { next += 1 }
          if next < line.count, line[next] == UInt8(ascii: ":") {
            (valueStart, place) = (next + 1, next)
            break
          }
        }
        place = end
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 1, let start = valueStart { return value(line[start..<place]) }
        if line[place] != UInt8(ascii: ",") { depth -= 1 }
      default: break
      }
      place += 1
    }
    return nil
  }

  private static func endOfString(
    in line: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int? {
    var place = start + 1
    while place < line.count {
      if line[place] == UInt8(ascii: "\"") { return place }
      place += line[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  private static func value(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> JSONValue? {
    JSONReader.parse(SourceFile(name: "id", bytes: Array(bytes))).value
  }
}
