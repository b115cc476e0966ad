import PolicyDiagnostics

@testable import SessionPolicy

/// Policies with one thing wrong each, by what is wrong.
enum BadPolicies {
  static let structure: [BadPolicy] = [
    BadPolicy(
      .missingField, file: "«policy»: p\nrules:\n  - { id: r, may: refresh }\n",
      "the policy has no `version`", help: "add `version: 1`"),
    BadPolicy(
      .missingField, file: "«version»: 1\nrules:\n  - { id: r, may: refresh }\n",
      "the policy has no `policy`", help: "add `policy:` with a name such as `workforce`"),
    BadPolicy(
      .missingField, file: "«version»: 1\npolicy: p\n", "the policy has no `rules`",
      help: "add `rules:`"),
    BadPolicy(
      .missingField,
      file: "version: 1\npolicy: p\nrules:\n  - «may»: refresh\n",
      "rule 1 has no `id`", help: "add `id:` with a name such as `workforce`"),
    BadPolicy(
      .missingField, file: "version: 1\npolicy: p\nrules:\n  - «id»: r\n",
      "rule `r` has no effect",
      help: "add one of `may: extend`, `may: refresh`, `never: extend`, `never: refresh`, "
        + "`must: reauthenticate` or `must: sign_in`"),
    BadPolicy(
      .unsupportedVersion, file: "version: «2»\npolicy: [\"not\", read]\n",
      "version `2` is not read by this build, which reads version `1`", help: "write `version: 1`"),
    BadPolicy(
      .unsupportedVersion,
      file: "version: «1.0»\npolicy: p\nrules:\n  - { id: r, may: refresh }\n",
      "version `1.0` is not read by this build, which reads version `1`"),
    BadPolicy(
      .unknownField, rule: "«max_lifetme»: 12h", "a rule has no field `max_lifetme`",
      help: "did you mean `max_lifetime`?"),
    BadPolicy(
      .unknownField, rule: "effect: x\nmay: extend".replacing("effect", with: "«effect»"),
      "a rule has no field `effect`",
      help: "a rule has `id`, `description`, `may`, `never`, `must`, `when`, `by`, `within`, "
        + "`aal`, `methods`, \(LimitKey.allCases.map { "`\($0.rawValue)`, " }.joined())`one_of` and "
        + "`because`"),
    BadPolicy(
      .unknownField, rule: "«if»: \"true\"", "a rule has no field `if`",
      help: "did you mean `when`?"),
    BadPolicy(
      .unknownField, top: "«max_idle»: 15m", "a policy has no field `max_idle`",
      help: "`max_idle` belongs in a rule"),
    BadPolicy(
      .unknownField, file: "version: 1\npolicy: p\n«rulse»:\n  - { id: r, may: refresh }\n",
      "a policy has no field `rulse`", help: "did you mean `rules`?"),
    BadPolicy(
      .wrongKind, file: "«- a»\n".replacing("«- a»", with: "- «a»"),
      "the policy must be a policy, not a list"),
    BadPolicy(
      .wrongKind, file: "version: 1\npolicy: p\n«rules»: { id: r }\n",
      "`rules` must be a list of rules, not a mapping"),
    BadPolicy(
      .wrongKind, file: "version: 1\npolicy: p\nrules:\n  - «r»\n",
      "rule 1 must be a rule, not a single value"),
    BadPolicy(
      .wrongKind, rule: "«because»: [a]", "`because` must be text, not a list"),
    BadPolicy(
      .emptyCollection, file: "version: 1\npolicy: p\nrules: «[]»\n", "`rules` is an empty list",
      help: "add a rule"),
    BadPolicy(
      .duplicateID,
      file: "version: 1\npolicy: p\nrules:\n  - { id: r, may: refresh }\n"
        + "  - { id: «R», may: extend }\n",
      "two rules are named `R`, so nothing tells them apart",
      help: "rename one of them; upper and lower case are not told apart"),
    BadPolicy(
      .duplicateID,
      file: "version: 1\npolicy: p\nrules:\n  - &r { id: r, may: refresh }\n  - «*r»\n",
      "two rules are named `r`, so nothing tells them apart", help: "rename one of them"),
    BadPolicy(
      .invalidValue, file: "version: 1\npolicy: «a b»\nrules:\n  - { id: r, may: refresh }\n",
      "`a b` cannot be cited as a name",
      help: "use letters, digits, `-`, `_` and `.`, and begin with a letter or digit"),
    BadPolicy(
      .nullValue, rule: "«max_lifetime»:", "`max_lifetime` has no value",
      help: "write a duration such as `15m`, or leave `max_lifetime` out"),
    BadPolicy(
      .nullValue, rule: "because: «~»", "`because` is `~`, which is no value",
      help: "write text, or leave `because` out; as text it needs quotes"),
    BadPolicy(
      .invalidValue, rule: "because: «\" \"»",
      "`because` is blank, so nobody is told anything",
      help: "write the text, or leave `because` out"),
  ]

  static let effects: [BadPolicy] = [
    BadPolicy(
      .conflictingFields, rule: "may: extend\n«never»: refresh",
      "rule `r` has both `may` and `never`, and a rule has one effect", help: "make two rules of it"
    ),
    BadPolicy(
      .valueOutsideDomain, rule: "may: «extnd»",
      "`may` must be `extend` or `refresh`, not `extnd`", help: "did you mean `extend`?"),
    BadPolicy(
      .valueOutsideDomain, rule: "must: «refresh»", "there is no `must: refresh`",
      help: "write `may: refresh` or `never: refresh`, or `must: reauthenticate` or `must: sign_in`"
    ),
    BadPolicy(
      .misplacedField, rule: "never: extend\n«max_idle»: 15m",
      "`max_idle` has no meaning under `never: extend`",
      help: "`never` forbids wherever its `when` holds; say there when that is"),
    BadPolicy(
      .misplacedField, rule: "may: refresh\n«by»: 15m", "`by` has no meaning under `may: refresh`",
      help: "remove it; it belongs to `may: extend`"),
    BadPolicy(
      .misplacedField, rule: "must: sign_in\n«within»: 15m",
      "`within` has no meaning under `must: sign_in`"),
    BadPolicy(
      .reauthLoop, rule: "must: reauthenticate\n«max_lifetime»: 30d",
      "`max_lifetime` under `must: reauthenticate` would ask for ever, for re-authenticating does "
        + "not move `issued_at`",
      help: "write `must: sign_in`, which begins a new session"),
    BadPolicy(
      .valueOutsideDomain, rule: "aal: «aal3»",
      "`aal3` is never met, for Kratos gives no session more than `aal2`",
      help: "write `aal: aal1` or `aal: aal2`"),
    BadPolicy(
      .valueOutsideDomain, rule: "aal: «aal0»",
      "`aal0` asks for nothing, for every session has it"),
    BadPolicy(
      .valueOutsideDomain, rule: "aal: «AAL2»", "`aal` must be `aal1` or `aal2`, not `AAL2`",
      help: "did you mean `aal2`?"),
    BadPolicy(.emptyCollection, rule: "methods: «[]»", "`methods` is an empty list"),
    BadPolicy(
      .wrongKind, rule: "methods: «totp»",
      "`methods` must be a list of texts, not a single value", help: "write a list: `[totp]`"),
    BadPolicy(
      .invalidValue, rule: "methods: [totp, «totp»]", "`totp` stands twice in `methods`",
      help: "remove one of them"),
  ]

  static let durations: [BadPolicy] = [
    BadPolicy(
      .missingUnit, rule: "by: «15»", "`15` has no unit",
      help: "did you mean `15s`, `15m` or `15h`?"),
    BadPolicy(
      .missingUnit, rule: "by: «010»", "`010` has no unit",
      help: "did you mean `10s`, `10m` or `10h`?"),
    BadPolicy(
      .ambiguousNumber, rule: "by: «1:30»",
      "`1:30` could mean hours and minutes or minutes and seconds",
      help: "write `1h30m` or `1m30s`"),
    BadPolicy(
      .ambiguousNumber, rule: "by: «0x1F»", "`0x1F` is no whole number with a unit"),
    BadPolicy(
      .ambiguousNumber, rule: "by: «1_000»", "`1_000` is no whole number with a unit"),
    BadPolicy(
      .invalidValue, rule: "max_idle: «.inf»", "`.inf` is no duration",
      help: "leave `max_idle` out for no limit"),
    BadPolicy(
      .invalidValue, rule: "max_idle: «unlimited»", "`unlimited` is no duration",
      help: "leave `max_idle` out for no limit"),
    BadPolicy(.invalidValue, rule: "by: «1.5h»", "`1.5h` has a decimal", help: "write `1h30m`"),
    BadPolicy(
      .invalidValue, rule: "by: «1M»", "`1M` could mean months or minutes",
      help: "write `1m` for minutes, or days such as `30d`"),
    BadPolicy(
      .invalidValue, rule: "by: «1mo»", "`1mo` has no fixed length",
      help: "count in days, such as `30d` or `365d`"),
    BadPolicy(.invalidValue, rule: "by: «1y»", "`1y` has no fixed length"),
    BadPolicy(
      .invalidValue, rule: "by: «12H»", "`12H` is not how durations are written",
      help: "write `12h`"),
    BadPolicy(
      .invalidValue, rule: "by: «15 minutes»", "`15 minutes` is not how durations are written",
      help: "write `15m`"),
    BadPolicy(
      .invalidValue, rule: "by: «PT1H30M»", "`PT1H30M` is not how durations are written",
      help: "write `1h30m`"),
    BadPolicy(
      .invalidValue, rule: "by: «30m1h»", "`30m1h` is not how durations are written",
      help: "write `1h30m`"),
    BadPolicy(
      .invalidValue, rule: "by: «-2h»", "`-2h` is negative, so `by` would mean nothing"),
    BadPolicy(
      .invalidValue, rule: "by: «0s»",
      "`by` must be more than zero, for every limit is reached at once"),
    BadPolicy(
      .invalidValue, rule: "by: «99999999999w»",
      "`99999999999w` is longer than the ten thousand years that can be counted"),
    BadPolicy(
      .invalidValue, rule: "by: «soon»", "`soon` is not a duration",
      help: "durations are written like `90s`, `15m`, `12h`, `30d`, `2w` or `1h30m`"),
    BadPolicy(
      .wrongKind, rule: "«by»: [15m]", "`by` must be a duration such as `15m`, not a list"),
  ]

  static let attributes: [BadPolicy] = [
    BadPolicy(
      .invalidValue, top: "attributes:\n  context.a: «strng»", "there is no type `strng`",
      help: "did you mean `string`?"),
    BadPolicy(
      .invalidValue, top: "attributes:\n  context.a: «boolean»", "there is no type `boolean`",
      help: "did you mean `bool`?"),
    BadPolicy(
      .invalidValue, top: "attributes:\n  context.a: «list<string>»",
      "there is no type `list<string>`", help: "did you mean `list(string)`?"),
    BadPolicy(
      .invalidValue, top: "attributes:\n  context.a: «net.IP»",
      "no attribute can be a `net.IP`, for documents hold addresses as text",
      help: "declare `type: string`, and read it with `ip(…)`"),
    BadPolicy(
      .invalidValue, top: "attributes:\n  context.a: «xyzzy»", "there is no type `xyzzy`",
      help: "a type is `string`, `int`, `double`, `bool`, `timestamp`, `duration` or `any`, or a "
        + "list such as `list(string)`"),
    BadPolicy(
      .implicitBoolean, top: "attributes:\n  context.a: { type: string, optional: «NO» }",
      "`NO` is a bool to some readers of YAML and text to others", help: "write `false`"),
    BadPolicy(
      .wrongKind, top: "attributes:\n  context.a: { type: string, optional: «\"true\"» }",
      "`optional` must be `true` or `false`, and `true` in quotes is text", help: "write `true`"),
    BadPolicy(
      .wrongKind, top: "attributes:\n  context.a: { type: string, optional: «maybe» }",
      "`optional` must be `true` or `false`, not `maybe`"),
    BadPolicy(
      .missingField, top: "attributes:\n  «context.a»: { optional: true }",
      "`context.a` has no `type`"),
    BadPolicy(
      .conflictingFields, top: "attributes:\n  context.a: { type: int, «values»: [a] }",
      "only strings can have `values`, and `context.a` is int"),
    BadPolicy(
      .conflictingDeclaration, top: "attributes:\n  «session.id»: int",
      "`session.id` is built in as string and cannot be declared as another type",
      help: "remove the declaration; the attribute can be used without it"),
    BadPolicy(
      .conflictingDeclaration,
      top: "attributes:\n  identity.traits.a: int\n  «session.identity.traits.a»: int",
      "`session.identity.traits.a` is declared twice", help: "remove one of them"),
    BadPolicy(
      .conflictingDeclaration, top: "attributes:\n  context.a: int\n  «context.a.b»: int",
      "`context.a.b` cannot be declared, for `context.a` is of type `int`, which has no "
        + "attributes"),
    BadPolicy(
      .conflictingDeclaration, top: "attributes:\n  context.a.b: int\n  «context.a»: int",
      "`context.a` cannot be declared, for there are attributes below it"),
    BadPolicy(
      .invalidValue, top: "attributes:\n  «kratos.a»: int",
      "`kratos.a` cannot be declared, for nobody would supply it",
      help: "declare what your service supplies below `context`, such as `context.a`"),
    BadPolicy(
      .invalidValue, top: "attributes:\n  «contxt.a»: int",
      "`contxt.a` cannot be declared, for nobody would supply it", help: "did you mean `context`?"),
    BadPolicy(
      .invalidValue, top: "attributes:\n  «context.a-b»: int",
      "`context.a-b` is not the path of an attribute"),
    BadPolicy(
      .wrongKind, top: "«attributes»: [context.a]\nwhen: context.a == 1 && session.active",
      "`attributes` must be a mapping from names to types, not a list"),
  ]

  static let names: [BadPolicy] = [
    BadPolicy(
      .implicitBoolean, top: "constants:\n  a: [DE, «NO»]",
      "`NO` is a bool to some readers of YAML and text to others",
      help: "write `\"NO\"` if it is text, or `false` if it is a bool"),
    BadPolicy(
      .ambiguousNumber, top: "constants:\n  a: «010»",
      "`010` is an octal number to some readers of YAML and a decimal one to others",
      help: "write `\"010\"` if it is text, or a plain decimal number"),
    BadPolicy(
      .implicitTimestamp, top: "constants:\n  a: «2026-01-01»",
      "`2026-01-01` is an instant to some readers of YAML and text to others"),
    BadPolicy(
      .nullValue, top: "constants:\n  a: «null»", "`a` is `null`, which is no value",
      help: "write `\"null\"` if it is text"),
    BadPolicy(
      .ambiguousNumber, top: "constants:\n  a: «9223372036854775808»",
      "`9223372036854775808` is beyond what 64 bits hold"),
    BadPolicy(
      .invalidValue, top: "constants:\n  «a-b»: 1", "`a-b` cannot be used by name in conditions"),
    BadPolicy(
      .invalidValue, top: "constants:\n  «in»: 1", "`in` cannot be used by name in conditions"),
    BadPolicy(
      .conflictingDeclaration, top: "definitions:\n  «now»: \"true\"",
      "definition `now` would hide the built-in `now`"),
    BadPolicy(
      .conflictingDeclaration, top: "constants:\n  «string»: 1",
      "constant `string` would hide the type `string`"),
    BadPolicy(
      .conflictingDeclaration, top: "constants:\n  a: 1\ndefinitions:\n  «a»: \"true\"",
      "`a` is a constant and a definition", help: "rename one of them"),
    BadPolicy(
      .cyclicDefinition,
      top: "definitions:\n  c: b\n  «a»: b\n  b: a && c".replacing("a && c", with: "a"),
      "definitions use each other in a circle, so none of them has a value: `a` → `b` → `a`",
      help: "write out one of them"),
    BadPolicy(
      .cyclicDefinition, top: "definitions:\n  «a»: a && true\nwhen: a",
      "definition `a` uses itself, so it never has a value"),
    BadPolicy(
      .wrongKind, top: "definitions:\n  «a»: [b]\nwhen: a",
      "`a` must be a CEL expression, not a list"),
  ]

  static let conditions: [BadPolicy] = [
    BadPolicy(
      .whitespaceTrap, rule: "when: request.action == \"a «#b\"»",
      "the rest of the line is a comment to YAML, so the expression ends before it",
      help: "put the whole expression in quotes, or on the next line after `|`"),
    BadPolicy(.nullValue, rule: "«when»:", "`when` has no value"),
    BadPolicy(
      .wrongKind, rule: "«when»: [session.active]", "`when` must say how its conditions are joined",
      help: "put the list under `all:`, `any:` or `none:`"),
    BadPolicy(
      .emptyCollection, rule: "when: { all: «[]» }", "`all` is an empty list",
      help: "add a condition, or leave `all` out"),
    BadPolicy(
      .missingField, rule: "«when»: {}", "`when` joins nothing",
      help: "write an expression, or a mapping with `all`, `any` or `none`"),
    BadPolicy(
      .conflictingFields, rule: "when: { all: [session.active], «any»: [session.active] }",
      "a condition has either `all` or `any`, not both",
      help: "put one of them into the list of the other"),
    BadPolicy(
      .unknownField, rule: "when: { «alll»: [session.active] }", "a condition has no field `alll`",
      help: "did you mean `all`?"),
    BadPolicy(
      .unknownField,
      rule: "when: { «session.active»: true }".replacing(": true", with: ": \"true\""),
      "a condition has no field `session.active`", help: "a condition has `all`, `any` and `none`"),
    BadPolicy(
      .typeMismatch, rule: "when: «session.id»",
      "a condition must be a bool, and `session.id` is a string"),
    // Nothing can be declared below `request`, so it is not proposed.
    BadPolicy(
      .unknownAttribute, rule: "when: request.device.«zzzz» == 1",
      "`request.device` has no attribute `zzzz`",
      help: "`request.device` has `compliant`, `id`, `managed`, `platform`, `shared`"),
    BadPolicy(
      .unknownAttribute, rule: "when: context.«risk» == \"high\"",
      "`context` has no attribute `risk`",
      help: "declare it under `attributes:`, such as `context.risk: string`"),
    BadPolicy(
      .unknownAttribute, rule: "when: session.«idel» < duration(\"15m\")",
      "`session` has no attribute `idel`", help: "did you mean `idle`?"),
    BadPolicy(
      .unknownAttribute,
      file:
        "version: 1\npolicy: p\nattributes:\n  context.risk: string\nwhen: context.«rsk» == \"x\"\n"
        + "rules:\n  - { id: r, may: refresh }\n",
      "`context` has no attribute `rsk`",
      help: "did you mean `risk`? otherwise declare it under `attributes:`, such as "
        + "`context.rsk: string`"),
    BadPolicy(
      .valueOutsideDomain, rule: "when: session.aal == «\"aal4\"»",
      "`session.aal` is never `aal4`"),
    BadPolicy(
      .undefinedDefinition, rule: "when: «managd»\nmay: extend", "`managd` is not declared"),
  ]
}
