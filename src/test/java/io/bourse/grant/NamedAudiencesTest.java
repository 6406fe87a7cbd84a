package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.client.Client;
import io.bourse.oauth.ConsumerScope;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.Scopes;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedAudiencesTest {

    private final Client client = client("tools")
            .scopes("resume", "http://a.example/own", "v1/read", "urn:opc:resource:consumer:paas::read")
            .audiences("http://a.example", "http://b.example/", "http://a.example/v1", ConsumerScope.AUDIENCE)
            .build();

    private TokenRequest resolve(String scope, String... audiences) {
        return NamedAudiences.resolve(Requests.of(GrantType.SIGNED_REQUEST, client)
                .scopes(scope)
                .asking(List.of(audiences), List.of())
                .build());
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.example/resume, resume, http://a.example",
        "http://b.example/resume, resume, http://b.example/",
        "http://a.example/v1/resume, resume, http://a.example/v1",
        "http://a.example/v1/read, v1/read, http://a.example",
        "urn:opc:resource:consumer:paas:x::read, urn:opc:resource:consumer:paas:x::read, urn:opc:resource:scope:account",
    })
    void aScopeMaySayForWhomItIs(String asked, String scope, String audience) {
        TokenRequest request = resolve(asked);

        assertThat(request.scopes()).isEqualTo(Scopes.of(scope));
        assertThat(request.asked().audiences()).containsExactly(audience);
    }

    /** What it means is refused by the grant, if it is not the client's. */
    @ParameterizedTest
    @CsvSource({
        "resume",
        "http://a.example/own",
        "http://a.example/admin",
        "http://a.example",
        "http://a.example/",
        "http://a.example.evil/resume",
        "http://c.example/resume",
        "http://a.exampleresume",
        "urn:opc:resource:consumer:iaas::read",
    })
    void anyOtherMeansItself(String asked) {
        TokenRequest request = resolve(asked);

        assertThat(request.scopes()).isEqualTo(Scopes.of(asked));
        assertThat(request.asked()).isEqualTo(RequestedTargets.NONE);
    }

    /** So it is for whom any other scope is for. */
    @Test
    void aConsumerScopeIsForTheAccountWhereTheEntryListsThat() {
        Client without = client("tools")
                .scopes("urn:opc:resource:consumer:paas::read")
                .audiences("http://a.example")
                .build();

        TokenRequest request = NamedAudiences.resolve(Requests.of(GrantType.CLIENT_CREDENTIALS, without)
                .scopes("urn:opc:resource:consumer:paas::read")
                .build());

        assertThat(request.asked()).isEqualTo(RequestedTargets.NONE);
    }

    @Test
    void whatIsAskedForTwiceIsAskedForOnce() {
        TokenRequest request = resolve("http://a.example/resume resume offline_access", "http://a.example");

        assertThat(request.scopes()).isEqualTo(Scopes.of("resume", "offline_access"));
        assertThat(request.asked().audiences()).containsExactly("http://a.example");
    }

    @Test
    void everythingAtOnceStandsAlone() {
        assertThat(resolve(ConsumerScope.ALL).scopes()).isEqualTo(Scopes.of(ConsumerScope.ALL));
        refusal(
                OAuthError.INVALID_SCOPE,
                () -> Future.succeededFuture(ConsumerScope.ALL + " resume").map(this::resolve));
    }
}
