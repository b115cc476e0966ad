import PolicyCEL
import PolicyDocuments
import PolicyTesting
import SessionPolicy

/// The pages of the reference, each from the table that the product goes by.
enum ReferenceText {
  // MARK: Attributes

  /// Every attribute that conditions can name without a declaration: path, type, whether a condition has
  /// to ask for it first, and its meaning.
  static var attributes: String {
    var rows: [[String]] = []
    add(.session, at: ["session"], &rows)
    add(.identity, at: ["identity"], &rows)
    add(.request, at: ["request"], &rows)
    let environment = SessionSchema.environment
    for (name, field) in (environment.objects["kratos"]?.fields ?? [:]).sorted(by: {
      $0.key < $1.key
    }) {
      rows.append(["kratos.\(name)", "\(field.type)", "always", "A setting of Kratos."])
    }
    rows.append(["now", "timestamp", "always", "The instant that is decided for."])
    return rows.columns(widest: 56)
      + "\n`optional` attributes are asked by `has(…)` first. What lies below `context`, "
      + "`identity.traits`,\n`identity.metadata_public` and `identity.metadata_admin` is declared under "
      + "`attributes`.\n"
  }

  private static func add(_ record: Record, at path: [String], _ rows: inout [[String]]) {
    guard let fields = SessionSchema.environment.objects[record.name]?.fields, path.count < 6 else {
      return
    }
    for field in record.fields {
      guard let type = fields[field.name] else { continue }
      let name = field.alias.map { $0.joined(separator: ".") }
      let own = (path + [field.name]).joined(separator: ".")
      // What has a shorter name of its own stands there.
      if let name, name != own, name.split(separator: ".").count < path.count + 1 { continue }
      let presence: String =
        if case .derived = field.kind { "derived" } else {
          field.isOptional ? "optional" : "usual"
        }
      rows.append([name ?? own, "\(type.type)", presence, field.summary])
      if case .record(let inner) = field.kind { add(inner, at: path + [field.name], &rows) }
    }
  }

  // MARK: Functions

  /// Every function with its signatures and an example that holds.
  static var functions: String {
    var text = ""
    for (name, function) in FunctionTable.standard.declarations.sorted(by: { $0.key < $1.key })
    where isWritten(name) {
      for overload in function.overloads { text += signature(name, overload) + "\n" }
      if let example = FunctionExamples.all[name] { text += "    \(example)\n" }
    }
    return text
  }

  /// Whether authors write it as a name, and not as an operator.
  static func isWritten(_ name: String) -> Bool {
    !name.hasPrefix("_") && !name.hasPrefix("@") && !name.hasPrefix("!") && !name.hasPrefix("-")
  }

  private static func signature(_ name: String, _ overload: FunctionDeclaration.Overload) -> String
  {
    let types = overload.parameters.map { "\($0)" }
    let call =
      overload.isMember
      ? "\(types.first ?? "dyn").\(name)(\(types.dropFirst().joined(separator: ", ")))"
      : "\(name)(\(types.joined(separator: ", ")))"
    return "\(call) -> \(overload.result)"
  }

  // MARK: Keys

  /// Every key of policies and suites: where it stands, whether it has to, and its meaning.
  static var keys: String {
    let tables: [FieldTable] = [
      .policy, .rule, .alternative, .attribute, .suite, .sessionFixture, .requestFixture,
      .suiteTest,
      .timelineStep, .expectation, .law, .lawExpectation,
    ]
    return tables.map { table in
      table.subject + "\n"
        + table.fields.map { field in
          ["  " + field.name, field.isRequired ? "required" : "", field.summary]
        }.columns(widest: 56)
    }.joined(separator: "\n")
  }

  // MARK: Methods

  /// Every method that Kratos records: its factors, its level, who can use it, since which release.
  static var methods: String {
    ([["method", "first factor", "second factor", "clients", "since", "switched on by"]]
      + KnownMethod.all.map { method in
        [
          method.name, words(method.first), words(method.second),
          method.isNative ? "all" : "browser", method.since.rawValue,
          method.setting.map {
            "selfservice.methods.\($0)" + (method.isOnByDefault ? " (on by default)" : "")
          } ?? "nothing",
        ]
      }).columns(widest: 56)
      + "\nA method that is not here can be anything; `methods` may still name it.\n"
  }

  private static func words(_ use: KnownMethod.Use) -> String {
    switch use {
    case .never: "no"
    case .always: "yes"
    case .inRecovery: "in recovery"
    case .withPasswordlessKeys: "if passwordless"
    case .withOtherKeys: "unless passwordless"
    case .withPasswordlessCodes: "unless mfa_enabled"
    case .withSecondFactorCodes: "if mfa_enabled"
    case .carriedOver: "if the provider says"
    }
  }

  // MARK: Reasons

  /// Every reason of a decision: what it means and what helps.
  static var reasons: String {
    ReasonCode.allCases.map { "\($0.rawValue)\n  \($0.meaning)\n  \($0.remedy)\n" }.joined()
  }
}
