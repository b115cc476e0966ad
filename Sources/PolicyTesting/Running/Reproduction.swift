import PolicyCEL
import PolicyJSON
import SessionPolicy

/// A command for a shell that makes the same decision once more, with nothing but the policies.
struct Reproduction {
  let command: String

  init(_ snapshot: Snapshot, _ suite: Suite) {
    var words = ["session-policy", "explain", "-", "--policies"]
    words += suite.policyPaths.map(Self.quoted)
    if let kratos = suite.kratosPath { words += ["--kratos", Self.quoted(kratos)] }
    if let release = suite.settings.chosenRelease {
      words += ["--kratos-release", release.rawValue]
    }
    let document: JSONValue = .object(
      JSONObject(
        [
          snapshot.now.map { ("now", .string($0.rfc3339)) },
          ("session", snapshot.session.document), ("request", snapshot.request.document),
          ("context", .object(snapshot.context)),
        ].compactMap { $0 }))
    command =
      words.joined(separator: " ") + " <<'SNAPSHOT'\n" + JSONWriter.text(of: document)
      + "\nSNAPSHOT"
  }

  /// A word as a shell takes it literally.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "./_-+".utf8.contains(byte)
    }
    return isPlain && !word.isEmpty
      ? word
      : "'"
        + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        + "'"
  }
}
