package io.bourse.crypto;

import static io.bourse.crypto.PasswordHasher.Outcome.MATCH;
import static io.bourse.crypto.PasswordHasher.Outcome.MATCH_OUTDATED;
import static io.bourse.crypto.PasswordHasher.Outcome.MISMATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bourse.config.Secret;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHasherTest {

    private static final PasswordCost CHEAP = new PasswordCost(64, 1, 1);

    private final Vertx vertx = Vertx.vertx();
    private final PasswordHasher hasher = new PasswordHasher(vertx, "passwords", 1, 2, CHEAP, new SecureRandom());

    @AfterEach
    void close() {
        await(hasher.close());
        await(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p",
                "trailing space ",
                " ",
                "\ud83d\ude00 four bytes",
                "nul\u0000inside",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxy"
            })
    void theWholePasswordCounts(String password) {
        String phc = await(hasher.hash(new Secret(password)));

        assertThat(verify(password, phc)).isEqualTo(MATCH);
        assertThat(verify(password + " ", phc)).isEqualTo(MISMATCH);
        assertThat(verify("x" + password.substring(1) + "x", phc)).isEqualTo(MISMATCH);
        assertThat(verify(password.substring(0, password.length() - 1), phc)).isEqualTo(MISMATCH);
    }

    @Test
    void thereAre1To128CharactersOfTheNormalForm() {
        String longest = "\ud83d\ude00".repeat(128);
        String decomposed = Normalizer.normalize("\u00e9".repeat(128), Normalizer.Form.NFD);

        assertThat(verify(longest, await(hasher.hash(new Secret(longest))))).isEqualTo(MATCH);
        assertThat(PasswordHasher.isAcceptable(new Secret(decomposed))).isTrue();
        assertThat(PasswordHasher.isAcceptable(new Secret(longest + "x"))).isFalse();
        assertThat(PasswordHasher.isAcceptable(new Secret(""))).isFalse();
        assertThat(PasswordHasher.isAcceptable(new Secret("x".repeat(1 << 20)))).isFalse();
        assertThatExceptionOfType(OAuthException.class)
                .isThrownBy(() -> await(hasher.hash(new Secret(longest + "x"))))
                .extracting(OAuthException::error)
                .isEqualTo(OAuthError.INVALID_REQUEST);
        assertThat(verify(longest + "x", await(hasher.hash(new Secret(longest)))))
                .isEqualTo(MISMATCH);
        assertThat(await(hasher.verifyNothing(new Secret("")))).isEqualTo(MISMATCH);
    }

    @Test
    void composedAndDecomposedAreOnePassword() {
        assertThat(verify("e\u0301", await(hasher.hash(new Secret("\u00e9"))))).isEqualTo(MATCH);
    }

    @Test
    void onePasswordHasManyHashes() {
        assertThat(await(hasher.hash(new Secret("p")))).isNotEqualTo(await(hasher.hash(new Secret("p"))));
    }

    @Test
    void aCheaperHashIsOutdated() {
        PasswordHasher dearer =
                new PasswordHasher(vertx, "dearer", 1, 2, new PasswordCost(64, 2, 1), new SecureRandom());
        String phc = await(hasher.hash(new Secret("p")));

        assertThat(await(dearer.verify(new Secret("p"), phc))).isEqualTo(MATCH_OUTDATED);
        assertThat(await(dearer.verify(new Secret("q"), phc))).isEqualTo(MISMATCH);
        assertThat(verify("p", await(dearer.hash(new Secret("p"))))).isEqualTo(MATCH);
        await(dearer.close());
    }

    @Test
    void nobodyMatchesNothingOrAMalformedHash() {
        assertThat(await(hasher.verifyNothing(new Secret("p")))).isEqualTo(MISMATCH);
        assertThat(verify("p", "$argon2id$v=19$m=4294967295,t=2,p=1$AAAA$AAAA")).isEqualTo(MISMATCH);
    }

    @Test
    void aFullQueueRefusesAtOnce() {
        PasswordHasher dear = new PasswordHasher(vertx, "dear", 1, 2, PasswordCost.DEFAULT, new SecureRandom());
        List<Future<PasswordHasher.Outcome>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(dear.verifyNothing(new Secret("p")));
        }

        assertThat(dear.queueLimit()).isEqualTo(2);
        assertThat(dear.queued()).isBetween(0, 2);
        await(Future.join(calls).otherwiseEmpty());
        assertThat(calls).filteredOn(Future::succeeded).hasSizeBetween(3, 19);
        assertThat(calls)
                .filteredOn(Future::failed)
                .isNotEmpty()
                .allSatisfy(call -> assertThat(((OAuthException) call.cause()).error())
                        .isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE));
        assertThat(dear.queued()).isZero();
        assertThat(await(dear.verifyNothing(new Secret("p")))).isEqualTo(MISMATCH);
        await(dear.close());
    }

    private PasswordHasher.Outcome verify(String password, String phc) {
        return await(hasher.verify(new Secret(password), phc));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
