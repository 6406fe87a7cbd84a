package io.bourse.http;

import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.NoSuchKeyIdException;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.security.SignatureException;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Guards routes that take a bearer token (RFC 6750 section 2.1). Vert.x Auth is the first guard: it knows our public keys
 * and refuses what they did not sign. It takes any {@code typ}, an unknown {@code crit} and a token without {@code exp},
 * so a token counts only once our own verification has accepted it too.
 *
 * @param <T> what the verification gives
 */
public final class BearerAuthentication<T> {

    private static final String SCHEME = "bearer ";
    private static final int MAX_LENGTH = 16_384;

    /** How Vert.x Auth begins what it says of the times of a token that is ours. */
    private static final String ABOUT_CLAIMS = "Invalid JWT token: ";

    private final Vertx vertx;
    private final Supplier<String> jwks;
    private final Function<String, Future<T>> verification;
    private volatile @Nullable Keys keys;

    private record Keys(String jwks, JWTAuth guard) {}

    /**
     * Sets up the two guards.
     *
     * @param jwks our public keys as a JWK set; asked for every token, so it must be at hand
     * @param verification the full check; fails with {@link OAuthException} {@code invalid_token}
     */
    public BearerAuthentication(Vertx vertx, Supplier<String> jwks, Function<String, Future<T>> verification) {
        this.vertx = vertx;
        this.jwks = jwks;
        this.verification = verification;
    }

    /** Whether the call brings a bearer token, for routes that take other credentials too. */
    public static boolean isBearer(Call call) {
        return call.header("Authorization")
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(SCHEME))
                .isPresent();
    }

    /** An endpoint that is asked only for calls with a good token. */
    public Endpoint guard(BiFunction<Call, T, Future<Answer>> endpoint) {
        return call -> authenticate(call).compose(verified -> endpoint.apply(call, verified));
    }

    /** What the call's token was verified to be. Fails with {@link OAuthException} {@code invalid_token}. */
    public Future<T> authenticate(Call call) {
        String token = token(call);
        JWTAuth guard = guard();
        // within the future, for the guard throws at claims of types that it does not expect
        return Future.succeededFuture(new TokenCredentials(token))
                .compose(guard::authenticate)
                .recover(cause -> BearerAuthentication.<User>refuse("Vert.x Auth refused it: " + why(cause)))
                .compose(user -> verification.apply(token));
    }

    /** In words of our own: those of Vert.x quote the token. */
    private static String why(Throwable cause) {
        if (cause instanceof NoSuchKeyIdException) {
            return "no key of ours has its kid and alg";
        }
        if (cause instanceof SignatureException) {
            return "its signature is not ours";
        }
        return String.valueOf(cause.getMessage()).startsWith(ABOUT_CLAIMS)
                ? "it has expired, or is not valid yet"
                : "it is no signed JWT";
    }

    private static <U> Future<U> refuse(String detail) {
        return Future.failedFuture(OAuthException.invalidToken(detail));
    }

    /**
     * The bearer token that the call brings, as it was sent; nothing is known of it yet.
     *
     * @throws OAuthException {@code invalid_token} if there is none, more than one, or it cannot be one of ours
     */
    public static String token(Call call) {
        List<String> values = call.headers("Authorization");
        if (values.size() != 1 || !values.get(0).toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw OAuthException.invalidToken(values.size() + " Authorization headers, no bearer token");
        }
        String token = values.get(0).substring(SCHEME.length()).strip();
        if (token.length() > MAX_LENGTH || !token.chars().allMatch(BearerAuthentication::isTokenCharacter)) {
            throw OAuthException.invalidToken("not a compact token");
        }
        return token;
    }

    private static boolean isTokenCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-_.".indexOf(c) >= 0;
    }

    /** Two event loops may build the same guard at once; either does. */
    private JWTAuth guard() {
        String current = jwks.get();
        Keys known = keys;
        if (known == null || !known.jwks().equals(current)) {
            known = new Keys(current, build(current));
            keys = known;
        }
        return known.guard();
    }

    private JWTAuth build(String current) {
        List<JsonObject> set = new JsonObject(current)
                .getJsonArray("keys").stream().map(JsonObject.class::cast).collect(Collectors.toList());
        if (set.isEmpty()) {
            // Without any key it would accept alg none.
            throw OAuthException.unavailable("no signing key is loaded yet");
        }
        return JWTAuth.create(vertx, new JWTAuthOptions().setJwks(set).setJWTOptions(new JWTOptions().setLeeway(10)));
    }
}
