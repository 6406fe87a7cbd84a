package io.bourse.revocation;

import io.bourse.changelog.Change;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.changelog.ChangeLog;
import io.bourse.token.FamilyStore;
import io.bourse.token.RevocationIndex;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Carries out revocations. Writes each to the change log and answers when it has committed; by then the log has told
 * this node's index. Also lets the index forget what has run out.
 */
public final class RevocationVerticle extends VerticleBase {

    private static final int FAILED = 503;
    private static final Duration SWEEP = Duration.ofSeconds(30);

    /** Covers the leeway with which expiry is checked. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final ChangeLog changeLog;
    private final FamilyStore families;
    private final RevocationIndex index;
    private final InstantSource clock;

    public RevocationVerticle(ChangeLog changeLog, FamilyStore families, RevocationIndex index, InstantSource clock) {
        this.changeLog = changeLog;
        this.families = families;
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
        revoke(message.body())
                .onSuccess(done -> message.reply(Revoked.DURABLY))
                .onFailure(failure -> message.fail(FAILED, failure.getMessage()));
    }

    private Future<Void> revoke(RevokeCommand command) {
        if (command instanceof RevokeCommand.Family family) {
            return families.revoke(family.id());
        }
        RevokeCommand.Token token = (RevokeCommand.Token) command;
        Change fact = new Change.Revoked(
                RevokedKind.TOKEN,
                token.id(),
                clock.instant(),
                token.expiresAt().plus(MARGIN));
        return changeLog.write(transaction -> transaction.append(List.of(fact)));
    }
}
