package io.bourse.http;

import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Reads one body whole into memory: no files, no decoding, never more than the cap, and nothing that the budget has
 * no room for. What comes after that is thrown away; {@link ConnectionDeadlines} ends that, and a body that comes too slowly.
 */
final class BodyReader {

    /** The cap of all bodies but those of which more is expected. */
    static final int MAX_BYTES = 64 * 1024;

    /** So much of a body that is refused is read, and thrown away, before the next request. */
    private static final int MAX_DISCARDED_BYTES = 1024 * 1024;

    private static final Buffer NOTHING = Buffer.buffer(0);

    private final BodyBudget budget;
    private final int maxBytes;
    private final Promise<Buffer> whole = Promise.promise();
    private Buffer read = NOTHING;
    private boolean growing;
    private int acquired;
    private boolean refused;

    /** @param maxBytes the cap */
    BodyReader(BodyBudget budget, int maxBytes) {
        this.budget = budget;
        this.maxBytes = maxBytes;
    }

    /**
     * Must be called before the handler of the request returns. Fails with {@link HttpFailure} over the cap, with
     * {@code temporarily_unavailable} over the budget.
     */
    Future<Buffer> read(HttpServerRequest request) {
        request.exceptionHandler(this::failed).handler(this::more).endHandler(end -> ended());
        expect(request);
        return whole.future();
    }

    /** To be called once the body is needed no more, or failed. */
    void release() {
        budget.release(acquired);
        acquired = 0;
    }

    private void expect(HttpServerRequest request) {
        long declared = declaredLength(request);
        String expectation = request.getHeader(HttpHeaders.EXPECT);
        if (declared > maxBytes) {
            boolean isComing = expectation == null && declared <= MAX_DISCARDED_BYTES;
            refuse(isComing ? HttpFailure.bodyTooLarge() : HttpFailure.bodyWithoutEnd());
            return;
        }
        if (expectation == null) {
            return;
        }
        if (expectation.equalsIgnoreCase("100-continue")) {
            request.response().writeContinue();
        } else {
            refuse(HttpFailure.expectationFailed());
        }
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private void more(Buffer chunk) {
        if (refused) {
            return;
        }
        int sum = read.length() + chunk.length();
        if (sum > maxBytes) {
            refuse(HttpFailure.bodyWithoutEnd());
        } else if (!budget.tryAcquire(chunk.length())) {
            refuse(OAuthException.unavailable("too many request bodies in memory"));
        } else {
            acquired += chunk.length();
            keep(chunk);
        }
    }

    private void keep(Buffer chunk) {
        if (read.length() == 0) {
            // Most bodies are one chunk, which is ours to keep.
            read = chunk;
        } else {
            append(chunk);
        }
    }

    /** Appends to a growing buffer of our own: 65536 chunks of one byte must not be copied 65536 times. */
    private void append(Buffer chunk) {
        if (!growing) {
            growing = true;
            read = Buffer.buffer(2 * read.length() + chunk.length()).appendBuffer(read);
        }
        read.appendBuffer(chunk);
    }

    private void refuse(RuntimeException failure) {
        refused = true;
        read = NOTHING;
        whole.tryFail(failure);
    }

    private void ended() {
        whole.tryComplete(read);
    }

    private void failed(Throwable cause) {
        refuse(new ConnectionLostException(cause));
    }
}
