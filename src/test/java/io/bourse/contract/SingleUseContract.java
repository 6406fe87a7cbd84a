package io.bourse.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.client.ReadOnlySingleUse;
import io.bourse.client.SingleUse;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link SingleUse} does. */
public abstract class SingleUseContract {

    protected static final Instant LATER = Instant.now().plusSeconds(600);

    protected abstract SingleUse singleUse();

    @Test
    void aKeyIsClaimedOnce() {
        SingleUse uses = singleUse();

        assertThat(uses.claim("jti", "a", LATER).await()).isTrue();
        assertThat(uses.claim("jti", "a", LATER).await()).isFalse();
        assertThat(uses.claim("jti", "b", LATER).await()).isTrue();
    }

    @Test
    void lookingClaimsNothing() {
        SingleUse uses = singleUse();

        assertThat(uses.isClaimed("jti", "a").await()).isFalse();
        assertThat(uses.claim("jti", "a", LATER).await()).isTrue();
        assertThat(uses.isClaimed("jti", "a").await()).isTrue();
        assertThat(uses.isClaimed("jti", "b").await()).isFalse();
        assertThat(uses.isClaimed("nonce", "a").await()).isFalse();
    }

    @Test
    void aStoreThatOnlyLooksSaysWhatAClaimWouldAndClaimsNothing() {
        SingleUse uses = singleUse();
        SingleUse looking = new ReadOnlySingleUse(uses);

        assertThat(looking.claim("jti", "a", LATER).await()).isTrue();
        assertThat(looking.isClaimed("jti", "a").await()).isTrue();
        assertThat(looking.claim("jti", "a", LATER).await()).isFalse();
        assertThat(looking.claim("nonce", "a", LATER).await()).isTrue();

        assertThat(new ReadOnlySingleUse(uses).claim("jti", "a", LATER).await()).isTrue();
        assertThat(uses.claim("jti", "a", LATER).await()).isTrue();
        assertThat(new ReadOnlySingleUse(uses).claim("jti", "a", LATER).await()).isFalse();
        assertThat(new ReadOnlySingleUse(uses).isClaimed("jti", "a").await()).isTrue();
    }

    @Test
    void purposesDoNotMeet() {
        SingleUse uses = singleUse();

        assertThat(uses.claim("jti", "a", LATER).await()).isTrue();
        assertThat(uses.claim("nonce", "a", LATER).await()).isTrue();
    }

    @Test
    void aHundredClaimsAtOnceAreOne() {
        SingleUse uses = singleUse();
        List<Future<Boolean>> claims = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            claims.add(uses.claim("jti", "x".repeat(5_000), LATER));
        }

        List<Boolean> won = Future.all(claims).map(done -> done.<Boolean>list()).await();

        assertThat(won).filteredOn(Boolean::booleanValue).hasSize(1);
    }
}
