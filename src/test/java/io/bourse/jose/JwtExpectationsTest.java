package io.bourse.jose;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bourse.fakes.FixedClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtExpectationsTest {

    private static final long NOW = FixedClock.START.getEpochSecond();
    private static final String ISSUER = "https://issuer.example";

    private Set<String> types = Set.of();
    private Set<String> audiences = Set.of();
    private Duration maxAge;

    @Nested
    class Times {

        @Test
        void expMustBeThereAndAhead() {
            refused("");
            refused("\"exp\":" + (NOW - 10));
            accepted("\"exp\":" + (NOW - 9));
            accepted("\"exp\":" + (NOW + 0.5));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "null",
                    "\"9999999999\"",
                    "true",
                    "[9999999999]",
                    "{}",
                    "1e400",
                    "-1e400",
                    "-1",
                    "99999999999999"
                })
        void expMustBeATimeThatCanBeMeant(String exp) {
            refused("\"exp\":" + exp);
        }

        @ParameterizedTest
        @ValueSource(strings = {"nbf", "iat"})
        void theFutureIsRefusedBeyondTheLeeway(String claim) {
            accepted("\"exp\":" + (NOW + 60) + ",\"" + claim + "\":" + (NOW + 10));
            refused("\"exp\":" + (NOW + 60) + ",\"" + claim + "\":" + (NOW + 11));
            refused("\"exp\":" + (NOW + 60) + ",\"" + claim + "\":\"" + NOW + "\"");
            refused("\"exp\":" + (NOW + 60) + ",\"" + claim + "\":null");
        }

        @Test
        void maxAgeNeedsIat() {
            maxAge = Duration.ofMinutes(5);

            refused("\"exp\":" + (NOW + 60));
            accepted("\"exp\":" + (NOW + 60) + ",\"iat\":" + (NOW - 310));
            refused("\"exp\":" + (NOW + 60) + ",\"iat\":" + (NOW - 311));
        }
    }

    @Nested
    class Issuer {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"exp\":9999999999}",
                    "{\"exp\":9999999999,\"iss\":\"https://issuer.example/\"}",
                    "{\"exp\":9999999999,\"iss\":\"HTTPS://issuer.example\"}",
                    "{\"exp\":9999999999,\"iss\":[\"https://issuer.example\"]}",
                    "{\"exp\":9999999999,\"iss\":null}"
                })
        void mustBeExact(String claims) {
            assertThatExceptionOfType(InvalidJwtException.class).isThrownBy(() -> check("", claims));
        }
    }

    @Nested
    class Audience {

        @ParameterizedTest
        @ValueSource(strings = {"\"us\"", "[\"us\"]", "[\"others\",\"us\"]"})
        void oneMustBeExpected(String aud) {
            audiences = Set.of("us", "we");

            accepted("\"exp\":9999999999,\"aud\":" + aud);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"others\"", "[]", "[\"us\",1]", "null", "{\"us\":1}", "\"us \"", "[[\"us\"]]"})
        void anythingElseIsRefused(String aud) {
            audiences = Set.of("us", "we");

            refused("\"exp\":9999999999,\"aud\":" + aud);
        }

        @Test
        void mustBeThereIfExpected() {
            audiences = Set.of("us");

            refused("\"exp\":9999999999");
        }
    }

    @Nested
    class Type {

        @Test
        void onlyTheExpectedOnes() {
            types = Set.of("at+jwt");

            assertThatCode(() -> check("at+jwt", good())).doesNotThrowAnyException();
            assertThatExceptionOfType(InvalidJwtException.class).isThrownBy(() -> check("jwt", good()));
            assertThatExceptionOfType(InvalidJwtException.class).isThrownBy(() -> check("", good()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "jwt", "bearer", "jose"})
        void withoutExpectationTheCommonOnes(String type) {
            assertThatCode(() -> check(type, good())).doesNotThrowAnyException();
        }

        @ParameterizedTest
        @ValueSource(strings = {"at+jwt", "dpop+jwt", "logout+jwt", "secevent+jwt", "jose+json"})
        void withoutExpectationNoneThatIsAKindOfItsOwn(String type) {
            assertThatExceptionOfType(InvalidJwtException.class).isThrownBy(() -> check(type, good()));
        }

        private String good() {
            return "{\"iss\":\"" + ISSUER + "\",\"exp\":9999999999}";
        }
    }

    private void accepted(String claims) {
        assertThatCode(() -> check("", withIssuer(claims))).as(claims).doesNotThrowAnyException();
    }

    private void refused(String claims) {
        assertThatExceptionOfType(InvalidJwtException.class).as(claims).isThrownBy(() -> check("", withIssuer(claims)));
    }

    private static String withIssuer(String claims) {
        return "{\"iss\":\"" + ISSUER + "\"" + (claims.isEmpty() ? "" : ",") + claims + "}";
    }

    private void check(String type, String claims) throws Exception {
        new JwtExpectations(ISSUER, types, audiences, maxAge, Duration.ofSeconds(10), FixedClock.START)
                .check(type, StrictJson.parseObject(claims.getBytes(StandardCharsets.UTF_8)));
    }
}
