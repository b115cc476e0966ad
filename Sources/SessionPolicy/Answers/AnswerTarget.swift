/// Who reads the answer, each in the form that it can carry on.
public enum AnswerTarget: String, Sendable, Hashable, CaseIterable {
  /// A browser that asks for a page: a redirect to the flow that helps.
  case browser
  /// A client of an API: a challenge and a problem to read.
  case api
  /// `auth_request` of nginx. It knows 2xx, 401 and 403 and takes anything else for an error; of a 401 it
  /// hands on `WWW-Authenticate` alone. So the redirect of browsers is a field, for `auth_request_set`.
  case nginx
  /// `forwardAuth` of Traefik, which hands on any answer that is not 2xx as it is.
  case traefik
  /// `forward_auth` of Caddy, which hands on any answer that is not 2xx as it is.
  case caddy
  /// `ext_authz` of Envoy by HTTP: 200 lets a request through, any other answer is handed on, of its fields
  /// those that `allowed_client_headers` names.
  case envoy
  /// The authorizer `remote_json` of Oathkeeper, which knows 200 and 403 and hands nothing on: what has to be
  /// shown is lost, and its error handler redirects everybody to one place.
  case oathkeeper
  /// A decision point of OpenID AuthZEN 1.0, which answers 200 with the decision in the body.
  case authzen
}
