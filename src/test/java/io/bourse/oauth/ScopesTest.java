package io.bourse.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopesTest {

    @Test
    void parsesASpaceDelimitedListAndKeepsItsOrder() {
        assertThat(Scopes.parse("write  read write ").toString()).isEqualTo("write read");
    }

    @Test
    void setsWithTheSameTokensAreEqual() {
        assertThat(Scopes.parse("a b")).isEqualTo(Scopes.parse("b a")).hasSameHashCodeAs(Scopes.parse("b a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"read\twrite", "read\"", "re\\ad", "ré", "read\n", "\u0000"})
    void refusesCharactersThatRfc6749Forbids(String text) {
        assertThatThrownBy(() -> Scopes.parse(text))
                .isInstanceOfSatisfying(
                        OAuthException.class, e -> assertThat(e.error()).isEqualTo(OAuthError.INVALID_SCOPE));
    }

    @Test
    void refusesTenThousandWords() {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            words.append('s').append(i).append(' ');
        }
        assertThatThrownBy(() -> Scopes.parse(words.toString())).isInstanceOf(OAuthException.class);
    }

    @Test
    void intersectionHoldsWhatIsInBoth() {
        assertThat(Scopes.of("a", "b", "c").intersect(Scopes.of("c", "a", "x"))).isEqualTo(Scopes.of("a", "c"));
        assertThat(Scopes.of("a").intersect(Scopes.of("b"))).isEqualTo(Scopes.NONE);
    }

    @Test
    void withoutLeavesTheRest() {
        assertThat(Scopes.of("a", "b").without("a")).isEqualTo(Scopes.of("b"));
        assertThat(Scopes.of("a").without("x")).isEqualTo(Scopes.of("a"));
    }
}
