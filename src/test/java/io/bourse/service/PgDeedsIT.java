package io.bourse.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.OpenDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgDeedsIT {

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    private PgDeeds deeds;

    @BeforeEach
    void open() {
        deeds = new PgDeeds(postgres.pool());
    }

    private Deed deed(String type, String service) {
        String id = UUID.randomUUID().toString();
        return deeds.create(new Deed(
                        id,
                        type,
                        null,
                        null,
                        "{\"a\": 1}",
                        UUID.randomUUID().toString(),
                        service,
                        null,
                        null,
                        "curl",
                        "127.0.0.1",
                        null,
                        Instant.EPOCH,
                        Instant.EPOCH))
                .await();
    }

    private static DeedFilter of(String mask, Instant from, int limit) {
        return new DeedFilter(mask, from, null, null, limit, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    @Test
    void aDeedIsKeptWithTheTimeOfTheDatabase() {
        Deed made = deed("a", "shop");

        assertThat(made.createdAt()).isAfter(Instant.EPOCH).isEqualTo(made.updatedAt());
        assertThat(deeds.find(UUID.fromString(made.id()), "shop", null).await()).contains(made);
        assertThat(deeds.find(UUID.fromString(made.id()), null, null).await()).contains(made);
        assertThat(deeds.find(UUID.fromString(made.id()), "till", null).await()).isEmpty();
        assertThat(deeds.find(UUID.fromString(made.id()), "shop", "x").await()).isEmpty();
    }

    @Test
    void whatIsThereStaysWhenMoreIsAdded() {
        UUID id = UUID.fromString(deed("a", "shop").id());

        deeds.add(id, "shop", 3, "first", "{\"a\": 2, \"b\": 2}").await();
        Deed after = deeds.add(id, "shop", 4, "second", "{\"b\": 3}").await().orElseThrow();

        assertThat(after.statusCode()).isEqualTo(3);
        assertThat(after.subject()).isEqualTo("first");
        assertThat(after.data()).isEqualTo("{\"a\": 1, \"b\": 2}");
        assertThat(deeds.add(id, "till", 5, null, "{}").await()).isEmpty();
        assertThat(deeds.add(id, null, 5, null, "{}").await()).isEmpty();
    }

    @Test
    void nothingIsAddedToWhatIsOurs() {
        UUID id = UUID.fromString(deed("sso:UserCreate", "shop").id());

        assertThat(deeds.add(id, "shop", 3, "forged", "{}").await()).isEmpty();
    }

    @Test
    void aDeedDoesNotGrowWithoutEnd() {
        UUID id = UUID.fromString(deed("a", "shop").id());
        String half = "{\"%s\": \"" + "x".repeat(70_000) + "\"}";

        assertThat(deeds.add(id, "shop", null, null, half.formatted("b")).await())
                .isPresent();
        assertThat(deeds.add(id, "shop", null, null, half.formatted("c")).await())
                .isEmpty();
    }

    @Test
    void theNewestComeLastWhicheverEndIsAskedFor() {
        Deed one = deed("a", "shop");
        Deed two = deed("b", "shop");
        deed("c", "till");

        assertThat(deeds.list(of("shop", null, 10)).await()).containsExactly(one, two);
        assertThat(deeds.list(of("shop", null, 1)).await()).containsExactly(two);
        assertThat(deeds.list(of("shop", Instant.EPOCH, 1)).await()).containsExactly(one);
        assertThat(deeds.list(of(null, null, 10)).await()).hasSize(3);
    }

    @Test
    void whatIsOlderThanIsWantedIsForgotten() {
        UUID old = UUID.fromString(deed("old", "shop").id());
        Deed young = deed("young", "shop");
        postgres.database()
                .execute("UPDATE service_audit SET created_at = now() - interval '2 days' WHERE id = '" + old + "'");

        deeds.purge(Duration.ofDays(1)).await();

        assertThat(deeds.list(of(null, null, 10)).await()).containsExactly(young);
    }
}
