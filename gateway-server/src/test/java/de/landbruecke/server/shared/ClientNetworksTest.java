package de.landbruecke.server.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Networks instead of addresses; only trusted proxies are believed. */
class ClientNetworksTest {

  @Test
  void network_isTwentyFourOrFortyEightBits() {
    assertThat(network("192.0.2.1"))
        .isEqualTo(network("192.0.2.255"))
        .isNotEqualTo(network("192.0.3.1"));
    assertThat(network("2001:db8:1::1"))
        .isEqualTo(network("2001:db8:1:ffff::2"))
        .isNotEqualTo(network("2001:db8:2::1"));
  }

  /** From the right, each hop is believed as long as the one before it is a trusted proxy. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1|203.0.113.1|192.0.2.1",
        "10.0.0.1|203.0.113.1|203.0.113.1",
        "10.0.0.1|1.2.3.4, 203.0.113.9, 10.9.9.9|203.0.113.9",
        "10.0.0.1|203.0.113.1, localhost|10.0.0.1",
        "10.0.0.1|10.9.9.9|10.9.9.9"
      })
  void networkOf_forwardedFor_isOfTheNearestAddressThatIsNoTrustedProxy(
      String from, String forwarded, String client) {
    assertThat(ask(List.of("10.0.0.0/8"), from, forwarded)).isEqualTo(network(client));
  }

  @Test
  void networkOf_withoutTrustedProxies_isThatOfTheConnection() {
    assertThat(ask(List.of(), "10.0.0.1", "203.0.113.1")).isEqualTo(network("10.0.0.1"));
  }

  @Test
  void networkOf_connectionWithoutAddress_isEmpty() {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setRemoteAddr("");

    assertThat(networks(List.of()).networkOf(request)).isEmpty();
  }

  private static String ask(List<String> trusted, String from, String forwarded) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setRemoteAddr(from);
    request.addHeader("X-Forwarded-For", forwarded);
    return networks(trusted).networkOf(request).orElseThrow();
  }

  private static ClientNetworks networks(List<String> trusted) {
    return new ClientNetworks(new RateLimitProperties(true, 1, 1, trusted, 1_000));
  }

  private static String network(String text) {
    InetAddress address = AddressRange.address(text).orElseThrow();
    return ClientNetworks.network(address);
  }
}
