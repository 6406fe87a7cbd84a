package io.bourse.oauth;

import java.util.Optional;

/** Token type identifiers of RFC 8693 section 3, and the one of session tokens. */
public enum TokenType {
    ACCESS_TOKEN("access_token"),
    REFRESH_TOKEN("refresh_token"),
    ID_TOKEN("id_token"),
    JWT("jwt"),
    SAML1("saml1"),
    SAML2("saml2"),
    /** What its holder signs requests with: the name that Oracle Cloud gives to its user principal session token. */
    SESSION_TOKEN("session_token", "urn:oci:token-type:oci-upst");

    private final String shortName;
    private final String uri;

    TokenType(String name) {
        this(name, "urn:ietf:params:oauth:token-type:" + name);
    }

    TokenType(String shortName, String uri) {
        this.shortName = shortName;
        this.uri = uri;
    }

    /** As entries call it, such as {@code access_token}. */
    public String shortName() {
        return shortName;
    }

    /** The identifier as it travels. */
    public String uri() {
        return uri;
    }

    /** The type with this identifier; empty for an identifier that nobody defines. */
    public static Optional<TokenType> of(String uri) {
        for (TokenType type : values()) {
            if (type.uri.equals(uri)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
