package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressesTest {

  /** RFC 8414, section 6; RFC 6890; CVE-2026-4366; CVE-2026-1518: attack S1, at registration. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/",
        "https://127.255.0.1/",
        "https://localhost/",
        "https://LOCALHOST/",
        "https://localhost./",
        "https://0.0.0.0/",
        "https://10.0.0.1/",
        "https://100.64.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://172.16.0.1/",
        "https://192.168.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[fd00:ec2::254]/",
        "https://[fe80::1%25eth0]/",
        "https://portal.example./",
        "https://user@portal.example/",
        "https://user:password@portal.example/",
        "https://portal.example/#x",
        "https://*.example/",
        "http://portal.example/",
        "http://127.0.0.1/",
        "file:///etc/passwd",
        "gopher://portal.example/",
        "ftp://portal.example/",
        "javascript:alert(1)",
        "//portal.example/",
        "portal.example",
        "https:///",
        "https://portal.example:x/",
        ""
      })
  void fault_addressThatIsNotPublic_isTold(String address) {
    assertThat(WebAddresses.fault(address, Network.PUBLIC, true)).isNotNull();
  }

  @Test
  void fault_addressesThatAreAllowed_areNone() {
    assertThat(WebAddresses.fault("https://portal.example/x?y=z", Network.PUBLIC, false)).isNull();
    assertThat(WebAddresses.fault("https://10.0.0.1:8443/", Network.PRIVATE, false)).isNull();
    assertThat(WebAddresses.fault("http://127.0.0.1:8080/", Network.PRIVATE, true)).isNull();
    assertThat(WebAddresses.fault("http://127.0.0.1:8080/", Network.PRIVATE, false)).isNotNull();
    assertThat(WebAddresses.fault("http://10.0.0.1/", Network.PRIVATE, true)).isNotNull();
  }
}
