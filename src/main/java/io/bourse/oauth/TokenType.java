package io.bourse.oauth;

import java.util.Optional;

/** Token type identifiers of RFC 8693 section 3. */
public enum TokenType {
    ACCESS_TOKEN("access_token"),
    REFRESH_TOKEN("refresh_token"),
    ID_TOKEN("id_token"),
    JWT("jwt"),
    SAML1("saml1"),
    SAML2("saml2");

    private static final String PREFIX = "urn:ietf:params:oauth:token-type:";

    private final String uri;

    TokenType(String name) {
        this.uri = PREFIX + name;
    }

    /** The identifier without what all have in common, such as {@code access_token}. */
    public String shortName() {
        return uri.substring(PREFIX.length());
    }

    /** The identifier as it travels. */
    public String uri() {
        return uri;
    }

    /** The type with this identifier; empty for an identifier that RFC 8693 does not define. */
    public static Optional<TokenType> of(String uri) {
        for (TokenType type : values()) {
            if (type.uri.equals(uri)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
