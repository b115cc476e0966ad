import PolicyCEL
import PolicyDiagnostics
import Testing

extension SyntaxErrors {
  @Test(
    arguments: [
      ("«+»1", ["`+` cannot stand before a single value"]),
      ("a «+» ", ["`+` has no value on its right"]),
      ("a «+ *» b", ["`+` and `*` have no value between them"]),
      ("«*» b", ["nothing stands before `*`"]),
      ("«&&» a", ["nothing stands before `&&`"]),
      ("a «&&»", ["`&&` has no value on its right"]),
      ("a «&& &&» b", ["`&&` and `&&` have no value between them"]),
      ("a «==»", ["`==` has no value on its right"]),
      ("a «== ==» b", ["`==` and `==` have no value between them"]),
      ("a «=»", ["`=` assigns, but an expression changes nothing"]),
      ("«!»", ["`!` has no value on its right"]),
      ("«-»", ["`-` has no value on its right"]),
      ("«!-»a", ["`!` cannot stand right before `-`"]),
      ("«-!»a", ["`-` cannot stand right before `!`"]),
      ("«-» ", ["`-` has no value on its right"]),
      ("«if» (a) b else c", ["`if` is a reserved word, which names no value"]),
      ("«if» a then b", ["`if` is a reserved word, which names no value"]),
      ("«return» a", ["`return` is a reserved word, which names no value"]),
      (
        "«let» x «=» 1",
        [
          "`let` is a reserved word, which names no value",
          "`=` assigns, but an expression changes nothing",
        ]
      ),
      ("«for»", ["`for` is a reserved word, which names no value"]),
      ("«import»", ["`import` is a reserved word, which names no value"]),
      ("«package».a", ["`package` is a reserved word, which names no value"]),
      ("«as»(1)", ["`as` is a reserved word, which names no value"]),
      ("a «if» b", ["`if` is a reserved word, which joins no values"]),
      ("«in»", ["nothing stands before `in`"]),
      ("«in» a", ["nothing stands before `in`"]),
      ("«has()»", ["`has` takes one field, but here are 0 arguments"]),
      ("has(«a»)", ["`has` asks for a field, and `a` selects none"]),
      ("has(«a[\'b\']»)", ["`has` asks for a field, and `a[\'b\']` selects none"]),
      ("has(«a.?b»)", ["`has` asks for a field, and `a.?b` selects none"]),
      ("«has(a, b)»", ["`has` takes one field, but here are 2 arguments"]),
      ("has(a.b«,» )", ["a call cannot end with a comma"]),
      ("has(1 «+»)", ["`+` has no value on its right"]),
      ("[1].«all»(x)", ["`all` takes a variable or two and a condition, but here is 1 argument"]),
      (
        "[1].«transformList»(i, v * 2)",
        [
          "`transformList` takes two variables, perhaps a condition, and an expression, but here are 2 arguments"
        ]
      ),
      ("[1].all(«1», v, true)", ["`all` binds two variables, and `1` cannot name one"]),
      ("[1].all(i, «v.x», true)", ["`all` binds two variables, and `v.x` cannot name one"]),
      (
        "[1].«transformMap»(k, v)",
        [
          "`transformMap` takes two variables, perhaps a condition, and an expression, but here are 2 arguments"
        ]
      ),
      (
        "[1].«transformMapEntry»(k, v, true, {}, 1)",
        [
          "`transformMapEntry` takes two variables, perhaps a condition, and a map, but here are 5 arguments"
        ]
      ),
      (
        "[1].transformList(«1», v, v)",
        ["`transformList` binds two variables, and `1` cannot name one"]
      ),
      ("[1].all(i, «i», true)", ["`all` binds two variables, and both are called `i`"]),
      (
        "[1].«exists»(i, v, true, false)",
        ["`exists` takes a variable or two and a condition, but here are 4 arguments"]
      ),
      ("[1].«sortBy»(x)", ["`sortBy` takes a variable and an expression, but here is 1 argument"]),
      (
        "[1].«filter»(i, v, true)",
        ["`filter` takes a variable and a condition, but here are 3 arguments"]
      ),
      ("[1].«all»()", ["`all` takes a variable or two and a condition, but here are 0 arguments"]),
      ("[1].all(«x.y», true)", ["`all` binds a variable, and `x.y` cannot name one"]),
      ("[1].all(«1», true)", ["`all` binds a variable, and `1` cannot name one"]),
      ("[1].all(«\'x\'», true)", ["`all` binds a variable, and `\'x\'` cannot name one"]),
      (
        "[1].«map»(x, y, z, w)",
        ["`map` takes a variable, perhaps a condition, and an expression, but here are 4 arguments"]
      ),
      (
        "[1].«exists»(x > 1)",
        ["`exists` takes a variable or two and a condition, but here is 1 argument"]
      ),
      (
        "cel.«bind»(x, 1)",
        ["`bind` takes a variable, its value and an expression, but here are 2 arguments"]
      ),
      ("cel.bind(«1», 2, 3)", ["`bind` binds a variable, and `1` cannot name one"]),
      ("[1].all(«in», true)", ["nothing stands before `in`"]),
      ("[1].all(«(x)», true)", ["`all` binds a variable, and `(x)` cannot name one"]),
      ("[1].all(«if», true)", ["`if` is a reserved word, which names no value"]),
      ("a «# comment»", ["`#` does not begin a comment here"]),
      ("«/* a */» b", ["`/*` does not begin a comment"]),
      ("a«;» b", ["`;` has no meaning; a condition is one expression"]),
      ("a«;»", ["`;` has no meaning; a condition is one expression"]),
      ("«$a»", ["`$a` is not a name"]),
      ("«$»{a}", ["`$` is not a name"]),
      ("«@a»", ["`@a` is not a name"]),
      ("a «\\» b", ["`\\` has no meaning here"]),
      ("a «~» b", ["`~` has no meaning here"]),
      ("«größe» > 1", ["`größe` is not a name; names have the letters a to z, digits and `_`"]),
      ("a == «é»", ["`é` is not a name; names have the letters a to z, digits and `_`"]),
      ("a «≤» b", ["`≤` is not an operator"]),
      ("a «−» b", ["`−` is not an operator"]),
      ("a« »== b", ["an invisible character, U+00A0, stands here"]),
      ("«﻿»a", ["an invisible character, U+FEFF, stands here"]),
      ("a«​»b", ["an invisible character, U+200B, stands here"]),
      ("a«\0»b", ["the control character U+0000 has no meaning here"]),
      ("«😀»", ["`😀` has no meaning here"]),
      ("a «contains» \'b\'", ["`contains` is not an operator"]),
      ("name «like» \'x\'", ["`like` is not an operator"]),
      (
        "a «=» 1 && b «=» 2",
        [
          "`=` assigns, but an expression changes nothing",
          "`=` assigns, but an expression changes nothing",
        ]
      ),
      (
        "x == «15m» && y == «30d»",
        [
          "`15m` is not a number; a duration is written as a call",
          "`30d` is not a number; a duration is written as a call",
        ]
      ),
      (
        "f(«1.», \'a«\\q»\', b «=»)",
        [
          "`1.` is not a number", "`\\q` is not an escape",
          "`=` assigns, but an expression changes nothing",
        ]
      ),
      (
        "a && (b «||» ) && c «d»",
        ["`||` has no value on its right", "`d` follows `c` with no operator between them"]
      ),
      (
        "{\'a\': «1.», \'b\': 2 «3»}",
        ["`1.` is not a number", "`3` follows `2` with no operator between them"]
      ),
      ("a ? b «:» ", ["`:` has no value after it"]),
      ("(a «?» b) + c", ["`?` has no `:`, so there is no value for the other case"]),
      (
        "[a «?» b, c «d»]",
        [
          "`?` has no `:`, so there is no value for the other case",
          "`d` follows `c` with no operator between them",
        ]
      ),
      ("a.b«.»", ["`.` is followed by no name, so it selects nothing"]),
      ("a«.»&&b", ["`.` is followed by no name, so it selects nothing"]),
      ("«%»", ["nothing stands before `%`"]),
      ("50«%»", ["`%` has no value on its right"]),
      ("50«% >» a", ["`%` and `>` have no value between them"]),
      ("a == «\'x»", ["the string is never closed, so the rest of the text is lost"]),
      ("!!«!»", ["`!` has no value on its right"]),
      ("a «!»b", ["`!` follows `a` with no operator between them"]),
      ("x «=» y ? 1 : 2", ["`=` assigns, but an expression changes nothing"]),
    ] as [(String, [String])])
  func `missing operands, misused macros and foreign characters`(text: String, messages: [String]) {
    expectErrors(text, messages)
  }
}
