package import PolicyJSON

extension KratosSettings {
  /// A configuration of Kratos that reads back as these settings, as far as decisions depend on them.
  ///
  /// Nothing else of a configuration is in it: no address, no secret, no name of a provider or a cookie.
  /// JSON is YAML, so that it can be named wherever a `kratos.yml` can. A release that was chosen is not
  /// part of a configuration.
  package var configuration: JSONValue {
    let session = JSONObject(present: [
      ("lifespan", .string(lifespan.kratosText)),
      earliestPossibleExtend.map { ("earliest_possible_extend", .string($0.kratosText)) },
      ("cookie", ["persistent": .bool(persistentCookie)]),
      ("whoami", ["required_aal": .string(whoamiRequiredAAL.rawValue)]),
    ])
    let flows: JSONValue = [
      "login": ["lifespan": .string(loginFlowLifespan.kratosText)],
      "settings": [
        "privileged_session_max_age": .string(privilegedSessionMaxAge.kratosText),
        "required_aal": .string(settingsRequiredAAL.rawValue),
      ],
    ]
    let methods = writtenMethods
    let selfService = JSONObject(present: [
      ("flows", flows), methods.isEmpty ? nil : ("methods", .object(methods)),
    ])
    return [
      "session": .object(session), "selfservice": .object(selfService),
      "feature_flags": ["faster_session_extend": .bool(fasterSessionExtend)],
    ]
  }

  /// The methods of which something is set otherwise than by default.
  private var writtenMethods: JSONObject {
    let states = methods ?? KratosMethods()
    let names = KratosMethods.defaults.keys.sorted()
    var written = JSONObject(
      present: names.map { name in
        let isDefault = states.isEnabled(name) == KratosMethods.defaults[name]
        var method = JSONObject(present: [
          isDefault ? nil : ("enabled", .bool(states.isEnabled(name)))
        ])
        for (key, value) in details(of: name) { method[key] = value }
        return method.isEmpty ? nil : (name, .object(method))
      })
    if !organizationLifespans.isEmpty {
      let organizations = organizationLifespans.sorted { $0.key < $1.key }.map { id, own in
        ["id": .string(id), "session_lifespan": .string(own.kratosText)] as JSONValue
      }
      written["b2b"] = ["config": ["organizations": .array(organizations)]]
    }
    return written
  }

  /// What is set of a method besides whether it is on.
  private func details(of method: String) -> [(String, JSONValue)] {
    switch method {
    case "code":
      [
        codeAsFirstFactor ? ("passwordless_enabled", true) : nil,
        codeAsSecondFactor ? ("mfa_enabled", true) : nil,
      ].compactMap(\.self)
    case "webauthn" where passwordlessWebAuthn: [("config", ["passwordless": true])]
    case "passkey" where passkeyUserVerification != .preferred:
      [
        (
          "config",
          [
            "authenticator_selection": [
              "user_verification": .string(passkeyUserVerification.rawValue)
            ]
          ]
        )
      ]
    // Which provider vouches, and by what word, is nothing that a decision depends on.
    case "oidc" where carriesOverSecondFactors:
      [("config", ["providers": [["id": "any", "aal2_amr_values": ["mfa"]]]])]
    default: []
    }
  }
}
