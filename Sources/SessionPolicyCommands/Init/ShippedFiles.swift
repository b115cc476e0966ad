// swift-format-ignore-file
// Written by `WRITE_GOLDENS=1 swift test --filter ReadyMadePolicyTests` from `policies` and `samples`,
// where every change is made; a test holds the two together.

/// The ready-made policies with their suites, as the command carries them along: there is no folder
/// beside it wherever it is put.
enum ShippedFiles {
  /// Each file by its name in the project, in the order of the names.
  static let all: [(name: String, text: String)] = [
    ("policies/ai-agents.yaml", #"""
# AI agents that act for a person, in a session of their own: short, never extended, and the person is
# asked before anything that cannot be undone. Load it beside the policy of people.
#
#   what it says                                              where                    force     counted from
#   short-lived tokens                                        MCP 2025-11-25           SHOULD    issue; our choice    1h
#   the person was here in the last day                       our choice, after                  the person's own     24h
#                                                             63B-4 §2.2.3, AAL2                 login
#   a person confirms what is irreversible, pays or           OWASP cheat sheets on    guidance  -
#   administers                                               agents and on MCP
#   ... with a second factor from the last 5 minutes          our choice                         second factor        5m
#   nothing outlives what the person granted                  OpenID white paper,      practice  that instant
#                                                             October 2025
#
# MCP gives no number. Only a person can refresh: a refresh takes a credential, and an agent must never
# hold one. The answer `reauthenticate` goes to the person, not to the agent.
# What a session policy cannot do: bind the approval to one action, amount and recipient. Your service
# shows the person what is approved, uses it once, and refuses it for anything else. Nor can it shrink
# what the agent may do: that is the scope of its token.
# What it needs: `context.actor` with every request; without it, everybody is taken for an agent. For
# agents `context.person_authenticated_at` and `context.grant_expires_at`; without them the session is
# over. It makes sense on any identity schema, `default` included.
version: 1
policy: ai-agents
description: >-
  An agent's session is short and ends with its grant, and the person confirms what cannot be
  undone.

attributes:
  # Who acts. It is kept apart from the person, who is the identity of the session.
  context.actor: { type: string, values: [person, agent] }
  # When the person last signed in, in any session of theirs.
  context.person_authenticated_at: { type: timestamp }
  # The end of what the person granted. To revoke a grant, revoke the session as well.
  context.grant_expires_at: { type: timestamp }

constants:
  # Your own names of actions go here: what cannot be undone, costs money or administers.
  irreversible:
    - payment.create
    - message.send
    - data.delete
    - role.grant

definitions:
  agent: context.actor == "agent"

rules:
  - id: an-hour-at-most
    description: "MCP: short-lived tokens, SHOULD. The hour is our choice."
    must: sign_in
    when: agent
    max_lifetime: 1h
    because: The agent's hour is over. Start it again if it is still needed.

  - id: never-extended
    description: Our choice. Nobody who could be asked is there.
    never: extend
    when: agent

  - id: the-person-was-here-today
    description: "Our choice, after AAL2: what an agent does is no sign that the person is present."
    must: sign_in
    when: agent && now - context.person_authenticated_at >= duration("24h")
    because: You last signed in more than a day ago. Sign in again, and start the agent again.

  - id: the-grant-has-ended
    description: "OpenID Foundation, October 2025: access of an agent ends with what delegated it."
    must: sign_in
    when: agent && now >= context.grant_expires_at
    because: What you allowed the agent has ended.

  - id: the-person-confirms
    description: "OWASP: a human confirms high-impact actions. The factor and the minutes are our choice."
    must: reauthenticate
    when: agent && request.action in irreversible
    aal: aal2
    max_age: 5m
    because: The agent wants to do something that cannot be undone. Confirm it with your second factor.

  - id: confirm
    description: The way for the person to confirm; an agent has no credential to show.
    may: refresh

"""#),
    ("policies/b2b-organizations.yaml", #"""
# Software that companies rent: a default for everybody, and limits of each organization's own, which
# may be shorter and never longer.
#
#   what it says                                              where                 force        counted from
#   a week overall                                            Clerk's default       practice     issue               7d
#   a day of idleness                                         our choice                         last activity       24h
#   the organization's own limits                             Atlassian, Slack and  practice     issue, activity     theirs
#                                                             others offer them
#   the end that the identity provider asserts                IPSIE SL1 (2026-02)   MUST         that instant
#   administrators every four hours                           CIS M365 5.2.2.4,     borrowed:    login               4h
#                                                             v7.0.0, Level 1       our choice
#   in the last six hours                                     our choice                         expiry              6h
#
# A rule that is stricter always holds, so an organization that asks for 30 days gets 7.
# What it needs: `context.tenant_max_lifetime` and `context.tenant_max_idle` where the organization set
# them; where they are absent the defaults hold. A value that cannot be read ends the session.
# `context.tenant_role` with every request: without it everybody counts as an administrator.
# `request.last_active_at` with every request; without it every request counts as idle.
# It makes sense on any identity schema, `default` included: the organization comes from your own
# database, or from `metadata_public`. Organizations of Kratos itself are not needed.
# What a session policy cannot do: end sessions when somebody leaves an organization. Revoke them.
version: 1
policy: b2b-organizations
description: A week for everybody, and what an organization shortens of it for its own people.

attributes:
  # What the organization set for its people, and nothing where it set nothing.
  context.tenant_max_lifetime: { type: duration, optional: true }
  context.tenant_max_idle: { type: duration, optional: true }
  # `SessionNotOnOrAfter` of SAML, or `session_expiry` of OpenID Connect.
  context.idp_session_expires_at: { type: timestamp, optional: true }
  context.tenant_role: { type: string, values: [member, admin] }

rules:
  - id: slide
    description: The window is our choice, a quarter of Kratos' default lifespan of 24h.
    may: extend
    within: 6h
    max_idle: 24h
    max_lifetime: 7d

  - id: a-week-at-most
    description: Clerk's default; our choice to follow it.
    must: sign_in
    max_lifetime: 7d
    because: You signed in a week ago. Please sign in again.

  - id: a-day-away
    description: Our choice.
    must: reauthenticate
    max_idle: 24h
    because: You were away for a day. Please confirm that it is you.

  - id: longer-than-the-organization-allows
    description: The organization's own limit. It can only shorten the week.
    must: sign_in
    when: has(context.tenant_max_lifetime) && session.age >= context.tenant_max_lifetime
    because: Your organization limits how long you stay signed in. Please sign in again.

  - id: away-longer-than-the-organization-allows
    description: >-
      The organization's own limit. It can only shorten the day. A login from the last minute ends it: our choice, for
      the time away counts on until the next activity is reported.
    must: reauthenticate
    when: has(context.tenant_max_idle) && session.idle >= context.tenant_max_idle
    max_age: 1m
    because: Your organization limits how long you may be away. Please confirm that it is you.

  - id: the-provider-ended-it
    description: "IPSIE SL1: an application MUST follow the end that the identity provider asserts."
    must: sign_in
    when: has(context.idp_session_expires_at) && now >= context.idp_session_expires_at
    because: Your company's sign-in has ended. Please sign in again.

  - id: administrators
    description: "CIS asks it of administrators of Microsoft 365; that it is asked here is our choice."
    must: reauthenticate
    when: context.tenant_role == "admin"
    max_age: 4h
    because: Administrators confirm every four hours that it is them.

  - id: confirm
    description: Without this, whoever has to prove themselves again would have to sign in anew.
    may: refresh

"""#),
    ("policies/cis-administrators.yaml", #"""
# Administrators as the CIS benchmarks want them, and nobody else: load it beside the policy of all
# others; the stricter of the two always holds. It permits no extension.
#
#   what it says                                             where                       force     counted from
#   administrators sign in every 4 hours or more often       CIS Microsoft 365 v7.0.0,   Level 1   each factor     4h
#                                                            5.2.2.4
#   ... and their browser session is never persistent        the same                    Level 1   -
#   web sessions of 12 hours or less, for everybody          CIS Google Workspace        Level 1   login           12h
#                                                            v1.3.0, 4.2.4.1; SCuBA
#                                                            COMMONCONTROLS.4.1v1        SHALL
#   privileged actions                                       our choice                            second factor   15m
#
# The 4 hours are shorter than the 12, so administrators here are within both. For 12 hours alone,
# change `4h` in two rules.
# What a session policy cannot do: make a cookie end with the browser. In kratos.yml, for everybody:
# `session.cookie.persistent: false`.
# Accounts for emergencies are left out by their identity, never by the order of rules: put the ids of
# yours below, and watch each login of theirs.
# What it needs: `context.administrator` with every request. Without it everybody is taken for one.
# It makes sense on any identity schema, `default` included: who is an administrator is yours to say.
version: 1
policy: cis-administrators
description: Administrators show both factors every four hours, and are never extended (CIS benchmarks).

attributes:
  context.administrator: { type: bool }

constants:
  # The identities of accounts that are locked away for emergencies.
  emergency_accounts:
    - 00000000-0000-4000-8000-000000000000
  # Your own names of actions go here.
  privileged:
    - role.grant
    - user.delete
    - settings.security
    - audit.export

definitions:
  ordinary: "!(identity.id in emergency_accounts)"

rules:
  - id: second-factor-every-four-hours
    description: "5.2.2.4, Level 1: sign-in frequency of at most 4h, and a second factor."
    must: reauthenticate
    when: context.administrator && ordinary
    aal: aal2
    max_age: 4h
    because: Administrators confirm their second factor every four hours.

  - id: first-factor-every-four-hours
    description: >-
      The same for the first factor. It is named, for a second factor makes authenticated_at new as
      well.
    must: reauthenticate
    when: context.administrator && ordinary
    methods: [password, passkey, oidc, saml]
    max_age: 4h
    because: Administrators sign in again every four hours.

  - id: never-extended
    description: After "never persistent"; that no extension is granted either is our choice.
    never: extend
    when: context.administrator

  - id: privileged-actions
    description: Our choice. Emergency accounts are not left out of it.
    must: reauthenticate
    when: context.administrator && request.action in privileged
    max_age: 15m
    because: Please confirm that it is you. Your last login was more than fifteen minutes ago.

  - id: confirm
    description: Without this, whoever has to prove themselves again would have to sign in anew.
    may: refresh

"""#),
    ("policies/consumer-remember-me.yaml", #"""
# A shop, a forum, a reader: people who tick "remember me" stay for a month, all others for a day.
#
#   what it says                                                 where             force     counted from
#   re-authenticate at least every 30 days                       63B-4 §2.1.3      SHOULD    issue (NIST: authentication)  30d
#   a session that was not remembered                            our choice                  issue                         24h
#   idle 15 to 30 minutes for low risk                           OWASP             guidance  last activity                 30m
#   ... and where it was remembered, two weeks                   our choice                  last activity                 14d
#   re-authentication before account data are changed            ASVS 5 7.5.1      L2        login, our choice             15m
#   ... and before highly sensitive operations                   ASVS 5 7.5.3      L3        login, our choice             15m
#   an extension at most once a day: in the last 13 of 14 days   our choice                  expiry                        13d
#   OWASP is its Session Management Cheat Sheet.
#
# Remembering a browser never raises assurance: 63B-4 §5.1 SHALL NOT replace authentication by it, so
# what matters asks again. 7.5.1 wants full re-authentication: who has a second factor shows it too
# with sudo-mode.yaml beside this. The tick has to be the person's own (WP194, an opinion on cookies).
# What a session policy cannot do: keep the cookie. Browsers may shorten it (Chrome: to 400 days).
#
# What it needs: `context.remembered`, kept by your service for each login; without it nobody counts
# as remembered. `request.last_active_at` with every request; without it every request counts as idle.
# Any identity schema will do, `default` included.
# In kratos.yml: `session.lifespan: 336h`. It is what an extension gives, and so it is also the longest
# a remembered session stays unused; the last extension is granted 16 days after the issue.
version: 1
policy: consumer-remember-me
description: >-
  Remembered sessions slide for thirty days, all others end after a day, and what matters asks
  again.

attributes:
  # Whether the person ticked "remember me" at this login.
  context.remembered: { type: bool, optional: true }

constants:
  # Your own names of actions go here.
  sensitive:
    - settings.email
    - settings.password
    - address.change
    - payment.create

definitions:
  remembered: has(context.remembered) && context.remembered

rules:
  - id: slide-while-remembered
    description: >-
      30d: 63B-4 §2.1.3, SHOULD. The window is our choice, so that a session is written once a day.
    may: extend
    when: remembered
    within: 13d
    max_idle: 14d
    max_lifetime: 30d

  - id: a-month-at-most
    description: "63B-4 §2.1.3, SHOULD be at most 30d; from the issue of the session, which is stricter."
    must: sign_in
    max_lifetime: 30d
    because: You signed in a month ago. Please sign in again.

  - id: a-day-unless-remembered
    description: Our choice.
    must: sign_in
    when: "!remembered"
    max_lifetime: 24h
    because: You signed in yesterday. Please sign in again.

  - id: two-weeks-away
    description: Our choice.
    must: reauthenticate
    max_idle: 14d
    because: You were away for two weeks. Please confirm that it is you.

  - id: half-an-hour-away-unless-remembered
    description: The upper end of what OWASP's cheat sheet gives for low risk.
    must: reauthenticate
    when: "!remembered"
    max_idle: 30m
    because: You were away for half an hour. Please confirm that it is you.

  - id: sensitive-actions
    description: "ASVS 5.0.0 7.5.1 and 7.5.3; the minutes are our choice."
    must: reauthenticate
    when: request.action in sensitive
    max_age: 15m
    because: Please confirm that it is you. Your last login was more than fifteen minutes ago.

  - id: confirm
    description: Without this, whoever has to prove themselves again would have to sign in anew.
    may: refresh

"""#),
    ("policies/dod-stig-asd.yaml", #"""
# DISA's Application Security and Development STIG, V6R4: web applications of the US Department of
# Defense and of its suppliers. A STIG has no SHOULD: what is not met is a finding, here of CAT II.
#
#   what it says                                              where           force      counted from
#   the session of a user ends after 15 idle minutes          V-222389        CAT II     last activity           15m
#   the session of an administrator after 10                  V-222390        CAT II     last activity           10m
#   re-authentication where the organization demands it       V-222520        CAT II     -
#   ... privileged functions, roles that changed              800-53 r5 IA-11 control    -
#   ... from the last 5 minutes                               our choice                 login                   5m
#   twelve hours overall                                      our choice, from           last authentication     12h
#                                                             63B rev 3 §4.2.3
#
# Both idle limits end the session: a new one has to be begun, and asking for a factor is not enough.
# What a session policy cannot do: limit how many sessions a user has (V-222387, no number), ask for a
# smart card (CAC, PIV: that is the provider behind `oidc` or `saml`), or lock the workstation.
# What it needs: `request.last_active_at` with every request; without it the session is over.
# `context.administrator`; without it everybody is taken for one. `context.roles_changed_at` where you
# know it. Any identity schema will do, `default` included.
# In kratos.yml: `session.lifespan: 15m`, or shorter than 12h in any case.
version: 1
policy: dod-stig-asd
description: Fifteen idle minutes end a session, ten that of an administrator (DISA ASD STIG V6R4).

attributes:
  context.administrator: { type: bool }
  # When roles of this person last changed.
  context.roles_changed_at: { type: timestamp, optional: true }

constants:
  # Your own names of privileged functions go here.
  privileged:
    - role.grant
    - user.create
    - audit.configure
    - key.rotate

rules:
  - id: fifteen-idle-minutes
    description: "V-222389, CAT II."
    must: sign_in
    max_idle: 15m
    because: You were away for fifteen minutes. Please sign in again.

  - id: ten-idle-minutes-of-administrators
    description: "V-222390, CAT II."
    must: sign_in
    when: context.administrator
    max_idle: 10m
    because: Administrators are signed out after ten idle minutes. Please sign in again.

  - id: twelve-hours
    description: Our choice, after revision 3 of NIST SP 800-63B at AAL2.
    must: sign_in
    max_age: 12h
    because: You last signed in twelve hours ago. Please sign in again.

  - id: privileged-functions
    description: "V-222520 and IA-11; the minutes are our choice."
    must: reauthenticate
    when: request.action in privileged
    max_age: 5m
    because: Please confirm that it is you. Your last login was more than five minutes ago.

  - id: roles-changed
    description: >-
      IA-11: when roles change. That the session ends for it is our choice; a login after the change
      meets it.
    must: sign_in
    when: >-
      has(context.roles_changed_at) && session.authenticated_at < context.roles_changed_at
    because: Your rights have changed. Please sign in again.

  - id: extend-while-active
    description: Up to the same limits.
    may: extend
    max_idle: 10m
    max_age: 12h

  - id: confirm
    description: Without this, whoever has to prove themselves again would have to sign in anew.
    may: refresh

"""#),
    ("policies/github-sudo.yaml", #"""
# Sudo mode as GitHub does it: after one confirmation sensitive actions stay open, for as long as they
# keep coming. Load it beside a policy that permits extensions; the stricter of the two always holds.
# The fixed variant, 15 and 5 minutes from the login, is sudo-mode.yaml.
#
#   what it says                                              where              force      counted from
#   two hours, and each sensitive action starts them anew     GitHub's docs      practice   last sensitive action   2h
#   eight hours at the most                                   our choice                    last authentication     8h
#   any one factor will do, a passkey included                GitHub's docs      practice   -
#   No standard gives a number: ASVS 5.0.0 7.5.1 (L2) and 7.5.3 (L3) ask for re-authentication before such
#   actions and leave the time open; 7.5.1 wants it in full, for which sudo-mode.yaml has the rule.
#
# Without the eight hours it would never end for somebody who does a sensitive thing every hour.
# A code by text message does not count at GitHub: Kratos has none unless you send codes by SMS; then
# name the methods that count in both rules.
# What a session policy cannot do: remember. What it needs: `context.sudo_last_used_at`, which your
# service writes after each sensitive action that went through; without it the two hours count from the
# login. The action with every request; one without it is taken for a sensitive one.
# Any identity schema will do, `default` included.
version: 1
policy: github-sudo
description: Sensitive actions stay open for two hours after the last one, and for eight hours at the most.

attributes:
  # When a sensitive action of this session last went through.
  context.sudo_last_used_at: { type: timestamp, optional: true }

constants:
  # GitHub's own; your names of actions go here.
  sensitive:
    - email.add
    - application.authorize
    - ssh_key.add
    - token.create

definitions:
  in_sudo_mode: >-
    has(context.sudo_last_used_at) && now - context.sudo_last_used_at < duration("2h")

rules:
  - id: two-hours
    description: "GitHub: two hours, which each sensitive action starts anew."
    must: reauthenticate
    when: request.action in sensitive && !in_sudo_mode
    max_age: 2h
    because: Please confirm that it is you.

  - id: eight-hours-at-most
    description: Our choice.
    must: reauthenticate
    when: request.action in sensitive
    max_age: 8h
    because: Your last login was more than eight hours ago. Please confirm that it is you.

  - id: confirm
    description: Without this, whoever has to prove themselves again would have to sign in anew.
    may: refresh

"""#),
    ("policies/hipaa.yaml", #"""
# Health records in the United States: the HIPAA Security Rule, with access in an emergency
# ("break-glass"). For covered entities and for those who work for them.
#
#   what it says                                              where 45 CFR          force         counted from
#   end a session after a set time of inactivity              164.312(a)(2)(iii)    addressable   last activity
#   ... 15 minutes in an office                               our choice                          last activity  15m
#   ... 5 minutes at a shared station                         our choice                          last activity  5m
#   a procedure for access in an emergency                    164.312(a)(2)(ii)     required      -
#   ... an hour of it, 5 idle minutes                         our choice                          issue, idle    1h, 5m
#   a second factor, except in an emergency                   our choice                          -
#   twelve hours overall, a shift                             our choice                          login          12h
#
# "Addressable" is not "recommended": do it, or write down why not and do what is equivalent where that
# is reasonable. HIPAA has no number. Whoever uses this policy chooses the numbers and documents them;
# advice seen is 10 to 15 minutes in offices, 1 to 3 on wards. A proposal of January 2025 would end
# "addressable"; how it went on is not known here, so look it up.
# What a session policy cannot do: see whether there is an emergency, record why, or review it. Your
# service asks for the reason, writes the log, and sets `context.break_glass`. Rules of other files
# hold all the same, for the strictest always does: load none beside this that asks for `aal2`.
#
# What it needs: `request.last_active_at` with every request; without it the session is over.
# `request.device.shared` for stations on a ward; a device of which nobody says so counts as shared.
# Any identity schema will do, `default` included, if a second factor is enabled.
# In kratos.yml: `session.lifespan: 15m`, or shorter than 12h in any case.
version: 1
policy: hipaa
description: >-
  Idle sessions end, sooner at shared stations, and an emergency needs no second factor but ends
  soon (HIPAA).

attributes:
  # Whether this session was begun for an emergency, with its reason recorded.
  context.break_glass: { type: bool, optional: true }

definitions:
  emergency: has(context.break_glass) && context.break_glass
  shared: "!has(request.device.shared) || request.device.shared"

rules:
  - id: idle
    description: "164.312(a)(2)(iii), addressable: there is a limit. The minutes are our choice."
    must: sign_in
    max_idle: 15m
    because: You were away for fifteen minutes. Please sign in again.

  - id: idle-at-a-shared-station
    description: "The same; the minutes are our choice."
    must: sign_in
    when: shared || emergency
    max_idle: 5m
    because: This station was idle for five minutes. Please sign in again.

  - id: a-shift
    description: Our choice.
    must: sign_in
    max_age: 12h
    because: You last signed in twelve hours ago. Please sign in again.

  - id: second-factor
    description: >-
      Our choice, and never in an emergency: 164.312(a)(2)(ii) requires a way in. It also is what
      comes afterwards, for the next request without the flag asks for it.
    must: reauthenticate
    when: "!emergency"
    aal: aal2
    because: Health records need a second factor.

  - id: an-emergency-ends
    description: Our choice.
    must: sign_in
    when: emergency
    max_lifetime: 1h
    because: Emergency access ends after an hour. Please sign in again.

  - id: an-emergency-is-not-extended
    description: Our choice.
    never: extend
    when: emergency

  - id: extend-while-active
    description: Up to the same limits.
    may: extend
    max_idle: 15m
    max_age: 12h

  - id: confirm
    description: Without this, whoever has to prove themselves again would have to sign in anew.
    may: refresh

"""#),
    ("policies/kiosk.yaml", #"""
# A terminal in a hall, a self-checkout, a display with a keyboard: people come, do one thing and go.
# It permits nothing: neither extension nor refresh.
#
#   what it says                                              where              force      counted from
#   2 idle minutes                                            OWASP, low end     guidance   last activity    2m
#                                                             of 2 to 5 min
#   a quarter of an hour                                      our choice                    issue            15m
#   no extension, no refresh                                  our choice                    -
#   OWASP is its Session Management Cheat Sheet, for applications of high value.
#
# WCAG 2.2.1 (level A): warn people at least 20 seconds before an end, and let them stay ten times. The
# deadlines of a decision tell when to warn; any key is activity, so two minutes are extended by it. The
# quarter of an hour is a hard end: if somebody may need longer, make it longer, for WCAG excepts only
# what is essential.
# What a session policy cannot do: clear the screen or the browser's memory; your kiosk software does.
# What it needs: `request.last_active_at` with every request; without it the session is over.
# And `request.client.id`, by which kiosks are told from all other clients; a request that does not say
# it is taken for one of a kiosk. Any identity schema will do, `default` included.
# In kratos.yml: `session.lifespan: 15m`, and `session.cookie.persistent: false`.
version: 1
policy: kiosk
description: Two idle minutes or a quarter of an hour end a session at a kiosk, and nothing prolongs it.

constants:
  # The clients of your own that are kiosks.
  kiosks: [lobby, self-checkout]

when: request.client.id in kiosks

rules:
  - id: two-idle-minutes
    description: The low end of what OWASP's cheat sheet gives for high value.
    must: sign_in
    max_idle: 2m
    because: Nobody was here for two minutes. Please sign in again.

  - id: a-quarter-of-an-hour
    description: Our choice.
    must: sign_in
    max_lifetime: 15m
    because: Your quarter of an hour is over. Please sign in again.

  - id: never-extended
    description: Our choice; it also holds against files that are loaded beside this one.
    never: extend

  - id: never-refreshed
    description: Our choice; the next one to come must not be asked for the last one's factor.
    never: refresh

"""#),
    ("policies/kratos-defaults.yaml", #"""
# What Ory Kratos does today with its default configuration, written down as a policy.
# Start from here: change a number and you change a rule that Kratos itself does not have. Any identity schema will do,
# `default` included.
#
# Where the numbers come from: the defaults of Kratos' configuration.
#   session.lifespan                                    24h     how far an extension reaches
#   session.earliest_possible_extend                    unset   extending is possible at any time
#   selfservice.flows.settings.privileged_session_max_age  1h   the rule `privileged-settings`
#   session.whoami.required_aal         highest_available       the rule `highest-available`
# Settings of your own come with `--kratos kratos.yml`; only the 1h is written here as well.
version: 1
policy: kratos-defaults
description: >-
  The behaviour of Kratos without any configuration: extending has no cap and no idle limit, and
  only changes of credentials ask for a recent login.

attributes:
  # The highest level the identity can reach. Kratos knows it and does not show it in a session;
  # without it, `highest-available` asks for nothing, as Kratos does of someone without a second factor.
  context.available_aal: { type: string, values: [aal0, aal1, aal2], optional: true }

constants:
  # The changes Kratos guards by privileged_session_max_age. Name your actions like this, or put
  # your own names here.
  privileged:
    - settings.password
    - settings.totp
    - settings.lookup_secret
    - settings.webauthn
    - settings.passkey
    - settings.oidc
    - settings.protected_traits

rules:
  # lint: ignore SEC001: Kratos sets no bound, and this policy is what Kratos does
  - id: extend
    description: >-
      Kratos extends whatever it is asked to, to now + session.lifespan, and never says no. That an
      expired, revoked or disabled session gets nothing is this library's own law: Kratos does not
      check it when it extends.
    may: extend

  - id: refresh
    description: Anyone with a session may confirm who they are, by a login with `refresh=true`.
    may: refresh

  - id: privileged-settings
    description: "privileged_session_max_age, default 1h; the session is privileged while younger."
    must: reauthenticate
    when: has(request.action) && request.action in privileged
    max_age: 1h
    because: Changing how you sign in needs a login from the last hour.

  - id: highest-available
    description: "required_aal: highest_available; who has a second factor has to use it."
    must: reauthenticate
    when:
      all:
        - kratos.required_aal == "highest_available"
        - has(context.available_aal) && context.available_aal == "aal2"
    aal: aal2
    because: Your account has a second factor, and this session has not shown it.

"""#),
    ("policies/native-app.yaml", #"""
# An app on the user's own telephone: one login lasts for months, the app itself is unlocked by PIN,
# finger or face, and what matters shows a second factor.
#
#   what it says                                              where              force     counted from
#   an absolute end, even when sliding                        ASVS 5 10.4.8      L2        issue; our choice       90d
#   unused for a month                                        our choice                   last activity           30d
#   the app was unlocked in the last 15 minutes               our choice                   unlocking, or a login   15m
#   longer limits where a device-bound key holds the session  63B-4 §5.2         MAY       -
#   sensitive actions                                         our choice                   second factor           5m
#   an extension in the last 7 days                           our choice                   expiry                  7d
#   Practice: a bank's app is signed out after 90 days without use (Banno); NHS login lets an app with
#   a PIN or biometric of its own go beyond 30 minutes and 12 hours.
#
# Where no key that is bound to the device holds the token, halve the numbers: the MAY of §5.2 is for
# such techniques alone, and 90 days are beyond the 30 that 63B-4 §2.1.3 recommends at AAL1.
# What a session policy cannot see: where the token is kept, and whether the app really asked for the
# finger. `context.unlocked_at` is the app's word; what it opens is worth no more than that.
#
# What it needs: `request.client.type` and `request.last_active_at` with every request. This policy is
# for `native` and says nothing of browsers; load theirs beside it. Without the type of the client its
# limits hold and it permits nothing; without the activity the session is over.
# Any identity schema will do, `default` included, if a second factor is enabled.
# In kratos.yml: `session.lifespan: 720h`. It is what an extension gives, so the last one is granted 60
# days after the issue.
version: 1
policy: native-app
description: An app stays signed in for three months at most, is unlocked often, and asks before what matters.

attributes:
  # When the app was last unlocked by PIN or biometric.
  context.unlocked_at: { type: timestamp, optional: true }

constants:
  # Your own names of actions go here.
  sensitive:
    - payment.create
    - settings.password
    - settings.email
    - device.add

definitions:
  unlocked: has(context.unlocked_at) && now - context.unlocked_at < duration("15m")

when: request.client.type == "native"

rules:
  - id: three-months-at-most
    description: "ASVS 5.0.0 10.4.8, level 2: an absolute end. That it is 90d is our choice."
    must: sign_in
    max_lifetime: 90d
    because: You signed in three months ago. Please sign in again.

  - id: a-month-unused
    description: Our choice.
    must: sign_in
    max_idle: 30d
    because: You did not use the app for a month. Please sign in again.

  - id: unlock
    description: >-
      Our choice. Where this is the only rule in force, the app unlocks and sends the new
      `context.unlocked_at`; a login from the last 15m does as well.
    must: reauthenticate
    when: "!unlocked"
    max_age: 15m
    because: Please unlock the app.

  - id: sensitive-actions
    description: Our choice.
    must: reauthenticate
    when: request.action in sensitive
    aal: aal2
    max_age: 5m
    because: This needs your second factor, from the last five minutes.

  - id: slide
    description: Our choice, so that a session in use is written once in weeks.
    may: extend
    within: 7d
    max_idle: 30d
    max_lifetime: 90d

  - id: confirm
    description: Without this, whoever has to prove themselves again would have to sign in anew.
    may: refresh

"""#),
    ("policies/nist-800-63b-3-aal1.yaml", #"""
# NIST SP 800-63B, revision 3 (2017, with updates of 2020-03-02), sessions at AAL1: for contracts that
# still name revision 3. Revision 4 replaced it in July 2025: nist-800-63b-4-aal1.yaml.
#
#   what it says                                              where      force     counted from
#   re-authentication at least every 30 days, whatever the
#   activity                                                  §4.1.3     SHOULD    last (re-)authentication  30d
#   the session is ended at that limit                        §4.1.3     SHOULD    -
#   an idle limit                                             -          none      -
#   the session's own secret is not enough to pass the limit  §7.2       SHALL NOT -
#   an extension only in the last 6 hours                     our choice           expiry                    6h
#
# The difference to revision 4: that there is a limit at all is a SHOULD here and a SHALL there.
# What a session policy cannot do: keep secrets from being persistent (§7.1). In kratos.yml:
# `session.cookie.persistent: false`. The cookie's expiry is not what enforces the limit (§7.1.1).
# It makes sense on any identity schema, `default` included, and needs nothing but the session.
version: 1
policy: nist-800-63b-3-aal1
description: >-
  Sessions at AAL1 after NIST SP 800-63B revision 3, thirty days after the last login at the latest.

rules:
  - id: thirty-days
    description: "§4.1.3, SHOULD: 30d, and the session ends."
    must: sign_in
    max_age: 30d
    because: You last signed in a month ago. Please sign in again.

  - id: slide
    description: >-
      §7.2: a session is not continued past the limit on its own secret, so no extension passes the
      30d. The window is our choice.
    may: extend
    within: 6h
    max_age: 30d

  - id: confirm
    description: A new authentication within the session starts the thirty days anew.
    may: refresh

"""#),
    ("policies/nist-800-63b-3-aal2.yaml", #"""
# NIST SP 800-63B, revision 3 (2017, with updates of 2020-03-02), sessions at AAL2: for contracts that
# still name revision 3, and for FedRAMP and CJIS, whose texts quote it. Revision 4 replaced it in July
# 2025 and is looser (24 hours and 1 hour, both SHOULD): nist-800-63b-4-aal2.yaml.
#
#   what it says                                              where      force     counted from
#   two factors                                               §4.2.1     SHALL     -
#   re-authentication at least every 12 hours, whatever the
#   activity                                                  §4.2.3     SHALL     last (re-)authentication  12h
#   re-authentication after 30 idle minutes or longer         §4.2.3     SHALL     last activity             30m
#   the session is ended at either limit                      §4.2.3     SHALL     -
#   before a limit, one factor is enough (password or
#   biometric)                                                §4.2.3     MAY       -
#   the session's own secret is not enough to pass a limit    §7.2       SHALL NOT -
#   the second factor is not older than that either           our choice           second factor             12h
#
# The last line: Kratos counts a second factor for ever, and a password alone makes authenticated_at
# new. It is stricter than the MAY, which allows a password alone to renew the 12 hours.
# Either limit ends the session; asking for one factor afterwards, as revision 4 allows, is not enough.
# FedRAMP Moderate is these numbers; High wants 15m of idleness (IA-11, guidance of the baseline).
# What it needs: `request.last_active_at` with every request. Without it the session is over. A second
# factor is enabled in Kratos; any identity schema will do then, `default` included.
# In kratos.yml: `session.lifespan: 30m`, or shorter than 12h in any case, and
# `session.cookie.persistent: false` (§7.1), which a session policy cannot see.
version: 1
policy: nist-800-63b-3-aal2
description: >-
  Sessions at AAL2 after NIST SP 800-63B revision 3, which ends them after twelve hours and thirty
  idle minutes.

rules:
  - id: two-factors
    description: >-
      §4.2.1, SHALL. A passkey that verifies its user would be enough, but Kratos files it under
      `aal1`; passkeys-first.yaml has the way out.
    must: reauthenticate
    aal: aal2
    max_age: 12h
    because: This service needs a second factor, at least every twelve hours.

  - id: twelve-hours
    description: "§4.2.3, SHALL: 12h, and the session ends."
    must: sign_in
    max_age: 12h
    because: You last signed in twelve hours ago. Please sign in again.

  - id: thirty-idle-minutes
    description: "§4.2.3, SHALL: 30m, and the session ends."
    must: sign_in
    max_idle: 30m
    because: You were away for half an hour. Please sign in again.

  - id: extend-while-active
    description: >-
      §7.2: a session is not continued past a limit on its own secret, so no extension passes the 12h
      since the second factor.
    may: extend
    aal: aal2
    max_age: 12h
    max_idle: 30m

  - id: confirm
    description: "Before a limit is reached, re-authentication renews both (§4.2.3)."
    may: refresh

"""#),
    ("policies/nist-800-63b-3-aal3.yaml", #"""
# NIST SP 800-63B, revision 3 (2017, with updates of 2020-03-02), the timeouts and the factors of AAL3 as far as a
# session shows them: for contracts that still name revision 3. Revision 4 replaced it in July 2025; there the fifteen
# minutes are a SHOULD: nist-800-63b-4-aal3.yaml.
#
#   what it says                                              where      force     counted from
#   a multi-factor key, or a key and a password               §4.3.1     SHALL     -
#   the key resists phishing (verifier impersonation)         §4.3       SHALL     -
#   ... and is hardware                                       §4.3       SHALL     -  (see below)
#   re-authentication at least every 12 hours, whatever the
#   activity                                                  §4.3.3     SHALL     last (re-)authentication  12h
#   re-authentication after 15 idle minutes or longer         §4.3.3     SHALL     last activity             15m
#   the session is ended at either limit                      §4.3.3     SHALL     -
#   re-authentication uses both factors                       §4.3.3     SHALL     each factor               12h
#   the session's own secret is not enough to pass a limit    §7.2       SHALL NOT -
#   no extension                                              our choice           -
#
# §4.3.1 has other combinations too, with one-time codes of a device; here it is a key. FedRAMP High has these numbers
# (IA-11, guidance of the baseline).
# Kratos keeps every method of a session for ever, and any login makes authenticated_at new; so the key and the
# password each have an age of their own.
#
# What a session policy cannot do: see whether a key is hardware and cannot leave it, what it was validated for
# (FIPS 140, §4.3.2), or whether its user meant to use it. Decide which keys may be registered: by attestation, or by
# handing them out. So these are the timeouts and the methods of AAL3, and AAL3 only together with such keys. A
# passkey is two factors only where Kratos asks for its user. In kratos.yml:
#   selfservice.methods.passkey.config.authenticator_selection.user_verification: required
# or leave `passkey` off and have `webauthn` as the second factor to a password.
#
# What it needs: `request.last_active_at` with every request; without it the session is over. It makes sense on any
# identity schema, `default` included, where `webauthn` or `passkey` is enabled.
# In kratos.yml also: `session.lifespan: 12h`, for nothing is extended, and `session.cookie.persistent: false` (§7.1).
version: 1
policy: nist-800-63b-3-aal3
description: >-
  Sessions with a key that resists phishing, which end after twelve hours and fifteen idle minutes (NIST SP 800-63B
  revision 3, AAL3).

rules:
  - id: a-key
    description: >-
      §4.3 and §4.3.1, SHALL: a passkey that verifies its user, or a key as the second factor. That it is twelve hours
      old at most follows from §4.3.3.
    must: reauthenticate
    one_of:
      - { methods: [passkey], max_age: 12h }
      - { aal: aal2, methods: [webauthn], max_age: 12h }
    because: This service needs your security key, at least every twelve hours.

  - id: the-other-factor
    description: >-
      §4.3.3, SHALL: re-authentication uses both factors. It is named, for the key alone makes authenticated_at new as
      well.
    must: reauthenticate
    methods: [password, passkey]
    max_age: 12h
    because: This service needs your password as well, at least every twelve hours.

  - id: twelve-hours
    description: "§4.3.3, SHALL: 12h, and the session ends."
    must: sign_in
    max_age: 12h
    because: You last signed in twelve hours ago. Please sign in again.

  - id: fifteen-idle-minutes
    description: "§4.3.3, SHALL: 15m, and the session ends."
    must: sign_in
    max_idle: 15m
    because: You were away for fifteen minutes. Please sign in again.

  - id: never-extended
    description: Our choice, within §7.2. Only somebody who shows a key prolongs such a session.
    never: extend

  - id: confirm
    description: Before a limit is reached, re-authentication with both factors renews it.
    may: refresh

"""#),
    ("policies/nist-800-63b-4-aal1.yaml", #"""
# NIST SP 800-63B-4 (final, July 2025), sessions at AAL1: public services of low risk.
#
#   what it says                                              where      force     counted from
#   a definite overall timeout is established                 §2.1.3     SHALL     last (re-)authentication
#   ... of at most 30 days                                    §2.1.3     SHOULD    the same                  30d
#   an inactivity timeout                                     §2.1.3     MAY       last activity             -
#   the session is terminated at the timeout                  §5.2       SHALL     -
#   re-authentication resets it                               §5.2       SHALL     -
#   the limits in force are documented                        §5.2       SHALL     -
#   an extension only in the last 6 hours                     our choice           expiry                    6h
#
# The MAY is left unused: there is no idle limit of its own. What ends an unused session is its expiry,
# one lifespan after the last extension.
# What a session policy cannot do: the cookie's expiry SHALL NOT be what enforces a timeout (§5.1.1), so
# ask this policy with every request, and not the browser.
# It makes sense on any identity schema, `default` included, and needs nothing but the session.
# In kratos.yml: `session.lifespan` of 30 days at the most; its default of 24h is within that.
version: 1
policy: nist-800-63b-4-aal1
description: Sessions at AAL1 after NIST SP 800-63B-4, thirty days after the last login at the latest.

rules:
  - id: overall-timeout
    description: >-
      SHALL that the session ends (§5.2), SHOULD that this is 30d (§2.1.3), since the last
      authentication.
    must: sign_in
    max_age: 30d
    because: You last signed in a month ago. Please sign in again.

  - id: slide
    description: Our choice, a quarter of Kratos' default lifespan of 24h. No extension passes the 30d.
    may: extend
    within: 6h
    max_age: 30d

  - id: confirm
    description: "Successful re-authentication SHALL reset the timeout (§5.2)."
    may: refresh

"""#),
    ("policies/nist-800-63b-4-aal2.yaml", #"""
# NIST SP 800-63B-4 (final, July 2025), sessions at AAL2: for services with personal data, and the usual choice where
# nobody names a standard. Revision 3 was stricter: 12 hours and 30 minutes, both SHALL. Most numbers quoted as "NIST"
# are still those.
#
#   what it says                                                     where        force
#   a multi-factor authenticator, or a password and a physical one    §2.2.1       SHALL
#   a definite overall timeout is established                        §2.2.3       SHALL
#   ... of at most 24 hours                                          §2.2.3       SHOULD   24h
#   an inactivity timeout of at most 1 hour                          §2.2.3       SHOULD   1h
#   re-authentication resets both timeouts, activity only the second §5.2         SHALL
#   the session is terminated when a timeout expires                 §5.2         SHALL
#   after the inactivity timeout, and before the overall one, the
#   session goes on after one factor (password or biometric)         §2.2.3       MAY
#   the limits in force are documented                               §5.2         SHALL
#
# What it needs: `request.last_active_at` with every request. Kratos keeps no such time. Without it
# every request counts as idle, and the session has to be confirmed. Any identity schema will do, `default` included,
# if a second factor is enabled.
# What a session policy cannot do: offer a factor that resists phishing, as a verifier SHALL (§2.2.2, draft), or see whether
# a passkey verified its user. The cookie's expiry SHALL NOT be what enforces a timeout (§5.1.1): ask with every request.
# In kratos.yml: `session.lifespan: 1h`, or shorter than 24h in any case. An extension gives one
# lifespan, and is granted only if that ends within 24 hours of the second factor.
version: 1
policy: nist-800-63b-4-aal2
description: Sessions at AAL2 after NIST SP 800-63B-4, with the timeouts it recommends.

rules:
  - id: two-factors
    description: >-
      SHALL (§2.2.1): one multi-factor authenticator, or a password and a physical one. What Kratos
      calls `aal2` is the second of the two. A passkey that verifies its user would be the first, but
      Kratos files it under `aal1` and does not say whether the user was verified.
    must: reauthenticate
    aal: aal2
    because: This service needs a second factor.

  - id: second-factor-within-the-overall-timeout
    description: >-
      SHALL that there is a limit, SHOULD that it is 24h (§2.2.3). Kratos counts a second factor for
      ever, and a password alone makes authenticated_at new; so the age of the second factor has a
      limit of its own.
    must: reauthenticate
    aal: aal2
    max_age: 24h
    because: Your second factor is more than a day old.

  - id: overall-timeout
    description: >-
      SHALL that the session ends at the overall timeout (§5.2), SHOULD that this is 24h (§2.2.3),
      counted from the last authentication. Confirm before it, and it starts anew.
    must: sign_in
    max_age: 24h
    because: You last signed in more than a day ago.

  - id: inactivity-timeout
    description: >-
      SHOULD be at most 1h (§2.2.3). Instead of ending the session, one factor is asked for, which
      §2.2.3 allows (MAY) as long as the overall timeout has not passed. That the factor is a
      password or a biometric is left to the methods that Kratos offers.
    must: reauthenticate
    max_idle: 1h
    because: You were away for more than an hour.

  - id: extend-while-active
    description: >-
      Activity resets the inactivity timeout only (§5.2), so no extension passes 24h since the
      second factor.
    may: extend
    aal: aal2
    max_age: 24h
    max_idle: 1h

  - id: confirm
    description: "Successful re-authentication SHALL reset both timeouts (§5.2), so it is offered at any time."
    may: refresh

"""#),
    ("policies/nist-800-63b-4-aal3.yaml", #"""
# NIST SP 800-63B-4 (final, July 2025), the timeouts and the factors of AAL3 as far as a session shows them: for
# administrators, and for whatever may not be phished.
#
#   what it says                                              where      force     counted from
#   a multi-factor key, or a key and a password               §2.3.1     SHALL     -
#   the key resists phishing                                  §2.3.2     SHALL     -
#   ... and is hardware                                       §2.3.2     SHALL     -  (see below)
#   an overall timeout of at most 12 hours                    §2.3.3     SHALL     last (re-)authentication  12h
#   an inactivity timeout of at most 15 minutes               §2.3.3     SHOULD    last activity             15m
#   the session is terminated at either timeout               §5.2       SHALL     -
#   re-authentication is as the first authentication was      §2.3.3     -         each factor               12h
#   the limits in force are documented                        §5.2       SHALL     -
#   no extension                                              our choice           -
#   §2.3.1, §2.3.2 and what §2.3.3 says of re-authentication were read in the second public draft: before you quote
#   them, look into the final text. The two limits are those of the final text.
#
# One factor after inactivity, as at AAL2, is not enough here. Kratos keeps every method of a session for ever, and
# any login makes authenticated_at new; so the key and the password each have an age of their own.
#
# What a session policy cannot do: see whether a key is hardware and cannot leave it (a passkey that is synced is not
# AAL3), what it was validated for (FIPS 140), or whether its user meant to use it. Decide which keys may be
# registered: by attestation, or by handing them out. So these are the timeouts and the methods of AAL3, and AAL3 only
# together with such keys. A passkey is two factors only where Kratos asks for its user. In kratos.yml:
#   selfservice.methods.passkey.config.authenticator_selection.user_verification: required
# or leave `passkey` off and have `webauthn` as the second factor to a password.
#
# What it needs: `request.last_active_at` with every request; without it the session is over. It makes sense on any
# identity schema, `default` included, where `webauthn` or `passkey` is enabled.
# In kratos.yml also: `session.lifespan: 12h`, for nothing is extended, and `session.cookie.persistent: false`.
version: 1
policy: nist-800-63b-4-aal3
description: >-
  Sessions with a key that resists phishing, which end after twelve hours and fifteen idle minutes (NIST SP 800-63B-4,
  AAL3).

rules:
  - id: a-key
    description: >-
      §2.3.1 and §2.3.2, SHALL: a passkey that verifies its user, or a key as the second factor. That it is twelve hours
      old at most follows from §2.3.3.
    must: reauthenticate
    one_of:
      - { methods: [passkey], max_age: 12h }
      - { aal: aal2, methods: [webauthn], max_age: 12h }
    because: This service needs your security key, at least every twelve hours.

  - id: the-other-factor
    description: >-
      §2.3.3: re-authentication is as the first authentication was, so with both factors. It is named, for the key alone
      makes authenticated_at new as well.
    must: reauthenticate
    methods: [password, passkey]
    max_age: 12h
    because: This service needs your password as well, at least every twelve hours.

  - id: overall-timeout
    description: "§2.3.3, SHALL be at most 12h; §5.2, SHALL end."
    must: sign_in
    max_age: 12h
    because: You last signed in twelve hours ago. Please sign in again.

  - id: inactivity-timeout
    description: "§2.3.3, SHOULD be at most 15m; §5.2, SHALL end."
    must: sign_in
    max_idle: 15m
    because: You were away for fifteen minutes. Please sign in again.

  - id: never-extended
    description: Our choice. Only somebody who shows a key prolongs such a session.
    never: extend

  - id: confirm
    description: "Successful re-authentication SHALL reset both timeouts (§5.2)."
    may: refresh

"""#),
    ("policies/operations-centre.yaml", #"""
# A control room, a dispatch desk, a network operations centre around the clock: the wall stays on, every
# hand on a keyboard proves itself, and nobody is thrown out in the middle of an incident.
#
#   what it says                                              where                  force     counted from
#   30 idle minutes before any action                         63B rev 3 §4.2.3;      SHALL     last activity    30m
#                                                             CJIS                   shall
#   not for receive-only terminals that are staffed, nor for  CJIS                   exception -
#   dispatch in a secure place
#   12 hours, once a shift                                    63B rev 3 §4.2.3;      SHALL     login            12h
#                                                             CJIS
#   the session ends after a day                              63B-4 §2.2.3           SHOULD    last authentication 24h
#   dangerous commands                                        our choice                       second factor    15m
#   CJIS is the FBI's Security Policy; its numbers come from one study of an older edition, so read 6.1
#   before you rely on them.
#
# Revision 3 ends the session at its limits. Here it is asked and not ended, for a login screen in an
# incident costs more than it protects: our choice, and a deviation to be written down wherever the
# text of revision 3 is a contract.
# What a session policy cannot do: know whether somebody is in the room, or lock the workstation.
# What it needs: `context.receive_only` and `context.staffed_secure_room`; a display is one only where both
# are said. `request.last_active_at` and the action with every request; without them every request counts
# as idle, and as a dangerous one. Any identity schema will do, `default` included, if a second factor is
# enabled.
# In kratos.yml: `session.lifespan: 12h`.
version: 1
policy: operations-centre
description: >-
  Displays stay on, people at a keyboard confirm once a shift, and dangerous commands show a second
  factor.

attributes:
  # Whether this terminal only shows and cannot do anything.
  context.receive_only: { type: bool, optional: true }
  # Whether it stands in a room that is locked and never empty.
  context.staffed_secure_room: { type: bool, optional: true }

constants:
  # Your own names of commands go here.
  dangerous:
    - breaker.open
    - route.withdraw
    - unit.recall
    - alarm.silence

definitions:
  display: >-
    has(context.receive_only) && context.receive_only
    && has(context.staffed_secure_room) && context.staffed_secure_room

rules:
  - id: thirty-idle-minutes
    description: "63B revision 3 §4.2.3 and CJIS, which excepts displays. Asked and not ended: our choice."
    must: reauthenticate
    when: "!display"
    max_idle: 30m
    because: You were away for half an hour. Please confirm that it is you.

  - id: once-a-shift
    description: "63B revision 3 §4.2.3 and CJIS: 12h. Asked and not ended: our choice."
    must: reauthenticate
    when: "!display"
    max_age: 12h
    because: A shift is over. Whoever sits here now, please confirm that it is you.

  - id: dangerous-commands
    description: Our choice. A display is not excepted.
    must: reauthenticate
    when: request.action in dangerous
    aal: aal2
    max_age: 15m
    because: This command needs your second factor, from the last fifteen minutes.

  - id: a-day
    description: "63B-4 §2.2.3, SHOULD: 24h, for displays too."
    must: sign_in
    max_age: 24h
    because: The last login here was a day ago. Please sign in again.

  - id: extend
    description: Up to the day, so that no display goes dark before somebody has to come.
    may: extend
    max_age: 24h

  - id: confirm
    description: Without this, whoever has to prove themselves again would have to sign in anew.
    may: refresh

"""#),
    ("policies/owasp-asvs-5-l2.yaml", #"""
# OWASP ASVS 5.0.0, level 2: for most applications that hold personal or business data.
# "Verify that" makes each line a requirement at its level. ASVS 5 has no numbers of its own: 7.1.1
# wants limits written down and each deviation from NIST SP 800-63B justified, so NIST's are taken.
#
#   what it says                                              where    counted from
#   multi-factor authentication to use the application         6.3.3    -
#   an inactivity timeout                                      7.3.1    last activity               1h
#   an absolute maximum                                        7.3.2    issue of the session        24h
#   full re-authentication before e-mail, phone, factors or
#   recovery data are changed                                  7.5.1    each factor, our choice     5m
#   one factor before other sessions are ended                 7.5.2    that factor, our choice     15m
#   the 1h and the 24h: 63B-4 §2.2.3, AAL2, SHOULD. NIST counts the 24h from the last authentication;
#   from the issue of the session is stricter.
#
# What a session policy cannot do: 7.2.4 (level 1) wants a new token at each re-authentication, and a
# refresh in Kratos keeps the session and its token. Give the browser a new cookie in front of Kratos,
# or send people to a new login. 7.4.2 and 7.4.3, an account is disabled or a factor changed: revoke
# the sessions. 6.4.3, a password reset does not go round the second factor: recovery-sessions.yaml.
# Passkeys alone are aal1 in Kratos; where yours verify their user, take the first rule of
# passkeys-first.yaml instead of `two-factors`.
#
# What it needs: `request.last_active_at` and the action with every request. Without the first a
# session is over, without the second the worst is assumed. Any identity schema will do, `default`
# included, if a second factor is enabled.
# In kratos.yml: `session.lifespan: 1h`, or shorter than 24h in any case.
version: 1
policy: owasp-asvs-5-l2
description: Sessions after OWASP ASVS 5.0.0, level 2, with the timeouts of NIST SP 800-63B-4 at AAL2.

constants:
  # Your own names of actions go here.
  account_data:
    - settings.email
    - settings.phone
    - settings.password
    - settings.totp
    - settings.recovery
  ending_sessions: [session.revoke, session.revoke_all]

rules:
  - id: two-factors
    description: "6.3.3, level 2: multi-factor authentication to use the application at all."
    must: reauthenticate
    aal: aal2
    because: This service needs a second factor.

  - id: inactivity
    description: "7.3.1, level 2: there is a limit. That it is 1h is a SHOULD of 63B-4 §2.2.3."
    must: sign_in
    max_idle: 1h
    because: You were away for more than an hour. Please sign in again.

  - id: absolute-maximum
    description: "7.3.2, level 2: there is a limit. That it is 24h is a SHOULD of 63B-4 §2.2.3."
    must: sign_in
    max_lifetime: 24h
    because: Your session is a day old. Please sign in again.

  - id: account-data-second-factor
    description: "7.5.1, level 2: full re-authentication, so both factors. The minutes are our choice."
    must: reauthenticate
    when: request.action in account_data
    aal: aal2
    max_age: 5m
    because: Changing how you sign in needs your second factor, now.

  - id: account-data-first-factor
    description: >-
      The other half of 7.5.1. It is named, for a second factor makes authenticated_at new as well.
    must: reauthenticate
    when: request.action in account_data
    methods: [password, passkey, oidc, saml]
    max_age: 5m
    because: Changing how you sign in needs a fresh login.

  - id: ending-sessions
    description: "7.5.2, level 2: one factor. The minutes are our choice."
    must: reauthenticate
    when: request.action in ending_sessions
    max_age: 15m
    because: Ending other sessions needs a login from the last fifteen minutes.

  - id: extend-while-active
    description: Up to the same limits.
    may: extend
    max_idle: 1h
    max_lifetime: 24h

  - id: confirm
    description: Without this, whoever has to prove themselves again would have to sign in anew.
    may: refresh

"""#),
    ("policies/owasp-asvs-5-l3.yaml", #"""
# OWASP ASVS 5.0.0, level 3: for applications whose failure costs lives, fortunes or the company.
# What differs from owasp-asvs-5-l2.yaml is marked with a star. ASVS 5 has no numbers of its own.
#
#   what it says                                              where    counted from
# * phishing-resistant, hardware-based factor with intent       6.3.3    -
# * an inactivity timeout                                      7.3.1    last activity               15m
# * an absolute maximum                                        7.3.2    issue of the session        12h
#   full re-authentication before e-mail, phone, factors or
#   recovery data are changed                                  7.5.1    the key, our choice         5m
#   one factor before other sessions are ended                 7.5.2    that factor, our choice     15m
# * one factor or a second check before highly sensitive work  7.5.3    that factor, our choice     5m
#   the 15m: 63B-4 §2.3.3, AAL3, SHOULD. The 12h: the same, SHALL; NIST counts them from the last
#   authentication, and from the issue of the session is stricter.
#
# What a session policy cannot see: whether a key is hardware, whether it can be copied, and whether
# its user was there on purpose. Decide which keys may be registered. And 7.2.4, as in
# owasp-asvs-5-l2.yaml: a refresh in Kratos keeps the session and its token. Where 7.5.1 has to include
# the password, send people to a new login before such a change.
#
# What it needs: `request.last_active_at` and the action with every request. Without the first a
# session is over, without the second the worst is assumed. Any identity schema will do, `default`
# included, if `webauthn` is enabled as a second factor.
# In kratos.yml: `session.lifespan: 15m`, or shorter than 12h in any case.
version: 1
policy: owasp-asvs-5-l3
description: Sessions after OWASP ASVS 5.0.0, level 3, with the timeouts of NIST SP 800-63B-4 at AAL3.

constants:
  # Your own names of actions go here.
  account_data:
    - settings.email
    - settings.phone
    - settings.password
    - settings.webauthn
    - settings.recovery
  ending_sessions: [session.revoke, session.revoke_all]
  highly_sensitive: [payment.create, export.all, account.delete, role.grant]

rules:
  - id: security-key
    description: "6.3.3, level 3. A session policy can ask for the method; that it is hardware it cannot see."
    must: reauthenticate
    aal: aal2
    methods: [webauthn]
    max_age: 12h
    because: This service needs your security key.

  - id: inactivity
    description: "7.3.1: there is a limit. That it is 15m is a SHOULD of 63B-4 §2.3.3."
    must: sign_in
    max_idle: 15m
    because: You were away for fifteen minutes. Please sign in again.

  - id: absolute-maximum
    description: "7.3.2: there is a limit. That it is 12h is a SHALL of 63B-4 §2.3.3."
    must: sign_in
    max_lifetime: 12h
    because: Your session is twelve hours old. Please sign in again.

  - id: account-data
    description: >-
      7.5.1: full re-authentication. The key is asked for again, and it is what level 3 rests on; a
      password beside it would be a method that no key can show, so that the session ended instead.
      The minutes are our choice.
    must: reauthenticate
    when: request.action in account_data
    aal: aal2
    methods: [webauthn]
    max_age: 5m
    because: Changing how you sign in needs your security key, now.

  - id: ending-sessions
    description: "7.5.2: one factor. The minutes are our choice."
    must: reauthenticate
    when: request.action in ending_sessions
    max_age: 15m
    because: Ending other sessions needs a login from the last fifteen minutes.

  - id: highly-sensitive
    description: "7.5.3, level 3: one factor, or a second check. The minutes are our choice."
    must: reauthenticate
    when: request.action in highly_sensitive
    max_age: 5m
    because: Please confirm that it is you. Your last login was more than five minutes ago.

  - id: extend-while-active
    description: Up to the same limits.
    may: extend
    max_idle: 15m
    max_lifetime: 12h

  - id: confirm
    description: Without this, whoever has to prove themselves again would have to sign in anew.
    may: refresh

"""#),
    ("policies/passkeys-first.yaml", #"""
# Passkeys first: for a service whose users sign in with passkeys, and that keeps a password with a
# second factor for those who have none yet.
#
#   what it says                                                 where          force    counted from
#   two factors: one multi-factor authenticator, or a password
#   and a physical one                                           63B-4 §2.2.1   SHALL    -
#   the session ends at the overall timeout                      63B-4 §5.2     SHALL    last authentication
#   ... of at most 24 hours                                      63B-4 §2.2.3   SHOULD   last authentication  24h
#   an inactivity timeout of at most 1 hour                      63B-4 §2.2.3   SHOULD   last activity        1h
#   full re-authentication before e-mail, phone, factors or
#   recovery data are changed                                    ASVS 5 7.5.1   L2       -
#   ... from the last 5 minutes, and by a key                    our choice              that key             5m
#   a passkey or the second factor at least every 24 hours       our choice              that factor          24h
#
# The last line is needed since Kratos keeps every method of a session for ever: without an age, one
# passkey at the first login would make each later password worth two factors.
#
# What a session policy cannot see: whether the passkey verified its user. A passkey is two factors
# only where Kratos asks for that, and by default it only prefers it. So in kratos.yml:
#   selfservice.methods.passkey.config.authenticator_selection.user_verification: required
# Kratos' `webauthn` discourages it; a security key is one factor here. None of this is AAL3: whether
# a key can be copied to another device is not in the session.
# What it needs: `request.last_active_at` with every request; without it every request counts as idle.
# `request.enrolled_methods` where you know it: only then is a passkey asked of those who have one.
# It makes sense on any identity schema with passkeys, `default` included.
# In kratos.yml also: `session.lifespan: 1h`, or shorter than 24h in any case. An extension gives one
# lifespan, and is granted only if that ends within 24 hours of the authentication.
version: 1
policy: passkeys-first
description: A passkey is enough, and whatever stands in for it is two factors (NIST SP 800-63B-4, AAL2).

constants:
  # Your own names of actions go here: what changes how somebody signs in or is reached.
  credentials:
    - settings.password
    - settings.passkey
    - settings.webauthn
    - settings.totp
    - settings.lookup_secret
    - settings.profile

definitions:
  has_passkey: has(request.enrolled_methods) && "passkey" in request.enrolled_methods

rules:
  - id: passkey-or-two-factors
    description: >-
      §2.2.1, SHALL: a multi-factor authenticator is enough. Kratos files a passkey under `aal1`, so
      it is named. That it is a day old at most is our choice.
    must: reauthenticate
    one_of:
      - { methods: [passkey], max_age: 24h }
      - { aal: aal2, max_age: 24h }
    because: Please confirm with your passkey, or with your password and a second factor.

  - id: passkey-where-there-is-one
    description: Our choice. Who has a passkey does not go on with what can be phished.
    must: reauthenticate
    when: has_passkey
    methods: [passkey]
    max_age: 24h
    because: Please use your passkey.

  - id: credentials-need-a-key
    description: >-
      ASVS 5.0.0 7.5.1, L2: full re-authentication. The minutes, and that it is a key, are our
      choice.
    must: reauthenticate
    when: request.action in credentials
    methods: [passkey, webauthn]
    max_age: 5m
    because: Changing how you sign in needs your passkey or security key, now.

  - id: idle
    description: "§2.2.3, SHOULD be at most 1h. One factor is enough to go on (§2.2.3, MAY)."
    must: reauthenticate
    max_idle: 1h
    because: You were away for more than an hour. Please confirm that it is you.

  - id: overall-timeout
    description: "§5.2, SHALL end; §2.2.3, SHOULD be at most 24h, since the last authentication."
    must: sign_in
    max_age: 24h
    because: You last signed in more than a day ago. Please sign in again.

  - id: extend-while-active
    description: Activity moves the inactivity timeout only (§5.2), so no extension passes the day.
    may: extend
    max_age: 24h
    max_idle: 1h

  - id: confirm
    description: >-
      Successful re-authentication SHALL reset both timeouts (§5.2), so it is offered at any time.
    may: refresh

"""#),
    ("policies/pci-dss-4.yaml", #"""
# PCI DSS 4.0.1, for whoever handles cards: access of people to systems of the cardholder data environment.
# PCI DSS knows no SHOULD: what is marked "requirement" is mandatory where it applies, what is
# marked "guidance" stands beside a requirement and binds nobody.
#
#   8.2.8   requirement   idle for more than 15 minutes: authenticate again        15m
#   8.2.8   guidance      stages are possible: lock at 15 minutes, log off at 1 h   1h
#   8.2.8   exception     terminals at the point of sale that have one card number at a time
#   8.4.2   requirement   multi-factor authentication for all non-console access to the environment
#   8.4.2   exception     the same terminals, and accounts that only use phishing-resistant
#                         authentication (new in 4.0.1; FAQ 1595: synced passkeys count)
#   8.4.1   requirement   the same for all non-console access of administrators, and
#   8.4.3   requirement   for all access from outside; a passkey alone is not enough (FAQ 1596)
#   none    our choice    no extension past 12 hours, the length of a long shift   12h
#
# Here a limit is reached at exactly 15 minutes; "more than 15 minutes" is one instant later.
# What it needs: `request.last_active_at` with every request. Kratos keeps no such time. Without it
# every request counts as idle, and the session is over. Whoever claims an exception from 8.4.2 also
# sends `context.administrator` and `context.remote`: without them both are taken for true.
# Any identity schema will do, `default` included, if a second factor is enabled.
# What a session policy cannot do: see that somebody sits at a console, or where your network begins; both are your
# service's word. Where the network before the application has asked for a second factor already, it need not be asked
# again here. Limits of passwords and attempts (8.3) are no matter of sessions.
# In kratos.yml: `session.lifespan: 1h`, or shorter than 12h in any case. An extension gives one
# lifespan, and is granted only if that ends within 12 hours of the first login.
version: 1
policy: pci-dss-4
description: Fifteen idle minutes ask for a login, and access that is not local shows a second factor (PCI DSS 4.0.1).

attributes:
  # Set by your service for a terminal that has access to only one card number at a time.
  context.single_card_terminal: { type: bool, optional: true }
  # Whether the person sits at the system's own console.
  context.console: { type: bool, optional: true }
  # Whether the account has no way to sign in that can be phished: passkeys and security keys only.
  context.phishing_resistant_only: { type: bool, optional: true }
  # Whether the person administers the environment, and whether they come from outside its network.
  context.administrator: { type: bool }
  context.remote: { type: bool }

definitions:
  exempt: has(context.single_card_terminal) && context.single_card_terminal
  at_console: has(context.console) && context.console
  unphishable: has(context.phishing_resistant_only) && context.phishing_resistant_only

rules:
  - id: idle
    description: "Requirement 8.2.8: 15 minutes."
    must: reauthenticate
    when: "!exempt"
    max_idle: 15m
    because: You were away for fifteen minutes. Please confirm that it is you.

  - id: idle-for-an-hour
    description: "Guidance to 8.2.8, the second stage: log off after an hour."
    must: sign_in
    when: "!exempt"
    # lint: ignore SEC010: terminals with one card number at a time are excepted from 8.2.8
    max_idle: 1h
    because: You were away for an hour. Please sign in again.

  - id: second-factor
    description: "Requirement 8.4.2: multi-factor authentication for all non-console access."
    must: reauthenticate
    when: "!at_console && !exempt && !unphishable"
    aal: aal2
    because: Access to cardholder data needs a second factor.

  - id: second-factor-for-administrators-and-from-outside
    description: >-
      Requirements 8.4.1 and 8.4.3, which have none of the exceptions of 8.4.2. Everybody else has
      met the rule before.
    must: reauthenticate
    when:
      all:
        - "!at_console"
        - exempt || unphishable
        - context.administrator || context.remote
    aal: aal2
    because: Administering cardholder data, or reaching it from outside, needs a second factor.

  - id: extend-while-active
    description: "8.2.8 for the 15m; the 12h are our choice, for PCI DSS limits no session as a whole."
    may: extend
    max_idle: 15m
    max_lifetime: 12h # lint: ignore SEC019: PCI DSS limits no session as a whole

  - id: confirm
    description: How a session goes on after fifteen idle minutes.
    may: refresh

"""#),
    ("policies/psd2.yaml", #"""
# Payment accounts online in the European Union: Delegated Regulation (EU) 2018/389 ("RTS"), with a
# step-up for payments. "Shall" is law.
#
#   what it says                                              where             force       counted from
#   strong customer authentication to see the account         Art. 4            shall       -
#   after it, at most 5 minutes without activity              Art. 4(3)(d)      shall       last activity           5m
#   balance, or the last 90 days: the same may be left out    Art. 10           may         -
#   ... but not at the first access                           Art. 10(2)(a)     shall       -
#   ... nor more than 180 days after the last one             Art. 10(2)(b)     shall       last SCA                180d
#   while that is used the 5 minutes do not apply; a timeout
#   is still advised: the lifespan of the session             EBA 2018_4065     Q&A         last extension, ours    15m
#   new payees, limits, large amounts                         our choice                    second factor           5m
#   small amounts                                             our choice                    login                   15m
#   an hour overall                                           our choice                    issue                   1h
#
# 180 days came with (EU) 2022/2360, applied since 2023-07-25; it was 90. "More than 180 days" is one
# instant later than the limit here. In the United Kingdom it is consent that is confirmed every 90
# days, another act.
# What a session policy cannot do: dynamic linking. The code has to be for this amount and this payee,
# and a change voids it (Art. 5): a fresh second factor is not that. Your service shows both, binds the
# approval to them, and accepts it once (Art. 4(1)). Nor does it count failed attempts: at most five in
# a row (Art. 4(3)(b)). Where the account is reached through an information service (Art. 10a), SCA
# shall not be asked again within the 180 days; this policy does not, if you send the same inputs.
#
# What it needs: `request.last_active_at` and the action with every request. `context.limited_view` for
# what Art. 10 is about, and then `context.first_access` and `context.last_sca_at`, which the bank keeps
# across sessions. Without them the account is seen in full, for the first time, and long ago.
# A second factor is enabled in Kratos; any identity schema will do then, `default` included.
# In kratos.yml: `session.lifespan: 15m`, and `session.cookie.persistent: false`.
version: 1
# lint: ignore SEC010: while Art. 10 is used the five minutes do not apply (EBA Q&A 2018_4065)
policy: psd2
description: >-
  Account access with two factors and five idle minutes, the 180 days of Art. 10, and a step-up for
  payments.

attributes:
  # Whether this request shows the balance or the last 90 days and nothing else, and Art. 10 is used.
  context.limited_view: { type: bool, optional: true }
  # Whether the customer reaches this account for the first time.
  context.first_access: { type: bool, optional: true }
  # The customer's last strong customer authentication, in whichever session.
  context.last_sca_at: { type: timestamp, optional: true }

constants:
  # Your own names of actions go here.
  grave: [payee.create, limit.raise, payment.large]
  small: [payment.small]

definitions:
  limited: has(context.limited_view) && context.limited_view
  known: has(context.first_access) && !context.first_access
  lately: has(context.last_sca_at) && now - context.last_sca_at < duration("180d")

rules:
  - id: full-view
    description: "Art. 4, shall: two factors to see the account."
    must: reauthenticate
    when: "!limited"
    aal: aal2
    because: Your account needs a second factor.

  - id: five-idle-minutes
    description: "Art. 4(3)(d), shall; not while the exemption of Art. 10 is used (EBA Q&A 2018_4065)."
    must: sign_in
    when: "!limited"
    max_idle: 5m
    because: You were away for five minutes. Please sign in again.

  - id: limited-view-first-access
    description: "Art. 10(2)(a), shall: no exemption at the first access."
    must: reauthenticate
    when: limited && !known
    aal: aal2
    because: The first look at your account needs a second factor.

  - id: limited-view-after-180-days
    description: "Art. 10(2)(b), shall. Two factors in this session count, for it is never that old."
    must: reauthenticate
    when: limited && !lately
    aal: aal2
    because: Every 180 days your account needs a second factor.

  - id: an-hour-at-most
    description: Our choice.
    must: sign_in
    max_lifetime: 1h
    because: Your hour at the bank is over. Please sign in again.

  - id: grave-payments
    description: Our choice. It is freshness and no dynamic linking.
    must: reauthenticate
    when: request.action in grave
    aal: aal2
    max_age: 5m
    because: This needs your second factor, from the last five minutes.

  - id: small-payments
    description: Our choice.
    must: reauthenticate
    when: request.action in small
    max_age: 15m
    because: Please confirm that it is you. Your last login was more than fifteen minutes ago.

  - id: extend-while-active
    description: "Art. 4(3)(d) for the 5m; the hour is our choice."
    may: extend
    max_idle: 5m
    max_lifetime: 1h

  - id: confirm
    description: Without this, whoever has to prove themselves again would have to sign in anew.
    may: refresh

"""#),
    ("policies/recovery-sessions.yaml", #"""
# Sessions that come from a link or a code sent to somebody who has lost their password. They serve to
# set a new credential and for nothing else. Load it beside the policy of everything else; the stricter
# of the two always holds. It permits no extension.
#
#   what it says                                              where                  force      counted from
#   do not sign in by a reset: a limited session              OWASP Forgot Password  guidance   -
#   a reset does not go round the second factor               ASVS 5 6.4.3           L2         -
#   fifteen minutes                                           our choice                        issue             15m
#   How long the code itself is good: NIST 63B-4 §4.2 (read in its second public draft), SHALL, 10 minutes by
#   text message and 24 hours by e-mail. Kratos gives 1h for both (`selfservice.methods.code.config.lifespan`): too long for a text.
#
# What a session policy cannot do: choose how the code is sent, tell the person that somebody asked for
# it, or end their other sessions once the password is new. In kratos.yml for the last:
# `selfservice.flows.settings.after.password.hooks: [{ hook: revoke_active_sessions }]`.
# Setting a password adds no method to a session in Kratos, so after it people sign in with it.
#
# What it needs: the action with every request; without it everything counts as forbidden.
# `context.available_aal` where you know it; without it nobody is asked for a second factor they may not
# have. Any identity schema will do, `default` included.
version: 1
policy: recovery-sessions
description: >-
  A session from a recovery link or code sets a new credential, within fifteen minutes, and nothing
  else.

attributes:
  # The highest level the identity can reach, if the caller knows it: Kratos does not show it.
  context.available_aal: { type: string, values: [aal0, aal1, aal2], optional: true }

constants:
  # What such a session is for. Your own names of actions go here.
  setting_a_credential: [settings.password, settings.passkey]

definitions:
  # Whether this session began with recovery. Kratos keeps the method for as long as the session lives.
  recovered: >-
    session.authentication_methods.exists(m, m.method in ["link_recovery", "code_recovery"])
  has_second_factor: has(context.available_aal) && context.available_aal == "aal2"

rules:
  - id: fifteen-minutes
    description: Our choice. It holds after a login in between as well, so a new session begins with it.
    must: sign_in
    when: recovered
    max_lifetime: 15m
    because: Recovery takes fifteen minutes at most. Please sign in, or ask for a new code.

  - id: never-extended
    description: Our choice.
    never: extend
    when: recovered

  - id: nothing-but-a-new-credential
    description: >-
      OWASP's Forgot Password Cheat Sheet: a limited session that only resets. A code by mail is what
      recovery rests on already, so it does not end this.
    must: reauthenticate
    when: recovered && !(request.action in setting_a_credential)
    methods: [password, passkey, webauthn, oidc, saml]
    because: Set a new password or passkey first, and sign in with it.

  - id: not-round-the-second-factor
    description: "ASVS 5.0.0 6.4.3, level 2: a reset does not go round the second factor."
    must: reauthenticate
    when: recovered && has_second_factor
    aal: aal2
    because: Your account has a second factor. Please show it before you set a new password.

  - id: confirm
    description: The way to show a factor.
    may: refresh

"""#),
    ("policies/shared-device.yaml", #"""
# A tablet in a family, a computer in a library or a school: several people use one device, and the next
# one should not be the last one. For a device that nobody sits at for long, kiosk.yaml.
#
#   what it says                                              where              force      counted from
#   15 idle minutes                                           OWASP, low end     guidance   last activity    15m
#                                                             of 15 to 30 min
#   half a day                                                our choice                    issue            12h
#   buying, contacts, settings                                our choice                    login            5m
#   no extension                                              our choice                    -
#   OWASP is its Session Management Cheat Sheet. No standard gives numbers for children. GOV.UK warns
#   services of shared devices and gives no number for them.
#
# What a session policy cannot do: know who sits there, or make the browser forget. In kratos.yml for all:
# `session.cookie.persistent: false`. For children, what they may do is not a matter of sessions.
# What it needs: `request.device.shared`. A device of which nobody says that it is not shared counts as
# shared. On others this policy permits extensions for thirty days (63B-4 §2.1.3, SHOULD; from the issue,
# which is stricter). `request.last_active_at`; without it every request counts as idle.
# Any identity schema will do, `default` included.
version: 1
policy: shared-device
description: On a shared device a session is short, asks soon, and is never extended.

constants:
  # Your own names of actions go here.
  sensitive:
    - purchase.create
    - contact.add
    - settings.password
    - settings.parental

definitions:
  shared: "!has(request.device.shared) || request.device.shared"

rules:
  - id: fifteen-idle-minutes
    description: The low end of what OWASP's cheat sheet gives for low risk.
    must: reauthenticate
    when: shared
    max_idle: 15m
    because: Nobody was here for fifteen minutes. Please confirm that it is you.

  - id: half-a-day
    description: Our choice.
    must: sign_in
    when: shared
    max_lifetime: 12h
    because: You signed in on a shared device. Please sign in again.

  - id: sensitive-actions
    description: Our choice.
    must: reauthenticate
    when: shared && request.action in sensitive
    max_age: 5m
    because: Others use this device too. Please confirm that it is you.

  - id: never-extended
    description: Our choice.
    never: extend
    when: shared

  - id: a-month-at-most
    description: "63B-4 §2.1.3, SHOULD be at most 30d; from the issue of the session, which is stricter."
    must: sign_in
    max_lifetime: 30d
    because: You signed in a month ago. Please sign in again.

  - id: slide
    description: On the device of one person; the window is our choice.
    may: extend
    within: 6h
    max_lifetime: 30d

  - id: confirm
    description: Without this, whoever has to prove themselves again would have to sign in anew.
    may: refresh

"""#),
    ("policies/sliding-with-absolute-cap.yaml", #"""
# For a service of low risk, with one factor: a session lives on while it is used, and ends after a month all the same.
# It makes sense on any identity schema, `default` included, and needs nothing but the session.
#
# Where the numbers come from:
#   30d   NIST SP 800-63B-4 §2.1.3: at AAL1 reauthentication SHOULD be at least every 30 days.
#         That some overall limit is set is a SHALL; that it is 30 days is a SHOULD. NIST counts from
#         the last (re-)authentication; here it counts from the issue of the session, which is
#         stricter.
#   6h    Our choice: a quarter of Kratos' default lifespan of 24h, so that a session in use is
#         written once or twice a day and not with every request.
#   24h   Kratos' default session.lifespan. It is what an extension gives, and so it is also the
#         longest a session stays unused. An extension is granted whole or not at all, so the
#         last one is granted 29 days after the session was issued.
version: 1
policy: sliding-with-absolute-cap
description: Sessions in use slide forward by the lifespan of Kratos, for thirty days and no longer.

rules:
  - id: slide
    description: In the last six hours, and never to an expiry beyond thirty days after the first login.
    may: extend
    within: 6h
    max_lifetime: 30d

  - id: background-requests-do-not-slide
    description: >-
      A page that polls by itself is not a person at work. Name such requests with
      `interactive: false`; a request that says nothing of it counts as a person's.
    never: extend
    when: has(request.interactive) && !request.interactive

  - id: confirm
    description: A fresh login renews the evidence and the expiry, but not the thirty days.
    may: refresh

  - id: thirty-days-at-most
    description: >-
      Logging in again within the session does not move its beginning, so this ends the session
      rather than asking again for ever.
    must: sign_in
    max_lifetime: 30d
    because: You signed in thirty days ago. Please sign in again.

"""#),
    ("policies/sudo-mode.yaml", #"""
# For whatever has dangerous corners: ask again before them, as sudo does. It permits no extension: load it beside
# a policy that does, such as sliding-with-absolute-cap.yaml; the stricter of the two always holds. Any identity
# schema will do, `default` included.
#
# Where the numbers come from:
#   15m   Our choice for changes that can be undone. Five of Kratos' six quickstart configurations
#         set privileged_session_max_age to 15m as well, the one for passkeys 5m; its default is
#         1h. CIS's benchmarks for Linux recommend at most 15m for sudo itself.
#   5m    Our choice for changes that cannot. It is the default of sudo itself (timestamp_timeout
#         in the sudoers manual).
# No standard gives a number for applications. What the standards do say: OWASP ASVS 5.0.0 7.5.1
# (L2) requires full re-authentication before e-mail, phone, MFA or recovery data are changed, and
# 7.5.3 (L3) one factor or a second check before highly sensitive operations. ASVS 4.0.3 3.7.1 is
# content with a full, valid session. NIST SP 800-53 r5 IA-11 names the execution of privileged
# functions as a reason to re-authenticate.
#
# A request that does not name its action is taken for a dangerous one (`indeterminate` lists it).
version: 1
policy: sudo-mode
description: Sensitive actions need a login from the last minutes, and the gravest a second factor too.

attributes:
  # The highest level the identity can reach, if the caller knows it: Kratos does not show it.
  context.available_aal: { type: string, values: [aal0, aal1, aal2], optional: true }

constants:
  # Your own names of actions go here.
  sensitive:
    - settings.profile
    - settings.totp
    - settings.webauthn
    - settings.passkey
    - api_key.create
    - member.invite
  critical:
    - settings.password
    - settings.recovery
    - payment.create
    - export.all
    - account.delete

definitions:
  # Whether the person has a second factor: this session has used one, or the caller says so.
  # Who has none is not sent to a step-up that cannot be done.
  has_second_factor: >-
    session.aal == "aal2"
    || (has(context.available_aal) && context.available_aal == "aal2")

rules:
  - id: confirm
    description: Without this, whoever has to prove themselves again would have to sign in anew.
    may: refresh

  - id: sensitive-actions
    must: reauthenticate
    when: request.action in sensitive
    max_age: 15m
    because: Please confirm that it is you. Your last login was more than fifteen minutes ago.

  - id: critical-actions
    must: reauthenticate
    when: request.action in critical
    max_age: 5m
    because: Please confirm that it is you. Your last login was more than five minutes ago.

  - id: critical-actions-need-the-second-factor
    description: >-
      The five minutes count from the second factor. A session that showed one last week is still
      at aal2 for Kratos, and a password alone renews authenticated_at.
    must: reauthenticate
    when:
      all:
        - request.action in critical
        - has_second_factor
    aal: aal2
    max_age: 5m
    because: This needs your second factor, from the last five minutes.

"""#),
    ("policies/support-impersonation.yaml", #"""
# Support staff who look at a customer's account as the customer sees it. Load it beside the policy of
# customers; the stricter of the two always holds. It permits no extension.
#
#   what it says                                              where              force      counted from
#   half an hour                                              Clerk's default    practice   issue            30m
#   ten idle minutes                                          our choice                    last activity    10m
#   nothing that costs money or changes how one signs in      our choice                    -
#   to begin, a second factor from the last 15 minutes        our choice                    second factor    15m
#   Others give 60 minutes (WorkOS). No standard has a number.
#
# What a session policy cannot do: begin such a session, ask for its reason, tell the customer, or write
# the log. Your service does, and gives the session an identity of its own or marks each request.
#
# What it needs: `context.impersonator`, the member of staff, in each request of such a session. That it
# is absent means "nobody" only if your service always says who it is. `request.last_active_at`; without
# it such a session is over. To begin one, the member of staff asks in their own session, with the action
# `impersonation.start`. Any identity schema will do, `default` included.
version: 1
policy: support-impersonation
description: Support staff see what a customer sees for half an hour, and change nothing that matters.

attributes:
  # The member of staff who acts in the customer's place.
  context.impersonator: { type: string, optional: true }

constants:
  # Your own names of actions go here: what staff never do in a customer's place.
  forbidden:
    - settings.password
    - settings.email
    - settings.totp
    - payment.create
    - account.delete

definitions:
  impersonated: has(context.impersonator)

rules:
  - id: half-an-hour
    description: Clerk's default; our choice to follow it.
    must: sign_in
    when: impersonated
    max_lifetime: 30m
    because: Support access ends after half an hour.

  - id: ten-idle-minutes
    description: Our choice.
    must: sign_in
    when: impersonated
    max_idle: 10m
    because: Support access ends after ten idle minutes.

  - id: never-extended
    description: Our choice.
    never: extend
    when: impersonated

  - id: never-refreshed
    description: Our choice. A refresh would take the customer's own credential.
    never: refresh
    when: impersonated

  - id: nothing-that-matters
    description: Our choice. Such an attempt ends the session.
    must: sign_in
    when: impersonated && request.action in forbidden
    because: Support cannot do this for a customer.

  - id: staff-prove-themselves
    description: Our choice; it is asked in the session of the member of staff.
    must: reauthenticate
    when: request.action == "impersonation.start"
    aal: aal2
    max_age: 15m
    because: Before you open a customer's account, confirm your second factor.

  - id: confirm
    description: Without this, whoever has to prove themselves again would have to sign in anew.
    may: refresh

"""#),
    ("policies/workforce.yaml", #"""
# For a company's own people: they slide through the day, and prove themselves again before anything dangerous.
#
# Where the numbers come from:
#   4h    CIS Microsoft 365 Foundations Benchmark 5.2.2.4: administrators sign in at least every
#         four hours, with both factors, and their browser session is never persistent. A
#         recommendation of a benchmark, no law. That the cookie is not persistent is Kratos' to do:
#         `session.cookie.persistent: false`.
#   30m   Revision 3 of NIST SP 800-63B, AAL2: 30 idle minutes, a SHALL there. Revision 4 says 1h,
#         a SHOULD. We keep the stricter one, but it only stops the extending.
#   15m, 6h   Our choice: as in sudo-mode.yaml; a quarter of Kratos' default lifespan of 24h.
#   30d   NIST SP 800-63B-4 §2.1.3, AAL1: SHOULD be at most 30 days. Who works at AAL2 is beyond the
#         24 hours that §2.2.3 recommends there; nist-800-63b-4-aal2.yaml keeps them.
#
# What it needs: the action of the request and `context.risk`; without them the worst is assumed. To extend,
# `request.last_active_at`. An identity schema named `employee`: with `default` alone, take out the line `when:
# identity.schema_id == "employee"` below, or no rule ever applies. The role is `role` in the identity's `metadata_public`.
version: 1
policy: workforce
description: Employees slide through the day, and prove themselves again before anything dangerous.

attributes:
  identity.metadata_public.role: { type: string, values: [member, admin], optional: true }
  context.risk: { type: string, values: [low, medium, high] }

constants:
  sensitive: [settings.password, settings.totp, payment.create]

definitions:
  managed: has(request.device.managed) && request.device.managed
  admin: has(identity.metadata_public.role) && identity.metadata_public.role == "admin"

when: identity.schema_id == "employee"

rules:
  - id: slide
    description: An active session slides forward in its last six hours, for at most thirty days.
    may: extend
    within: 6h
    max_idle: 30m
    max_lifetime: 30d

  - id: confirm
    description: Whoever has to prove themselves again can do it within the session.
    may: refresh

  - id: unmanaged-devices-do-not-slide
    description: A device that nobody says is managed counts as unmanaged.
    never: extend
    when: "!managed"

  - id: fresh-second-factor
    must: reauthenticate
    when:
      any:
        - request.action in sensitive
        - context.risk == "high"
    aal: aal2
    max_age: 15m
    because: Dangerous changes need a second factor from the last fifteen minutes.

  - id: admins-every-four-hours
    description: Administrators show their second factor within the last four hours.
    must: reauthenticate
    when: admin
    aal: aal2
    max_age: 4h
    because: Administrators confirm their second factor every four hours.

  - id: admins-sign-in-every-four-hours
    description: >-
      The same for their first factor. It is named, for a second factor makes authenticated_at new
      as well.
    must: reauthenticate
    when: admin
    methods: [password, passkey, oidc, saml]
    max_age: 4h
    because: Administrators sign in again every four hours.

  - id: a-month-at-most
    must: sign_in
    max_lifetime: 30d
    because: You signed in a month ago. Please sign in again.

"""#),
    ("samples/ai-agents.yaml", #"""
# An agent's hour, its grant, the person behind it, and what only the person confirms.
version: 1
suite: ai-agents
policies: [../policies/ai-agents.yaml]
now: 2026-03-01T09:00:00Z

sessions:
  errand:
    description: An agent's session, begun ten minutes ago with a password and a one-time code.
    from: sessions/totp-step-up.json
    set: { issued_at: -10m, authenticated_at: -10m, expires_at: +6h, completed: { password: -10m, totp: -10m } }
  nearly-an-hour: { extends: errand, set: { issued_at: -59m59s } }
  an-hour: { extends: errand, set: { issued_at: -1h } }
  past-an-hour: { extends: errand, set: { issued_at: -1h1s } }
  just-confirmed: { extends: errand, set: { authenticated_at: -4m59s, completed: { password: -10m, totp: -4m59s } } }
  five-minutes: { extends: errand, set: { authenticated_at: -5m, completed: { password: -10m, totp: -5m } } }
  past-five-minutes: { extends: errand, set: { authenticated_at: -5m1s, completed: { password: -10m, totp: -5m1s } } }
  password-only:
    from: sessions/password-aal1.json
    set: { issued_at: -1m, authenticated_at: -1m, expires_at: +6h }

requests:
  read: { action: page.read, context: &agent { actor: agent, person_authenticated_at: "2026-03-01T08:00:00Z", grant_expires_at: "2026-03-01T12:00:00Z" } }
  person: { action: payment.create, context: { actor: person } }
  anybody: { action: payment.create, context: { person_authenticated_at: "2026-03-01T08:00:00Z", grant_expires_at: "2026-03-01T12:00:00Z" } }
  pay: { action: payment.create, context: *agent }
  send: { action: message.send, context: *agent }
  delete: { action: data.delete, context: *agent }
  grant: { action: role.grant, context: *agent }
  person-nearly-a-day: { action: page.read, context: { actor: agent, person_authenticated_at: "2026-02-28T09:00:01Z", grant_expires_at: "2026-03-01T12:00:00Z" } }
  person-a-day: { action: page.read, context: { actor: agent, person_authenticated_at: "2026-02-28T09:00:00Z", grant_expires_at: "2026-03-01T12:00:00Z" } }
  person-past-a-day: { action: page.read, context: { actor: agent, person_authenticated_at: "2026-02-28T08:59:59Z", grant_expires_at: "2026-03-01T12:00:00Z" } }
  person-unknown: { action: page.read, context: { actor: agent, grant_expires_at: "2026-03-01T12:00:00Z" } }
  grant-in-a-second: { action: page.read, context: { actor: agent, person_authenticated_at: "2026-03-01T08:00:00Z", grant_expires_at: "2026-03-01T09:00:01Z" } }
  grant-now: { action: page.read, context: { actor: agent, person_authenticated_at: "2026-03-01T08:00:00Z", grant_expires_at: "2026-03-01T09:00:00Z" } }
  grant-a-second-ago: { action: page.read, context: { actor: agent, person_authenticated_at: "2026-03-01T08:00:00Z", grant_expires_at: "2026-03-01T08:59:59Z" } }
  grant-unknown: { action: page.read, context: { actor: agent, person_authenticated_at: "2026-03-01T08:00:00Z" } }

tests:
  - name: an agent's session lasts an hour and is never extended
    sessions: [errand, nearly-an-hour, an-hour, past-an-hour]
    request: read
    expect:
      - { session: errand, outcome: proceed, extend: { allowed: false, reasons: [forbidden] }, refresh: true }
      - { session: nearly-an-hour, outcome: proceed, valid_until: +1s }
      - { sessions: [an-hour, past-an-hour], outcome: sign_in, rules: [ai-agents/an-hour-at-most], calls: [revoke] }

  - name: people are none of its business, but nobody is not a person
    sessions: [past-an-hour, errand]
    requests: [person, anybody]
    expect:
      - { sessions: [past-an-hour, errand], request: person, outcome: proceed, extend: { allowed: false, reasons: [no_matching_permit] } }
      - { session: past-an-hour, request: anybody, outcome: sign_in, indeterminate: [context.actor] }
      - { session: errand, request: anybody, outcome: reauthenticate, indeterminate: [context.actor] }

  - name: the person was here in the last day
    session: errand
    requests: [person-nearly-a-day, person-a-day, person-past-a-day, person-unknown]
    expect:
      - { request: person-nearly-a-day, outcome: proceed, valid_until: +1s }
      - { requests: [person-a-day, person-past-a-day], outcome: sign_in, rules: [ai-agents/the-person-was-here-today] }
      - { request: person-unknown, outcome: sign_in, indeterminate: [context.person_authenticated_at] }

  - name: nothing outlives the grant
    session: errand
    requests: [grant-in-a-second, grant-now, grant-a-second-ago, grant-unknown]
    expect:
      - { request: grant-in-a-second, outcome: proceed, valid_until: +1s }
      - { requests: [grant-now, grant-a-second-ago], outcome: sign_in, rules: [ai-agents/the-grant-has-ended] }
      - { request: grant-unknown, outcome: sign_in, indeterminate: [context.grant_expires_at] }

  - name: the person confirms what cannot be undone
    sessions: [just-confirmed, five-minutes, past-five-minutes, password-only]
    requests: [pay, send, delete, grant]
    expect:
      - { session: just-confirmed, requests: [pay, send, delete, grant], outcome: proceed, valid_until: +1s }
      - { sessions: [five-minutes, past-five-minutes, password-only], requests: [pay, send, delete, grant], outcome: reauthenticate, aal: aal2, max_age: 5m, steps: [second], rules: [ai-agents/the-person-confirms] }

  - name: a payment, and the end of the hour
    session: errand
    request: pay
    timeline:
      - { at: 1s, expect: { outcome: reauthenticate } }
      - { at: 1m, do: step_up, with: totp, then: { outcome: proceed } }
      - { at: 6m, expect: { outcome: reauthenticate } }
      - { at: 50m, expect: { outcome: sign_in, rules: [ai-agents/an-hour-at-most, ai-agents/the-person-confirms] } }

laws:
  - name: an agent's session ends after an hour
    when: context.actor == "agent" && session.age >= duration("1h")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: it is never extended
    when: context.actor == "agent"
    never: { extend: true }

  - name: it ends a day after the person's own login
    when: context.actor == "agent" && now - context.person_authenticated_at >= duration("24h")
    always: { outcome: sign_in }

  - name: it ends with the grant
    when: context.actor == "agent" && now >= context.grant_expires_at
    always: { outcome: sign_in }

  - name: an agent pays only with a second factor from the last five minutes
    when:
      all:
        - context.actor == "agent"
        - request.action == "payment.create"
        - >-
          !session.authentication_methods.exists(m,
            m.aal == "aal2" && now - m.completed_at < duration("5m"))
    never: { outcome: proceed }

"""#),
    ("samples/b2b-organizations.yaml", #"""
# A week for everybody, and what an organization shortens of it.
version: 1
suite: b2b-organizations
policies: [../policies/b2b-organizations.yaml]
now: 2026-03-01T09:00:00Z

sessions:
  ines:
    description: A password, five hours ago.
    from: sessions/password-aal1.json
    set: { issued_at: -5h, authenticated_at: -5h, expires_at: +6h }
  yesterday: { extends: ines, set: { issued_at: -2d, authenticated_at: -2d } }
  too-early: { extends: ines, set: { expires_at: +6h1s } }
  last-extension: { extends: ines, set: { issued_at: -6d } }
  one-second-over: { extends: ines, set: { issued_at: -6d1s } }
  nearly-a-week: { extends: ines, set: { issued_at: -6d23h59m59s } }
  a-week: { extends: ines, set: { issued_at: -7d } }
  past-a-week: { extends: ines, set: { issued_at: -7d1s } }
  nearly-eight-hours: { extends: ines, set: { issued_at: -7h59m59s } }
  eight-hours: { extends: ines, set: { issued_at: -8h } }
  past-eight-hours: { extends: ines, set: { issued_at: -8h1s } }
  nearly-four-hours: { extends: ines, set: { authenticated_at: -3h59m59s } }
  four-hours: { extends: ines, set: { authenticated_at: -4h } }
  past-four-hours: { extends: ines, set: { authenticated_at: -4h1s } }
  just-now: { extends: ines, set: { authenticated_at: -59s } }
  a-minute-ago: { extends: ines, set: { authenticated_at: -1m } }

requests:
  at-work: { action: page.read, last_active_at: -1m, context: { tenant_role: member } }
  nearly-a-day-away: { action: page.read, last_active_at: -23h59m59s, context: { tenant_role: member } }
  a-day-away: { action: page.read, last_active_at: -24h, context: { tenant_role: member } }
  past-a-day-away: { action: page.read, last_active_at: -24h1s, context: { tenant_role: member } }
  eight-hour-tenant: { action: page.read, last_active_at: -1m, context: { tenant_role: member, tenant_max_lifetime: 8h } }
  month-tenant: { action: page.read, last_active_at: -1m, context: { tenant_role: member, tenant_max_lifetime: 30d } }
  nearly-idle-for-the-tenant: { action: page.read, last_active_at: -14m59s, context: { tenant_role: member, tenant_max_idle: 15m } }
  idle-for-the-tenant: { action: page.read, last_active_at: -15m, context: { tenant_role: member, tenant_max_idle: 15m } }
  past-idle-for-the-tenant: { action: page.read, last_active_at: -15m1s, context: { tenant_role: member, tenant_max_idle: 15m } }
  provider-in-a-second: { action: page.read, last_active_at: -1m, context: { tenant_role: member, idp_session_expires_at: "2026-03-01T09:00:01Z" } }
  provider-now: { action: page.read, last_active_at: -1m, context: { tenant_role: member, idp_session_expires_at: "2026-03-01T09:00:00Z" } }
  provider-a-second-ago: { action: page.read, last_active_at: -1m, context: { tenant_role: member, idp_session_expires_at: "2026-03-01T08:59:59Z" } }
  admin: { action: page.read, last_active_at: -1m, context: { tenant_role: admin } }
  no-role: { action: page.read, last_active_at: -1m }

tests:
  - name: sessions slide in their last six hours
    sessions: [too-early, ines]
    request: at-work
    expect:
      - { session: too-early, outcome: proceed, extend: { allowed: false, not_before: +1s, reasons: [extend_window_not_open] } }
      - { session: ines, outcome: proceed, extend: { allowed: true, expires_at: +24h }, refresh: true }

  - name: a week ends them, whatever the organization allows
    sessions: [nearly-a-week, a-week, past-a-week]
    requests: [at-work, month-tenant]
    expect:
      - { session: nearly-a-week, requests: [at-work, month-tenant], outcome: proceed, extend: false, valid_until: +1s }
      - { sessions: [a-week, past-a-week], requests: [at-work, month-tenant], outcome: sign_in, rules: [b2b-organizations/a-week-at-most] }

  - name: the last extension ends at a week exactly
    sessions: [last-extension, one-second-over]
    request: at-work
    expect:
      - { session: last-extension, outcome: proceed, extend: { allowed: true, expires_at: +24h } }
      - { session: one-second-over, outcome: proceed, extend: { allowed: false, reasons: [extend_cap_reached] } }

  - name: a day away asks again
    session: yesterday
    requests: [nearly-a-day-away, a-day-away, past-a-day-away]
    expect:
      - { request: nearly-a-day-away, outcome: proceed, extend: true, valid_until: +1s }
      - { requests: [a-day-away, past-a-day-away], outcome: reauthenticate, rules: [b2b-organizations/a-day-away] }

  - name: an organization shortens the week
    sessions: [nearly-eight-hours, eight-hours, past-eight-hours]
    request: eight-hour-tenant
    expect:
      - { session: nearly-eight-hours, outcome: proceed, valid_until: +1s }
      - { sessions: [eight-hours, past-eight-hours], outcome: sign_in, rules: [b2b-organizations/longer-than-the-organization-allows] }

  - name: an organization shortens the day
    sessions: [ines, a-minute-ago, just-now]
    requests: [nearly-idle-for-the-tenant, idle-for-the-tenant, past-idle-for-the-tenant]
    expect:
      - { session: ines, request: nearly-idle-for-the-tenant, outcome: proceed, valid_until: +1s }
      - { sessions: [a-minute-ago, just-now], request: nearly-idle-for-the-tenant, outcome: proceed }
      - { sessions: [ines, a-minute-ago], requests: [idle-for-the-tenant, past-idle-for-the-tenant], outcome: reauthenticate, max_age: 1m, rules: [b2b-organizations/away-longer-than-the-organization-allows] }
      - { session: just-now, requests: [idle-for-the-tenant, past-idle-for-the-tenant], outcome: proceed }

  - name: the provider's end is an end
    session: ines
    requests: [provider-in-a-second, provider-now, provider-a-second-ago]
    expect:
      - { request: provider-in-a-second, outcome: proceed, valid_until: +1s }
      - { requests: [provider-now, provider-a-second-ago], outcome: sign_in, rules: [b2b-organizations/the-provider-ended-it] }

  - name: administrators confirm every four hours, and who has no role is one
    sessions: [nearly-four-hours, four-hours, past-four-hours]
    requests: [admin, no-role]
    expect:
      - { session: nearly-four-hours, requests: [admin, no-role], outcome: proceed, valid_until: +1s }
      - { sessions: [four-hours, past-four-hours], requests: [admin, no-role], outcome: reauthenticate, max_age: 4h, rules: [b2b-organizations/administrators] }

  - name: a working week
    session: ines
    request: at-work
    timeline:
      - { at: 0s, do: [activity, extend, whoami] }
      - { every: 18h, until: 5d6h, do: [activity, extend, whoami] }
      - { at: 6d, do: [activity, whoami], then: { extend: { allowed: false, reasons: [extend_cap_reached] } } }
      - { at: 6d1h, do: refresh, with: password, then: { outcome: proceed } }
      - { at: 6d19h, expect: { outcome: sign_in, rules: [b2b-organizations/a-week-at-most] } }

laws:
  - name: a week ends every session
    when: session.age >= duration("7d")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: a day away asks again
    when: session.idle >= duration("24h")
    never: { outcome: proceed }

  - name: away longer than the organization allows, only a login from the last minute goes on
    when:
      all:
        - has(context.tenant_max_idle) && session.idle >= context.tenant_max_idle
        - session.authentication_age >= duration("1m")
    never: { outcome: proceed }

  - name: no extension outlasts the week
    when: session.age + kratos.lifespan > duration("7d")
    never: { extend: true }

  - name: nothing is extended before the last six hours
    when: session.remaining > duration("6h")
    never: { extend: true }

  - name: what the organization set ends the session
    when: session.age >= context.tenant_max_lifetime
    always: { outcome: sign_in }

  - name: what the provider said ends the session
    when: now >= context.idp_session_expires_at
    always: { outcome: sign_in }

  - name: administrators signed in within four hours
    when: context.tenant_role == "admin" && session.authentication_age >= duration("4h")
    never: { outcome: proceed }

"""#),
    ("samples/cis-administrators.yaml", #"""
# Administrators: both factors every four hours, and no extension.
version: 1
suite: cis-administrators
policies: [../policies/cis-administrators.yaml]
now: 2026-03-01T09:00:00Z

sessions:
  devi:
    description: A password and a one-time code, an hour ago.
    from: sessions/totp-step-up.json
    set: { issued_at: -1d, authenticated_at: -1h, expires_at: +6h, completed: { password: -1h, totp: -1h } }
  code-nearly: { extends: devi, set: { completed: { password: -1h, totp: -3h59m59s } } }
  code: { extends: devi, set: { completed: { password: -1h, totp: -4h } } }
  code-past: { extends: devi, set: { completed: { password: -1h, totp: -4h1s } } }
  password-nearly: { extends: devi, set: { completed: { password: -3h59m59s, totp: -1h } } }
  password: { extends: devi, set: { completed: { password: -4h, totp: -1h } } }
  password-past: { extends: devi, set: { completed: { password: -4h1s, totp: -1h } } }
  from-her-provider:
    extends: devi
    set:
      authentication_methods: [{ method: oidc, aal: aal1, completed_at: -1h }, { method: totp, aal: aal2, completed_at: -1h }]
  from-her-company:
    extends: devi
    set:
      authentication_methods: [{ method: saml, aal: aal1, completed_at: -1h }, { method: totp, aal: aal2, completed_at: -1h }]
  with-a-passkey:
    extends: devi
    set:
      authentication_methods: [{ method: passkey, aal: aal1, completed_at: -1h }, { method: totp, aal: aal2, completed_at: -1h }]
  by-a-code:
    extends: devi
    set:
      authentication_methods: [{ method: code, aal: aal1, completed_at: -1h }, { method: totp, aal: aal2, completed_at: -1h }]
  one-factor:
    from: sessions/password-aal1.json
    set: { issued_at: -1h, authenticated_at: -1h, expires_at: +6h }
  emergency:
    description: The account in the safe.
    extends: one-factor
    set: { identity: { id: 00000000-0000-4000-8000-000000000000, schema_id: default, state: active } }
  emergency-by-a-code:
    extends: emergency
    set: { authentication_methods: [{ method: code, aal: aal1, completed_at: -1h }] }
  nearly-fifteen-minutes: { extends: devi, set: { authenticated_at: -14m59s, completed: { password: -1h, totp: -14m59s } } }
  fifteen-minutes: { extends: devi, set: { authenticated_at: -15m, completed: { password: -1h, totp: -15m } } }
  past-fifteen-minutes: { extends: devi, set: { authenticated_at: -15m1s, completed: { password: -1h, totp: -15m1s } } }

requests:
  admin: { action: page.read, context: { administrator: true } }
  member: { action: page.read, context: { administrator: false } }
  unsaid: { action: page.read }
  grant: { action: role.grant, context: { administrator: true } }
  delete: { action: user.delete, context: { administrator: true } }
  security: { action: settings.security, context: { administrator: true } }
  export: { action: audit.export, context: { administrator: true } }
  member-grant: { action: role.grant, context: { administrator: false } }

tests:
  - name: both factors every four hours, also of those of whom nobody says that they are no administrators
    sessions: [code-nearly, code, code-past, password-nearly, password, password-past, one-factor]
    requests: [admin, unsaid, member]
    expect:
      - { sessions: [code-nearly, password-nearly], requests: [admin, unsaid], outcome: proceed, refresh: true, valid_until: +1s }
      - { sessions: [code, code-past], requests: [admin, unsaid], outcome: reauthenticate, aal: aal2, max_age: 4h, rules: [cis-administrators/second-factor-every-four-hours] }
      - { sessions: [password, password-past], requests: [admin, unsaid], outcome: reauthenticate, max_age: 4h, rules: [cis-administrators/first-factor-every-four-hours] }
      - { session: one-factor, requests: [admin, unsaid], outcome: reauthenticate, aal: aal2, rules: [cis-administrators/second-factor-every-four-hours] }
      - { sessions: [code-nearly, code, code-past, password-nearly, password, password-past, one-factor], request: member, outcome: proceed }

  - name: any first factor will do, but no code by mail
    sessions: [from-her-provider, from-her-company, with-a-passkey, by-a-code]
    request: admin
    expect:
      - { sessions: [from-her-provider, from-her-company, with-a-passkey], outcome: proceed }
      - { session: by-a-code, outcome: reauthenticate, rules: [cis-administrators/first-factor-every-four-hours] }

  - name: the account in the safe is left out, but not of privileged actions
    sessions: [emergency, emergency-by-a-code]
    requests: [admin, grant]
    expect:
      - { sessions: [emergency, emergency-by-a-code], request: admin, outcome: proceed }
      - { sessions: [emergency, emergency-by-a-code], request: grant, outcome: reauthenticate, rules: [cis-administrators/privileged-actions] }

  - name: privileged actions need a login from the last fifteen minutes
    sessions: [nearly-fifteen-minutes, fifteen-minutes, past-fifteen-minutes]
    requests: [grant, delete, security, export, member-grant]
    expect:
      - { session: nearly-fifteen-minutes, requests: [grant, delete, security, export], outcome: proceed, valid_until: +1s }
      - { sessions: [fifteen-minutes, past-fifteen-minutes], requests: [grant, delete, security, export], outcome: reauthenticate, max_age: 15m, rules: [cis-administrators/privileged-actions] }
      - { sessions: [nearly-fifteen-minutes, fifteen-minutes, past-fifteen-minutes], request: member-grant, outcome: proceed }

  - name: no administrator is extended
    session: devi
    requests: [admin, unsaid, member]
    expect:
      - { requests: [admin, unsaid], extend: { allowed: false, reasons: [forbidden] } }
      - { request: member, extend: { allowed: false, reasons: [no_matching_permit] } }

  - name: a morning at the console
    session: devi
    request: admin
    timeline:
      - { at: 2h59m59s, expect: { outcome: proceed } }
      - { at: 3h, expect: { outcome: reauthenticate } }

laws:
  - name: administrators have shown both factors in the last four hours
    when:
      all:
        - context.administrator
        - identity.id != "00000000-0000-4000-8000-000000000000"
        - any:
            - >-
              !session.authentication_methods.exists(m,
                m.aal == "aal2" && now - m.completed_at < duration("4h"))
            - >-
              !session.authentication_methods.exists(m,
                m.method in ["password", "passkey", "oidc", "saml"]
                && now - m.completed_at < duration("4h"))
    never: { outcome: proceed }

  - name: administrators are never extended
    when: context.administrator
    never: { extend: true }

  - name: privileged actions need a login from the last fifteen minutes
    when:
      all:
        - context.administrator
        - request.action == "role.grant"
        - session.authentication_age >= duration("15m")
    never: { outcome: proceed }

"""#),
    ("samples/consumer-remember-me.yaml", #"""
# Remembered or not: a month or a day, two weeks or half an hour, and what matters asks again.
version: 1
suite: consumer-remember-me
policies: [../policies/consumer-remember-me.yaml]
kratos: kratos/two-week-sessions.json
now: 2026-03-01T09:00:00Z

sessions:
  ines:
    description: A password, two hours ago.
    from: sessions/password-aal1.json
    set: { issued_at: -2h, authenticated_at: -2h, expires_at: +13d22h }
  in-use: { extends: ines, set: { issued_at: -2d, authenticated_at: -2d, expires_at: +12d } }
  holiday: { extends: ines, set: { issued_at: -15d, authenticated_at: -15d, expires_at: +1d } }
  too-early: { extends: in-use, set: { expires_at: +13d1s } }
  just-open: { extends: in-use, set: { expires_at: +13d } }
  last-extension: { extends: in-use, set: { issued_at: -16d } }
  one-second-over: { extends: in-use, set: { issued_at: -16d1s } }
  nearly-a-month: { extends: in-use, set: { issued_at: -29d23h59m59s } }
  a-month: { extends: in-use, set: { issued_at: -30d } }
  past-a-month: { extends: in-use, set: { issued_at: -30d1s } }
  nearly-a-day: { extends: ines, set: { issued_at: -23h59m59s } }
  a-day: { extends: ines, set: { issued_at: -24h } }
  past-a-day: { extends: ines, set: { issued_at: -24h1s } }
  nearly-fifteen-minutes: { extends: ines, set: { authenticated_at: -14m59s } }
  fifteen-minutes: { extends: ines, set: { authenticated_at: -15m } }
  past-fifteen-minutes: { extends: ines, set: { authenticated_at: -15m1s } }

requests:
  remembered: { action: page.read, last_active_at: -1m, context: { remembered: true } }
  not-remembered: { action: page.read, last_active_at: -1m, context: { remembered: false } }
  unsaid: { action: page.read, last_active_at: -1m }
  nearly-half-an-hour: { action: page.read, last_active_at: -29m59s }
  half-an-hour: { action: page.read, last_active_at: -30m }
  past-half-an-hour: { action: page.read, last_active_at: -30m1s }
  half-an-hour-remembered: { action: page.read, last_active_at: -30m, context: { remembered: true } }
  nearly-two-weeks: { action: page.read, last_active_at: -13d23h59m59s, context: { remembered: true } }
  two-weeks: { action: page.read, last_active_at: -14d, context: { remembered: true } }
  past-two-weeks: { action: page.read, last_active_at: -14d1s, context: { remembered: true } }
  email: { action: settings.email, last_active_at: -1m, context: { remembered: true } }
  password: { action: settings.password, last_active_at: -1m, context: { remembered: true } }
  address: { action: address.change, last_active_at: -1m, context: { remembered: true } }
  pay: { action: payment.create, last_active_at: -1m, context: { remembered: true } }

tests:
  - name: remembered sessions slide, once a day
    sessions: [too-early, just-open, in-use]
    requests: [remembered]
    expect:
      - { session: too-early, outcome: proceed, extend: { allowed: false, not_before: +1s, reasons: [extend_window_not_open] } }
      - { sessions: [just-open, in-use], outcome: proceed, extend: { allowed: true, expires_at: +14d }, refresh: true }

  - name: others do not slide, and end after a day
    sessions: [ines, nearly-a-day, a-day, past-a-day]
    requests: [not-remembered, unsaid, remembered]
    expect:
      - { sessions: [ines, nearly-a-day], requests: [not-remembered, unsaid], outcome: proceed, extend: { allowed: false, reasons: [no_matching_permit] } }
      - { sessions: [a-day, past-a-day], requests: [not-remembered, unsaid], outcome: sign_in, rules: [consumer-remember-me/a-day-unless-remembered] }
      - { sessions: [ines, nearly-a-day, a-day, past-a-day], request: remembered, outcome: proceed }

  - name: half an hour away asks those who are not remembered
    session: ines
    requests: [nearly-half-an-hour, half-an-hour, past-half-an-hour, half-an-hour-remembered]
    expect:
      - { request: nearly-half-an-hour, outcome: proceed, valid_until: +1s }
      - { requests: [half-an-hour, past-half-an-hour], outcome: reauthenticate, rules: [consumer-remember-me/half-an-hour-away-unless-remembered] }
      - { request: half-an-hour-remembered, outcome: proceed }

  - name: two weeks away asks everybody
    session: holiday
    requests: [nearly-two-weeks, two-weeks, past-two-weeks]
    expect:
      - { request: nearly-two-weeks, outcome: proceed, extend: true, valid_until: +1s }
      - { requests: [two-weeks, past-two-weeks], outcome: reauthenticate, rules: [consumer-remember-me/two-weeks-away], extend: false }

  - name: a month ends it
    sessions: [nearly-a-month, a-month, past-a-month]
    request: remembered
    expect:
      - { session: nearly-a-month, outcome: proceed, extend: false, valid_until: +1s }
      - { sessions: [a-month, past-a-month], outcome: sign_in, rules: [consumer-remember-me/a-month-at-most] }

  - name: the last extension ends at a month exactly
    sessions: [last-extension, one-second-over]
    request: remembered
    expect:
      - { session: last-extension, outcome: proceed, extend: { allowed: true, expires_at: +14d } }
      - { session: one-second-over, outcome: proceed, extend: { allowed: false, reasons: [extend_cap_reached] } }

  - name: what matters asks the remembered too
    sessions: [nearly-fifteen-minutes, fifteen-minutes, past-fifteen-minutes]
    requests: [email, password, address, pay]
    expect:
      - { session: nearly-fifteen-minutes, requests: [email, password, address, pay], outcome: proceed, valid_until: +1s }
      - { sessions: [fifteen-minutes, past-fifteen-minutes], requests: [email, password, address, pay], outcome: reauthenticate, max_age: 15m, steps: [first], rules: [consumer-remember-me/sensitive-actions] }

  - name: a month of visits
    session: ines
    request: remembered
    timeline:
      - { at: 2d, do: [activity, extend, whoami] }
      - { every: 36h, until: 14d, do: [activity, extend, whoami] }
      - { at: 29d, expect: { outcome: sign_in } }

laws:
  - name: a month ends every session
    when: session.age >= duration("30d")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: a day ends what is not remembered
    when: session.age >= duration("24h") && !has(context.remembered)
    always: { outcome: sign_in }

  - name: half an hour away asks who is not remembered
    when: session.idle >= duration("30m") && !has(context.remembered)
    never: { outcome: proceed }

  - name: two weeks away ask everybody
    when: session.idle >= duration("14d")
    never: { outcome: proceed }

  - name: nothing is extended before the last thirteen days
    when: session.remaining > duration("13d")
    never: { extend: true }

  - name: no extension outlasts the month
    when: session.age + kratos.lifespan > duration("30d")
    never: { extend: true }

  - name: what is not remembered is never extended
    when: "!has(context.remembered)"
    never: { extend: true }

  - name: payments need a login from the last fifteen minutes
    when: request.action == "payment.create" && session.authentication_age >= duration("15m")
    never: { outcome: proceed }

"""#),
    ("samples/dod-stig-asd.yaml", #"""
# DISA ASD STIG: fifteen idle minutes, ten for administrators, and then a new session.
version: 1
suite: dod-stig-asd
policies: [../policies/dod-stig-asd.yaml]
kratos: kratos/quarter-hour-sessions.json
now: 2026-03-01T09:00:00Z

sessions:
  ines:
    description: A password, two hours ago.
    from: sessions/password-aal1.json
    set: { issued_at: -2h, authenticated_at: -2h, expires_at: +10m }
  nearly-twelve-hours: { extends: ines, set: { issued_at: -2d, authenticated_at: -11h59m59s } }
  twelve-hours: { extends: ines, set: { issued_at: -2d, authenticated_at: -12h } }
  past-twelve-hours: { extends: ines, set: { issued_at: -2d, authenticated_at: -12h1s } }
  last-extension: { extends: ines, set: { issued_at: -2d, authenticated_at: -11h45m } }
  one-second-over: { extends: ines, set: { issued_at: -2d, authenticated_at: -11h45m1s } }
  nearly-five-minutes: { extends: ines, set: { authenticated_at: -4m59s } }
  five-minutes: { extends: ines, set: { authenticated_at: -5m } }
  past-five-minutes: { extends: ines, set: { authenticated_at: -5m1s } }

requests:
  at-work: { action: page.read, last_active_at: -1m, context: { administrator: false } }
  nearly-ten: { action: page.read, last_active_at: -9m59s, context: { administrator: true } }
  ten: { action: page.read, last_active_at: -10m, context: { administrator: true } }
  past-ten: { action: page.read, last_active_at: -10m1s, context: { administrator: true } }
  ten-of-nobody: { action: page.read, last_active_at: -10m }
  ten-of-a-user: { action: page.read, last_active_at: -10m, context: { administrator: false } }
  nearly-fifteen: { action: page.read, last_active_at: -14m59s, context: { administrator: false } }
  fifteen: { action: page.read, last_active_at: -15m, context: { administrator: false } }
  past-fifteen: { action: page.read, last_active_at: -15m1s, context: { administrator: false } }
  grant: { action: role.grant, last_active_at: -1m, context: { administrator: false } }
  create: { action: user.create, last_active_at: -1m, context: { administrator: false } }
  audit: { action: audit.configure, last_active_at: -1m, context: { administrator: false } }
  rotate: { action: key.rotate, last_active_at: -1m, context: { administrator: false } }
  role-changed-since: { action: page.read, last_active_at: -1m, context: { administrator: false, roles_changed_at: "2026-03-01T07:00:01Z" } }
  role-changed-then: { action: page.read, last_active_at: -1m, context: { administrator: false, roles_changed_at: "2026-03-01T07:00:00Z" } }
  role-changed-before: { action: page.read, last_active_at: -1m, context: { administrator: false, roles_changed_at: "2026-03-01T06:59:59Z" } }

tests:
  - name: fifteen idle minutes end a user's session
    session: ines
    requests: [at-work, ten-of-a-user, nearly-fifteen, fifteen, past-fifteen]
    expect:
      - { request: at-work, outcome: proceed, extend: { allowed: true, expires_at: +15m }, refresh: true }
      - { request: ten-of-a-user, outcome: proceed, extend: { allowed: false, reasons: [idle_timeout] } }
      - { request: nearly-fifteen, outcome: proceed, valid_until: +1s }
      - { requests: [fifteen, past-fifteen], outcome: sign_in, refresh: false, rules: [dod-stig-asd/fifteen-idle-minutes] }

  - name: ten end that of an administrator, and of whom nobody says that they are none
    session: ines
    requests: [nearly-ten, ten, past-ten, ten-of-nobody]
    expect:
      - { request: nearly-ten, outcome: proceed, extend: true, valid_until: +1s }
      - { requests: [ten, past-ten, ten-of-nobody], outcome: sign_in, refresh: false, rules: [dod-stig-asd/ten-idle-minutes-of-administrators] }

  - name: twelve hours after the last login it is over
    sessions: [nearly-twelve-hours, twelve-hours, past-twelve-hours]
    request: at-work
    expect:
      - { session: nearly-twelve-hours, outcome: proceed, extend: false, valid_until: +1s }
      - { sessions: [twelve-hours, past-twelve-hours], outcome: sign_in, rules: [dod-stig-asd/twelve-hours] }

  - name: an extension stays within twelve hours
    sessions: [last-extension, one-second-over]
    request: at-work
    expect:
      - { session: last-extension, outcome: proceed, extend: { allowed: true, expires_at: +15m } }
      - { session: one-second-over, outcome: proceed, extend: { allowed: false, reasons: [extend_cap_reached] } }

  - name: privileged functions need a login from the last five minutes
    sessions: [nearly-five-minutes, five-minutes, past-five-minutes]
    requests: [grant, create, audit, rotate]
    expect:
      - { session: nearly-five-minutes, requests: [grant, create, audit, rotate], outcome: proceed, valid_until: +1s }
      - { sessions: [five-minutes, past-five-minutes], requests: [grant, create, audit, rotate], outcome: reauthenticate, max_age: 5m, steps: [first], rules: [dod-stig-asd/privileged-functions] }

  - name: new rights need a new login
    session: ines
    requests: [role-changed-since, role-changed-then, role-changed-before]
    expect:
      - { request: role-changed-since, outcome: sign_in, rules: [dod-stig-asd/roles-changed] }
      - { requests: [role-changed-then, role-changed-before], outcome: proceed }

  - name: a coffee
    session: nearly-five-minutes
    request: at-work
    timeline:
      - { every: 5m, until: 1h, do: [activity, extend, whoami] }
      - { at: 1h14m59s, expect: { outcome: proceed } }
      - { at: 1h15m, expect: { outcome: sign_in } }

laws:
  - name: fifteen idle minutes end every session
    when: session.idle >= duration("15m")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: ten end that of an administrator
    when: context.administrator && session.idle >= duration("10m")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: twelve hours after the last authentication it is over
    when: session.authentication_age >= duration("12h")
    always: { outcome: sign_in }

  - name: no extension outlasts them
    when: session.authentication_age + kratos.lifespan > duration("12h")
    never: { extend: true }

  - name: privileged functions need a login from the last five minutes
    when: request.action == "key.rotate" && session.authentication_age >= duration("5m")
    never: { outcome: proceed }

  - name: nobody goes on with rights that changed since they signed in
    when: session.authenticated_at < context.roles_changed_at
    always: { outcome: sign_in }

"""#),
    ("samples/github-sudo.yaml", #"""
# Sudo mode that each sensitive action renews, for eight hours at the most.
version: 1
suite: github-sudo
policies: [../policies/github-sudo.yaml]
now: 2026-03-01T09:00:00Z

sessions:
  ines:
    description: A password, five hours ago.
    from: sessions/password-aal1.json
    set: { issued_at: -2d, authenticated_at: -5h, expires_at: +6h }
  nearly-two-hours: { extends: ines, set: { authenticated_at: -1h59m59s } }
  two-hours: { extends: ines, set: { authenticated_at: -2h } }
  past-two-hours: { extends: ines, set: { authenticated_at: -2h1s } }
  nearly-eight-hours: { extends: ines, set: { authenticated_at: -7h59m59s } }
  eight-hours: { extends: ines, set: { authenticated_at: -8h } }
  past-eight-hours: { extends: ines, set: { authenticated_at: -8h1s } }

requests:
  read: { action: page.read }
  email: { action: email.add }
  application: { action: application.authorize }
  key: { action: ssh_key.add }
  token: { action: token.create }
  nameless: { country: DE }
  in-sudo: { action: token.create, context: { sudo_last_used_at: "2026-03-01T08:00:00Z" } }
  sudo-nearly-over: { action: token.create, context: { sudo_last_used_at: "2026-03-01T07:00:01Z" } }
  sudo-over: { action: token.create, context: { sudo_last_used_at: "2026-03-01T07:00:00Z" } }
  sudo-past: { action: token.create, context: { sudo_last_used_at: "2026-03-01T06:59:59Z" } }

tests:
  - name: reading asks for nothing
    session: past-eight-hours
    request: read
    expect: { outcome: proceed, extend: { allowed: false, reasons: [no_matching_permit] }, refresh: true }

  - name: a login counts for two hours
    sessions: [nearly-two-hours, two-hours, past-two-hours]
    requests: [email, application, key, token, nameless]
    expect:
      - { session: nearly-two-hours, requests: [email, application, key, token], outcome: proceed, valid_until: +1s }
      - { session: nearly-two-hours, request: nameless, outcome: proceed }
      - { sessions: [two-hours, past-two-hours], requests: [email, application, key, token, nameless], outcome: reauthenticate, max_age: 2h, steps: [first], rules: [github-sudo/two-hours] }

  - name: so does the last sensitive action
    session: ines
    requests: [in-sudo, sudo-nearly-over, sudo-over, sudo-past]
    expect:
      - { request: in-sudo, outcome: proceed }
      - { request: sudo-nearly-over, outcome: proceed, valid_until: +1s }
      - { requests: [sudo-over, sudo-past], outcome: reauthenticate, max_age: 2h, rules: [github-sudo/two-hours] }

  - name: eight hours after the login it is over, however busy
    sessions: [nearly-eight-hours, eight-hours, past-eight-hours]
    request: in-sudo
    expect:
      - { session: nearly-eight-hours, outcome: proceed, valid_until: +1s }
      - { sessions: [eight-hours, past-eight-hours], outcome: reauthenticate, max_age: 8h, rules: [github-sudo/eight-hours-at-most] }

  - name: a token, confirmed
    session: two-hours
    request: token
    timeline:
      - { at: 1s, expect: { outcome: reauthenticate } }
      - { at: 1m, do: refresh, with: password, then: { outcome: proceed, valid_until: +2h1m } }
      - { at: 2h1m, expect: { outcome: reauthenticate } }

laws:
  - name: two hours after the login, with no sensitive action since, it asks
    when:
      all:
        - request.action == "token.create"
        - session.authentication_age >= duration("2h")
        - '!has(context.sudo_last_used_at)'
    never: { outcome: proceed }

  - name: two hours after the last sensitive action and the login it asks
    when:
      all:
        - request.action == "token.create"
        - session.authentication_age >= duration("2h")
        - now - context.sudo_last_used_at >= duration("2h")
    never: { outcome: proceed }

  - name: eight hours after the login it asks in any case
    when: request.action == "token.create" && session.authentication_age >= duration("8h")
    never: { outcome: proceed }

"""#),
    ("samples/hipaa.yaml", #"""
# Health records: idle sessions end, sooner on a ward, and an emergency needs no second factor.
version: 1
suite: hipaa
policies: [../policies/hipaa.yaml]
kratos: kratos/quarter-hour-sessions.json
now: 2026-03-01T09:00:00Z

sessions:
  noor:
    description: A password and a one-time code, half an hour ago.
    from: sessions/totp-step-up.json
    set: { issued_at: -30m, authenticated_at: -30m, expires_at: +10m, completed: { password: -30m, totp: -30m } }
  lately: { extends: noor, set: { authenticated_at: -5m, completed: { password: -5m, totp: -5m } } }
  nearly-a-shift: { extends: noor, set: { issued_at: -2d, authenticated_at: -11h59m59s, completed: { password: -11h59m59s, totp: -11h59m59s } } }
  a-shift: { extends: noor, set: { issued_at: -2d, authenticated_at: -12h, completed: { password: -12h, totp: -12h } } }
  past-a-shift: { extends: noor, set: { issued_at: -2d, authenticated_at: -12h1s, completed: { password: -12h1s, totp: -12h1s } } }
  last-extension: { extends: noor, set: { issued_at: -2d, authenticated_at: -11h45m, completed: { password: -11h45m, totp: -11h45m } } }
  one-second-over: { extends: noor, set: { issued_at: -2d, authenticated_at: -11h45m1s, completed: { password: -11h45m1s, totp: -11h45m1s } } }
  ines:
    description: A password and nothing else.
    from: sessions/password-aal1.json
    set: { issued_at: -30m, authenticated_at: -30m, expires_at: +10m }
  nearly-an-hour: { extends: ines, set: { issued_at: -59m59s } }
  an-hour: { extends: ines, set: { issued_at: -1h } }
  past-an-hour: { extends: ines, set: { issued_at: -1h1s } }

requests:
  office: { action: record.read, last_active_at: -1m, device: { shared: false } }
  nearly-idle: { action: record.read, last_active_at: -14m59s, device: { shared: false } }
  idle: { action: record.read, last_active_at: -15m, device: { shared: false } }
  past-idle: { action: record.read, last_active_at: -15m1s, device: { shared: false } }
  nearly-idle-ward: { action: record.read, last_active_at: -4m59s, device: { shared: true } }
  idle-ward: { action: record.read, last_active_at: -5m, device: { shared: true } }
  past-idle-ward: { action: record.read, last_active_at: -5m1s, device: { shared: true } }
  idle-somewhere: { action: record.read, last_active_at: -5m }
  emergency: { action: record.read, last_active_at: -1m, device: { shared: false }, context: { break_glass: true } }
  no-emergency: { action: record.read, last_active_at: -1m, device: { shared: false }, context: { break_glass: false } }
  emergency-nearly-idle: { action: record.read, last_active_at: -4m59s, device: { shared: false }, context: { break_glass: true } }
  emergency-idle: { action: record.read, last_active_at: -5m, device: { shared: false }, context: { break_glass: true } }

tests:
  - name: fifteen idle minutes end a session in an office
    session: noor
    requests: [office, nearly-idle, idle, past-idle]
    expect:
      - { request: office, outcome: proceed, extend: { allowed: true, expires_at: +15m }, refresh: true }
      - { request: nearly-idle, outcome: proceed, extend: true, valid_until: +1s }
      - { requests: [idle, past-idle], outcome: sign_in, rules: [hipaa/idle], refresh: false }

  - name: five end it at a shared station, and at one of which nobody says that it is not
    session: noor
    requests: [nearly-idle-ward, idle-ward, past-idle-ward, idle-somewhere]
    expect:
      - { request: nearly-idle-ward, outcome: proceed, valid_until: +1s }
      - { requests: [idle-ward, past-idle-ward, idle-somewhere], outcome: sign_in, rules: [hipaa/idle-at-a-shared-station] }

  - name: a shift ends it
    sessions: [nearly-a-shift, a-shift, past-a-shift]
    request: office
    expect:
      - { session: nearly-a-shift, outcome: proceed, extend: false, valid_until: +1s }
      - { sessions: [a-shift, past-a-shift], outcome: sign_in, rules: [hipaa/a-shift] }

  - name: an extension stays within the shift
    sessions: [last-extension, one-second-over]
    request: office
    expect:
      - { session: last-extension, outcome: proceed, extend: { allowed: true, expires_at: +15m } }
      - { session: one-second-over, outcome: proceed, extend: { allowed: false, reasons: [extend_cap_reached] } }

  - name: records need a second factor, but in an emergency
    sessions: [noor, ines]
    requests: [office, no-emergency, emergency]
    expect:
      - { session: noor, requests: [office, no-emergency], outcome: proceed, extend: true }
      - { session: ines, requests: [office, no-emergency], outcome: reauthenticate, aal: aal2, steps: [second], rules: [hipaa/second-factor] }
      - { sessions: [noor, ines], request: emergency, outcome: proceed, extend: { allowed: false, reasons: [forbidden] } }

  - name: an emergency ends after an hour
    sessions: [nearly-an-hour, an-hour, past-an-hour]
    request: emergency
    expect:
      - { session: nearly-an-hour, outcome: proceed, valid_until: +1s }
      - { sessions: [an-hour, past-an-hour], outcome: sign_in, rules: [hipaa/an-emergency-ends] }

  - name: and after five idle minutes
    session: ines
    requests: [emergency-nearly-idle, emergency-idle]
    expect:
      - { request: emergency-nearly-idle, outcome: proceed, valid_until: +1s }
      - { request: emergency-idle, outcome: sign_in, rules: [hipaa/idle-at-a-shared-station] }

  - name: a morning in the office
    session: lately
    request: office
    timeline:
      - { every: 5m, until: 3h, do: [activity, extend, whoami] }
      - { at: 3h14m59s, expect: { outcome: proceed } }
      - { at: 3h15m, expect: { outcome: sign_in } }

laws:
  - name: fifteen idle minutes end every session
    when: session.idle >= duration("15m")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: five end those at shared stations and in emergencies
    when: session.idle >= duration("5m") && (!has(request.device.shared) || request.device.shared || context.break_glass)
    always: { outcome: sign_in }

  - name: a shift ends every session
    when: session.authentication_age >= duration("12h")
    always: { outcome: sign_in }

  - name: an hour ends an emergency
    when: context.break_glass && session.age >= duration("1h")
    always: { outcome: sign_in }

  - name: an emergency is never extended
    when: context.break_glass
    never: { extend: true }

  - name: whoever has an emergency gets in, with one factor and on whichever device
    when:
      all:
        - context.break_glass
        - session.active && session.remaining > duration("0s")
        - identity.state == "active"
        - session.age < duration("1h")
        - session.authentication_age < duration("12h")
        - session.idle < duration("5m")
        - '!has(request.cookie_issued_at)'
    always: { outcome: proceed }

  - name: everybody else shows a second factor
    when: session.aal == "aal1" && !has(context.break_glass)
    never: { outcome: proceed }

  - name: no extension outlasts the shift
    when: session.authentication_age + kratos.lifespan > duration("12h")
    never: { extend: true }

"""#),
    ("samples/kiosk.yaml", #"""
# A kiosk: two idle minutes, a quarter of an hour, and nothing prolongs it.
version: 1
suite: kiosk
policies: [../policies/kiosk.yaml]
kratos: kratos/quarter-hour-sessions.json
now: 2026-03-01T09:00:00Z

sessions:
  ines:
    description: A password, five minutes ago.
    from: sessions/password-aal1.json
    set: { issued_at: -5m, authenticated_at: -5m, expires_at: +10m }
  nearly-a-quarter: { extends: ines, set: { issued_at: -14m59s } }
  a-quarter: { extends: ines, set: { issued_at: -15m } }
  past-a-quarter: { extends: ines, set: { issued_at: -15m1s } }

requests:
  busy: { action: page.read, last_active_at: -1s, client: { id: lobby } }
  nearly-idle: { action: page.read, last_active_at: -1m59s, client: { id: lobby } }
  idle: { action: page.read, last_active_at: -2m, client: { id: lobby } }
  past-idle: { action: page.read, last_active_at: -2m1s, client: { id: lobby } }
  unknown: { action: page.read, client: { id: lobby } }
  checkout: { action: page.read, last_active_at: -2m, client: { id: self-checkout } }
  shop: { action: page.read, last_active_at: -2m, client: { id: shop } }
  nobody-knows: { action: page.read, last_active_at: -2m }

tests:
  - name: two idle minutes end it
    session: ines
    requests: [nearly-idle, idle, past-idle, unknown]
    expect:
      - { request: nearly-idle, outcome: proceed, valid_until: +1s, deadlines: { sign_in_at: +1s } }
      - { requests: [idle, past-idle], outcome: sign_in, rules: [kiosk/two-idle-minutes] }
      - { request: unknown, outcome: sign_in, indeterminate: [request.last_active_at] }

  - name: so they do at every kiosk, and at whatever does not say what it is, but nowhere else
    session: ines
    requests: [checkout, nobody-knows, shop]
    expect:
      - { request: checkout, outcome: sign_in }
      - { request: nobody-knows, outcome: sign_in, indeterminate: [request.client.id] }
      - { request: shop, outcome: proceed, extend: { allowed: false, reasons: [no_matching_permit] } }

  - name: a quarter of an hour ends it
    sessions: [nearly-a-quarter, a-quarter, past-a-quarter]
    request: busy
    expect:
      - { session: nearly-a-quarter, outcome: proceed, valid_until: +1s }
      - { sessions: [a-quarter, past-a-quarter], outcome: sign_in, rules: [kiosk/a-quarter-of-an-hour], calls: [revoke] }

  - name: nothing prolongs it
    session: ines
    request: busy
    expect:
      outcome: proceed
      extend: { allowed: false, reasons: [forbidden] }
      refresh: { allowed: false, reasons: [forbidden, no_matching_permit] }

  - name: a visit
    session: ines
    request: busy
    timeline:
      - { every: 1m, until: 9m, do: activity }
      - { at: 9m59s, expect: { outcome: proceed } }
      - { at: 10m, expect: { outcome: sign_in } }

laws:
  - name: two idle minutes end it
    when: request.client.id == "lobby" && session.idle >= duration("2m")
    always: { outcome: sign_in }

  - name: a quarter of an hour ends it
    when: request.client.id == "lobby" && session.age >= duration("15m")
    always: { outcome: sign_in }

  - name: nothing prolongs it
    when: request.client.id == "lobby"
    always: { extend: false, refresh: false }

"""#),
    ("samples/kratos-defaults-one-factor.yaml", #"""
# With `required_aal: aal1` a second factor is nobody's business.
version: 1
suite: kratos-defaults-one-factor
policies: [../policies/kratos-defaults.yaml]
kratos: kratos/one-factor.json
now: 2026-03-01T09:00:00Z

sessions:
  ines:
    from: sessions/password-aal1.json
    set: { issued_at: -2h, authenticated_at: -2h, expires_at: +22h }

requests:
  enrolled: { action: report.read, context: { available_aal: aal2 } }

tests:
  - name: a second factor that is there need not be shown
    session: ines
    request: enrolled
    expect: { outcome: proceed, extend: true, refresh: true }

"""#),
    ("samples/kratos-defaults.yaml", #"""
# What Kratos does without configuration: extending never ends, and only changes of credentials ask.
version: 1
suite: kratos-defaults
policies: [../policies/kratos-defaults.yaml]
now: 2026-03-01T09:00:00Z

sessions:
  ines:
    description: A password, two hours ago.
    from: sessions/password-aal1.json
    set: { issued_at: -2h, authenticated_at: -2h, expires_at: +22h }
  ines-just-in-time: { extends: ines, set: { authenticated_at: -59m59s } }
  ines-at-the-hour: { extends: ines, set: { authenticated_at: -1h } }
  ines-too-late: { extends: ines, set: { authenticated_at: -1h1s } }
  noor:
    description: A password, and a one-time code within the last hour.
    from: sessions/totp-step-up.json
    set: { issued_at: -3h, authenticated_at: -30m, expires_at: +23h30m }
  brand-new: { extends: ines, set: { expires_at: +24h } }
  a-second-old: { extends: ines, set: { expires_at: +23h59m59s } }
  expired: { from: sessions/expired.json }
  disabled: { from: sessions/identity-inactive.json }
  revoked: { from: sessions/revoked.json }

requests:
  read: { action: report.read }
  password: { action: settings.password }
  totp: { action: settings.totp }
  recovery-codes: { action: settings.lookup_secret }
  security-key: { action: settings.webauthn }
  passkey: { action: settings.passkey }
  provider: { action: settings.oidc }
  traits: { action: settings.protected_traits }
  nameless: { country: DE }
  enrolled: { action: report.read, context: { available_aal: aal2 } }
  not-enrolled: { action: report.read, context: { available_aal: aal1 } }

tests:
  - name: whoever asks may extend and refresh
    sessions: [ines, noor]
    requests: [read, nameless]
    expect:
      - { session: ines, request: read, outcome: proceed, extend: true, refresh: true }
      - { session: ines, request: nameless, outcome: proceed, extend: true, refresh: true }
      - { session: noor, request: read, outcome: proceed, extend: true, refresh: true }
      - { session: noor, request: nameless, outcome: proceed, extend: true, refresh: true }

  - name: the window is the whole lifespan, and opens just after it
    sessions: [brand-new, a-second-old]
    request: read
    expect:
      - session: brand-new
        outcome: proceed
        extend: { allowed: false, reasons: [extend_window_not_open] }
      - session: a-second-old
        outcome: proceed
        extend: { allowed: true, expires_at: +24h, rules: [kratos-defaults/extend] }

  - name: changing a password needs a login from the last hour, and the hour itself is too late
    sessions: [ines-just-in-time, ines-at-the-hour, ines-too-late, noor]
    request: password
    expect:
      - { session: ines-just-in-time, outcome: proceed, extend: true }
      - session: ines-at-the-hour
        outcome: reauthenticate
        max_age: 1h
        steps: [first]
        rules: [kratos-defaults/privileged-settings]
        extend: false
      - { session: ines-too-late, outcome: reauthenticate, reasons: [max_age_exceeded] }
      - { session: noor, outcome: proceed }

  - name: so does every other change of how somebody signs in
    sessions: [ines-just-in-time, ines-at-the-hour]
    requests: [totp, recovery-codes, security-key, passkey, provider, traits]
    expect:
      - { session: ines-just-in-time, requests: [totp, recovery-codes, security-key, passkey, provider, traits], outcome: proceed }
      - session: ines-at-the-hour
        requests: [totp, recovery-codes, security-key, passkey, provider, traits]
        outcome: reauthenticate
        rules: [kratos-defaults/privileged-settings]

  - name: the privileged hour ends by itself
    session: ines-just-in-time
    request: password
    expect: { outcome: proceed, valid_until: +1s, deadlines: { reauthenticate_at: +1s } }

  - name: who has a second factor has to use it
    sessions: [ines, noor]
    requests: [enrolled, not-enrolled]
    expect:
      - session: ines
        request: enrolled
        outcome: reauthenticate
        aal: aal2
        steps: [second]
        rules: [kratos-defaults/highest-available]
      - { session: ines, request: not-enrolled, outcome: proceed }
      - { session: noor, request: enrolled, outcome: proceed }
      - { session: noor, request: not-enrolled, outcome: proceed }

  - name: a session that is over gets nothing
    sessions: [expired, disabled, revoked]
    request: read
    expect:
      - { session: expired, outcome: sign_in, extend: false, refresh: false, reasons: [session_expired] }
      - { session: disabled, outcome: sign_in, extend: false, refresh: false, reasons: [identity_inactive] }
      - { session: revoked, outcome: sign_in, extend: false, refresh: false, reasons: [session_inactive] }

  - name: a session that is extended every day lives for ever
    session: ines
    request: read
    timeline:
      - { every: 12h, until: 60d, do: [extend, whoami] }
      - { at: 60d1s, expect: { outcome: proceed, extend: true } }

  - name: a refresh makes the session privileged again
    session: ines
    request: password
    timeline:
      - { at: 1m, expect: { outcome: reauthenticate } }
      - { at: 2m, do: refresh, with: password, then: { outcome: proceed, deadlines: { reauthenticate_at: +1h2m } } }
      - { at: 1h2m, expect: { outcome: reauthenticate } }

laws:
  - name: a change of credentials needs a login from the last hour
    when: request.action == "settings.password" && session.authentication_age >= duration("1h")
    never: { outcome: proceed }

  - name: nothing else asks for one
    when: request.action == "report.read" && !has(context.available_aal)
    always: { outcome: proceed, refresh: true }

  - name: who has a second factor shows it
    when: has(context.available_aal) && context.available_aal == "aal2" && session.aal == "aal1"
    never: { outcome: proceed }

"""#),
    ("samples/kratos/four-hour-sessions.json", #"""
{
  "session": { "lifespan": "4h" },
  "selfservice": {
    "methods": { "totp": { "enabled": true }, "webauthn": { "enabled": true } }
  }
}

"""#),
    ("samples/kratos/half-hour-sessions.json", #"""
{
  "session": { "lifespan": "30m" },
  "selfservice": {
    "methods": { "totp": { "enabled": true }, "webauthn": { "enabled": true } }
  }
}

"""#),
    ("samples/kratos/month-sessions.json", #"""
{
  "session": { "lifespan": "720h" },
  "selfservice": {
    "methods": { "totp": { "enabled": true }, "webauthn": { "enabled": true } }
  }
}

"""#),
    ("samples/kratos/one-factor.json", #"""
{
  "session": { "whoami": { "required_aal": "aal1" } }
}

"""#),
    ("samples/kratos/one-hour-sessions.json", #"""
{
  "session": { "lifespan": "1h" },
  "selfservice": {
    "methods": { "totp": { "enabled": true }, "webauthn": { "enabled": true } }
  }
}

"""#),
    ("samples/kratos/passkeys.json", #"""
{
  "session": { "lifespan": "1h" },
  "selfservice": {
    "methods": {
      "totp": { "enabled": true },
      "webauthn": { "enabled": true },
      "passkey": { "enabled": true, "config": { "authenticator_selection": { "user_verification": "required" } } }
    }
  }
}

"""#),
    ("samples/kratos/quarter-hour-sessions.json", #"""
{
  "session": { "lifespan": "15m" },
  "selfservice": {
    "methods": { "totp": { "enabled": true }, "webauthn": { "enabled": true } }
  }
}

"""#),
    ("samples/kratos/twelve-hour-passkeys.json", #"""
{
  "session": { "lifespan": "12h" },
  "selfservice": {
    "methods": {
      "totp": { "enabled": true },
      "webauthn": { "enabled": true },
      "passkey": { "enabled": true, "config": { "authenticator_selection": { "user_verification": "required" } } }
    }
  }
}

"""#),
    ("samples/kratos/twelve-hour-sessions.json", #"""
{
  "session": { "lifespan": "12h" },
  "selfservice": {
    "methods": { "totp": { "enabled": true }, "webauthn": { "enabled": true } }
  }
}

"""#),
    ("samples/kratos/two-week-sessions.json", #"""
{
  "session": { "lifespan": "336h" },
  "selfservice": {
    "methods": { "totp": { "enabled": true }, "webauthn": { "enabled": true } }
  }
}

"""#),
    ("samples/native-app.yaml", #"""
# An app: three months, a month of disuse, an unlock every quarter of an hour.
version: 1
suite: native-app
policies: [../policies/native-app.yaml]
kratos: kratos/month-sessions.json
now: 2026-03-01T09:00:00Z

sessions:
  ines:
    description: A password, forty days ago.
    from: sessions/password-aal1.json
    set: { issued_at: -40d, authenticated_at: -40d, expires_at: +6d }
  too-early: { extends: ines, set: { expires_at: +7d1s } }
  just-open: { extends: ines, set: { expires_at: +7d } }
  last-extension: { extends: ines, set: { issued_at: -60d } }
  one-second-over: { extends: ines, set: { issued_at: -60d1s } }
  nearly-three-months: { extends: ines, set: { issued_at: -89d23h59m59s } }
  three-months: { extends: ines, set: { issued_at: -90d } }
  past-three-months: { extends: ines, set: { issued_at: -90d1s } }
  signed-in-just-now: { extends: ines, set: { authenticated_at: -14m59s } }
  signed-in-a-quarter-ago: { extends: ines, set: { authenticated_at: -15m } }
  noor:
    description: A password and a one-time code.
    from: sessions/totp-step-up.json
    set: { issued_at: -40d, authenticated_at: -4m59s, expires_at: +20d, completed: { password: -4m59s, totp: -4m59s } }
  code-five-minutes: { extends: noor, set: { authenticated_at: -1m, completed: { password: -1m, totp: -5m } } }
  code-past-five-minutes: { extends: noor, set: { authenticated_at: -1m, completed: { password: -1m, totp: -5m1s } } }

requests:
  open: { action: page.read, last_active_at: -1m, client: &app { type: native }, context: &unlocked { unlocked_at: "2026-03-01T08:59:00Z" } }
  unlocked-nearly-a-quarter-ago: { action: page.read, last_active_at: -1m, client: *app, context: { unlocked_at: "2026-03-01T08:45:01Z" } }
  unlocked-a-quarter-ago: { action: page.read, last_active_at: -1m, client: *app, context: { unlocked_at: "2026-03-01T08:45:00Z" } }
  unlocked-before: { action: page.read, last_active_at: -1m, client: *app, context: { unlocked_at: "2026-03-01T08:44:59Z" } }
  never-unlocked: { action: page.read, last_active_at: -1m, client: *app }
  nearly-a-month-away: { action: page.read, last_active_at: -29d23h59m59s, client: *app, context: *unlocked }
  a-month-away: { action: page.read, last_active_at: -30d, client: *app, context: *unlocked }
  past-a-month-away: { action: page.read, last_active_at: -30d1s, client: *app, context: *unlocked }
  pay: { action: payment.create, last_active_at: -1m, client: *app, context: *unlocked }
  password: { action: settings.password, last_active_at: -1m, client: *app, context: *unlocked }
  email: { action: settings.email, last_active_at: -1m, client: *app, context: *unlocked }
  device: { action: device.add, last_active_at: -1m, client: *app, context: *unlocked }
  browser: { action: payment.create, last_active_at: -1m, client: { type: browser } }
  nobody-knows: { action: page.read, last_active_at: -1m, context: *unlocked }

tests:
  - name: an app slides in its last week
    sessions: [too-early, just-open, ines]
    request: open
    expect:
      - { session: too-early, outcome: proceed, extend: { allowed: false, not_before: +1s, reasons: [extend_window_not_open] } }
      - { sessions: [just-open, ines], outcome: proceed, extend: { allowed: true, expires_at: +30d }, refresh: true }

  - name: the last extension ends at three months exactly
    sessions: [last-extension, one-second-over]
    request: open
    expect:
      - { session: last-extension, outcome: proceed, extend: { allowed: true, expires_at: +30d } }
      - { session: one-second-over, outcome: proceed, extend: { allowed: false, reasons: [extend_cap_reached] } }

  - name: three months end it
    sessions: [nearly-three-months, three-months, past-three-months]
    request: open
    expect:
      - { session: nearly-three-months, outcome: proceed, extend: false, valid_until: +1s }
      - { sessions: [three-months, past-three-months], outcome: sign_in, rules: [native-app/three-months-at-most] }

  - name: a month of disuse ends it
    session: ines
    requests: [nearly-a-month-away, a-month-away, past-a-month-away]
    expect:
      - { request: nearly-a-month-away, outcome: proceed, extend: true, valid_until: +1s }
      - { requests: [a-month-away, past-a-month-away], outcome: sign_in, rules: [native-app/a-month-unused] }

  - name: the app is unlocked every quarter of an hour
    session: ines
    requests: [unlocked-nearly-a-quarter-ago, unlocked-a-quarter-ago, unlocked-before, never-unlocked]
    expect:
      - { request: unlocked-nearly-a-quarter-ago, outcome: proceed, valid_until: +1s }
      - { requests: [unlocked-a-quarter-ago, unlocked-before, never-unlocked], outcome: reauthenticate, max_age: 15m, rules: [native-app/unlock] }

  - name: a login unlocks it too
    sessions: [signed-in-just-now, signed-in-a-quarter-ago]
    request: never-unlocked
    expect:
      - { session: signed-in-just-now, outcome: proceed, valid_until: +1s }
      - { session: signed-in-a-quarter-ago, outcome: reauthenticate, rules: [native-app/unlock] }

  - name: what matters needs a second factor from the last five minutes
    sessions: [noor, code-five-minutes, code-past-five-minutes, signed-in-just-now]
    requests: [pay, password, email, device]
    expect:
      - { session: noor, requests: [pay, password, email, device], outcome: proceed, valid_until: +1s }
      - { sessions: [code-five-minutes, code-past-five-minutes, signed-in-just-now], requests: [pay, password, email, device], outcome: reauthenticate, aal: aal2, max_age: 5m, steps: [second], rules: [native-app/sensitive-actions] }

  - name: browsers are none of its business, and an unknown client gets nothing
    sessions: [ines, three-months]
    requests: [browser, nobody-knows]
    expect:
      - { sessions: [ines, three-months], request: browser, outcome: proceed, extend: { allowed: false, reasons: [no_matching_permit] }, refresh: false }
      - { session: ines, request: nobody-knows, extend: false, refresh: false, indeterminate: [request.client.type] }
      - { session: three-months, request: nobody-knows, outcome: sign_in }

  - name: the app locks, and a login opens it
    session: ines
    request: open
    timeline:
      - { at: 13m59s, expect: { outcome: proceed } }
      - { at: 14m, expect: { outcome: reauthenticate, rules: [native-app/unlock] } }
      - { at: 15m, do: refresh, with: password, then: { outcome: proceed, session: { expires_at: +30d15m } } }
      - { at: 30m, expect: { outcome: reauthenticate } }

laws:
  - name: three months end an app's session
    when: request.client.type == "native" && session.age >= duration("90d")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: so does a month of disuse
    when: request.client.type == "native" && session.idle >= duration("30d")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: no extension outlasts three months
    when: session.age + kratos.lifespan > duration("90d")
    never: { extend: true }

  - name: nothing is extended before the last week
    when: session.remaining > duration("7d")
    never: { extend: true }

  - name: who neither unlocked nor signed in within a quarter of an hour does so
    when:
      all:
        - request.client.type == "native"
        - '!has(context.unlocked_at)'
        - session.authentication_age >= duration("15m")
    never: { outcome: proceed }

  - name: an app pays with a second factor from the last five minutes
    when:
      all:
        - request.client.type == "native"
        - request.action == "payment.create"
        - >-
          !session.authentication_methods.exists(m,
            m.aal == "aal2" && now - m.completed_at < duration("5m"))
    never: { outcome: proceed }

"""#),
    ("samples/nist-800-63b-3-aal1.yaml", #"""
# NIST SP 800-63B, revision 3, at AAL1: thirty days since the last login, whatever the activity.
version: 1
suite: nist-800-63b-3-aal1
policies: [../policies/nist-800-63b-3-aal1.yaml]
now: 2026-03-01T09:00:00Z

sessions:
  ines:
    description: A password, two days ago.
    from: sessions/password-aal1.json
    set: { issued_at: -2d, authenticated_at: -2d, expires_at: +6h }
  yesterday: { extends: ines, set: { authenticated_at: -18h } }
  too-early: { extends: ines, set: { expires_at: +6h1s } }
  last-extension: { extends: ines, set: { issued_at: -60d, authenticated_at: -29d } }
  one-second-over: { extends: ines, set: { issued_at: -60d, authenticated_at: -29d1s } }
  nearly-a-month: { extends: ines, set: { issued_at: -60d, authenticated_at: -29d23h59m59s } }
  a-month: { extends: ines, set: { issued_at: -60d, authenticated_at: -30d } }
  past-a-month: { extends: ines, set: { issued_at: -60d, authenticated_at: -30d1s } }

requests:
  visit: { action: page.read }

tests:
  - name: a session slides in its last six hours
    sessions: [too-early, ines]
    request: visit
    expect:
      - { session: too-early, outcome: proceed, extend: { allowed: false, not_before: +1s, reasons: [extend_window_not_open] } }
      - { session: ines, outcome: proceed, extend: { allowed: true, expires_at: +24h }, refresh: true }

  - name: the last extension ends thirty days after the login exactly
    sessions: [last-extension, one-second-over]
    request: visit
    expect:
      - { session: last-extension, outcome: proceed, extend: { allowed: true, expires_at: +24h } }
      - { session: one-second-over, outcome: proceed, extend: { allowed: false, reasons: [extend_cap_reached] } }

  - name: thirty days after the last login it is over
    sessions: [nearly-a-month, a-month, past-a-month]
    request: visit
    expect:
      - { session: nearly-a-month, outcome: proceed, extend: false, valid_until: +1s }
      - { sessions: [a-month, past-a-month], outcome: sign_in, refresh: false, rules: [nist-800-63b-3-aal1/thirty-days], calls: [revoke] }

  - name: a login in between starts the thirty days anew
    session: yesterday
    request: visit
    timeline:
      - { at: 0s, do: [extend, whoami] }
      - { every: 18h, until: 21d, do: [extend, whoami] }
      - { at: 21d18h, do: refresh, with: password }
      - { every: 18h, until: 45d, do: [extend, whoami] }
      - { at: 45d1h, expect: { outcome: proceed } }

laws:
  - name: thirty days after the last authentication the session is over
    when: session.authentication_age >= duration("30d")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: no extension outlasts them
    when: session.authentication_age + kratos.lifespan > duration("30d")
    never: { extend: true }

  - name: nothing is extended before the last six hours
    when: session.remaining > duration("6h")
    never: { extend: true }

"""#),
    ("samples/nist-800-63b-3-aal2.yaml", #"""
# NIST SP 800-63B, revision 3, at AAL2: twelve hours, thirty idle minutes, and then a new session.
version: 1
suite: nist-800-63b-3-aal2
policies: [../policies/nist-800-63b-3-aal2.yaml]
kratos: kratos/half-hour-sessions.json
now: 2026-03-01T09:00:00Z

sessions:
  noor:
    description: A password and a one-time code, ten minutes ago.
    from: sessions/totp-step-up.json
    set: { issued_at: -2h, authenticated_at: -10m, expires_at: +20m, completed: { password: -10m, totp: -10m } }
  password-only:
    from: sessions/password-aal1.json
    set: { issued_at: -10m, authenticated_at: -10m, expires_at: +20m }
  nearly-twelve-hours: { extends: noor, set: { issued_at: -2d, authenticated_at: -11h59m59s, completed: { password: -11h59m59s, totp: -11h59m59s } } }
  twelve-hours: { extends: noor, set: { issued_at: -2d, authenticated_at: -12h, completed: { password: -12h, totp: -12h } } }
  past-twelve-hours: { extends: noor, set: { issued_at: -2d, authenticated_at: -12h1s, completed: { password: -12h1s, totp: -12h1s } } }
  old-code-nearly: { extends: noor, set: { issued_at: -2d, completed: { password: -10m, totp: -11h59m59s } } }
  old-code: { extends: noor, set: { issued_at: -2d, completed: { password: -10m, totp: -12h } } }
  old-code-past: { extends: noor, set: { issued_at: -2d, completed: { password: -10m, totp: -12h1s } } }
  last-extension: { extends: noor, set: { issued_at: -2d, completed: { password: -10m, totp: -11h30m } } }
  one-second-over: { extends: noor, set: { issued_at: -2d, completed: { password: -10m, totp: -11h30m1s } } }

requests:
  at-work: { action: page.read, last_active_at: -1m }
  nearly-idle: { action: page.read, last_active_at: -29m59s }
  idle: { action: page.read, last_active_at: -30m }
  past-idle: { action: page.read, last_active_at: -30m1s }
  unknown: { action: page.read }

tests:
  - name: one factor is not enough
    sessions: [noor, password-only]
    request: at-work
    expect:
      - { session: noor, outcome: proceed, extend: { allowed: true, expires_at: +30m }, refresh: true }
      - { session: password-only, outcome: reauthenticate, aal: aal2, steps: [second], rules: [nist-800-63b-3-aal2/two-factors], extend: false }

  - name: thirty idle minutes end the session
    session: noor
    requests: [nearly-idle, idle, past-idle, unknown]
    expect:
      - { request: nearly-idle, outcome: proceed, extend: true, valid_until: +1s }
      - { requests: [idle, past-idle], outcome: sign_in, refresh: false, rules: [nist-800-63b-3-aal2/thirty-idle-minutes] }
      - { request: unknown, outcome: sign_in, indeterminate: [request.last_active_at] }

  - name: twelve hours after the last login it is over
    sessions: [nearly-twelve-hours, twelve-hours, past-twelve-hours]
    request: at-work
    expect:
      - { session: nearly-twelve-hours, outcome: proceed, extend: false }
      - { sessions: [twelve-hours, past-twelve-hours], outcome: sign_in, refresh: false }

  - name: twelve hours after the second factor it is asked for again
    sessions: [old-code-nearly, old-code, old-code-past]
    request: at-work
    expect:
      - { session: old-code-nearly, outcome: proceed }
      - { sessions: [old-code, old-code-past], outcome: reauthenticate, aal: aal2, max_age: 12h, steps: [second], rules: [nist-800-63b-3-aal2/two-factors] }

  - name: an extension stays within twelve hours of the second factor
    sessions: [last-extension, one-second-over]
    request: at-work
    expect:
      - { session: last-extension, outcome: proceed, extend: { allowed: true, expires_at: +30m } }
      - { session: one-second-over, outcome: proceed, extend: { allowed: false, reasons: [extend_cap_reached] } }

  - name: a shift, and a break that is too long
    session: noor
    request: at-work
    timeline:
      - { every: 10m, until: 9h, do: [activity, extend, whoami] }
      - { at: 9h29m59s, expect: { outcome: proceed } }
      - { at: 9h30m, expect: { outcome: sign_in } }

laws:
  - name: nobody goes on without a second factor from the last twelve hours
    when: >-
      !session.authentication_methods.exists(m,
        m.aal == "aal2" && now - m.completed_at < duration("12h"))
    never: { outcome: proceed }

  - name: twelve hours after the last authentication the session is over
    when: session.authentication_age >= duration("12h")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: thirty idle minutes end it
    when: session.idle >= duration("30m")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: no extension outlasts twelve hours since the authentication
    when: session.authentication_age + kratos.lifespan > duration("12h")
    never: { extend: true }

"""#),
    ("samples/nist-800-63b-3-aal3.yaml", #"""
# NIST SP 800-63B, revision 3, at AAL3: a key, twelve hours, and fifteen idle minutes.
version: 1
suite: nist-800-63b-3-aal3
policies: [../policies/nist-800-63b-3-aal3.yaml]
kratos: kratos/twelve-hour-passkeys.json
now: 2026-03-01T09:00:00Z

sessions:
  kim:
    description: A password and a security key, an hour ago.
    from: sessions/totp-step-up.json
    set:
      issued_at: -1h
      authenticated_at: -1h
      expires_at: +11h
      authentication_methods: [{ method: password, aal: aal1, completed_at: -1h }, { method: webauthn, aal: aal2, completed_at: -1h }]
  pia:
    description: A passkey, an hour ago.
    from: sessions/passkey.json
    set:
      issued_at: -1h
      authenticated_at: -1h
      expires_at: +11h
      authentication_methods: [{ method: passkey, aal: aal1, completed_at: -1h }]
  noor:
    description: A password and a one-time code.
    from: sessions/totp-step-up.json
    set: { issued_at: -1h, authenticated_at: -1h, expires_at: +11h, completed: { password: -1h, totp: -1h } }
  ines:
    description: A password and nothing else.
    from: sessions/password-aal1.json
    set: { issued_at: -1h, authenticated_at: -1h, expires_at: +11h }
  key-first-and-code-second:
    extends: kim
    set:
      authentication_methods:
        - { method: password, aal: aal1, completed_at: -1h }
        - { method: webauthn, aal: aal1, completed_at: -1h }
        - { method: totp, aal: aal2, completed_at: -1h }
  from-a-provider:
    extends: kim
    set:
      authentication_methods:
        - { method: oidc, aal: aal1, provider: github, completed_at: -1h }
        - { method: webauthn, aal: aal2, completed_at: -1h }
  key-nearly-old: { extends: kim, set: { issued_at: -20h, completed: { password: -1h, webauthn: -11h59m59s } } }
  key-old: { extends: kim, set: { issued_at: -20h, completed: { password: -1h, webauthn: -12h } } }
  key-past: { extends: kim, set: { issued_at: -20h, completed: { password: -1h, webauthn: -12h1s } } }
  password-nearly-old: { extends: kim, set: { issued_at: -20h, completed: { password: -11h59m59s, webauthn: -1h } } }
  password-old: { extends: kim, set: { issued_at: -20h, completed: { password: -12h, webauthn: -1h } } }
  password-past: { extends: kim, set: { issued_at: -20h, completed: { password: -12h1s, webauthn: -1h } } }
  passkey-nearly-old:
    extends: pia
    set: { issued_at: -20h, authentication_methods: [{ method: passkey, aal: aal1, completed_at: -11h59m59s }, { method: password, aal: aal1, completed_at: -1h }] }
  passkey-old: { extends: passkey-nearly-old, set: { completed: { passkey: -12h, password: -1h } } }
  passkey-past: { extends: passkey-nearly-old, set: { completed: { passkey: -12h1s, password: -1h } } }
  nearly-half-a-day: { extends: pia, set: { issued_at: -20h, authenticated_at: -11h59m59s, completed: { passkey: -11h59m59s } } }
  half-a-day: { extends: pia, set: { issued_at: -20h, authenticated_at: -12h, completed: { passkey: -12h } } }
  past-half-a-day: { extends: pia, set: { issued_at: -20h, authenticated_at: -12h1s, completed: { passkey: -12h1s } } }

requests:
  at-work: { action: page.read, last_active_at: -1m }
  nearly-idle: { action: page.read, last_active_at: -14m59s }
  idle: { action: page.read, last_active_at: -15m }
  past-idle: { action: page.read, last_active_at: -15m1s }
  unknown: { action: page.read }

tests:
  - name: a key and a password will do, and so will a passkey
    sessions: [kim, pia]
    request: at-work
    expect:
      - { sessions: [kim, pia], outcome: proceed, extend: { allowed: false, reasons: [forbidden] }, refresh: true }

  - name: a code is no key, nor is a key that was the first factor the second one
    sessions: [noor, ines, key-first-and-code-second]
    request: at-work
    expect:
      - { sessions: [noor, ines, key-first-and-code-second], outcome: reauthenticate, rules: [nist-800-63b-3-aal3/a-key] }

  - name: what a provider vouches for is not the password beside the key
    session: from-a-provider
    request: at-work
    expect: { outcome: reauthenticate, methods: [passkey, password], rules: [nist-800-63b-3-aal3/the-other-factor] }

  - name: the key counts for half a day
    sessions: [key-nearly-old, key-old, key-past]
    request: at-work
    expect:
      - { session: key-nearly-old, outcome: proceed, valid_until: +1s }
      - { sessions: [key-old, key-past], outcome: reauthenticate, rules: [nist-800-63b-3-aal3/a-key] }

  - name: so does the password beside it
    sessions: [password-nearly-old, password-old, password-past]
    request: at-work
    expect:
      - { session: password-nearly-old, outcome: proceed, valid_until: +1s }
      - { sessions: [password-old, password-past], outcome: reauthenticate, rules: [nist-800-63b-3-aal3/the-other-factor] }

  - name: a password does not make a passkey new
    sessions: [passkey-nearly-old, passkey-old, passkey-past]
    request: at-work
    expect:
      - { session: passkey-nearly-old, outcome: proceed, valid_until: +1s }
      - { sessions: [passkey-old, passkey-past], outcome: reauthenticate, rules: [nist-800-63b-3-aal3/a-key] }

  - name: twelve hours after the last login it is over
    sessions: [nearly-half-a-day, half-a-day, past-half-a-day]
    request: at-work
    expect:
      - { session: nearly-half-a-day, outcome: proceed, valid_until: +1s }
      - { sessions: [half-a-day, past-half-a-day], outcome: sign_in, refresh: false, rules: [nist-800-63b-3-aal3/a-key, nist-800-63b-3-aal3/the-other-factor, nist-800-63b-3-aal3/twelve-hours] }

  - name: fifteen idle minutes end it
    session: kim
    requests: [nearly-idle, idle, past-idle, unknown]
    expect:
      - { request: nearly-idle, outcome: proceed, valid_until: +1s }
      - { requests: [idle, past-idle], outcome: sign_in, refresh: false, rules: [nist-800-63b-3-aal3/fifteen-idle-minutes] }
      - { request: unknown, outcome: sign_in, indeterminate: [request.last_active_at] }

  - name: a shift with a passkey, shown again before it ends
    session: pia
    request: at-work
    timeline:
      - { every: 10m, until: 10h50m, do: activity }
      - { at: 10h55m, do: refresh, with: passkey, then: { outcome: proceed, session: { expires_at: +22h55m } } }
      - { at: 11h, do: activity }
      - { at: 11h14m59s, expect: { outcome: proceed } }
      - { at: 11h15m, expect: { outcome: sign_in } }

laws:
  - name: nobody goes on without a passkey or a second-factor key from the last twelve hours
    when: >-
      !session.authentication_methods.exists(m,
        m.method == "passkey" && now - m.completed_at < duration("12h")
        || m.method == "webauthn" && m.aal == "aal2" && now - m.completed_at < duration("12h"))
    never: { outcome: proceed }

  - name: nor without a password or a passkey from the last twelve hours
    when: >-
      !session.authentication_methods.exists(m,
        m.method in ["password", "passkey"] && now - m.completed_at < duration("12h"))
    never: { outcome: proceed }

  - name: twelve hours after the last authentication the session is over
    when: session.authentication_age >= duration("12h")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: fifteen idle minutes end it
    when: session.idle >= duration("15m")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: nothing is extended
    never: { extend: true }

"""#),
    ("samples/nist-800-63b-4-aal1.yaml", #"""
# NIST SP 800-63B-4 at AAL1: thirty days since the last login, and nothing about idleness.
version: 1
suite: nist-800-63b-4-aal1
policies: [../policies/nist-800-63b-4-aal1.yaml]
now: 2026-03-01T09:00:00Z

sessions:
  ines:
    description: A password, two days ago.
    from: sessions/password-aal1.json
    set: { issued_at: -2d, authenticated_at: -2d, expires_at: +6h }
  yesterday: { extends: ines, set: { authenticated_at: -18h } }
  too-early: { extends: ines, set: { expires_at: +6h1s } }
  last-extension: { extends: ines, set: { issued_at: -60d, authenticated_at: -29d } }
  one-second-over: { extends: ines, set: { issued_at: -60d, authenticated_at: -29d1s } }
  nearly-a-month: { extends: ines, set: { issued_at: -60d, authenticated_at: -29d23h59m59s } }
  a-month: { extends: ines, set: { issued_at: -60d, authenticated_at: -30d } }
  past-a-month: { extends: ines, set: { issued_at: -60d, authenticated_at: -30d1s } }

requests:
  visit: { action: page.read }

tests:
  - name: a session slides in its last six hours
    sessions: [too-early, ines]
    request: visit
    expect:
      - { session: too-early, outcome: proceed, extend: { allowed: false, not_before: +1s, reasons: [extend_window_not_open] } }
      - { session: ines, outcome: proceed, extend: { allowed: true, expires_at: +24h }, refresh: true }

  - name: the last extension ends thirty days after the login exactly
    sessions: [last-extension, one-second-over]
    request: visit
    expect:
      - { session: last-extension, outcome: proceed, extend: { allowed: true, expires_at: +24h } }
      - { session: one-second-over, outcome: proceed, extend: { allowed: false, reasons: [extend_cap_reached] } }

  - name: thirty days after the last login it is over
    sessions: [nearly-a-month, a-month, past-a-month]
    request: visit
    expect:
      - { session: nearly-a-month, outcome: proceed, extend: false, valid_until: +1s }
      - { sessions: [a-month, past-a-month], outcome: sign_in, refresh: false, rules: [nist-800-63b-4-aal1/overall-timeout], calls: [revoke] }

  - name: a login in between starts the thirty days anew
    session: yesterday
    request: visit
    timeline:
      - { at: 0s, do: [extend, whoami] }
      - { every: 18h, until: 21d, do: [extend, whoami] }
      - { at: 21d18h, do: refresh, with: password }
      - { every: 18h, until: 45d, do: [extend, whoami] }
      - { at: 45d1h, expect: { outcome: proceed } }

laws:
  - name: thirty days after the last authentication the session is over
    when: session.authentication_age >= duration("30d")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: no extension outlasts them
    when: session.authentication_age + kratos.lifespan > duration("30d")
    never: { extend: true }

  - name: nothing is extended before the last six hours
    when: session.remaining > duration("6h")
    never: { extend: true }

"""#),
    ("samples/nist-800-63b-4-aal2.yaml", #"""
# NIST SP 800-63B-4 at AAL2: an hour of idleness, a day overall, both counted to the second.
version: 1
suite: nist-800-63b-4-aal2
policies: [../policies/nist-800-63b-4-aal2.yaml]
kratos: kratos/four-hour-sessions.json   # an extension has to fit into what is left of a day
now: 2026-03-01T09:00:00Z

sessions:
  noor:
    description: A password and a one-time code, half an hour ago.
    from: sessions/totp-step-up.json
    set: { issued_at: -2h, authenticated_at: -30m, expires_at: +2h, completed: { password: -30m, totp: -30m } }
  password-only:
    from: sessions/password-aal1.json
    set: { issued_at: -30m, authenticated_at: -30m, expires_at: +23h30m }
  nearly-a-day:
    extends: noor
    set: { issued_at: -2d, authenticated_at: -23h59m59s, completed: { password: -23h59m59s, totp: -23h59m59s } }
  a-day:
    extends: noor
    set: { issued_at: -2d, authenticated_at: -24h, completed: { password: -24h, totp: -24h } }
  past-a-day:
    extends: noor
    set: { issued_at: -2d, authenticated_at: -24h1s, completed: { password: -24h1s, totp: -24h1s } }
  old-code-nearly:
    extends: noor
    set: { issued_at: -2d, authenticated_at: -1h, completed: { password: -1h, totp: -23h59m59s } }
  old-code:
    extends: noor
    description: A fresh password; the one-time code is a day old.
    set: { issued_at: -2d, authenticated_at: -1h, completed: { password: -1h, totp: -24h } }
  old-code-past:
    extends: noor
    set: { issued_at: -2d, authenticated_at: -1h, completed: { password: -1h, totp: -24h1s } }
  last-extension:
    extends: noor
    set: { issued_at: -2d, authenticated_at: -20h, completed: { password: -20h, totp: -20h } }
  fresh-password:
    extends: noor
    description: A fresh password; the one-time code is too old for an extension.
    set: { issued_at: -2d, authenticated_at: -1h, completed: { password: -1h, totp: -20h1s } }
  one-second-over:
    extends: noor
    set: { issued_at: -2d, authenticated_at: -20h1s, completed: { password: -20h1s, totp: -20h1s } }

requests:
  at-work: { action: page.read, last_active_at: -1m }
  nearly-an-hour: { action: page.read, last_active_at: -59m59s }
  an-hour: { action: page.read, last_active_at: -1h }
  past-an-hour: { action: page.read, last_active_at: -1h1s }
  unknown: { action: page.read }

tests:
  - name: one factor is not enough
    sessions: [noor, password-only]
    request: at-work
    expect:
      - { session: noor, outcome: proceed, refresh: true }
      - session: password-only
        outcome: reauthenticate
        aal: aal2
        steps: [second]
        rules: [nist-800-63b-4-aal2/second-factor-within-the-overall-timeout, nist-800-63b-4-aal2/two-factors]
        extend: false

  - name: an hour of idleness asks for one factor
    session: noor
    requests: [nearly-an-hour, an-hour, past-an-hour, unknown]
    expect:
      - { request: nearly-an-hour, outcome: proceed, extend: true, valid_until: +1s }
      - request: an-hour
        outcome: reauthenticate
        aal: none
        steps: [first]
        rules: [nist-800-63b-4-aal2/inactivity-timeout]
      - { request: past-an-hour, outcome: reauthenticate, reasons: [idle_timeout] }
      - { request: unknown, outcome: reauthenticate, indeterminate: [request.last_active_at] }

  - name: a day after the last login it is over
    sessions: [nearly-a-day, a-day, past-a-day]
    request: at-work
    expect:
      - { session: nearly-a-day, outcome: proceed, extend: false, valid_until: +1s }
      - { session: a-day, outcome: sign_in, refresh: false }
      - { session: past-a-day, outcome: sign_in, refresh: false }

  - name: a day after the second factor it is asked for again
    sessions: [old-code-nearly, old-code, old-code-past]
    request: at-work
    expect:
      - { session: old-code-nearly, outcome: proceed }
      - session: old-code
        outcome: reauthenticate
        aal: aal2
        max_age: 24h
        steps: [second]
        rules: [nist-800-63b-4-aal2/second-factor-within-the-overall-timeout]
      - { session: old-code-past, outcome: reauthenticate, reasons: [max_age_exceeded] }

  - name: an extension stays within a day of the second factor
    sessions: [noor, last-extension, one-second-over, fresh-password]
    request: at-work
    expect:
      - { sessions: [noor, last-extension], outcome: proceed, extend: { allowed: true, expires_at: +4h } }
      - sessions: [one-second-over, fresh-password]
        outcome: proceed
        extend: { allowed: false, reasons: [extend_cap_reached] }

  - name: a working day, and the next morning
    session: noor
    request: at-work
    timeline:
      - { every: 10m, until: 9h, do: [activity, extend, whoami] }
      - { at: 9h30m, expect: { outcome: proceed } }
      - { at: 10h, expect: { outcome: reauthenticate, rules: [nist-800-63b-4-aal2/inactivity-timeout] } }
      - { at: 13h, expect: { outcome: sign_in, reasons: [session_expired] } }

laws:
  - name: nobody goes on with one factor
    when: session.aal == "aal1"
    never: { outcome: proceed }

  - name: a second factor counts for a day
    when: >-
      !session.authentication_methods.exists(m,
        m.aal == "aal2" && now - m.completed_at < duration("24h"))
    never: { outcome: proceed }

  - name: a day after the last authentication the session is over
    when: session.authentication_age >= duration("24h")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: an hour of idleness asks again
    when: session.idle >= duration("1h")
    never: { outcome: proceed }

  - name: no extension outlasts a day since the authentication
    when: session.authentication_age + kratos.lifespan > duration("24h")
    never: { extend: true }

"""#),
    ("samples/nist-800-63b-4-aal3.yaml", #"""
# NIST SP 800-63B-4 at AAL3: a key, twelve hours, and fifteen idle minutes.
version: 1
suite: nist-800-63b-4-aal3
policies: [../policies/nist-800-63b-4-aal3.yaml]
kratos: kratos/twelve-hour-passkeys.json
now: 2026-03-01T09:00:00Z

sessions:
  kim:
    description: A password and a security key, an hour ago.
    from: sessions/totp-step-up.json
    set:
      issued_at: -1h
      authenticated_at: -1h
      expires_at: +11h
      authentication_methods: [{ method: password, aal: aal1, completed_at: -1h }, { method: webauthn, aal: aal2, completed_at: -1h }]
  pia:
    description: A passkey, an hour ago.
    from: sessions/passkey.json
    set:
      issued_at: -1h
      authenticated_at: -1h
      expires_at: +11h
      authentication_methods: [{ method: passkey, aal: aal1, completed_at: -1h }]
  noor:
    description: A password and a one-time code.
    from: sessions/totp-step-up.json
    set: { issued_at: -1h, authenticated_at: -1h, expires_at: +11h, completed: { password: -1h, totp: -1h } }
  ines:
    description: A password and nothing else.
    from: sessions/password-aal1.json
    set: { issued_at: -1h, authenticated_at: -1h, expires_at: +11h }
  key-first-and-code-second:
    extends: kim
    set:
      authentication_methods:
        - { method: password, aal: aal1, completed_at: -1h }
        - { method: webauthn, aal: aal1, completed_at: -1h }
        - { method: totp, aal: aal2, completed_at: -1h }
  from-a-provider:
    extends: kim
    set:
      authentication_methods:
        - { method: oidc, aal: aal1, provider: github, completed_at: -1h }
        - { method: webauthn, aal: aal2, completed_at: -1h }
  key-nearly-old: { extends: kim, set: { issued_at: -20h, completed: { password: -1h, webauthn: -11h59m59s } } }
  key-old: { extends: kim, set: { issued_at: -20h, completed: { password: -1h, webauthn: -12h } } }
  key-past: { extends: kim, set: { issued_at: -20h, completed: { password: -1h, webauthn: -12h1s } } }
  password-nearly-old: { extends: kim, set: { issued_at: -20h, completed: { password: -11h59m59s, webauthn: -1h } } }
  password-old: { extends: kim, set: { issued_at: -20h, completed: { password: -12h, webauthn: -1h } } }
  password-past: { extends: kim, set: { issued_at: -20h, completed: { password: -12h1s, webauthn: -1h } } }
  passkey-nearly-old:
    extends: pia
    set: { issued_at: -20h, authentication_methods: [{ method: passkey, aal: aal1, completed_at: -11h59m59s }, { method: password, aal: aal1, completed_at: -1h }] }
  passkey-old: { extends: passkey-nearly-old, set: { completed: { passkey: -12h, password: -1h } } }
  passkey-past: { extends: passkey-nearly-old, set: { completed: { passkey: -12h1s, password: -1h } } }
  nearly-half-a-day: { extends: pia, set: { issued_at: -20h, authenticated_at: -11h59m59s, completed: { passkey: -11h59m59s } } }
  half-a-day: { extends: pia, set: { issued_at: -20h, authenticated_at: -12h, completed: { passkey: -12h } } }
  past-half-a-day: { extends: pia, set: { issued_at: -20h, authenticated_at: -12h1s, completed: { passkey: -12h1s } } }

requests:
  at-work: { action: page.read, last_active_at: -1m }
  nearly-idle: { action: page.read, last_active_at: -14m59s }
  idle: { action: page.read, last_active_at: -15m }
  past-idle: { action: page.read, last_active_at: -15m1s }
  unknown: { action: page.read }

tests:
  - name: a key and a password will do, and so will a passkey
    sessions: [kim, pia]
    request: at-work
    expect:
      - { sessions: [kim, pia], outcome: proceed, extend: { allowed: false, reasons: [forbidden] }, refresh: true }

  - name: a code is no key, nor is a key that was the first factor the second one
    sessions: [noor, ines, key-first-and-code-second]
    request: at-work
    expect:
      - { sessions: [noor, ines, key-first-and-code-second], outcome: reauthenticate, rules: [nist-800-63b-4-aal3/a-key] }

  - name: what a provider vouches for is not the password beside the key
    session: from-a-provider
    request: at-work
    expect: { outcome: reauthenticate, methods: [passkey, password], rules: [nist-800-63b-4-aal3/the-other-factor] }

  - name: the key counts for half a day
    sessions: [key-nearly-old, key-old, key-past]
    request: at-work
    expect:
      - { session: key-nearly-old, outcome: proceed, valid_until: +1s }
      - { sessions: [key-old, key-past], outcome: reauthenticate, rules: [nist-800-63b-4-aal3/a-key] }

  - name: so does the password beside it
    sessions: [password-nearly-old, password-old, password-past]
    request: at-work
    expect:
      - { session: password-nearly-old, outcome: proceed, valid_until: +1s }
      - { sessions: [password-old, password-past], outcome: reauthenticate, rules: [nist-800-63b-4-aal3/the-other-factor] }

  - name: a password does not make a passkey new
    sessions: [passkey-nearly-old, passkey-old, passkey-past]
    request: at-work
    expect:
      - { session: passkey-nearly-old, outcome: proceed, valid_until: +1s }
      - { sessions: [passkey-old, passkey-past], outcome: reauthenticate, rules: [nist-800-63b-4-aal3/a-key] }

  - name: twelve hours after the last login it is over
    sessions: [nearly-half-a-day, half-a-day, past-half-a-day]
    request: at-work
    expect:
      - { session: nearly-half-a-day, outcome: proceed, valid_until: +1s }
      - { sessions: [half-a-day, past-half-a-day], outcome: sign_in, refresh: false, rules: [nist-800-63b-4-aal3/a-key, nist-800-63b-4-aal3/overall-timeout, nist-800-63b-4-aal3/the-other-factor] }

  - name: fifteen idle minutes end it
    session: kim
    requests: [nearly-idle, idle, past-idle, unknown]
    expect:
      - { request: nearly-idle, outcome: proceed, valid_until: +1s }
      - { requests: [idle, past-idle], outcome: sign_in, refresh: false, rules: [nist-800-63b-4-aal3/inactivity-timeout] }
      - { request: unknown, outcome: sign_in, indeterminate: [request.last_active_at] }

  - name: a shift with a passkey, shown again before it ends
    session: pia
    request: at-work
    timeline:
      - { every: 10m, until: 10h50m, do: activity }
      - { at: 10h55m, do: refresh, with: passkey, then: { outcome: proceed, session: { expires_at: +22h55m } } }
      - { at: 11h, do: activity }
      - { at: 11h14m59s, expect: { outcome: proceed } }
      - { at: 11h15m, expect: { outcome: sign_in } }

laws:
  - name: nobody goes on without a passkey or a second-factor key from the last twelve hours
    when: >-
      !session.authentication_methods.exists(m,
        m.method == "passkey" && now - m.completed_at < duration("12h")
        || m.method == "webauthn" && m.aal == "aal2" && now - m.completed_at < duration("12h"))
    never: { outcome: proceed }

  - name: nor without a password or a passkey from the last twelve hours
    when: >-
      !session.authentication_methods.exists(m,
        m.method in ["password", "passkey"] && now - m.completed_at < duration("12h"))
    never: { outcome: proceed }

  - name: twelve hours after the last authentication the session is over
    when: session.authentication_age >= duration("12h")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: fifteen idle minutes end it
    when: session.idle >= duration("15m")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: nothing is extended
    never: { extend: true }

"""#),
    ("samples/operations-centre.yaml", #"""
# A control room: displays stay on, people confirm once a shift, dangerous commands show a second factor.
version: 1
suite: operations-centre
policies: [../policies/operations-centre.yaml]
kratos: kratos/twelve-hour-sessions.json
now: 2026-03-01T09:00:00Z

sessions:
  noor:
    description: A password and a one-time code, an hour ago.
    from: sessions/totp-step-up.json
    set: { issued_at: -2d, authenticated_at: -1h, expires_at: +6h, completed: { password: -1h, totp: -1h } }
  nearly-a-shift: { extends: noor, set: { authenticated_at: -11h59m59s, completed: { password: -11h59m59s, totp: -11h59m59s } } }
  a-shift: { extends: noor, set: { authenticated_at: -12h, completed: { password: -12h, totp: -12h } } }
  past-a-shift: { extends: noor, set: { authenticated_at: -12h1s, completed: { password: -12h1s, totp: -12h1s } } }
  nearly-a-day: { extends: noor, set: { authenticated_at: -23h59m59s, completed: { password: -23h59m59s, totp: -23h59m59s } } }
  a-day: { extends: noor, set: { authenticated_at: -24h, completed: { password: -24h, totp: -24h } } }
  past-a-day: { extends: noor, set: { authenticated_at: -24h1s, completed: { password: -24h1s, totp: -24h1s } } }
  code-just-now: { extends: noor, set: { authenticated_at: -14m59s, completed: { password: -1h, totp: -14m59s } } }
  code-fifteen-minutes: { extends: noor, set: { authenticated_at: -1m, completed: { password: -1m, totp: -15m } } }
  code-past-fifteen-minutes: { extends: noor, set: { authenticated_at: -1m, completed: { password: -1m, totp: -15m1s } } }
  ines:
    description: A password and nothing else.
    from: sessions/password-aal1.json
    set: { issued_at: -1m, authenticated_at: -1m, expires_at: +6h }

requests:
  at-the-desk: { action: status.read, last_active_at: -1m }
  nearly-idle: { action: status.read, last_active_at: -29m59s }
  idle: { action: status.read, last_active_at: -30m }
  past-idle: { action: status.read, last_active_at: -30m1s }
  wall: { action: status.read, last_active_at: -20h, context: { receive_only: true, staffed_secure_room: true } }
  wall-without-a-room: { action: status.read, last_active_at: -20h, context: { receive_only: true } }
  wall-in-a-hall: { action: status.read, last_active_at: -20h, context: { receive_only: true, staffed_secure_room: false } }
  desk-in-the-room: { action: status.read, last_active_at: -20h, context: { receive_only: false, staffed_secure_room: true } }
  room: { action: status.read, last_active_at: -20h, context: { staffed_secure_room: true } }
  breaker: { action: breaker.open, last_active_at: -1m }
  route: { action: route.withdraw, last_active_at: -1m }
  unit: { action: unit.recall, last_active_at: -1m }
  alarm: { action: alarm.silence, last_active_at: -1m }
  breaker-from-the-wall: { action: breaker.open, last_active_at: -1m, context: { receive_only: true, staffed_secure_room: true } }

tests:
  - name: half an idle hour asks at a desk
    session: noor
    requests: [at-the-desk, nearly-idle, idle, past-idle]
    expect:
      - { request: at-the-desk, outcome: proceed, extend: { allowed: true, expires_at: +12h }, refresh: true }
      - { request: nearly-idle, outcome: proceed, valid_until: +1s }
      - { requests: [idle, past-idle], outcome: reauthenticate, steps: [first], rules: [operations-centre/thirty-idle-minutes] }

  - name: a display in a staffed room stays on, and nothing else does
    sessions: [noor, past-a-shift]
    requests: [wall, wall-without-a-room, wall-in-a-hall, desk-in-the-room, room]
    expect:
      - { session: noor, request: wall, outcome: proceed, extend: true }
      - { session: past-a-shift, request: wall, outcome: proceed }
      - { session: noor, requests: [wall-without-a-room, wall-in-a-hall, desk-in-the-room, room], outcome: reauthenticate, rules: [operations-centre/thirty-idle-minutes] }
      - { session: past-a-shift, requests: [wall-without-a-room, wall-in-a-hall, desk-in-the-room, room], outcome: reauthenticate, rules: [operations-centre/once-a-shift, operations-centre/thirty-idle-minutes] }

  - name: people confirm once a shift
    sessions: [nearly-a-shift, a-shift, past-a-shift]
    request: at-the-desk
    expect:
      - { session: nearly-a-shift, outcome: proceed }
      - { sessions: [a-shift, past-a-shift], outcome: reauthenticate, max_age: 12h, steps: [first], rules: [operations-centre/once-a-shift] }

  - name: a day ends it, displays too
    sessions: [nearly-a-day, a-day, past-a-day]
    request: wall
    expect:
      - { session: nearly-a-day, outcome: proceed, extend: { allowed: false, reasons: [extend_cap_reached] }, valid_until: +1s }
      - { sessions: [a-day, past-a-day], outcome: sign_in, rules: [operations-centre/a-day] }

  - name: an extension stays within the day
    sessions: [nearly-a-shift, a-shift, past-a-shift]
    request: wall
    expect:
      - { sessions: [nearly-a-shift, a-shift], outcome: proceed, extend: { allowed: true, expires_at: +12h } }
      - { session: past-a-shift, outcome: proceed, extend: { allowed: false, reasons: [extend_cap_reached] } }

  - name: dangerous commands need a second factor from the last fifteen minutes, at the wall as well
    sessions: [code-just-now, code-fifteen-minutes, code-past-fifteen-minutes, ines]
    requests: [breaker, route, unit, alarm, breaker-from-the-wall]
    expect:
      - { session: code-just-now, requests: [breaker, route, unit, alarm, breaker-from-the-wall], outcome: proceed, valid_until: +1s }
      - { sessions: [code-fifteen-minutes, code-past-fifteen-minutes, ines], requests: [breaker, route, unit, alarm, breaker-from-the-wall], outcome: reauthenticate, aal: aal2, max_age: 15m, steps: [second], rules: [operations-centre/dangerous-commands] }

  - name: an incident at the end of a shift
    session: noor
    request: breaker
    timeline:
      - { at: 1s, expect: { outcome: reauthenticate } }
      - { at: 1m, do: [activity, step_up], with: totp, then: { outcome: proceed } }
      - { at: 16m, expect: { outcome: reauthenticate } }

laws:
  - name: half an idle hour asks at every desk
    when: session.idle >= duration("30m") && !has(context.receive_only)
    never: { outcome: proceed }

  - name: so does the end of a shift
    when: session.authentication_age >= duration("12h") && !has(context.staffed_secure_room)
    never: { outcome: proceed }

  - name: a day ends every session
    when: session.authentication_age >= duration("24h")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: no extension outlasts the day
    when: session.authentication_age + kratos.lifespan > duration("24h")
    never: { extend: true }

  - name: dangerous commands show a second factor from the last fifteen minutes
    when:
      all:
        - request.action == "unit.recall"
        - >-
          !session.authentication_methods.exists(m,
            m.aal == "aal2" && now - m.completed_at < duration("15m"))
    never: { outcome: proceed }

"""#),
    ("samples/owasp-asvs-5-l2.yaml", #"""
# OWASP ASVS 5.0.0, level 2: two factors, an idle hour, a day, and both factors before account data change.
version: 1
suite: owasp-asvs-5-l2
policies: [../policies/owasp-asvs-5-l2.yaml]
kratos: kratos/one-hour-sessions.json
now: 2026-03-01T09:00:00Z

sessions:
  noor:
    description: A password and a one-time code, two hours ago.
    from: sessions/totp-step-up.json
    set: { issued_at: -4h, authenticated_at: -2h, expires_at: +30m }
  this-morning: { extends: noor, set: { authenticated_at: -30m } }
  nearly-a-day: { extends: noor, set: { issued_at: -23h59m59s } }
  a-day: { extends: noor, set: { issued_at: -24h } }
  past-a-day: { extends: noor, set: { issued_at: -24h1s } }
  last-extension: { extends: noor, set: { issued_at: -23h } }
  one-second-over: { extends: noor, set: { issued_at: -23h1s } }
  just-in-time: { extends: noor, set: { authenticated_at: -4m59s, completed: { password: -4m59s, totp: -4m59s } } }
  old-code: { extends: noor, set: { authenticated_at: -1m, completed: { password: -1m, totp: -5m } } }
  older-code: { extends: noor, set: { authenticated_at: -1m, completed: { password: -1m, totp: -5m1s } } }
  old-password: { extends: noor, set: { authenticated_at: -1m, completed: { password: -5m, totp: -1m } } }
  older-password: { extends: noor, set: { authenticated_at: -1m, completed: { password: -5m1s, totp: -1m } } }
  nearly-fifteen-minutes: { extends: noor, set: { authenticated_at: -14m59s } }
  fifteen-minutes: { extends: noor, set: { authenticated_at: -15m } }
  past-fifteen-minutes: { extends: noor, set: { authenticated_at: -15m1s } }
  from-her-provider:
    extends: noor
    set:
      authenticated_at: -1m
      authentication_methods: [{ method: oidc, aal: aal1, completed_at: -1m }, { method: totp, aal: aal2, completed_at: -1m }]
  from-her-company:
    extends: noor
    set:
      authenticated_at: -1m
      authentication_methods: [{ method: saml, aal: aal1, completed_at: -1m }, { method: totp, aal: aal2, completed_at: -1m }]
  with-a-passkey:
    extends: noor
    set:
      authenticated_at: -1m
      authentication_methods: [{ method: passkey, aal: aal1, completed_at: -1m }, { method: totp, aal: aal2, completed_at: -1m }]
  by-a-code:
    extends: noor
    set:
      authenticated_at: -1m
      authentication_methods: [{ method: code, aal: aal1, completed_at: -1m }, { method: totp, aal: aal2, completed_at: -1m }]
  ines:
    description: A password and nothing else.
    from: sessions/password-aal1.json
    set: { issued_at: -2h, authenticated_at: -1m, expires_at: +30m }

requests:
  at-work: { action: page.read, last_active_at: -1m }
  nearly-idle: { action: page.read, last_active_at: -59m59s }
  idle: { action: page.read, last_active_at: -1h }
  past-idle: { action: page.read, last_active_at: -1h1s }
  unknown: { action: page.read }
  email: { action: settings.email, last_active_at: -1m }
  phone: { action: settings.phone, last_active_at: -1m }
  password: { action: settings.password, last_active_at: -1m }
  totp: { action: settings.totp, last_active_at: -1m }
  recovery: { action: settings.recovery, last_active_at: -1m }
  end-one: { action: session.revoke, last_active_at: -1m }
  end-all: { action: session.revoke_all, last_active_at: -1m }

tests:
  - name: one factor is not enough
    sessions: [noor, ines]
    request: at-work
    expect:
      - { session: noor, outcome: proceed, extend: { allowed: true, expires_at: +1h }, refresh: true }
      - { session: ines, outcome: reauthenticate, aal: aal2, steps: [second], rules: [owasp-asvs-5-l2/two-factors], extend: false }

  - name: an idle hour ends the session
    session: noor
    requests: [nearly-idle, idle, past-idle, unknown]
    expect:
      - { request: nearly-idle, outcome: proceed, extend: true, valid_until: +1s }
      - { requests: [idle, past-idle], outcome: sign_in, reasons: [idle_timeout], rules: [owasp-asvs-5-l2/inactivity], refresh: false }
      - { request: unknown, outcome: sign_in, indeterminate: [request.last_active_at] }

  - name: a day ends it, however busy
    sessions: [nearly-a-day, a-day, past-a-day]
    request: at-work
    expect:
      - { session: nearly-a-day, outcome: proceed, extend: false, valid_until: +1s }
      - { sessions: [a-day, past-a-day], outcome: sign_in, rules: [owasp-asvs-5-l2/absolute-maximum], calls: [revoke] }

  - name: the last extension ends at a day exactly
    sessions: [last-extension, one-second-over]
    request: at-work
    expect:
      - { session: last-extension, outcome: proceed, extend: { allowed: true, expires_at: +1h } }
      - { session: one-second-over, outcome: proceed, extend: { allowed: false, reasons: [extend_cap_reached] } }

  - name: account data need both factors from the last five minutes
    sessions: [just-in-time, old-code, older-code, old-password, older-password]
    requests: [email, phone, password, totp, recovery]
    expect:
      - { session: just-in-time, requests: [email, phone, password, totp, recovery], outcome: proceed, valid_until: +1s }
      - sessions: [old-code, older-code]
        requests: [email, phone, password, totp, recovery]
        outcome: reauthenticate
        aal: aal2
        max_age: 5m
        rules: [owasp-asvs-5-l2/account-data-second-factor]
      - sessions: [old-password, older-password]
        requests: [email, phone, password, totp, recovery]
        outcome: reauthenticate
        max_age: 5m
        rules: [owasp-asvs-5-l2/account-data-first-factor]

  - name: a second factor that was never shown is not one from the last five minutes
    session: ines
    request: email
    expect:
      outcome: reauthenticate
      aal: aal2
      max_age: 5m
      rules: [owasp-asvs-5-l2/account-data-second-factor, owasp-asvs-5-l2/two-factors]

  - name: any first factor will do, but no code by mail
    sessions: [from-her-provider, from-her-company, with-a-passkey, by-a-code]
    request: email
    expect:
      - { sessions: [from-her-provider, from-her-company, with-a-passkey], outcome: proceed }
      - { session: by-a-code, outcome: reauthenticate, rules: [owasp-asvs-5-l2/account-data-first-factor] }

  - name: ending other sessions needs one factor from the last fifteen minutes
    sessions: [nearly-fifteen-minutes, fifteen-minutes, past-fifteen-minutes]
    requests: [end-one, end-all]
    expect:
      - { session: nearly-fifteen-minutes, requests: [end-one, end-all], outcome: proceed, valid_until: +1s }
      - sessions: [fifteen-minutes, past-fifteen-minutes]
        requests: [end-one, end-all]
        outcome: reauthenticate
        max_age: 15m
        steps: [first]
        rules: [owasp-asvs-5-l2/ending-sessions]

  - name: a working day, and the evening
    session: this-morning
    request: at-work
    timeline:
      - { every: 20m, until: 9h, do: [activity, extend, whoami] }
      - { at: 9h59m59s, expect: { outcome: proceed } }
      - { at: 10h, expect: { outcome: sign_in } }

laws:
  - name: nobody goes on with one factor
    when: session.aal == "aal1"
    never: { outcome: proceed }

  - name: an idle hour ends the session
    when: session.idle >= duration("1h")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: a day ends it
    when: session.age >= duration("24h")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: no extension outlasts the day
    when: session.age + kratos.lifespan > duration("24h")
    never: { extend: true }

  - name: account data need both factors from the last five minutes
    when:
      all:
        - request.action == "settings.email"
        - any:
            - >-
              !session.authentication_methods.exists(m,
                m.aal == "aal2" && now - m.completed_at < duration("5m"))
            - >-
              !session.authentication_methods.exists(m,
                m.method in ["password", "passkey", "oidc", "saml"]
                && now - m.completed_at < duration("5m"))
    never: { outcome: proceed }

  - name: ending other sessions needs a login from the last fifteen minutes
    when: request.action == "session.revoke" && session.authentication_age >= duration("15m")
    never: { outcome: proceed }

"""#),
    ("samples/owasp-asvs-5-l3.yaml", #"""
# OWASP ASVS 5.0.0, level 3: a security key, a quarter of an idle hour, and half a day.
version: 1
suite: owasp-asvs-5-l3
policies: [../policies/owasp-asvs-5-l3.yaml]
kratos: kratos/quarter-hour-sessions.json
now: 2026-03-01T09:00:00Z

sessions:
  kim:
    description: A password and a security key, two hours ago.
    from: sessions/totp-step-up.json
    set:
      issued_at: -2h
      authenticated_at: -2h
      expires_at: +10m
      authentication_methods: [{ method: password, aal: aal1, completed_at: -2h }, { method: webauthn, aal: aal2, completed_at: -2h }]
  lately: { extends: kim, set: { authenticated_at: -5m, completed: { password: -5m, webauthn: -5m } } }
  key-nearly-old: { extends: kim, set: { issued_at: -11h59m59s, authenticated_at: -1h, completed: { password: -1h, webauthn: -11h59m59s } } }
  key-old: { extends: key-nearly-old, set: { completed: { password: -1h, webauthn: -12h } } }
  nearly-half-a-day: { extends: kim, set: { issued_at: -11h59m59s } }
  half-a-day: { extends: kim, set: { issued_at: -12h } }
  past-half-a-day: { extends: kim, set: { issued_at: -12h1s } }
  last-extension: { extends: kim, set: { issued_at: -11h45m } }
  one-second-over: { extends: kim, set: { issued_at: -11h45m1s } }
  key-just-in-time: { extends: kim, set: { authenticated_at: -4m59s, completed: { password: -2h, webauthn: -4m59s } } }
  key-five-minutes: { extends: kim, set: { authenticated_at: -5m, completed: { password: -2h, webauthn: -5m } } }
  key-past-five-minutes: { extends: kim, set: { authenticated_at: -5m1s, completed: { password: -2h, webauthn: -5m1s } } }
  only-the-password: { extends: kim, set: { authenticated_at: -1m, completed: { password: -1m, webauthn: -2h } } }
  nearly-fifteen-minutes: { extends: kim, set: { authenticated_at: -14m59s, completed: { password: -2h, webauthn: -14m59s } } }
  fifteen-minutes: { extends: kim, set: { authenticated_at: -15m, completed: { password: -2h, webauthn: -15m } } }
  past-fifteen-minutes: { extends: kim, set: { authenticated_at: -15m1s, completed: { password: -2h, webauthn: -15m1s } } }
  noor:
    description: A password and a one-time code.
    from: sessions/totp-step-up.json
    set: { issued_at: -4h, authenticated_at: -1m, expires_at: +10m }
  ines:
    description: A password and nothing else.
    from: sessions/password-aal1.json
    set: { issued_at: -4h, authenticated_at: -1m, expires_at: +10m }
  code-of-today-beside-an-old-key:
    extends: kim
    set:
      issued_at: -11h59m59s
      authenticated_at: -1m
      authentication_methods:
        - { method: password, aal: aal1, completed_at: -1m }
        - { method: webauthn, aal: aal1, completed_at: -2m }
        - { method: totp, aal: aal2, completed_at: -1m }

requests:
  at-work: { action: page.read, last_active_at: -1m }
  nearly-idle: { action: page.read, last_active_at: -14m59s }
  idle: { action: page.read, last_active_at: -15m }
  past-idle: { action: page.read, last_active_at: -15m1s }
  email: { action: settings.email, last_active_at: -1m }
  phone: { action: settings.phone, last_active_at: -1m }
  password: { action: settings.password, last_active_at: -1m }
  security-key: { action: settings.webauthn, last_active_at: -1m }
  recovery: { action: settings.recovery, last_active_at: -1m }
  end-one: { action: session.revoke, last_active_at: -1m }
  end-all: { action: session.revoke_all, last_active_at: -1m }
  pay: { action: payment.create, last_active_at: -1m }
  export: { action: export.all, last_active_at: -1m }
  delete: { action: account.delete, last_active_at: -1m }
  grant: { action: role.grant, last_active_at: -1m }

tests:
  - name: it takes a security key, and as the second factor
    sessions: [kim, noor, code-of-today-beside-an-old-key]
    request: at-work
    expect:
      - { session: kim, outcome: proceed, extend: { allowed: true, expires_at: +15m }, refresh: true }
      - { sessions: [noor, code-of-today-beside-an-old-key], outcome: reauthenticate, aal: aal2, methods: [webauthn], rules: [owasp-asvs-5-l3/security-key] }

  - name: a password alone is nothing
    session: ines
    requests: [at-work, email]
    expect:
      - { request: at-work, outcome: reauthenticate, aal: aal2, methods: [webauthn], rules: [owasp-asvs-5-l3/security-key] }
      - { request: email, outcome: reauthenticate, aal: aal2, max_age: 5m, rules: [owasp-asvs-5-l3/account-data, owasp-asvs-5-l3/security-key] }

  - name: the key counts for half a day
    sessions: [key-nearly-old, key-old]
    request: at-work
    expect:
      - { session: key-nearly-old, outcome: proceed, valid_until: +1s }
      - { session: key-old, outcome: reauthenticate, steps: [second], rules: [owasp-asvs-5-l3/security-key] }

  - name: a quarter of an idle hour ends the session
    session: kim
    requests: [nearly-idle, idle, past-idle]
    expect:
      - { request: nearly-idle, outcome: proceed, extend: true, valid_until: +1s }
      - { requests: [idle, past-idle], outcome: sign_in, rules: [owasp-asvs-5-l3/inactivity], refresh: false }

  - name: half a day ends it, however busy
    sessions: [nearly-half-a-day, half-a-day, past-half-a-day]
    request: at-work
    expect:
      - { session: nearly-half-a-day, outcome: proceed, extend: false, valid_until: +1s }
      - { sessions: [half-a-day, past-half-a-day], outcome: sign_in, rules: [owasp-asvs-5-l3/absolute-maximum] }

  - name: the last extension ends at half a day exactly
    sessions: [last-extension, one-second-over]
    request: at-work
    expect:
      - { session: last-extension, outcome: proceed, extend: { allowed: true, expires_at: +15m } }
      - { session: one-second-over, outcome: proceed, extend: { allowed: false, reasons: [extend_cap_reached] } }

  - name: account data need the key from the last five minutes
    sessions: [key-just-in-time, key-five-minutes, key-past-five-minutes, only-the-password]
    requests: [email, phone, password, security-key, recovery]
    expect:
      - { session: key-just-in-time, requests: [email, phone, password, security-key, recovery], outcome: proceed, valid_until: +1s }
      - sessions: [key-five-minutes, key-past-five-minutes, only-the-password]
        requests: [email, phone, password, security-key, recovery]
        outcome: reauthenticate
        aal: aal2
        methods: [webauthn]
        max_age: 5m
        rules: [owasp-asvs-5-l3/account-data]

  - name: a code beside the key is not the key
    session: code-of-today-beside-an-old-key
    request: email
    expect: { outcome: reauthenticate, rules: [owasp-asvs-5-l3/account-data, owasp-asvs-5-l3/security-key] }

  - name: ending other sessions needs one factor from the last fifteen minutes
    sessions: [nearly-fifteen-minutes, fifteen-minutes, past-fifteen-minutes]
    requests: [end-one, end-all]
    expect:
      - { session: nearly-fifteen-minutes, requests: [end-one, end-all], outcome: proceed, valid_until: +1s }
      - { sessions: [fifteen-minutes, past-fifteen-minutes], requests: [end-one, end-all], outcome: reauthenticate, max_age: 15m, rules: [owasp-asvs-5-l3/ending-sessions] }

  - name: highly sensitive work needs one factor from the last five minutes
    sessions: [key-just-in-time, only-the-password, key-five-minutes, key-past-five-minutes]
    requests: [pay, export, delete, grant]
    expect:
      - { sessions: [key-just-in-time, only-the-password], requests: [pay, export, delete, grant], outcome: proceed }
      - { sessions: [key-five-minutes, key-past-five-minutes], requests: [pay, export, delete, grant], outcome: reauthenticate, max_age: 5m, rules: [owasp-asvs-5-l3/highly-sensitive] }

  - name: the key again, and then the change
    session: lately
    request: email
    timeline:
      - { at: 1s, expect: { outcome: reauthenticate } }
      - { at: 1m, do: step_up, with: webauthn, then: { outcome: proceed, deadlines: { reauthenticate_at: +6m } } }
      - { at: 6m, expect: { outcome: reauthenticate } }

laws:
  - name: nobody goes on without a security key as second factor, from the last half day
    when: >-
      !session.authentication_methods.exists(m,
        m.method == "webauthn" && m.aal == "aal2" && now - m.completed_at < duration("12h"))
    never: { outcome: proceed }

  - name: a quarter of an idle hour ends the session
    when: session.idle >= duration("15m")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: half a day ends it
    when: session.age >= duration("12h")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: no extension outlasts half a day
    when: session.age + kratos.lifespan > duration("12h")
    never: { extend: true }

  - name: account data need the key from the last five minutes
    when:
      all:
        - request.action == "settings.recovery"
        - >-
          !session.authentication_methods.exists(m,
            m.method == "webauthn" && m.aal == "aal2" && now - m.completed_at < duration("5m"))
    never: { outcome: proceed }

  - name: ending other sessions needs a login from the last fifteen minutes
    when: request.action == "session.revoke_all" && session.authentication_age >= duration("15m")
    never: { outcome: proceed }

  - name: highly sensitive work needs one from the last five
    when: request.action == "export.all" && session.authentication_age >= duration("5m")
    never: { outcome: proceed }

"""#),
    ("samples/passkeys-first.yaml", #"""
# A passkey is enough, and whatever stands in for it is two factors; both for a day, with an idle hour.
version: 1
suite: passkeys-first
policies: [../policies/passkeys-first.yaml]
kratos: kratos/passkeys.json   # passkeys that verify their user
now: 2026-03-01T09:00:00Z

sessions:
  tomas:
    description: A passkey, two hours ago.
    from: sessions/passkey.json
    set: { issued_at: -2h, authenticated_at: -2h, expires_at: +30m }
  tomas-nearly-a-day: { extends: tomas, set: { issued_at: -2d, authenticated_at: -23h59m59s, completed: { passkey: -23h59m59s } } }
  tomas-a-day: { extends: tomas, set: { issued_at: -2d, authenticated_at: -24h } }
  tomas-past-a-day: { extends: tomas, set: { issued_at: -2d, authenticated_at: -24h1s } }
  last-extension: { extends: tomas, set: { issued_at: -2d, authenticated_at: -23h } }
  one-second-over: { extends: tomas, set: { issued_at: -2d, authenticated_at: -23h1s } }
  ines:
    description: A password and nothing else.
    from: sessions/password-aal1.json
    set: { issued_at: -2h, authenticated_at: -2h, expires_at: +30m }
  noor:
    description: A password and a one-time code.
    from: sessions/totp-step-up.json
    set: { issued_at: -4h, authenticated_at: -2h, expires_at: +30m }
  noor-code-nearly-a-day: { extends: noor, set: { issued_at: -2d, authenticated_at: -1h, completed: { password: -1h, totp: -23h59m59s } } }
  noor-code-a-day: { extends: noor, set: { issued_at: -2d, authenticated_at: -1h, completed: { password: -1h, totp: -24h } } }
  noor-code-past-a-day: { extends: noor, set: { issued_at: -2d, authenticated_at: -1h, completed: { password: -1h, totp: -24h1s } } }
  passkey-yesterday:
    description: A passkey once, and nothing but passwords since.
    extends: tomas
    set:
      issued_at: -2d
      authenticated_at: -1h
      authentication_methods: [{ method: passkey, aal: aal1, completed_at: -24h }, { method: password, aal: aal1, completed_at: -1h }]
  passkey-nearly-yesterday:
    extends: passkey-yesterday
    set:
      authentication_methods: [{ method: passkey, aal: aal1, completed_at: -23h59m59s }, { method: password, aal: aal1, completed_at: -1h }]
  this-morning: { extends: tomas, set: { issued_at: -30m, authenticated_at: -30m } }
  key-just-now: { extends: tomas, set: { authenticated_at: -4m59s } }
  key-five-minutes: { extends: tomas, set: { authenticated_at: -5m } }
  key-past-five-minutes: { extends: tomas, set: { authenticated_at: -5m1s } }
  security-key-just-now:
    extends: noor
    set:
      authenticated_at: -1m
      authentication_methods: [{ method: password, aal: aal1, completed_at: -2h }, { method: webauthn, aal: aal2, completed_at: -1m }]
  code-just-now: { extends: noor, set: { authenticated_at: -1m } }

requests:
  at-work: { action: page.read, last_active_at: -1m }
  nearly-an-hour: { action: page.read, last_active_at: -59m59s }
  an-hour: { action: page.read, last_active_at: -1h }
  past-an-hour: { action: page.read, last_active_at: -1h1s }
  unknown: { action: page.read }
  has-passkey: { action: page.read, last_active_at: -1m, enrolled_methods: [password, totp, passkey] }
  has-none: { action: page.read, last_active_at: -1m, enrolled_methods: [password, totp] }
  password: { action: settings.password, last_active_at: -1m }
  passkey: { action: settings.passkey, last_active_at: -1m }
  security-key: { action: settings.webauthn, last_active_at: -1m }
  totp: { action: settings.totp, last_active_at: -1m }
  recovery-codes: { action: settings.lookup_secret, last_active_at: -1m }
  profile: { action: settings.profile, last_active_at: -1m }
  nameless: { last_active_at: -1m }

tests:
  - name: a passkey is enough, a password is not
    sessions: [tomas, noor, ines]
    request: at-work
    expect:
      - { sessions: [tomas, noor], outcome: proceed, extend: { allowed: true, expires_at: +1h }, refresh: true }
      - session: ines
        outcome: reauthenticate
        rules: [passkeys-first/passkey-or-two-factors]
        extend: false
        refresh: true

  - name: a passkey counts for a day, and so does a second factor
    sessions: [passkey-nearly-yesterday, passkey-yesterday, noor-code-nearly-a-day, noor-code-a-day, noor-code-past-a-day]
    request: at-work
    expect:
      - { sessions: [passkey-nearly-yesterday, noor-code-nearly-a-day], outcome: proceed, valid_until: +1s }
      - sessions: [passkey-yesterday, noor-code-a-day, noor-code-past-a-day]
        outcome: reauthenticate
        max_age: 24h
        rules: [passkeys-first/passkey-or-two-factors]

  - name: who has a passkey uses it
    sessions: [tomas, noor, passkey-nearly-yesterday]
    requests: [has-passkey, has-none]
    expect:
      - { sessions: [tomas, noor, passkey-nearly-yesterday], request: has-none, outcome: proceed }
      - { session: tomas, request: has-passkey, outcome: proceed }
      - { session: passkey-nearly-yesterday, request: has-passkey, outcome: proceed, valid_until: +1s }
      - session: noor
        request: has-passkey
        outcome: reauthenticate
        methods: [passkey]
        max_age: 24h
        rules: [passkeys-first/passkey-where-there-is-one]

  - name: a passkey that is there counts for a day as well
    session: passkey-yesterday
    request: has-passkey
    expect: { outcome: reauthenticate, rules: [passkeys-first/passkey-or-two-factors, passkeys-first/passkey-where-there-is-one] }

  - name: changing how one signs in needs a key from the last five minutes
    sessions: [key-just-now, key-five-minutes, key-past-five-minutes, security-key-just-now, code-just-now]
    requests: [password, passkey, security-key, totp, recovery-codes, profile]
    expect:
      - { sessions: [key-just-now, security-key-just-now], requests: [password, passkey, security-key, totp, recovery-codes, profile], outcome: proceed }
      - sessions: [key-five-minutes, key-past-five-minutes, code-just-now]
        requests: [password, passkey, security-key, totp, recovery-codes, profile]
        outcome: reauthenticate
        methods: [passkey, webauthn]
        max_age: 5m
        rules: [passkeys-first/credentials-need-a-key]

  - name: an action without a name is taken for such a change
    session: tomas
    request: nameless
    expect: { outcome: reauthenticate, indeterminate: [request.action] }

  - name: an hour of idleness asks for one factor
    session: tomas
    requests: [nearly-an-hour, an-hour, past-an-hour, unknown]
    expect:
      - { request: nearly-an-hour, outcome: proceed, extend: true, valid_until: +1s }
      - { request: an-hour, outcome: reauthenticate, aal: none, steps: [first], rules: [passkeys-first/idle] }
      - { request: past-an-hour, outcome: reauthenticate, reasons: [idle_timeout] }
      - { request: unknown, outcome: reauthenticate, indeterminate: [request.last_active_at] }

  - name: a day after the last login it is over
    sessions: [tomas-nearly-a-day, tomas-a-day, tomas-past-a-day]
    request: at-work
    expect:
      - { session: tomas-nearly-a-day, outcome: proceed, extend: false, valid_until: +1s }
      - { sessions: [tomas-a-day, tomas-past-a-day], outcome: sign_in, refresh: false }

  - name: an extension stays within a day of the last login
    sessions: [last-extension, one-second-over]
    request: at-work
    expect:
      - { session: last-extension, outcome: proceed, extend: { allowed: true, expires_at: +1h } }
      - { session: one-second-over, outcome: proceed, extend: { allowed: false, reasons: [extend_cap_reached] } }

  - name: a new password, after another look at the passkey
    session: this-morning
    request: password
    timeline:
      - { at: 1m, expect: { outcome: reauthenticate } }
      - { at: 2m, do: refresh, with: passkey, then: { outcome: proceed, deadlines: { reauthenticate_at: +7m } } }
      - { at: 7m, expect: { outcome: reauthenticate } }

laws:
  - name: nobody goes on without a passkey or a second factor from the last day
    when: >-
      !session.authentication_methods.exists(m,
        (m.aal == "aal2" || m.method == "passkey") && now - m.completed_at < duration("24h"))
    never: { outcome: proceed }

  - name: who has a passkey has used it in the last day
    when:
      all:
        - '"passkey" in request.enrolled_methods'
        - >-
          !session.authentication_methods.exists(m,
            m.method == "passkey" && now - m.completed_at < duration("24h"))
    never: { outcome: proceed }

  - name: changing how one signs in needs a key from the last five minutes
    when:
      all:
        - request.action == "settings.password"
        - >-
          !session.authentication_methods.exists(m,
            m.method in ["passkey", "webauthn"] && now - m.completed_at < duration("5m"))
    never: { outcome: proceed }

  - name: an hour of idleness asks again
    when: session.idle >= duration("1h")
    never: { outcome: proceed }

  - name: a day after the last authentication the session is over
    when: session.authentication_age >= duration("24h")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: no extension outlasts a day since the authentication
    when: session.authentication_age + kratos.lifespan > duration("24h")
    never: { extend: true }

"""#),
    ("samples/pci-dss-4.yaml", #"""
# PCI DSS 4.0.1: fifteen idle minutes, an hour until the session ends, a second factor for access
# that is not local.
version: 1
suite: pci-dss-4
policies: [../policies/pci-dss-4.yaml]
kratos: kratos/one-hour-sessions.json
now: 2026-03-01T09:00:00Z

sessions:
  noor:
    from: sessions/totp-step-up.json
    set: { issued_at: -3h, authenticated_at: -1h, expires_at: +30m }
  noor-lately: { extends: noor, set: { authenticated_at: -30m } }   # whose cookie lives on as long
  last-extension: { extends: noor, set: { issued_at: -11h } }
  one-second-over: { extends: noor, set: { issued_at: -11h1s } }
  nearly-twelve-hours: { extends: noor, set: { issued_at: -11h59m59s } }
  twelve-hours: { extends: noor, set: { issued_at: -12h } }
  past-twelve-hours: { extends: noor, set: { issued_at: -12h1s } }
  password-only:
    from: sessions/password-aal1.json
    set: { issued_at: -2h, authenticated_at: -1h, expires_at: +30m }

requests:
  at-work: { action: card.read, last_active_at: -1m }
  nearly-idle: { action: card.read, last_active_at: -14m59s }
  idle: { action: card.read, last_active_at: -15m }
  past-idle: { action: card.read, last_active_at: -15m1s }
  nearly-gone: { action: card.read, last_active_at: -59m59s }
  gone: { action: card.read, last_active_at: -1h }
  past-gone: { action: card.read, last_active_at: -1h1s }
  till: { action: card.read, last_active_at: -2h, context: { single_card_terminal: true, administrator: false, remote: false } }
  till-nearly-idle: { action: card.read, last_active_at: -14m59s, context: { single_card_terminal: true, administrator: false, remote: false } }
  till-idle: { action: card.read, last_active_at: -15m, context: { single_card_terminal: true, administrator: false, remote: false } }
  till-past-idle: { action: card.read, last_active_at: -15m1s, context: { single_card_terminal: true, administrator: false, remote: false } }
  till-at-the-console: { action: card.read, last_active_at: -1m, context: { single_card_terminal: true, console: true, administrator: true, remote: false } }
  passkey-account: { action: card.read, last_active_at: -1m, context: { phishing_resistant_only: true, administrator: false, remote: false } }
  passkey-administrator: { action: card.read, last_active_at: -1m, context: { phishing_resistant_only: true, administrator: true, remote: false } }
  passkey-from-outside: { action: card.read, last_active_at: -1m, context: { phishing_resistant_only: true, administrator: false, remote: true } }
  passkey-from-somewhere: { action: card.read, last_active_at: -1m, context: { phishing_resistant_only: true } }
  any-account: { action: card.read, last_active_at: -1m, context: { phishing_resistant_only: false, administrator: false, remote: false } }
  console: { action: card.read, last_active_at: -1m, context: { console: true, administrator: true } }
  not-the-console: { action: card.read, last_active_at: -1m, context: { console: false } }
  till-from-outside: { action: card.read, last_active_at: -1m, context: { single_card_terminal: true, administrator: false, remote: true } }
  not-a-till: { action: card.read, last_active_at: -2h, context: { single_card_terminal: false } }

tests:
  - name: fifteen idle minutes ask for a login
    session: noor
    requests: [at-work, nearly-idle, idle, past-idle]
    expect:
      - { request: at-work, outcome: proceed, refresh: true }
      - { request: nearly-idle, outcome: proceed, valid_until: +1s }
      - request: idle
        outcome: reauthenticate
        steps: [first]
        rules: [pci-dss-4/idle]
        extend: false
      - { request: past-idle, outcome: reauthenticate, reasons: [idle_timeout] }

  - name: an idle hour ends the session
    session: noor
    requests: [nearly-gone, gone, past-gone]
    expect:
      - { request: nearly-gone, outcome: reauthenticate, deadlines: { sign_in_at: +1s } }
      - { request: gone, outcome: sign_in, refresh: false }
      - { request: past-gone, outcome: sign_in, calls: [revoke] }

  - name: a till with one card at a time is exempt from idleness
    session: noor
    requests: [till, not-a-till]
    expect:
      - { request: till, outcome: proceed, extend: { allowed: false, reasons: [idle_timeout] } }
      - { request: not-a-till, outcome: sign_in }

  - name: a till that nobody uses is not extended
    session: noor
    requests: [till-nearly-idle, till-idle, till-past-idle]
    expect:
      - { request: till-nearly-idle, outcome: proceed, extend: true, valid_until: +1s }
      - requests: [till-idle, till-past-idle]
        outcome: proceed
        extend: { allowed: false, reasons: [idle_timeout] }

  - name: whoever works is extended, for twelve hours after the first login
    sessions: [noor, last-extension, one-second-over]
    request: at-work
    expect:
      - { sessions: [noor, last-extension], outcome: proceed, extend: { allowed: true, expires_at: +1h } }
      - { session: one-second-over, outcome: proceed, extend: { allowed: false, reasons: [extend_cap_reached] } }

  - name: after twelve hours nothing is extended, and the session goes on to its end
    sessions: [nearly-twelve-hours, twelve-hours, past-twelve-hours]
    request: at-work
    expect:
      - session: nearly-twelve-hours
        outcome: proceed
        extend: { allowed: false, reasons: [extend_cap_reached] }
      - sessions: [twelve-hours, past-twelve-hours]
        outcome: proceed
        extend: { allowed: false, reasons: [lifetime_exceeded] }

  - name: a shift at the counter
    session: noor-lately
    request: at-work
    timeline:
      - { every: 10m, until: 8h, do: [activity, extend, whoami] }
      - { at: 8h14m59s, expect: { outcome: proceed } }
      - { at: 8h15m, expect: { outcome: reauthenticate, rules: [pci-dss-4/idle] } }
      - { at: 8h20m, do: refresh, then: { outcome: proceed } }

  - name: access that is not local shows a second factor
    sessions: [noor, password-only]
    requests: [at-work, any-account, not-the-console]
    expect:
      - { session: noor, requests: [at-work, any-account, not-the-console], outcome: proceed }
      - session: password-only
        requests: [at-work, any-account, not-the-console]
        outcome: reauthenticate
        aal: aal2
        steps: [second]
        rules: [pci-dss-4/second-factor]

  - name: the console, tills and accounts that cannot be phished are excepted
    session: password-only
    requests: [console, till, till-at-the-console, passkey-account]
    expect: { outcome: proceed }

  - name: administrators and access from outside are not
    session: password-only
    requests: [passkey-administrator, passkey-from-outside, passkey-from-somewhere, till-from-outside]
    expect:
      outcome: reauthenticate
      aal: aal2
      rules: [pci-dss-4/second-factor-for-administrators-and-from-outside]

  - name: unless they have shown one
    session: noor
    requests: [passkey-administrator, passkey-from-outside]
    expect: { outcome: proceed }

laws:
  - name: fifteen idle minutes ask for a login
    when: session.idle >= duration("15m") && !has(context.single_card_terminal)
    never: { outcome: proceed }

  - name: an idle hour ends the session
    when: session.idle >= duration("1h") && !has(context.single_card_terminal)
    always: { outcome: sign_in }

  - name: nobody reaches cardholder data with one factor, but at the console or by the exceptions
    when:
      all:
        - session.aal == "aal1"
        - '!has(context.single_card_terminal)'
        - '!has(context.phishing_resistant_only)'
        - '!has(context.console)'
    never: { outcome: proceed }

  - name: no extension outlasts twelve hours
    when: session.age + kratos.lifespan > duration("12h")
    never: { extend: true }

"""#),
    ("samples/psd2.yaml", #"""
# Payment accounts: the full view and its five minutes, the limited one and its 180 days, payments.
version: 1
suite: psd2
policies: [../policies/psd2.yaml]
kratos: kratos/quarter-hour-sessions.json
now: 2026-03-01T09:00:00Z

sessions:
  noor:
    description: A password and a one-time code, half an hour ago.
    from: sessions/totp-step-up.json
    set: { issued_at: -30m, authenticated_at: -30m, expires_at: +10m, completed: { password: -30m, totp: -30m } }
  ines:
    description: A password and nothing else.
    from: sessions/password-aal1.json
    set: { issued_at: -30m, authenticated_at: -30m, expires_at: +10m }
  last-extension: { extends: noor, set: { issued_at: -45m } }
  one-second-over: { extends: noor, set: { issued_at: -45m1s } }
  code-just-now: { extends: noor, set: { authenticated_at: -4m59s, completed: { password: -30m, totp: -4m59s } } }
  code-five-minutes: { extends: noor, set: { authenticated_at: -5m, completed: { password: -30m, totp: -5m } } }
  code-past-five-minutes: { extends: noor, set: { authenticated_at: -5m1s, completed: { password: -30m, totp: -5m1s } } }
  password-just-now: { extends: noor, set: { authenticated_at: -1m, completed: { password: -1m, totp: -30m } } }
  nearly-fifteen-minutes: { extends: noor, set: { authenticated_at: -14m59s, completed: { password: -30m, totp: -14m59s } } }
  fifteen-minutes: { extends: noor, set: { authenticated_at: -15m, completed: { password: -30m, totp: -15m } } }
  past-fifteen-minutes: { extends: noor, set: { authenticated_at: -15m1s, completed: { password: -30m, totp: -15m1s } } }
  nearly-an-hour: { extends: noor, set: { issued_at: -59m59s } }
  an-hour: { extends: noor, set: { issued_at: -1h } }
  past-an-hour: { extends: noor, set: { issued_at: -1h1s } }

requests:
  full: { action: account.read, last_active_at: -1m }
  said-to-be-full: { action: account.read, last_active_at: -1m, context: { limited_view: false } }
  nearly-idle: { action: account.read, last_active_at: -4m59s }
  idle: { action: account.read, last_active_at: -5m }
  past-idle: { action: account.read, last_active_at: -5m1s }
  limited: { action: balance.read, last_active_at: -1m, context: { limited_view: true, first_access: false, last_sca_at: "2026-02-01T09:00:00Z" } }
  limited-and-away: { action: balance.read, last_active_at: -5m, context: { limited_view: true, first_access: false, last_sca_at: "2026-02-01T09:00:00Z" } }
  first-access: { action: balance.read, last_active_at: -1m, context: { limited_view: true, first_access: true, last_sca_at: "2026-02-01T09:00:00Z" } }
  perhaps-first-access: { action: balance.read, last_active_at: -1m, context: { limited_view: true, last_sca_at: "2026-02-01T09:00:00Z" } }
  nearly-180-days: { action: balance.read, last_active_at: -1m, context: { limited_view: true, first_access: false, last_sca_at: "2025-09-02T09:00:01Z" } }
  at-180-days: { action: balance.read, last_active_at: -1m, context: { limited_view: true, first_access: false, last_sca_at: "2025-09-02T09:00:00Z" } }
  past-180-days: { action: balance.read, last_active_at: -1m, context: { limited_view: true, first_access: false, last_sca_at: "2025-09-02T08:59:59Z" } }
  never-seen: { action: balance.read, last_active_at: -1m, context: { limited_view: true, first_access: false } }
  payee: { action: payee.create, last_active_at: -1m }
  limit: { action: limit.raise, last_active_at: -1m }
  large: { action: payment.large, last_active_at: -1m }
  small: { action: payment.small, last_active_at: -1m }

tests:
  - name: the account is seen with two factors
    sessions: [noor, ines]
    requests: [full, said-to-be-full]
    expect:
      - { session: noor, requests: [full, said-to-be-full], outcome: proceed, extend: { allowed: true, expires_at: +15m }, refresh: true }
      - { session: ines, requests: [full, said-to-be-full], outcome: reauthenticate, aal: aal2, steps: [second], rules: [psd2/full-view] }

  - name: five idle minutes end it
    session: noor
    requests: [nearly-idle, idle, past-idle]
    expect:
      - { request: nearly-idle, outcome: proceed, extend: true, valid_until: +1s }
      - { requests: [idle, past-idle], outcome: sign_in, rules: [psd2/five-idle-minutes], refresh: false }

  - name: the balance is seen with one factor, and without the five minutes
    session: ines
    requests: [limited, limited-and-away]
    expect:
      - { request: limited, outcome: proceed, extend: true }
      - { request: limited-and-away, outcome: proceed, extend: { allowed: false, reasons: [idle_timeout] } }

  - name: but not the first time
    sessions: [ines, noor]
    requests: [first-access, perhaps-first-access]
    expect:
      - { session: ines, requests: [first-access, perhaps-first-access], outcome: reauthenticate, aal: aal2, rules: [psd2/limited-view-first-access] }
      - { session: noor, requests: [first-access, perhaps-first-access], outcome: proceed }

  - name: nor after 180 days
    sessions: [ines, noor]
    requests: [nearly-180-days, at-180-days, past-180-days, never-seen]
    expect:
      - { session: ines, request: nearly-180-days, outcome: proceed, valid_until: +1s }
      - { session: ines, requests: [at-180-days, past-180-days, never-seen], outcome: reauthenticate, aal: aal2, rules: [psd2/limited-view-after-180-days] }
      - { session: noor, requests: [nearly-180-days, at-180-days, past-180-days, never-seen], outcome: proceed }

  - name: new payees, limits and large amounts need a second factor from the last five minutes
    sessions: [code-just-now, code-five-minutes, code-past-five-minutes, password-just-now]
    requests: [payee, limit, large]
    expect:
      - { session: code-just-now, requests: [payee, limit, large], outcome: proceed, valid_until: +1s }
      - { sessions: [code-five-minutes, code-past-five-minutes, password-just-now], requests: [payee, limit, large], outcome: reauthenticate, aal: aal2, max_age: 5m, steps: [second], rules: [psd2/grave-payments] }

  - name: nor is a payment made with one factor
    session: ines
    request: large
    expect: { outcome: reauthenticate, aal: aal2, max_age: 5m, rules: [psd2/full-view, psd2/grave-payments] }

  - name: small amounts need a login from the last fifteen minutes
    sessions: [nearly-fifteen-minutes, fifteen-minutes, past-fifteen-minutes]
    request: small
    expect:
      - { session: nearly-fifteen-minutes, outcome: proceed, valid_until: +1s }
      - { sessions: [fifteen-minutes, past-fifteen-minutes], outcome: reauthenticate, max_age: 15m, steps: [first], rules: [psd2/small-payments] }

  - name: an hour ends it, limited or not
    sessions: [nearly-an-hour, an-hour, past-an-hour]
    requests: [full, limited]
    expect:
      - { session: nearly-an-hour, requests: [full, limited], outcome: proceed, extend: false, valid_until: +1s }
      - { sessions: [an-hour, past-an-hour], requests: [full, limited], outcome: sign_in, rules: [psd2/an-hour-at-most] }

  - name: the last extension ends at an hour exactly
    sessions: [last-extension, one-second-over]
    request: full
    expect:
      - { session: last-extension, outcome: proceed, extend: { allowed: true, expires_at: +15m } }
      - { session: one-second-over, outcome: proceed, extend: { allowed: false, reasons: [extend_cap_reached] } }

  - name: a payment, confirmed once more
    session: code-five-minutes
    request: large
    timeline:
      - { at: 1s, expect: { outcome: reauthenticate } }
      - { at: 1m, do: [activity, step_up], with: totp, then: { outcome: proceed } }
      - { at: 6m, expect: { outcome: sign_in, rules: [psd2/five-idle-minutes, psd2/grave-payments] } }

laws:
  - name: nobody sees the account with one factor
    when: session.aal == "aal1" && !has(context.limited_view)
    never: { outcome: proceed }

  - name: five idle minutes end it
    when: session.idle >= duration("5m") && !has(context.limited_view)
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: the first access shows two factors, limited or not
    when: context.first_access && session.aal == "aal1"
    never: { outcome: proceed }

  - name: so does whoever last showed them 180 days ago, limited or not
    when: now - context.last_sca_at >= duration("180d") && session.aal == "aal1"
    never: { outcome: proceed }

  - name: an hour ends every session
    when: session.age >= duration("1h")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: no extension outlasts an hour
    when: session.age + kratos.lifespan > duration("1h")
    never: { extend: true }

  - name: large payments show a second factor from the last five minutes
    when:
      all:
        - request.action == "payment.large"
        - >-
          !session.authentication_methods.exists(m,
            m.aal == "aal2" && now - m.completed_at < duration("5m"))
    never: { outcome: proceed }

  - name: small ones a login from the last fifteen
    when: request.action == "payment.small" && session.authentication_age >= duration("15m")
    never: { outcome: proceed }

"""#),
    ("samples/recovery-sessions.yaml", #"""
# A session from a recovery code: a new credential, a second factor where there is one, fifteen minutes.
version: 1
suite: recovery-sessions
policies: [../policies/recovery-sessions.yaml]
now: 2026-03-01T09:00:00Z

sessions:
  marisol:
    description: A recovery code, two minutes ago.
    from: sessions/recovery-code.json
    set: { issued_at: -2m, authenticated_at: -2m, expires_at: +6h }
  by-a-link: { extends: marisol, set: { authentication_methods: [{ method: link_recovery, aal: aal1, completed_at: -2m }] } }
  nearly-fifteen-minutes: { extends: marisol, set: { issued_at: -14m59s } }
  fifteen-minutes: { extends: marisol, set: { issued_at: -15m } }
  past-fifteen-minutes: { extends: marisol, set: { issued_at: -15m1s } }
  ines:
    description: A password, two days ago.
    from: sessions/password-aal1.json
    set: { issued_at: -2d, authenticated_at: -2d, expires_at: +6h }
  one-time-code-since:
    extends: marisol
    set:
      authenticated_at: -1m
      authenticator_assurance_level: aal2
      authentication_methods: [{ method: code_recovery, aal: aal1, completed_at: -2m }, { method: totp, aal: aal2, completed_at: -1m }]
  by-a-code: { extends: ines, set: { authentication_methods: [{ method: code, aal: aal1, completed_at: -2d }] } }
  password-since: { extends: marisol, set: { authentication_methods: [{ method: code_recovery, aal: aal1, completed_at: -2m }, { method: password, aal: aal1, completed_at: -1m }] } }
  passkey-since: { extends: marisol, set: { authentication_methods: [{ method: code_recovery, aal: aal1, completed_at: -2m }, { method: passkey, aal: aal1, completed_at: -1m }] } }
  key-since: { extends: marisol, set: { authentication_methods: [{ method: code_recovery, aal: aal1, completed_at: -2m }, { method: webauthn, aal: aal1, completed_at: -1m }] } }
  provider-since: { extends: marisol, set: { authentication_methods: [{ method: code_recovery, aal: aal1, completed_at: -2m }, { method: oidc, aal: aal1, completed_at: -1m }] } }
  company-since: { extends: marisol, set: { authentication_methods: [{ method: code_recovery, aal: aal1, completed_at: -2m }, { method: saml, aal: aal1, completed_at: -1m }] } }
  code-since: { extends: marisol, set: { authentication_methods: [{ method: code_recovery, aal: aal1, completed_at: -2m }, { method: code, aal: aal1, completed_at: -1m }] } }

requests:
  read: { action: page.read }
  password: { action: settings.password }
  passkey: { action: settings.passkey }
  nameless: { country: DE }
  password-enrolled: { action: settings.password, context: { available_aal: aal2 } }
  password-not-enrolled: { action: settings.password, context: { available_aal: aal1 } }

tests:
  - name: it sets a credential and nothing else
    sessions: [marisol, by-a-link]
    requests: [password, passkey, read, nameless]
    expect:
      - { sessions: [marisol, by-a-link], requests: [password, passkey], outcome: proceed, extend: { allowed: false, reasons: [forbidden] }, refresh: true }
      - { sessions: [marisol, by-a-link], requests: [read, nameless], outcome: reauthenticate, rules: [recovery-sessions/nothing-but-a-new-credential] }

  - name: fifteen minutes end it
    sessions: [nearly-fifteen-minutes, fifteen-minutes, past-fifteen-minutes]
    request: password
    expect:
      - { session: nearly-fifteen-minutes, outcome: proceed, valid_until: +1s }
      - { sessions: [fifteen-minutes, past-fifteen-minutes], outcome: sign_in, rules: [recovery-sessions/fifteen-minutes], calls: [revoke] }

  - name: it does not go round the second factor
    sessions: [marisol, one-time-code-since]
    requests: [password-enrolled, password-not-enrolled]
    expect:
      - { session: one-time-code-since, requests: [password-enrolled, password-not-enrolled], outcome: proceed }
      - { session: marisol, request: password-enrolled, outcome: reauthenticate, aal: aal2, steps: [second], rules: [recovery-sessions/not-round-the-second-factor] }
      - { session: marisol, request: password-not-enrolled, outcome: proceed }

  - name: a login in between opens the rest, but a code by mail does not
    sessions: [password-since, passkey-since, key-since, provider-since, company-since, code-since]
    request: read
    expect:
      - { sessions: [password-since, passkey-since, key-since, provider-since, company-since], outcome: proceed, extend: false }
      - { session: code-since, outcome: reauthenticate, rules: [recovery-sessions/nothing-but-a-new-credential] }

  - name: other sessions are none of its business
    sessions: [ines, by-a-code]
    requests: [read, password-enrolled]
    expect: { outcome: proceed, extend: { allowed: false, reasons: [no_matching_permit] } }

  - name: a way back in
    session: marisol
    request: read
    timeline:
      - { at: 1m, expect: { outcome: reauthenticate } }
      - { at: 2m, do: refresh, with: password, then: { outcome: proceed } }
      - { at: 13m, expect: { outcome: sign_in, rules: [recovery-sessions/fifteen-minutes] } }

laws:
  - name: fifteen minutes end a recovery session
    when: >-
      session.authentication_methods.exists(m, m.method in ["link_recovery", "code_recovery"])
      && session.age >= duration("15m")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: it is never extended
    when: session.authentication_methods.exists(m, m.method in ["link_recovery", "code_recovery"])
    never: { extend: true }

  - name: it reads nothing
    when:
      all:
        - request.action == "page.read"
        - session.authentication_methods.exists(m, m.method in ["link_recovery", "code_recovery"])
        - >-
          !session.authentication_methods.exists(m,
            m.method in ["password", "passkey", "webauthn", "oidc", "saml"])
    never: { outcome: proceed }

  - name: it does not go round the second factor
    when: >-
      session.authentication_methods.exists(m, m.method in ["link_recovery", "code_recovery"])
      && context.available_aal == "aal2" && session.aal == "aal1"
    never: { outcome: proceed }

"""#),
    ("samples/sessions/admin-view.json", #"""
{
  "id": "8b215c98-33aa-42c3-b40d-42a9bdee6a79",
  "active": true,
  "expires_at": "2026-03-02T08:03:07.455916Z",
  "authenticated_at": "2026-03-01T08:03:07.455916Z",
  "authenticator_assurance_level": "aal1",
  "authentication_methods": [
    {
      "method": "code",
      "aal": "aal1",
      "completed_at": "2026-03-01T08:03:07.451288367Z"
    }
  ],
  "issued_at": "2026-03-01T08:03:07.455916Z",
  "identity": null,
  "devices": null
}

"""#),
    ("samples/sessions/expired.json", #"""
{
  "id": "3bc6eeba-c2db-4a0b-adb1-5f2ef00d2fbb",
  "active": false,
  "expires_at": "2026-02-28T21:05:59.318844Z",
  "authenticated_at": "2026-02-27T21:05:59.318844Z",
  "authenticator_assurance_level": "aal1",
  "authentication_methods": [
    {
      "method": "password",
      "aal": "aal1",
      "completed_at": "2026-02-27T21:05:59.314072619Z"
    }
  ],
  "issued_at": "2026-02-27T21:05:59.318844Z",
  "identity": {
    "id": "c9a6208d-7703-4756-8302-8e0f66db4a71",
    "schema_id": "customer",
    "schema_url": "https://auth.harbour.example/schemas/Y3VzdG9tZXI",
    "state": "active",
    "state_changed_at": "2025-12-01T07:44:20.860531Z",
    "traits": {
      "email": "jonas.ferreira@mail.example",
      "name": {
        "first": "Jonas",
        "last": "Ferreira"
      }
    },
    "verifiable_addresses": [
      {
        "id": "8d032c39-41a7-4dfa-a970-27aef8ffef64",
        "value": "jonas.ferreira@mail.example",
        "verified": true,
        "via": "email",
        "status": "completed",
        "verified_at": "2025-12-01T07:46:11.2Z",
        "created_at": "2025-12-01T07:44:20.860531Z",
        "updated_at": "2025-12-01T07:46:11.2Z"
      }
    ],
    "recovery_addresses": [
      {
        "id": "4d396792-f401-461f-9a3e-2249d170e85e",
        "value": "jonas.ferreira@mail.example",
        "via": "email",
        "created_at": "2025-12-01T07:44:20.860531Z",
        "updated_at": "2025-12-01T07:44:20.860531Z"
      }
    ],
    "metadata_public": null,
    "created_at": "2025-12-01T07:44:20.860531Z",
    "updated_at": "2025-12-01T07:46:11.2Z",
    "organization_id": null
  },
  "devices": [
    {
      "id": "56082d29-1f33-46ec-8152-97342f5a3a3e",
      "ip_address": "203.0.113.9",
      "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
      "location": "Porto, PT"
    }
  ]
}

"""#),
    ("samples/sessions/identity-inactive.json", #"""
{
  "id": "a750533f-9b07-4646-88df-a629371883d5",
  "active": false,
  "expires_at": "2026-03-02T06:02:23.664207Z",
  "authenticated_at": "2026-03-01T06:02:23.664207Z",
  "authenticator_assurance_level": "aal1",
  "authentication_methods": [
    {
      "method": "password",
      "aal": "aal1",
      "completed_at": "2026-03-01T06:02:23.65980714Z"
    }
  ],
  "issued_at": "2026-03-01T06:02:23.664207Z",
  "identity": {
    "id": "1308634d-84f4-4a56-a899-f3419027c5b7",
    "schema_id": "employee",
    "schema_url": "https://auth.harbour.example/schemas/ZW1wbG95ZWU",
    "state": "inactive",
    "state_changed_at": "2026-03-01T07:58:19.020456Z",
    "traits": {
      "email": "greta.moreau@harbour.example",
      "name": {
        "first": "Greta",
        "last": "Moreau"
      }
    },
    "verifiable_addresses": [
      {
        "id": "f01d0f72-88f0-48bc-b292-315fb85d17b1",
        "value": "greta.moreau@harbour.example",
        "verified": true,
        "via": "email",
        "status": "completed",
        "verified_at": "2024-05-06T13:18:40.905617Z",
        "created_at": "2024-05-06T13:15:02.338791Z",
        "updated_at": "2024-05-06T13:18:40.905617Z"
      }
    ],
    "recovery_addresses": [
      {
        "id": "e44c2671-09ee-473f-ab9e-0dded38bb262",
        "value": "greta.moreau@harbour.example",
        "via": "email",
        "created_at": "2024-05-06T13:15:02.338791Z",
        "updated_at": "2024-05-06T13:15:02.338791Z"
      }
    ],
    "metadata_public": {
      "role": "member"
    },
    "created_at": "2024-05-06T13:15:02.338791Z",
    "updated_at": "2026-03-01T07:58:19.020456Z",
    "organization_id": null
  },
  "devices": [
    {
      "id": "ceab3806-858c-4de4-8a1d-e702f744b060",
      "ip_address": "198.51.100.33",
      "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
      "location": "Lyon, FR"
    }
  ]
}

"""#),
    ("samples/sessions/login-response.json", #"""
{
  "session_token": "ory_st_sample0not0a0real0token0sample00",
  "session": {
    "id": "b102eaa6-491f-43ea-bfa9-30d21589dca3",
    "active": true,
    "expires_at": "2026-03-02T08:58:41.730995124Z",
    "authenticated_at": "2026-03-01T08:58:41.730995124Z",
    "authenticator_assurance_level": "aal1",
    "authentication_methods": [
      {
        "method": "password",
        "aal": "aal1",
        "completed_at": "2026-03-01T08:58:41.730990866Z"
      }
    ],
    "issued_at": "2026-03-01T08:58:41.730995124Z",
    "identity": {
      "id": "35136bd7-ef3f-4d71-9682-52c91488cc05",
      "schema_id": "customer",
      "schema_url": "https://auth.harbour.example/schemas/Y3VzdG9tZXI",
      "state": "active",
      "state_changed_at": "2026-02-11T18:27:55.140682Z",
      "traits": {
        "email": "wanjiru.castell@mail.example",
        "name": {
          "first": "Wanjiru",
          "last": "Castell"
        }
      },
      "verifiable_addresses": [
        {
          "id": "90db1a1f-b26e-49d0-b6a9-6406d6faa74b",
          "value": "wanjiru.castell@mail.example",
          "verified": true,
          "via": "email",
          "status": "completed",
          "verified_at": "2026-02-11T18:29:13.48Z",
          "created_at": "2026-02-11T18:27:55.140682Z",
          "updated_at": "2026-02-11T18:29:13.48Z"
        }
      ],
      "recovery_addresses": [
        {
          "id": "049a2dee-ef00-4fa4-9619-1b8d4e799166",
          "value": "wanjiru.castell@mail.example",
          "via": "email",
          "created_at": "2026-02-11T18:27:55.140682Z",
          "updated_at": "2026-02-11T18:27:55.140682Z"
        }
      ],
      "metadata_public": null,
      "created_at": "2026-02-11T18:27:55.140682Z",
      "updated_at": "2026-02-11T18:29:13.48Z",
      "organization_id": null
    },
    "devices": [
      {
        "id": "46d60756-9dde-4bb7-8387-f38111398faf",
        "ip_address": "203.0.113.201",
        "user_agent": "HarbourApp/4.2.0 (Android 16)",
        "location": "Nairobi, KE"
      }
    ]
  },
  "continue_with": []
}

"""#),
    ("samples/sessions/oidc-upstream-mfa.json", #"""
{
  "id": "bc42dc15-46d2-4fc4-99bf-da94ff561a84",
  "active": true,
  "expires_at": "2026-03-02T07:30:44.586013Z",
  "authenticated_at": "2026-03-01T07:30:44.586013Z",
  "authenticator_assurance_level": "aal2",
  "authentication_methods": [
    {
      "method": "oidc",
      "aal": "aal2",
      "completed_at": "2026-03-01T07:30:44.581170932Z",
      "provider": "harbour-directory",
      "organization": "f9ca6d54-5ce2-4ca3-9242-2226cc87c926",
      "upstream_acr": "https://refeds.org/profile/mfa",
      "upstream_amr": [
        "pwd",
        "otp",
        "mfa"
      ]
    }
  ],
  "issued_at": "2026-03-01T07:30:44.586013Z",
  "identity": {
    "id": "7ca284af-13b0-43a4-b452-b4fa24eb7837",
    "schema_id": "employee",
    "schema_url": "https://auth.harbour.example/schemas/ZW1wbG95ZWU",
    "state": "active",
    "state_changed_at": "2025-02-10T10:00:00.402176Z",
    "traits": {
      "email": "priya.vantongeren@harbour.example",
      "name": {
        "first": "Priya",
        "last": "van Tongeren"
      }
    },
    "verifiable_addresses": [
      {
        "id": "3e012710-61fd-4639-b118-375db6b88d10",
        "value": "priya.vantongeren@harbour.example",
        "verified": true,
        "via": "email",
        "status": "completed",
        "verified_at": "2025-02-10T10:00:00.402176Z",
        "created_at": "2025-02-10T10:00:00.402176Z",
        "updated_at": "2025-02-10T10:00:00.402176Z"
      }
    ],
    "recovery_addresses": [
      {
        "id": "6da9d0c7-bc6d-406f-af08-d66b5dffc15d",
        "value": "priya.vantongeren@harbour.example",
        "via": "email",
        "created_at": "2025-02-10T10:00:00.402176Z",
        "updated_at": "2025-02-10T10:00:00.402176Z"
      }
    ],
    "metadata_public": {
      "role": "admin"
    },
    "created_at": "2025-02-10T10:00:00.402176Z",
    "updated_at": "2025-02-10T10:00:00.402176Z",
    "organization_id": "f9ca6d54-5ce2-4ca3-9242-2226cc87c926"
  },
  "devices": [
    {
      "id": "40f87595-d5c8-493c-9bcd-82320c39d6a4",
      "ip_address": "198.51.100.140:52214",
      "user_agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36",
      "location": ""
    }
  ]
}

"""#),
    ("samples/sessions/passkey.json", #"""
{
  "id": "fd80a0c0-3d43-468e-9bc3-6664ca7aa038",
  "active": true,
  "expires_at": "2026-03-02T06:50:02.113957Z",
  "authenticated_at": "2026-03-01T06:50:02.113957Z",
  "authenticator_assurance_level": "aal1",
  "authentication_methods": [
    {
      "method": "passkey",
      "aal": "aal1",
      "completed_at": "2026-03-01T06:50:02.109336205Z"
    }
  ],
  "issued_at": "2026-03-01T06:50:02.113957Z",
  "identity": {
    "id": "afd999ea-8af6-4360-b171-f93e42c2f42f",
    "schema_id": "customer",
    "schema_url": "https://auth.harbour.example/schemas/Y3VzdG9tZXI",
    "state": "active",
    "state_changed_at": "2026-01-22T20:41:33.007192Z",
    "traits": {
      "email": "tomas.brandt@mail.example",
      "name": {
        "first": "Tomas",
        "last": "Brandt"
      }
    },
    "verifiable_addresses": [
      {
        "id": "9a4510e7-d492-470b-83a0-1ecedbb2503f",
        "value": "tomas.brandt@mail.example",
        "verified": false,
        "via": "email",
        "status": "sent",
        "created_at": "2026-01-22T20:41:33.007192Z",
        "updated_at": "2026-01-22T20:41:33.007192Z"
      }
    ],
    "recovery_addresses": [
      {
        "id": "2b9c0ccc-1942-463d-a74b-77d18b7f8b1f",
        "value": "tomas.brandt@mail.example",
        "via": "email",
        "created_at": "2026-01-22T20:41:33.007192Z",
        "updated_at": "2026-01-22T20:41:33.007192Z"
      }
    ],
    "metadata_public": null,
    "created_at": "2026-01-22T20:41:33.007192Z",
    "updated_at": "2026-01-22T20:41:33.007192Z",
    "organization_id": null
  },
  "devices": [
    {
      "id": "52304f89-8379-4744-9437-31966a7103c3",
      "ip_address": "2001:db8:41:c0::9a",
      "user_agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
      "location": "Graz, AT"
    }
  ]
}

"""#),
    ("samples/sessions/password-aal1.json", #"""
{
  "id": "d494b8b9-3601-489e-82f7-b088a98afd0a",
  "active": true,
  "expires_at": "2026-03-02T08:14:36.902417Z",
  "authenticated_at": "2026-03-01T08:14:36.902417Z",
  "authenticator_assurance_level": "aal1",
  "authentication_methods": [
    {
      "method": "password",
      "aal": "aal1",
      "completed_at": "2026-03-01T08:14:36.898201744Z"
    }
  ],
  "issued_at": "2026-03-01T08:14:36.902417Z",
  "identity": {
    "id": "24422850-abc3-4525-9567-e2fd4bd0adcb",
    "schema_id": "customer",
    "schema_url": "https://auth.harbour.example/schemas/Y3VzdG9tZXI",
    "state": "active",
    "state_changed_at": "2025-06-18T16:20:09.115083Z",
    "traits": {
      "email": "ines.okafor@mail.example",
      "name": {
        "first": "Ines",
        "last": "Okafor"
      }
    },
    "verifiable_addresses": [
      {
        "id": "431bdbea-a379-40f1-a6bc-3c21d2be100a",
        "value": "ines.okafor@mail.example",
        "verified": true,
        "via": "email",
        "status": "completed",
        "verified_at": "2025-06-18T16:22:47.5084Z",
        "created_at": "2025-06-18T16:20:09.115083Z",
        "updated_at": "2025-06-18T16:22:47.5084Z"
      }
    ],
    "recovery_addresses": [
      {
        "id": "c8570563-7c90-4d94-a2fa-a9fb9a32daea",
        "value": "ines.okafor@mail.example",
        "via": "email",
        "created_at": "2025-06-18T16:20:09.115083Z",
        "updated_at": "2025-06-18T16:20:09.115083Z"
      }
    ],
    "metadata_public": null,
    "created_at": "2025-06-18T16:20:09.115083Z",
    "updated_at": "2025-06-18T16:22:47.5084Z",
    "organization_id": null
  },
  "devices": [
    {
      "id": "3509fdd4-0775-4cc1-9bef-0d65bd416a08",
      "ip_address": "203.0.113.24",
      "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
      "location": "Lisbon, PT"
    }
  ]
}

"""#),
    ("samples/sessions/recovery-code.json", #"""
{
  "id": "56bb92ed-45ea-4a41-a33e-a75d42589d28",
  "active": true,
  "expires_at": "2026-03-02T08:52:10.77025Z",
  "authenticated_at": "2026-03-01T08:52:10.77025Z",
  "authenticator_assurance_level": "aal1",
  "authentication_methods": [
    {
      "method": "code_recovery",
      "aal": "aal1",
      "completed_at": "2026-03-01T08:52:10.766900481Z"
    }
  ],
  "issued_at": "2026-03-01T08:52:10.77025Z",
  "identity": {
    "id": "fd997bd9-8b25-4378-988c-09fed7f3974d",
    "schema_id": "customer",
    "schema_url": "https://auth.harbour.example/schemas/Y3VzdG9tZXI",
    "state": "active",
    "state_changed_at": "2023-09-30T12:11:48.259Z",
    "traits": {
      "email": "marisol.adeyemi@mail.example",
      "name": {
        "first": "Marisol",
        "last": "Adeyemi"
      }
    },
    "verifiable_addresses": [
      {
        "id": "9cb75abf-051c-4cd0-b5df-7ae8871c28be",
        "value": "marisol.adeyemi@mail.example",
        "verified": true,
        "via": "email",
        "status": "completed",
        "verified_at": "2023-09-30T12:19:02.664138Z",
        "created_at": "2023-09-30T12:11:48.259Z",
        "updated_at": "2023-09-30T12:19:02.664138Z"
      }
    ],
    "recovery_addresses": [
      {
        "id": "88b5aa4e-39a7-4c0b-a181-3d87f2e14774",
        "value": "marisol.adeyemi@mail.example",
        "via": "email",
        "created_at": "2023-09-30T12:11:48.259Z",
        "updated_at": "2023-09-30T12:11:48.259Z"
      }
    ],
    "metadata_public": null,
    "created_at": "2023-09-30T12:11:48.259Z",
    "updated_at": "2023-09-30T12:19:02.664138Z",
    "organization_id": null
  },
  "devices": [
    {
      "id": "dc3f02a1-088f-4dc7-90ef-5818c295e257",
      "ip_address": "203.0.113.188",
      "user_agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
      "location": "Valencia, ES"
    }
  ]
}

"""#),
    ("samples/sessions/revoked.json", #"""
{
  "id": "395c91c0-87b2-4fbe-a4d5-c1369c709dfe",
  "active": false,
  "expires_at": "2026-03-02T05:17:40.091238Z",
  "authenticated_at": "2026-03-01T05:17:40.091238Z",
  "authenticator_assurance_level": "aal2",
  "authentication_methods": [
    {
      "method": "password",
      "aal": "aal1",
      "completed_at": "2026-03-01T05:17:12.448630017Z"
    },
    {
      "method": "lookup_secret",
      "aal": "aal2",
      "completed_at": "2026-03-01T05:17:40.086719553Z"
    }
  ],
  "issued_at": "2026-03-01T05:17:12.452904Z",
  "identity": {
    "id": "ad13e7bc-6064-4ded-84e0-d14d66b4beb5",
    "schema_id": "employee",
    "schema_url": "https://auth.harbour.example/schemas/ZW1wbG95ZWU",
    "state": "active",
    "state_changed_at": "2025-04-14T08:30:27.50117Z",
    "traits": {
      "email": "samir.holt@harbour.example",
      "name": {
        "first": "Samir",
        "last": "Holt"
      }
    },
    "verifiable_addresses": [
      {
        "id": "cf5927d0-d235-4835-9fd2-2baaab89d5cd",
        "value": "samir.holt@harbour.example",
        "verified": true,
        "via": "email",
        "status": "completed",
        "verified_at": "2025-04-14T08:33:58.749925Z",
        "created_at": "2025-04-14T08:30:27.50117Z",
        "updated_at": "2025-04-14T08:33:58.749925Z"
      }
    ],
    "recovery_addresses": [
      {
        "id": "21d91d3b-f85a-4157-a809-c69529ef113b",
        "value": "samir.holt@harbour.example",
        "via": "email",
        "created_at": "2025-04-14T08:30:27.50117Z",
        "updated_at": "2025-04-14T08:30:27.50117Z"
      }
    ],
    "metadata_public": {
      "role": "member"
    },
    "created_at": "2025-04-14T08:30:27.50117Z",
    "updated_at": "2025-04-14T08:33:58.749925Z",
    "organization_id": null
  },
  "devices": [
    {
      "id": "a62674b8-bce6-4115-bd95-3cb5ac8c602f",
      "ip_address": "198.51.100.12",
      "user_agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36",
      "location": "Leeds, GB"
    }
  ]
}

"""#),
    ("samples/sessions/stale-second-factor.json", #"""
{
  "id": "9fdd3ad1-f396-4ed0-b5f1-96ea928c2858",
  "active": true,
  "expires_at": "2026-03-02T08:20:33.194706Z",
  "authenticated_at": "2026-03-01T08:20:33.194706Z",
  "authenticator_assurance_level": "aal2",
  "authentication_methods": [
    {
      "method": "password",
      "aal": "aal1",
      "completed_at": "2026-02-17T08:05:14.226715908Z"
    },
    {
      "method": "totp",
      "aal": "aal2",
      "completed_at": "2026-02-17T08:05:49.803341677Z"
    },
    {
      "method": "password",
      "aal": "aal1",
      "completed_at": "2026-02-24T08:11:02.517290443Z"
    },
    {
      "method": "password",
      "aal": "aal1",
      "completed_at": "2026-03-01T08:20:33.190562231Z"
    }
  ],
  "issued_at": "2026-02-17T08:05:14.231088Z",
  "identity": {
    "id": "c94d8cac-3dda-45bb-96f9-575db12c1511",
    "schema_id": "employee",
    "schema_url": "https://auth.harbour.example/schemas/ZW1wbG95ZWU",
    "state": "active",
    "state_changed_at": "2024-08-19T11:47:36.615028Z",
    "traits": {
      "email": "devi.aaltonen@harbour.example",
      "name": {
        "first": "Devi",
        "last": "Aaltonen"
      }
    },
    "verifiable_addresses": [
      {
        "id": "0cb3310c-226f-4d18-9c12-c5e6ac721300",
        "value": "devi.aaltonen@harbour.example",
        "verified": true,
        "via": "email",
        "status": "completed",
        "verified_at": "2024-08-19T11:52:08.094275Z",
        "created_at": "2024-08-19T11:47:36.615028Z",
        "updated_at": "2024-08-19T11:52:08.094275Z"
      }
    ],
    "recovery_addresses": [
      {
        "id": "2d4893b7-1a6f-40b6-8188-902f6ddee429",
        "value": "devi.aaltonen@harbour.example",
        "via": "email",
        "created_at": "2024-08-19T11:47:36.615028Z",
        "updated_at": "2024-08-19T11:47:36.615028Z"
      }
    ],
    "metadata_public": {
      "role": "admin"
    },
    "created_at": "2024-08-19T11:47:36.615028Z",
    "updated_at": "2024-08-19T11:52:08.094275Z",
    "organization_id": null
  },
  "devices": [
    {
      "id": "cdea1970-a84b-4eaa-8c1d-de3c04b6e38e",
      "ip_address": "198.51.100.58",
      "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
      "location": "Tampere, FI"
    }
  ]
}

"""#),
    ("samples/sessions/totp-step-up.json", #"""
{
  "id": "1b273ff6-8b20-4000-932f-0634db39ebfa",
  "active": true,
  "expires_at": "2026-03-02T08:41:55.27361Z",
  "authenticated_at": "2026-03-01T08:41:55.27361Z",
  "authenticator_assurance_level": "aal2",
  "authentication_methods": [
    {
      "method": "password",
      "aal": "aal1",
      "completed_at": "2026-03-01T07:03:18.640912358Z"
    },
    {
      "method": "totp",
      "aal": "aal2",
      "completed_at": "2026-03-01T08:41:55.270488016Z"
    }
  ],
  "issued_at": "2026-03-01T07:03:18.64471Z",
  "identity": {
    "id": "0876f1db-5d73-440c-a96c-8cc668f3a1eb",
    "schema_id": "employee",
    "schema_url": "https://auth.harbour.example/schemas/ZW1wbG95ZWU",
    "state": "active",
    "state_changed_at": "2024-11-04T09:02:51.73902Z",
    "traits": {
      "email": "noor.lindqvist@harbour.example",
      "name": {
        "first": "Noor",
        "last": "Lindqvist"
      }
    },
    "verifiable_addresses": [
      {
        "id": "30de37ae-ade8-4bf5-92dc-6b84a0894833",
        "value": "noor.lindqvist@harbour.example",
        "verified": true,
        "via": "email",
        "status": "completed",
        "verified_at": "2024-11-04T09:05:30.118846Z",
        "created_at": "2024-11-04T09:02:51.73902Z",
        "updated_at": "2024-11-04T09:05:30.118846Z"
      }
    ],
    "recovery_addresses": [
      {
        "id": "3dc6cb4a-d2ce-461b-a570-051b87343ec0",
        "value": "noor.lindqvist@harbour.example",
        "via": "email",
        "created_at": "2024-11-04T09:02:51.73902Z",
        "updated_at": "2024-11-04T09:02:51.73902Z"
      }
    ],
    "metadata_public": {
      "role": "member"
    },
    "created_at": "2024-11-04T09:02:51.73902Z",
    "updated_at": "2024-11-04T09:05:30.118846Z",
    "organization_id": null
  },
  "devices": [
    {
      "id": "f5133a4a-d093-409c-a3f2-e952da3da430",
      "ip_address": "198.51.100.71",
      "user_agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36",
      "location": "Gothenburg, SE"
    }
  ]
}

"""#),
    ("samples/shared-device.yaml", #"""
# A device of several people: a quarter of an hour, half a day, and no extension.
version: 1
suite: shared-device
policies: [../policies/shared-device.yaml]
now: 2026-03-01T09:00:00Z

sessions:
  ines:
    description: A password, two hours ago.
    from: sessions/password-aal1.json
    set: { issued_at: -2h, authenticated_at: -2h, expires_at: +6h }
  too-early: { extends: ines, set: { expires_at: +6h1s } }
  nearly-half-a-day: { extends: ines, set: { issued_at: -11h59m59s } }
  half-a-day: { extends: ines, set: { issued_at: -12h } }
  past-half-a-day: { extends: ines, set: { issued_at: -12h1s } }
  just-now: { extends: ines, set: { authenticated_at: -4m59s } }
  five-minutes: { extends: ines, set: { authenticated_at: -5m } }
  past-five-minutes: { extends: ines, set: { authenticated_at: -5m1s } }
  last-extension: { extends: ines, set: { issued_at: -29d } }
  one-second-over: { extends: ines, set: { issued_at: -29d1s } }
  nearly-a-month: { extends: ines, set: { issued_at: -29d23h59m59s } }
  a-month: { extends: ines, set: { issued_at: -30d } }
  past-a-month: { extends: ines, set: { issued_at: -30d1s } }

requests:
  shared: { action: page.read, last_active_at: -1m, device: { shared: true } }
  unsaid: { action: page.read, last_active_at: -1m }
  own: { action: page.read, last_active_at: -1m, device: { shared: false } }
  nearly-idle: { action: page.read, last_active_at: -14m59s, device: { shared: true } }
  idle: { action: page.read, last_active_at: -15m, device: { shared: true } }
  past-idle: { action: page.read, last_active_at: -15m1s, device: { shared: true } }
  idle-somewhere: { action: page.read, last_active_at: -15m }
  idle-at-home: { action: page.read, last_active_at: -15m, device: { shared: false } }
  buy: { action: purchase.create, last_active_at: -1m, device: { shared: true } }
  contact: { action: contact.add, last_active_at: -1m, device: { shared: true } }
  password: { action: settings.password, last_active_at: -1m, device: { shared: true } }
  parental: { action: settings.parental, last_active_at: -1m, device: { shared: true } }
  buy-at-home: { action: purchase.create, last_active_at: -1m, device: { shared: false } }

tests:
  - name: a shared device is never extended, nor is one of which nobody says that it is not
    sessions: [ines, too-early]
    requests: [shared, unsaid, own]
    expect:
      - { session: ines, requests: [shared, unsaid], outcome: proceed, extend: { allowed: false, reasons: [forbidden] }, refresh: true }
      - { session: ines, request: own, outcome: proceed, extend: { allowed: true, expires_at: +24h } }
      - { session: too-early, requests: [shared, unsaid], outcome: proceed, extend: false }
      - { session: too-early, request: own, outcome: proceed, extend: { allowed: false, not_before: +1s, reasons: [extend_window_not_open] } }

  - name: a quarter of an idle hour asks
    session: ines
    requests: [nearly-idle, idle, past-idle, idle-somewhere, idle-at-home]
    expect:
      - { request: nearly-idle, outcome: proceed, valid_until: +1s }
      - { requests: [idle, past-idle, idle-somewhere], outcome: reauthenticate, steps: [first], reasons: [idle_timeout], rules: [shared-device/fifteen-idle-minutes] }
      - { request: idle-at-home, outcome: proceed, extend: true }

  - name: half a day ends it
    sessions: [nearly-half-a-day, half-a-day, past-half-a-day]
    requests: [shared, own]
    expect:
      - { session: nearly-half-a-day, request: shared, outcome: proceed, valid_until: +1s }
      - { sessions: [half-a-day, past-half-a-day], request: shared, outcome: sign_in, rules: [shared-device/half-a-day] }
      - { sessions: [nearly-half-a-day, half-a-day, past-half-a-day], request: own, outcome: proceed }

  - name: what matters needs a login from the last five minutes
    sessions: [just-now, five-minutes, past-five-minutes]
    requests: [buy, contact, password, parental, buy-at-home]
    expect:
      - { session: just-now, requests: [buy, contact, password, parental], outcome: proceed, valid_until: +1s }
      - { sessions: [five-minutes, past-five-minutes], requests: [buy, contact, password, parental], outcome: reauthenticate, max_age: 5m, rules: [shared-device/sensitive-actions] }
      - { sessions: [just-now, five-minutes, past-five-minutes], request: buy-at-home, outcome: proceed }

  - name: elsewhere a month ends it, and the last extension ends there
    sessions: [last-extension, one-second-over, nearly-a-month, a-month, past-a-month]
    request: own
    expect:
      - { session: last-extension, outcome: proceed, extend: { allowed: true, expires_at: +24h } }
      - { session: one-second-over, outcome: proceed, extend: { allowed: false, reasons: [extend_cap_reached] } }
      - { session: nearly-a-month, outcome: proceed, extend: false, valid_until: +1s }
      - { sessions: [a-month, past-a-month], outcome: sign_in, rules: [shared-device/a-month-at-most] }

  - name: an afternoon with the tablet
    session: ines
    request: buy
    timeline:
      - { at: 1m, do: refresh, with: password, then: { outcome: proceed } }
      - { at: 6m, expect: { outcome: reauthenticate } }
      - { at: 10h, expect: { outcome: sign_in } }

laws:
  - name: a quarter of an idle hour asks
    when: session.idle >= duration("15m") && !has(request.device.shared)
    never: { outcome: proceed }

  - name: half a day ends it
    when: session.age >= duration("12h") && !has(request.device.shared)
    always: { outcome: sign_in }

  - name: a shared device is never extended
    when: request.device.shared
    never: { extend: true }

  - name: what is bought on one needs a login from the last five minutes
    when:
      all:
        - request.device.shared
        - request.action == "purchase.create"
        - session.authentication_age >= duration("5m")
    never: { outcome: proceed }

  - name: nothing is extended before the last six hours
    when: session.remaining > duration("6h")
    never: { extend: true }

  - name: a month ends every session
    when: session.age >= duration("30d")
    always: { outcome: sign_in, extend: false, refresh: false }

  - name: no extension outlasts it
    when: session.age + kratos.lifespan > duration("30d")
    never: { extend: true }

"""#),
    ("samples/sliding-with-absolute-cap.yaml", #"""
# A session in use slides for thirty days and no longer.
version: 1
suite: sliding-with-absolute-cap
policies: [../policies/sliding-with-absolute-cap.yaml]
now: 2026-03-01T09:00:00Z

sessions:
  tomas:
    description: A passkey, eighteen hours ago; the last six hours have just begun.
    from: sessions/passkey.json
    set: { issued_at: -18h, authenticated_at: -18h, expires_at: +6h }
  too-early: { extends: tomas, set: { expires_at: +6h1s } }
  later: { extends: tomas, set: { expires_at: +5h59m59s } }
  last-extension: { extends: tomas, set: { issued_at: -29d } }
  one-second-over: { extends: tomas, set: { issued_at: -29d1s } }
  nearly-thirty-days: { extends: tomas, set: { issued_at: -29d23h59m59s } }
  thirty-days: { extends: tomas, set: { issued_at: -30d } }
  past-thirty-days: { extends: tomas, set: { issued_at: -30d1s } }

requests:
  person: { action: page.read, interactive: true }
  unsaid: { action: page.read }
  polling: { action: page.read, interactive: false }

tests:
  - name: the window opens six hours before the end
    sessions: [too-early, tomas, later]
    request: person
    expect:
      - session: too-early
        outcome: proceed
        extend:
          allowed: false
          not_before: +1s
          reasons: [extend_window_not_open]
          rules: [sliding-with-absolute-cap/slide]
        refresh: true
        valid_until: +1s
      - session: tomas
        outcome: proceed
        extend: { allowed: true, expires_at: +24h, rules: [sliding-with-absolute-cap/slide] }
      - { session: later, outcome: proceed, extend: true }

  - name: a page that polls does not slide
    session: tomas
    requests: [person, unsaid, polling]
    expect:
      - { request: person, outcome: proceed, extend: true }
      - { request: unsaid, outcome: proceed, extend: true }
      - request: polling
        outcome: proceed
        extend: { allowed: false, reasons: [forbidden] }
        refresh: true

  - name: the last extension ends at thirty days exactly
    sessions: [last-extension, one-second-over]
    request: person
    expect:
      - { session: last-extension, outcome: proceed, extend: { allowed: true, expires_at: +24h } }
      - session: one-second-over
        outcome: proceed
        extend: { allowed: false, reasons: [extend_cap_reached] }

  - name: after thirty days it is over, whatever its expiry says
    sessions: [nearly-thirty-days, thirty-days, past-thirty-days]
    request: person
    expect:
      - { session: nearly-thirty-days, outcome: proceed, extend: false, valid_until: +1s }
      - session: thirty-days
        outcome: sign_in
        extend: false
        refresh: false
        rules: [sliding-with-absolute-cap/thirty-days-at-most]
      - { session: past-thirty-days, outcome: sign_in, reasons: [lifetime_exceeded], calls: [revoke] }

  - name: nobody slides for ever
    session: tomas
    request: person
    timeline:
      - { at: 0s, do: [extend, whoami] }
      - { every: 18h, until: 28d, do: [extend, whoami] }
      - { at: 28d17h, expect: { extend: { allowed: false, reasons: [extend_cap_reached] } } }
      - { at: 28d17h, do: refresh, then: { outcome: proceed, session: { expires_at: +29d17h } } }
      - { at: 29d6h, expect: { outcome: sign_in, rules: [sliding-with-absolute-cap/thirty-days-at-most] } }

  - name: a session that nobody uses ends after a day
    session: tomas
    request: person
    timeline:
      - { at: 1s, do: [extend, whoami] }
      - { at: 23h, do: whoami, then: { outcome: proceed, session: { expires_at: +1d1s } } }
      - { at: 1d1s, expect: { outcome: sign_in, reasons: [session_expired] } }

laws:
  - name: thirty days after it was issued the session is over
    when: session.age >= duration("30d")
    always: { outcome: sign_in }

  - name: no extension outlasts thirty days
    when: session.age + kratos.lifespan > duration("30d")
    never: { extend: true }

  - name: nothing is extended before the last six hours
    when: session.remaining > duration("6h")
    never: { extend: true }

"""#),
    ("samples/sudo-mode.yaml", #"""
# Sensitive actions ask for a login from the last minutes, and the gravest for a second factor.
version: 1
suite: sudo-mode
policies: [../policies/sudo-mode.yaml]
now: 2026-03-01T09:00:00Z

sessions:
  ines:
    description: A password and nothing else.
    from: sessions/password-aal1.json
    set: { issued_at: -1d, authenticated_at: -4m59s, expires_at: +12h }
  five-minutes: { extends: ines, set: { authenticated_at: -5m } }
  past-five-minutes: { extends: ines, set: { authenticated_at: -5m1s } }
  nearly-fifteen-minutes: { extends: ines, set: { authenticated_at: -14m59s } }
  fifteen-minutes: { extends: ines, set: { authenticated_at: -15m } }
  past-fifteen-minutes: { extends: ines, set: { authenticated_at: -15m1s } }
  noor:
    description: A password an hour ago, a one-time code just now.
    from: sessions/totp-step-up.json
    set: { issued_at: -2h, authenticated_at: -4m59s, expires_at: +23h }
  stale-code:
    extends: noor
    description: The password is fresh, the one-time code is five minutes old.
    set: { authenticated_at: -1m, completed: { password: -1m, totp: -5m } }

requests:
  read: { action: report.read }
  profile: { action: settings.profile }
  security-key: { action: settings.webauthn }
  passkey: { action: settings.passkey }
  totp: { action: settings.totp }
  api-key: { action: api_key.create }
  invite: { action: member.invite }
  pay: { action: payment.create }
  password: { action: settings.password }
  recovery: { action: settings.recovery }
  export: { action: export.all }
  delete: { action: account.delete }
  pay-with-factor: { action: payment.create, context: { available_aal: aal2 } }
  pay-without-factor: { action: payment.create, context: { available_aal: aal1 } }
  nameless: { country: DE }

tests:
  - name: reading asks for nothing
    session: past-fifteen-minutes
    request: read
    expect: { outcome: proceed, extend: { allowed: false, reasons: [no_matching_permit] }, refresh: true }

  - name: sensitive actions need a login from the last fifteen minutes
    sessions: [nearly-fifteen-minutes, fifteen-minutes, past-fifteen-minutes]
    request: profile
    expect:
      - { session: nearly-fifteen-minutes, outcome: proceed, valid_until: +1s }
      - session: fifteen-minutes
        outcome: reauthenticate
        max_age: 15m
        steps: [first]
        rules: [sudo-mode/sensitive-actions]
      - { session: past-fifteen-minutes, outcome: reauthenticate, reasons: [max_age_exceeded] }

  - name: each of the sensitive actions is
    sessions: [nearly-fifteen-minutes, fifteen-minutes]
    requests: [totp, security-key, passkey, api-key, invite]
    expect:
      - { session: nearly-fifteen-minutes, requests: [totp, security-key, passkey, api-key, invite], outcome: proceed }
      - session: fifteen-minutes
        requests: [totp, security-key, passkey, api-key, invite]
        outcome: reauthenticate
        rules: [sudo-mode/sensitive-actions]

  - name: critical actions need one from the last five
    sessions: [ines, five-minutes, past-five-minutes]
    request: pay
    expect:
      - { session: ines, outcome: proceed, valid_until: +1s }
      - session: five-minutes
        outcome: reauthenticate
        max_age: 5m
        steps: [first]
        rules: [sudo-mode/critical-actions]
      - { session: past-five-minutes, outcome: reauthenticate, reasons: [max_age_exceeded] }

  - name: each of the critical actions is
    sessions: [ines, five-minutes]
    requests: [password, recovery, export, delete]
    expect:
      - { session: ines, requests: [password, recovery, export, delete], outcome: proceed }
      - session: five-minutes
        requests: [password, recovery, export, delete]
        outcome: reauthenticate
        rules: [sudo-mode/critical-actions]

  - name: an old second factor is enough for everything else
    session: stale-code
    requests: [read, profile]
    expect: { outcome: proceed }

  - name: who has a second factor shows it, and it counts from that factor
    sessions: [ines, noor, stale-code]
    requests: [pay, pay-with-factor, pay-without-factor]
    expect:
      - { session: ines, request: pay, outcome: proceed }
      - session: ines
        request: pay-with-factor
        outcome: reauthenticate
        aal: aal2
        steps: [second]
        rules: [sudo-mode/critical-actions-need-the-second-factor]
      - { session: ines, request: pay-without-factor, outcome: proceed }
      - { session: noor, requests: [pay, pay-with-factor, pay-without-factor], outcome: proceed }
      - session: stale-code
        requests: [pay, pay-with-factor, pay-without-factor]
        outcome: reauthenticate
        aal: aal2
        max_age: 5m
        rules: [sudo-mode/critical-actions-need-the-second-factor]

  - name: an action without a name is taken for a dangerous one
    session: past-fifteen-minutes
    request: nameless
    expect:
      outcome: reauthenticate
      max_age: 5m
      rules: [sudo-mode/critical-actions, sudo-mode/sensitive-actions]
      extend: false

  - name: a payment, confirmed twice
    session: stale-code
    request: pay
    timeline:
      - { at: 1s, expect: { outcome: reauthenticate, steps: [second] } }
      - { at: 10s, do: step_up, with: totp, then: { outcome: proceed, valid_until: +5m10s } }
      - { at: 5m9s, expect: { outcome: proceed } }
      - { at: 5m10s, expect: { outcome: reauthenticate, aal: aal2 } }

laws:
  - name: sensitive actions need a login from the last fifteen minutes
    when: request.action == "settings.totp" && session.authentication_age >= duration("15m")
    never: { outcome: proceed }

  - name: the gravest need one from the last five
    when: request.action == "payment.create" && session.authentication_age >= duration("5m")
    never: { outcome: proceed }

  - name: who has a second factor shows it for them, not older than five minutes
    when:
      all:
        - request.action == "payment.create"
        - has(context.available_aal) && context.available_aal == "aal2"
        - >-
          !session.authentication_methods.exists(m,
            m.aal == "aal2" && now - m.completed_at < duration("5m"))
    never: { outcome: proceed }

"""#),
    ("samples/support-impersonation.yaml", #"""
# Support staff in a customer's place: half an hour, ten idle minutes, and nothing that matters.
version: 1
suite: support-impersonation
policies: [../policies/support-impersonation.yaml]
now: 2026-03-01T09:00:00Z

sessions:
  visit:
    description: A session that staff opened ten minutes ago.
    from: sessions/password-aal1.json
    set: { issued_at: -10m, authenticated_at: -10m, expires_at: +6h }
  nearly-half-an-hour: { extends: visit, set: { issued_at: -29m59s } }
  half-an-hour: { extends: visit, set: { issued_at: -30m } }
  past-half-an-hour: { extends: visit, set: { issued_at: -30m1s } }
  noor:
    description: The member of staff, in her own session.
    from: sessions/totp-step-up.json
    set: { issued_at: -1h, authenticated_at: -14m59s, expires_at: +6h, completed: { password: -1h, totp: -14m59s } }
  code-fifteen-minutes: { extends: noor, set: { authenticated_at: -1m, completed: { password: -1m, totp: -15m } } }
  code-past-fifteen-minutes: { extends: noor, set: { authenticated_at: -1m, completed: { password: -1m, totp: -15m1s } } }

requests:
  look: { action: page.read, last_active_at: -1m, context: { impersonator: noor.lindqvist } }
  customer: { action: page.read, last_active_at: -1h }
  nearly-idle: { action: page.read, last_active_at: -9m59s, context: { impersonator: noor.lindqvist } }
  idle: { action: page.read, last_active_at: -10m, context: { impersonator: noor.lindqvist } }
  past-idle: { action: page.read, last_active_at: -10m1s, context: { impersonator: noor.lindqvist } }
  password: { action: settings.password, last_active_at: -1m, context: { impersonator: noor.lindqvist } }
  email: { action: settings.email, last_active_at: -1m, context: { impersonator: noor.lindqvist } }
  totp: { action: settings.totp, last_active_at: -1m, context: { impersonator: noor.lindqvist } }
  pay: { action: payment.create, last_active_at: -1m, context: { impersonator: noor.lindqvist } }
  delete: { action: account.delete, last_active_at: -1m, context: { impersonator: noor.lindqvist } }
  customer-pays: { action: payment.create, last_active_at: -1m }
  begin: { action: impersonation.start, last_active_at: -1m }

tests:
  - name: half an hour, and nothing prolongs it
    sessions: [visit, nearly-half-an-hour, half-an-hour, past-half-an-hour]
    request: look
    expect:
      - { session: visit, outcome: proceed, extend: { allowed: false, reasons: [forbidden] }, refresh: { allowed: false, reasons: [forbidden] } }
      - { session: nearly-half-an-hour, outcome: proceed, valid_until: +1s }
      - { sessions: [half-an-hour, past-half-an-hour], outcome: sign_in, rules: [support-impersonation/half-an-hour], calls: [revoke] }

  - name: ten idle minutes end it
    session: nearly-half-an-hour
    requests: [nearly-idle, idle, past-idle]
    expect:
      - { request: nearly-idle, outcome: proceed, valid_until: +1s }
      - { requests: [idle, past-idle], outcome: sign_in, rules: [support-impersonation/ten-idle-minutes] }

  - name: staff change nothing that matters
    session: visit
    requests: [password, email, totp, pay, delete, customer-pays]
    expect:
      - { requests: [password, email, totp, pay, delete], outcome: sign_in, rules: [support-impersonation/nothing-that-matters] }
      - { request: customer-pays, outcome: proceed }

  - name: customers are none of its business
    sessions: [noor, code-past-fifteen-minutes]
    request: customer
    expect: { outcome: proceed, extend: { allowed: false, reasons: [no_matching_permit] }, refresh: true }

  - name: staff show a second factor from the last fifteen minutes to begin
    sessions: [noor, code-fifteen-minutes, code-past-fifteen-minutes, visit]
    request: begin
    expect:
      - { session: noor, outcome: proceed, valid_until: +1s }
      - { sessions: [code-fifteen-minutes, code-past-fifteen-minutes, visit], outcome: reauthenticate, aal: aal2, max_age: 15m, steps: [second], rules: [support-impersonation/staff-prove-themselves] }

  - name: a visit
    session: visit
    request: look
    timeline:
      - { every: 5m, until: 15m, do: activity }
      - { at: 19m59s, expect: { outcome: proceed } }
      - { at: 20m, expect: { outcome: sign_in, rules: [support-impersonation/half-an-hour] } }

laws:
  - name: half an hour ends it
    when: has(context.impersonator) && session.age >= duration("30m")
    always: { outcome: sign_in }

  - name: ten idle minutes end it
    when: has(context.impersonator) && session.idle >= duration("10m")
    always: { outcome: sign_in }

  - name: nothing prolongs it
    when: has(context.impersonator)
    always: { extend: false, refresh: false }

  - name: nobody pays in a customer's place
    when: has(context.impersonator) && request.action == "payment.create"
    always: { outcome: sign_in }

  - name: to begin takes a second factor from the last fifteen minutes
    when:
      all:
        - request.action == "impersonation.start"
        - >-
          !session.authentication_methods.exists(m,
            m.aal == "aal2" && now - m.completed_at < duration("15m"))
    never: { outcome: proceed }

"""#),
    ("samples/workforce.yaml", #"""
# Employees through the day, administrators, and dangerous actions.
version: 1
suite: workforce
policies: [../policies/workforce.yaml]
now: 2026-03-01T09:00:00Z

sessions:
  noor:
    description: An employee; a password two hours ago, a one-time code five minutes ago.
    from: sessions/totp-step-up.json
    set: { issued_at: -2h, authenticated_at: -5m, expires_at: +6h, completed: { password: -2h, totp: -5m } }
  code-just-in-time: { extends: noor, set: { authenticated_at: -14m59s, completed: { password: -2h, totp: -14m59s } } }
  code-fifteen-minutes: { extends: noor, set: { authenticated_at: -15m, completed: { password: -2h, totp: -15m } } }
  code-too-late: { extends: noor, set: { authenticated_at: -15m1s, completed: { password: -2h, totp: -15m1s } } }
  too-early: { extends: noor, set: { expires_at: +6h1s } }
  later: { extends: noor, set: { expires_at: +5h59m59s } }
  last-extension: { extends: noor, set: { issued_at: -29d } }
  one-second-over: { extends: noor, set: { issued_at: -29d1s } }
  nearly-a-month: { extends: noor, set: { issued_at: -29d23h59m59s } }
  a-month: { extends: noor, set: { issued_at: -30d } }
  past-a-month: { extends: noor, set: { issued_at: -30d1s } }
  new-hire:
    description: An employee to whom nobody has given a role yet, and whose factors are old.
    extends: noor
    set:
      authenticated_at: -5h
      issued_at: -6h
      completed: { password: -5h, totp: -5h }
      identity: { schema_id: employee, state: active, metadata_public: {} }
  devi:
    description: An administrator; a password today, the one-time code two weeks ago.
    from: sessions/stale-second-factor.json
    set: { issued_at: -13d, expires_at: +6h }
  devi-nearly-four-hours: { extends: devi, set: { authenticated_at: -1h, completed: { password: -1h, totp: -3h59m59s } } }
  devi-four-hours: { extends: devi, set: { authenticated_at: -1h, completed: { password: -1h, totp: -4h } } }
  devi-past-four-hours: { extends: devi, set: { authenticated_at: -1h, completed: { password: -1h, totp: -4h1s } } }
  devi-password-nearly-four-hours: { extends: devi, set: { authenticated_at: -1h, completed: { password: -3h59m59s, totp: -1h } } }
  devi-password-four-hours: { extends: devi, set: { authenticated_at: -1h, completed: { password: -4h, totp: -1h } } }
  devi-password-past-four-hours: { extends: devi, set: { authenticated_at: -1h, completed: { password: -4h1s, totp: -1h } } }
  devi-with-a-passkey:
    extends: devi
    set:
      authenticated_at: -1h
      authentication_methods: [{ method: passkey, aal: aal1, completed_at: -1h }, { method: totp, aal: aal2, completed_at: -1h }]
  devi-from-her-provider:
    extends: devi
    set:
      authenticated_at: -1h
      authentication_methods: [{ method: oidc, aal: aal1, completed_at: -1h }, { method: totp, aal: aal2, completed_at: -1h }]
  devi-from-her-company:
    extends: devi
    set:
      authenticated_at: -1h
      authentication_methods: [{ method: saml, aal: aal1, completed_at: -1h }, { method: totp, aal: aal2, completed_at: -1h }]
  devi-by-a-code:
    extends: devi
    set:
      authenticated_at: -1h
      authentication_methods: [{ method: code, aal: aal1, completed_at: -1h }, { method: totp, aal: aal2, completed_at: -1h }]
  ines:
    description: A customer, whom this policy says nothing about.
    from: sessions/password-aal1.json
    set: { issued_at: -2h, authenticated_at: -2h, expires_at: +6h }
  admin-view:
    description: The identity was left out, so nobody knows whether it is an employee.
    from: sessions/admin-view.json
    set: { issued_at: -2h, authenticated_at: -2h, expires_at: +6h }

requests:
  read: { action: report.read, last_active_at: -1m, device: { managed: true }, context: { risk: low } }
  unmanaged: { action: report.read, last_active_at: -1m, device: { managed: false }, context: { risk: low } }
  unknown-device: { action: report.read, last_active_at: -1m, context: { risk: low } }
  nearly-idle: { action: report.read, last_active_at: -29m59s, device: { managed: true }, context: { risk: low } }
  idle: { action: report.read, last_active_at: -30m, device: { managed: true }, context: { risk: low } }
  past-idle: { action: report.read, last_active_at: -30m1s, device: { managed: true }, context: { risk: low } }
  pay: { action: payment.create, last_active_at: -1m, device: { managed: true }, context: { risk: low } }
  new-password: { action: settings.password, last_active_at: -1m, device: { managed: true }, context: { risk: low } }
  new-totp: { action: settings.totp, last_active_at: -1m, device: { managed: true }, context: { risk: low } }
  risky: { action: report.read, last_active_at: -1m, device: { managed: true }, context: { risk: high } }
  riskless: { action: report.read, last_active_at: -1m, device: { managed: true } }

tests:
  - name: an active session slides in its last six hours
    sessions: [too-early, noor, later]
    request: read
    expect:
      - session: too-early
        outcome: proceed
        extend: { allowed: false, not_before: +1s, reasons: [extend_window_not_open] }
        deadlines: { extendable_from: +1s }
      - session: noor
        outcome: proceed
        extend: { allowed: true, expires_at: +24h, rules: [workforce/slide] }
        refresh: { allowed: true, rules: [workforce/confirm] }
        calls: [extend, renew_cookie]
      - { session: later, outcome: proceed, extend: true }

  - name: half an hour of idleness stops the sliding and nothing else
    session: noor
    requests: [nearly-idle, idle, past-idle]
    expect:
      - { request: nearly-idle, outcome: proceed, extend: true, valid_until: +1s }
      - { request: idle, outcome: proceed, extend: { allowed: false, reasons: [idle_timeout] } }
      - { request: past-idle, outcome: proceed, extend: false, refresh: true }

  - name: only managed devices slide
    session: noor
    requests: [read, unmanaged, unknown-device]
    expect:
      - { request: read, outcome: proceed, extend: true }
      - { request: unmanaged, outcome: proceed, extend: { allowed: false, reasons: [forbidden] } }
      - { request: unknown-device, outcome: proceed, extend: { allowed: false, reasons: [forbidden] } }

  - name: dangerous changes need a second factor from the last fifteen minutes
    sessions: [noor, code-just-in-time, code-fifteen-minutes, code-too-late]
    requests: [read, pay, new-password, new-totp, risky]
    expect:
      - sessions: [noor, code-just-in-time]
        requests: [read, pay, new-password, new-totp, risky]
        outcome: proceed
        extend: true
      - { sessions: [code-fifteen-minutes, code-too-late], request: read, outcome: proceed, extend: true }
      - sessions: [code-fifteen-minutes, code-too-late]
        requests: [pay, new-password, new-totp, risky]
        outcome: reauthenticate
        aal: aal2
        max_age: 15m
        steps: [second]
        rules: [workforce/fresh-second-factor]
        extend: { allowed: false, reasons: [reauthentication_due] }

  - name: an unknown risk is a high one
    sessions: [noor, code-too-late]
    request: riskless
    expect:
      - { session: noor, outcome: proceed, indeterminate: [context.risk] }
      - { session: code-too-late, outcome: reauthenticate, rules: [workforce/fresh-second-factor] }

  - name: administrators confirm their second factor every four hours
    sessions: [devi, devi-nearly-four-hours, devi-four-hours, devi-past-four-hours]
    request: read
    expect:
      - session: devi
        outcome: reauthenticate
        aal: aal2
        max_age: 4h
        rules: [workforce/admins-every-four-hours]
      - { session: devi-nearly-four-hours, outcome: proceed, valid_until: +1s }
      - { session: devi-four-hours, outcome: reauthenticate, steps: [second] }
      - { session: devi-past-four-hours, outcome: reauthenticate, reasons: [max_age_exceeded] }

  - name: administrators show their first factor every four hours
    sessions: [devi-password-nearly-four-hours, devi-password-four-hours, devi-password-past-four-hours]
    request: read
    expect:
      - { session: devi-password-nearly-four-hours, outcome: proceed, valid_until: +1s }
      - session: devi-password-four-hours
        outcome: reauthenticate
        max_age: 4h
        steps: [first]
        rules: [workforce/admins-sign-in-every-four-hours]
      - { session: devi-password-past-four-hours, outcome: reauthenticate, reasons: [max_age_exceeded] }

  - name: any first factor will do, but no code by mail
    sessions: [devi-with-a-passkey, devi-from-her-provider, devi-from-her-company, devi-by-a-code]
    request: read
    expect:
      - { sessions: [devi-with-a-passkey, devi-from-her-provider, devi-from-her-company], outcome: proceed }
      - { session: devi-by-a-code, outcome: reauthenticate, rules: [workforce/admins-sign-in-every-four-hours] }

  - name: who has no role is no administrator
    session: new-hire
    request: read
    expect: { outcome: proceed }

  - name: the last extension ends at a month exactly
    sessions: [last-extension, one-second-over]
    request: read
    expect:
      - { session: last-extension, outcome: proceed, extend: { allowed: true, expires_at: +24h } }
      - { session: one-second-over, outcome: proceed, extend: { allowed: false, reasons: [extend_cap_reached] } }

  - name: after a month it is over
    sessions: [nearly-a-month, a-month, past-a-month]
    request: read
    expect:
      - { session: nearly-a-month, outcome: proceed, extend: false, valid_until: +1s }
      - session: a-month
        outcome: sign_in
        extend: false
        refresh: false
        rules: [workforce/a-month-at-most]
        calls: [revoke]
      - { session: past-a-month, outcome: sign_in, reasons: [lifetime_exceeded] }

  - name: customers are none of its business
    session: ines
    requests: [read, pay]
    expect:
      - { request: read, outcome: proceed, extend: { allowed: false, reasons: [no_matching_permit] }, refresh: false }
      - { request: pay, outcome: proceed, extend: false, refresh: false }

  - name: somebody whose identity was left out is treated as an employee by what forbids and demands
    session: admin-view
    request: pay
    expect: { outcome: sign_in, extend: false, refresh: false }

  - name: a month of working days
    session: noor
    request: read
    timeline:
      - { at: 0s, do: [activity, extend, whoami] }
      - { every: 18h, until: 28d, do: [activity, extend, whoami] }
      - { at: 28d17h, expect: { extend: { allowed: false, reasons: [idle_timeout] } } }
      - { at: 28d17h, do: refresh, with: password }
      - { at: 29d16h, do: refresh, with: password }
      - { at: 29d22h, expect: { outcome: sign_in, rules: [workforce/a-month-at-most] } }

  - name: a payment after a step-up, and another one too late
    session: code-too-late
    request: pay
    timeline:
      - { at: 1s, expect: { outcome: reauthenticate, aal: aal2 } }
      - { at: 20s, do: step_up, with: totp, then: { outcome: proceed, session: { authenticated_at: +20s, expires_at: +24h20s } } }
      - { at: 15m19s, expect: { outcome: proceed } }
      - { at: 15m20s, expect: { outcome: reauthenticate } }

laws:
  - name: nobody is extended past thirty days
    when: session.age + kratos.lifespan > duration("30d")
    never: { extend: true }

  - name: nothing is extended after thirty idle minutes, or before the last six hours
    when:
      any:
        - session.idle >= duration("30m")
        - session.remaining > duration("6h")
    never: { extend: true }

  - name: employees are signed out thirty days after they signed in
    when: identity.schema_id == "employee" && session.age >= duration("30d")
    always: { outcome: sign_in }

  - name: employees' payments always show a second factor
    when: identity.schema_id == "employee" && request.action == "payment.create" && session.aal == "aal1"
    always: { outcome: [reauthenticate, sign_in] }

  - name: it is not older than fifteen minutes
    when:
      all:
        - identity.schema_id == "employee"
        - request.action == "payment.create"
        - >-
          !session.authentication_methods.exists(m,
            m.aal == "aal2" && now - m.completed_at < duration("15m"))
    never: { outcome: proceed }

  - name: that of administrators not older than four hours, nor is their first factor
    when:
      all:
        - identity.schema_id == "employee"
        - identity.metadata_public.role == "admin"
        - any:
            - >-
              !session.authentication_methods.exists(m,
                m.aal == "aal2" && now - m.completed_at < duration("4h"))
            - >-
              !session.authentication_methods.exists(m,
                m.method in ["password", "passkey", "oidc", "saml"]
                && now - m.completed_at < duration("4h"))
    never: { outcome: proceed }

  - name: a device that nobody says is managed does not slide
    when: identity.schema_id == "employee" && !has(request.device.managed)
    never: { extend: true }

"""#),
  ]
}
