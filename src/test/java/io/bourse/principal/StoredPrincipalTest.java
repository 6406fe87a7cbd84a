package io.bourse.principal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.bourse.db.JsonColumn;
import io.bourse.fakes.TestEntries;
import io.bourse.logging.LogCapture;
import io.bourse.oauth.ClientId;
import org.junit.jupiter.api.Test;

class StoredPrincipalTest {

    @Test
    void aKeyThatCannotBeUsedAnyMoreIsToldOfAsOneAndNotShown() {
        try (LogCapture logs = LogCapture.of(JsonColumn.class.getName())) {
            assertThat(JsonColumn.read(
                            "principal laptop",
                            "{\"enabled\":true,\"key_id\":\"k\",\"public_key\":\"AAAA\",\"for_client\":true}",
                            StoredPrincipal.class,
                            stored -> stored.toPrincipal("laptop", TestEntries.PROJECT, new ClientId("a"), true)))
                    .isEmpty();

            assertThat(logs.events())
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly(
                            "the stored entry of principal laptop is broken and counts as absent: InvalidJwkException");
        }
    }
}
