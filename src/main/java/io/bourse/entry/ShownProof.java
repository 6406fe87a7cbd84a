package io.bourse.entry;

import io.bourse.provider.AudienceProof;
import io.bourse.provider.AudienceProof.ApplicationCheck;
import io.bourse.provider.AudienceProof.DebugToken;
import io.bourse.provider.AudienceProof.TokenInfo;
import io.bourse.provider.Provider.Introspection;
import io.bourse.provider.Provider.Jwks;
import io.bourse.provider.Provider.Proof;
import io.bourse.provider.Provider.UserInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a provider's tokens are proved, as texts by the keys of the file; see {@link Shown}. */
final class ShownProof {

    private ShownProof() {}

    static Map<String, String> of(Proof proof) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (proof instanceof Jwks jwks) {
            texts.put("proof", "jwks");
            put(texts, jwks);
        } else if (proof instanceof UserInfo info) {
            texts.put("proof", "userinfo");
            texts.put("userinfo_uri", info.userInfoUri());
            put(texts, info.audienceProof());
        } else if (proof instanceof Introspection introspection) {
            texts.put("proof", "introspection");
            put(texts, introspection);
        }
        return texts;
    }

    private static void put(Map<String, String> texts, Jwks jwks) {
        texts.put("issuer", Shown.text(jwks.issuer()));
        texts.put("trust_domain", Shown.text(jwks.trustDomain()));
        texts.put("jwks_uri", Shown.text(jwks.jwksUri()));
        texts.put("keys", Shown.text(jwks.jwks()));
        texts.put("algorithms", Shown.sorted(jwks.algorithms()));
        texts.put("types", Shown.sorted(jwks.types()));
        texts.put("audience", Shown.sorted(jwks.audiences()));
        texts.put("max_age", Shown.duration(jwks.maxAge()));
    }

    private static void put(Map<String, String> texts, @Nullable AudienceProof proof) {
        if (proof == null) {
            texts.put("audience_proof", "none");
        } else if (proof instanceof TokenInfo info) {
            texts.put("audience_proof", "tokeninfo");
            texts.put("tokeninfo_uri", info.uri());
            texts.put("audience", Shown.sorted(info.audiences()));
        } else if (proof instanceof DebugToken debug) {
            texts.put("audience_proof", "debug_token");
            texts.put("debug_token_uri", debug.uri());
            put(texts, debug.appId(), debug.appSecret());
        } else if (proof instanceof ApplicationCheck check) {
            texts.put("audience_proof", "application_check");
            texts.put("application_check_uri", check.uri());
            put(texts, check.clientId(), check.clientSecret());
        } else if (proof instanceof Introspection introspection) {
            texts.put("audience_proof", "introspection");
            texts.put("introspection_uri", introspection.introspectionUri());
            put(texts, introspection.clientId(), introspection.clientSecret());
            texts.put("audience", Shown.sorted(introspection.audiences()));
        }
    }

    private static void put(Map<String, String> texts, String clientId, String sealedSecret) {
        texts.put("client_id", clientId);
        texts.put("client_secret", sealedSecret);
    }
}
