import PolicyDiagnostics

/// The fixes that can be made to files at once.
struct FixRound {
  /// The files with a change, by name.
  private(set) var changed: [String: SourceFile] = [:]
  /// What the changes do, in the order of the findings.
  private(set) var titles: [String] = []

  /// Chooses the fixes of findings that do not stand in each other's way.
  ///
  /// Of two that touch the same text the first stays; the other may come in a later round, if there
  /// is still something to mend.
  init(_ findings: [Finding], includingUnsafe: Bool) {
    var edits: [String: [Fix.Edit]] = [:]
    var files: [String: SourceFile] = [:]
    for finding in findings where finding.suppression == nil {
      guard let fix = finding.diagnostic.fix, fix.isSafe || includingUnsafe else { continue }
      let isFree = fix.edits.allSatisfy { edit in
        edits[edit.location.file.name, default: []].allSatisfy { !Self.collide($0, edit) }
      }
      guard isFree else { continue }
      for edit in fix.edits {
        edits[edit.location.file.name, default: []].append(edit)
        files[edit.location.file.name] = edit.location.file
      }
      titles.append("\(finding.diagnostic.code.id): \(fix.title)")
    }
    for (name, file) in files {
      changed[name] = Self.applying(edits[name, default: []], to: file)
    }
  }

  private static func collide(_ a: Fix.Edit, _ b: Fix.Edit) -> Bool {
    let (x, y) = (a.location.range, b.location.range)
    return x.start <= y.end && y.start <= x.end
  }

  private static func applying(_ edits: [Fix.Edit], to file: SourceFile) -> SourceFile {
    var bytes: [UInt8] = []
    var end = 0
    for edit in edits.sorted(by: { $0.location.range.start < $1.location.range.start }) {
      let range = edit.location.range
      guard range.start >= end, range.end <= file.bytes.count else { continue }
      bytes += file.bytes[end..<range.start]
      bytes += edit.replacement.utf8
      end = range.end
    }
    return SourceFile(name: file.name, bytes: bytes + file.bytes[end...])
  }
}
