import PolicyDiagnostics
import PolicyLint
import PolicyTestSupport
import Testing

/// Differences say exactly what changed: applied to the old text they give the new one.
@Suite struct UnifiedDiffTests {
  /// Applies the rows of a difference to a text, as `patch` does; `nil` where they do not fit.
  private func applied(_ rows: [String], to text: [String]) -> [String]? {
    var result: [String] = []
    var next = 0
    for row in rows.dropFirst(2) {
      let body = String(row.dropFirst())
      switch row.first {
      case "@":
        let numbers = row.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
        guard numbers.count == 4, numbers[0] - 1 >= next else { return nil }
        result += text[next..<(numbers[0] - 1)]
        next = numbers[0] - 1
        guard result.count == numbers[2] - 1 else { return nil }
      case " ", "-":
        guard next < text.count, text[next] == body else { return nil }
        if row.first == " " { result.append(body) }
        next += 1
      case "+": result.append(body)
      default: return nil
      }
    }
    return result + text[next...]
  }

  @Test func anyChangeIsShownSoThatItCanBeMadeAgain() {
    var generator = SeededGenerator(seed: 13)
    for _ in 0..<400 {
      let size = Int.random(in: 0...60, using: &generator)
      // Few different lines, so that many stand there several times.
      let variety = Int.random(in: 1...40, using: &generator)
      let line = { (generator: inout SeededGenerator) in
        "line \(Int.random(in: 0..<variety, using: &generator))"
      }
      let old = (0..<size).map { _ in line(&generator) }
      var new = old
      for _ in 0..<Int.random(in: 0...12, using: &generator) {
        let place = Int.random(in: 0...new.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0 where place < new.count: new.remove(at: place)
        case 1 where place < new.count: new[place] = line(&generator)
        default: new.insert(line(&generator), at: place)
        }
      }
      let diff = UnifiedDiff(
        from: SourceFile(name: "a", text: old.joined(separator: "\n") + "\nend\n"),
        to: SourceFile(name: "a", text: new.joined(separator: "\n") + "\nend\n"))
      // A text that ends with a line break has an empty line behind it.
      let before =
        old.joined(separator: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init) + ["end", ""]
      let after =
        new.joined(separator: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init) + ["end", ""]
      #expect(applied(diff.rows, to: before) == after, "\(diff.rows)")
    }
  }

  @Test func whatIsLeftOutIsCounted() {
    let old = (0..<100).map { "old \($0)\n" }.joined()
    let new = (0..<100).map { "new \($0)\n" }.joined()
    let diff = UnifiedDiff(
      from: SourceFile(name: "a", text: old), to: SourceFile(name: "a", text: new), atMost: 50)
    #expect(diff.rows.count == 50)
    #expect(diff.omitted == 2 + 1 + 201 - 50)
  }

  @Test func linesThatLookAlikeAndHaveOtherBytesAreOthers() {
    let diff = UnifiedDiff(
      from: SourceFile(name: "a", text: "\u{E9}\n"), to: SourceFile(name: "a", text: "e\u{301}\n"))
    #expect(diff.rows.filter { $0.hasPrefix("+") }.count == 2)
  }
}
