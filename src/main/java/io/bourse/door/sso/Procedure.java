package io.bourse.door.sso;

import io.bourse.audit.AuditEvent.Origin;
import io.bourse.door.Origins;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.http.Endpoint;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import java.util.function.Function;

/** The way of every call: read its message, believe the caller, act, keep a deed of it. */
final class Procedure {

    private final Callers callers;
    private final Deeds deeds;

    Procedure(Callers callers, Deeds deeds) {
        this.callers = callers;
        this.deeds = deeds;
    }

    /** Does what is asked for. */
    @FunctionalInterface
    interface Act<M> {
        Future<Done> act(Asked<M> asked);
    }

    /** @param reading reads the message; fails with {@code ValidationError} */
    <M> Endpoint endpoint(Operation operation, Function<Call, M> reading, Act<M> act) {
        return call -> answer(operation, reading, act, call).recover(failure -> Future.failedFuture(named(failure)));
    }

    private <M> Future<Answer> answer(Operation operation, Function<Call, M> reading, Act<M> act, Call call) {
        Origin origin = Origins.of(call);
        return Future.succeededFuture(call)
                .map(reading)
                .compose(message -> Future.succeededFuture(call)
                        .compose(callers::find)
                        .onFailure(failure -> deeds.disbelieved(origin, operation, failure))
                        .compose(found -> answer(
                                operation,
                                act,
                                call,
                                message,
                                found,
                                origin.by(found.key().id()))));
    }

    private <M> Future<Answer> answer(
            Operation operation, Act<M> act, Call call, M message, Callers.Found found, Origin origin) {
        return Future.succeededFuture(found)
                .compose(it -> callers.believe(call, operation, it))
                .onFailure(failure -> deeds.disbelieved(origin, operation, failure))
                .compose(caller -> carryOut(operation, act, new Asked<>(call, origin, caller, message)));
    }

    /** The deed is kept before the answer is given; that it could not be kept takes nothing back. */
    private <M> Future<Answer> carryOut(Operation operation, Act<M> act, Asked<M> asked) {
        return Future.succeededFuture(asked)
                .compose(act::act)
                .recover(failure -> Future.failedFuture(named(failure)))
                .compose(
                        done -> deeds.done(operation, asked, done).map(done.answer()),
                        failure -> deeds.failed(operation, asked, failure)
                                .compose(kept -> Future.<Answer>failedFuture(failure)));
    }

    private static Throwable named(Throwable failure) {
        return failure instanceof OAuthException refusal ? SsoFailure.of(refusal) : failure;
    }
}
