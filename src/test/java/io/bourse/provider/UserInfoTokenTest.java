package io.bourse.provider;

import static io.bourse.provider.ProviderRig.await;
import static io.bourse.provider.ProviderRig.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.ProviderBuilder;
import io.bourse.fakes.ScriptedIdentityProvider;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Subject;
import io.vertx.core.Future;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proof by userinfo and, for the audience, introspection (OpenID Connect Core section 5.3). */
final class UserInfoTokenTest {

    private static final String TOKEN = ProviderRig.CANARY;
    private static final String ACTIVE = "{\"active\":true,\"sub\":\"ada\",\"aud\":[\"other\",\"bourse\"]}";

    private final ProviderRig rig = new ProviderRig();
    private final ProviderProofs proofs = rig.proofs(ProviderRig.PATIENT);
    private final Provider byUserInfo = ProviderRig.provider("idp", rig.userInfo(rig.introspection()));

    @BeforeEach
    void answers() {
        introspection(ACTIVE);
        userInfo("{\"sub\":\"ada\",\"email\":\"ada@example.com\"}");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void introspection(String json) {
        rig.idp.on("/introspect", ScriptedIdentityProvider.json(json));
    }

    private void userInfo(String json) {
        rig.idp.on("/userinfo", ScriptedIdentityProvider.json(json));
    }

    private Future<ExternalIdentity> userInfoed() {
        return proofs.verify(byUserInfo, TOKEN);
    }

    @Test
    void isAGetWithTheTokenAndNamesTheUser() {
        ExternalIdentity identity = await(userInfoed());

        ScriptedIdentityProvider.Call call = rig.idp.calls("/userinfo").get(0);
        assertThat(call.method()).isEqualTo("GET");
        assertThat(call.headers()).containsEntry("authorization", "Bearer " + TOKEN);
        assertThat(identity.subject()).isEqualTo("ada");
        assertThat(identity.email()).isEqualTo("ada@example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"active\":false}",
                "{\"active\":true,\"sub\":\"ada\",\"aud\":\"another-app\"}",
                "{\"active\":true,\"sub\":\"eve\",\"aud\":\"bourse\"}",
                "{\"active\":true,\"sub\":null,\"aud\":\"bourse\"}",
                "{\"active\":true,\"sub\":\"ada\",\"aud\":\"bourse\",\"exp\":1}"
            })
    void isNotBelievedWhenTheIntrospectionSaysOtherwise(String answer) {
        introspection(answer);

        assertThat(error(userInfoed())).isEqualTo(OAuthError.INVALID_GRANT);
    }

    /** Two answers that both name nobody agree on nothing. */
    @Test
    void isNotBelievedWhenBothNamesAreUnusable() {
        Provider byMail = ProviderBuilder.provider("idp", rig.userInfo(rig.introspection()))
                .subject(new SubjectMapping(Subject.Kind.USER, "email"))
                .build();
        for (String none : new String[] {"null", "7", "\" \"", "[\"ada\"]"}) {
            introspection("{\"active\":true,\"aud\":\"bourse\",\"sub\":" + none + "}");
            userInfo("{\"sub\":" + none + ",\"email\":\"ada@example.com\"}");

            assertThat(error(proofs.verify(byMail, TOKEN))).as(none).isEqualTo(OAuthError.INVALID_GRANT);
        }
    }

    @Test
    void isNotBelievedWhenTheMappedNamesDiffer() {
        Provider byId = ProviderBuilder.provider("idp", rig.userInfo(rig.introspection()))
                .subject(new SubjectMapping(Subject.Kind.USER, "oid"))
                .build();
        userInfo("{\"sub\":\"ada\",\"oid\":\"7\"}");
        for (String other : new String[] {"\"8\"", "null", "\"\"", "{}"}) {
            introspection(ACTIVE.replace("}", ",\"oid\":" + other + "}"));

            assertThat(error(proofs.verify(byId, TOKEN))).as(other).isEqualTo(OAuthError.INVALID_GRANT);
        }
        introspection(ACTIVE.replace("}", ",\"oid\":\"7\"}"));
        assertThat(await(proofs.verify(byId, TOKEN)).subject()).isEqualTo("7");
    }

    @Test
    void isEnoughForTheSubjectWhenTheIntrospectionNamesNone() {
        Instant end = rig.clock.instant().plusSeconds(20);
        introspection("{\"active\":true,\"aud\":\"bourse\",\"exp\":" + end.getEpochSecond() + "}");

        ExternalIdentity identity = await(userInfoed());

        assertThat(identity.subject()).isEqualTo("ada");
        assertThat(identity.expiresAt()).isEqualTo(end);
    }

    @Test
    void standsAloneOnlyIfTheEntryRenouncesTheAudienceProof() {
        Provider alone = ProviderRig.provider("idp", rig.userInfo(null));

        ExternalIdentity identity = await(proofs.verify(alone, TOKEN));

        assertThat(identity.subject()).isEqualTo("ada");
        assertThat(rig.idp.count("/introspect")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"sub\":null}",
                "{\"sub\":\"\"}",
                "{\"sub\":\"  \"}",
                "{\"sub\":7}",
                "{\"sub\":[\"ada\"]}",
                "{\"sub\":{\"a\":1}}",
                "{\"sub\":true}",
                "{\"sub\":\"a\\u0000b\"}",
                "{\"sub\":\"a\\nb\"}",
                "{\"sub\":\"a\\u2028b\"}",
                "{\"id\":\"ada\"}"
            })
    void mustNameASubject(String answer) {
        introspection("{\"active\":true,\"aud\":\"bourse\"}");
        userInfo(answer);

        assertThat(error(userInfoed())).isEqualTo(OAuthError.INVALID_GRANT);
    }

    @Test
    void takesASubjectOf255CharactersAndNoLonger() {
        introspection("{\"active\":true,\"aud\":\"bourse\"}");
        userInfo("{\"sub\":\"" + "s".repeat(256) + "\"}");
        assertThat(error(userInfoed())).isEqualTo(OAuthError.INVALID_GRANT);

        userInfo("{\"sub\":\"" + "s".repeat(255) + "\"}");
        assertThat(await(userInfoed()).subject()).hasSize(255);
    }

    @Test
    void leavesOutAnEmailThatIsNone() {
        userInfo("{\"sub\":\"ada\",\"email\":7}");

        assertThat(await(userInfoed()).email()).isNull();
    }
}
