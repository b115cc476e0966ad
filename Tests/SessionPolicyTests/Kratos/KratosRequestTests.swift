import PolicyJSON
import SessionPolicy
import Testing

private let back = "https://app.example.org/pay?a=1&b=é x"
private let encodedBack = "https%3A%2F%2Fapp.example.org%2Fpay%3Fa%3D1%26b%3D%C3%A9+x"

@Test(
  arguments: [
    (.extend("9f1c"), "PATCH", "/admin/sessions/9f1c/extend", .admin),
    (.revoke("9f1c"), "DELETE", "/admin/sessions/9f1c", .admin),
    (.renewCookie, "GET", "/sessions/whoami", .public),
    (.refresh(.browser), "GET", "/self-service/login/browser?refresh=true", .public),
    (.refresh(.native), "GET", "/self-service/login/api?refresh=true", .public),
    (.stepUp(.browser), "GET", "/self-service/login/browser?aal=aal2", .public),
    (.stepUp(.native), "GET", "/self-service/login/api?aal=aal2", .public),
    (
      .refreshSecondFactor(.browser), "GET", "/self-service/login/browser?aal=aal2&refresh=true",
      .public
    ),
    (
      .refreshSecondFactor(.native), "GET", "/self-service/login/api?aal=aal2&refresh=true", .public
    ),
    (.signIn(.browser), "GET", "/self-service/login/browser", .public),
    (.signIn(.native), "GET", "/self-service/login/api", .public),
    (
      .refresh(.browser, returnTo: back), "GET",
      "/self-service/login/browser?refresh=true&return_to=\(encodedBack)", .public
    ),
    (
      .stepUp(.browser, returnTo: back), "GET",
      "/self-service/login/browser?aal=aal2&return_to=\(encodedBack)", .public
    ),
  ] as [(KratosRequest, String, String, KratosRequest.Audience)])
func callsAreSpelledAsKratosTakesThem(
  request: KratosRequest, method: String, target: String, audience: KratosRequest.Audience
) {
  #expect(request.method == method)
  #expect(request.pathAndQuery == target)
  #expect(request.audience == audience)
}

@Test(arguments: [
  ("../identities", "/admin/sessions/..%2Fidentities/extend"),
  ("..", "/admin/sessions/%2E%2E/extend"), ("a?b#c", "/admin/sessions/a%3Fb%23c/extend"),
])
func anIdentifierCannotLeaveItsPlaceInThePath(id: String, path: String) {
  #expect(KratosRequest.extend(id).path == path)
}

@Test func callsAreWrittenAsJSON() {
  #expect(
    KratosRequest.refreshSecondFactor(.browser).json == [
      "purpose": "refresh_second_factor", "method": "GET", "path": "/self-service/login/browser",
      "query": ["aal": "aal2", "refresh": "true"], "audience": "public",
    ])
}
