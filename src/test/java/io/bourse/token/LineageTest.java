package io.bourse.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change.Revoked;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.crypto.UuidV7;
import io.bourse.fakes.FixedClock;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.Subject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LineageTest {

    private static final ClientId CLIENT = new ClientId("demo");
    private static final Subject ADA = Subject.user("ada");
    /** The lineage id of a foreign token: a SHA-256 in base64url. */
    private static final String FOREIGN = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";

    private final FixedClock clock = new FixedClock();
    private final UuidV7 ids = new UuidV7(clock, new SecureRandom());

    private String idAfter(Duration pause) {
        clock.advance(pause);
        return ids.next().toString();
    }

    private static String party(String kind, long at, String id) {
        return kind + ":" + Long.toString(at, 36) + ":" + id;
    }

    @Test
    void itNamesTheTokenItsFamilyAndItsAncestors() {
        String family = idAfter(Duration.ZERO);
        String token = idAfter(Duration.ofSeconds(1));

        Lineage lineage = Lineage.of(token, family, List.of("older", FOREIGN), ADA, CLIENT, "key");

        long login = UuidV7.timeOf(UUID.fromString(family));
        assertThat(lineage.ids()).containsExactly(token, family, "older", FOREIGN);
        assertThat(lineage.asAncestors())
                .containsExactly(
                        token,
                        family,
                        "older",
                        FOREIGN,
                        party("client", login, "demo"),
                        party("user", login, "ada"),
                        "key:key");
    }

    @Test
    void whatIsReadFromAncestorsIsWhatWasWritten() {
        String token = idAfter(Duration.ZERO);
        List<String> ancestors = List.of(
                "older",
                party("client", 5, "odd:id"),
                party("provider", 7, "google"),
                party("exchange", 9, "x"),
                party("user", 11, "k8s|system:serviceaccount:shop:orders"),
                "key:first");

        Lineage lineage = Lineage.of(token, null, ancestors, ADA, CLIENT, "second");

        assertThat(lineage.parties())
                .contains(
                        new Party(RevokedKind.CLIENT, "odd:id", 5),
                        new Party(RevokedKind.PROVIDER, "google", 7),
                        new Party(RevokedKind.EXCHANGE, "x", 9),
                        new Party(RevokedKind.USER, "k8s|system:serviceaccount:shop:orders", 11));
        assertThat(lineage.keys()).containsExactlyInAnyOrder("first", "second");
        assertThat(Lineage.of(lineage.asAncestors())).isEqualTo(lineage);
    }

    @Property
    void nothingIsLostByKeepingOfEachPartyItsEarliestPart(
            @ForAll @Size(max = 8) Set<@From("parties") Party> parties,
            @ForAll @Size(max = 4) List<@From("facts") Revoked> facts) {
        Lineage all = new Lineage(List.of(), parties, Set.of());
        RevocationIndex index = new RevocationIndex();
        facts.forEach(index);

        Lineage reduced = Lineage.of(all.asAncestors());

        assertThat(reduced.parties()).isSubsetOf(parties).doesNotHaveDuplicates();
        assertThat(reduced.parties().stream().map(party -> party.kind() + party.id()))
                .doesNotHaveDuplicates();
        assertThat(index.killerOf(reduced).isPresent())
                .isEqualTo(index.killerOf(all).isPresent());
    }

    @Provide
    Arbitrary<Party> parties() {
        return Combinators.combine(
                        Arbitraries.of(
                                RevokedKind.USER, RevokedKind.CLIENT, RevokedKind.PROVIDER, RevokedKind.EXCHANGE),
                        Arbitraries.of("a", "b"),
                        Arbitraries.longs().between(0, 9))
                .as(Party::new);
    }

    @Provide
    Arbitrary<Revoked> facts() {
        Arbitrary<Instant> times = Arbitraries.longs().between(0, 10).map(Instant::ofEpochMilli);
        Arbitrary<Revoked> ofOne = Combinators.combine(parties(), times)
                .as((party, time) -> new Revoked(party.kind(), party.id(), time, Instant.MAX));
        Arbitrary<Revoked> ofTwo = Combinators.combine(Arbitraries.of("a", "b"), Arbitraries.of("a", "b"), times)
                .as((user, client, time) ->
                        new Revoked(RevokedKind.USER_AT_CLIENT, user + " " + client, time, Instant.MAX));
        return Arbitraries.oneOf(ofOne, ofTwo, ofTwo);
    }

    @Test
    void aChainThatGoesToAndFroNamesEachPartyOnce() {
        Lineage lineage = Lineage.of(idAfter(Duration.ZERO), null, List.of(), ADA, CLIENT, "key");
        int parties = lineage.parties().size();
        for (int i = 0; i < 10; i++) {
            lineage = Lineage.of(idAfter(Duration.ofSeconds(1)), null, lineage.asAncestors(), ADA, CLIENT, "key");
        }

        assertThat(lineage.parties()).hasSize(parties);
    }

    /** docs/adr/0012: each party is as old as its part. */
    @Test
    void theSubjectTookItsPartWhenItLoggedInAndTheClientWhenTheTokenWasIssued() {
        long login = clock.millis();
        Lineage first = Lineage.of(idAfter(Duration.ZERO), null, List.of(), ADA, CLIENT, "key");
        ClientId gateway = new ClientId("gateway");

        Lineage exchanged = Lineage.of(idAfter(Duration.ofMinutes(1)), null, first.asAncestors(), ADA, gateway, "key");

        assertThat(exchanged.parties())
                .containsExactlyInAnyOrder(
                        new Party(RevokedKind.USER, "ada", login),
                        new Party(RevokedKind.CLIENT, "demo", login),
                        new Party(RevokedKind.CLIENT, "gateway", login + 60_000));
    }

    @Test
    void aTokenThatWasRefreshedIsAsOldAsItsLogin() {
        long login = clock.millis();
        String family = idAfter(Duration.ZERO);

        Lineage refreshed = Lineage.of(idAfter(Duration.ofDays(1)), family, List.of(), ADA, CLIENT, "key");

        assertThat(refreshed.parties())
                .containsExactlyInAnyOrder(
                        new Party(RevokedKind.USER, "ada", login), new Party(RevokedKind.CLIENT, "demo", login));
    }

    @Test
    void aFamilyIsOfItsOwnLineage() {
        UUID id = ids.next();
        Instant now = clock.instant();
        Family family = new Family(
                id,
                3,
                CLIENT,
                Identity.of(ADA),
                Scopes.of("read"),
                List.of(),
                List.of(FOREIGN),
                now,
                now,
                now.plusSeconds(60),
                null);

        Lineage lineage = Lineage.of(family);

        assertThat(lineage.ids()).containsExactly(id.toString(), FOREIGN);
        assertThat(lineage.parties()).contains(new Party(RevokedKind.USER, "ada", now.toEpochMilli()));
        assertThat(lineage.keys()).isEmpty();
    }
}
