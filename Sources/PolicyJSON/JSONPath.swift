package import PolicyDiagnostics

extension JSONValue {
  /// The path such as `$.session.devices[0].id` of the value that was read from a place, which may
  /// also be just its opening bracket; `nil` when no value of this tree was.
  ///
  /// - Complexity: O(*n*) in the size of the tree; meant for messages.
  package func path(to place: SourceRange) -> String? {
    var steps: [String] = []
    return find(place, &steps) ? "$" + steps.joined() : nil
  }

  private func find(_ place: SourceRange, _ steps: inout [String]) -> Bool {
    guard let range else { return false }
    if range == place || (place.length == 1 && range.start == place.start) { return true }
    guard range.start <= place.start, place.end <= range.end else { return false }
    switch kind {
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        steps.append("[\(index)]")
        if element.find(place, &steps) { return true }
        steps.removeLast()
      }
    case .object(let object):
      for member in object.members {
        steps.append(".\(member.key)")
        if member.value.find(place, &steps) { return true }
        steps.removeLast()
      }
    default: break
    }
    return false
  }
}
