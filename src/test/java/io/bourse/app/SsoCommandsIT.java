package io.bourse.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.app.BourseProcess.Ended;
import io.bourse.fakes.TestDatabase;
import io.bourse.fakes.TestPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code create-service-with-key}, {@code create-root-key} and {@code remove service} beside a running node, which knows at
 * once.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SsoCommandsIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final TestDatabase DATABASE = TestPostgres.freshDatabase();
    private static final TestNode NODE = TestNode.start(DATABASE.address(), Map.of());
    private static final Map<String, String> SETTINGS =
            Map.of("BOURSE_DATABASE_URL", DATABASE.url(), "BOURSE_MASTER_KEY", TestNode.MASTER_KEY);

    @TempDir
    Path directory;

    @AfterAll
    static void stop() {
        NODE.close();
    }

    private Ended run(String... arguments) {
        return BourseProcess.run(directory, SETTINGS, arguments);
    }

    private static String told(Ended ended, String beginning) {
        return ended.out().stream()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.substring(beginning.length()).split(" ")[0])
                .findFirst()
                .orElseThrow(() -> new AssertionError(beginning + " is not in " + ended));
    }

    private static int status(String key, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + NODE.port() + path))
                .header("Authorization", key)
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** The first, in a registry that is empty. */
    @Order(1)
    @Test
    void aServiceAndItsKeyAreMadeAndToldOnce() throws Exception {
        Ended shop = run(
                "create-service-with-key",
                "shop",
                "https://shop.example.com",
                "--local-url",
                "https://shop.example.com/p");
        Ended till = run("create-service-with-key", "till", "https://till.example.com");
        Ended alone = run("create-service-with-key", "alone", "https://alone.example.com", "--no-exchange");

        assertThat(List.of(shop.exitCode(), till.exitCode(), alone.exitCode())).containsOnly(0);
        String shopId = told(shop, "service ");
        String tillId = told(till, "service ");
        assertThat(shop.out()).contains("+ project sso", "+ client " + shopId).noneMatch(it -> it.contains("exchange"));
        assertThat(till.out())
                .contains("+ exchange sso:" + shopId + ":" + tillId, "+ exchange sso:" + tillId + ":" + shopId);
        assertThat(alone.out()).noneMatch(line -> line.contains("exchange"));
        assertThat(told(shop, "key: ")).matches("[A-Z2-7]{34}");
        assertThat(status(told(shop, "key: "), "/api/v1/service/" + shopId)).isEqualTo(200);
        assertThat(shop.err())
                .anyMatch(line -> line.contains("made service " + shopId + " shop with key "))
                .noneMatch(line -> line.contains(told(shop, "key: ")));
    }

    @Test
    void aSecondServiceOfOneNameIsMadeAndTheFirstIsNamed() {
        Ended one = run("create-service-with-key", "kiosk", "https://kiosk.example.com");
        Ended two = run("create-service-with-key", "kiosk", "https://kiosk.example.com");

        assertThat(one.err()).noneMatch(line -> line.contains("another service"));
        assertThat(two.exitCode()).isZero();
        assertThat(two.err())
                .contains("another service is called kiosk: " + told(one, "service ")
                        + "; if this one was made by mistake: bourse remove service " + told(two, "service "));
    }

    @Test
    void aServiceIsRemovedWithItsExchangesByOneCommand() throws Exception {
        Ended one = run("create-service-with-key", "fair", "https://fair.example.com");
        Ended two = run("create-service-with-key", "booth", "https://booth.example.com");
        String id = told(two, "service ");
        long exchanges = two.out().stream()
                .filter(line -> line.startsWith("+ exchange "))
                .count();

        Ended tried = run("remove", "service", id, "--dry-run");
        assertThat(status(told(two, "key: "), "/api/v1/service/" + id)).isEqualTo(200);
        Ended removed = run("remove", "service", id);
        Ended again = run("remove", "service", id);

        assertThat(tried.out())
                .containsExactly(
                        "- client " + id + " with " + exchanges + " exchanges", "dry run: nothing was changed");
        assertThat(removed.out()).containsExactly("- client " + id + " with " + exchanges + " exchanges");
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("bourse: there is no service " + id);
        String kept = told(one, "service ");
        assertThat(run("remove", "service", "fair").err())
                .contains("bourse: there is no service fair; called so: " + kept);
        assertThat(status(told(two, "key: "), "/api/v1/service/" + id)).isEqualTo(401);
        assertThat(status(told(one, "key: "), "/api/v1/service/" + told(one, "service ")))
                .isEqualTo(200);
    }

    @Test
    void aRootKeyOpensWhatIsForOperators() throws Exception {
        Ended made = run("create-root-key", "ops");

        assertThat(made.exitCode()).as(made.toString()).isZero();
        assertThat(status(told(made, "key: "), "/api/v1/service")).isEqualTo(200);
        assertThat(made.err())
                .anyMatch(line -> line.contains("made root key " + told(made, "root key ") + " ops"))
                .noneMatch(line -> line.contains(told(made, "key: ")));
    }

    @Test
    void whatIsNoNameOrNoAddressIsMisuse() {
        Ended name = run("create-root-key", " ");
        Ended url = run("create-service-with-key", "shop", "shop.example.com");

        assertThat(name.exitCode()).isEqualTo(2);
        assertThat(url.exitCode()).isEqualTo(2);
        assertThat(url.err().get(0)).contains("URL must be an address");
    }
}
