package io.bourse.e2e;

import static io.bourse.e2e.OracleWorld.ada;
import static io.bourse.e2e.OracleWorld.granted;
import static io.bourse.e2e.OracleWorld.notAuthenticated;
import static io.bourse.e2e.OracleWorld.session;
import static io.bourse.e2e.OracleWorld.sessionToken;
import static io.bourse.e2e.TokenServer.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.e2e.SignedCall.Reply;
import io.bourse.fakes.RequestSigner;
import io.bourse.fakes.TestRsaKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signatures on two nodes: one use, and the end of what came of them. */
class OracleClusterIT {

    private static final int USES = 50;

    private static TokenServer server;
    private static OracleWorld world;

    @BeforeAll
    static void start() {
        server = TokenServer.start(2, Map.of());
        world = OracleWorld.on(server);
        eventually(() -> world.call(1, ada()).unlikeOthers().send().status() == 200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void ofFiftyUsesOfOneSignatureOnTwoNodesOneIsAnswered() {
        byte[] signed = world.call(ada()).sign();
        ExecutorService callers = Executors.newFixedThreadPool(USES);
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < USES; i++) {
            int port = server.node(i % 2).port();
            replies.add(CompletableFuture.supplyAsync(() -> SignedCall.send(port, signed), callers));
        }
        List<Reply> all = replies.stream().map(CompletableFuture::join).toList();
        callers.shutdown();

        assertThat(all).filteredOn(reply -> reply.status() == 200).hasSize(1);
        // A node that is too busy to know says so, and nothing else is said.
        assertThat(all)
                .filteredOn(reply -> reply.status() != 200 && reply.status() != 503)
                .isNotEmpty()
                .allSatisfy(OracleWorld::notAuthenticated);
    }

    /** Only what was proved is used up: whoever sees a request on its way cannot spoil it. */
    @Test
    void aSpoiltCopyDoesNotUseTheSignatureUp() {
        byte[] signed = world.call(ada()).sign();
        String text = new String(signed, UTF_8);
        byte[] spoilt = text.replace("/resume", "/report").getBytes(UTF_8);

        notAuthenticated(SignedCall.send(server.node(0).port(), spoilt));

        granted(SignedCall.send(server.node(1).port(), signed));
    }

    @Test
    void aPrincipalThatIsSwitchedOffSignsNoMoreAndItsTokensEnd() {
        RequestSigner temporary = new RequestSigner(
                "acme/temporary/key", TestRsaKeys.pair("temporary").getPrivate());
        String entry = "{id: oci-temporary, enabled: %s, client: oci-tools, user: oci-ada, key_id: acme/temporary/key,"
                + " public_key: \""
                + TestRsaKeys.pem(TestRsaKeys.pair("temporary").getPublic()).replace("\n", "\\n")
                + "\"}";
        server.apply("principals: [" + entry.formatted("true") + "]");
        eventually(() -> world.call(1, temporary).unlikeOthers().send().status() == 200);
        String token = granted(world.call(temporary).send()).text("access_token");
        String others = granted(world.call(ada()).send()).text("access_token");
        assertThat(active(token)).isTrue();

        server.apply("principals: [" + entry.formatted("false") + "]");

        notAuthenticated(world.call(temporary).send());
        assertThat(active(token)).isFalse();
        eventually(() -> world.call(1, temporary).unlikeOthers().send().status() == 401);
        assertThat(active(others)).isTrue();
    }

    @Test
    void aUserWhoIsSwitchedOffIsNotAuthenticatedByAnyKey() {
        server.apply("users: [{project: oci, username: oci-grace}]\nprincipals: [{id: oci-grace, client: oci-tools,"
                + " user: oci-grace, key_id: acme/grace/key, public_key: \""
                + TestRsaKeys.pem(TestRsaKeys.pair("grace").getPublic()).replace("\n", "\\n") + "\"}]");
        RequestSigner grace =
                new RequestSigner("acme/grace/key", TestRsaKeys.pair("grace").getPrivate());
        eventually(() -> world.call(1, grace).unlikeOthers().send().status() == 200);
        String token = granted(world.call(grace).send()).text("access_token");

        server.apply("users: [{project: oci, username: oci-grace, enabled: false}]");

        notAuthenticated(world.call(grace).send());
        assertThat(active(token)).isFalse();
    }

    @Test
    void aProviderThatIsSwitchedOffEndsWhatItsSessionsGot() {
        RequestSigner instance = session(sessionToken("ocid1.instance.oc1.phx.gone"));
        String token = granted(world.call(instance).send()).text("access_token");
        assertThat(active(token)).isTrue();

        server.apply(OracleWorld.provider(false));

        notAuthenticated(world.call(instance).send());
        assertThat(active(token)).isFalse();
        server.apply(OracleWorld.provider(true));
    }

    private static boolean active(String token) {
        return server.call("/oauth2/introspect")
                .basic("oci-tools", "oci-tools-secret")
                .form("token", token)
                .send()
                .granted()
                .json()
                .get("active")
                .asBoolean();
    }
}
