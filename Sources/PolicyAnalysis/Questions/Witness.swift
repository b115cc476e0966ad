import PolicyCEL
import PolicyDiagnostics
import PolicyJSON
import PolicyTime
import SessionPolicy

extension Analysis {
  /// The most ordinary session in which some terms are true; `nil` if there is none, or if it was not
  /// found in time.
  ///
  /// What does not matter is as it mostly is: two hours after signing in with a password, by a browser.
  ///
  /// - Parameter slice: Where it is looked for; left out, among all sessions.
  mutating func witness(of terms: [Term], in slice: Slice? = nil) -> Snapshot? {
    document(of: terms, in: slice).flatMap(WitnessDocument.snapshot)
  }

  /// The same as a document.
  mutating func document(of terms: [Term], in slice: Slice? = nil) -> JSONValue? {
    usualSession(in: terms, slice).flatMap { document(in: $0.possible, asked: $0.asked) }
  }

  /// The same, and once more for each time that variables are to be in other cells instead.
  mutating func documents(
    of terms: [Term], instead others: [[Int: Int]]
  ) -> (first: JSONValue, others: [JSONValue])? {
    guard let (possible, asked) = usualSession(in: terms) else { return nil }
    guard let first = document(in: possible, asked: asked) else { return nil }
    let made = others.compactMap { document(in: possible, $0, asked: asked) }
    return made.count == others.count ? (first, made) : nil
  }

  /// The same now, and as it is at another instant that terms speak of if nothing happens.
  mutating func moments(of terms: [Term], _ later: Int) -> (JSONValue, JSONValue)? {
    guard let (possible, asked) = usualSession(in: terms) else { return nil }
    guard let first = document(in: possible, asked: asked),
      let second = document(in: possible, at: later, asked: asked)
    else { return nil }
    return (first, second)
  }

  /// The most ordinary sessions in which some terms are true, with the expressions that are asked of texts; `nil`
  /// if there are none, or if they were not found in time.
  private mutating func usualSession(
    in terms: [Term], _ slice: Slice? = nil
  ) -> (possible: Possibility, asked: [AskedText])? {
    guard case .found(var model) = solver.solve(terms, in: slice) else { return nil }
    var granted: [Term] = []
    /// Grants wishes if they can be, each as far as the ones before it allow; all at once where that
    /// goes, for it mostly does. A wish is worth a little work, and no more.
    func grant(_ wishes: ArraySlice<[Term]>) {
      guard let first = wishes.first else { return }
      let best = wishes.compactMap(\.first)
      if case .found(let better) = solver.solve(terms + granted + best, in: slice, limit: 100_000) {
        granted += best
        model = better
      } else if wishes.count > 1 {
        let middle = wishes.startIndex + wishes.count / 2
        grant(wishes[..<middle])
        grant(wishes[middle...])
      } else if first.count > 1 {
        grant([Array(first.dropFirst())])
      }
    }
    // What is said of a text that no policy names has to be true of one text.
    let asked = askedTexts(in: terms, model)
    grant(asked.compactMap { wish(for: $0, in: model) }[...])
    let told = Set(
      asked.flatMap { [$0.variable].compactMap { $0 } + $0.expressions.map(\.variable) })
    var wishes: [[Term]] = []
    // What no session can be is not wished for, as far as that is plain.
    let plain = slice == nil ? solver.slice(terms) : nil
    for (variable, cells) in usual.best.enumerated() where !told.contains(variable) {
      // Any cells that are possible are so together: what is usual among them is granted as it is.
      if let first = cells.first, solver.atoms.allows(first, of: variable, in: model.possible) {
        granted.append(solver.atom(.cells(variable: variable, [first])))
      } else {
        // The last resort is what is possible.
        let open = cells.filter { cell in
          plain.map { solver.allows(cell, of: variable, in: $0) } ?? true
        }
        wishes.append(open.map { solver.atom(.cells(variable: variable, [$0])) } + [.always])
      }
    }
    // Nobody is idle for longer than the session is old, where it can be otherwise.
    if let active = space.known(.attribute(.lastActiveAt, .timestamp)),
      let issued = space.known(.attribute(.issuedAt, .timestamp))
    {
      wishes.append([solver.atom(.difference(left: issued, right: active, bound: 0))])
    }
    grant(wishes[...])
    return (model.possible, asked)
  }

  // MARK: Texts that no policy names

  /// An attribute that is a text of which expressions say something that are not looked into and read nothing else.
  private struct AskedText {
    let path: AttributePath
    /// The variable of the attribute; `nil` if it is only asked for if it is there.
    let variable: Int?
    let expressions: [(variable: Int, expression: OpaqueExpression)]
    /// Texts that nobody names, of which they may say different things, the most usual first, `nil` for none; and what
    /// they say of each, in their order.
    let texts: [(text: String?, answers: [Cell])]
  }

  /// How many expressions are asked of a text at most, and how many answers are looked at.
  private static let (mostAsked, mostAnswers) = (64, 4_096)

  /// The texts that some terms ask about, by expressions.
  ///
  /// Each text is a guess, and what expressions say of it the evaluator's word, which is asked of all of them at
  /// once: what is said by the search of each alone no text may be to all. Those that say something else of what
  /// is usual come first, for it hangs on them which text it has to be.
  private mutating func askedTexts(in terms: [Term], _ model: Solver.Model) -> [AskedText] {
    var asking: [AttributePath: [(variable: Int, expression: OpaqueExpression)]] = [:]
    for one in expressions(in: model.assumed + terms) {
      guard let path = one.expression.soleText, space.closedTexts[path] == nil else { continue }
      asking[path, default: []].append(one)
    }
    var found: [AskedText] = []
    for (path, asking) in asking {
      let variable = space.known(.value(path, .string))
      func isNamed(_ text: Text) -> Bool {
        variable.map { space.place(of: .text(text), of: $0) != nil } ?? false
      }
      let usual = UsualTexts.all(of: path)
      var (first, last) = ([(variable: Int, expression: OpaqueExpression)](), asking)
      if let text = usual.lazy.map(Text.init).first(where: { !isNamed($0) }) {
        (first, last) = ([], [])
        for one in asking {
          let answer = answer(of: one.expression, for: text)
          let left = solver.atoms.cells(of: one.variable, in: model.possible)
          let agrees = left.contains { space.cells[one.variable][$0] == answer }
          if agrees { last.append(one) } else { first.append(one) }
        }
      }
      let asked = Array((first + last).prefix(Self.mostAsked))
      let likely =
        usual + asked.flatMap { answers.likelyTexts(of: path, for: $0.expression) }
        + OpaqueExpression.composedTexts(of: asked.map(\.expression))
      let texts = likely.map(Text.init).filter { !isNamed($0) }
        .distinct(atMost: max(16, Self.mostAnswers / asked.count))
      var all: [(text: String?, answers: [Cell])] = texts.map { text in
        (text.string, asked.map { answer(of: $0.expression, for: text) })
      }
      if variable == nil {
        all.insert((nil, asked.map { answers.answerWithoutInput(of: $0.expression) }), at: 0)
      }
      found.append(AskedText(path: path, variable: variable, expressions: asked, texts: all))
    }
    return found.sorted { $0.path.description < $1.path.description }
  }

  /// That expressions say of a text what they do of one of those that were asked about; of those first that are
  /// what was found, as far as that goes.
  private mutating func wish(for asked: AskedText, in model: Solver.Model) -> [Term]? {
    var isUnnamed: Term?
    if let variable = asked.variable {
      guard let other = space.place(of: .other, of: variable) else { return nil }
      isUnnamed = solver.atom(.cells(variable: variable, [other]))
    }
    let left = asked.expressions.map { variable, _ in
      Set(solver.atoms.cells(of: variable, in: model.possible).map { space.cells[variable][$0] })
    }
    var known: Set<[Cell]> = []
    let distinct = asked.texts.map(\.answers).filter { known.insert($0).inserted }
    let ranked = distinct.enumerated().map { place, answers in
      (misses: zip(answers, left).count { !$1.contains($0) }, place: place, answers: answers)
    }.sorted { ($0.misses, $0.place) < ($1.misses, $1.place) }
    return ranked.prefix(16).map { _, _, answers in
      var parts = [isUnnamed].compactMap { $0 }
      for (answer, (variable, _)) in zip(answers, asked.expressions) {
        guard let cell = space.place(of: answer, of: variable) else { return .never }
        parts.append(solver.atom(.cells(variable: variable, [cell])))
      }
      return solver.all(parts)
    } + [.always]
  }

  // MARK: The session

  /// The most usual one of some sessions.
  ///
  /// - Parameters:
  ///   - others: Cells that variables are in instead.
  ///   - now: The instant at which it is.
  ///   - asked: Texts that have to be some of which expressions say what is wanted.
  private mutating func document(
    in possible: Possibility, _ others: [Int: Int] = [:], at now: Int = SessionSpace.now,
    asked: [AskedText]
  ) -> JSONValue? {
    solver.spend(documentWork)
    var cells: [Cell] = []
    for variable in space.variables.indices {
      guard let chosen = usual.first(of: variable, among: solver.atoms, in: possible) else {
        return nil
      }
      cells.append(space.cells[variable][others[variable] ?? chosen])
    }
    guard let amounts = amounts(in: possible.bounds) else { return nil }
    var texts: [AttributePath: String] = [:]
    for asked in asked where asked.variable.map({ cells[$0] == .other }) ?? true {
      let wanted = asked.expressions.map { cells[$0.variable] }
      texts[asked.path] = asked.texts.first { $0.answers == wanted }.flatMap(\.text)
    }
    return WitnessWriter(
      space: space, cells: cells, amounts: amounts, now: amounts[now], texts: texts
    ).document
  }

  /// What it takes to write a session, in the work of a look at a term: something for each variable, and for
  /// each quantity two bounds on all that it is compared with.
  private var documentWork: Int {
    let count = space.quantities.count
    return 100 + space.variables.count * 2 + count * count * count / 8
  }

  /// A value for each quantity.
  private func amounts(in bounds: DifferenceBounds) -> [Int128]? {
    var bounds = bounds
    var amounts = [Int128](repeating: 0, count: bounds.count)
    for (index, quantity) in space.quantities.enumerated() {
      let high = bounds.bound(index, SessionSpace.zero)
      let low = -bounds.bound(SessionSpace.zero, index)
      let now = amounts[SessionSpace.now]
      let value = Self.nearest(usual(quantity, now: now), from: low, to: high, around: now)
      amounts[index] = value
      guard bounds.insert(index, SessionSpace.zero, value),
        bounds.insert(SessionSpace.zero, index, -value)
      else { return nil }
    }
    return amounts
  }

  private func usual(_ quantity: Quantity, now: Int128) -> Int128 {
    let hour = 3_600 * second
    switch quantity {
    case .zero: return 0
    case .now: return usualNow
    case .later: return now
    case .attribute(.issuedAt, _), .attribute(.authenticatedAt, _), .completionTime:
      return now - 2 * hour
    case .attribute(.expiresAt, _): return now + 22 * hour
    case .attribute(.lastActiveAt, _): return now - 60 * second
    case .attribute(.cookieIssuedAt, _): return now - hour
    case .attribute(_, .timestamp): return now - 24 * hour
    case .attribute(_, .duration): return hour
    case .attribute: return 1
    }
  }

  /// The value of a range that is nearest to the usual one, and round where there is room.
  private static func nearest(
    _ usual: Int128, from low: Int128, to high: Int128, around now: Int128
  ) -> Int128 {
    guard usual < low || usual > high else { return usual }
    let edge = usual < low ? low : high
    for unit in [86_400 * second, 3_600 * second, 60 * second, second] {
      // Distances from now are what people read.
      let distance = edge - now
      var rounded = distance / unit * unit
      if usual < low, rounded < distance { rounded += unit }
      if usual > high, rounded > distance { rounded -= unit }
      let value = now + rounded
      let isNear = unit == second || 2 * (value - edge).magnitude <= distance.magnitude
      if value >= low, value <= high, isNear { return value }
    }
    return edge
  }
}

/// Writes the snapshot that some cells and amounts describe.
private struct WitnessWriter {
  let space: SessionSpace
  let cells: [Cell]
  let amounts: [Int128]
  let now: Int128
  /// Texts for what no policy names, where not any does.
  let texts: [AttributePath: String]
  /// The texts that are the same though no policy names them, and what lists and records have.
  private var same: [(AttributePath, AttributePath)] = []
  private var members: [AttributePath: [String]] = [:]

  init(
    space: SessionSpace, cells: [Cell], amounts: [Int128], now: Int128,
    texts: [AttributePath: String]
  ) {
    (self.space, self.cells, self.amounts) = (space, cells, amounts)
    (self.now, self.texts) = (now, texts)
    for (number, variable) in space.variables.enumerated() where cells[number] == .yes {
      switch variable {
      case .sameText(let one, let other): same.append((one, other))
      case .member(let path, let text): members[path, default: []].append(text.string)
      default: break
      }
    }
  }

  var document: JSONValue? {
    guard let now = Timestamp(nanosecondsSinceEpoch: now) else { return nil }
    var root = JSONValue.object([:])
    root.set(.string("5ca1ab1e-0000-4000-8000-000000000001"), at: ["session", "id"])
    root.set(true, at: ["session", "active"])
    for path in [AttributePath.issuedAt, .authenticatedAt, .expiresAt] {
      guard let quantity = space.known(.attribute(path, .timestamp)) else { return nil }
      root.set(.string(instant(quantity)), at: path.components)
    }
    root.set(.string("5ca1ab1e-0000-4000-8000-000000000002"), at: ["session", "identity", "id"])
    root.set(.string("default"), at: ["session", "identity", "schema_id"])
    root.set(.string("active"), at: ["session", "identity", "state"])
    for (number, variable) in space.variables.enumerated() {
      write(variable, cells[number], to: &root)
    }
    for (path, text) in texts.sorted(by: { $0.key.description < $1.key.description })
    where space.known(.value(path, .string)) == nil {
      root.set(.string(text), at: WitnessDocument.place(of: path))
    }
    root.set(.array(methods), at: ["session", "authentication_methods"])
    if let sent = space.known(.sent(.identity)), cells[sent] == .no {
      root.set(nil, at: ["session", "identity"])
    }
    root.set(.string(now.rfc3339), at: ["now"])
    return root
  }

  private var methods: [JSONValue] {
    var methods = completed
    if let variable = space.known(.value(.organization, .string)), !methods.isEmpty,
      case .text(let organization) = cells[variable]
    {
      methods[0].set(.string(organization.string), at: ["organization"])
    }
    return methods
  }

  private var completed: [JSONValue] {
    space.completions.sorted { $0.order < $1.order }.flatMap { completion -> [JSONValue] in
      guard let shown = space.known(.completion(completion)), cells[shown] == .yes,
        let quantity = space.known(.completionTime(completion))
      else { return [] }
      let entry: JSONValue = [
        "method": .string(completion.method.string),
        "aal": .string(completion.isSecondFactor ? "aal2" : "aal1"),
        "completed_at": .string(instant(quantity)),
      ]
      let isRepeated = space.known(.again(completion)).map { cells[$0] == .yes } ?? false
      return isRepeated ? [entry, entry] : [entry]
    }
  }

  private func instant(_ quantity: Int) -> String {
    Timestamp(nanosecondsSinceEpoch: amounts[quantity])?.rfc3339 ?? ""
  }

  private func write(_ variable: Variable, _ cell: Cell, to root: inout JSONValue) {
    switch variable {
    case .value(let path, let type):
      guard !path.components.isEmpty, path != .organization else { return }
      switch cell {
      case .yes, .no: root.set(.bool(cell == .yes), at: WitnessDocument.place(of: path))
      case .text(let text): root.set(.string(text.string), at: WitnessDocument.place(of: path))
      case .other: root.set(.string(otherText(path)), at: WitnessDocument.place(of: path))
      case .failed: fail(path, type, &root)
      case .absent: root.set(nil, at: WitnessDocument.place(of: path))
      case .present: break
      }
    case .presence(let path, let type):
      guard path != .identity, path.components.count > 1 else { return }
      switch cell {
      case .present:
        let value = value(path, type)
        // A record in which something stands already is there.
        let known = WitnessDocument.place(of: path).reduce(Optional(root)) { $0?[$1] }
        if value != .object([:]) || known?.object == nil {
          root.set(value, at: WitnessDocument.place(of: path))
        }
      case .failed: fail(path, type, &root)
      default: root.set(nil, at: WitnessDocument.place(of: path))
      }
    case .member, .sameText, .completion, .again, .sent, .opaque: break
    }
  }

  /// Writes what cannot be read as any type that the attribute is declared with, where it is one that can fail by
  /// itself. What one policy reads and another cannot is written for the one that does.
  private func fail(_ path: AttributePath, _ type: ValueType, _ root: inout JSONValue) {
    guard path.isDeclared, !isRead(path) else { return }
    let types = space.types[path] ?? [type]
    let isNumber = types.contains { [.int, .uint, .double].contains($0) }
    let isList = types.contains { if case .list = $0 { true } else { false } }
    let value: JSONValue =
      !isNumber ? .number(0) : !types.contains(.string) ? "not a number" : isList ? [:] : []
    root.set(value, at: WitnessDocument.place(of: path))
  }

  /// Whether an attribute is there as one of its types.
  private func isRead(_ path: AttributePath) -> Bool {
    space.variables.enumerated().contains { number, variable in
      switch variable {
      case .value(path, _), .presence(path, _): ![.failed, .absent].contains(cells[number])
      default: false
      }
    }
  }

  /// What stands for something of which nothing but its size matters.
  private func value(_ path: AttributePath, _ type: ValueType) -> JSONValue? {
    let amount = space.known(.attribute(path, type)).map { amounts[$0] }
    switch type {
    case .timestamp:
      return Timestamp(nanosecondsSinceEpoch: amount ?? 0).map { .string($0.rfc3339) }
    case .duration: return .string(Duration(nanosecondCount: amount ?? 0).secondsText)
    case .int, .uint: return .number(amount ?? 0)
    case .double:
      let place = amount ?? 0
      let magnitude = Double(bitPattern: UInt64(truncatingIfNeeded: place.magnitude))
      return .number(place < 0 ? -magnitude : magnitude)
    case .map where path == .credentials:
      return .object(JSONObject(members[path, default: []].map { ($0, .object([:])) }))
    case .list: return .array(members[path, default: []].map { .string($0) })
    default: return .object([:])
    }
  }

  /// A text that no policy names; the same for texts that are to be the same.
  private func otherText(_ path: AttributePath) -> String {
    var group: Set<AttributePath> = [path]
    for (one, other) in same where group.contains(one) || group.contains(other) {
      group.formUnion([one, other])
    }
    if group.count == 1, let text = texts[path] { return text }
    let first = group.map(\.description).min() ?? path.description
    let usual = UsualTexts.first(of: first)
    let named = group.contains { path in
      let number = space.known(.value(path, .string))
      return number.flatMap { space.place(of: .text(Text(usual)), of: $0) } != nil
    }
    return named ? "another-\(first.split(separator: ".").last ?? "text")" : usual
  }
}

extension Completion {
  /// What completions are sorted by: their methods, first factors before second ones.
  fileprivate var order: (Text, Int) { (method, isSecondFactor ? 1 : 0) }
}
