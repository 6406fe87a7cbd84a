package io.bourse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.app.TestNode;
import io.bourse.app.demo.DemoIdentityProvider;
import io.bourse.db.DatabaseAddress;
import io.bourse.fakes.TcpProxy;
import io.bourse.fakes.TestDatabase;
import io.bourse.fakes.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The real service on real PostgreSQL with the demo's entries and identity provider; one node or several. */
final class TokenServer implements AutoCloseable {

    static final String ORDERS = "https://api.example/orders";
    static final String STOCK = "https://api.example/stock";
    static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    static final String PASSWORD = "correct horse battery staple";

    private static TokenServer shared;

    final TestDatabase database;
    final DemoIdentityProvider idp;
    private final List<TestNode> nodes = new ArrayList<>();
    private final Map<String, String> settings;

    private TokenServer(int nodeCount, Map<String, String> settings) {
        this.database = TestPostgres.freshDatabase();
        this.settings = new HashMap<>(settings);
        addNode();
        this.settings.put("BOURSE_ISSUER", nodes.get(0).issuer());
        idp = new DemoIdentityProvider(nodes.get(0).vertx(), 0, InstantSource.system());
        idp.start().await();
        nodes.get(0).apply(demoEntries());
        while (nodes.size() < nodeCount) {
            addNode();
        }
    }

    /** One server for all tests that leave nothing behind that another could trip over; ends with the process. */
    static synchronized TokenServer shared() {
        if (shared == null) {
            shared = new TokenServer(1, Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /** A server of one's own. */
    static TokenServer start(int nodeCount, Map<String, String> settings) {
        return new TokenServer(nodeCount, settings);
    }

    TestNode addNode() {
        return add(TestNode.start(database.address(), settings));
    }

    /** A node with a setting of its own. */
    TestNode addNode(String variable, String value) {
        Map<String, String> own = new HashMap<>(settings);
        own.put(variable, value);
        return add(TestNode.start(database.address(), own));
    }

    /** A node that reaches the database by another address, and need not reach it yet. */
    TestNode addUnreadyNode(DatabaseAddress address) {
        TestNode node = add(TestNode.startUnready(address, settings));
        node.load().exceptionally(closedBefore -> null);
        return node;
    }

    /** A way to the database on which it can be cut off. */
    TcpProxy proxy() {
        return TcpProxy.start(
                node(0).vertx(), database.address().host(), database.address().port());
    }

    DatabaseAddress behind(TcpProxy proxy) {
        DatabaseAddress address = database.address();
        return new DatabaseAddress(
                "127.0.0.1",
                proxy.port(),
                address.database(),
                address.user(),
                address.password(),
                address.tls(),
                address.rootCertificate());
    }

    private TestNode add(TestNode node) {
        nodes.add(node);
        return node;
    }

    private String demoEntries() {
        try (InputStream stream = TokenServer.class.getResourceAsStream("/demo/bourse.yaml")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("http://localhost:8089", idp.address());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void apply(String entries) {
        nodes.get(0).apply(entries);
    }

    TestNode node(int index) {
        return nodes.get(index);
    }

    String issuer() {
        return nodes.get(0).issuer();
    }

    TokenCall call(int node, String path) {
        return new TokenCall(URI.create("http://127.0.0.1:" + nodes.get(node).port() + path));
    }

    TokenCall call(String path) {
        return call(0, path);
    }

    TokenCall management(String path) {
        return management(0, path);
    }

    TokenCall management(int node, String path) {
        return new TokenCall(URI.create("http://127.0.0.1:" + nodes.get(node).managementPort() + path)).method("GET");
    }

    TokenCall token() {
        return call("/oauth2/token");
    }

    TokenCall introspect(String token) {
        return call("/oauth2/introspect").form("token", token);
    }

    TokenCall revoke(String token) {
        return call("/oauth2/revoke").form("token", token);
    }

    /** An external token from the demo's provider over HTTP; the form may be added to. */
    TokenCall external(String path, String subject) {
        return new TokenCall(URI.create(idp.address() + path)).form("sub", subject);
    }

    TokenCall convert(String backend, String token) {
        return token().grant("convert_token").form("backend", backend).form("token", token);
    }

    /** A login of ada at demo. */
    TokenAnswer login() {
        return password("ada", PASSWORD).send().granted();
    }

    /** A login of somebody at demo by another provider's token: no password is hashed for it. */
    TokenAnswer convert(String subject) {
        return token().asDemo()
                .grant("convert_token")
                .form("backend", "demo-oidc")
                .form("token", idp.mintJwt(subject))
                .send()
                .granted();
    }

    TokenCall refresh(String refreshToken) {
        return refresh(0, refreshToken);
    }

    TokenCall refresh(int node, String refreshToken) {
        return call(node, "/oauth2/token").asDemo().grant("refresh_token").form("refresh_token", refreshToken);
    }

    /** The gateway's exchange of a token of demo for orders into one for stock. */
    TokenCall exchange(String accessToken) {
        return token().asGateway()
                .grant(EXCHANGE)
                .form("subject_token", accessToken)
                .form("subject_token_type", ACCESS_TOKEN);
    }

    /** Whether the API behind the orders audience is told that the token is active. */
    boolean active(String accessToken) {
        return active(0, accessToken);
    }

    boolean active(int node, String accessToken) {
        return call(node, "/oauth2/introspect")
                .form("token", accessToken)
                .asGateway()
                .send()
                .granted()
                .json()
                .get("active")
                .asBoolean();
    }

    /** The same for the user of a test's own. */
    TokenCall password(String username, String password) {
        return token().asDemo().grant("password").form("username", username).form("password", password);
    }

    /** Waits until the service knows what was applied, as running nodes do within two seconds. */
    static void eventually(BooleanSupplier known) {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!known.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
        }
    }

    @Override
    public void close() {
        idp.stop().await();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            nodes.get(i).close();
        }
    }
}
