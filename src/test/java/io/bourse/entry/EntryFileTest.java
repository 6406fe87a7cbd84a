package io.bourse.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bourse.client.Client;
import io.bourse.client.Client.Authentication;
import io.bourse.fakes.ExchangeBuilder;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.bourse.provider.Condition;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Introspection;
import io.bourse.provider.Provider.Jwks;
import io.bourse.provider.Provider.Limits;
import io.bourse.provider.Provider.Provisioning;
import io.bourse.provider.Provider.UserInfo;
import io.bourse.provider.SubjectMapping;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryFileTest {

    private static final EntryFile FILE = new EntryFile(ExternalSecrets.NONE);

    static String demo() throws IOException {
        try (InputStream in = EntryFileTest.class.getResourceAsStream("/demo/bourse.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void readsTheDemoClients() throws IOException {
        List<Client> clients = FILE.parse("bourse.yaml", demo()).clients().stream()
                .map(Declared::draft)
                .toList();

        assertThat(clients)
                .startsWith(
                        new Client(
                                new ClientId("demo"),
                                "",
                                true,
                                Authentication.SECRET,
                                List.of(),
                                "",
                                Set.of(
                                        GrantType.PASSWORD,
                                        GrantType.REFRESH_TOKEN,
                                        GrantType.CONVERT_TOKEN,
                                        GrantType.CLIENT_CREDENTIALS,
                                        GrantType.TOKEN_EXCHANGE,
                                        GrantType.JWT_BEARER),
                                Scopes.of("read", "write", "offline_access"),
                                List.of("https://api.example/orders", "https://api.example/stock"),
                                List.of(),
                                null,
                                null,
                                null,
                                false,
                                Duration.ofHours(1),
                                Client.DEFAULT_REFRESH_IDLE,
                                Client.DEFAULT_REFRESH_LIFETIME),
                        new Client(
                                new ClientId("gateway"),
                                "",
                                true,
                                Authentication.SECRET,
                                List.of(),
                                "",
                                Set.of(GrantType.TOKEN_EXCHANGE),
                                Scopes.of("read"),
                                List.of(),
                                List.of("https://api.example/orders"),
                                null,
                                null,
                                null,
                                false,
                                Client.DEFAULT_ACCESS_TOKEN_LIFETIME,
                                Client.DEFAULT_REFRESH_IDLE,
                                Client.DEFAULT_REFRESH_LIFETIME),
                        new Client(
                                new ClientId("spa"),
                                "",
                                true,
                                Authentication.NONE,
                                List.of(),
                                "",
                                Set.of(GrantType.CONVERT_TOKEN, GrantType.REFRESH_TOKEN),
                                Scopes.of("read"),
                                List.of("https://api.example/orders"),
                                List.of(),
                                null,
                                null,
                                null,
                                false,
                                Client.DEFAULT_ACCESS_TOKEN_LIFETIME,
                                Client.DEFAULT_REFRESH_IDLE,
                                Client.DEFAULT_REFRESH_LIFETIME),
                        new Client(
                                new ClientId("reports"),
                                "",
                                true,
                                Authentication.PROVIDER_JWT,
                                List.of(),
                                "",
                                Set.of(GrantType.CLIENT_CREDENTIALS),
                                Scopes.of("read"),
                                List.of("https://api.example/stock"),
                                List.of(),
                                null,
                                new Client.ForeignIdentity("demo-cluster", "system:serviceaccount:shop:reports"),
                                null,
                                false,
                                Client.DEFAULT_ACCESS_TOKEN_LIFETIME,
                                Client.DEFAULT_REFRESH_IDLE,
                                Client.DEFAULT_REFRESH_LIFETIME));
    }

    @Test
    void readsTheDemoUsersProvidersAndExchanges() throws IOException {
        Entries entries = FILE.parse("bourse.yaml", demo());

        assertThat(entries.projects())
                .extracting(project -> project.draft().id())
                .containsExactly("demo");
        assertThat(entries.users()).singleElement().satisfies(user -> {
            assertThat(user.draft().username()).isEqualTo("ada");
            assertThat(user.draft().email()).isEqualTo("ada@example.com");
            assertThat(chosen(user)).containsExactly("correct horse battery staple");
        });
        Set<ClientId> both = Set.of(new ClientId("demo"), new ClientId("spa"));
        assertThat(entries.providers())
                .extracting(Declared::draft)
                .startsWith(
                        new Provider(
                                "demo-oidc",
                                "",
                                true,
                                both,
                                Provisioning.CREATE,
                                SubjectMapping.USER,
                                List.of(),
                                Map.of(),
                                false,
                                false,
                                new Jwks(
                                        "http://localhost:8089/oidc",
                                        "http://localhost:8089/oidc/jwks",
                                        null,
                                        Set.of("ES256"),
                                        Set.of("jwt", "at+jwt"),
                                        Set.of("bourse-demo"),
                                        null),
                                true,
                                Limits.STANDARD),
                        new Provider(
                                "demo-userinfo",
                                "",
                                true,
                                both,
                                Provisioning.CREATE,
                                SubjectMapping.USER,
                                List.of(),
                                Map.of(),
                                false,
                                false,
                                new UserInfo(
                                        "http://localhost:8089/userinfo",
                                        new Introspection(
                                                "http://localhost:8089/introspect",
                                                "bourse-demo",
                                                "",
                                                Set.of("bourse-demo"))),
                                true,
                                Limits.STANDARD),
                        new Provider(
                                "demo-cluster",
                                "",
                                true,
                                Set.of(new ClientId("reports")),
                                Provisioning.NONE,
                                new SubjectMapping(Subject.Kind.WORKLOAD, "sub"),
                                List.of(Condition.exactly("/kubernetes.io/namespace", "shop")),
                                Map.of(),
                                false,
                                false,
                                new Jwks(
                                        "http://localhost:8089/cluster",
                                        "http://localhost:8089/oidc/jwks",
                                        null,
                                        Set.of("ES256"),
                                        Set.of(),
                                        Set.of("bourse-demo"),
                                        null),
                                true,
                                Limits.STANDARD));
        assertThat(chosen(entries.providers().get(1))).containsExactly("demo-idp-secret");
        assertThat(entries.exchanges())
                .extracting(Declared::draft)
                .containsExactly(
                        ExchangeBuilder.exchange("gateway-orders-to-stock", "gateway")
                                .subject(ExchangeBuilder.ours("demo"), "https://api.example/orders")
                                .targets("https://api.example/stock")
                                .build(),
                        ExchangeBuilder.exchange("gateway-to-shipping-by-delegation", "gateway")
                                .subject(ExchangeBuilder.ours("demo"), "https://api.example/orders")
                                .delegation()
                                .targets("https://api.example/shipping")
                                .build());
    }

    @Test
    void readsTheSameFromJson() {
        Entries entries = FILE.parse("request.json", """
                {"clients": [{"id": "a", "secret": "secret \\u00e9\\/\\"", "enabled": false,
                  "grants": ["client_credentials"], "audiences": ["https:\\/\\/api.example"],
                  "scopes": ["read"], "access_token_lifetime": "90s"}]}
                """);

        Declared<Client> client = entries.clients().get(0);
        assertThat(client.draft().audiences()).containsExactly("https://api.example");
        assertThat(client.draft().enabled()).isFalse();
        assertThat(client.draft().accessTokenLifetime()).isEqualTo(Duration.ofSeconds(90));
        assertThat(chosen(client)).containsExactly("secret é/\"");
    }

    @Test
    void takesValuesAsTheyAreWritten() {
        Entries entries = FILE.parse("f", "users: [{username: 0123, password: 0123456789.0}]");

        assertThat(entries.users().get(0).draft().username()).isEqualTo("0123");
        assertThat(chosen(entries.users().get(0))).containsExactly("0123456789.0");
    }

    @Test
    void readsSecretsFromVariablesAndFiles(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("old"), "from the file\n");
        EntryFile file = new EntryFile(ExternalSecrets.of(Map.of("NEW", "from the variable")::get, directory));

        Entries entries = file.parse("f", """
                clients:
                  - {id: a, secrets: [{secret_env: NEW}, {secret_file: old}]}
                  - {id: b, secret_file: old}
                  - {id: c, secrets: [chosen one, chosen two]}
                  - {id: d, secret: generate}
                """);

        assertThat(chosen(entries.clients().get(0))).containsExactly("from the variable", "from the file");
        assertThat(chosen(entries.clients().get(1))).containsExactly("from the file");
        assertThat(chosen(entries.clients().get(2))).containsExactly("chosen one", "chosen two");
        assertThat(entries.clients().get(3).secrets()).containsExactly(new GivenSecret.Generated());
    }

    @Test
    void tellsEveryProblemAtOnceInTheOrderOfTheFile() {
        EntryProblems problems = catchThrowableOfType(EntryProblems.class, () -> FILE.parse("dir/b.yaml", """
                        clients:
                          - id: a
                            secrt: x
                            grants: [paswords]
                        users:
                          - username: bob
                            password: short
                        """));

        assertThat(problems.lines())
                .containsExactly(
                        "dir/b.yaml:2: client a: secret is missing; give one, or: generate, or say by authentication how else the client proves itself",
                        "dir/b.yaml:3: client a: secrt is not a key here; did you mean secret?",
                        "dir/b.yaml:4: client a: grants holds 'paswords', which is no grant; did you mean password?",
                        "dir/b.yaml:7: user bob: password must have 8 to 128 characters");
    }

    @Test
    void showsAHundredProblemsAndCountsTheRest() {
        String text = "users:\n" + "- {}\n".repeat(150);

        EntryProblems problems = catchThrowableOfType(EntryProblems.class, () -> FILE.parse("f", text));

        assertThat(problems.lines()).hasSize(101).last().isEqualTo("f: and 50 more problems");
    }

    private static List<String> chosen(Declared<?> declared) {
        return declared.secrets().stream()
                .map(secret -> ((GivenSecret.Chosen) secret).secret().reveal())
                .toList();
    }
}
