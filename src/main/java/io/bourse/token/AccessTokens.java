package io.bourse.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.bourse.jose.ActorClaims;
import io.bourse.jose.JwtSigner;
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
 * RFC 8693 section 4, and our own {@code sub_type}, {@code sid} and {@code lin}.
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
            writeAudiences(json, authorization.audiences());
            json.writeNumberField("iat", now.getEpochSecond());
            json.writeNumberField("exp", expiresAt.getEpochSecond());
            json.writeStringField("jti", id);
            if (!authorization.scopes().isEmpty()) {
                json.writeStringField(OwnToken.SCOPE, authorization.scopes().toString());
            }
            writeIdentity(json, authorization);
            if (family != null) {
                json.writeStringField(OwnToken.FAMILY, family);
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
        return authorization.issuedTokenType() == TokenType.JWT ? OwnToken.JWT_TYPE : OwnToken.ACCESS_TOKEN_TYPE;
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
            json.writeStringField("aud", audiences.get(0));
        } else {
            writeArray(json, "aud", audiences);
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
