package io.bourse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.door.oauth.OAuthErrors;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A guard is told what came of the work, whether or not its caller stayed to hear it. */
class GuardTest {

    private final CompletableFuture<Call> asked = new CompletableFuture<>();
    private final CompletableFuture<String> told = new CompletableFuture<>();
    private final Promise<Answer> work = Promise.promise();

    private final class Guarded implements Door, Guard {

        @Override
        public String name() {
            return "guarded";
        }

        @Override
        public void routes(RouteTable routes) {
            routes.get("/slow", this::answer);
        }

        private Future<Answer> answer(Call call) {
            call.note("noted");
            asked.complete(call);
            return work.future();
        }

        @Override
        public ErrorShape errors() {
            return new OAuthErrors();
        }

        @Override
        public Guard guard() {
            return this;
        }

        @Override
        public void began(Call call) {
            call.decided("decision-1");
        }

        @Override
        public void admit(Call call) {
            assertThat(call.decisionId()).contains("decision-1");
            assertThat(call.noted(String.class)).isEmpty();
        }

        @Override
        public void answered(Call call, int status, @Nullable Throwable failure) {
            told.complete(status + " "
                    + Optional.ofNullable(failure).map(Throwable::getMessage).orElse("done") + " "
                    + call.noted(String.class).orElse("")
                    + call.noted(Integer.class).isPresent());
        }
    }

    private String toldAfterHangingUp(Runnable completion)
            throws IOException, ExecutionException, InterruptedException, TimeoutException {
        try (HttpFixture http = new HttpFixture(new Guarded())) {
            HttpFixture.Wire wire = http.connect();
            wire.write(HttpFixture.request("GET", "/slow", ""));
            Call call = asked.get(10, TimeUnit.SECONDS);
            CompletableFuture<Void> closed = new CompletableFuture<>();
            call.request().response().closeHandler(gone -> closed.complete(null));
            wire.hangUp();
            closed.get(10, TimeUnit.SECONDS);

            completion.run();

            return told.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void workThatWasDoneIsTold() throws Exception {
        assertThat(toldAfterHangingUp(() -> work.complete(Answer.empty(201)))).isEqualTo("201 done notedfalse");
    }

    @Test
    void soIsWorkThatFailed() throws Exception {
        assertThat(toldAfterHangingUp(() -> work.fail(HttpFailure.badRequest("not so"))))
                .isEqualTo("400 not so notedfalse");
    }
}
