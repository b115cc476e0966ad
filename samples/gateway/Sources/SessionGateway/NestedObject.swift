import SessionPolicy

/// An object that is put together path by path.
struct NestedObject {
  private var members: [(String, JSONValue)] = []

  /// The object.
  var value: JSONValue { .object(JSONObject(members)) }

  /// Sets the value at a path; what is set last counts.
  mutating func set(_ path: some Collection<String>, _ value: JSONValue) {
    guard let key = path.first else { return }
    let rest = path.dropFirst()
    let place = members.firstIndex { $0.0 == key }
    var entry = value
    if !rest.isEmpty {
      var inner = NestedObject()
      let below = place.flatMap { members[$0].1.object }?.members ?? []
      inner.members = below.map { ($0.key, $0.value) }
      inner.set(rest, value)
      entry = inner.value
    }
    if let place { members[place].1 = entry } else { members.append((key, entry)) }
  }
}
