package io.bourse.client;

import static io.bourse.fakes.ClientBuilder.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bourse.config.Secret;
import io.bourse.crypto.PasswordCost;
import io.bourse.crypto.PasswordHasher;
import io.bourse.crypto.Secrets;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ClientSecretsTest {

    private static final String GENERATED = "3q2-7wX0generated-by-us-with-256-bits-of-entropy";

    private final Vertx vertx = Vertx.vertx();
    private final PasswordHasher hasher =
            new PasswordHasher(vertx, "secrets", 1, 8, new PasswordCost(64, 1, 1), new SecureRandom());
    private final ClientSecrets secrets = new ClientSecrets(hasher);

    @AfterEach
    void close() {
        hasher.close().await();
        vertx.close().await();
    }

    private String chosen(String secret) {
        return hasher.hash(new Secret(secret)).await();
    }

    private static String generated(String secret) {
        return StoredSecret.SHA256_PREFIX + Secrets.sha256(secret);
    }

    private boolean matches(Client client, String secret) {
        return secrets.match(client, new Secret(secret)).await();
    }

    /** From now on whatever hashes a password fails. */
    private void hashNoMore() {
        hasher.close().await();
    }

    private void hashes(Client client, String secret) {
        assertThatThrownBy(() -> matches(client, secret)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void aChosenSecretMatchesAndNoOther() {
        Client demo = client("demo").secrets(chosen("demo-secret")).build();

        assertThat(matches(demo, "demo-secret")).isTrue();
        assertThat(matches(demo, "demo-secret ")).isFalse();
        assertThat(matches(demo, "")).isFalse();
    }

    @Test
    void theStoredFormIsNoSecret() {
        String stored = generated(GENERATED);
        Client demo = client("demo").secrets(stored).build();

        assertThat(matches(demo, stored)).isFalse();
        assertThat(matches(demo, stored.substring(StoredSecret.SHA256_PREFIX.length())))
                .isFalse();
    }

    @Test
    void aClientWithoutSecretsMatchesNothing() {
        assertThat(matches(client("bare").build(), "")).isFalse();
        assertThat(matches(client("bare").build(), "anything")).isFalse();
    }

    @Test
    void whileASecretIsReplacedBothMatch() {
        Client mixed =
                client("mixed").secrets(generated(GENERATED), chosen("older")).build();
        Client both = client("both").secrets(chosen("newer"), chosen("older")).build();

        assertThat(matches(mixed, GENERATED)).isTrue();
        assertThat(matches(mixed, "older")).isTrue();
        assertThat(matches(both, "newer")).isTrue();
        assertThat(matches(both, "older")).isTrue();
        assertThat(matches(both, "newer")).isTrue();
    }

    @Nested
    class Cost {

        @Test
        void aGeneratedSecretIsNeverHashedSlowly() {
            Client demo = client("demo").secrets(generated(GENERATED)).build();
            hashNoMore();

            assertThat(matches(demo, GENERATED)).isTrue();
        }

        @Test
        void aSecretThatMatchedOnceIsNotHashedAgain() {
            Client demo = client("demo").secrets(chosen("demo-secret")).build();
            matches(demo, "demo-secret");
            hashNoMore();

            assertThat(matches(demo, "demo-secret")).isTrue();
        }

        @Test
        void whatIsRememberedIsForOneClientAndOneStoredSecret() {
            String stored = chosen("demo-secret");
            matches(client("demo").secrets(stored).build(), "demo-secret");
            String another = chosen("another-secret");
            hashNoMore();

            hashes(client("other").secrets(stored).build(), "demo-secret");
            hashes(client("demo").secrets(another).build(), "demo-secret");
            assertThat(matches(client("demo").secrets(another, stored).build(), "demo-secret"))
                    .isTrue();
        }

        @Test
        void aReplacedSecretIsForgottenAtOnce() {
            String old = chosen("demo-secret");
            matches(client("demo").secrets(old).build(), "demo-secret");

            assertThat(matches(client("demo").secrets(chosen("new-secret")).build(), "demo-secret"))
                    .isFalse();
            assertThat(matches(client("demo").secrets(generated(GENERATED)).build(), "demo-secret"))
                    .isFalse();
        }

        @Test
        void everyRefusalCostsAHash() {
            Client chosen = client("chosen").secrets(chosen("demo-secret")).build();
            matches(chosen, "demo-secret");
            hashNoMore();

            hashes(chosen, "wrong");
            hashes(client("generated").secrets(generated(GENERATED)).build(), "wrong");
            hashes(client("bare").build(), "wrong");
            assertThatThrownBy(() -> secrets.refuse(new Secret("wrong")).await())
                    .isInstanceOf(RuntimeException.class);
        }
    }
}
