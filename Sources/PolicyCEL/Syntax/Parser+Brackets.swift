import PolicyDiagnostics

extension Parser {
  /// Reads a `.` and the field or method after it.
  mutating func readSelection() {
    let dot = current
    let target = takeOperand()
    advance()
    var isOptional = false
    if current.symbol == .question {
      isOptional = true
      advance()
    }
    let token = current
    guard let name = fieldName(token) else {
      reportField(after: dot, target)
      operand = .failed(at: target.outer)
      return
    }
    advance()
    var isCallable = !isOptional
    if case .quotedName = token.kind { isCallable = false }
    if isCallable, current.symbol == .openParenthesis {
      openMethod(Expr.Name(name, at: token.range), target)
      return
    }
    operand = makeNode(
      .select(
        operand: target.expr, field: Expr.Name(name, at: token.range), isOptional: isOptional),
      range: target.outer.union(token.range), above: target.height, at: token.range,
      isFailed: target.isFailed || token.isRepaired || dot.isRepaired)
  }

  /// Reads a `[` after an operand.
  mutating func readIndex() {
    let target = takeOperand()
    let isOptional = lookAhead().symbol == .question
    open(.index(of: target, isOptional: isOptional))
    if isOptional { advance() }
  }

  /// Reads a `{` after an operand, which must be the name of a type.
  mutating func readMessage() {
    guard let target = operand, let type = typeName(of: target) else {
      unexpected()
      return
    }
    operand = nil
    // The nodes of the name were the last ones made, and they are none.
    nodeCount = type.firstID
    open(.message(type.name, start: target.outer.start))
  }

  /// The dotted name that an operand spells, and the first of its nodes.
  private func typeName(of operand: Operand) -> (name: String, firstID: Int)? {
    guard !operand.isFailed, operand.outer == operand.expr.range else { return nil }
    var words: [String] = []
    var expr = operand.expr
    while case .select(let inner, let field, false) = expr.kind {
      guard inner.range.start == expr.range.start, field.text.isName else { return nil }
      words.append(field.text)
      expr = inner
    }
    guard case .identifier(let name, let isRooted) = expr.kind,
      expr.range.start == operand.outer.start
    else { return nil }
    words.append((isRooted ? "." : "") + name)
    return (words.reversed().joined(separator: "."), expr.id)
  }

  // MARK: Elements

  /// Reads a `,` after an operand.
  mutating func readComma(_ token: Token) {
    let value = completeOperand()
    if !frame.takesElements {
      if !frame.isFailed, !frame.isUnclosed, !value.isFailed { reportComma(token) }
      frame.isFailed = true
    }
    finishElement(value)
    advance()
  }

  /// Reads a closing bracket after an operand.
  mutating func close() {
    finishElement(completeOperand())
    closeFrame()
  }

  /// Reads a closing bracket where an operand could begin.
  mutating func closeEmpty() {
    let isFresh = frame.pending.isEmpty && frame.key == nil && !frame.isOptional
    switch frame.construct {
    case .list where isFresh, .map where isFresh, .message where isFresh:
      closeFrame()
    case .call where isFresh:
      if let last = frame.elements.last, !last.value.isFailed, !current.isRepaired,
        let comma = previous
      {
        report(
          "a call cannot end with a comma", at: comma.range,
          help: "remove the comma, or add the argument after it", replacement: "")
        frame.isFailed = true
      }
      closeFrame()
    default:
      missingOperand()
    }
  }

  /// Stores what was read since the last comma.
  private mutating func finishElement(_ value: Operand) {
    var value = value
    if frame.takesKeys, frame.key == nil {
      if !value.isFailed, !current.isRepaired { reportEntry(value) }
      value.isFailed = true
    }
    frame.elements.append(
      Frame.Element(value: value, key: frame.key, isOptional: frame.isOptional))
    frame.key = nil
    frame.isOptional = false
  }

  /// Goes past a closing bracket and makes the node of the whole bracket.
  private mutating func closeFrame() {
    let end = current.range
    advance()
    let frame = popFrame()
    let isFailed = frame.hasFailed
    switch frame.construct {
    case .whole:
      operand = .failed(at: end)
    case .group:
      guard var inner = frame.elements.first?.value else { return }
      inner.outer = frame.opening.union(end)
      inner.height += 1
      inner.isFailed = isFailed
      operand = inner
      checkDepth(at: frame.opening)
    case .list:
      let elements = frame.elements.map {
        Expr.ListElement($0.value.expr, isOptional: $0.isOptional)
      }
      operand = makeNode(
        .list(elements), range: frame.opening.union(end), above: frame.height, at: frame.opening,
        isFailed: isFailed)
    case .map:
      operand = makeNode(
        .map(frame.entries), range: frame.opening.union(end), above: frame.height,
        at: frame.opening, isFailed: isFailed)
    case .message(let name, let start):
      operand = makeNode(
        .message(typeName: name, entries: frame.entries), range: SourceRange(start, end.end),
        above: frame.height, at: frame.opening, isFailed: isFailed)
    case .index(let target, let isOptional):
      let key = frame.elements.first?.value ?? .failed(at: end)
      operand = makeNode(
        .index(operand: target.expr, key: key.expr, isOptional: isOptional),
        range: target.outer.union(end), above: max(target.height, frame.height), at: frame.opening,
        isFailed: isFailed || target.isFailed)
    case .call(let name, let target, let start, let macro):
      let range = SourceRange(start, end.end)
      let isFailed = isFailed || target?.isFailed == true
      if let macro {
        operand = makeMacro(macro, name, target, frame, range: range, isFailed: isFailed)
      } else {
        operand = makeNode(
          .call(
            function: name, target: target?.expr, arguments: frame.elements.map(\.value.expr)),
          range: range, above: max(frame.height, target?.height ?? -1), at: name.range,
          isFailed: isFailed)
      }
    }
  }
}

extension Parser.Frame {
  /// Whether it holds elements between commas.
  fileprivate var takesElements: Bool {
    switch construct {
    case .whole, .group, .index: false
    case .list, .map, .message, .call: true
    }
  }

  /// Whether its elements have keys.
  var takesKeys: Bool {
    switch construct {
    case .map, .message: true
    case .whole, .group, .index, .list, .call: false
    }
  }

  /// The finished elements of a map or message.
  fileprivate var entries: [Expr.MapEntry] {
    elements.compactMap { element in
      element.key.map {
        Expr.MapEntry(key: $0.expr, value: element.value.expr, isOptional: element.isOptional)
      }
    }
  }
}
