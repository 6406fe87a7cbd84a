package io.bourse.provider;

import io.bourse.provider.AudienceProof.ApplicationCheck;
import io.bourse.provider.AudienceProof.DebugToken;
import io.bourse.provider.AudienceProof.TokenInfo;
import io.bourse.provider.Provider.Introspection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An {@link AudienceProof} as its provider's row holds it. */
record StoredAudienceProof(
        @Nullable Method method,
        @Nullable String uri,
        @Nullable String clientId,
        @Nullable String clientSecret,
        @Nullable List<String> audiences) {

    enum Method {
        INTROSPECTION,
        TOKEN_INFO,
        DEBUG_TOKEN,
        APPLICATION_CHECK
    }

    static StoredAudienceProof of(AudienceProof proof) {
        if (proof instanceof TokenInfo info) {
            return new StoredAudienceProof(
                    Method.TOKEN_INFO, info.uri(), null, null, StoredProvider.sorted(info.audiences()));
        }
        if (proof instanceof DebugToken debug) {
            return new StoredAudienceProof(Method.DEBUG_TOKEN, debug.uri(), debug.appId(), debug.appSecret(), null);
        }
        if (proof instanceof ApplicationCheck check) {
            return new StoredAudienceProof(
                    Method.APPLICATION_CHECK, check.uri(), check.clientId(), check.clientSecret(), null);
        }
        Introspection it = (Introspection) proof;
        return new StoredAudienceProof(
                Method.INTROSPECTION,
                it.introspectionUri(),
                it.clientId(),
                it.clientSecret(),
                StoredProvider.sorted(it.audiences()));
    }

    /** @throws RuntimeException if what is stored makes no proof */
    AudienceProof toProof() {
        String where = StoredProvider.required(uri);
        return switch (StoredProvider.required(method)) {
            case INTROSPECTION -> toIntrospection();
            case TOKEN_INFO -> new TokenInfo(where, StoredProvider.some(audiences));
            case DEBUG_TOKEN ->
                new DebugToken(where, StoredProvider.required(clientId), StoredProvider.required(clientSecret));
            case APPLICATION_CHECK ->
                new ApplicationCheck(where, StoredProvider.required(clientId), StoredProvider.required(clientSecret));
        };
    }

    /** @throws RuntimeException if what is stored makes no introspection */
    Introspection toIntrospection() {
        if (method != Method.INTROSPECTION) {
            throw new IllegalArgumentException("no introspection");
        }
        return new Introspection(
                StoredProvider.required(uri),
                StoredProvider.required(clientId),
                StoredProvider.required(clientSecret),
                StoredProvider.some(audiences));
    }

    @Override
    public String toString() {
        return "StoredAudienceProof[" + method + "]";
    }
}
