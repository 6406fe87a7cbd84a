package io.bourse.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyValuesTest {

    /** RFC 4648 section 10, without the padding. */
    @ParameterizedTest
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void base32IsThatOfTheStandard(String text, String encoded) {
        assertThat(KeyValues.base32(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(encoded);
    }

    @Test
    void aValueHas168BitsAndIsStoredAsAHash() {
        KeyValues values = new KeyValues(new SecureRandom());

        String value = values.generate().reveal();

        assertThat(value).matches("[A-Z2-7]{34}").isNotEqualTo(values.generate().reveal());
        assertThat(KeyValues.stored(new io.bourse.config.Secret(value))).doesNotContain(value);
    }
}
