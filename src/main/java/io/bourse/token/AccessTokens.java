package io.bourse.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.bourse.jose.ActorClaims;
import io.bourse.jose.JwtSigner;
import io.bourse.jose.RsaPublicKeys;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.MayAct;
import io.bourse.oauth.TokenType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the claims of our tokens and signs them: those of RFC 9068 section 2.2, {@code act} and {@code may_act} of
 * RFC 8693 section 4, and our own {@code sub_type}, {@code sid}, {@code login} and {@code lin}; for
 * clients as Medplum has them also {@code login_id}, by which its client knows a server of its kind.
 */
final class AccessTokens {

    private static final JsonFactory JSON = new JsonFactory();

    private final String issuer;
    private final JwtSigner signer;

    AccessTokens(String issuer, JwtSigner signer) {
        this.issuer = issuer;
        this.signer = signer;
    }

    /** The signed token. Pure computation. */
    String sign(Authorization authorization, String id, @Nullable String family, Instant now, Instant expiresAt) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(512);
                JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("iss", issuer);
            json.writeStringField("sub", authorization.subject().id());
            json.writeStringField(
                    OwnToken.SUBJECT_TYPE, authorization.subject().kind().claim());
            json.writeStringField(
                    OwnToken.CLIENT_ID, authorization.client().id().value());
            writeUse(json, authorization);
            json.writeNumberField("iat", now.getEpochSecond());
            json.writeNumberField("exp", expiresAt.getEpochSecond());
            json.writeStringField("jti", id);
            writeIdentity(json, authorization);
            writeSession(json, authorization);
            if (family != null) {
                json.writeStringField(OwnToken.FAMILY, family);
            }
            if (authorization.login() != null) {
                json.writeStringField(
                        OwnToken.LOGIN, authorization.login().method().text());
            }
            if (authorization.isSession()) {
                json.writeStringField(OwnToken.LOGIN_ID, family == null ? id : family);
            }
            if (!authorization.ancestors().isEmpty()) {
                writeArray(json, OwnToken.ANCESTORS, authorization.ancestors());
            }
            json.writeEndObject();
            json.flush();
            return signer.sign(type(authorization), bytes.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String type(Authorization authorization) {
        if (authorization.sessionKey() != null) {
            return OwnToken.SESSION_TOKEN_TYPE;
        }
        return authorization.issuedTokenType() == TokenType.JWT ? OwnToken.JWT_TYPE : OwnToken.ACCESS_TOKEN_TYPE;
    }

    /** Whom the token is for. A session token is for us alone: no API may take for its own what is sent as a key id. */
    private void writeUse(JsonGenerator json, Authorization authorization) throws IOException {
        boolean session = authorization.sessionKey() != null;
        if (session) {
            json.writeStringField(OwnToken.AUDIENCES, issuer);
            writeArray(json, OwnToken.SESSION_AUDIENCES, authorization.audiences());
        } else {
            writeAudiences(json, authorization.audiences());
        }
        if (!authorization.scopes().isEmpty()) {
            json.writeStringField(
                    session ? OwnToken.SESSION_SCOPE : OwnToken.SCOPE,
                    authorization.scopes().toString());
        }
    }

    /** What Oracle's SDKs read in a session token; {@code jwk} is a text and no object, as they want it. */
    private static void writeSession(JsonGenerator json, Authorization authorization) throws IOException {
        if (authorization.sessionKey() != null) {
            json.writeStringField("tenant", authorization.client().project());
            json.writeStringField(OwnToken.SESSION_KEY, RsaPublicKeys.jwk(authorization.sessionKey()));
        }
    }

    private static void writeIdentity(JsonGenerator json, Authorization authorization) throws IOException {
        ActorClaims.writeActors(json, authorization.identity().actors());
        ClientId mayAct = authorization.client().mayAct();
        // Said of whom it was issued to and never passed on: whoever exchanged it was let in by an entry.
        if (mayAct != null && !authorization.isExchanged()) {
            ActorClaims.writeMayAct(json, new MayAct(null, mayAct.value(), mayAct.value()));
        }
        for (Map.Entry<String, List<String>> attribute :
                authorization.identity().attributes().entrySet()) {
            writeArray(json, attribute.getKey(), attribute.getValue());
        }
    }

    private static void writeAudiences(JsonGenerator json, List<String> audiences) throws IOException {
        if (audiences.size() == 1) {
            json.writeStringField(OwnToken.AUDIENCES, audiences.get(0));
        } else {
            writeArray(json, OwnToken.AUDIENCES, audiences);
        }
    }

    private static void writeArray(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
