package io.bourse.e2e;

import static io.bourse.e2e.TokenServer.ACCESS_TOKEN;
import static io.bourse.e2e.TokenServer.EXCHANGE;
import static io.bourse.e2e.TokenServer.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import io.bourse.fakes.Vectors;
import io.bourse.jose.SigningKey;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every place that takes a JWT against every way of forging one (RFC 8725bis; reliability.md 75, 76, 78, 79): the answer
 * is the one of that place for a token that is none, always the same, and never an accident.
 */
class JwtInputsIT {

    private static final TokenServer SERVER = TokenServer.shared();
    private static final String ISSUER = "https://ji.example";
    private static final String US = "ji-us";
    private static final String DESK = "https://api.example/ji-desk";
    private static final int AT_ONCE = 16;

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static JsonObject adas;
    private static JsonObject robots;
    private static String adasToken;

    @BeforeAll
    static void entries() {
        SERVER.apply("""
                clients:
                  - id: ji-api
                    project: demo
                    secret: ji-api-secret
                    grants: [token-exchange, jwt-bearer, convert_token]
                    scopes: [read]
                    audiences: [%1$s]
                    serves: [%1$s, %2$s]
                  - id: ji-robot
                    project: demo
                    secret: ji-robot-secret
                    grants: [client_credentials]
                    scopes: [read]
                    audiences: [%2$s, '%6$s']
                    serves: [%1$s]
                  - id: ji-key
                    project: demo
                    authentication: private_key_jwt
                    jwks: {keys: [%3$s]}
                    grants: [client_credentials]
                    scopes: [read]
                    audiences: [%2$s]
                  - id: ji-pod
                    project: demo
                    authentication: provider_jwt
                    identity: {provider: ji-pods, subject: grace}
                    grants: [client_credentials]
                    scopes: [read]
                    audiences: [%2$s]
                providers:
                  - id: ji-corp
                    project: demo
                    clients: [ji-api]
                    provisioning: create
                    jwks: {issuer: '%4$s', keys: [%5$s], algorithms: [RS256], audience: [%7$s]}
                  - id: ji-pods
                    project: demo
                    clients: [ji-pod]
                    subject: {kind: workload}
                    jwks: {issuer: '%4$s', keys: [%5$s], algorithms: [RS256], audience: [%7$s]}
                exchanges:
                  - {id: ji-1, client: ji-api, subject: {client: demo, audience: '%1$s'}, targets: [%1$s],
                     scopes: [read]}
                  - {id: ji-2, client: ji-api, subject: {provider: ji-corp}, targets: [%1$s], scopes: [read]}
                  - {id: ji-3, client: ji-api, mode: delegation, subject: {client: demo}, actor: {client: ji-robot},
                     targets: [%1$s], scopes: [read]}
                  - {id: ji-4, client: ji-api, mode: delegation, subject: {client: demo}, actor: {provider: ji-corp},
                     targets: [%1$s], scopes: [read]}
                """.formatted(
                        ORDERS, DESK, Keys.CLIENT.publicJwk(), ISSUER, Keys.PROVIDER.publicJwk(), SERVER.issuer(), US));
        TokenAnswer login = SERVER.login();
        adasToken = login.accessToken();
        adas = new JsonObject(login.claims().toString());
        robots = new JsonObject(robot(DESK).claims().toString());
    }

    private static TokenAnswer robot(String audience) {
        return SERVER.token()
                .basic("ji-robot", "ji-robot-secret")
                .grant("client_credentials")
                .form("audience", audience)
                .send()
                .granted();
    }

    private static TokenCall api() {
        return SERVER.token().basic("ji-api", "ji-api-secret");
    }

    private static TokenCall exchange(String subject) {
        return api().grant(EXCHANGE).form("subject_token", subject).form("subject_token_type", ACCESS_TOKEN);
    }

    private static TokenCall actor(String token) {
        return exchange(adasToken).form("actor_token", token).form("actor_token_type", ACCESS_TOKEN);
    }

    private static JsonObject corps() {
        return Keys.claims(ISSUER, "grace", US);
    }

    /** A place that takes a JWT. */
    enum Input {
        SUBJECT_TOKEN(null, () -> adas, 400, "invalid_request", JwtInputsIT::exchange),
        SUBJECT_TOKEN_OF_A_PROVIDER(
                Keys.PROVIDER,
                JwtInputsIT::corps,
                400,
                "invalid_request",
                token -> exchange(token).form("subject_issuer", "ji-corp")),
        ACTOR_TOKEN(null, () -> robots, 400, "invalid_request", JwtInputsIT::actor),
        ACTOR_TOKEN_OF_A_PROVIDER(
                Keys.PROVIDER,
                JwtInputsIT::corps,
                400,
                "invalid_request",
                token -> actor(token).form("actor_issuer", "ji-corp")),
        CLIENT_ASSERTION(
                Keys.CLIENT,
                () -> Keys.assertion("ji-key", SERVER.issuer()),
                401,
                "invalid_client",
                token -> SERVER.token()
                        .grant("client_credentials")
                        .form("client_id", "ji-key")
                        .assertion(token)),
        CLIENT_ASSERTION_OF_A_PROVIDER(
                Keys.PROVIDER,
                JwtInputsIT::corps,
                401,
                "invalid_client",
                token -> SERVER.token()
                        .grant("client_credentials")
                        .form("client_id", "ji-pod")
                        .assertion(token)),
        BEARER(
                null,
                () -> new JsonObject(robot(SERVER.issuer()).claims().toString()),
                401,
                "invalid_token",
                token -> SERVER.introspect(adasToken).header("Authorization", "Bearer " + token)),
        INTROSPECTION(
                null, () -> adas, 200, "", token -> SERVER.introspect(token).asGateway()),
        ASSERTION(
                Keys.PROVIDER,
                JwtInputsIT::corps,
                400,
                "invalid_grant",
                token -> api().grant("urn:ietf:params:oauth:grant-type:jwt-bearer")
                        .form("assertion", token)),
        CONVERT_TOKEN(
                Keys.PROVIDER,
                JwtInputsIT::corps,
                400,
                "invalid_grant",
                token -> api().grant("convert_token").form("backend", "ji-corp").form("token", token));

        /** Null if it is the server's own, which signs under its own header only. */
        private final SigningKey key;

        private final Supplier<JsonObject> claims;
        private final int status;
        private final String error;
        private final Function<String, TokenCall> call;

        Input(SigningKey key, Supplier<JsonObject> claims, int status, String error, Function<String, TokenCall> call) {
            this.key = key;
            this.claims = claims;
            this.status = status;
            this.error = error;
            this.call = call;
        }

        String type() {
            return key == null ? "at+jwt" : "JWT";
        }

        JsonObject claims() {
            return claims.get().copy();
        }

        /** Truly signed. */
        String sign(String typ, String text) {
            return key == null
                    ? SERVER.node(0).sign(typ, text)
                    : signed(
                            new JsonObject()
                                    .put("alg", key.algorithm().jwsName())
                                    .put("kid", key.id())
                                    .put("typ", typ)
                                    .encode(),
                            text,
                            key);
        }

        String good() {
            return sign(type(), claims().encode());
        }

        /** What may stand in a header of HTTP, if that is where it goes. */
        boolean takes(String token) {
            return this != BEARER || token.matches("[A-Za-z0-9._~+/=-]{1,6000}");
        }

        void refuses(String what, TokenAnswer answer) {
            assertThat(answer.status())
                    .as("%s: %s: %s", this, what, answer.body())
                    .isEqualTo(status);
            if (status == 200) {
                answer.inactive();
            } else {
                answer.refused(status, error);
            }
        }
    }

    private static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A JWS with this very header and payload. */
    private static String signed(String header, String payload, SigningKey key) {
        String input = encode(header) + "." + encode(payload);
        try {
            JWK jwk = JWK.parse(key.toPrivateJwk());
            boolean rsa = key.algorithm().jwsName().startsWith("RS");
            Signature signer = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
            signer.initSign(((AsymmetricJWK) jwk).toPrivateKey());
            signer.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + BASE64.encodeToString(signer.sign());
        } catch (GeneralSecurityException | ParseException | JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static String mac(String header, String payload, String secret) {
        String input = encode(header) + "." + encode(payload);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return input + "." + BASE64.encodeToString(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The public key, as everybody knows it. */
    private static String publicKey(Input input) {
        return input.key == null
                ? SERVER.call("/.well-known/jwks.json")
                        .method("GET")
                        .send()
                        .json()
                        .get("keys")
                        .get(0)
                        .toString()
                : input.key.publicJwk();
    }

    /** Recipes over the text of a good token. */
    private static Map<String, UnaryOperator<String>> onTheText() {
        Map<String, UnaryOperator<String>> recipes = new LinkedHashMap<>();
        for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
            recipes.put(
                    "alg \"" + none + "\"", good -> encode("{\"alg\":\"" + none + "\"}") + "." + part(good, 1) + ".");
            recipes.put(
                    "alg \"" + none + "\" with the signature",
                    good -> encode("{\"alg\":\"" + none + "\"}") + "." + part(good, 1) + "." + part(good, 2));
        }
        recipes.put("no signature", good -> part(good, 0) + "." + part(good, 1) + ".");
        recipes.put("two parts", good -> part(good, 0) + "." + part(good, 1));
        recipes.put("four parts", good -> good + "." + part(good, 2));
        recipes.put("five parts", good -> String.join(".", part(good, 0), "", part(good, 1), part(good, 2), ""));
        recipes.put("only dots", good -> "..");
        recipes.put("many dots", good -> ".".repeat(30_000));
        recipes.put("zeros as the signature", good -> part(good, 0) + "." + part(good, 1) + "." + "A".repeat(86));
        recipes.put("a bit of the signature flipped", good -> flipped(good, good.length() - 10));
        recipes.put("a bit of the claims flipped", good -> flipped(good, good.indexOf('.') + 40));
        recipes.put("padding", good -> good + "=");
        recipes.put("padding within", good -> part(good, 0) + "=." + part(good, 1) + "." + part(good, 2));
        recipes.put("a space before", good -> " " + good);
        recipes.put("a line end behind", good -> good + "\n");
        recipes.put("a line end within", good -> good.replaceFirst("\\.", ".\n"));
        recipes.put("the scheme before", good -> "Bearer " + good);
        recipes.put("the last character spelled otherwise", JwtInputsIT::respelled);
        recipes.put(
                "JSON serialization",
                good -> new JsonObject()
                        .put("protected", part(good, 0))
                        .put("payload", part(good, 1))
                        .put("signature", part(good, 2))
                        .encode());
        recipes.put("as long as a field may be", good -> good + "A".repeat(32_000 - good.length()));
        recipes.put("no token at all", good -> "x");
        return recipes;
    }

    private static String part(String token, int index) {
        return token.split("\\.", -1)[index];
    }

    private static String flipped(String token, int at) {
        char other = token.charAt(at) == 'A' ? 'B' : 'A';
        return token.substring(0, at) + other + token.substring(at + 1);
    }

    /** Bits that decode to nothing are set: the same bytes in another spelling. */
    private static String respelled(String token) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        return token.substring(0, token.length() - 1) + alphabet.charAt(last ^ 1);
    }

    /** Recipes over claims, which are signed as the good ones are. */
    private static Map<String, UnaryOperator<JsonObject>> onTheClaims() {
        Map<String, UnaryOperator<JsonObject>> recipes = new LinkedHashMap<>();
        for (String name : List.of("exp", "iss", "sub", "aud")) {
            recipes.put("no " + name, claims -> without(claims, name));
            recipes.put(name + " null", claims -> claims.putNull(name));
            recipes.put(name + " an object", claims -> claims.put(name, new JsonObject()));
            recipes.put(name + " a list of lists", claims -> claims.put(name, List.of(List.of("x"))));
            recipes.put(name + " true", claims -> claims.put(name, true));
            recipes.put(name + " a text of nothing", claims -> claims.put(name, ""));
        }
        recipes.put("expired", claims -> claims.put("exp", Keys.now() - 11));
        recipes.put("expired long ago", claims -> claims.put("exp", -1));
        recipes.put("exp a text", claims -> claims.put("exp", "" + (Keys.now() + 60)));
        recipes.put("not valid yet", claims -> claims.put("nbf", Keys.now() + 60));
        recipes.put("nbf a text", claims -> claims.put("nbf", "0"));
        recipes.put("issued in the future", claims -> claims.put("iat", Keys.now() + 60));
        recipes.put("iat a text", claims -> claims.put("iat", "0"));
        recipes.put("of another issuer", claims -> claims.put("iss", "https://elsewhere.example"));
        recipes.put("of an issuer with a slash more", claims -> claims.put("iss", claims.getString("iss") + "/"));
        recipes.put("of a list of issuers", claims -> claims.put("iss", List.of(claims.getString("iss"))));
        recipes.put("for another", claims -> claims.put("aud", "https://elsewhere.example"));
        recipes.put("for nobody", claims -> claims.put("aud", List.of()));
        return recipes;
    }

    private static JsonObject without(JsonObject claims, String name) {
        claims.remove(name);
        return claims;
    }

    /** Recipes over the text of the claims, signed all the same. */
    private static Map<String, UnaryOperator<String>> onTheClaimsText() {
        Map<String, UnaryOperator<String>> recipes = new LinkedHashMap<>();
        recipes.put("a list for claims", text -> "[" + text + "]");
        recipes.put("null for claims", text -> "null");
        recipes.put("nothing for claims", text -> "");
        recipes.put("a text for claims", text -> "\"" + encode(text) + "\"");
        recipes.put("more behind the claims", text -> text + "{}");
        recipes.put("exp twice", text -> text.replaceFirst("\\{", "{\"exp\":9999999999,"));
        recipes.put("exp without bounds", text -> text.replaceFirst("\"exp\":\\d+", "\"exp\":1e999"));
        recipes.put("exp of many digits", text -> text.replaceFirst("\"exp\":\\d+", "\"exp\":" + "9".repeat(5_000)));
        recipes.put(
                "deep claims",
                text -> text.replaceFirst("\\{", "{\"x\":" + "[".repeat(2_000) + "]".repeat(2_000) + ","));
        recipes.put("a mark before the claims", text -> "\uFEFF" + text);
        recipes.put("a token within", text -> encode("{\"alg\":\"none\"}") + "." + encode(text) + ".");
        return recipes;
    }

    /** Recipes over the header; signed by the key, or with whatever the recipe says. */
    private static Map<String, BiFunction<Input, JsonObject, String>> onTheHeader() {
        Map<String, BiFunction<Input, JsonObject, String>> recipes = new LinkedHashMap<>();
        for (String more : List.of(
                "\"crit\":[\"exp\"]",
                "\"crit\":[]",
                "\"crit\":[\"b64\"],\"b64\":false",
                "\"b64\":false",
                "\"zip\":\"DEF\"",
                "\"enc\":\"A256GCM\"",
                "\"typ\":\"secevent+jwt\"",
                "\"typ\":\"dpop+jwt\"",
                "\"typ\":\"logout+jwt\"",
                "\"typ\":7",
                "\"cty\":\"JWT\",\"zip\":\"DEF\"",
                "\"kid\":\"again\"",
                "\"p2c\":2147483647,\"alg\":\"PBES2-HS256+A128KW\"")) {
            recipes.put("header with " + more, (input, header) -> {
                String text = header.encode();
                boolean replaced = more.startsWith("\"typ\"");
                return signed(
                        (replaced ? without(header, "typ").encode() : text)
                                .replaceFirst("\\{", "{" + more.replace("\\", "\\\\") + ","),
                        input.claims().encode(),
                        input.key);
            });
        }
        for (String alg : List.of("HS256", "HS512", "ES384", "ES256K", "PS512", "RS1", "A128KW", "dir", "es256")) {
            recipes.put(
                    "alg " + alg,
                    (input, header) -> signed(
                            header.put("alg", alg).encode(), input.claims().encode(), input.key));
        }
        for (String kid : List.of("", "../../../../dev/null", "' OR '1'='1", "http://127.0.0.1:1/", "\u0000")) {
            recipes.put(
                    "kid \"" + kid + "\"",
                    (input, header) -> signed(
                            header.put("kid", kid).encode(), input.claims().encode(), Keys.STRANGER));
        }
        return recipes;
    }

    /** Recipes with a stranger's key, or with the public one for a secret; they need nothing secret of ours. */
    private static Map<String, Function<Input, String>> ofStrangers() {
        Map<String, Function<Input, String>> recipes = new LinkedHashMap<>();
        String jwk = Keys.STRANGER.publicJwk();
        for (String more : List.of(
                "",
                ",\"jwk\":" + jwk,
                ",\"jku\":\"http://127.0.0.1:1/jwks\"",
                ",\"x5u\":\"http://127.0.0.1:1/x5u\"",
                ",\"x5c\":[\"MIIB\"]")) {
            recipes.put(
                    "a stranger's key, our kid" + more,
                    input -> signed(
                            "{\"alg\":\"ES256\",\"typ\":\"" + input.type() + "\",\"kid\":\"" + kid(input) + "\"" + more
                                    + "}",
                            input.claims().encode(),
                            Keys.STRANGER));
            recipes.put(
                    "a stranger's key and kid" + more,
                    input -> signed(
                            "{\"alg\":\"ES256\",\"typ\":\"" + input.type() + "\",\"kid\":\"" + Keys.STRANGER.id() + "\""
                                    + more + "}",
                            input.claims().encode(),
                            Keys.STRANGER));
        }
        recipes.put(
                "the key of another place",
                input -> signed(
                        "{\"alg\":\"" + other(input).algorithm().jwsName() + "\",\"typ\":\"" + input.type()
                                + "\",\"kid\":\"" + other(input).id() + "\"}",
                        input.claims().encode(),
                        other(input)));
        recipes.put(
                "the public key for a secret",
                input -> mac(
                        "{\"alg\":\"HS256\",\"typ\":\"" + input.type() + "\",\"kid\":\"" + kid(input) + "\"}",
                        input.claims().encode(),
                        publicKey(input)));
        recipes.put(
                "an empty secret",
                input -> mac(
                        "{\"alg\":\"HS256\",\"typ\":\"" + input.type() + "\"}",
                        input.claims().encode(),
                        "\0"));
        return recipes;
    }

    /** It is trusted elsewhere on this server. */
    private static SigningKey other(Input input) {
        return input.key == Keys.PROVIDER ? Keys.CLIENT : Keys.PROVIDER;
    }

    private static String kid(Input input) {
        return new JsonObject(publicKey(input)).getString("kid");
    }

    @ParameterizedTest
    @EnumSource(Input.class)
    void takesWhatIsGood(Input input) {
        TokenAnswer answer = input.call.apply(input.good()).send().granted();

        if (input == Input.INTROSPECTION || input == Input.BEARER) {
            assertThat(answer.json().get("active").asBoolean()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Input.class)
    void refusesWhatIsForged(Input input) {
        Map<String, String> forged = new LinkedHashMap<>();
        onTheText().forEach((name, recipe) -> forged.put(name, recipe.apply(input.good())));
        onTheClaims()
                .forEach((name, recipe) -> forged.put(
                        name,
                        input.sign(input.type(), recipe.apply(input.claims()).encode())));
        onTheClaimsText()
                .forEach((name, recipe) -> forged.put(
                        name,
                        input.sign(input.type(), recipe.apply(input.claims().encode()))));
        ofStrangers().forEach((name, recipe) -> forged.put(name, recipe.apply(input)));
        if (input.key != null) {
            onTheHeader()
                    .forEach((name, recipe) -> forged.put(
                            name,
                            recipe.apply(
                                    input,
                                    new JsonObject()
                                            .put("alg", input.key.algorithm().jwsName())
                                            .put("kid", input.key.id())
                                            .put("typ", input.type()))));
        }
        refused(input, forged);
    }

    @ParameterizedTest
    @EnumSource(Input.class)
    void refusesThePublicVectors(Input input) {
        refused(input, vectors());
    }

    @Test
    void theVectorsAreThere() {
        assertThat(vectors()).hasSize(VECTORS);
    }

    private static final int VECTORS = 1_293;

    /** Tokens of wycheproof, and the parsing suite of JSON as headers and as claims; those that a form field can hold. */
    private static Map<String, String> vectors() {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String file : List.of("signature", "encryption", "crypto")) {
            for (JsonNode group :
                    Vectors.json("wycheproof/json_web_" + file + "_test.json").get("testGroups")) {
                for (JsonNode test : group.get("tests")) {
                    JsonNode token = test.has("jws") ? test.get("jws") : test.get("jwe");
                    tokens.put(file + " " + test.get("tcId"), token.isTextual() ? token.textValue() : token.toString());
                }
            }
        }
        for (JsonNode test : Vectors.json("json-parsing/json_parsing.json").get("tests")) {
            if (test.has("base64")) {
                String bytes = test.get("base64")
                        .asText()
                        .replace('+', '-')
                        .replace('/', '_')
                        .replace("=", "");
                String header = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + Keys.PROVIDER.id() + "\"}");
                tokens.put("claims " + test.get("file"), header + "." + bytes + ".AAAA");
                tokens.put("header " + test.get("file"), bytes + "." + encode(corps().encode()) + ".AAAA");
            }
        }
        tokens.values().removeIf(token -> token.isEmpty() || token.length() > 30_000);
        return tokens;
    }

    /** So many at a time. */
    private static void refused(Input input, Map<String, String> tokens) {
        List<Map.Entry<String, String>> all = new ArrayList<>(tokens.entrySet());
        all.removeIf(each -> !input.takes(each.getValue()));
        assertThat(all).hasSizeGreaterThan(50);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<Map.Entry<String, String>> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            List<CompletableFuture<TokenAnswer>> answers = some.stream()
                    .map(each -> input.call.apply(each.getValue()).sendAsync())
                    .toList();
            for (int i = 0; i < some.size(); i++) {
                input.refuses(some.get(i).getKey(), answers.get(i).join());
            }
        }
    }
}
