package io.bourse.door.sso;

import io.bourse.http.Call;
import io.bourse.jose.OwnJwtVerifier;
import org.jspecify.annotations.Nullable;

/**
 * A token and what the service calls this look at it.
 *
 * @param token not to be logged
 * @param audit the type of a deed to be kept; null for none
 */
record TokenMessage(String token, @Nullable String audit) {

    static TokenMessage of(Call call) {
        Message message = Message.of(call);
        return new TokenMessage(
                Check.secret(message.text("token"), OwnJwtVerifier.MAX_LENGTH),
                message.text("audit").map(Check::deedType).orElse(null));
    }

    @Override
    public String toString() {
        return "TokenMessage";
    }
}
