package io.bourse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.oracle.bmc.Region;
import com.oracle.bmc.auth.BasicAuthenticationDetailsProvider;
import com.oracle.bmc.auth.SessionTokenAuthenticationDetailsProvider;
import com.oracle.bmc.auth.SimpleAuthenticationDetailsProvider;
import com.oracle.bmc.auth.WorkloadIdentityFederationAuthenticationDetailProvider;
import com.oracle.bmc.http.signing.DefaultRequestSigner;
import io.bourse.fakes.TestRsaKeys;
import io.bourse.jose.RsaPublicKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Oracle's own SDK for Java against the service: its request signer, and its workload identity federation. */
class OracleSdkIT {

    private static final TokenServer SERVER = TokenServer.shared();
    private static final String TENANCY = "ocid1.tenancy.oc1..acme";
    private static final String USER = "ocid1.user.oc1..ada";
    private static final KeyPair API_KEY = TestRsaKeys.pair("the SDK's API key");
    private static final String FINGERPRINT = RsaPublicKeys.fingerprint((RSAPublicKey) API_KEY.getPublic());
    private static final URI TOKEN = URI.create(SERVER.issuer() + "/oauth2/v1/token");

    /** What HTTP clients set themselves. */
    private static final Set<String> OWN = Set.of("host", "content-length", "content-type");

    private static FederationWorld world;

    @TempDir
    Path directory;

    @BeforeAll
    static void entries() {
        world = FederationWorld.in(SERVER, "sdk");
        SERVER.apply("principals: [{id: sdk-ada, client: sdk, user: ada, key_id: " + TENANCY + "/" + USER + "/"
                + FINGERPRINT + ", public_key: '"
                + RsaPublicKeys.text((RSAPublicKey) API_KEY.getPublic()) + "'}]");
    }

    private static byte[] pem(KeyPair pair) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPrivate().getEncoded());
        return ("-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static SimpleAuthenticationDetailsProvider apiKey(KeyPair pair) {
        return SimpleAuthenticationDetailsProvider.builder()
                .tenantId(TENANCY)
                .userId(USER)
                .fingerprint(FINGERPRINT)
                .privateKeySupplier(() -> new ByteArrayInputStream(pem(pair)))
                .build();
    }

    /** A form that the SDK signs; what is about its body and the host, every HTTP client sends by itself. */
    private static TokenAnswer post(BasicAuthenticationDetailsProvider provider, String scope) {
        String body = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&scope=" + scope
                + "&requested_token_type=urn:ietf:params:oauth:token-type:access_token";
        Map<String, List<String>> headers = Map.of("content-type", List.of("application/x-www-form-urlencoded"));
        TokenCall call = new TokenCall(TOKEN).raw(body);
        DefaultRequestSigner.createRequestSigner(provider)
                .signRequest(TOKEN, "POST", headers, body)
                .forEach((name, value) -> {
                    if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                        call.header(name, value);
                    }
                });
        return call.send();
    }

    @Test
    void anApiKeyGetsATokenForItsUser() {
        TokenAnswer answer = post(apiKey(API_KEY), "read").granted();

        assertThat(answer.claims().get("sub_type").textValue()).isEqualTo("user");
        assertThat(answer.claims().get("client_id").textValue()).isEqualTo("sdk");
        assertThat(answer.claims().get("scope").textValue()).isEqualTo("read");
    }

    @Test
    void anotherKeyOfTheSameNameGetsNothing() {
        assertThat(post(apiKey(TestRsaKeys.pair("stolen name")), "read").status())
                .isEqualTo(401);
    }

    @Test
    void aSessionTokenFromAFileGetsATokenForWhomItIs() throws IOException {
        Files.write(directory.resolve("key.pem"), pem(world.session()));
        Files.writeString(directory.resolve("token"), world.sessionToken());
        SessionTokenAuthenticationDetailsProvider provider = SessionTokenAuthenticationDetailsProvider.builder()
                .tenantId(TENANCY)
                .fingerprint(FINGERPRINT)
                .region(Region.US_PHOENIX_1)
                .privateKeyFilePath(directory.resolve("key.pem").toString())
                .sessionTokenFilePath(directory.resolve("token").toString())
                .disableScheduledRefresh()
                .build();

        assertThat(post(provider, "read").granted().claims().get("sub").textValue())
                .isEqualTo("sdk-cluster|system:serviceaccount:shop:reports");
    }

    /** The SDK throws a token away whose jwk is not the key of its session: that it stays is the SDK's own judgement. */
    @Test
    void aWorkloadGetsASessionTokenAndSignsWithIt() {
        try (WorkloadIdentityFederationAuthenticationDetailProvider provider = federation(FederationWorld.SECRET)) {
            String keyId = provider.getKeyId();
            assertThat(keyId).startsWith("ST$");
            assertThat(provider.getKeyId()).isEqualTo(keyId);

            TokenAnswer answer = post(provider, "read").granted();

            assertThat(answer.claims().get("sub").textValue())
                    .isEqualTo("sdk-cluster|system:serviceaccount:shop:nightly");
            assertThat(answer.claims().get("lin"))
                    .extracting(JsonNode::textValue)
                    .contains(tokenId(keyId));
            assertThat(post(provider, "write").status())
                    .as("the exchange entry allows to read")
                    .isEqualTo(400);
        }
    }

    @Test
    void theWrongSecretIsToldToTheSdk() {
        try (WorkloadIdentityFederationAuthenticationDetailProvider provider = federation("another secret")) {
            assertThatThrownBy(provider::getKeyId).hasStackTraceContaining("invalid_client");
        }
    }

    private static WorkloadIdentityFederationAuthenticationDetailProvider federation(String secret) {
        return WorkloadIdentityFederationAuthenticationDetailProvider.builder()
                .tokenExchangeUrl(TOKEN.toString())
                .clientCredential("sdk:" + secret)
                .subjectTokenSupplier(() -> world.pod("nightly"))
                .region(Region.US_PHOENIX_1)
                .build();
    }

    private static String tokenId(String keyId) {
        String claims = new String(Base64.getUrlDecoder().decode(keyId.split("\\.")[1]), StandardCharsets.UTF_8);
        return claims.replaceFirst(".*\"jti\":\"([^\"]+)\".*", "$1");
    }
}
