package io.bourse.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree of Oracle's page "Accessing All Resources". */
class ConsumerScopeTest {

    private static final String PREFIX = "urn:opc:resource:consumer:";

    @ParameterizedTest
    @CsvSource({
        "paas::read, paas::read, true",
        "paas::read, paas:analytics::read, true",
        "paas::read, paas:stack:one::read, true",
        "paas::read, paas:analytics::write, false",
        "paas::read, paas::all, false",
        "paas::read, paasx::read, false",
        "paas::read, iaas::read, false",
        "paas::read, :all, false",
        "paas:analytics::read, paas::read, false",
        "paas:stack::all, paas:stack::read, true",
        "paas:stack::all, paas:stack::all, true",
        "paas:stack::all, paas::all, false",
        ":all, paas:analytics::read, true",
        ":all, :all, true",
        ":read, paas::read, true",
    })
    void oneCoversThoseBelowIt(String granted, String asked, boolean covered) {
        assertThat(Scopes.of(PREFIX + granted, "other").covers(PREFIX + asked)).isEqualTo(covered);
        assertThat(Scopes.of(PREFIX + granted, "other").covers(Scopes.of(PREFIX + asked, "other")))
                .isEqualTo(covered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "urn:opc:resource:consumer",
                "urn:opc:resource:consumer:",
                "urn:opc:resource:consumer::",
                "urn:opc:resource:consumer:paas",
                "urn:opc:resource:consumer:paas::",
                "urn:opc:resource:consumer:paas:read",
                "urn:opc:resource:consumer::paas::read",
                "urn:opc:resource:consumerall::all",
                "urn:opc:resource:other::all",
                "all",
            })
    void anotherTextIsAScopeAsAnyOther(String scope) {
        assertThat(ConsumerScope.of(scope)).isEmpty();
        assertThat(Scopes.of(ConsumerScope.ALL).covers(scope)).isFalse();
        assertThat(Scopes.of(scope).covers(scope)).isTrue();
        assertThat(Scopes.of(scope).covers(ConsumerScope.ALL)).isFalse();
    }
}
