package io.bourse.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** Asserts that something is refused, and what of it the caller sees. */
public final class Refusals {

    /** What is said of a subject or actor token that will not do, whatever the reason. */
    public static final String NOT_ACCEPTED = "The subject or actor token is not accepted.";

    private Refusals() {}

    /** The refusal with this code, its public text the one that is fixed for the code. */
    public static OAuthException refusal(OAuthError error, Supplier<? extends Future<?>> call) {
        return refusal(error, error.description(), call);
    }

    /** The refusal with this code and public text. */
    public static OAuthException refusal(
            OAuthError error, String publicDescription, Supplier<? extends Future<?>> call) {
        Throwable failure = catchThrowable(() -> call.get().await());
        assertThat(failure).isInstanceOf(OAuthException.class);
        OAuthException refusal = (OAuthException) failure;
        assertThat(refusal.error()).as(refusal.getMessage()).isEqualTo(error);
        assertThat(refusal.publicDescription()).isEqualTo(publicDescription);
        return refusal;
    }
}
