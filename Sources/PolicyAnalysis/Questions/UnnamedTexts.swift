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
  func unnamedTexts(of path: AttributePath, in expressions: [OpaqueExpression]) -> [Text] {
    let path = SessionSchema.canonicalPath(path)
    let named = space.known(.value(path, .string)).map { Set(space.cells[$0]) } ?? []
    let written = expressions.flatMap(\.writtenTexts)
    return UsualTexts.all(of: path).filter { text in
      !named.contains(.text(Text(text))) && !written.contains { UsualTexts.names($0, text) }
    }.map(Text.init)
  }

  /// What an expression that reads one text alone says of any that nobody names; `nil` if that is not known.
  func usualAnswer(of expression: OpaqueExpression) -> Cell? {
    guard let path = expression.soleText else { return nil }
    let texts = unnamedTexts(of: path, in: [expression])
    let answers = Set(expression.answers(for: texts).map(Cell.init(answer:)))
    return texts.count >= UsualTexts.enough && answers.count == 1 ? answers.first : nil
  }

  /// Whether an expression names nothing and says the same of whatever it is asked of.
  func isIndifferent(_ expression: OpaqueExpression, saying answer: Cell) -> Bool {
    guard let path = expression.soleText, expression.writtenTexts.isEmpty else { return false }
    let texts = UsualTexts.special(of: path).map(Text.init)
    return expression.answers(for: texts).allSatisfy { Cell(answer: $0) == answer }
  }
}

extension Cell {
  /// What an expression answers, or that it does not.
  init(answer: Bool?) { self = answer.map { $0 ? .yes : .no } ?? .failed }
}
