import PolicyDiagnostics

// What is said when a limit is reached.

extension YAMLLimits {
  static func tooManyBytes(_ file: SourceFile, _ limits: YAMLLimits) -> Diagnostic {
    Diagnostic(
      .resourceLimit, .error,
      "file of \(file.bytes.count) bytes is not read, the limit is \(limits.bytes)",
      at: SourceLocation(file, SourceRange(0, 0)), help: "split it into several files")
  }

  static func tooDeep(at location: SourceLocation, _ limits: YAMLLimits) -> Diagnostic {
    Diagnostic(
      .resourceLimit, .error, "lists and mappings nested deeper than \(limits.depth) levels",
      at: location, label: "one level too many")
  }

  static func tooManyNodes(at location: SourceLocation, _ limits: YAMLLimits) -> Diagnostic {
    Diagnostic(
      .resourceLimit, .error, "more than \(limits.nodes) values in one document, aliases followed",
      at: location, label: "the limit is reached here", help: "split it into several files")
  }

  static func tooMuchExpansion(
    at location: SourceLocation, nodes: Int, written: Int, _ limits: YAMLLimits
  ) -> Diagnostic {
    Diagnostic(
      .resourceLimit, .error,
      "aliases turn \(written) written values into \(nodes), more than \(limits.aliasExpansion) "
        + "times as many",
      at: location, label: "the largest part comes from here",
      help: "write less by alias, or split the file")
  }
}
