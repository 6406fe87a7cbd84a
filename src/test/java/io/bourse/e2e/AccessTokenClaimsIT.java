package io.bourse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 9068 sections 2.1 and 2.2, whatever the grant; reliability.md 45. */
class AccessTokenClaimsIT {

    private static final TokenServer SERVER = TokenServer.shared();

    @BeforeAll
    static void entries() {
        EveryGrant.entries(SERVER);
    }

    @ParameterizedTest
    @EnumSource
    void everyTokenHasWhatTheProfileRequires(EveryGrant grant) {
        long before = Keys.now();
        TokenAnswer answer =
                grant.call(SERVER).form("scope", "read write").send().granted();
        JsonNode claims = answer.claims();

        assertThat(answer.tokenHeader().get("typ").asText()).isEqualTo("at+jwt");
        assertThat(answer.tokenHeader().get("alg").asText()).isEqualTo("ES256");
        assertThat(claims.get("iss").asText()).isEqualTo(SERVER.issuer());
        assertThat(claims.get("aud").asText()).isEqualTo("tg-orders");
        assertThat(claims.get("sub").asText()).isNotEmpty();
        assertThat(claims.get("client_id").asText()).isEqualTo(EveryGrant.CLIENT);
        assertThat(claims.get("scope").asText()).isEqualTo("read write");
        assertThat(claims.get("iat").isIntegralNumber()).isTrue();
        assertThat(claims.get("exp").isIntegralNumber()).isTrue();
        assertThat(claims.get("iat").asLong()).isBetween(before, Keys.now());
        long life = claims.get("exp").asLong() - claims.get("iat").asLong();
        assertThat(life).isBetween(1L, 600L);
        assertThat(answer.json().get("expires_in").asLong()).isBetween(life - 1, life + 1);
        assertThat(UUID.fromString(claims.get("jti").asText()).version()).isEqualTo(7);
    }

    /** Section 2.2: {@code sub} is the client's id if nobody else is meant, and the client is never taken for a user. */
    @ParameterizedTest
    @EnumSource
    void theSubjectIsTheClientOnlyWhereItActsForItself(EveryGrant grant) {
        JsonNode claims = grant.call(SERVER).send().granted().claims();
        boolean itself = grant == EveryGrant.CLIENT_CREDENTIALS;

        assertThat(claims.get("sub").asText().equals(EveryGrant.CLIENT)).isEqualTo(itself);
        assertThat(claims.get("sub_type").asText()).isEqualTo(itself ? "client" : "user");
    }

    @ParameterizedTest
    @EnumSource
    void noTwoTokensHaveOneId(EveryGrant grant) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            ids.add(grant.call(SERVER).send().granted().claims().get("jti").asText());
        }

        assertThat(ids).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void severalAudiencesAreAList(EveryGrant grant) {
        JsonNode audiences = grant.call(SERVER)
                .form("audience", "tg-stock")
                .form("audience", "https://plain.example")
                .send()
                .granted()
                .claims()
                .get("aud");

        assertThat(audiences).extracting(JsonNode::asText).containsExactly("tg-stock", "https://plain.example");
    }
}
