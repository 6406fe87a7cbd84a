package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bourse.oauth.GrantType;
import org.junit.jupiter.api.Test;

class TokenRequestTest {

    /** Else JSON of another type under such a name would be passed over, and not be refused. */
    @Test
    void aGrantCanAskForListedParametersAlone() {
        TokenRequest request = Requests.of(GrantType.PASSWORD, client("shop").build())
                .with("username", "ada")
                .with("unlisted", "x")
                .build();

        assertThat(request.optional("username")).contains("ada");
        assertThatIllegalArgumentException().isThrownBy(() -> request.optional("unlisted"));
    }
}
