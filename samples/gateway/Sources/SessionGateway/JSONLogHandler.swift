import Logging
import SessionPolicy
import Synchronization

/// Writes a line of JSON for each event: `time`, `level`, `message`, and the metadata beside them.
struct JSONLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?
  var logLevel: Logger.Level

  private let clock: WallClock
  private let write: @Sendable (String) -> Void

  init(level: Logger.Level, clock: WallClock, write: @escaping @Sendable (String) -> Void) {
    logLevel = level
    self.clock = clock
    self.write = write
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var all = metadata
    if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
    if let own = event.metadata { all.merge(own) { $1 } }
    var members: [(String, JSONValue)] = [
      ("time", .string(clock.now().rfc3339)), ("level", .string(event.level.rawValue)),
      ("message", .string("\(event.message)")),
    ]
    if let error = event.error { members.append(("error", .string("\(type(of: error))"))) }
    members += all.sorted { $0.key < $1.key }.map { ($0.key, Self.json($0.value)) }
    write(JSONWriter.text(of: .object(JSONObject(members))))
  }

  private static func json(_ value: Logger.Metadata.Value) -> JSONValue {
    switch value {
    case .string(let text): .string(text)
    case .stringConvertible(let value): .string("\(value)")
    case .array(let values): .array(values.map(json))
    case .dictionary(let members):
      .object(
        JSONObject(members.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) }))
    }
  }
}
