// Every key that Kratos reads, as its schema `embedx/config.schema.json` has them at v26.2: where it
// stands and what its value has to be. Which keys have to be there is left out on purpose, for a file
// may be one of several parts; so are the forms of addresses.

extension KratosShape {
  /// A whole configuration.
  static let configuration = closed([
    "version": .text, "dsn": .text, "dev": .flag, "help": .flag, "sqa-opt-out": .flag,
    "watch-courier": .flag, "expose-metrics-port": .number(0...65_535), "config": .list(.text),
    "revision": .text, "organizations": .list(.anything), "tracing": .anything,
    "session": session, "selfservice": selfService, "identity": identity, "courier": courier,
    "serve": .closed(["public": publicServer, "admin": adminServer]),
    "cookies": .closed([
      "domain": .text, "path": .text, "secure": .text, "same_site": sameSite,
    ]),
    "secrets": .closed([
      "default": .list(.text(atLeast: 16), isSet: true),
      "cookie": .list(.text(atLeast: 16), isSet: true),
      "pagination": .list(.text(atLeast: 16), atLeast: 1),
      "cipher": .list(.text(atLeast: 32), atLeast: 1),
    ]),
    "hashers": hashers,
    "ciphers": .open(["algorithm": .choice(["noop", "aes", "xchacha20-poly1305"])]),
    "log": .closed([
      "level": .choice(["trace", "debug", "info", "warning", "error", "fatal", "panic"]),
      "leak_sensitive_values": .flag, "redaction_text": .text, "format": .choice(["json", "text"]),
    ]),
    "oauth2_provider": .closed([
      "url": .text, "headers": .named(.text), "override_return_to": .flag,
    ]),
    "database": .closed([
      "cleanup": .open([
        "batch_size": .number(1...Int.max), "sleep": .open(["tables": .duration]),
        "older_than": .duration,
      ])
    ]),
    "security": .open([
      "account_enumeration": .open(["mitigate": .flag]),
      "disallow_ref_in_identity_schemas": .flag,
    ]),
    "clients": .open([
      "http": .open([
        "disallow_private_ip_ranges": .flag, "private_ip_exception_urls": .list(.text),
      ]),
      "smtp": .open(["disallow_private_ip_ranges": .flag]),
      "web_hook": .open(["header_allowlist": .list(.text)]),
    ]),
    "preview": .open(["default_read_consistency_level": .choice(["strong", "eventual"])]),
    "enterprise": .closed(["identity_schema_fallback_url_template": .text]),
    "feature_flags": .closed([
      "cacheable_sessions": .flag, "cacheable_sessions_max_age": .duration,
      "use_continue_with_transitions": .flag, "choose_recovery_address": .flag,
      "legacy_continue_with_verification_ui": .flag, "legacy_require_verified_login_error": .flag,
      "faster_session_extend": .flag,
      "password_profile_registration_node_group": .choice(["password", "default"]),
      "legacy_oidc_registration_node_group": .flag, "legacy_allow_insecure_origins": .flag,
      "refresh_login_choose_address": .flag,
    ]),
  ])

  private static let sameSite = choice(["Strict", "Lax", "None"])
  private static let level = choice(["aal1", "highest_available"])

  private static let session = closed([
    "lifespan": .duration, "earliest_possible_extend": .duration,
    "cookie": .closed([
      "domain": .text, "name": .text, "persistent": .flag, "path": .text, "secure": .text,
      "same_site": sameSite,
    ]),
    "whoami": .closed([
      "required_aal": level,
      "tokenizer": .open([
        "templates": .named(
          .open([
            "ttl": .duration, "claims_mapper_url": .text, "jwks_url": .text,
            "subject_source": .choice(["id", "external_id"]),
          ]))
      ]),
    ]),
  ])

  private static let identity = closed([
    "default_schema_id": .text,
    "schemas": .list(
      .open(["id": .text, "url": .text, "selfservice_selectable": .flag]), atLeast: 1),
  ])

  // MARK: Self-service

  private static let selfService = closed([
    "default_browser_return_url": .text, "allowed_return_urls": .list(.text),
    "flows": .closed([
      "settings": .closed([
        "ui_url": .text, "lifespan": .duration, "privileged_session_max_age": .duration,
        "required_aal": level, "before": before, "after": afterSettings,
      ]),
      "logout": .closed([
        "clear_browser_data": .flag, "after": .closed(["default_browser_return_url": .text]),
      ]),
      "registration": .closed([
        "enabled": .flag, "login_hints": .flag, "ui_url": .text, "lifespan": .duration,
        "enable_legacy_one_step": .flag, "style": .choice(["unified", "profile_first"]),
        "before": before, "after": afterRegistration,
      ]),
      "login": .closed([
        "ui_url": .text, "lifespan": .duration, "style": .choice(["unified", "identifier_first"]),
        "before": before, "after": afterLogin,
      ]),
      "verification": byAddress(after: hooks(["web_hook", "b2b_sso", "organization"])),
      "recovery": byAddress(after: hooks(["web_hook", "revoke_active_sessions"])),
      "error": .closed(["ui_url": .text]),
    ]),
    "methods": methods,
  ])

  /// Verification and recovery: flows that send something to an address.
  private static func byAddress(after hooks: KratosShape) -> KratosShape {
    .closed([
      "enabled": .flag, "ui_url": .text, "lifespan": .duration, "use": .choice(["link", "code"]),
      "notify_unknown_recipients": .flag, "before": before,
      "after": .closed(["default_browser_return_url": .text, "hooks": hooks]),
    ])
  }

  private static func hooks(_ names: [String]) -> KratosShape { .list(.hook(names), isSet: true) }

  private static let before = closed(["hooks": hooks(["web_hook", "b2b_sso", "organization"])])

  private static func after(_ methods: [String: KratosShape], hooks: KratosShape) -> KratosShape {
    .closed(
      methods.merging(["default_browser_return_url": .text, "hooks": hooks]) { first, _ in first })
  }

  /// What follows one method of a flow.
  private static func method(_ hookNames: [String]) -> KratosShape {
    .closed(["default_browser_return_url": .text, "hooks": hooks(hookNames)])
  }

  private static let afterSettings: KratosShape = {
    let credential = method(["web_hook", "revoke_active_sessions"])
    return after(
      [
        "password": credential, "totp": credential, "oidc": credential, "webauthn": credential,
        "passkey": credential, "lookup_secret": credential,
        "profile": method([
          "web_hook", "show_verification_ui", "b2b_sso", "organization", "verify_new_address",
          "notify_previous_addresses",
        ]),
      ], hooks: hooks(["web_hook", "b2b_sso", "organization"]))
  }()

  private static let afterRegistration: KratosShape = {
    let credential = method([
      "session", "web_hook", "show_verification_ui", "b2b_sso", "organization",
    ])
    return after(
      [
        "password": credential, "webauthn": credential, "passkey": credential,
        "oidc": credential, "code": credential,
      ], hooks: hooks(["web_hook", "b2b_sso", "organization"]))
  }()

  private static let afterLogin: KratosShape = {
    let names = [
      "revoke_active_sessions", "require_verified_address", "web_hook", "verification",
      "show_verification_ui", "b2b_sso", "organization",
    ]
    let credential = method(names)
    return after(
      [
        "password": credential, "webauthn": credential, "passkey": credential, "code": credential,
        "totp": credential, "lookup_secret": credential,
        "oidc": method([
          "revoke_active_sessions", "web_hook", "require_verified_address", "b2b_sso",
          "organization",
        ]),
      ], hooks: hooks(names))
  }()

  /// The hooks, by the word that names each.
  static let hookShapes: [String: KratosShape] = {
    let plain = closed(["hook": .text])
    return [
      "revoke_active_sessions": plain, "session": plain, "require_verified_address": plain,
      "verification": plain, "show_verification_ui": plain, "verify_new_address": plain,
      "b2b_sso": .open(["hook": .text]), "organization": .open(["hook": .text]),
      "notify_previous_addresses": .closed([
        "hook": .text,
        "config": .closed(["recipients": .choice(["removed", "all_verified", "all"])]),
      ]),
      "web_hook": .closed([
        "hook": .text,
        "config": .closed([
          "id": .text, "response": .closed(["ignore": .flag, "parse": .flag]), "url": .text,
          "method": .text, "headers": .named(.text), "body": .text, "can_interrupt": .flag,
          "emit_analytics_event": .flag, "auth": auth,
        ]),
      ]),
    ]
  }()

  // MARK: Methods

  private static let methods = closed([
    "profile": .closed(["enabled": .flag]),
    "link": .closed([
      "enabled": .flag, "config": .open(["base_url": .text, "lifespan": .duration]),
    ]),
    "code": .open([
      "enabled": .flag, "passwordless_enabled": .flag, "mfa_enabled": .flag,
      "config": .open([
        "lifespan": .duration, "max_submissions": .number(1...255),
        "missing_credential_fallback_enabled": .flag,
      ]),
    ]),
    "password": .closed([
      "enabled": .flag,
      "config": .closed([
        "haveibeenpwned_host": .text, "haveibeenpwned_enabled": .flag,
        "max_breaches": .number(0...100), "ignore_network_errors": .flag,
        "min_password_length": .number(6...Int.max), "identifier_similarity_check_enabled": .flag,
        "migrate_hook": .closed([
          "enabled": .flag,
          "config": .closed([
            "url": .text, "method": .choice(["POST"]), "headers": .named(.text),
            "emit_analytics_event": .flag, "auth": auth, "body": template,
          ]),
        ]),
      ]),
    ]),
    "totp": .closed(["enabled": .flag, "config": .closed(["issuer": .text])]),
    "lookup_secret": .closed(["enabled": .flag]),
    "webauthn": .closed([
      "enabled": .flag,
      "config": .closed([
        "passwordless": .flag,
        "rp": .open([
          "display_name": .text, "id": .text, "origin": .text, "origins": .list(.text),
          "icon": .text,
        ]),
      ]),
    ]),
    "passkey": .closed([
      "enabled": .flag,
      "config": .closed([
        "rp": .open(["display_name": .text, "id": .text, "origins": .list(.text)]),
        "authenticator_selection": .closed([
          "attachment": .choice(["platform", "cross-platform"]),
          "resident_key": .choice(["required", "preferred", "discouraged"]),
          "user_verification": .choice(["required", "preferred", "discouraged"]),
        ]),
        "attestation": .closed([
          "preference": .choice(["none", "indirect", "direct", "enterprise"])
        ]),
        "timeouts": .closed(["registration": .duration, "login": .duration]),
      ]),
    ]),
    "oidc": .closed([
      "enabled": .flag,
      "config": .closed(["base_redirect_uri": .text, "providers": .list(provider)]),
    ]),
    "b2b": .closed([
      "config": .closed([
        "organizations": .list(
          .open([
            "id": .text, "label": .text, "domains": .list(.text), "session_lifespan": .duration,
          ]))
      ])
    ]),
  ])

  private static let provider = closed([
    "id": .text, "label": .text, "client_id": .text, "client_secret": .text, "issuer_url": .text,
    "auth_url": .text, "token_url": .text, "mapper_url": .text, "scope": .list(.text),
    "provider": .choice([
      "github", "github-app", "gitlab", "generic", "google", "microsoft", "discord", "salesforce",
      "slack", "facebook", "auth0", "vk", "yandex", "apple", "spotify", "netid", "dingtalk",
      "patreon", "line", "linkedin", "linkedin_v2", "lark", "x", "fedcm-test", "amazon", "uaepass",
    ]),
    "microsoft_tenant": .text, "subject_source": .choice(["userinfo", "me", "oid"]),
    "apple_team_id": .text, "apple_private_key_id": .text, "apple_private_key": .text,
    "requested_claims": .open(["userinfo": claims, "id_token": claims]), "organization_id": .text,
    "additional_id_token_audiences": .list(.text), "aal2_acr_values": .list(.text),
    "aal2_amr_values": .list(.text), "claims_source": .choice(["id_token", "userinfo"]),
    "pkce": .choice(["auto", "never", "force"]), "fedcm_config_url": .text,
    "net_id_token_origin_header": .text,
    "account_linking_mode": .choice(["confirm_with_existing_credential", "automatic"]),
    "update_identity_on_login": .choice(["never", "automatic"]),
  ])

  /// Claims that are asked for, each empty or with what is asked of it.
  private static let claims = named(.anything)

  // MARK: Servers and messages

  private static let tls: KratosShape = {
    let source = closed(["path": .text, "base64": .text])
    return closed(["key": source, "cert": source])
  }()

  private static let adminServer = closed([
    "request_log": .closed(["disable_for_health": .flag]), "base_url": .text, "host": .text,
    "port": .number(1...65_535), "socket": socket, "tls": tls,
  ])

  private static let publicServer = closed([
    "request_log": .closed(["disable_for_health": .flag]), "base_url": .text, "host": .text,
    "port": .number(1...65_535), "socket": socket, "tls": tls,
    "cors": .closed([
      "enabled": .flag, "allowed_origins": .list(.text(atLeast: 1), isSet: true),
      "allowed_methods": .list(
        .choice([
          "POST", "GET", "PUT", "PATCH", "DELETE", "CONNECT", "HEAD", "OPTIONS", "TRACE",
        ])),
      "allowed_headers": .list(.text), "exposed_headers": .list(.text),
      "allow_credentials": .flag, "options_passthrough": .flag, "max_age": .count, "debug": .flag,
    ]),
  ])

  private static let socket = closed([
    "owner": .text, "group": .text, "mode": .number(0...511),
  ])

  private static let hashers = closed([
    "algorithm": .choice(["argon2", "bcrypt"]),
    "argon2": .closed([
      "memory": .size, "iterations": .number(1...Int.max), "parallelism": .number(1...Int.max),
      "salt_length": .number(16...Int.max), "key_length": .number(16...Int.max),
      "expected_duration": .duration, "expected_deviation": .duration, "dedicated_memory": .size,
    ]),
    "bcrypt": .closed(["cost": .number(4...31)]),
  ])

  private static let template = text(beginning: ["http://", "https://", "file://", "base64://"])

  /// A name and a password, or a key: what `type` says.
  private static let auth = closed([
    "type": .choice(["api_key", "basic_auth"]),
    "config": .closed([
      "user": .text, "password": .text, "name": .text, "value": .text,
      "in": .choice(["header", "cookie"]),
    ]),
  ])

  private static let httpRequest = closed([
    "url": .text(beginning: ["http://", "https://"]), "method": .text, "headers": .named(.text),
    "body": template, "auth": auth,
  ])

  private static let courier: KratosShape = {
    let email = closed([
      "body": .closed(["plaintext": .text, "html": .text]), "subject": .text,
    ])
    let both: [String: KratosShape] = [
      "email": email, "sms": .closed(["body": .closed(["plaintext": .text])]),
    ]
    let pair = closed(["valid": .closed(both), "invalid": .closed(["email": email])])
    let single = closed(["valid": .closed(both)])
    return closed([
      "templates": .closed([
        "recovery": pair, "recovery_code": pair, "verification": pair, "verification_code": pair,
        "registration_code": single, "login_code": single,
        "verifiable_address_changed": .closed(both),
      ]),
      "template_override_path": .text, "message_retries": .number(Int.min...Int.max),
      "worker": .open(["pull_count": .number(Int.min...Int.max), "pull_wait": .duration]),
      "delivery_strategy": .choice(["smtp", "http"]),
      "http": .closed(["request_config": httpRequest]),
      "smtp": .closed([
        "connection_uri": .text(beginning: ["smtp://", "smtps://"]), "client_cert_path": .text,
        "client_key_path": .text, "from_address": .text, "from_name": .text,
        "headers": .named(.text), "local_name": .text,
      ]),
      "channels": .list(
        .closed([
          "id": .choice(["sms"]), "type": .choice(["http"]), "request_config": httpRequest,
        ])),
    ])
  }()
}
