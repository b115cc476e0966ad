import PolicyTesting
import Testing

@Test(arguments: try PolicyTestCase.load(paths: ["samples"]))
func policies(_ testCase: PolicyTestCase) throws { try testCase.check() }
