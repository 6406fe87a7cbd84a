package io.bourse.app;

import static io.bourse.fakes.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bourse.app.BourseProcess.Ended;
import io.bourse.fakes.TestDatabase;
import io.bourse.fakes.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code revoke}, {@code lineage} and {@code unlock} beside a running node, which follows. */
class RevocationCommandsIT {

    private static final Duration PROMISE = Duration.ofSeconds(2);
    private static final String PASSWORD = "notes by the translator";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final TestDatabase DATABASE = TestPostgres.freshDatabase();
    private static final TestNode NODE = TestNode.start(DATABASE.address(), Map.of("BOURSE_LOGIN_ATTEMPTS", "2"));

    static {
        NODE.apply("""
                projects:
                  - id: shop
                clients:
                  - id: till
                    secret: till-secret
                    grants: [password, refresh_token]
                    scopes: [read]
                    audiences: [https://api.example/shop]
                users:
                  - {username: ada, email: ada@example.com, password: notes by the translator}
                  - {username: eve, email: eve@example.com, password: notes by the translator}
                """);
    }

    @TempDir
    Path directory;

    @AfterAll
    static void stop() {
        NODE.close();
    }

    private static Map<String, String> settings() {
        return Map.of(
                "BOURSE_DATABASE_URL",
                DATABASE.url(),
                "BOURSE_MASTER_KEY",
                TestNode.MASTER_KEY,
                "BOURSE_ISSUER",
                NODE.issuer());
    }

    private Ended run(String... arguments) {
        return BourseProcess.run(directory, settings(), arguments);
    }

    private Path file(String token) throws IOException {
        return Files.writeString(directory.resolve("token.txt"), token + "\n");
    }

    private static void succeeded(Ended ended) {
        assertThat(ended.exitCode()).as(ended.toString()).isZero();
    }

    private static void misused(Ended ended, String problem) {
        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(2);
        assertThat(ended.err().get(0)).contains(problem);
    }

    private static HttpResponse<String> post(String path, String form) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + NODE.port() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString("till:till-secret".getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> login(String user, String password) throws Exception {
        return post(
                "/oauth2/token",
                "grant_type=password&username=" + user + "&password="
                        + URLEncoder.encode(password, StandardCharsets.UTF_8));
    }

    private static JsonNode login(String user) throws Exception {
        HttpResponse<String> answer = login(user, PASSWORD);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String accessToken(JsonNode login) {
        return login.get("access_token").asText();
    }

    private static boolean active(JsonNode login) throws Exception {
        return JSON.readTree(post("/oauth2/introspect", "token=" + accessToken(login))
                        .body())
                .get("active")
                .asBoolean();
    }

    private static void dies(JsonNode login) {
        eventually("the node follows", PROMISE, () -> !active(login));
    }

    private static String jwks() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + NODE.port() + "/.well-known/jwks.json"))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    void aTokenTellsWhereItCameFromAndAfterItsRevocationWhyItIsDead() throws Exception {
        JsonNode login = login("ada");
        JsonNode other = login("ada");
        Path token = file(accessToken(login));

        Ended alive = run("lineage", "--file", token.toString());
        Ended revoked = BourseProcess.runReading(token, directory, settings(), "revoke", "token", "-");
        Ended dead = BourseProcess.runReading(token, directory, settings(), "lineage", "-", "--json");

        succeeded(alive);
        assertThat(alive.out().get(0)).startsWith("access token ").endsWith(": alive");
        assertThat(String.join("\n", alive.out()))
                .doesNotContainPattern("Z +token +")
                .containsPattern(" login +[0-9a-f-]{36}")
                .containsPattern(" client +till")
                .containsPattern(" user +[0-9a-f-]{36}")
                .containsPattern(" key +\\S+");
        succeeded(revoked);
        assertThat(revoked.out().get(0)).startsWith("revoked token ");
        assertThat(dead.exitCode()).isEqualTo(1);
        JsonNode report = JSON.readTree(dead.out().get(0));
        assertThat(report.get("alive").asBoolean()).isFalse();
        assertThat(report.at("/causes/0/kind").asText()).isEqualTo("token");
        dies(login);
        assertThat(active(other)).isTrue();
    }

    @Test
    void aRefreshTokenEndsItsLogin() throws Exception {
        JsonNode login = login("ada");
        Path token = file(login.get("refresh_token").asText());

        succeeded(run("lineage", "-f", token.toString()));
        succeeded(run("revoke", "token", "-f", token.toString()));

        Ended dead = run("lineage", "-f", token.toString());
        assertThat(dead.exitCode()).isEqualTo(1);
        assertThat(dead.out().get(0)).startsWith("refresh token ").endsWith(": dead");
        assertThat(dead.out()).anyMatch(line -> line.contains("its login was revoked"));
        dies(login);
    }

    @Test
    void aUserEndsByNameAndADryRunSaysHowManyLoginsThatAre() throws Exception {
        JsonNode one = login("ada");
        JsonNode two = login("ada");
        JsonNode other = login("eve");
        succeeded(run("revoke", "family", sid(two)));

        Ended dry = run("revoke", "user-at-client", "ada", "till", "--dry-run");
        succeeded(dry);
        assertThat(dry.out().get(0))
                .containsPattern(
                        "would end user at client \\S+ till: at most [1-9]\\d* live logins? with refresh tokens");
        assertThat(run("revoke", "family", sid(one), "--dry-run").out().get(0))
                .contains(": at most 1 live login with refresh tokens");
        assertThat(dry.out()).contains("dry run: nothing was changed");
        assertThat(active(one)).isTrue();
        dies(two);

        succeeded(run("revoke", "user", "ada", "--project", "shop"));

        dies(one);
        assertThat(active(other)).isTrue();
        assertThat(active(login("ada"))).isTrue();
    }

    private static String sid(JsonNode login) throws IOException {
        return JSON.readTree(Base64.getUrlDecoder().decode(accessToken(login).split("\\.")[1]))
                .get("sid")
                .asText();
    }

    @Test
    void aStolenKeyIsGoneAndAnotherSigns() throws Exception {
        JsonNode login = login("eve");
        String kid = JSON.readTree(jwks()).at("/keys/0/kid").asText();

        Ended ended = run("revoke", "key", kid);

        succeeded(ended);
        assertThat(ended.err())
                .anyMatch(line -> line.contains("\"door\":\"cli\"") && line.contains("revoked key " + kid));
        dies(login);
        Ended again = run("revoke", "key", kid);
        succeeded(again);
        assertThat(again.err().get(0)).contains("not known here");
        eventually("published no longer", PROMISE, () -> !jwks().contains(kid));
        eventually("signs again", PROMISE, () -> active(login("eve")));
    }

    @Test
    void whatIsNotThereIsRefusedWithARemedy() {
        misused(run("revoke"), "say what to revoke");
        misused(run("revoke", "client", "tlil"), "there is no client 'tlil'; did you mean till?");
        misused(run("revoke", "user", "adda"), "did you mean ada?");
        misused(run("revoke", "provider", "google"), "there is no provider 'google'");
        misused(run("revoke", "exchange", "none"), "there is no exchange 'none'");
        misused(run("revoke", "principal", "none"), "there is no principal 'none'");
        misused(run("revoke", "family", "none"), "not the id of a login");
        misused(run("revoke", "foreign-token", "none"), "not the id of a foreign token");
        assertThat(DATABASE.number("SELECT count(*) FROM change_log WHERE topic = 'revoked' AND kind = 'PROVIDER'"))
                .isZero();
    }

    @Test
    void aTokenIsNotTakenFromTheArgumentListAndNotRepeated() throws Exception {
        String token = accessToken(login("ada"));

        for (Ended ended : List.of(run("lineage", token), run("revoke", "token", token))) {
            misused(ended, "does not belong into the argument list");
            assertThat(ended.toString()).doesNotContain(token);
        }
        misused(run("lineage"), "say where the token is");
        misused(run("lineage", "--file", "nowhere.txt"), "cannot read nowhere.txt");
    }

    @Test
    void underAnotherMasterKeyNothingIsKnownOfAToken() throws Exception {
        Path token = file(accessToken(login("ada")));
        Map<String, String> another = new HashMap<>(settings());
        another.put("BOURSE_MASTER_KEY", "Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=");

        Ended lineage = BourseProcess.run(directory, another, "lineage", "-f", token.toString());
        Ended explained = BourseProcess.run(
                directory,
                another,
                "explain",
                "--param",
                "client_id=till",
                "--param",
                "grant_type=urn:ietf:params:oauth:grant-type:token-exchange",
                "--subject-token-file",
                token.toString());

        for (Ended ended : List.of(lineage, explained)) {
            assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(3);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err())
                    .last(STRING)
                    .startsWith("bourse: no signing key could be opened")
                    .contains("BOURSE_MASTER_KEY");
        }
    }

    @Test
    void whatIsNotOursIsDead() throws Exception {
        Ended ended = run("lineage", "--file", file("none of ours").toString());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out().get(0)).isEqualTo("unknown: dead");
        misused(run("revoke", "token", "--file", file("none of ours").toString()), "not a token of ours");
    }

    @Test
    void aUserWhoTriedTooOftenIsUnlocked() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(login("eve", "wrong").statusCode()).isEqualTo(400);
        }
        assertThat(login("eve", PASSWORD).statusCode()).isEqualTo(400);

        succeeded(run("unlock", "eve"));

        assertThat(login("eve", PASSWORD).statusCode()).isEqualTo(200);
        misused(run("unlock", "evee"), "did you mean eve?");
        Ended nobody = run("unlock", "nobody-of-this-name");
        misused(nobody, "there is no user 'nobody-of-this-name'");
        assertThat(nobody.err().get(0)).doesNotContain("workload");
    }
}
