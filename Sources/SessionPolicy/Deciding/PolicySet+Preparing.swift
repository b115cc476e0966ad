public import PolicyDiagnostics
@_spi(Scanner) public import PolicyJSON
public import PolicyTime

extension PolicySet {
  /// Makes a snapshot ready to be decided.
  ///
  /// - Parameters:
  ///   - snapshot: The session and what is asked of it.
  ///   - now: The instant that is meant where none is given; left out, the snapshot's own.
  ///   - settings: How the identity server is set up.
  public func prepare(
    _ snapshot: Snapshot, at now: Timestamp? = nil, settings: KratosSettings = KratosSettings()
  ) -> PreparedSnapshot {
    PreparedSnapshot(
      snapshot, settings: settings, plan: plan, now: now ?? snapshot.now ?? .maximum)
  }

  /// Reads a document and makes it ready to be decided, in one pass over its bytes.
  ///
  /// Only what the policies and their answers need is kept, which takes a fraction of the time of
  /// ``SessionReader``; the whole snapshot is read when it is asked for.
  ///
  /// ```swift
  /// let prepared = try policies.prepare(
  ///   reading: SourceFile(name: "whoami", bytes: body),
  ///   request: Request(action: "payment.create", lastActiveAt: now),
  ///   context: ["amount": 2500.5]
  /// ).get()
  /// let verdict = prepared.verdict(at: now)
  /// ```
  ///
  /// - Parameters:
  ///   - file: A session or a snapshot, as ``SessionReader`` reads it.
  ///   - request: What the user is about to do; left out, what the document says.
  ///   - context: Inputs that the policies declare; left out, what the document says.
  ///   - now: The instant that is meant where none is given; left out, the document's own.
  ///   - settings: How the identity server is set up.
  /// - Returns: The snapshot, unless there is an error, and what ``SessionReader`` finds.
  public func prepare(
    reading file: SourceFile, request: Request? = nil, context: JSONObject? = nil,
    at now: Timestamp? = nil, settings: KratosSettings = KratosSettings()
  ) -> Loaded<PreparedSnapshot> {
    let isAlone = request == nil && context == nil
    if let whole = isAlone ? file : Self.snapshot(of: file, request, context),
      let prepared = PreparedSnapshot(scanning: whole, settings: settings, plan: plan, now: now)
    {
      return Loaded(prepared)
    }
    // What is wrong is told of the file as it is.
    let (read, diagnostics) = SessionReader.read(file).parts
    guard var snapshot = read else { return Loaded(nil, diagnostics) }
    if let request { snapshot.request = request }
    if let context { snapshot.context = context }
    return Loaded(prepare(snapshot, at: now, settings: settings), diagnostics)
  }

  /// A document that is a session's own bytes and what surrounds it; `nil` for what is no object or has a
  /// `session` itself, which is for ``SessionReader``.
  ///
  /// The bytes are copied and gone over once more, which is still a small part of what reading costs.
  private static func snapshot(
    of file: SourceFile, _ request: Request?, _ context: JSONObject?
  ) -> SourceFile? {
    guard isOneObject(file.bytes, without: "session") else { return nil }
    var writer = JSONWriter()
    writer.object { writer in
      if let request {
        writer.key("request")
        writer.write(request.document)
      }
      if let context {
        writer.key("context")
        writer.write(.object(context))
      }
    }
    // `{"request":…}` becomes `{"request":…,"session":…}`.
    var bytes = Array(writer.bytes.dropLast())
    bytes.reserveCapacity(bytes.count + file.bytes.count + 16)
    bytes += ",\"session\":".utf8
    bytes += file.bytes
    bytes.append(UInt8(ascii: "}"))
    return SourceFile(name: file.name, bytes: bytes)
  }

  /// Whether a text is one object without a member of a name, and nothing after it.
  ///
  /// What is put into another text has to be whole: `{…}, "now": "2020-01-01T00:00:00Z"` would
  /// otherwise say more there than it does alone.
  private static func isOneObject(_ bytes: [UInt8], without name: String) -> Bool {
    let excluded = KeyHash.of(name)
    return bytes.withUnsafeBufferPointer { bytes in
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 1_024) { memory in
        guard var scanner = JSONScanner(bytes), scanner.afterSpace() == UInt8(ascii: "{"),
          scanner.open(UInt8(ascii: "{"))
        else { return false }
        var keys = SeenKeys(memory)
        while true {
          guard scanner.afterSpace() == UInt8(ascii: "\""), let key = scanner.key(),
            key.hash != excluded, scanner.colon(), scanner.skipValue(&keys)
          else { return false }
          switch scanner.separator(before: UInt8(ascii: "}")) {
          case .comma: continue
          case .failure: return false
          case .end: return scanner.isAtEnd()
          }
        }
      }
    }
  }
}
