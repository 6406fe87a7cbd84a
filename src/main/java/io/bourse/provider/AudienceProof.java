package io.bourse.provider;

import java.util.Optional;
import java.util.Set;

/** How a provider says for whom it issued an opaque token. Userinfo does not: it answers to any application's token. */
public sealed interface AudienceProof
        permits Provider.Introspection,
                AudienceProof.TokenInfo,
                AudienceProof.DebugToken,
                AudienceProof.ApplicationCheck {

    /** Where to ask. */
    String uri();

    /** The secret with which we authenticate there, sealed; empty if none is needed. */
    default Optional<String> sealedSecret() {
        return Optional.empty();
    }

    /** The same with another sealed secret, if it needs one. */
    default AudienceProof withSecret(String sealed) {
        return this;
    }

    /**
     * Google's tokeninfo.
     *
     * @param audiences our client ids there; one of them must be {@code aud}
     */
    record TokenInfo(String uri, Set<String> audiences) implements AudienceProof {

        public TokenInfo {
            audiences = Set.copyOf(audiences);
        }
    }

    /**
     * Facebook's debug_token.
     *
     * @param appId our application there; {@code app_id} must be it
     * @param appSecret sealed; see {@code crypto.MasterKeys}
     */
    record DebugToken(String uri, String appId, String appSecret) implements AudienceProof {

        @Override
        public Optional<String> sealedSecret() {
            return Optional.of(appSecret);
        }

        @Override
        public DebugToken withSecret(String sealed) {
            return new DebugToken(uri, appId, sealed);
        }

        @Override
        public String toString() {
            return "DebugToken[" + uri + "]";
        }
    }

    /**
     * GitHub's check of a token by the application that it belongs to.
     *
     * @param clientId our application there; {@code app.client_id} must be it
     * @param clientSecret sealed; see {@code crypto.MasterKeys}
     */
    record ApplicationCheck(String uri, String clientId, String clientSecret) implements AudienceProof {

        @Override
        public Optional<String> sealedSecret() {
            return Optional.of(clientSecret);
        }

        @Override
        public ApplicationCheck withSecret(String sealed) {
            return new ApplicationCheck(uri, clientId, sealed);
        }

        @Override
        public String toString() {
            return "ApplicationCheck[" + uri + "]";
        }
    }
}
