import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTime
import SessionPolicy

/// What witnesses are written as: snapshots for programs.
enum WitnessDocument {
  /// The snapshot that a document is; `nil` if it is none.
  static func snapshot(_ document: JSONValue) -> Snapshot? {
    let text = JSONWriter.text(of: document)
    return SessionReader.read(SourceFile(name: "witness", bytes: Array(text.utf8))).value
  }

  /// Where an attribute stands in it.
  static func place(of path: AttributePath) -> [String] {
    if path == .aal { return ["session", "authenticator_assurance_level"] }
    return path.components.first == "identity" ? ["session"] + path.components : path.components
  }

  /// The same session once somebody has logged in again, by the first factors that it shows.
  static func renewed(_ document: JSONValue, _ settings: KratosSettings) -> JSONValue {
    var document = document
    guard let now = document["now"], let text = now.string,
      let instant = Timestamp(rfc3339: text)
    else { return document }
    let expiry = instant.adding(settings.lifespan) ?? instant
    document.set(.string(expiry.rfc3339), at: AttributePath.expiresAt.components)
    document.set(now, at: AttributePath.authenticatedAt.components)
    if document["request"]?["last_active_at"] != nil {
      document.set(now, at: AttributePath.lastActiveAt.components)
    }
    let methods = document["session"]?["authentication_methods"]?.array ?? []
    let renewed = methods.map { method in
      var method = method
      if method["aal"]?.string == "aal1" { method.set(now, at: ["completed_at"]) }
      return method
    }
    document.set(.array(renewed), at: AttributePath.authenticationMethods.components)
    return document
  }
}
