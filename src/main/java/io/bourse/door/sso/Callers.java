package io.bourse.door.sso;

import io.bourse.client.Client;
import io.bourse.client.ClientAuthenticator;
import io.bourse.config.Secret;
import io.bourse.http.Call;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.service.AccountRegistry;
import io.bourse.service.Key;
import io.bourse.service.PgKeys;
import io.bourse.service.ServiceDirectory;
import io.bourse.token.OwnTokens;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Believes callers by the key that they show, {@code $KEY}, {@code key $KEY} or {@code Bearer $KEY}, and the user for whom
 * a service says it calls by that user's key or token. Unknown, switched off and revoked are one answer; our own log
 * tells them apart.
 */
final class Callers {

    private static final String UNDEFINED = "KeyUndefined";
    private static final String NOT_FOUND = "KeyNotFound";
    private static final String UNKNOWN = "no key of ours";
    private static final String AUTHORIZATION = "Authorization";
    private static final String USER_AUTHORIZATION = "User-Authorization";
    private static final int MAX_LENGTH = 8_192;

    private final String project;
    private final PgKeys keys;
    private final AccountRegistry accounts;
    private final ClientAuthenticator clients;
    private final OwnTokens ownTokens;
    private final InstantSource clock;

    Callers(ServiceDirectory directory, ClientAuthenticator clients, OwnTokens ownTokens, InstantSource clock) {
        this.project = directory.project();
        this.keys = directory.keys();
        this.accounts = directory.accounts();
        this.clients = clients;
        this.ownTokens = ownTokens;
        this.clock = clock;
    }

    /**
     * A key of ours, in whatever state.
     *
     * @param begun see {@link Caller}
     */
    record Found(Key key, Instant begun) {}

    /** What stands in a header. */
    private record Shown(boolean isToken, Secret value) {}

    /** The key of ours that is shown, read once, not believed yet. Fails with {@code KeyUndefined} or {@code KeyNotFound}. */
    Future<Found> find(Call call) {
        Shown shown = shown(call, AUTHORIZATION);
        if (shown.isToken()) {
            throw SsoFailure.unauthenticated(UNDEFINED);
        }
        Instant begun = clock.instant();
        return keys.find(shown.value())
                .map(found -> found.map(key -> new Found(key, begun)).orElseThrow(() -> notFound(UNKNOWN)));
    }

    /** Whoever shows this key, for this call. Fails with {@code KeyNotFound}, or {@code KeyUndefined} if it is the user's. */
    Future<Caller> believe(Call call, Operation operation, Found found) {
        Key key = requireActive(found.key());
        if (!opens(key, operation)) {
            throw notFound("key " + key.id() + " does not open this call");
        }
        return key.service() == null
                ? Future.succeededFuture(new Caller(key, found.begun(), null, null, null))
                : service(key.service())
                        .compose(client -> withUser(call, new Caller(key, found.begun(), client, null, null)));
    }

    private static boolean opens(Key key, Operation operation) {
        return key.isRoot() ? operation.isForRoot() : key.isOfService() && operation.isForServices();
    }

    /** The service whose key was shown. Keys outlive the setting that says of which project services are. */
    private Future<Client> service(String id) {
        return clients.requireHolder(new ClientId(id))
                .recover(failure -> Future.failedFuture(told(failure, OAuthError.INVALID_CLIENT)))
                .map(client -> {
                    if (!client.project().equals(project)) {
                        throw notFound("client " + id + " is of another project");
                    }
                    return client;
                });
    }

    private Future<Caller> withUser(Call call, Caller caller) {
        if (call.headers(USER_AUTHORIZATION).isEmpty()) {
            return Future.succeededFuture(caller);
        }
        Shown shown = shown(call, USER_AUTHORIZATION);
        return shown.isToken() ? byToken(caller, shown.value()) : byKey(caller, shown.value());
    }

    private Future<Caller> byToken(Caller caller, Secret token) {
        Client service = caller.requireService();
        return ownTokens
                .verify(token.reveal())
                .map(own -> {
                    if (!own.client().equals(service.id())) {
                        throw notFound("a token of client " + own.client());
                    }
                    if (!own.isUsersOwn()) {
                        throw notFound("a token of no user's own login");
                    }
                    return caller.of(own.subject().id(), null);
                })
                .recover(failure -> Future.failedFuture(told(failure, OAuthError.INVALID_TOKEN)));
    }

    private Future<Caller> byKey(Caller caller, Secret value) {
        Client service = caller.requireService();
        return keys.find(value)
                .map(found -> found.orElseThrow(() -> notFound(UNKNOWN)))
                .map(Callers::requireActive)
                .compose(key -> {
                    if (!key.isOfUserAt(service.id())) {
                        throw notFound("key " + key.id() + " is no user's at this service");
                    }
                    return enabled(String.valueOf(key.user())).map(user -> caller.of(user, key.id()));
                });
    }

    private Future<String> enabled(String user) {
        return accounts.find(UUID.fromString(user)).map(found -> {
            if (found.filter(account -> account.user().enabled()).isEmpty()) {
                throw notFound("user " + user + " is switched off or gone");
            }
            return user;
        });
    }

    private static Key requireActive(Key key) {
        if (!key.isActive()) {
            throw notFound("key " + key.id() + (key.revoked() ? " is revoked" : " is switched off"));
        }
        return key;
    }

    /** @param detail why, for our own log */
    private static SsoFailure notFound(String detail) {
        return SsoFailure.unauthenticated(NOT_FOUND, OAuthException.invalidClient(detail));
    }

    /** What the caller hears: a refusal of this kind tells nobody why. */
    private static Throwable told(Throwable failure, OAuthError error) {
        return failure instanceof OAuthException refusal && refusal.error() == error
                ? SsoFailure.unauthenticated(NOT_FOUND, refusal)
                : failure;
    }

    private static Shown shown(Call call, String header) {
        List<String> values = call.headers(header);
        if (values.size() != 1 || values.get(0).length() > MAX_LENGTH) {
            throw SsoFailure.unauthenticated(UNDEFINED);
        }
        String[] parts = values.get(0).strip().split(" +", 2);
        String value = parts[parts.length - 1];
        if (value.isEmpty() || value.indexOf(' ') >= 0) {
            throw SsoFailure.unauthenticated(UNDEFINED);
        }
        String scheme = parts.length == 1 ? "key" : parts[0].toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "key", "bearer" -> new Shown(false, new Secret(value));
            case "token" -> new Shown(true, new Secret(value));
            default -> throw SsoFailure.unauthenticated(UNDEFINED);
        };
    }
}
