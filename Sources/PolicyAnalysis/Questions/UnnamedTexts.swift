import PolicyCEL
import PolicyDiagnostics
import SessionPolicy

extension Analysis {
  /// The expressions that are not looked into and of which some terms speak, with their variables.
  mutating func expressions(
    in terms: [Term]
  ) -> [(variable: Int, expression: OpaqueExpression)] {
    var found: [Int: OpaqueExpression] = [:]
    for term in terms {
      for (number, _) in atoms(in: term) {
        guard case .cells(let variable, _) = solver.table.atoms[number],
          case .opaque(let key) = space.variables[variable], let expression = space.opaque[key]
        else { continue }
        found[variable] = expression
      }
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Usual texts of an attribute that have nothing in common with what conditions compare it with, or with what is
  /// written in some expressions.
  mutating func unnamedTexts(
    of path: AttributePath, in expressions: [OpaqueExpression]
  ) -> [Text] {
    let path = SessionSchema.canonicalPath(path)
    var texts = UsualTexts.all(of: path).map(Text.init)
    if let variable = space.known(.value(path, .string)) {
      texts.removeAll { space.place(of: .text($0), of: variable) != nil }
    }
    for expression in expressions where !texts.isEmpty {
      let named = answers.texts(of: path, namedBy: expression)
      texts.removeAll(where: named.contains)
    }
    return texts
  }

  /// What an expression that reads one text says of one, or that it has no answer.
  mutating func answer(of expression: OpaqueExpression, for text: Text) -> Cell {
    var work = 0
    defer { solver.spend(work) }
    return answers.answer(of: expression, for: text, &work)
  }

  /// What an expression that reads one text alone says of any that nobody names; `nil` if that is not known.
  mutating func usualAnswer(of expression: OpaqueExpression) -> Cell? {
    guard let path = expression.soleText else { return nil }
    let texts = unnamedTexts(of: path, in: [expression])
    let answers = Set(texts.map { answer(of: expression, for: $0) })
    return texts.count >= UsualTexts.enough && answers.count == 1 ? answers.first : nil
  }

  /// Whether an expression names nothing and says the same of whatever it is asked of.
  mutating func isIndifferent(_ expression: OpaqueExpression, saying answer: Cell) -> Bool {
    guard let path = expression.soleText, expression.writtenTexts.isEmpty else { return false }
    return UsualTexts.special(of: path).allSatisfy {
      self.answer(of: expression, for: Text($0)) == answer
    }
  }
}

extension Cell {
  /// What an expression answers, or that it does not.
  init(answer: Bool?) { self = answer.map { $0 ? .yes : .no } ?? .failed }
}
