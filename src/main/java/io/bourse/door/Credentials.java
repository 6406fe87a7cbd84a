package io.bourse.door;

import io.bourse.client.ClientCredentials;
import io.bourse.http.Call;
import io.bourse.http.Form;
import io.bourse.oauth.OAuthException;
import java.util.List;
import java.util.Optional;

/** The client's credentials where the standards put them: in the Authorization header or in the body. */
public final class Credentials {

    private static final List<String> IN_BODY =
            List.of("client_id", "client_secret", "client_assertion", "client_assertion_type");

    private Credentials() {}

    /**
     * For a caller who shows a bearer token instead: two methods at once are one too many (RFC 6749 section 2.3).
     *
     * @throws OAuthException {@code invalid_request} if there are others
     */
    public static void requireNoOthers(Call call, Form form) {
        if (call.headers("Authorization").size() > 1 || IN_BODY.stream().anyMatch(form.names()::contains)) {
            throw OAuthException.invalidRequest("client credentials beside a bearer token");
        }
    }

    public static ClientCredentials of(Call call, Form form) {
        return ClientCredentials.parse(basic(call).orElse(null), form.parameters());
    }

    /**
     * The Authorization header, if it is one by which a client authenticates; empty if there is none, or it is of another
     * scheme. That is no second method beside the body: programs show their access token with whatever they send.
     *
     * @throws OAuthException as {@link #requireOneHeader}
     */
    public static Optional<String> basic(Call call) {
        requireOneHeader(call);
        return call.headers("Authorization").stream()
                .filter(ClientCredentials::isBasic)
                .findFirst();
    }

    /** @throws OAuthException {@code invalid_request} if there are more, of which none is to be believed or left aside */
    public static void requireOneHeader(Call call) {
        if (call.headers("Authorization").size() > 1) {
            throw OAuthException.invalidRequest("more than one Authorization header");
        }
    }
}
