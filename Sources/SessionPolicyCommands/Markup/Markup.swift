import PolicyDiagnostics

/// Text of XML and HTML: what is put into it is escaped where it is put.
struct Markup {
  private(set) var text = ""

  /// Appends markup as it is.
  mutating func raw(_ markup: String) { text += markup }

  /// Appends text between tags.
  mutating func content(_ words: String) { text += escapedForMarkup(words) }

  /// Appends an element around what a body appends.
  mutating func element(
    _ name: String, _ attributes: [(String, String)] = [], _ body: (inout Markup) -> Void
  ) {
    open(name, attributes)
    body(&self)
    text += "</\(name)>"
  }

  /// Appends an element without attributes around text.
  mutating func element(_ name: String, _ words: String) { element(name, [], words) }

  /// Appends an element around text.
  mutating func element(_ name: String, _ attributes: [(String, String)], _ words: String) {
    element(name, attributes) { $0.content(words) }
  }

  /// Appends an element that holds nothing.
  mutating func empty(_ name: String, _ attributes: [(String, String)] = []) {
    open(name, attributes, isEmpty: true)
  }

  private mutating func open(
    _ name: String, _ attributes: [(String, String)], isEmpty: Bool = false
  ) {
    text += "<" + name
    for (key, value) in attributes {
      text += " \(key)=\"\(escapedForMarkup(value, isAttribute: true))\""
    }
    text += isEmpty ? "/>" : ">"
  }
}

extension Double {
  /// The number with two decimals at the most, as markup writes it.
  var short: String {
    let hundredths = Int((Swift.min(9e12, Swift.max(-9e12, self)) * 100).rounded())
    let (whole, part) = (abs(hundredths) / 100, abs(hundredths) % 100)
    let sign = hundredths < 0 ? "-" : ""
    if part == 0 { return "\(sign)\(whole)" }
    let digits = part < 10 ? "0\(part)" : part % 10 == 0 ? "\(part / 10)" : "\(part)"
    return "\(sign)\(whole).\(digits)"
  }
}
