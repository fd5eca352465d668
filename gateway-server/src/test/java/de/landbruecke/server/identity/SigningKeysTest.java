package de.landbruecke.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Publish, sign, retire. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class SigningKeysTest {

  private static final JWSAlgorithm ES256 = JWSAlgorithm.ES256;

  private final IdentityFixture fixture;
  private final SigningKeys keys;

  SigningKeysTest(TestDatabase database) {
    fixture = IdentityFixture.fresh(database);
    keys = fixture.stores.signingKeys;
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void current_firstKey_signsAndIsPublishedWithoutItsPrivatePart() {
    JWK key = keys.current(ES256);

    assertThat(key).isInstanceOf(ECKey.class);
    assertThat(key.isPrivate()).isTrue();
    assertThat(keys.published().getKeys())
        .singleElement()
        .satisfies(published -> {
          assertThat(published.getKeyID()).isEqualTo(key.getKeyID());
          assertThat(published.isPrivate()).isFalse();
        });
    assertThat(keys.current(ES256).getKeyID()).isEqualTo(key.getKeyID());
  }

  /** As when the first token of an algorithm is signed in the commit that stores it. */
  @Test
  void current_firstKeyInsideATransaction_isThere() {
    keys.current(ES256);

    JWK made = fixture.stores.transactions.call(() -> keys.current(JWSAlgorithm.EdDSA));

    assertThat(keys.current(JWSAlgorithm.EdDSA).getKeyID()).isEqualTo(made.getKeyID());
    assertThat(keys.published().getKeyByKeyId(made.getKeyID())).isNotNull();
  }

  @Test
  void current_eachAllowedAlgorithm_hasAKeyOfItsOwn() throws Exception {
    assertThat(keys.current(JWSAlgorithm.PS256).toRSAKey().size()).isEqualTo(3072);
    OctetKeyPair edwards = keys.current(JWSAlgorithm.EdDSA).toOctetKeyPair();
    assertThat(keys.published().size()).isEqualTo(3);

    // The bytes that were cut out of the JDK's encodings belong together.
    KeyFactory factory = KeyFactory.getInstance("Ed25519");
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(
        factory.generatePrivate(
            new EdECPrivateKeySpec(NamedParameterSpec.ED25519, edwards.getDecodedD())));
    signature.update(new byte[] {1, 2, 3});
    byte[] signed = signature.sign();
    signature.initVerify(
        factory.generatePublic(
            new EdECPublicKeySpec(NamedParameterSpec.ED25519, point(edwards.getDecodedX()))));
    signature.update(new byte[] {1, 2, 3});
    assertThat(signature.verify(signed)).isTrue();
  }

  /** RFC 8725, section 3.1. */
  @Test
  void current_otherAlgorithms_areRefused() {
    for (JWSAlgorithm algorithm :
        List.of(JWSAlgorithm.HS256, JWSAlgorithm.ES512, JWSAlgorithm.parse("none"))) {
      assertThatIllegalArgumentException().isThrownBy(() -> keys.current(algorithm));
    }
  }

  @Test
  void rotate_command_publishesThenSignsThenRetires() {
    String first = keys.current(ES256).getKeyID();

    String second = keys.rotate(ES256);

    assertThat(keys.rotate(ES256)).isEqualTo(second);
    assertThat(published()).containsExactlyInAnyOrder(first, second);
    fixture.clock.advance(Duration.ofHours(24).minusMillis(1));
    assertThat(keys.current(ES256).getKeyID()).isEqualTo(first);
    fixture.clock.advance(Duration.ofMillis(1));
    assertThat(keys.current(ES256).getKeyID()).isEqualTo(second);
    fixture.clock.advance(SigningKeys.PUBLISHED_AFTER.minusMillis(1));
    assertThat(published()).containsExactlyInAnyOrder(first, second);
    fixture.clock.advance(Duration.ofMillis(1));
    assertThat(published()).containsExactly(second);
    keys.maintain();
    assertThat(keys.all()).extracting(SigningKey::kid).containsExactly(second);
  }

  @Test
  void maintain_bySchedule_rotatesWithoutAGap() {
    List<String> signers = new ArrayList<>();
    for (int day = 0; day < 400; day++) {
      keys.maintain();
      String signer = keys.current(ES256).getKeyID();
      assertThat(published()).contains(signer);
      if (signers.isEmpty() || !signers.getLast().equals(signer)) {
        signers.add(signer);
      }
      fixture.clock.advance(Duration.ofDays(1));
    }

    assertThat(signers).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void remove_signingKey_isGoneAndReplacedAtOnce() {
    String first = keys.current(ES256).getKeyID();

    assertThat(keys.remove(first)).isTrue();
    assertThat(keys.remove(first)).isFalse();

    assertThat(published()).doesNotContain(first).hasSize(1);
    assertThat(keys.current(ES256).getKeyID()).isNotEqualTo(first);
    assertThat(
            fixture
                .stores
                .jdbc
                .sql("select count(*) from signing_key where kid = ? and sealed is null")
                .param(first)
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void remove_signingKeyWhileAnotherWaits_thatOneSignsEarly() {
    String first = keys.current(ES256).getKeyID();
    String second = keys.rotate(ES256);

    keys.remove(first);

    assertThat(keys.current(ES256).getKeyID()).isEqualTo(second);
  }

  @Test
  void remove_waitingKey_theOldOneGoesOn() {
    String first = keys.current(ES256).getKeyID();
    keys.remove(keys.rotate(ES256));

    fixture.clock.advance(Duration.ofDays(3));

    assertThat(keys.current(ES256).getKeyID()).isEqualTo(first);
  }

  @Test
  void take_keysMadeElsewhere_signAfterTheLeadAndStayRemoved() {
    keys.current(ES256);
    JWK made = SigningKeys.generate(ES256);

    keys.take(new JWKSet(made));
    fixture.clock.advance(Duration.ofHours(24));
    assertThat(keys.current(ES256).getKeyID()).isEqualTo(made.getKeyID());
    keys.remove(made.getKeyID());
    keys.take(new JWKSet(made));

    assertThat(published()).doesNotContain(made.getKeyID());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys.take(new JWKSet(SigningKeys.generate(ES256).toPublicJWK())));
  }

  private List<String> published() {
    return keys.published().getKeys().stream().map(JWK::getKeyID).toList();
  }

  /** RFC 8032, section 5.1.3: little-endian, the highest bit is the sign of x. */
  private static EdECPoint point(byte[] encoded) {
    byte[] bigEndian = new byte[encoded.length];
    for (int i = 0; i < encoded.length; i++) {
      bigEndian[i] = encoded[encoded.length - 1 - i];
    }
    boolean isOdd = (bigEndian[0] & 0x80) != 0;
    bigEndian[0] &= 0x7f;
    return new EdECPoint(isOdd, new java.math.BigInteger(1, bigEndian));
  }
}
