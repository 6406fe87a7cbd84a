package io.bourse.grant;

import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The grants that are built in, by type. */
public final class Grants {

    private final Map<GrantType, Grant> byType;

    public Grants(List<Grant> grants) {
        this.byType = grants.stream().collect(Collectors.toUnmodifiableMap(Grant::type, Function.identity()));
    }

    /** @throws OAuthException {@code unsupported_grant_type} if there is none */
    public Grant require(GrantType type) {
        Grant grant = byType.get(type);
        if (grant == null) {
            throw OAuthException.unsupportedGrantType("no such grant type");
        }
        return grant;
    }

    public Set<GrantType> types() {
        return byType.keySet();
    }
}
