package io.bourse.revocation;

import io.bourse.token.RevocationIndex;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Takes commands from the bus, and answers when they are carried out: durable, and heard by this node's index. Also lets
 * the index forget what has run out.
 */
public final class RevocationVerticle extends VerticleBase {

    private static final int FAILED = 503;
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final Revoker revoker;
    private final RevocationIndex index;
    private final InstantSource clock;

    public RevocationVerticle(Revoker revoker, RevocationIndex index, InstantSource clock) {
        this.revoker = revoker;
        this.index = index;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        MessageConsumer<RevokeCommand> consumer = vertx.eventBus().localConsumer(Revocations.ADDRESS, this::carryOut);
        vertx.setPeriodic(SWEEP.toMillis(), timer -> index.forgetBefore(clock.instant()));
        return consumer.completion();
    }

    private void carryOut(Message<RevokeCommand> message) {
        revoker.carryOut(message.body())
                .onSuccess(done -> message.reply(Revoked.DURABLY))
                .onFailure(failure -> message.fail(FAILED, failure.getMessage()));
    }
}
