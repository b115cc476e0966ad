import PolicyDiagnostics
import PolicyYAML

/// Takes an entry out of a section of a policy, with its lines.
struct EntryRemoval {
  /// The change; `nil` where the entry does not stand on lines of its own, or is the only one.
  let fix: Fix?

  init(of name: String, from section: String, in document: LintedPolicy) {
    let file = document.source
    guard let entries = document.document[section]?.mapping, entries.count > 1,
      let entry = entries.first(where: { $0.key.scalar == name }), entry.value.alias == nil,
      // What anchors a node that is used elsewhere has to stay.
      entry.value.anchor == nil
    else {
      fix = nil
      return
    }
    let first = file.line(at: entry.key.range.start)
    let last = file.line(at: entry.value.range.end)
    let start = file.lineRange(first).start
    let before = file.bytes[start..<entry.key.range.start]
    let end = last < file.lineCount ? file.lineRange(last + 1).start : file.bytes.count
    let isAlone = !entries.contains { other in
      other.key.range.start != entry.key.range.start
        && file.line(at: other.key.range.start) <= last
        && file.line(at: other.value.range.end) >= first
    }
    guard before.allSatisfy({ $0 == UInt8(ascii: " ") }), isAlone else {
      fix = nil
      return
    }
    fix = Fix(
      "remove `\(name)`", isSafe: true,
      edits: [Fix.Edit(SourceLocation(file, SourceRange(start, end)), replacement: "")])
  }
}
