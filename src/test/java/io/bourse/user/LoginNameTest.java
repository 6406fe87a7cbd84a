package io.bourse.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginNameTest {

    @ParameterizedTest
    @CsvSource({
        "ada, ADA",
        "ada@example.com, 'Ada@Example.COM'",
        "ada, '  ada '",
        "ada, '\u00a0ada\u2003'",
        "caf\u00e9, cafe\u0301",
        "file, \ufb01le",
        "ada, \uff21\uff24\uff21",
        "'stra\u00dfe', 'STRA\u1e9eE'",
        "'\u00e5', '\u212b'",
    })
    void twoSpellingsOfOneNameAreOne(String one, String other) {
        assertThat(LoginName.of(one)).isEqualTo(LoginName.of(other));
    }

    @ParameterizedTest
    @CsvSource({"ada, adam", "ada, a.da", "ada, '\u0430da'", "resume, r\u00e9sum\u00e9"})
    void otherNamesAreOthers(String one, String other) {
        assertThat(LoginName.of(one)).isNotEqualTo(LoginName.of(other));
    }

    /** Else a name would be stored under one key and looked for under another. */
    @ParameterizedTest
    @CsvSource({"'  \u0130stanbul '", "'\u1e9e'", "'\u03a3\u03a3'", "'\u0390'", "'\u2000\u3000x'", "'\u00aa\u0345'"})
    void theComparedFormIsItsOwn(String typed) {
        LoginName name = LoginName.of(typed);

        assertThat(LoginName.of(name.value())).isEqualTo(name);
    }

    @Test
    void theDatabaseHasNoOtherOpinionOfCapitals() {
        assertThat(LoginName.of("\u0130").value()).isEqualTo("i\u0307");
        assertThat(LoginName.of("TITLE").value()).isEqualTo("title");
    }

    @Test
    void aNameIsNotPrinted() {
        assertThat(LoginName.of("ada@example.com")).hasToString("[login]");
    }
}
