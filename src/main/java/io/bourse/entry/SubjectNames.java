package io.bourse.entry;

import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Introspection;
import io.bourse.provider.Provider.Jwks;
import io.bourse.provider.Provider.Proof;
import io.bourse.provider.Provider.UserInfo;
import java.util.Optional;

/**
 * Who gives the bearers of a provider's tokens their names. Users are linked to the provider's id and such a name, so an
 * entry whose names come from elsewhere would hand one person's account to whoever has the same name there.
 */
final class SubjectNames {

    private SubjectNames() {}

    /** The key of what makes the names another's; empty if they are the same. Keys, audiences and secrets may change. */
    static Optional<String> changed(Provider old, Provider now) {
        if (!old.subject().claim().equals(now.subject().claim())) {
            return Optional.of("subject");
        }
        String key = key(now.proof());
        boolean same = key.equals(key(old.proof())) && giver(old.proof()).equals(giver(now.proof()));
        return same ? Optional.empty() : Optional.of(key);
    }

    private static String key(Proof proof) {
        if (proof instanceof Jwks jwks) {
            return jwks.trustDomain() == null ? "issuer" : "trust_domain";
        }
        return proof instanceof UserInfo ? "userinfo_uri" : "introspection_uri";
    }

    private static String giver(Proof proof) {
        if (proof instanceof Jwks jwks) {
            return jwks.authority();
        }
        return withoutQuery(
                proof instanceof UserInfo info ? info.userInfoUri() : ((Introspection) proof).introspectionUri());
    }

    /** That says which members the answer shall have. */
    private static String withoutQuery(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }
}
