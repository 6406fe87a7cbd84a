package io.bourse.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private final Secrets secrets = new Secrets(new SecureRandom());

    @Test
    void secretsHave256BitsAndNoTwoAreEqual() {
        assertThat(Stream.generate(secrets::generate)
                        .limit(1000)
                        .map(secret -> secret.reveal())
                        .collect(Collectors.toSet()))
                .hasSize(1000)
                .allMatch(text -> text.matches("[A-Za-z0-9_-]{43}"));
    }

    /** FIPS 180-2 appendix B.1. */
    @Test
    void sha256OfTheStandard() {
        assertThat(Secrets.sha256("abc")).isEqualTo("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
    }

    @Test
    void equality() {
        assertThat(Secrets.equal("secret", "secret")).isTrue();
        assertThat(Secrets.equal("secret", "secreT")).isFalse();
        assertThat(Secrets.equal("secret", "secre")).isFalse();
        assertThat(Secrets.equal("", "")).isTrue();
    }
}
