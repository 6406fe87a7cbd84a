package io.bourse.httpsig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SignedHostsTest {

    @Test
    void theIssuersNameCountsAndThoseThatAreListed() {
        SignedHosts hosts = SignedHosts.of("https://tokens.example.com", List.of("Tokens.Internal:8443"));

        assertThat(hosts.contains("Tokens.Example.com")).isTrue();
        assertThat(hosts.contains("tokens.internal:8443")).isTrue();
        assertThat(List.of("tokens.example.com:8080", "localhost", "127.0.0.1:8080", "tokens.internal", ""))
                .noneMatch(hosts::contains);
    }

    /** A developer reaches the demo by whichever name comes to mind. */
    @Test
    void onOneMachineEachOfItsNamesForItselfCounts() {
        SignedHosts hosts = SignedHosts.of("http://localhost:8080", List.of());

        assertThat(List.of("localhost:8080", "LOCALHOST", "127.0.0.1:9999", "[::1]:8080"))
                .allMatch(hosts::contains);
        assertThat(List.of("localhost.example.com", "127.0.0.1.example.com", "127.0.0.10", "localhost:x"))
                .noneMatch(hosts::contains);
    }
}
