import PolicyCEL
import PolicyJSON
import PolicyTime

/// What a decision needs of a session besides its attributes.
struct ScannedSession {
  /// The place of the snapshot's identifier as JSON, if it has one.
  var snapshotID: Range<Int>?
  var now: Timestamp?
  /// Whether the session stands within a snapshot.
  var isWrapped = false
  /// How many of the members were there by which a session is known.
  var markers = 0
  /// The place of the session's identifier.
  var id: Range<Int>?
  var active: Bool?
  var expiresAt: Timestamp?
  /// When the browser's cookie was issued.
  var cookieIssuedAt: Timestamp?
  /// Whether anything may tell which methods the user has set up.
  var tellsEnrolment = false
  /// Whether there is a list of the methods that were completed.
  var listsMethods = false
  /// Whether the document shows an identity.
  var hasIdentity = false
  /// Whether the identity is active; `nil` if it is not shown, or has no state.
  var isIdentityActive: Bool?
  /// The latest of the instants that lie in the past by their meaning.
  var latestPast: Timestamp?
  var level: AssuranceLevel?
  /// A bit for each set of methods of which the session completed one.
  var methodSets: UInt64 = 0
  /// Whether a first factor was completed, by the rule of releases up to v26.2.
  var hasFirstFactor = false
  /// Whether a second factor was completed.
  var hasSecondFactor = false
  /// Whether a provider vouched for the second factor, which to the development head is both.
  var hasUpstreamSecond = false
  /// Whether something in it is written by the development head alone.
  var isOfHead = false
  /// Whether the level of an entry was inferred from its method, which the development head does not.
  var infersLevels = false

  /// Whether all is there that tells a session, and that has to be.
  var isSession: Bool { id != nil && markers > 0 && level != nil }
}

/// One completed method, while it is read.
struct ScannedMethod {
  var name: Range<Int>?
  var hasLevel = false
  var level: AssuranceLevel?
  var completedAt: Timestamp?
}

/// The place of a text.
struct ScannedText {
  var start: Int
  var end: Int
}

/// Memory for one scan.
struct ScanScratch {
  let slots: UnsafeMutableBufferPointer<Cell>
  let texts: UnsafeMutableBufferPointer<ScannedText>
  /// The cells of the elements of lists.
  let rows: UnsafeMutableBufferPointer<Cell>
  /// The elements seen of each list; -1 for a list that is not there.
  let rowCounts: UnsafeMutableBufferPointer<Int>
  let keys: UnsafeMutableBufferPointer<UInt64>

  /// How many keys of open objects can be told apart.
  private static let keyLimit = 128

  /// Lends memory, cleared.
  static func with(_ plan: ReadingPlan, _ body: (ScanScratch) -> Void) {
    withUnsafeTemporaryAllocation(of: Cell.self, capacity: plan.slotCount) { slots in
      withUnsafeTemporaryAllocation(of: ScannedText.self, capacity: plan.slotCount) { texts in
        withUnsafeTemporaryAllocation(of: Cell.self, capacity: plan.rowCapacity) { rows in
          withUnsafeTemporaryAllocation(of: Int.self, capacity: plan.lists.elements.count) {
            counts in
            withUnsafeTemporaryAllocation(of: UInt64.self, capacity: keyLimit) { keys in
              let scratch = ScanScratch(
                slots: slots, texts: texts, rows: rows, rowCounts: counts, keys: keys)
              scratch.clear()
              body(scratch)
            }
          }
        }
      }
    }
  }

  /// Makes everything missing.
  func clear() {
    slots.initialize(repeating: Cell(.missing))
    texts.initialize(repeating: ScannedText(start: 0, end: -1))
    rowCounts.initialize(repeating: -1)
  }
}
