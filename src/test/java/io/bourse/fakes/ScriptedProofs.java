package io.bourse.fakes;

import io.bourse.oauth.OAuthException;
import io.bourse.provider.ExternalIdentity;
import io.bourse.provider.IdentityProviders;
import io.bourse.provider.Provider;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Proves the tokens that a test has named, each for its provider alone, and counts how often it is asked. */
public final class ScriptedProofs implements IdentityProviders {

    private final Map<String, ExternalIdentity> proved = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean down;

    public ScriptedProofs put(String token, IdentityBuilder identity) {
        proved.put(token, identity.build());
        return this;
    }

    /** From now on no provider answers. */
    public void goDown() {
        down = true;
    }

    public int asked() {
        return asked.get();
    }

    @Override
    public Future<ExternalIdentity> verify(Provider provider, String token) {
        asked.incrementAndGet();
        if (down) {
            return Future.failedFuture(OAuthException.unavailable("no answer"));
        }
        ExternalIdentity identity = proved.get(token);
        return identity != null && identity.provider().equals(provider.id())
                ? Future.succeededFuture(identity)
                : Future.failedFuture(OAuthException.invalidGrant("not proved"));
    }
}
