import PolicyCEL
import PolicyTestSupport
import Testing

@Suite("network")
struct FunctionsNetworkTests {
  @Test(
    "an address has one text",
    arguments: [
      ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("10.0.0.1", "10.0.0.1"),
      ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("2001:DB8::68", "2001:db8::68"),
      ("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"),
      // The longest run of zeros, the first of equals, and no single one (RFC 5952 §4.2).
      ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("1:0:0:2:0:0:3:4", "1::2:0:0:3:4"),
      ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"), ("1:2:3:4:5:6:0:0", "1:2:3:4:5:6::"),
      ("0:0:1:2:3:4:5:6", "::1:2:3:4:5:6"), ("fe80::0:1", "fe80::1"),
      ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("::1.2.3.4", "::102:304"),
      ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
      // An IPv4 address in the hexadecimal form of IPv6 is that address.
      ("::ffff:c0a8:1", "192.168.0.1"), ("0:0:0:0:0:FFFF:a00:1", "10.0.0.1"),
    ])
  func oneText(written: String, text: String) throws {
    try expect("string(ip('\(written)'))", gives: "\"\(text)\"")
    try expect("ip.isCanonical('\(written)')", gives: "\(written == text)")
    try expect("isIP('\(written)')", gives: "true")
    try expect("ip('\(written)') == ip('\(text)')", gives: "true")
    try expect("ip('\(written)')", gives: "ip(\"\(text)\")")
  }

  @Test(
    "what is no address is refused, and `isIP` says so",
    arguments: [
      "", " ", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "256.1.1.1", "1.2.3.4444",
      "01.2.3.4", "1.2.3.00", "1.2.3.4 ", " 1.2.3.4", "+1.2.3.4", "-1.2.3.4", "0x1.2.3.4",
      "1.2.3.4/8", "1.2.3.4:80", "١.2.3.4", ":", ":::", "1:::2", "::1::", "1:2", "1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "1::2:3:4:5:6:7:8", "12345::", "g::", ":1", "1:",
      "1:2:3:4:5:6:7:", "::1%eth0", "fe80::1%", "::ffff:1.2.3.4", "::FFFF:1.2.3.4",
      "0:0:0:0:0:ffff:1.2.3.4", "1:2:3:4:5:6:7:1.2.3.4", "1.2.3.4::", "::1.2.3", "::01.2.3.4",
      "[::1]", "::1/64", "localhost", "1.2.3.4\\u0000",
    ])
  func refused(text: String) throws {
    try expect("isIP('\(text)')", gives: "false")
    try expect("[r'\(text)', '\(text)'].all(t, isIP(t))", gives: "false")
    try expect("[dyn('\(text)')].map(t, ip(t))", failsWith: "invalidArgument")
    try expect("[dyn('\(text)')].map(t, ip.isCanonical(t))", failsWith: "invalidArgument")
    try expect(
      "[dyn('\(text)')].map(t, cidr('10.0.0.0/8').containsIP(t))", failsWith: "invalidArgument")
  }

  @Test(
    "an address is of the kinds that the RFCs say",
    arguments: [
      ("0.0.0.0", ["isUnspecified"]), ("::", ["isUnspecified"]),
      ("127.0.0.0", ["isLoopback"]), ("127.255.255.255", ["isLoopback"]), ("::1", ["isLoopback"]),
      ("128.0.0.0", ["isGlobalUnicast"]), ("126.255.255.255", ["isGlobalUnicast"]),
      ("10.0.0.1", ["isGlobalUnicast"]), ("fd00::1", ["isGlobalUnicast"]),
      ("::2", ["isGlobalUnicast"]), ("2001:db8::", ["isGlobalUnicast"]),
      ("255.255.255.255", []), ("255.255.255.254", ["isGlobalUnicast"]),
      ("224.0.0.0", ["isLinkLocalMulticast"]), ("224.0.0.255", ["isLinkLocalMulticast"]),
      ("224.0.1.0", []), ("239.255.255.255", []), ("223.255.255.255", ["isGlobalUnicast"]),
      ("ff02::1", ["isLinkLocalMulticast"]), ("ff12::1", ["isLinkLocalMulticast"]),
      ("ff05::1", []), ("ff01::1", []), ("feff::1", ["isGlobalUnicast"]),
      ("169.254.0.0", ["isLinkLocalUnicast"]), ("169.254.255.255", ["isLinkLocalUnicast"]),
      ("169.255.0.0", ["isGlobalUnicast"]), ("fe80::", ["isLinkLocalUnicast"]),
      ("febf::1", ["isLinkLocalUnicast"]), ("fec0::1", ["isGlobalUnicast"]),
      ("::ffff:7f00:1", ["isLoopback"]),
    ])
  func kinds(address: String, kinds: [String]) throws {
    for question in [
      "isUnspecified", "isLoopback", "isGlobalUnicast", "isLinkLocalMulticast",
      "isLinkLocalUnicast",
    ] {
      try expect("ip('\(address)').\(question)()", gives: "\(kinds.contains(question))")
    }
  }

  @Test(
    "ranges give",
    arguments: [
      ("string(cidr('192.168.0.1/24'))", "\"192.168.0.1/24\""),
      ("string(cidr('2001:DB8::/32'))", "\"2001:db8::/32\""),
      ("cidr('10.1.2.3/8')", "cidr(\"10.1.2.3/8\")"),
      ("cidr('10.1.2.3/8').masked()", "cidr(\"10.0.0.0/8\")"),
      ("cidr('10.1.2.3/0').masked()", "cidr(\"0.0.0.0/0\")"),
      ("cidr('10.1.2.3/32').masked()", "cidr(\"10.1.2.3/32\")"),
      ("cidr('2001:db8:ffff::1/33').masked()", "cidr(\"2001:db8:8000::/33\")"),
      ("cidr('2001:db8::1/128').masked()", "cidr(\"2001:db8::1/128\")"),
      ("cidr('2001:db8::1/0').masked()", "cidr(\"::/0\")"),
      ("cidr('10.1.2.3/8').ip()", "ip(\"10.1.2.3\")"),
      ("cidr('10.1.2.3/8').prefixLength()", "8"), ("cidr('::/128').prefixLength()", "128"),
      ("cidr('10.0.0.1/8') == cidr('10.0.0.0/8')", "false"),
      ("cidr('10.0.0.0/8') == cidr('10.0.0.0/9')", "false"),
      ("cidr('::/0') == cidr('0.0.0.0/0')", "false"),
      ("cidr('10.0.0.0/8') != cidr('10.0.0.0/8')", "false"),
      ("cidr('10.0.0.0/8').containsIP('10.255.255.255')", "true"),
      ("cidr('10.0.0.0/8').containsIP('11.0.0.0')", "false"),
      ("cidr('10.9.9.9/8').containsIP(ip('10.0.0.0'))", "true"),
      ("cidr('0.0.0.0/0').containsIP('255.255.255.255')", "true"),
      ("cidr('0.0.0.0/0').containsIP('::')", "false"),
      ("cidr('::/0').containsIP('10.0.0.1')", "false"),
      ("cidr('10.0.0.0/8').containsIP('::ffff:a00:1')", "true"),
      ("cidr('2001:db8::/33').containsIP('2001:db8:7fff:ffff::')", "true"),
      ("cidr('2001:db8::/33').containsIP('2001:db8:8000::')", "false"),
      ("cidr('10.0.0.0/8').containsCIDR('10.0.0.0/7')", "false"),
      ("cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')", "true"),
      ("cidr('10.0.0.0/8').containsCIDR(cidr('11.0.0.0/16'))", "false"),
      ("cidr('0.0.0.0/0').containsCIDR('::/0')", "false"),
      ("cidr('::/0').containsCIDR('2001:db8::/32')", "true"),
      ("ip('10.0.0.1').family()", "4"), ("ip('2001:db8::1').family()", "6"),
      ("ip('::ffff:c0a8:1').family()", "4"),
      ("dyn(ip('10.0.0.1')) == '10.0.0.1'", "false"),
      ("dyn(ip('10.0.0.1')) == cidr('10.0.0.1/32')", "false"),
      ("ip('10.0.0.1') in [ip('10.0.0.1')]", "true"),
      ("[ip('::1'), ip('0:0::1')].distinct()", "[ip(\"::1\")]"),
      ("sets.contains([ip('10.0.0.1')], [ip('::ffff:a00:1')])", "true"),
      ("type(ip('10.0.0.1')) == net.IP && type(cidr('::/0')) == net.CIDR", "true"),
      ("type(ip('10.0.0.1')) == net.CIDR", "false"), ("net.IP", "net.IP"),
      ("'%s %s'.format([ip('::1'), cidr('10.0.0.0/8')])", "\"::1 10.0.0.0/8\""),
      ("isCIDR('10.0.0.0/8')", "true"), ("isCIDR('10.0.0.0')", "false"),
      ("optional.ofNonZeroValue(ip('::')).hasValue()", "true"),
      ("cel.bind(ip, 'x', ip)", "\"x\""), ("['10.0.0.1'].map(ip, ip(ip))[0].family()", "4"),
    ])
  func ranges(text: String, value: String) throws { try expect(text, gives: value) }

  @Test(
    "what is no range is refused",
    arguments: [
      "", "/", "10.0.0.0", "10.0.0.0/", "/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8",
      "10.0.0.0/08", "10.0.0.0/8/8", "10.0.0.0/8 ", "10.0.0.0/255.0.0.0", "10.0.0/8", "::/129",
      "::/1280", "fe80::1%en0/24", "::/64%x", "::ffff:10.0.0.0/104", "::ffff:a00:0/104",
      "10.0.0.0/ 8", "010.0.0.0/8",
    ])
  func refusedRanges(text: String) throws {
    try expect("isCIDR('\(text)')", gives: "false")
    try expect("[dyn('\(text)')].map(t, cidr(t))", failsWith: "invalidArgument")
    try expect(
      "[dyn('\(text)')].map(t, cidr('10.0.0.0/8').containsCIDR(t))", failsWith: "invalidArgument")
  }

  @Test(
    "other kinds of values fit no overload",
    arguments: [
      "ip(dyn(1))", "cidr(dyn(1))", "isIP(dyn(b'1'))", "dyn('10.0.0.1').family()",
      "dyn(cidr('10.0.0.0/8')).isLoopback()", "dyn(ip('10.0.0.1')).masked()",
      "dyn(cidr('10.0.0.0/8')).containsIP(dyn(1))", "dyn(ip('10.0.0.1')) < dyn(ip('10.0.0.2'))",
      "[dyn(ip('10.0.0.1'))].sort()", "dyn(ip('10.0.0.1')) + dyn(1)",
    ])
  func otherKinds(text: String) throws { try expect(text, failsWith: "noSuchOverload") }

  @Test("an address reads back from its text")
  func readsBack() throws {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<2_000 {
      let groups = (0..<8).map { _ in
        random.below(2) == 0 ? "0" : String(random.below(65_536), radix: 16)
      }
      let address = try IPAddress(groups.joined(separator: ":"))
      #expect(try IPAddress(address.description) == address)
    }
  }
}
