package io.bourse.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.oauth.Scopes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8707 section 2, and what a target knows. */
class TargetTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example",
                "https://api.example/",
                "https://api.example/a/b?tenant=c&d=e%20f",
                "http://127.0.0.1:8080/x",
                "https://[::1]/x",
                "https://a_b.example/",
                "HTTPS://api.example/x",
                "urn:example:api",
                "spiffe://td.example/ns/a"
            })
    void anAbsoluteUriIsAResource(String value) {
        assertThat(Target.isResource(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "orders",
                "/orders",
                "//api.example/orders",
                "?a=b",
                "../x",
                "https://api.example/#",
                "https://api.example/#frag",
                "urn:example:api#x",
                "https:",
                "https://",
                "https:api.example",
                "https:///orders",
                "https://api.example/a b",
                "https://api.example/\u00e9",
                "https://api.example/%zz",
                "https://api.example/\n",
                "https://api.example/<>",
                "1http://api.example"
            })
    void anythingElseIsNone(String value) {
        assertThat(Target.isResource(value)).isFalse();
    }

    @Test
    void aLongUriIsJudgedToo() {
        assertThat(Target.isResource("https://api.example/" + "a".repeat(9_000)))
                .isTrue();
        assertThat(Target.isResource("https://api.example/" + "a".repeat(9_000) + "#"))
                .isFalse();
    }

    @Test
    void itKnowsItsScopesAndNothingOfOurs() {
        Target limited = new Target("t", true, List.of(), Scopes.of("read", "admin"));

        assertThat(limited.known(Scopes.of("write", "read", "openid", "profile", "email", "offline_access")))
                .isEqualTo(Scopes.of("read", "openid", "profile", "email", "offline_access"));
        assertThat(limited.known(Scopes.of("write"))).isEqualTo(Scopes.NONE);
        assertThat(Target.unregistered("t").known(Scopes.of("write"))).isEqualTo(Scopes.of("write"));
    }
}
