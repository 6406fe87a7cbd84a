package io.bourse.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.bourse.client.Client;
import io.bourse.client.Project;
import io.bourse.policy.Target;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What entries are refused for that do not fit each other: the one problem that a change of the demo leads to. */
class ReferencesTest {

    private static final EntryFile FILE = new EntryFile(ExternalSecrets.NONE);

    private static Entries resolve(String text, String... projects) {
        Map<String, Project> registered =
                Stream.of(projects).collect(Collectors.toMap(id -> id, id -> new Project(id, true)));
        Snapshot snapshot = new Snapshot(
                registered, Map.of(), List.of(), Map.of(), Map.of(), Map.of(), Map.of(), Set.of(), Set.of(), Map.of());
        return Resolution.resolve(FILE.parse("f", text), snapshot);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(
                        "id: demo-oidc\n    clients: [demo, spa]",
                        "id: demo-oidc\n    clients: [demo, spaa]",
                        "provider demo-oidc: clients names the client 'spaa', which does not exist; did you mean spa?"),
                arguments(
                        "id: demo-oidc\n    clients: [demo, spa]",
                        "id: demo-oidc\n    clients: [somebody]",
                        "provider demo-oidc: clients names the client 'somebody', which does not exist;"
                                + " add it under clients"),
                arguments(
                        "    client: gateway\n",
                        "    client: gatewai\n",
                        "exchange gateway-orders-to-stock: client names the client 'gatewai', which does not exist;"
                                + " did you mean gateway?"),
                arguments(
                        "      client: demo\n",
                        "      client: nobody-here\n",
                        "exchange gateway-orders-to-stock: subject names the client 'nobody-here', which does not"
                                + " exist; add it under clients"),
                arguments(
                        "grants: [token-exchange]",
                        "grants: [refresh_token]",
                        "exchange gateway-orders-to-stock: client names gateway, whose grants lack token-exchange"),
                arguments(
                        "[https://api.example/stock]\n    scopes: [read]",
                        "[https://api.example/stock]\n    scopes: [read, write]",
                        "exchange gateway-orders-to-stock: scopes go beyond those of the client gateway, read:"
                                + " write"),
                arguments(
                        "scopes: [read, write, offline_access]",
                        "scopes: [write, offline_access]",
                        "exchange gateway-orders-to-stock: scopes go beyond those of the subject's client demo,"
                                + " write offline_access: read"),
                arguments(
                        "      audience: https://api.example/orders",
                        "      audience: https://api.example/stock",
                        "exchange gateway-orders-to-stock: subject has tokens that gateway neither holds nor is meant"
                                + " to see; list their audience under serves of that client"),
                arguments(
                        "[https://api.example/stock]\n    scopes: [read]",
                        "[https://api.example/stock]\n    scopes: [read]\n    refresh: true",
                        "exchange gateway-orders-to-stock: refresh is true, and the grants of gateway lack"
                                + " refresh_token"),
                arguments(
                        "[https://api.example/stock]\n    scopes: [read]",
                        "[https://api.example/stock]\n    scopes: [read]\n    issues: [session_token]",
                        "exchange gateway-orders-to-stock: issues holds session_token, and the grants of gateway lack"
                                + " signed_request"),
                arguments(
                        "- username: ada\n",
                        "- {username: ADA, email: a@example.com}\n  - username: ada\n",
                        "user ada: username stands twice in project demo"),
                arguments(
                        "- username: ada\n",
                        "- {username: eve, email: ADA@example.com}\n  - username: ada\n",
                        "user ada: email is another user's in project demo"),
                arguments(
                        "- username: ada\n",
                        "- username: ada\n    project: dem\n",
                        "user ada: project is 'dem', which does not exist; did you mean demo?"),
                arguments(
                        "  - id: demo\n\nclients",
                        "  - id: demo\n  - id: other\n\nclients",
                        "client demo: project is missing; name one of demo, other"));
    }

    @ParameterizedTest
    @MethodSource
    void refusals(String part, String replacement, String problem) throws IOException {
        String demo = EntryFileTest.demo();
        assertThat(demo).contains(part);
        String text = demo.replace(part, replacement);

        EntryProblems problems = catchThrowableOfType(EntryProblems.class, () -> resolve(text));

        assertThat(problems.lines().get(0)).matches("f:\\d+: .*").endsWith(": " + problem);
    }

    @Test
    void theLineIsThatOfTheKey() {
        EntryProblems problems = catchThrowableOfType(EntryProblems.class, () -> resolve("""
                        projects:
                          - id: demo
                        exchanges:
                          - id: x
                            client: a

                            subject:
                              client: b
                            targets: [t]
                            scopes: [s]
                        """));

        assertThat(problems.lines())
                .containsExactly(
                        "f:5: exchange x: client names the client 'a', which does not exist; add it under clients",
                        "f:7: exchange x: subject names the client 'b', which does not exist; add it under clients");
    }

    @Test
    void theOnlyRegisteredProjectIsTheOne() {
        String text = "users: [{username: bob}]";

        assertThat(resolve(text, "only").users().get(0).inProject()).isEqualTo("only");
        assertThat(catchThrowableOfType(EntryProblems.class, () -> resolve(text, "one", "two"))
                        .lines())
                .containsExactly("f:1: user bob: project is missing; name one of one, two");
    }

    @Test
    void theOnlyProjectOfTheFileGoesBeforeThoseThatAreRegistered() {
        String text = "projects: [{id: new}]\nusers: [{username: bob}, {username: eve, project: two}]";

        assertThat(resolve(text, "one", "two").users())
                .extracting(Declared::inProject)
                .containsExactly("new", "two");
    }

    @Test
    void aProvidersClientsAreOfItsProject() {
        String text = """
                projects: [{id: one}, {id: two}]
                clients: [{id: a, project: one, secret: a secret}]
                providers:
                  - id: p
                    project: two
                    clients: [a]
                    userinfo: {userinfo_uri: 'https://id.example/u', audience_proof: none}
                """;

        assertThat(catchThrowableOfType(EntryProblems.class, () -> resolve(text))
                        .lines())
                .containsExactly("f:6: provider p: clients holds a of another project, one");
    }

    private static final String POD = "clients: [{id: pod, authentication: provider_jwt, identity: {provider: c,"
            + " subject: s}, grants: [], scopes: [read]}]\n";
    private static final String CLUSTER = "providers: [{id: c, clients: [pod], subject: {kind: workload}, %s}]";
    private static final String JWKS = "jwks: {issuer: 'https://c.example', jwks_uri: 'https://c.example/k',"
            + " algorithms: [RS256], audience: [us]}";

    static Stream<Arguments> identities() {
        return Stream.of(
                arguments(
                        CLUSTER.formatted("userinfo: {userinfo_uri: 'https://c.example/u', audience_proof: none}"),
                        "names the provider c, which says audience_proof: none, and whoever gets a token of the"
                                + " workload for any other purpose could be this client; prove the audience there"),
                arguments(
                        CLUSTER.formatted(JWKS).replace("[pod]", "[]"),
                        "names the provider c, whose clients lack pod; add it there, or switch this client off"),
                arguments(
                        CLUSTER.formatted(JWKS).replace("workload", "user"),
                        "names the provider c, which vouches for users, and a user could then be this client; say"
                                + " there subject: {kind: workload}"));
    }

    @ParameterizedTest
    @MethodSource
    void identities(String provider, String problem) {
        String project = "projects: [{id: one}]\n";
        assertThat(resolve(project + POD + CLUSTER.formatted(JWKS)).clients()).hasSize(1);

        assertThat(problem(project + POD + provider)).isEqualTo("f:2: client pod: identity " + problem);
        assertThat(resolve(project + POD.replace("id: pod,", "id: pod, enabled: false,") + provider)
                        .clients())
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("identities")
    void aProviderMustNotLeaveARegisteredClientWithoutProof(String provider, String problem) {
        Client pod = Completed.client(
                resolve("projects: [{id: one}]\n" + POD + CLUSTER.formatted(JWKS))
                        .clients()
                        .get(0),
                List.of());
        Snapshot snapshot = registered(pod);

        EntryProblems problems = catchThrowableOfType(
                EntryProblems.class, () -> Resolution.resolve(FILE.parse("f", provider), snapshot));

        assertThat(problems.lines())
                .containsExactly("f:1: provider c: id would leave client pod without proof: its identity " + problem);
    }

    private static final String APP = "clients: [{id: app, authentication: none, login_provider: l, grants: []}]\n";
    private static final String LOGINS = "providers: [{id: l, clients: [app], provisioning: create, %s}]";

    static Stream<Arguments> loginProviders() {
        return Stream.of(
                arguments(
                        LOGINS.formatted(JWKS).replace("id: l", "id: other"),
                        "login_provider names the provider 'l', which does not exist; add it under providers"),
                arguments(
                        LOGINS.formatted(JWKS).replace("[app]", "[]"),
                        "login_provider names the provider l, whose clients lack app; add it there, or switch this"
                                + " client off"),
                arguments(
                        LOGINS.formatted(JWKS).replace("provisioning: create", "subject: {kind: workload}"),
                        "login_provider names the provider l, whose tokens speak for workloads and not for users"));
    }

    @ParameterizedTest
    @MethodSource
    void loginProviders(String provider, String problem) {
        String project = "projects: [{id: one}]\n";
        assertThat(resolve(project + APP + LOGINS.formatted(JWKS)).clients()).hasSize(1);

        assertThat(catchThrowableOfType(EntryProblems.class, () -> resolve(project + APP + provider))
                        .lines())
                .contains("f:2: client app: " + problem);
    }

    @Test
    void aLoginProviderIsOfTheClientsProject() {
        String text = "projects: [{id: one}, {id: two}]\n"
                + APP.replace("id: app,", "id: app, project: one,")
                + LOGINS.formatted(JWKS).replace("id: l, clients: [app],", "id: l, project: two,");

        assertThat(problem(text)).isEqualTo("f:2: client app: login_provider names a provider of another project, two");
    }

    @Test
    void aProviderMustNotLeaveARegisteredClientWithoutLogins() {
        Client app = Completed.client(
                resolve("projects: [{id: one}]\n" + APP + LOGINS.formatted(JWKS))
                        .clients()
                        .get(0),
                List.of());
        Snapshot snapshot = registered(app);
        String provider = LOGINS.formatted(JWKS).replace("[app]", "[]");

        EntryProblems problems = catchThrowableOfType(
                EntryProblems.class, () -> Resolution.resolve(FILE.parse("f", provider), snapshot));

        assertThat(problems.lines())
                .containsExactly("f:1: provider l: id would leave client app without logins: its login_provider names"
                        + " the provider l, whose clients lack app; add it there, or switch this client off");
    }

    /** One client is registered already. */
    private static Snapshot registered(Client client) {
        return new Snapshot(
                Map.of("one", new Project("one", true)),
                Map.of(client.id(), client),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Set.of(),
                Set.of(),
                Map.of());
    }

    private static String problem(String text) {
        return catchThrowableOfType(EntryProblems.class, () -> resolve(text))
                .lines()
                .get(0);
    }

    @Test
    void aNameMeansOneTarget() {
        assertThat(problem("""
                        targets:
                          - {id: a, resources: ['https://x.example']}
                          - {id: b, resources: ['https://x.example']}
                        """))
                .isEqualTo("f:2: target a: resources holds 'https://x.example', which means the target b already");
        assertThat(problem("""
                        targets:
                          - {id: a, resources: ['https://x.example']}
                          - {id: 'https://x.example'}
                        """))
                .isEqualTo("f:2: target a: resources holds 'https://x.example', which means the target"
                        + " https://x.example already");
    }

    @Test
    void aListNamesATargetByItsId() throws IOException {
        String targets = "targets: [{id: orders, resources: ['https://api.example/orders']}]\n";

        EntryProblems problems =
                catchThrowableOfType(EntryProblems.class, () -> resolve(EntryFileTest.demo() + targets));

        assertThat(problems.lines())
                .hasSizeGreaterThan(2)
                .allSatisfy(
                        line -> assertThat(line)
                                .endsWith(
                                        "holds 'https://api.example/orders', a resource of the target orders; name that instead"));
    }

    @Test
    void whatIsRegisteredIsCheckedToo() {
        Target registered = new Target("orders", true, List.of("https://x.example"), null);
        Snapshot snapshot = new Snapshot(
                Map.of("demo", new Project("demo", true)),
                Map.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of("orders", registered),
                Map.of("https://y.example", Set.of("client app")),
                Set.of(),
                Set.of(),
                Map.of());

        assertThat(catchThrowableOfType(EntryProblems.class, () -> Resolution.resolve(FILE.parse("f", """
                                clients:
                                  - {id: a, secret: a-long-secret, audiences: ['https://x.example']}
                                targets:
                                  - {id: stock, resources: ['https://x.example']}
                                  - {id: 'https://x.example'}
                                  - {id: 'new', resources: ['https://y.example']}
                                """), snapshot))
                        .lines())
                .contains(
                        "f:4: target stock: resources holds 'https://x.example', which means the target"
                                + " https://x.example already",
                        "f:5: target https://x.example: id is a resource of the target orders; a name means one target",
                        "f:6: target new: resources holds 'https://y.example', which client app lists; it must name the"
                                + " target's id first");
    }
}
