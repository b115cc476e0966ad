package import PolicyCEL
package import PolicyJSON
import PolicyTime

/// Reads attributes from a snapshot, each as the type that the policies declare for it.
struct SnapshotAttributes {
  let snapshot: Snapshot
  let settings: KratosSettings
  let plan: DecisionPlan
  /// The last instant that what lies in the past by its meaning may name; `nil` for any.
  var horizon: Timestamp?
  /// What is always as new as now, in a session in which steps have just been done.
  var renewal: Renewal?

  /// What an attribute came to.
  func reading(of attribute: AttributePath) -> InputReading {
    if let known = renewal?.reading(of: attribute) { return known }
    if let evidence = Evidence(path: attribute) {
      return evidence.reading(
        in: snapshot.session, notAfter: horizon, settings.release(for: snapshot.session))
    }
    switch attribute.components.first {
    case "session":
      guard snapshot.session.isThere else { return .absent }
      // The level that is not stated is computed from all methods together.
      if attribute.components == ["session", "aal"] {
        return KratosRules(settings).assuranceLevel(of: snapshot.session)
          .map { .value(.string($0.name)) } ?? .absent
      }
      let reading = past(attribute, read(snapshot.session.document, attribute))
      return renewal?.renewed(reading, of: attribute) ?? reading
    case "identity":
      guard let identity = snapshot.session.identity else {
        // Without any of it nobody knows what it holds; only whether it is there can be told.
        return attribute.components.count == 1 ? .absent : .failed(.notSent)
      }
      if attribute.components.count == 1 { return plan.types.reading(identity.document, as: .dyn) }
      return read(identity.document, attribute)
    case "request": return past(attribute, read(snapshot.request.document, attribute))
    case "context": return read(.object(snapshot.context), attribute)
    case "kratos": return kratos(attribute)
    default: return .absent
    }
  }

  /// What was read, unless it lies in the past by its meaning and yet ahead. A list fails with any of
  /// its elements.
  private func past(_ attribute: AttributePath, _ reading: InputReading) -> InputReading {
    guard let horizon, attribute.components.count == 2 else { return reading }
    switch attribute.components[1] {
    case "issued_at", "authenticated_at", "last_active_at":
      guard case .value(.timestamp(let instant)) = reading, instant > horizon else { break }
      return .failed(.inFuture)
    case "authentication_methods":
      guard
        snapshot.session.authenticationMethods.contains(where: { entry in
          entry.completedAt.map { $0 > horizon } ?? false
        })
      else { break }
      return .failed(.inFuture)
    default: break
    }
    return reading
  }

  private func kratos(_ attribute: AttributePath) -> InputReading {
    guard attribute.components.count == 2 else { return .absent }
    let value = Self.setting(
      attribute.components[1], settings, lifespan: settings.lifespan(for: snapshot.session))
    return value.map { .value($0) } ?? .absent
  }

  /// A setting by its name below `kratos`.
  static func setting(
    _ name: String, _ settings: KratosSettings, lifespan: Duration
  ) -> Value? {
    switch name {
    case "lifespan": return .duration(lifespan)
    case "earliest_possible_extend": return .duration(settings.extendWindow)
    case "privileged_session_max_age": return .duration(settings.privilegedSessionMaxAge)
    case "required_aal": return .string(settings.whoamiRequiredAAL.rawValue)
    default: return nil
    }
  }

  /// Follows the fields after the first component.
  private func read(_ root: JSONValue, _ attribute: AttributePath) -> InputReading {
    var value = root
    let path = AttributeVariant(path: attribute)?.attribute ?? attribute
    for field in path.components.dropFirst() {
      // What something that is no record stands above cannot be reached.
      guard let object = value.object else { return .failed(.wrongType) }
      guard let next = object[field], !next.isNull else { return .absent }
      value = next
    }
    let declared = plan.types.declaration(of: attribute)
    return plan.types.reading(value, as: declared.type, values: declared.values)
  }
}

extension Snapshot {
  /// The value of an attribute as it stands in the documents, whatever policies declare; `nil` for none.
  package subscript(attribute: AttributePath) -> JSONValue? {
    let path = SessionSchema.canonicalPath(attribute).components
    let root: JSONValue? =
      switch path.first {
      case "session": session.document
      case "identity": session.identity?.document
      case "request": request.document
      case "context": .object(context)
      default: nil
      }
    let fields =
      path == ["session", "aal"] ? ["authenticator_assurance_level"] : Array(path.dropFirst())
    let found = fields.reduce(root) { value, field in value?[field] }
    return found.flatMap { $0.isNull ? nil : $0 }
  }

  /// The instants that lie in the past by their meaning.
  var pastInstants: [Timestamp] {
    [session.issuedAt, session.authenticatedAt, request.lastActiveAt].compactMap { $0 }
      + session.authenticationMethods.compactMap(\.completedAt)
  }
}

extension KratosSettings {
  /// The last instant that what lies in the past by its meaning may name.
  func horizon(of now: Timestamp) -> Timestamp { now.saturatingAdd(max(.zero, maxSkew)) }

  /// From when on an instant is no longer further ahead than clocks may differ.
  func settled(_ instant: Timestamp) -> Int128 {
    instant.nanosecondsSinceEpoch - max(.zero, maxSkew).clampedNanoseconds
  }
}
