import PolicyCEL
import PolicyDiagnostics
import Testing

extension SyntaxErrors {
  @Test(
    arguments: [
      ("a.b «c».d", ["`c` follows `a.b` with no operator between them"]),
      (
        "f(a «b», c «d»)",
        [
          "`b` follows `a` with no operator between them",
          "`d` follows `c` with no operator between them",
        ]
      ),
      (
        "[1 «2», 3 «4»]",
        [
          "`2` follows `1` with no operator between them",
          "`4` follows `3` with no operator between them",
        ]
      ),
      (
        "{a «b»: 1, c «d»: 2}",
        [
          "`b` follows `a` with no operator between them",
          "`d` follows `c` with no operator between them",
        ]
      ),
      ("«(»a", ["`(` is never closed"]),
      ("a«)»", ["`)` closes nothing"]),
      ("(a«]»", ["`(` is closed by `]`"]),
      ("(a«]»)", ["`]` closes nothing; the open bracket is `(`"]),
      ("f«(»a, b", ["`(` is never closed"]),
      ("f«(»a,", ["`(` is never closed"]),
      ("[1, «(»2, 3]", ["`(` is never closed"]),
      ("(((«(»a", ["`(` is never closed, nor are 3 more before it"]),
      ("«(»1 +", ["`(` is never closed"]),
      ("{«\'a: 1}»", ["the string is never closed, so the rest of the text is lost"]),
      ("«{»a", ["`{` is never closed"]),
      ("«{»a: ", ["`{` is never closed"]),
      ("{a«:» }", ["the entry has no value after `:`"]),
      ("{«:» 1}", ["nothing stands before `:`"]),
      ("{«a», «b»}", ["the entry `a` has no value", "the entry `b` has no value"]),
      ("{\'a\' «=» 1}", ["`=` assigns, but an expression changes nothing"]),
      ("{a: 1«:» 2}", ["`:` has no `?` before it"]),
      ("(«)»", ["nothing stands before `)`"]),
      ("f(«,»)", ["nothing stands before `,`"]),
      ("f(a«,»)", ["a call cannot end with a comma"]),
      ("[1,«,»2]", ["nothing stands before `,`"]),
      ("a[«]»", ["nothing stands before `]`"]),
      ("a[1«,»2]", ["an index is one value, so `,` cannot stand here"]),
      ("(1«,» 2)", ["parentheses hold one value, so `,` cannot stand here"]),
      ("x in (1«,» 2)", ["parentheses hold one value, so `,` cannot stand here"]),
      ("a«,» b", ["a condition is one expression, so `,` cannot stand here"]),
      ("f(«?»a)", ["`?` cannot mark an argument"]),
      ("(a)«(»b)", ["`(a)` is no function, so it cannot be called"]),
      ("a[0]«(»1)", ["`a[0]` is no function, so it cannot be called"]),
      ("\'x\'«(»)", ["`\'x\'` is no function, so it cannot be called"]),
      ("a.`b`«(»)", ["`a.`b`` is no function, so it cannot be called"]),
      ("a.?b«(»)", ["`a.?b` is no function, so it cannot be called"]),
      ("«`a`»", ["a name in back-quotes can only be a field, after a `.`"]),
      ("a.«``»", ["a name in back-quotes is empty, so it names no field"]),
      ("a.«`b»", ["the name in back-quotes is never closed, so the rest of the line is lost"]),
      ("a.«`b$`»", ["`b$` holds a character that back-quotes do not allow"]),
      ("a[0]«{»b: 1}", ["`{` cannot follow `a[0]`"]),
      ("A{«1»: 2}", ["`1` is not a field\'s name"]),
      ("A{«b»}", ["the entry `b` has no value"]),
      ("A{b «c»: 1}", ["`c` follows `b` with no operator between them"]),
    ] as [(String, [String])])
  func `brackets and elements are told once`(text: String, messages: [String]) {
    expectErrors(text, messages)
  }
}
