import PolicyDiagnostics
import PolicyJSON

/// Places as SARIF writes them.
enum SarifPlace {
  /// A range of a file.
  static func location(_ location: SourceLocation) -> JSONValue {
    [
      "physicalLocation": [
        "artifactLocation": artifact(location.file.name), "region": region(location),
      ]
    ]
  }

  /// A range, from 1, in UTF-16 code units; the end is the first column after it.
  static func region(_ location: SourceLocation) -> JSONValue {
    let start = location.file.position(at: location.range.start)
    let end = location.file.position(at: location.range.end)
    return [
      "startLine": .number(start.line), "startColumn": .number(start.column),
      "endLine": .number(end.line), "endColumn": .number(end.column),
    ]
  }

  /// A file; one without a leading `/` is relative to the folder that the command was run in.
  static func artifact(_ path: String) -> JSONValue {
    guard !path.hasPrefix("/") else { return ["uri": .string("file://" + encoded(path))] }
    let plain = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    return ["uri": .string(encoded(plain)), "uriBaseId": "%SRCROOT%"]
  }

  /// A path as a reference: what none may hold is written in percent.
  private static func encoded(_ path: String) -> String {
    path.utf8.map { byte -> String in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
        UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"):
        String(UnicodeScalar(byte))
      default:
        "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
  }
}
