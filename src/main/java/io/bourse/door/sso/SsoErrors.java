package io.bourse.door.sso;

import io.bourse.http.Answer;
import io.bourse.http.ErrorShape;
import io.bourse.http.Problem;
import io.bourse.http.RetryAfter;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"error","code","message"}} with the code of gRPC; what is at no address is plain text, as grpc-gateway has it.
 * Below {@code /auth/} every name is {@code RedactedError}, so that no refusal tells why.
 */
enum SsoErrors implements ErrorShape {
    NAMED,
    REDACTED;

    private static final String HIDDEN = "RedactedError";

    @Override
    public Answer answer(Problem problem) {
        if (problem.status() == 404) {
            return text(404, "Not Found");
        }
        if (problem.status() == 405) {
            return text(405, "Method Not Allowed");
        }
        GrpcCode code = GrpcCode.of(problem.status());
        return answer(problem.status(), code, shown(SsoFailure.nameOf(problem.status())));
    }

    @Override
    public Optional<Answer> ofOwn(Throwable failure, @Nullable String decisionId) {
        return failure instanceof SsoFailure own ? Optional.of(answer(own)) : Optional.empty();
    }

    private Answer answer(SsoFailure failure) {
        String name = failure.isOfForm() ? failure.name() : shown(failure.name());
        Answer answer = answer(failure.code().status(), failure.code(), name);
        return switch (failure.code()) {
            case UNAUTHENTICATED -> answer.with("WWW-Authenticate", "Bearer realm=\"bourse\"");
            case UNAVAILABLE -> answer.with(RetryAfter.HEADER, RetryAfter.soon());
            default -> answer;
        };
    }

    private String shown(String name) {
        return switch (this) {
            case NAMED -> name;
            case REDACTED -> HIDDEN;
        };
    }

    private static Answer answer(int status, GrpcCode code, String name) {
        return Answer.json(status, json -> {
            json.writeStringField("error", name);
            json.writeNumberField("code", code.number());
            json.writeStringField("message", name);
        });
    }

    private static Answer text(int status, String text) {
        return Answer.of(status, "text/plain; charset=utf-8", Buffer.buffer(text));
    }
}
