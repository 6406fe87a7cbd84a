package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.ORDERS;
import static io.bourse.fakes.ClientBuilder.STOCK;
import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.client.Client;
import io.bourse.client.Client.Authentication;
import io.bourse.fakes.TokenRig;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import io.bourse.token.Authorization;
import io.bourse.token.Identity;
import io.bourse.token.RefreshPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientCredentialsGrantTest {

    private final ClientCredentialsGrant grant = new ClientCredentialsGrant();
    private final Client robot =
            client("robot").scopes("read", "write", "offline_access").build();

    private Authorization authorize(Client client, String scopes, String... targets) {
        return grant.authorize(request(client, scopes, targets)).await();
    }

    private static TokenRequest request(Client client, String scopes, String... targets) {
        return Requests.of(GrantType.CLIENT_CREDENTIALS, client)
                .scopes(scopes)
                .targets(targets)
                .build();
    }

    @Test
    void aClientActsForItselfWithoutARefreshToken() {
        assertThat(authorize(robot, ""))
                .isEqualTo(new Authorization(
                        TokenRig.admitted(robot, Identity.of(Subject.client(robot.id()))),
                        Scopes.of("read", "write"),
                        List.of(ORDERS),
                        null,
                        List.of(),
                        RefreshPlan.NONE,
                        null,
                        "client"));
    }

    @Test
    void itGetsWhatItAskedFor() {
        Authorization authorization = authorize(robot, "read", STOCK, ORDERS, STOCK);

        assertThat(authorization.scopes()).isEqualTo(Scopes.of("read"));
        assertThat(authorization.audiences()).containsExactly(STOCK, ORDERS);
    }

    @Test
    void itGetsNoMoreThanItsEntryLists() {
        refusal(OAuthError.INVALID_SCOPE, () -> grant.authorize(request(robot, "read admin")));
        refusal(OAuthError.INVALID_TARGET, () -> grant.authorize(request(robot, "", ORDERS, "https://evil.example")));
        Client aimless = client("aimless").audiences().build();
        refusal(OAuthError.INVALID_TARGET, () -> grant.authorize(request(aimless, "")));
    }

    /** There is nobody who could be offline; what is left of the request is nothing, which is no default. */
    @Test
    void askingForNothingButARefreshTokenIsRefused() {
        refusal(OAuthError.INVALID_SCOPE, () -> grant.authorize(request(robot, "offline_access")));
        assertThat(authorize(robot, "read offline_access").scopes()).isEqualTo(Scopes.of("read"));
    }

    @Test
    void aClientWithoutScopesGetsATokenWithoutScopes() {
        Client bare = client("bare").scopes().build();

        assertThat(authorize(bare, "").scopes()).isEqualTo(Scopes.NONE);
    }

    @Test
    void aPublicClientCannotActForItself() {
        Client spa = client("spa").authentication(Authentication.NONE).build();

        refusal(OAuthError.UNAUTHORIZED_CLIENT, () -> grant.authorize(request(spa, "")));
    }
}
