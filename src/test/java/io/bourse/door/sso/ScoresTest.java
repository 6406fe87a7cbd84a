package io.bourse.door.sso;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.config.Secret;
import io.bourse.crypto.PasswordStrength;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;

class ScoresTest {

    private static final Secret PASSWORD = new Secret("notes by the translator");

    @Test
    void aScoreThatCannotBeToldIsLeftAway() {
        Vertx vertx = Vertx.vertx();
        Scores scores = new Scores(new PasswordStrength(vertx));
        assertThat(scores.of(PASSWORD).await()).isPresent();

        vertx.close().await();

        assertThat(scores.of(PASSWORD).await()).isEmpty();
    }
}
