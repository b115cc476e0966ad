extension String {
  /// Filled with spaces to a width.
  func padded(to width: Int, isLeft: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(0, width - count))
    return isLeft ? spaces + self : self + spaces
  }

  /// Without the spaces at its end.
  var trimmingEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }

  /// The text cut into lines at spaces.
  ///
  /// - Parameters:
  ///   - width: How many characters a line has at the most; a longer word has a line of its own.
  ///   - head: What stands before the first line.
  ///   - margin: What stands before the others.
  func wrapped(at width: Int, behind head: String = "", margin: String = "") -> [String] {
    var rows: [String] = []
    var row = head
    for (place, word) in split(separator: " ").enumerated() {
      if place > 0, row.count + 1 + word.count > width {
        rows.append(row)
        row = margin + word
      } else {
        row += (place > 0 ? " " : "") + word
      }
    }
    return rows + [row]
  }
}

extension [[String]] {
  /// Rows of words as lines of columns, each as wide as its widest word but for the last, which is free.
  ///
  /// - Parameter widest: How wide a column is at the most.
  func columns(widest: Int = .max) -> String {
    let count = map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      Swift.min(widest, map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0)
    }
    return map { row in
      row.enumerated().map { place, word in
        place == row.count - 1 ? word : word.padded(to: widths[place]) + "  "
      }.joined().trimmingEnd + "\n"
    }.joined()
  }
}
