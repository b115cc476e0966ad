import PolicyDiagnostics

/// Looks at the bytes of a file before YAML does.
///
/// What passes is UTF-8 without control characters, so that nothing ends the text early and every
/// offset is exact.
enum EncodingCheck {
  /// The offset where YAML text starts, or `nil` when the file cannot be read.
  static func check(
    _ file: SourceFile, _ options: YAMLOptions, _ findings: inout CappedList<Diagnostic>
  ) -> Int? {
    let bytes = file.bytes
    if let name = wideEncoding(of: bytes) {
      findings.append(
        Diagnostic(
          .invalidEncoding, .error, "file is encoded as \(name), not as UTF-8",
          at: SourceLocation(file, SourceRange(0, 0)), help: "save the file as UTF-8"))
      return nil
    }
    var index = 0
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      index = 3
      if !options.allowsInvisibleCharacters { findings.append(byteOrderMark(file)) }
    }
    let start = index
    while true {
      index = endOfPlainText(in: bytes, from: index)
      guard index < bytes.count else { return start }
      let (scalar, length) = decodeScalar(in: bytes, at: index)
      let location = SourceLocation(file, SourceRange(index, index + length))
      guard let scalar else {
        findings.append(invalidByte(bytes[index], at: location))
        return nil
      }
      if !isAllowed(scalar) {
        findings.append(controlCharacter(scalar, at: location))
        return nil
      }
      if !options.allowsInvisibleCharacters, let name = trap(scalar) {
        findings.append(invisible(scalar, name, at: location))
      }
      index += length
    }
  }

  /// The first byte that is none of what most files are made of: visible ASCII, spaces and line feeds.
  private static func endOfPlainText(in bytes: [UInt8], from start: Int) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var index = start
      while index < bytes.count, 0x20..<0x7F ~= bytes[index] || bytes[index] == 0x0A { index += 1 }
      return index
    }
  }

  /// The encoding that a byte order mark or the zero bytes of an ASCII character give away.
  private static func wideEncoding(of bytes: [UInt8]) -> String? {
    let first = bytes.prefix(4)
    if first.elementsEqual([0xFF, 0xFE, 0, 0]) || first.elementsEqual([0, 0, 0xFE, 0xFF]) {
      return "UTF-32"
    }
    if first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    guard first.count == 4 else { return nil }
    let pattern = first.map { $0 == 0 }
    return switch pattern {
    case [false, true, false, true], [true, false, true, false]: "UTF-16"
    case [false, true, true, true], [true, true, true, false]: "UTF-32"
    default: nil
    }
  }

  /// Whether YAML allows a character at all.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }

  /// What a character does unseen, for one that should not be in a file.
  private static func trap(_ scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x85, 0x2028, 0x2029: "an unusual line break that most editors do not show"
    case 0xFEFF: "an invisible byte order mark inside the text"
    default: nil
    }
  }

  private static func byteOrderMark(_ file: SourceFile) -> Diagnostic {
    let location = SourceLocation(file, SourceRange(0, 3))
    return Diagnostic(
      .whitespaceTrap, .error,
      "file starts with a byte order mark, which is easily taken for a part of "
        + "the first key",
      at: location, help: "save the file as UTF-8 without a byte order mark",
      fix: Fix(
        "remove the byte order mark", isSafe: true, edits: [Fix.Edit(location, replacement: "")]))
  }

  private static func invalidByte(_ byte: UInt8, at location: SourceLocation) -> Diagnostic {
    let hex = String(byte, radix: 16, uppercase: true)
    return Diagnostic(
      .invalidEncoding, .error,
      "byte 0x\(hex) at offset \(location.range.start) is not valid UTF-8, the file is not read",
      at: location, help: "save the file as UTF-8")
  }

  private static func controlCharacter(
    _ scalar: Unicode.Scalar, at location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      .invalidEncoding, .error,
      "control character \(name(of: scalar)) at offset \(location.range.start), the file is not read",
      at: location,
      help: "remove it; inside double quotes it can be written as an escape such as `\\x1B`")
  }

  private static func invisible(
    _ scalar: Unicode.Scalar, _ meaning: String, at location: SourceLocation
  ) -> Diagnostic {
    Diagnostic(
      .whitespaceTrap, .error, "\(name(of: scalar)) is \(meaning)", at: location,
      help: "remove it; inside double quotes it can be written as `\\u` and four hexadecimal digits"
    )
  }

  private static func name(of scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
  }
}
