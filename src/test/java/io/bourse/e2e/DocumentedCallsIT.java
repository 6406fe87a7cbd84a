package io.bourse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.JWTClaimsSet;
import io.bourse.app.TestNode;
import io.bourse.app.TestNode.CreatedWithKey;
import io.bourse.fakes.Documentation;
import io.bourse.fakes.Documentation.Block;
import io.bourse.fakes.FakeCluster;
import io.bourse.fakes.ScriptedIdentityProvider;
import io.bourse.fakes.TestPostgres;
import io.bourse.fakes.TestRsaKeys;
import io.bourse.jose.RsaPublicKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shell of the documentation, run in bash as it stands but for the host, the secrets and the files of the platform;
 * each answer has the members and values of the JSON that is shown below its call. Blocks with commands of ours or of a
 * platform are not run: their entries are applied to the node of the test.
 */
class DocumentedCallsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOST = "https://bourse.example.com";
    private static final Pattern NOT_RUN = Pattern.compile("(\\./bourse|docker|kubectl) ");
    private static final Pattern SECRET = Pattern.compile("(secret|password)_env: (\\w+)");

    private TestNode node;
    private ScriptedIdentityProvider platform;

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        node = TestNode.start(TestPostgres.freshDatabase().address(), Map.of());
        platform = ScriptedIdentityProvider.start(node.vertx());
    }

    @AfterEach
    void stop() {
        platform.close();
        node.close();
    }

    private static String secret(String variable) {
        return "the-secret-in-" + variable;
    }

    private void apply(String entries) {
        node.apply(SECRET.matcher(entries).replaceAll(found -> found.group(1) + ": " + secret(found.group(2))));
    }

    /** Runs the page's blocks in one shell, and compares what each prints with what is shown next. */
    private List<String> run(List<Block> blocks, Set<String> variables) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("set -eu\n");
        List<Block> shown = new ArrayList<>();
        for (Block block : blocks) {
            if (block.language().equals("sh") && !NOT_RUN.matcher(block.text()).find()) {
                shown.add(null);
                script.append("{\n")
                        .append(block.text())
                        .append("} > out.")
                        .append(shown.size() - 1)
                        .append('\n');
            } else if (block.language().equals("json")) {
                shown.set(shown.size() - 1, block);
            }
        }
        ProcessBuilder builder = new ProcessBuilder(
                        "bash", "-c", script.toString().replace(HOST, node.issuer()))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        variables.forEach(name -> builder.environment().put(name, secret(name)));
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("log")))
                .isZero();
        List<String> printed = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            printed.add(Files.readString(directory.resolve("out." + i)));
            if (shown.get(i) != null) {
                JsonNode expected = JSON.readTree(shown.get(i).text().replace(HOST, node.issuer()));
                assertAlike(printed.get(i), expected, JSON.readTree(printed.get(i)));
            }
        }
        return printed;
    }

    /** Alike: the same members; any number for a number but a lifetime, any text for one with dots in place of what varies. */
    private static void assertAlike(String printed, JsonNode shown, JsonNode real) {
        assertThat(real.getNodeType()).as(printed).isEqualTo(shown.getNodeType());
        if (shown.isObject()) {
            assertThat(names(real)).as(printed).isEqualTo(names(shown));
            shown.properties().forEach(member -> assertAlike(printed, member.getValue(), real.get(member.getKey())));
            if (shown.path("expires_in").isNumber()) {
                assertThat(real.get("expires_in").longValue())
                        .as(printed)
                        .isCloseTo(shown.get("expires_in").longValue(), within(60L));
            }
        } else if (shown.isTextual() && !shown.asText().endsWith("...") || shown.isBoolean()) {
            assertThat(real).as(printed).isEqualTo(shown);
        }
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void ofTheReadme() throws Exception {
        runWithSecretsOfEntries("../README.md");
    }

    @Test
    void ofAGateway() throws Exception {
        runWithSecretsOfEntries("gateway.md");
    }

    @Test
    void ofXoxoday() throws Exception {
        runWithSecretsOfEntries("coming-from-xoxoday.md");
    }

    /** The key is made and registered as the page's commands would. */
    @Test
    void ofOraclesIdentityDomains() throws Exception {
        String page = "coming-from-oracle-identity-domains.md";
        KeyPair pair = TestRsaKeys.pair("documented");
        apply(Documentation.entryFiles(page).get(0));
        node.apply("principals: [{id: ada-laptop, client: cloud-tools, user: ada, key_id: acme/ada/key, public_key: \""
                + RsaPublicKeys.text((RSAPublicKey) pair.getPublic()) + "\"}]");
        Files.writeString(directory.resolve("key.pem"), TestRsaKeys.privatePem(pair));
        List<Block> blocks = Documentation.blocks(page).stream()
                .map(block -> new Block(
                        block.language(), block.text().replace("signed() {", "KEY_ID=acme/ada/key\nsigned() {")))
                .toList();

        run(blocks, Set.of("CLOUD_TOOLS_SECRET"));
    }

    private void runWithSecretsOfEntries(String page) throws IOException, InterruptedException {
        String entries = Documentation.entryFiles(page).get(0);
        apply(entries);
        Set<String> variables = new TreeSet<>();
        Matcher secret = SECRET.matcher(entries);
        while (secret.find()) {
            variables.add(secret.group(2));
        }

        run(Documentation.blocks(page), variables);
    }

    @Test
    void ofAPod() throws Exception {
        FakeCluster cluster = new FakeCluster();
        platform.on("/keys", ScriptedIdentityProvider.json(cluster.jwks()));
        String entries = Documentation.entryFiles("workload-identity.md").get(0);
        apply(entries.replaceAll("https://oidc\\.eks\\S+/keys", platform.url("/keys"))
                .replaceAll("https://oidc\\.eks\\S+", FakeCluster.ISSUER)
                .replace("    preset: kubernetes ", "    private_addresses: true\n    preset: kubernetes "));
        String pod = cluster.token("shop", "reports", HOST);
        Files.writeString(directory.resolve("reports-token"), pod);
        Files.writeString(directory.resolve("orders-token"), cluster.token("shop", "orders", HOST));
        Files.writeString(directory.resolve("caller"), pod);
        List<Block> blocks = Documentation.blocks("workload-identity.md").stream()
                .map(block -> new Block(block.language(), withTokenOf(block.text())))
                .toList();

        run(blocks, Set.of());
    }

    /** The pod of each client has its own token at that place. */
    private static String withTokenOf(String call) {
        String client = call.contains("client_id=orders") ? "orders" : "reports";
        return call.replace("/var/run/secrets/bourse/token", client + "-token");
    }

    /** Google is played by an issuer of our own, at whose address its keys are. */
    @Test
    void ofSocialLogins() throws Exception {
        FakeCluster google = new FakeCluster();
        platform.on("/certs", ScriptedIdentityProvider.json(google.jwks()));
        String entries = Documentation.entryFiles("social-login.md").get(0);
        apply(entries.replace("preset: google\n", "preset: google\n    private_addresses: true\n")
                        .replaceAll(
                                "jwks:(\\s+)audience: \\[1234",
                                "jwks:$1jwks_uri: " + platform.url("/certs") + "$1audience: [1234")
                        .replace("secret: generate", "secret_env: BACKEND_SECRET")
                + "users: [{username: ada, email: ada@shop.example}]\n");
        String anybody = google.sign(idToken("1234-abcd.apps.googleusercontent.com")
                .claim("email", "eve@elsewhere.example")
                .build());
        String staff = google.sign(idToken("1234-staff.apps.googleusercontent.com")
                .claim("hd", "shop.example")
                .claim("email", "ada@shop.example")
                .claim("email_verified", true)
                .build());
        List<Block> blocks = Documentation.blocks("social-login.md").stream()
                .map(block -> new Block(
                        block.language(),
                        block.text().replace("$ID_TOKEN", block.text().contains("client_id=app") ? anybody : staff)))
                .toList();

        assertThat(run(blocks, Set.of("BACKEND_SECRET")))
                .hasSize(3)
                .allSatisfy(printed -> assertThat(JSON.readTree(printed).has("access_token"))
                        .as(printed)
                        .isTrue());
    }

    /** The clinic's identity provider is played by an issuer of our own. */
    @Test
    void ofMedplum() throws Exception {
        platform.on("/userinfo", ScriptedIdentityProvider.json("{\"sub\":\"ada\"}"));
        platform.on(
                "/introspect",
                ScriptedIdentityProvider.json(
                        "{\"active\":true,\"sub\":\"ada\",\"client_id\":\"clinic-bourse\",\"exp\":4102444800}"));
        apply(Documentation.entryFiles("coming-from-medplum.md")
                .get(0)
                .replace("https://idp.clinic.example", platform.url(""))
                .replace("    userinfo:\n", "    private_addresses: true\n    userinfo:\n"));

        run(
                Documentation.blocks("coming-from-medplum.md").stream()
                        .map(block -> new Block(
                                block.language(), block.text().replace("$EXTERNAL_TOKEN", "token-of-the-clinic")))
                        .toList(),
                Set.of());
    }

    @Test
    void ofDrfSocialOauth2() throws Exception {
        FakeCluster google = new FakeCluster();
        platform.on("/certs", ScriptedIdentityProvider.json(google.jwks()));
        apply(Documentation.entryFiles("coming-from-drf-social-oauth2.md")
                .get(0)
                .replaceAll(
                        "preset: google(\\s+clients: .*\\s+provisioning: create\\s+)jwks:(\\s+)",
                        "preset: google\n    private_addresses: true$1jwks:$2jwks_uri: " + platform.url("/certs")
                                + "$2"));
        String grace = google.sign(idToken("1234-abcd.apps.googleusercontent.com")
                .claim("email", "grace@example.com")
                .build());
        List<Block> blocks = Documentation.blocks("coming-from-drf-social-oauth2.md").stream()
                .map(block -> new Block(block.language(), block.text().replace("$ID_TOKEN", grace)))
                .toList();

        assertThat(run(blocks, Set.of("SHOP_SECRET", "ADA_PASSWORD")))
                .hasSize(4)
                .last()
                .isEqualTo("");
    }

    @Test
    void ofMojzuSso() throws Exception {
        CreatedWithKey shop = node.createService("shop", true);
        CreatedWithKey till = node.createService("till", true);
        List<Block> blocks = Documentation.blocks("coming-from-mojzu-sso.md").stream()
                .map(block -> new Block(
                        block.language(),
                        block.text().replace("$SHOP_KEY", shop.key()).replace("$TILL_KEY", till.key())))
                .toList();

        assertThat(run(blocks, Set.of())).hasSize(2);
        assertThat(run(blocks, Set.of())).as("a second time").first().asString().contains("UserEmailConstraint");
    }

    private static JWTClaimsSet.Builder idToken(String audience) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer("https://accounts.google.com")
                .subject("110169484474386276334")
                .audience(audience)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600)));
    }
}
