package import PolicyDocuments
import SessionPolicy

// The fields of test suites.

extension FieldTable {
  /// A suite of tests.
  package static let suite = FieldTable(
    "a suite",
    [
      Field("version", .version(version), isRequired: true, "The version of the format: `1`."),
      Field("suite", .text, isRequired: true, "The name of the suite.", synonyms: ["name"]),
      Field("description", .text, "What the suite is for, told to those who maintain it."),
      Field(
        "policies", .texts, isRequired: true,
        "The policy files and directories under test, relative to the suite.",
        synonyms: ["policy", "policy_files", "rule_files"]),
      Field(
        "kratos", .path, "The identity server's configuration, relative to the suite.",
        synonyms: ["settings", "config"]),
      Field(
        "now", .instant, isRequired: true,
        "The instant at which every test begins; no suite depends on the clock.",
        synonyms: ["start", "time", "clock", "start_timestamp"]),
      Field(
        "sessions", .dictionary(.record(.sessionFixture)), isRequired: true,
        "The sessions that tests name.", synonyms: ["session", "users", "principals"]),
      Field(
        "requests", .dictionary(.record(.requestFixture)), "The requests that tests name.",
        synonyms: ["request", "actions"]),
      Field(
        "tests", .records(.suiteTest), isRequired: true, "What is tested.",
        synonyms: ["cases", "test"]),
    ])

  /// A session that tests name.
  package static let sessionFixture = FieldTable(
    "a session",
    [
      Field("description", .text, "What is special about it."),
      Field(
        "from", .path,
        "A session document of Kratos, bare or wrapped, relative to the suite and below the folder "
          + "that the run was given.", synonyms: ["file", "path", "document"]),
      Field(
        "extends", .text, "Another session of the suite, which this one changes.",
        synonyms: ["base", "inherits", "extend", "like"]),
      Field(
        "set", .record(.sessionChange),
        "Fields of the session that are set; `null` removes one.",
        synonyms: ["with", "change", "override"]),
      Field(
        "completed", .dictionary(.moment),
        "When each of the session's methods was last completed.",
        synonyms: ["completed_at", "methods"]),
    ],
    groups: [
      Group(0...1, of: ["from", "extends"]), Group(1...3, of: ["from", "extends", "set"]),
    ])

  /// What is set in a session, under Kratos' own names.
  package static let sessionChange = FieldTable(
    "`set`",
    [
      Field("id", .text, "The identifier."),
      Field("active", .flag, "Whether the session was live when it was written."),
      Field("expires_at", .moment, "When it ends.", synonyms: ["expiry", "expires"]),
      Field(
        "authenticated_at", .moment,
        "When the user last authenticated; every `completed_at` moves along.",
        synonyms: ["authenticated"]),
      Field("issued_at", .moment, "When it began.", synonyms: ["issued", "created_at"]),
      Field(
        "authenticator_assurance_level", .choice(AssuranceLevel.allCases.map(\.name)),
        "The level.", synonyms: ["aal", "acr"]),
      Field(
        "authentication_methods", .records(.completedMethod), "Everything that was completed.",
        synonyms: ["amr", "methods"]),
      Field("identity", .record(.identityChange), "The account behind it."),
      Field("devices", .data, "The endpoints it was created from."),
      Field(
        "completed", .dictionary(.moment),
        "When each of the session's methods was last completed.", synonyms: ["completed_at"]),
    ],
    removesByNull: true)

  /// A completed authentication.
  package static let completedMethod = FieldTable(
    "a completed method",
    [
      Field("method", .text, isRequired: true, "The method, such as `password` or `totp`."),
      Field("aal", .choice(AssuranceLevel.allCases.map(\.name)), "The level it was recorded at."),
      Field("completed_at", .moment, "When it was completed."),
      Field("provider", .text, "The identity provider."),
      Field("organization", .text, "The organization it was completed for."),
      Field("upstream_acr", .text, "The context class that the provider reported."),
      Field("upstream_amr", .texts, "The methods that the provider reported."),
    ],
    removesByNull: true)

  /// What is set in an identity, under Kratos' own names.
  package static let identityChange = FieldTable(
    "an identity",
    [
      Field("id", .text, "The identifier."),
      Field("schema_id", .text, "The schema that its traits follow."),
      Field("schema_url", .text, "Where the schema is found."),
      Field("state", .choice(["active", "inactive"]), "Whether it may sign in."),
      Field("state_changed_at", .moment, "When the state last changed."),
      Field("traits", .data, "What the user says of themselves."),
      Field("metadata_public", .data, "What the user may read but not change."),
      Field("metadata_admin", .data, "What only administrators see."),
      Field("verifiable_addresses", .data, "Addresses that are verified by a message."),
      Field("recovery_addresses", .data, "Addresses by which it can be recovered."),
      Field("organization_id", .text, "The organization it belongs to."),
      Field("external_id", .text, "Its identifier elsewhere."),
      Field("created_at", .moment, "When it was made."),
      Field("updated_at", .moment, "When it was last changed."),
    ],
    removesByNull: true)

  /// A request that tests name.
  package static let requestFixture = FieldTable(
    "a request",
    [
      Field("description", .text, "What is special about it."),
      Field("action", .text, "What the user is about to do."),
      Field("ip", .text, "The address it comes from."),
      Field("country", .text, "The country it comes from."),
      Field("interactive", .flag, "Whether a user is there to answer a prompt."),
      Field(
        "last_active_at", .moment, "When the user was last active.",
        synonyms: ["last_activity_at", "last_activity", "last_active", "idle"]),
      Field("client", .record(.requestClient), "The client software."),
      Field("device", .dictionary(.data), "What is known of the device."),
      Field(
        "context", .dictionary(.data), "The inputs below `context` that the policies declare."),
    ])

  /// The client software of a request.
  package static let requestClient = FieldTable(
    "a client",
    [
      Field("id", .text, "Its identifier."),
      Field("type", .text, "Its kind, such as `browser` or `native`."),
    ])

  /// A test: one case, a product of sessions and requests, or the life of a session.
  package static let suiteTest = FieldTable(
    "a test",
    [
      Field(
        "name", .text, isRequired: true, "What is tested, in words.", synonyms: ["id", "title"]),
      Field("description", .text, "More words."),
      Field("session", .text, "The session that is decided about."),
      Field("sessions", .texts, "Several sessions, each with each of the requests."),
      Field("request", .text, "The request that is made."),
      Field("requests", .texts, "Several requests, each with each of the sessions."),
      Field("at", .offset, "How long after `now` it is decided.", synonyms: ["eval_time"]),
      Field(
        "expect", .either(.record(.expectation), .records(.combination)),
        "What the decision says; for a product, a list with an entry for each combination.",
        synonyms: ["expected", "assertions", "result", "want"]),
      Field(
        "timeline", .records(.timelineStep), "What happens to the session, step by step.",
        synonyms: ["steps", "events"]),
      Field(
        "skip", .either(.flag, .record(.skip)), "Whether it is passed over, and why."),
      Field(
        "reason", .text, "Why it is skipped.", synonyms: ["skip_reason", "skipReason"]),
    ],
    groups: [
      Group(1...1, of: ["session", "sessions"]), Group(0...1, of: ["request", "requests"]),
      Group(1...1, of: ["expect", "timeline"]), Group(0...1, of: ["at", "timeline"]),
    ])

  /// Why a test is skipped.
  package static let skip = FieldTable(
    "`skip`", [Field("reason", .text, isRequired: true, "Why the test is skipped.")])

  /// A step in the life of a session.
  package static let timelineStep = FieldTable(
    "a step",
    [
      Field("at", .offset, "How long after `now` it happens."),
      Field("every", .duration, "It happens again and again, this far apart."),
      Field("until", .offset, "How long after `now` it no longer repeats."),
      Field(
        "do", .either(.choice(TimelineAction.names), .list(.choice(TimelineAction.names))),
        "What is done, if it is allowed.", synonyms: ["action", "event", "op"]),
      Field(
        "with", .either(.text, .record(.completedFactor)),
        "The method by which the user authenticates.", synonyms: ["method", "factor", "by"]),
      Field("as", .text, "The session of the suite whose identity signs in.", synonyms: ["user"]),
      Field("request", .text, "The request that is made; left out, the test's own."),
      Field(
        "expect", .record(.expectation), "What the decision says before anything is done.",
        synonyms: ["expected", "before", "assertions"]),
      Field(
        "then", .record(.expectation), "What the decision says after everything was done.",
        synonyms: ["after"]),
    ],
    groups: [Group(1...2, of: ["do", "expect"])])

  /// A method by which a user authenticates within a timeline.
  package static let completedFactor = FieldTable(
    "a method",
    [
      Field("method", .text, isRequired: true, "The method, such as `totp` or `oidc`."),
      Field(
        "aal", .choice(AssuranceLevel.allCases.map(\.name)),
        "The level it is recorded at; left out, the one the identity server gives it."),
      Field("provider", .text, "The identity provider."),
      Field("organization", .text, "The organization it is completed for."),
    ])
}
