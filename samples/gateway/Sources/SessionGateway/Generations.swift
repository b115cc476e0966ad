/// A dictionary that holds no more than twice a number of entries, and forgets what was not asked for longest.
///
/// Two halves: what is new goes into the young one; when that is full it becomes the old one, and what was
/// the old one is forgotten. What is found in the old one moves over. Each step costs the same, whatever is
/// in it, but for the forgetting, which is paid for by the entries that were added.
struct Generations<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let capacity: Int
  private var young: [Key: Value] = [:]
  private var old: [Key: Value] = [:]

  /// - Parameter capacity: How many entries a half holds; 0 for a dictionary that keeps nothing.
  init(capacity: Int) { self.capacity = capacity }

  /// How many entries there are, those counted twice that stand in both halves.
  var count: Int { young.count + old.count }

  /// The value of a key; one that is asked for stays longer.
  mutating func value(for key: Key) -> Value? {
    if let value = young[key] { return value }
    guard let value = old.removeValue(forKey: key) else { return nil }
    set(value, for: key)
    return value
  }

  /// Keeps a value.
  mutating func set(_ value: Value, for key: Key) {
    guard capacity > 0 else { return }
    if young.count >= capacity, young[key] == nil {
      old = young
      young = Dictionary(minimumCapacity: capacity)
    }
    young[key] = value
  }

  /// Forgets a value.
  mutating func remove(_ key: Key) {
    young[key] = nil
    old[key] = nil
  }
}
