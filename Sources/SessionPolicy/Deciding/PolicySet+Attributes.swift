package import PolicyCEL
package import PolicyJSON

// What policies declare, for those who supply it.

extension PolicySet {
  /// Whether steps of a user may make a rule ask that does not now, so that which ways exist does not follow
  /// from the requirements of the rules in force alone.
  package var hasAftermath: Bool { plan.refusesWays }

  /// What some policy declares of an attribute; `nil` if none does.
  package func declaration(
    of attribute: AttributePath
  ) -> (type: ValueType, values: [String])? {
    guard declaredContext.contains(attribute) || attribute.components.first != "context" else {
      return nil
    }
    let found = plan.types.declaration(of: attribute)
    return (found.type, found.values.sorted().map(\.string))
  }

  /// Every attribute that some condition reads, by its canonical path.
  var readAttributes: Set<AttributePath> {
    Set(
      plan.layout.attributes.lazy.filter { Evidence(path: $0) == nil }
        .map { AttributeVariant(path: $0)?.attribute ?? $0 })
  }

  /// The attributes below `context` that policies declare, sorted.
  package var declaredContext: [AttributePath] { plan.declaredContext }

  /// Why a value cannot be read as policies declare an attribute; `nil` if it can.
  package func failure(of json: JSONValue, at attribute: AttributePath) -> InputCause? {
    let declared = plan.types.declaration(of: attribute)
    guard
      case .failed(let cause) = plan.types.reading(
        json, as: declared.type, values: declared.values)
    else { return nil }
    return cause
  }
}
