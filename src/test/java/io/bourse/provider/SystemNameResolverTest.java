package io.bourse.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SystemNameResolverTest {

    @Test
    void anErrorFailsTheLookUpAndTheNextOneIsMadeAnew() throws Exception {
        AtomicInteger lookUps = new AtomicInteger();
        try (SystemNameResolver resolver = new SystemNameResolver(host -> {
            if (lookUps.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("java/net/Resolver");
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        })) {
            assertThatThrownBy(() -> resolver.resolve("idp.example").await(5, TimeUnit.SECONDS))
                    .isInstanceOf(NoClassDefFoundError.class);

            assertThat(resolver.resolve("idp.example").await(5, TimeUnit.SECONDS))
                    .containsExactly(InetAddress.getLoopbackAddress());
        }
    }
}
