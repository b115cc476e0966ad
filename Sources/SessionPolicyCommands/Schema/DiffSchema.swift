import PolicyAnalysis
import PolicyJSON

/// Writes what `diff` answers as JSON Schema. Keys may be added in later releases, so objects stay open.
enum DiffSchema {
  /// The schema of a comparison.
  static var document: JSONValue {
    [
      "$schema": JSONSchema.dialect, "title": "A comparison of session-policy",
      "description": "What `diff --format json` writes.", "$ref": "#/$defs/comparison",
      "$defs": [
        "comparison": comparison, "change": change, "constraint": constraint, "side": side,
        "approval": approval, "rule": rule,
      ],
    ]
  }

  private static let directions = JSONSchema.words(Direction.allCases.map(\.rawValue))
  private static let parts = JSONSchema.words(DecisionPart.allCases.map(\.rawValue))
  private static let texts = JSONSchema.array(JSONSchema.text)

  private static let comparison = JSONSchema.record(
    [
      ("version", ["enum": [1]]),
      ("verdict", JSONSchema.words(["equivalent", "stricter", "looser", "both", "undecided"])),
      ("old", JSONSchema.text), ("new", JSONSchema.text), ("assumed", texts),
      ("changes", JSONSchema.array(JSONSchema.reference("change"))),
      (
        "omitted",
        JSONSchema.described(
          "What differs for further sessions, which are not told apart.",
          JSONSchema.array(
            JSONSchema.record(
              [("part", parts), ("direction", directions)], "A part and a direction.")))
      ),
      ("rules", JSONSchema.array(JSONSchema.reference("rule"))),
      (
        "undecided",
        JSONSchema.array(
          JSONSchema.record(
            [("rule", JSONSchema.text), ("why", JSONSchema.text)],
            "What was not found out, and the rule that it hangs on."))
      ),
    ], "How the decisions of NEW differ from those of OLD, over all sessions.")

  private static let change = JSONSchema.record(
    [
      ("fingerprint", ["type": "string", "pattern": "^[0-9a-f]{12}$"]),
      ("direction", directions), ("part", parts),
      (
        "region",
        JSONSchema.described(
          "What the sessions have in common, by attribute. `session.authentication_methods.totp@aal2` is whether "
            + "a method was shown as a factor, and the same with `.age` how long ago; `*` in place of the method "
            + "stands for those that no policy names.",
          ["type": "object", "additionalProperties": JSONSchema.reference("constraint")])
      ),
      ("words", JSONSchema.text), ("transition", JSONSchema.text),
      (
        "whole",
        JSONSchema.described(
          "Whether all sessions of the region are decided otherwise; if not, other rules decide some.",
          JSONSchema.flag)
      ),
      (
        "rule",
        JSONSchema.described(
          "The rule that changed; null where several make the difference together.",
          JSONSchema.nullable(JSONSchema.text))
      ),
      (
        "witness",
        JSONSchema.described(
          "A snapshot that shows it.", JSONSchema.nullable(["type": "object"]))
      ),
      ("old", JSONSchema.nullable(JSONSchema.reference("side"))),
      ("new", JSONSchema.nullable(JSONSchema.reference("side"))),
      (
        "sample",
        JSONSchema.described(
          "The witness as a suite for NEW.", JSONSchema.nullable(JSONSchema.text))
      ),
      ("possible", JSONSchema.flag), ("hangs_on", texts),
      ("approved", JSONSchema.nullable(JSONSchema.reference("approval"))),
    ], "Sessions that are decided otherwise.")

  private static let constraint: JSONValue = [
    "anyOf": [
      JSONSchema.words(["absent", "failed"]),
      JSONSchema.object(
        [("in", ["type": "array"]), ("or", states)], required: ["in"], "It is one of these."),
      JSONSchema.object(
        [("not_in", ["type": "array"]), ("or", states)], required: ["not_in"],
        "It is there and none of these."),
      JSONSchema.object(
        [("from", [:]), ("until", [:]), ("or", states)], required: ["from", "until"],
        "It is at least the first and below the last; null for no bound."),
    ]
  ]

  private static let states = JSONSchema.array(JSONSchema.words(["absent", "failed"]))

  private static let side = JSONSchema.record(
    [
      ("decision", JSONSchema.described("As `schema decision` has it.", ["type": "object"])),
      ("rules", texts),
    ], "What is decided of the witness, and the rules that decide the part.")

  private static let approval = JSONSchema.record(
    [("fingerprint", JSONSchema.text), ("reason", JSONSchema.text), ("expires", JSONSchema.text)],
    "Somebody's word that the change is meant.")

  private static let rule = JSONSchema.record(
    [
      ("rule", JSONSchema.text),
      ("change", JSONSchema.words(["added", "removed", "changed", "same"])),
      ("effect", JSONSchema.words(["none", "looser", "stricter", "both", "undecided"])),
    ], "What became of a rule, and what that alone is worth.")
}
