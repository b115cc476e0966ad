package import PolicyDiagnostics

/// Reads YAML text into a tree of raw nodes that know their places.
package struct YAMLParser {
  /// Reads a file that holds one YAML document.
  ///
  /// Everything wrong is reported at once, up to the first place where YAML itself cannot be read
  /// on. There is no document when it could not be read whole or would be misread: after errors of
  /// syntax, encoding or limits, and where an alias, a merge key or a tag stands for something
  /// else than the text that is seen. After a repeated key or a second document the rest is there.
  ///
  /// - Parameters:
  ///   - limits: how much the file may ask; bytes are checked before anything is read.
  ///   - options: what the file may contain.
  /// - Complexity: O(*n*) in the size of the file, which is never more than the limit.
  package static func parse(
    _ file: SourceFile, limits: YAMLLimits = .policy, options: YAMLOptions = .strict
  ) -> Loaded<YAMLNode> {
    var findings = CappedList<Diagnostic>(limit: limits.diagnostics)
    let document = read(file, limits, options, &findings)
    return Loaded(document, findings.diagnostics(in: file))
  }

  private static func read(
    _ file: SourceFile, _ limits: YAMLLimits, _ options: YAMLOptions,
    _ findings: inout CappedList<Diagnostic>
  ) -> YAMLNode? {
    guard file.bytes.count <= limits.bytes else {
      findings.append(YAMLLimits.tooManyBytes(file, limits))
      return nil
    }
    guard let start = EncodingCheck.check(file, options, &findings) else { return nil }

    let index = CodePointIndex(file.bytes, from: start)
    var builder = TreeBuilder(file: file, index: index, limits: limits, options: options)
    let error = file.bytes.withUnsafeBufferPointer { bytes in
      feed(UnsafeBufferPointer(rebasing: bytes[start...]), to: &builder, &findings)
    }
    if let error {
      let explanation = SyntaxExplanation(file, index, after: builder.lastScalar)
      findings.append(explanation.diagnostic(for: error))
      return nil
    }
    return builder.document
  }

  /// Hands event after event to a builder until it has enough.
  private static func feed(
    _ bytes: UnsafeBufferPointer<UInt8>, to builder: inout TreeBuilder,
    _ findings: inout CappedList<Diagnostic>
  ) -> YAMLSyntaxError? {
    let reader = YAMLEventReader(bytes)
    do throws(YAMLSyntaxError) {
      while builder.take(try reader.next(), &findings) {}
      return nil
    } catch {
      return error
    }
  }
}
