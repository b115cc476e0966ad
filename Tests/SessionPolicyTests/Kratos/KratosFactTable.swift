/// What Kratos does with a session, fact by fact.
///
/// The facts are those of Kratos' own source and tests at v26.2.0 and its development head of July 2026;
/// each begins with the file that says so. Then come: words, the conditions, what happens and when, what
/// Kratos answers to the last of it, and what the session says then (`-` as before, `*` no matter).
///
/// The session began by a password at hour 0, and a session lives for a day. Conditions are `head`,
/// `tagged` (all releases but the head) or single releases, settings, and `for=` with the methods that
/// stand for `M`. Of `methods=` the value is what a configuration enables.
let kratosFactTable = """
  # Changes of credentials need a session authenticated within the privileged age, an hour.
  settings/hook.go | a moment before its end | for=totp,lookup_secret,webauthn,passkey,oidc | 59m59s999ms999us999ns enrol M | changed | *
  settings/hook.go | at its end | for=totp,lookup_secret,webauthn,passkey,oidc,password | 1h enrol M | 403 session_refresh_required | -
  settings/hook.go | after its end | for=totp,lookup_secret,webauthn,passkey,oidc,password | 1h1ns enrol M | 403 session_refresh_required | -
  session/session.go | extending is not authenticating | for=totp,password | 2h extend; 2h enrol M | 403 session_refresh_required | -
  session/manager_http.go | a refresh is | for=totp,lookup_secret,webauthn,passkey,oidc,password | 2h refresh password; 2h enrol M | changed | *
  session/manager_http.go | an age of nothing is never | tagged privileged=0s for=totp,password,oidc | 0s enrol M | 403 session_refresh_required | -
  session/manager_http.go | an age of nothing is always | head privileged=0s | 9h enrol totp | changed | issued 0s authenticated 9h expires 24h aal2 password totp
  password/settings.go | but for passwords | head privileged=0s for=password | 9h enrol M | 403 session_refresh_required | -

  # What the settings add.
  session/manager_http.go | a factor set up is completed | tagged for=totp,lookup_secret | 1m enrol M | changed | issued 0s authenticated 0s expires 24h aal2 password M
  session/manager_http.go | and at the head an authentication | head for=totp,lookup_secret | 1m enrol M | changed | issued 0s authenticated 1m expires 24h aal2 password M
  oidc/strategy_settings.go | a first factor is completed too | tagged for=oidc,passkey | 1m enrol M | changed | issued 0s authenticated 0s expires 24h aal1 password M
  webauthn/settings.go | a security key is a second factor | tagged methods=all | 1m enrol webauthn | changed | issued 0s authenticated 0s expires 24h aal2 password webauthn
  webauthn/settings.go | a passwordless one is a first | tagged methods=all passwordless | 1m enrol webauthn | changed | issued 0s authenticated 0s expires 24h aal1 password webauthn
  password/settings.go | a password adds nothing | | 1m enrol password | changed | issued 0s authenticated 0s expires 24h aal1 password
  settings/handler.go | nothing else can be set up | for=code,profile,link_recovery,code_recovery,identifier_first,v0.6_legacy_session,unheard_of | 1m enrol M | 400 | -
  settings/handler.go | nor what is off | methods=default for=totp,lookup_secret,webauthn,passkey,oidc,deviceauthn | 1m enrol M | 400 | -
  settings/handler.go | closed below the highest level | enrolled=password,totp for=webauthn,password | 1m enrol M | 403 session_aal2_required | -
  settings/handler.go | open where one factor is the highest | enrolled=password | 1m enrol totp | changed | *
  settings/handler.go | open where one factor is enough | settings_aal1 enrolled=password,totp | 1m enrol webauthn | changed | *
  settings/handler.go | closed to nobody in particular | v25.4 v26.2 head settings_aal1 nothing | 0s enrol totp | 403 session_aal2_required | -
  settings/handler.go | a session that is over has none | for=totp,password | 24h enrol M | 401 session_inactive | -
  session/manager_http.go | the level falls again by no enrolment | tagged | 1m enrol totp; 2m enrol passkey | changed | issued 0s authenticated 0s expires 24h aal2 password totp passkey

  # Login flows for a first factor.
  login/handler.go | no first factor of a refresh | for=totp,lookup_secret,link_recovery,code_recovery,identifier_first,profile,deviceauthn,v0.6_legacy_session,unheard_of | 2h refresh M | 400 | -
  login/handler.go | nor of a login | for=totp,lookup_secret,link_recovery,code_recovery,identifier_first,profile,deviceauthn,v0.6_legacy_session,unheard_of | 25h sign_in M | 400 | -
  login/strategy.go | a key that is not passwordless | methods=all for=webauthn | 2h refresh M | 400 | -
  login/strategy.go | one that is | methods=all passwordless | 2h refresh webauthn | changed | issued 0s authenticated 2h expires 26h aal1 password webauthn
  code/strategy.go | a code without its flag | methods=all for=code | 2h refresh M | 400 | -
  code/strategy.go | a code as a second factor alone | methods=all second_codes for=code | 2h refresh M | 400 | -
  code/strategy.go | a code with its flag | methods=all first_codes | 2h refresh code | changed | issued 0s authenticated 2h expires 26h aal1 password code
  login/strategy.go | what is off | methods=default for=oidc,passkey,webauthn | 2h refresh M | 400 | -
  login/strategy.go | a password that is off | methods=totp for=password | 2h refresh M | 400 | -
  login/strategy.go | what nobody says is off | for=password,passkey,webauthn,code | 2h refresh M | changed | issued 0s authenticated 2h expires 26h aal1 password M
  login/handler.go | a login over a live session | for=password,oidc,passkey | 2h sign_in M | 400 session_already_available | -
  login/handler.go | a login of somebody else over it | for=password | 2h sign_in M as bob | 400 session_already_available | -
  login/handler.go | a login after a logout | | 1h revoke; 2h sign_in password | new | issued 2h authenticated 2h expires 26h aal1 password
  login/handler.go | a login after the expiry | | 24h sign_in password | new | issued 24h authenticated 24h expires 48h aal1 password
  link/strategy_recovery.go | a recovery over a live session | for=link_recovery,code_recovery | 2h recover M | new | issued 2h authenticated 2h expires 26h aal1 M
  link/strategy_recovery.go | is privileged at once | | 2h recover code_recovery; 2h enrol password | changed | issued 2h authenticated 2h expires 26h aal1 code_recovery
  recovery/handler.go | is by links and codes alone | for=password,totp,code,oidc,unheard_of | 2h recover M | 400 | -
  recovery/handler.go | and not by what is off | methods=default for=link_recovery | 2h recover M | 400 | -
  login/handler.go | a refresh without a session is a login | | 24h refresh password | new | issued 24h authenticated 24h expires 48h aal1 password
  login/hook.go | a disabled identity | tagged for=password,oidc | 1h disable; 2h sign_in M | 401 | -
  login/hook.go | a disabled identity at the head | head for=password,oidc | 1h disable; 2h sign_in M | 400 identity_disabled | -
  persistence/sql/persister_session.go | a refresh keeps the beginning | | 2h refresh password | changed | issued 0s authenticated 2h expires 26h aal1 password password
  login/handler_test.go | somebody else in a refresh | for=password,passkey | 2h refresh M as bob | new | issued 2h authenticated 2h expires 26h aal1 M
  code/strategy_login.go | with a code, at the head | head for=code | 2h refresh M as bob | 400 | -
  code/strategy_login.go | with a code, before | tagged | 2h refresh code as bob | new | issued 2h authenticated 2h expires 26h aal1 code
  oidc/strategy_login.go | a provider begins another session | for=oidc,saml | 1h step_up totp; 2h refresh M | new | issued 2h authenticated 2h expires 26h aal1 M

  # Login flows for a second factor.
  login/handler.go | no second factor | for=password,oidc,saml,passkey,link_recovery,code_recovery,profile,identifier_first,unheard_of | 2h step_up M | 400 | -
  login/handler.go | nor one shown again | for=password,oidc,passkey,code_recovery,unheard_of | 1h step_up totp; 2h again M | 400 | -
  login/strategy.go | a passwordless key | methods=all passwordless for=webauthn | 2h step_up M | 400 | -
  login/strategy.go | a key that is not | methods=all | 2h step_up webauthn | changed | issued 0s authenticated 2h expires 26h aal2 password webauthn
  code/strategy.go | a code without its flag | methods=all for=code | 2h step_up M | 400 | -
  code/strategy.go | a code as a first factor alone | methods=all first_codes for=code | 2h step_up M | 400 | -
  code/strategy.go | a code with its flag | methods=all second_codes | 2h step_up code | changed | issued 0s authenticated 2h expires 26h aal2 password code
  login/strategy.go | what is off | methods=default for=totp,lookup_secret,webauthn,code,deviceauthn | 2h step_up M | 400 | -
  login/strategy.go | what nobody says is off | for=totp,lookup_secret,webauthn,code,deviceauthn | 2h step_up M | changed | issued 0s authenticated 2h expires 26h aal2 password M
  login/handler.go | a level that is there | for=totp,webauthn | 1h step_up totp; 2h step_up M | 400 session_already_available | -
  login/handler.go | is shown again by a refresh | for=totp,webauthn | 1h step_up totp; 2h again M | changed | issued 0s authenticated 2h expires 26h aal2 password totp M
  login/handler.go | no session to step up | for=totp | 24h step_up M | 401 session_aal1_required | -
  login/handler.go | nor to show it again in | for=totp | 24h again M | 401 session_aal1_required | -
  session/session.go | a second factor stays whatever comes after | | 1h step_up totp; 20h refresh password | changed | issued 0s authenticated 20h expires 44h aal2 password totp password

  # Native clients have no WebAuthn.
  webauthn/login.go | in a login | native for=webauthn,passkey | 2h refresh M | 400 | -
  webauthn/login.go | as a second factor | native for=webauthn | 2h step_up M | 400 | -
  webauthn/settings.go | in the settings | native for=webauthn,passkey | 1m enrol M | 400 | -
  totp/login.go | but everything else | native for=totp,lookup_secret,code | 2h step_up M | changed | *
  session/manager_http.go | and a token has no end of its own | native | 20h extend; 40h whoami | nothing | -

  # Providers that vouch for both factors.
  session/session.go | a provider at aal2 | head | 2h refresh oidc@aal2 | new | issued 2h authenticated 2h expires 26h aal2 oidc
  oidc/strategy_login.go | is recorded by no other release | tagged | 2h refresh oidc@aal2 | nothing | -
  session/session.go | and no other method is | for=password@aal2,passkey@aal2 | 2h refresh M | nothing | -

  # whoami and the cookie, which decodes for a lifespan after it was issued.
  session/manager_http.go | nothing was extended | | 23h whoami | nothing | -
  session/manager_http.go | an extension is brought by one whoami | | 2h extend; 3h whoami | renewed | -
  session/manager_http.go | and not by another | | 2h extend; 3h whoami; 4h whoami | nothing | -
  gorilla/securecookie | the last moment | | 2h extend; 24h999ms999us999ns whoami | renewed | -
  gorilla/securecookie | and the first that is too late | | 2h extend; 24h1s whoami | 401 | -
  session/manager_http.go | a refresh renews it | | 20h refresh password; 43h whoami | nothing | -
  session/manager_http.go | a step-up renews it | | 20h step_up totp; 43h whoami | nothing | -
  session/manager_http.go | showing a factor again renews it | | 1h step_up totp; 20h again totp; 43h whoami | nothing | -
  session/manager_http.go | a login renews it | | 20h revoke; 20h sign_in password; 43h whoami | nothing | -
  session/manager_http.go | a recovery renews it | | 20h recover code_recovery; 43h whoami | nothing | -
  settings/hook.go | the settings renew it | | 50m enrol password; 2h extend; 24h49m whoami | renewed | -
  login/handler.go | without it there is no step-up | | 2h extend; 25h step_up totp | 401 session_aal1_required | -
  settings/handler.go | without it there are no settings | | 2h extend; 25h enrol totp | 401 session_inactive | -
  login/handler.go | without it a login is one over nothing | | 2h extend; 25h sign_in password | new | issued 25h authenticated 25h expires 49h aal1 password
  session/handler.go | a server extends without it | | 2h extend; 25h extend | changed | issued 0s authenticated 0s expires 49h aal1 password
  driver/registry_default.go | thirty days where it is not persistent | lifespan=180d transient | 720h1s whoami | 401 | -
  driver/registry_default.go | and to the very second | lifespan=180d transient | 720h whoami | nothing | -
  driver/registry_default.go | a lifespan under a second is no limit | lifespan=900ms | 800ms extend; 1s650ms extend; 2s500ms whoami | renewed | -
  config/config.go | an organization's session outlives it | head organization=48h | 24h1s whoami | 401 | -
  config/config.go | which no other release lets live so long | tagged organization=48h | 24h whoami | 401 | -
  session/handler.go | a session that is over | | 24h whoami | 401 | -
  session/manager_http.go | nobody in particular | v25.4 v26.2 head whoami_aal1 nothing | 1h whoami | 403 session_aal2_required | -
  session/manager_http.go | nobody in particular, in v1.3 | v1.3 whoami_aal1 nothing | 1h whoami | 401 | -
  session/manager_http.go | nobody who has nothing better | nothing enrolled=none | 1h whoami | nothing | -
  session/manager_http.go | one factor of somebody who has two | enrolled=password,totp | 1h whoami | 403 session_aal2_required | -
  session/manager_http.go | of somebody who showed two before | | 1h step_up totp; 2h refresh oidc; 3h whoami | 403 session_aal2_required | -
  session/manager_http.go | one factor where it is enough | whoami_aal1 enrolled=password,totp | 1h whoami | nothing | -
  session/manager_http.go | a factor that is off counts for nothing | methods=default enrolled=password,totp | 1h whoami | nothing | -

  # Extensions look at the expiry and at nothing else.
  session/handler.go | after a logout | | 1h revoke; 2h extend | changed | issued 0s authenticated 0s expires 26h aal1 password
  session/handler.go | after the expiry | | 25h extend | changed | issued 0s authenticated 0s expires 49h aal1 password
  session/handler.go | of a disabled identity | | 1h disable; 2h extend | changed | issued 0s authenticated 0s expires 26h aal1 password
  session/session.go | before the window | window=12h | 12h extend | nothing | -
  session/session.go | within it | window=12h | 12h1ns extend | changed | issued 0s authenticated 0s expires 36h1ns aal1 password
  config/config.go | by the organization's lifespan | head organization=48h | 24h1ns extend | changed | issued 0s authenticated 0s expires 72h1ns aal1 password
  """
