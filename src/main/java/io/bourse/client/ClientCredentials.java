package io.bourse.client;

import io.bourse.config.Secret;
import io.bourse.httpsig.CavageSignature;
import io.bourse.httpsig.HttpSignature;
import io.bourse.httpsig.InvalidSignatureException;
import io.bourse.httpsig.SignedMessage;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.FormText;
import io.bourse.oauth.OAuthException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a client says who it is, not yet believed (RFC 6749 section 2.3). */
public sealed interface ClientCredentials {

    /** The client that is claimed; null if only an assertion can tell. */
    @Nullable
    ClientId claimed();

    /** A secret, by {@code client_secret_basic} or {@code client_secret_post}. */
    record SharedSecret(ClientId claimed, Secret secret) implements ClientCredentials {}

    /** A signed assertion (RFC 7523 section 2.2). */
    record Assertion(@Nullable ClientId claimed, String jwt) implements ClientCredentials {
        @Override
        public String toString() {
            return "Assertion[" + claimed + "]";
        }
    }

    /** Only a name, as public clients have. */
    record NameOnly(ClientId claimed) implements ClientCredentials {}

    /** A signature over the whole request, by one who gets tokens through the client and is not the client. */
    record SignedRequest(@Nullable ClientId claimed, HttpSignature signature, SignedMessage message)
            implements ClientCredentials {}

    /** What stands in the body where no header proves anything; one of a pair is as much as both. */
    List<String> PROOFS_IN_BODY = List.of("client_secret", "client_assertion", "client_assertion_type");

    String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /**
     * Reads the credentials of a request.
     *
     * @param authorization the Authorization header, null if absent
     * @param parameters the body's parameters, each once
     * @throws OAuthException {@code invalid_request} if there are two methods at once or half of one,
     *     {@code invalid_client} if there is none or it is malformed
     */
    static ClientCredentials parse(@Nullable String authorization, Map<String, String> parameters) {
        String id = parameters.get("client_id");
        String secret = parameters.get("client_secret");
        String assertion = parameters.get("client_assertion");
        String assertionType = parameters.get("client_assertion_type");
        if ((assertion == null) != (assertionType == null)) {
            throw OAuthException.missingParameter(assertion == null ? "client_assertion" : "client_assertion_type");
        }
        if (authorization != null) {
            if (id != null || secret != null || assertion != null) {
                throw OAuthException.invalidRequest("client credentials both in the header and in the body");
            }
            return basic(authorization);
        }
        if (assertion != null) {
            return assertion(id, secret, assertion, assertionType);
        }
        if (id == null) {
            throw OAuthException.invalidClient("no client credentials");
        }
        return secret == null ? new NameOnly(clientId(id)) : new SharedSecret(clientId(id), new Secret(secret));
    }

    /**
     * Reads the credentials of a request whose Authorization header is of the scheme {@code Signature}.
     *
     * @param parameters the body's parameters, each once
     * @throws OAuthException {@code invalid_request} if there are others besides, {@code invalid_client} if the signature
     *     is malformed
     */
    static ClientCredentials signed(String authorization, Map<String, String> parameters, SignedMessage message) {
        if (PROOFS_IN_BODY.stream().anyMatch(parameters::containsKey)) {
            throw OAuthException.invalidRequest("client credentials beside a signature");
        }
        String id = parameters.get("client_id");
        try {
            return new SignedRequest(id == null ? null : clientId(id), CavageSignature.parse(authorization), message);
        } catch (InvalidSignatureException malformed) {
            throw OAuthException.invalidClient("signature: " + malformed.getMessage());
        }
    }

    /** Whether the Authorization header is of the scheme {@code Basic}, be it well formed or not. */
    static boolean isBasic(String authorization) {
        return authorization.split("[ \\t]", 2)[0].equalsIgnoreCase("Basic");
    }

    /** Longer ones are registered nowhere, and would only be remembered as unknown. */
    private static ClientId clientId(String text) {
        if (text.length() > ClientId.MAX_LENGTH) {
            throw OAuthException.invalidClient("the client id is too long");
        }
        return new ClientId(text);
    }

    private static ClientCredentials assertion(
            @Nullable String id, @Nullable String secret, String assertion, @Nullable String type) {
        if (secret != null) {
            throw OAuthException.invalidRequest("client_secret and client_assertion at once");
        }
        if (!ASSERTION_TYPE.equals(type)) {
            throw OAuthException.invalidClient("client_assertion_type is not that of RFC 7523");
        }
        return new Assertion(id == null ? null : clientId(id), assertion);
    }

    private static ClientCredentials basic(String authorization) {
        if (!isBasic(authorization)) {
            throw OAuthException.invalidClient("Authorization is not Basic");
        }
        try {
            byte[] bytes = Base64.getDecoder()
                    .decode(authorization.substring("Basic".length()).strip());
            String pair = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            int colon = pair.indexOf(':');
            if (colon <= 0 || colon == pair.length() - 1) {
                throw OAuthException.invalidClient("Basic credentials lack the id or the secret");
            }
            ClientId id = clientId(FormText.decode(pair.substring(0, colon)));
            return new SharedSecret(id, new Secret(FormText.decode(pair.substring(colon + 1))));
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            throw OAuthException.invalidClient("Basic credentials are malformed");
        }
    }
}
