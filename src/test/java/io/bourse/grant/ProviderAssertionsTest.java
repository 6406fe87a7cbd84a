package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.STOCK;
import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.ExchangeBuilder.exchange;
import static io.bourse.fakes.ExchangeBuilder.foreign;
import static io.bourse.fakes.IdentityBuilder.ancestor;
import static io.bourse.fakes.IdentityBuilder.identity;
import static io.bourse.fakes.ProviderBuilder.provider;
import static io.bourse.fakes.Refusals.NOT_ACCEPTED;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.fakes.ProviderBuilder;
import io.bourse.fakes.ScriptedProofs;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TokenRig;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.TokenType;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** RFC 7523 section 2.2 with the assertion of a provider, such as the token of a pod. */
class ProviderAssertionsTest {

    private static final String POD = "system:serviceaccount:shop:orders";

    private final TokenRig rig = new TokenRig();
    private final ScriptedProofs proofs = new ScriptedProofs();
    private final ProviderAssertions assertions = new ProviderAssertions(rig.providers, rig.foreignTokens(proofs));
    private final Client orders =
            rig.register(client("orders").identity("cluster", POD).audiences(STOCK));
    private final Instant end = rig.clock.instant().plusSeconds(60);

    private ProviderBuilder cluster(String id) {
        return provider(id, TestEntries.introspection()).clients("orders", "other");
    }

    private void register(ProviderBuilder provider) {
        rig.providers.put(provider.build());
    }

    private void refused(Client client, String assertion) {
        refusal(OAuthError.INVALID_CLIENT, () -> assertions.prove(client, assertion));
    }

    @Test
    void provesTheClientAsOftenAsItIsShown() {
        register(cluster("cluster"));
        proofs.put("pod", identity("cluster", POD).until(end));

        assertThatCode(() -> assertions.prove(orders, "pod").await()).doesNotThrowAnyException();
        assertThatCode(() -> assertions.prove(orders, "pod").await()).doesNotThrowAnyException();
    }

    @Test
    void ofAnotherSubjectIsRefusedAndNotUsedUp() {
        register(cluster("cluster").singleUse());
        proofs.put("pod", identity("cluster", POD + "2").until(end));
        Client other = rig.register(client("other").identity("cluster", POD + "2"));

        refused(orders, "pod");
        assertThatCode(() -> assertions.prove(other, "pod").await()).doesNotThrowAnyException();
    }

    /** It says by which key it is to be proved, and a client's assertion is not. */
    @Test
    void thatIsBoundToAKeyIsRefusedAndNotUsedUp() {
        register(cluster("cluster").singleUse());
        proofs.put("pod", identity("cluster", POD).until(end).bound());

        refused(orders, "pod");
        proofs.put("pod", identity("cluster", POD).until(end));
        assertThatCode(() -> assertions.prove(orders, "pod").await()).doesNotThrowAnyException();
    }

    @Test
    void ofAnotherProviderIsRefused() {
        register(cluster("cluster"));
        register(cluster("staging"));
        proofs.put("pod", identity("staging", POD).until(end));

        refused(orders, "pod");
    }

    @Test
    void isRefusedWithoutAskingAProviderThatIsOffUnknownElsewhereOrNotForTheClient() {
        refused(orders, "pod");
        for (ProviderBuilder provider : new ProviderBuilder[] {
            cluster("cluster").enabled(false),
            cluster("cluster").project("other"),
            cluster("cluster").clients("other")
        }) {
            register(provider);
            refused(orders, "pod");
        }
        assertThat(proofs.asked()).isZero();
    }

    @Test
    void isRefusedASecondTimeIfTheProviderSaysOnce() {
        register(cluster("cluster").singleUse());
        proofs.put("pod", identity("cluster", POD).until(end));

        assertions.prove(orders, "pod").await();
        refused(orders, "pod");
    }

    /** One token is one token, whatever it is shown as. */
    @Test
    void thatMayBeUsedOnceIsNoSubjectOfAnExchangeAfterwards() {
        register(cluster("cluster").singleUse());
        proofs.put("pod", identity("cluster", POD).until(end));
        rig.exchanges.put(exchange("entry", orders).subject(foreign("cluster")).build());
        assertions.prove(orders, "pod").await();

        refusal(
                OAuthError.INVALID_REQUEST,
                NOT_ACCEPTED,
                () -> Requests.call(
                        rig.exchangeGrant(proofs),
                        Requests.of(GrantType.TOKEN_EXCHANGE, orders)
                                .begun(rig.clock.instant())
                                .with("subject_token", "pod")
                                .with("subject_token_type", TokenType.JWT.uri())));
    }

    @Test
    void thatWasRevokedHereIsRefused() {
        register(cluster("cluster"));
        proofs.put("pod", identity("cluster", POD).until(end));
        rig.revoke(RevokedKind.TOKEN, ancestor("cluster", POD));

        refused(orders, "pod");
    }

    @Test
    void thatCannotBeProvedNowIsNotRefusedForGood() {
        register(cluster("cluster"));
        proofs.goDown();

        refusal(OAuthError.TEMPORARILY_UNAVAILABLE, () -> assertions.prove(orders, "pod"));
        rig.fresh.set(false);
        refusal(OAuthError.TEMPORARILY_UNAVAILABLE, () -> assertions.prove(orders, "pod"));
    }
}
