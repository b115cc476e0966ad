import PolicyDiagnostics

/// The fixes that can be made to files at once.
struct FixRound {
  /// The files with a change, by name.
  private(set) var changed: [Text: SourceFile] = [:]
  /// What the changes do, in the order of the findings.
  private(set) var titles: [String] = []

  /// Chooses the fixes of findings that do not stand in each other's way.
  ///
  /// Of two that touch the same text the first stays; the other may come in a later round, if there
  /// is still something to mend.
  init(_ findings: [Finding], includingUnsafe: Bool) {
    var edits: [Text: Edits] = [:]
    var files: [Text: SourceFile] = [:]
    for finding in findings where finding.suppression == nil {
      guard let fix = finding.diagnostic.fix, fix.isSafe || includingUnsafe else { continue }
      let isFree = fix.edits.allSatisfy {
        edits[Text($0.location.file.name)]?.hasRoom(for: $0.location.range) ?? true
      }
      guard isFree else { continue }
      for edit in fix.edits {
        let name = Text(edit.location.file.name)
        edits[name, default: Edits()].add(edit)
        files[name] = edit.location.file
      }
      titles.append("\(finding.diagnostic.code.id): \(fix.title)")
    }
    for (name, file) in files {
      changed[name] = file.applying(edits[name]?.all ?? [])
    }
  }

  /// Edits of one file that were chosen. Those of one fix may touch each other, others do not.
  private struct Edits {
    /// In the order of their places.
    private(set) var all: [Fix.Edit] = []
    /// How far the edits up to each reach.
    private var ends: [Int] = []

    /// Whether none of them touches a range.
    func hasRoom(for range: SourceRange) -> Bool {
      let next = place(after: range.end)
      return next == 0 || ends[next - 1] < range.start
    }

    mutating func add(_ edit: Fix.Edit) {
      let range = edit.location.range
      let next = place(after: range.start)
      all.insert(edit, at: next)
      ends.insert(max(range.end, next > 0 ? ends[next - 1] : 0), at: next)
      for later in ends.indices.dropFirst(next + 1) {
        guard ends[later] < range.end else { break }
        ends[later] = range.end
      }
    }

    /// The first edit that begins after an offset.
    private func place(after offset: Int) -> Int {
      all.partitioningIndex { $0.location.range.start > offset }
    }
  }
}
