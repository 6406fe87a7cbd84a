package io.bourse.user;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@example.com",
                "Ada.Lovelace+notes@sub.example.co.uk",
                "a@localhost",
                ".a..b.@x.example",
                "o'neill!#$%&*/=?^_`{|}~-@x-y.example",
                "jos\u00e9@m\u00fcnchen.example",
                "\u7528\u6237@\u4f8b\u5b50.example"
            })
    void isOne(String text) {
        assertThat(EmailAddress.is(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "@x.example",
                "ada@",
                "a@b@x.example",
                "a b@x.example",
                "a,b@x.example",
                "\"a\"@x.example",
                "<script>@x.example",
                "Ada <ada@x.example>",
                "a@x..example",
                "a@.x.example",
                "a@x.example.",
                "a@-x.example",
                "a@x-.example",
                "a@x_y.example",
                "a@[127.0.0.1]",
                "!@#$%^&*()`~",
                "a@x.example\n",
                "a\u0000@x.example",
                "a\u202e@x.example",
                "a\ud800@x.example"
            })
    void isNone(String text) {
        assertThat(EmailAddress.is(text)).isFalse();
    }

    @Test
    void hasNoLongerPartsThanMailHas() {
        String most = "a".repeat(64) + "@" + ("b".repeat(63) + ".").repeat(2) + "c".repeat(61);

        assertThat(most).hasSize(EmailAddress.MAX_LENGTH);
        assertThat(EmailAddress.is(most)).isTrue();
        assertThat(EmailAddress.is("a".repeat(65) + "@x.example")).isFalse();
        assertThat(EmailAddress.is("a@" + "b".repeat(64) + ".example")).isFalse();
        assertThat(EmailAddress.is(most + "c")).isFalse();
    }
}
