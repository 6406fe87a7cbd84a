package io.bourse.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bourse.jose.InvalidJwkException;
import io.bourse.jose.TrustedKeys;
import io.bourse.metrics.Metrics;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Reason;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
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

    private final String ownIssuer;
    private final Outbound outbound;
    private final Metrics metrics;
    private final InstantSource clock;
    private final java.security.@Nullable Provider crypto;
    private final RemoteJwks remoteJwks;
    private final AudienceCheck audienceCheck;
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
     * @param ownIssuer in whose words no provider may name an actor
     * @param metrics counts the tokens whose audience nobody proved
     * @param random spreads the refreshing of keys; needs no strength
     * @param crypto computes the signatures of JWTs; null leaves the choice to the JDK
     */
    public ProviderProofs(
            String ownIssuer,
            Outbound outbound,
            ProviderSecrets secrets,
            Metrics metrics,
            InstantSource clock,
            RandomGenerator random,
            java.security.@Nullable Provider crypto) {
        this.ownIssuer = ownIssuer;
        this.outbound = outbound;
        this.metrics = metrics;
        this.clock = clock;
        this.crypto = crypto;
        this.remoteJwks = new RemoteJwks(outbound, clock, random);
        this.audienceCheck = new AudienceCheck(outbound, secrets, clock);
    }

    /**
     * {@inheritDoc} A token of another form than RFC 6750 section 2.1 has, or longer than 16 KB, is refused without an
     * outbound call.
     */
    @Override
    public Future<ExternalIdentity> verify(Provider provider, String token) {
        return verify(provider, token, parsed -> remembered(provider, parsed)).onSuccess(identity -> count(provider));
    }

    /**
     * The same proofs, with the same keys and limits of calls, for whoever only asks: nothing is counted, nothing is
     * remembered, and nothing that was remembered counts.
     */
    public IdentityProviders toLook() {
        return (provider, token) -> verify(provider, token, parsed -> proved(provider, parsed));
    }

    private Future<ExternalIdentity> verify(
            Provider provider, String token, Function<ForeignToken, Future<ExternalIdentity>> proof) {
        Future<ExternalIdentity> proved = Future.succeededFuture(token)
                .map(ForeignToken::parse)
                .compose(proof::apply)
                .map(this::naming)
                .recover(failure -> Future.failedFuture(expected(provider, failure)));
        return here(proved);
    }

    /** A provider is trusted with actors of its own and of others', and not to say that somebody of ours acted. */
    private ExternalIdentity naming(ExternalIdentity identity) {
        if (identity.actors().stream().anyMatch(actor -> ownIssuer.equals(actor.issuer()))) {
            throw OAuthException.invalidGrant("provider " + identity.provider() + " names an actor of ours");
        }
        return identity;
    }

    private void count(Provider provider) {
        if (provider.proof() instanceof Provider.UserInfo info && info.audienceProof() == null) {
            metrics.unprovedAudience(provider.id());
        }
    }

    /** An entry that should not have passed its checks is as good as a provider that is down. */
    private static Throwable expected(Provider provider, Throwable failure) {
        OAuthException known = failure instanceof OAuthException oauth
                ? oauth
                : OAuthException.unavailable("the entry of provider " + provider.id() + " cannot be used", failure);
        return known.error() == OAuthError.TEMPORARILY_UNAVAILABLE ? known.because(Reason.UNREACHABLE_PROVIDER) : known;
    }

    private Future<ExternalIdentity> remembered(Provider provider, ForeignToken token) {
        Question question = new Question(provider, token.hash());
        Proved known = proofs.getIfPresent(question);
        if (known != null && clock.instant().isBefore(known.until())) {
            return Future.succeededFuture(known.identity());
        }
        return proved(provider, token).onSuccess(identity -> remember(question, identity));
    }

    private Future<ExternalIdentity> proved(Provider provider, ForeignToken token) {
        return methods.get(provider, this::method).verify(token);
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
            return new UserInfoIdentityProvider(provider, userInfo, outbound, audienceCheck);
        }
        return new IntrospectionIdentityProvider(provider, (Provider.Introspection) provider.proof(), audienceCheck);
    }

    private KeySource keys(Provider provider, Provider.Jwks jwks) {
        boolean bundle = jwks.trustDomain() != null;
        if (jwks.jwksUri() != null) {
            return remoteJwks.of(provider, jwks.jwksUri(), bundle);
        }
        if (jwks.jwks() == null) {
            throw OAuthException.unavailable("the entry of provider " + provider.id() + " has no keys");
        }
        try {
            byte[] json = jwks.jwks().getBytes(StandardCharsets.UTF_8);
            return new KeySource.Inline(bundle ? TrustedKeys.parseBundle(json) : TrustedKeys.parse(json));
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
