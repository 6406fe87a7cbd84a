package io.bourse.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantsTest {

    private final ClientCredentialsGrant credentials = new ClientCredentialsGrant();
    private final Grants grants = new Grants(List.of(credentials));

    @Test
    void aGrantIsFoundByItsType() {
        assertThat(grants.require(new GrantType("client_credentials"))).isSameAs(credentials);
        assertThat(grants.types()).containsExactly(GrantType.CLIENT_CREDENTIALS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "CLIENT_CREDENTIALS", "client_credentials ", "", "authorization_code"})
    void anyOtherIsUnsupportedAndNotEchoed(String type) {
        assertThatExceptionOfType(OAuthException.class)
                .isThrownBy(() -> grants.require(new GrantType(type)))
                .satisfies(refusal -> {
                    assertThat(refusal.error()).isEqualTo(OAuthError.UNSUPPORTED_GRANT_TYPE);
                    assertThat(refusal.publicDescription()).isEqualTo(OAuthError.UNSUPPORTED_GRANT_TYPE.description());
                });
    }

    @Test
    void twoGrantsOfOneTypeAreAMistakeOfOurs() {
        assertThatIllegalStateException().isThrownBy(() -> new Grants(List.of(credentials, credentials)));
    }
}
