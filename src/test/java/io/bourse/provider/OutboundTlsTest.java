package io.bourse.provider;

import static io.bourse.provider.ProviderRig.await;
import static io.bourse.provider.ProviderRig.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.ScriptedIdentityProvider;
import io.bourse.oauth.OAuthError;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are checked against the name in the entry, although we connect to an address. */
final class OutboundTlsTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path directory;

    private static PfxOptions right;
    private static PfxOptions wrong;

    private final ProviderRig rig = new ProviderRig();
    private final Provider provider = ProviderRig.provider("idp", rig.jwks());

    @BeforeAll
    static void certificates() throws IOException, InterruptedException {
        right = certificate("right", "idp.test");
        wrong = certificate("wrong", "other.test");
    }

    private static PfxOptions certificate(String file, String name) throws IOException, InterruptedException {
        Path store = directory.resolve(file + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "idp",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new PfxOptions().setPath(store.toString()).setPassword(PASSWORD);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private io.vertx.core.Future<OutboundAnswer> call(PfxOptions certificate, @Nullable PfxOptions trust) {
        ScriptedIdentityProvider idp = ScriptedIdentityProvider.startTls(rig.vertx, certificate);
        idp.on("/x", ScriptedIdentityProvider.json("{}"));
        rig.name("idp.test", "127.0.0.1");
        Outbound outbound = new Outbound(rig.vertx, rig::resolve, ProviderRig.PATIENT, rig.clock, trust);
        return outbound.send(provider, OutboundRequest.get(idp.url("idp.test", "/x"), null));
    }

    @Test
    void theRightNameIsAccepted() {
        assertThat(await(call(right, right)).status()).isEqualTo(200);
    }

    @Test
    void aCertificateOfAnotherNameIsRefused() {
        assertThat(failure(call(wrong, wrong)).error()).isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() {
        assertThat(failure(call(right, null)).error()).isEqualTo(OAuthError.TEMPORARILY_UNAVAILABLE);
    }
}
