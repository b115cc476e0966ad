import PolicyDiagnostics
import PolicyDocuments
import PolicyJSON
import PolicyTime
import SessionPolicy

/// A command for a shell that makes the same decision once more, with nothing but the policies.
struct Reproduction {
  let command: String

  init(_ snapshot: Snapshot, _ suite: Suite) {
    var words = ["session-policy", "explain", "-"]
    words += suite.policyPaths.flatMap { ["--policies", quotedForShell($0)] }
    words += suite.kratosPaths.flatMap { ["--kratos", quotedForShell($0)] }
    if let release = suite.settings.chosenRelease {
      words += ["--kratos-release", release.rawValue]
    }
    command =
      words.joined(separator: " ") + " <<'SNAPSHOT'\n" + JSONWriter.text(of: snapshot.json)
      + "\nSNAPSHOT"
  }
}

/// A word as a shell takes it literally; `printf` writes what nobody could see or copy.
package func quotedForShell(_ word: String) -> String {
  let isPlain = word.utf8.allSatisfy { byte in
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "./_-+".utf8.contains(byte)
  }
  if isPlain, !word.isEmpty { return word }
  guard !escapedForDisplay(word).hasSameBytes(as: word) else {
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
  let format = PathText.bytes(of: word).map { byte -> String in
    switch byte {
    case UInt8(ascii: "%"): return "%%"
    case UInt8(ascii: "'"), UInt8(ascii: "\\"): return "\\" + octal(byte)
    case 0x20...0x7E: return String(Unicode.Scalar(byte))
    default: return "\\" + octal(byte)
    }
  }
  return "\"$(printf '\(format.joined())')\""
}

private func octal(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 8)
  return String(repeating: "0", count: 3 - digits.count) + digits
}
