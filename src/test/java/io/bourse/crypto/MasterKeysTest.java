package io.bourse.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bourse.config.Secret;
import java.security.SecureRandom;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeysTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String OLD = MasterKeys.generate(RANDOM).reveal();
    private static final String NEW = MasterKeys.generate(RANDOM).reveal();

    @Property
    void whatIsSealedOpensInItsContextOnly(@ForAll byte[] plain, @ForAll String context) throws Exception {
        MasterKeys keys = keys(OLD);

        String sealed = keys.seal(plain, context);

        assertThat(keys.open(sealed, context)).isEqualTo(plain);
        assertThat(keys.seal(plain, context)).isNotEqualTo(sealed);
        assertThatExceptionOfType(CannotOpenException.class).isThrownBy(() -> keys.open(sealed, context + "x"));
    }

    @Property
    void aChangedTextDoesNotOpen(
            @ForAll @Size(min = 1, max = 64) byte[] plain,
            @ForAll @IntRange(max = 200) int position,
            @ForAll @IntRange(max = 6) int bit) {
        MasterKeys keys = keys(OLD);
        char[] sealed = keys.seal(plain, "context").toCharArray();
        // The last character may hold bits that mean nothing.
        sealed[position % (sealed.length - 1)] ^= (char) (1 << bit);

        assertThatExceptionOfType(CannotOpenException.class).isThrownBy(() -> keys.open(new String(sealed), "context"));
    }

    @Test
    void aReplacedKeyStillOpens() throws Exception {
        String sealed = keys(OLD).seal("text".getBytes(UTF_8), "context");
        MasterKeys both = keys(NEW + "," + OLD);

        assertThat(both.open(sealed, "context")).isEqualTo("text".getBytes(UTF_8));
        assertThat(both.isSealedByNewest(sealed)).isFalse();
        assertThat(both.isSealedByNewest(both.seal(new byte[0], "context"))).isTrue();
    }

    @Test
    void withoutItsKeyItSaysWhichOneIsMissing() {
        String sealed = keys(OLD).seal("text".getBytes(UTF_8), "context");

        assertThatExceptionOfType(CannotOpenException.class)
                .isThrownBy(() -> keys(NEW).open(sealed, "context"))
                .withMessageContaining(sealed.split("\\.")[1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1", "v1..", "v2.00000000.AAAA", "v1.00000000.AAAA", "a.b.c.d", "v1.\u001b[31m.AA"})
    void otherTextsDoNotOpen(String text) {
        assertThatExceptionOfType(CannotOpenException.class)
                .isThrownBy(() -> keys(OLD).open(text, "context"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\u001b"));
    }

    @Test
    void aCutTextDoesNotOpen() {
        String id = keys(OLD).seal(new byte[0], "").split("\\.")[1];

        for (String rest :
                new String[] {"", "AAAA", "?", "A", Base64.getUrlEncoder().encodeToString(new byte[27])}) {
            assertThatExceptionOfType(CannotOpenException.class)
                    .isThrownBy(() -> keys(OLD).open("v1." + id + "." + rest, ""));
        }
    }

    @Test
    void readsBothAlphabetsAndAnySeparator() {
        String url = OLD.replace('+', '-').replace('/', '_').replace("=", "");

        assertThat(keys(url).macKeys()).isEqualTo(keys(OLD).macKeys());
        assertThat(keys("\n" + NEW + " ,\n " + url + "\n").macKeys()).hasSize(2);
    }

    @Test
    void macKeysAreFoundByTheirId() {
        MasterKeys both = keys(NEW + " " + OLD);

        assertThat(both.macKeys()).hasSize(2);
        assertThat(both.macKeys().get(0)).isEqualTo(keys(NEW).macKeys().get(0));
        assertThat(both.findMacKey(keys(OLD).macKeys().get(0).id()))
                .contains(both.macKeys().get(1));
        assertThat(keys(NEW).findMacKey(keys(OLD).macKeys().get(0).id())).isEmpty();
        assertThat(both.macKeys().get(0).key().getEncoded())
                .hasSize(32)
                .isNotEqualTo(Base64.getDecoder().decode(NEW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " , ",
                "Y2FuYXJ5",
                "canary!canary!canary!canary!canary!canary!c",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8,AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
            })
    void badKeysAreRefusedWithoutShowingThem(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys(text))
                .withNoCause()
                .satisfies(
                        e -> assertThat(e.getMessage()).startsWith("holds ").doesNotContain("canary", "Y2Fu", "AAEC"));
    }

    private static MasterKeys keys(String text) {
        return MasterKeys.parse(new Secret(text), RANDOM);
    }
}
