package io.bourse.http;

import io.vertx.core.Future;

/** Answers one kind of call. Runs on an event loop and must not block. */
@FunctionalInterface
public interface Endpoint {

    /** The answer; a failure, thrown or returned, becomes the door's error answer. */
    Future<Answer> answer(Call call);
}
