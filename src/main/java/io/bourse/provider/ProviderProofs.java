package io.bourse.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bourse.jose.InvalidJwkException;
import io.bourse.jose.TrustedKeys;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Proves foreign tokens by the method of their provider's entry. A proof is remembered for a minute at most, never
 * beyond the token's end, and only for this very entry; a refusal is never remembered. Safe for any thread; a future
 * asked for on a Vert.x context completes there.
 */
public final class ProviderProofs implements IdentityProviders {

    private static final Duration MEMORY = Duration.ofSeconds(60);
    private static final int MAX_PROOFS = 10_000;
    private static final int MAX_PROVIDERS = 1000;

    private final Outbound outbound;
    private final InstantSource clock;
    private final java.security.@Nullable Provider crypto;
    private final RemoteJwks remoteJwks;
    private final TokenIntrospection introspection;
    private final Cache<Provider, IdentityProvider> methods =
            Caffeine.newBuilder().maximumSize(MAX_PROVIDERS).build();
    private final Cache<Question, Proved> proofs = Caffeine.newBuilder()
            .maximumSize(MAX_PROOFS)
            .expireAfterWrite(MEMORY)
            .build();

    /** The whole entry is part of it, so that nothing proved by an older one counts. */
    private record Question(Provider provider, String tokenHash) {}

    private record Proved(ExternalIdentity identity, Instant until) {}

    /**
     * @param random spreads the refreshing of keys; needs no strength
     * @param crypto computes the signatures of JWTs; null leaves the choice to the JDK
     */
    public ProviderProofs(
            Outbound outbound,
            ProviderSecrets secrets,
            InstantSource clock,
            RandomGenerator random,
            java.security.@Nullable Provider crypto) {
        this.outbound = outbound;
        this.clock = clock;
        this.crypto = crypto;
        this.remoteJwks = new RemoteJwks(outbound, clock, random);
        this.introspection = new TokenIntrospection(outbound, secrets, clock);
    }

    /**
     * {@inheritDoc} A token of another form than RFC 6750 section 2.1 has, or longer than 16 KB, is refused without an
     * outbound call.
     */
    @Override
    public Future<ExternalIdentity> verify(Provider provider, String token) {
        Future<ExternalIdentity> proved = Future.succeededFuture(token)
                .map(ForeignToken::parse)
                .compose(parsed -> proved(provider, parsed))
                .recover(failure -> Future.failedFuture(expected(provider, failure)));
        return here(proved);
    }

    /** An entry that should not have passed its checks is as good as a provider that is down. */
    private static Throwable expected(Provider provider, Throwable failure) {
        return failure instanceof OAuthException
                ? failure
                : OAuthException.unavailable("the entry of provider " + provider.id() + " cannot be used", failure);
    }

    private Future<ExternalIdentity> proved(Provider provider, ForeignToken token) {
        Question question = new Question(provider, token.hash());
        Proved known = proofs.getIfPresent(question);
        if (known != null && clock.instant().isBefore(known.until())) {
            return Future.succeededFuture(known.identity());
        }
        return methods.get(provider, this::method).verify(token).onSuccess(identity -> remember(question, identity));
    }

    private void remember(Question question, ExternalIdentity identity) {
        // Where the age of a token counts, a remembered proof would make it younger.
        if (question.provider().proof() instanceof Provider.Jwks jwks && jwks.maxAge() != null) {
            return;
        }
        Instant soon = clock.instant().plus(MEMORY);
        Instant end = identity.expiresAt();
        proofs.put(question, new Proved(identity, end != null && end.isBefore(soon) ? end : soon));
    }

    private IdentityProvider method(Provider provider) {
        if (provider.proof() instanceof Provider.Jwks jwks) {
            return new JwksIdentityProvider(provider, jwks, keys(provider, jwks), clock, crypto);
        }
        if (provider.proof() instanceof Provider.UserInfo userInfo) {
            return new UserInfoIdentityProvider(provider, userInfo, outbound, introspection);
        }
        return new IntrospectionIdentityProvider(provider, (Provider.Introspection) provider.proof(), introspection);
    }

    private KeySource keys(Provider provider, Provider.Jwks jwks) {
        if (jwks.jwksUri() != null) {
            return remoteJwks.of(provider, jwks.jwksUri());
        }
        if (jwks.jwks() == null) {
            throw OAuthException.unavailable("the entry of provider " + provider.id() + " has no keys");
        }
        try {
            return new KeySource.Inline(TrustedKeys.parse(jwks.jwks().getBytes(StandardCharsets.UTF_8)));
        } catch (InvalidJwkException e) {
            throw OAuthException.unavailable("the keys of provider " + provider.id() + ": " + e.getMessage());
        }
    }

    /** Another caller's thread may have brought the answer; what the caller does next belongs on its own. */
    private static <T> Future<T> here(Future<T> future) {
        Context caller = Vertx.currentContext();
        if (caller == null || future.isComplete()) {
            return future;
        }
        Promise<T> promise = Promise.promise();
        future.onComplete(result -> caller.runOnContext(resumed -> promise.handle(result)));
        return promise.future();
    }
}
