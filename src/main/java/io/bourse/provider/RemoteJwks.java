package io.bourse.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bourse.jose.InvalidJwkException;
import io.bourse.jose.TrustedKeys;
import io.bourse.oauth.OAuthException;
import io.bourse.provider.RemoteKeySet.FetchedKeys;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JWK Sets of providers (RFC 7517 section 5), by the address in their entry and never by one in a token. Each
 * provider has a set of its own, even if two name one address: no provider's trouble is another's. Safe for any thread.
 */
final class RemoteJwks {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteJwks.class);

    static final Duration MIN_LIFE = Duration.ofMinutes(5);
    static final Duration MAX_LIFE = Duration.ofMinutes(60);

    private static final Duration DEFAULT_LIFE = Duration.ofMinutes(15);
    private static final int MAX_SETS = 1000;
    private static final Duration IDLE = Duration.ofHours(3);
    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[, ])max-age=\"?(\\d{1,9})");

    private final Outbound outbound;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Cache<Source, RemoteKeySet> sets;

    /** What decides which keys we get: when an entry changes in this, it begins anew. */
    private record Source(
            String provider, String uri, boolean bundle, boolean privateAddresses, Provider.Limits limits) {}

    RemoteJwks(Outbound outbound, InstantSource clock, RandomGenerator random) {
        this.outbound = outbound;
        this.clock = clock;
        this.random = random;
        this.sets = Caffeine.newBuilder()
                .maximumSize(MAX_SETS)
                .expireAfterAccess(IDLE)
                .build();
    }

    /**
     * The keys behind an address of the provider's entry.
     *
     * @param bundle whether they are a SPIFFE trust domain's
     */
    RemoteKeySet of(Provider provider, String uri, boolean bundle) {
        Source source = new Source(provider.id(), uri, bundle, provider.privateAddresses(), provider.limits());
        return sets.get(source, key -> new RemoteKeySet(() -> fetch(provider, uri, bundle), clock, random));
    }

    private Future<FetchedKeys> fetch(Provider provider, String uri, boolean bundle) {
        return outbound.send(provider, OutboundRequest.get(uri, null)).map(answer -> parse(provider, answer, bundle));
    }

    private static FetchedKeys parse(Provider provider, OutboundAnswer answer, boolean bundle) {
        if (answer.status() != 200) {
            throw OAuthException.unavailable("the provider answered " + answer.status() + " instead of keys");
        }
        try {
            byte[] body = answer.body().getBytes();
            TrustedKeys keys = bundle ? TrustedKeys.parseBundle(body) : TrustedKeys.parse(body);
            logOmissions(provider, keys);
            return new FetchedKeys(keys, life(answer.cacheControl()));
        } catch (InvalidJwkException e) {
            throw OAuthException.unavailable("the keys of provider " + provider.id() + ": " + e.getMessage());
        }
    }

    private static void logOmissions(Provider provider, TrustedKeys keys) {
        if (!keys.omissions().isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("provider", provider.id())
                    .addKeyValue("keys", keys.size())
                    .addKeyValue("left_out", keys.omissions().size())
                    .addKeyValue("first", keys.omissions().get(0))
                    .log("identity provider publishes keys that cannot be trusted");
        }
    }

    /** {@code max-age} of RFC 9111 section 5.2.2.1 within our bounds, whatever else the header says. */
    static Duration life(@Nullable String cacheControl) {
        if (cacheControl == null) {
            return DEFAULT_LIFE;
        }
        Matcher maxAge = MAX_AGE.matcher(cacheControl.toLowerCase(Locale.ROOT));
        if (!maxAge.find()) {
            return DEFAULT_LIFE;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(maxAge.group(1)));
        Duration atLeast = asked.compareTo(MIN_LIFE) < 0 ? MIN_LIFE : asked;
        return atLeast.compareTo(MAX_LIFE) > 0 ? MAX_LIFE : atLeast;
    }
}
