package io.bourse.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.bourse.fakes.Vectors;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

    private static final String SALT = "c29tZXNhbHRzb21lc2FsdA";
    private static final String HASH = "K13EBUiG7JV+9ZxztmHFTdb7J0WQsnj2V8bZaqyPptE";

    /** Computed with OpenSSL's Argon2id. */
    @ParameterizedTest
    @CsvSource({
        "password, '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$K13EBUiG7JV+9ZxztmHFTdb7J0WQsnj2V8bZaqyPptE'",
        "pässwörd ☃, '$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$MGLg2Cr9C0+v1nGiPvIUmfAgIQofadYGUx+5u5jc50M'"
    })
    void hashesOfAnotherImplementationMatch(String password, String phc) {
        PasswordHash hash = PasswordHash.parse(phc);

        assertThat(hash.matches(password.getBytes(UTF_8))).isTrue();
        assertThat(hash.matches((password + " ").getBytes(UTF_8))).isFalse();
        assertThat(hash.phc()).isEqualTo(phc);
    }

    @Test
    void vectors() {
        JsonNode tests = Vectors.json("argon2/argon2id.json").get("tests");

        for (JsonNode test : tests) {
            byte[] tag = HexFormat.of().parseHex(test.get("tag_hex").asText());
            if (test.has("secret_hex")) {
                assertThat(rfc9106(test)).isEqualTo(tag);
            } else {
                byte[] password = test.get("password").asText().getBytes(UTF_8);
                PasswordCost cost = new PasswordCost(
                        test.get("m_kib").intValue(),
                        test.get("t").intValue(),
                        test.get("p").intValue());
                byte[] salt = HexFormat.of().parseHex(test.get("salt_hex").asText());
                assertThat(PasswordHash.compute(cost, salt, password).hash()).isEqualTo(tag);
                assertThat(PasswordHash.compute(cost, salt, password).phc())
                        .isEqualTo(test.get("phc").asText());
                assertThat(PasswordHash.parse(test.get("phc").asText()).matches(password))
                        .isTrue();
            }
        }
        assertThat(tests).hasSize(5);
    }

    /** Our hashes have no secret and no associated data; this shows that the library is right. */
    private static byte[] rfc9106(JsonNode test) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withMemoryAsKB(test.get("m_kib").intValue())
                .withIterations(test.get("t").intValue())
                .withParallelism(test.get("p").intValue())
                .withSalt(HexFormat.of().parseHex(test.get("salt_hex").asText()))
                .withSecret(HexFormat.of().parseHex(test.get("secret_hex").asText()))
                .withAdditional(HexFormat.of().parseHex(test.get("ad_hex").asText()))
                .build());
        byte[] tag = new byte[32];
        generator.generateBytes(HexFormat.of().parseHex(test.get("password_hex").asText()), tag);
        return tag;
    }

    @Property(tries = 200)
    void theTextIsReadBack(
            @ForAll @IntRange(min = 8, max = 65536) int memory,
            @ForAll @IntRange(min = 1, max = 10) int iterations,
            @ForAll @Size(min = 8, max = 64) byte[] salt,
            @ForAll @Size(32) byte[] hash) {
        PasswordHash written = new PasswordHash(new PasswordCost(memory, iterations, 1), salt, hash);

        PasswordHash read = PasswordHash.parse(written.phc());

        assertThat(read.cost()).isEqualTo(written.cost());
        assertThat(read.salt()).isEqualTo(salt);
        assertThat(read.hash()).isEqualTo(hash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$argon2id$v=19$m=19456,t=2,p=1$SALT$",
                "$argon2i$v=19$m=19456,t=2,p=1$SALT$HASH",
                "$argon2id$m=19456,t=2,p=1$SALT$HASH",
                "$argon2id$v=16$m=19456,t=2,p=1$SALT$HASH",
                "$argon2id$v=19$t=2,m=19456,p=1$SALT$HASH",
                "$argon2id$v=19$m=19456,t=2,p=1,x=1$SALT$HASH",
                "$argon2id$v=19$m=019456,t=2,p=1$SALT$HASH",
                "$argon2id$v=19$m=-1,t=2,p=1$SALT$HASH",
                "$argon2id$v=19$m=65537,t=2,p=1$SALT$HASH",
                "$argon2id$v=19$m=2097152,t=2,p=1$SALT$HASH",
                "$argon2id$v=19$m=4294967295,t=2,p=1$SALT$HASH",
                "$argon2id$v=19$m=19456,t=11,p=1$SALT$HASH",
                "$argon2id$v=19$m=19456,t=0,p=1$SALT$HASH",
                "$argon2id$v=19$m=19456,t=2,p=5$SALT$HASH",
                "$argon2id$v=19$m=8,t=2,p=4$SALT$HASH",
                "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAA$HASH",
                "$argon2id$v=19$m=19456,t=2,p=1$SALT=$HASH",
                "$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH=",
                "$argon2id$v=19$m=19456,t=2,p=1$SALT$AAAA",
                "$argon2id$v=19$m=19456,t=2,p=1$SALT$HASHA",
                "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdB$HASH",
                "$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH\n",
                "$2b$12$abcdefghijklmnopqrstuv"
            })
    void anyOtherTextIsRefused(String phc) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PasswordHash.parse(phc.replace("SALT", SALT).replace("HASH", HASH)))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SALT, HASH));
    }
}
