package io.bourse.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.fakes.ClientBuilder;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TokenRig;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenType;
import io.bourse.policy.Exchange;
import io.bourse.policy.ExchangePolicy;
import io.bourse.policy.ExchangePolicy.Allowed;
import io.bourse.policy.ExchangePolicy.Decision;
import io.bourse.policy.ExchangePolicy.Question;
import io.bourse.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds of every chain of exchanges and of every tree of tokens, whatever the entries say. */
class ExchangeChainTest {

    private static final List<String> SCOPES = List.of("read", "write", "admin", "audit");
    private static final List<String> TARGETS = List.of("orders", "stock", "payroll", "mail");
    private static final int CLIENTS = 3;

    /** One exchange that somebody tries: by which client, with which entry, asking for what. */
    record Step(
            int client,
            Set<String> clientScopes,
            int lifetime,
            Set<String> entryScopes,
            List<String> entryTargets,
            Set<String> asked,
            List<String> wanted,
            int pause) {}

    @Provide
    Arbitrary<Step> steps() {
        Arbitrary<Set<String>> scopes = Arbitraries.of(SCOPES).set().ofMinSize(1);
        Arbitrary<List<String>> targets =
                Arbitraries.of(TARGETS).list().uniqueElements().ofMinSize(1).ofMaxSize(4);
        return Combinators.combine(
                        Arbitraries.integers().between(0, CLIENTS - 1),
                        scopes,
                        Arbitraries.integers().between(2, 600),
                        scopes,
                        targets,
                        Arbitraries.of(SCOPES).set().ofMaxSize(2),
                        Arbitraries.of(TARGETS).list().ofMaxSize(2),
                        Arbitraries.integers().between(0, 60))
                .as(Step::new);
    }

    @Property(tries = 300)
    void whatComesOutOfAChainIsWithinAllThatWentIn(@ForAll @Size(min = 1, max = 8) List<@From("steps") Step> chain) {
        TokenRig rig = new TokenRig();
        User ada = rig.register(TestEntries.user("ada", "ada@example.com"));
        Client first = rig.register(ClientBuilder.client("first").scopes("read", "write", "admin"));
        List<OwnToken> tokens = new ArrayList<>();
        tokens.add(rig.verify(rig.issue(TokenRig.login(first, ada)).accessToken()));

        for (Step step : chain) {
            OwnToken subject = tokens.get(tokens.size() - 1);
            rig.clock.advance(Duration.ofSeconds(step.pause()));
            if (!subject.expiresAt().isAfter(rig.clock.instant().plusSeconds(1))) {
                break;
            }
            Client client = rig.register(ClientBuilder.client("client" + step.client())
                    .scopes(step.clientScopes().toArray(String[]::new))
                    .lifetimes(Duration.ofSeconds(step.lifetime()), Duration.ofDays(1), Duration.ofDays(1)));
            rig.register(ClientBuilder.client(subject.client().value()));
            Exchange entry = new Exchange(
                    "entry",
                    true,
                    client.id(),
                    subject.client(),
                    null,
                    step.entryTargets(),
                    Scopes.of(step.entryScopes()),
                    null,
                    false);
            Decision decision = ExchangePolicy.decide(
                    List.of(entry),
                    new Question(
                            subject.client(),
                            subject.audiences(),
                            subject.scopes(),
                            client.scopes(),
                            Scopes.of(step.asked()),
                            step.wanted()));
            if (decision instanceof Allowed allowed) {
                OwnToken issued = rig.verify(rig.issue(new Authorization(
                                client,
                                subject.subject(),
                                allowed.scopes(),
                                allowed.targets(),
                                subject.expiresAt(),
                                subject.lineage().asAncestors(),
                                RefreshPlan.NONE,
                                TokenType.ACCESS_TOKEN,
                                "test"))
                        .accessToken());
                within(issued, subject, client, entry, step, rig.clock.instant());
                tokens.add(issued);
            }
        }

        OwnToken last = tokens.get(tokens.size() - 1);
        for (OwnToken ancestor : tokens) {
            assertThat(ancestor.scopes().containsAll(last.scopes())).isTrue();
            assertThat(last.expiresAt()).isBeforeOrEqualTo(ancestor.expiresAt());
            assertThat(last.lineage().ids()).contains(ancestor.id());
            assertThat(last.subject()).isEqualTo(ancestor.subject());
            assertThat(last.lineage().origin()).isEqualTo(ancestor.lineage().origin());
        }
    }

    private static void within(
            OwnToken issued, OwnToken subject, Client client, Exchange entry, Step step, Instant now) {
        assertThat(issued.scopes().isEmpty()).isFalse();
        assertThat(subject.scopes().containsAll(issued.scopes())).isTrue();
        assertThat(client.scopes().containsAll(issued.scopes())).isTrue();
        assertThat(entry.scopes().containsAll(issued.scopes())).isTrue();
        if (!step.asked().isEmpty()) {
            assertThat(issued.scopes()).isEqualTo(Scopes.of(step.asked()));
        }
        assertThat(entry.targets()).containsAll(issued.audiences());
        if (!step.wanted().isEmpty()) {
            assertThat(step.wanted()).containsAll(issued.audiences());
        }
        assertThat(issued.expiresAt())
                .isBeforeOrEqualTo(subject.expiresAt())
                .isBeforeOrEqualTo(now.plusSeconds(step.lifetime()));
    }

    /** Each token's parent is an earlier one; a token without an earlier one is a login. */
    @Property(tries = 300)
    void revokingANodeKillsItsDescendantsAndNobodyElse(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 29) Integer> parents,
            @ForAll @IntRange(min = 0, max = 29) int chosen) {
        TokenRig rig = new TokenRig();
        User ada = rig.register(TestEntries.user("ada", "ada@example.com"));
        Client client = rig.register(ClientBuilder.client("client"));
        List<OwnToken> tree = new ArrayList<>();
        List<Integer> parentOf = new ArrayList<>();
        for (int i = 0; i < parents.size(); i++) {
            rig.clock.advance(Duration.ofMillis(1));
            boolean root = parents.get(i) >= i;
            Authorization authorization = root
                    ? TokenRig.login(client, ada)
                    : TokenRig.exchange(client, tree.get(parents.get(i)), ClientBuilder.STOCK);
            tree.add(rig.verify(rig.issue(authorization).accessToken()));
            parentOf.add(root ? -1 : parents.get(i));
        }
        int revoked = chosen % tree.size();

        rig.revoke(RevokedKind.TOKEN, tree.get(revoked).id());

        Set<Integer> dead = new HashSet<>();
        for (int i = 0; i < tree.size(); i++) {
            if (i == revoked || dead.contains(parentOf.get(i))) {
                dead.add(i);
            }
            assertThat(rig.index.killerOf(tree.get(i).lineage()).isPresent())
                    .as("node %d of %s when %d is revoked", i, parentOf, revoked)
                    .isEqualTo(dead.contains(i));
        }
    }

    @Property(tries = 100)
    void revokingALoginKillsItsWholeTreeAndNoOther(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 29) Integer> parents,
            @ForAll @IntRange(min = 0, max = 29) int chosen) {
        TokenRig rig = new TokenRig();
        User ada = rig.register(TestEntries.user("ada", "ada@example.com"));
        Client client = rig.register(ClientBuilder.client("client"));
        List<OwnToken> tree = new ArrayList<>();
        List<Integer> rootOf = new ArrayList<>();
        for (int i = 0; i < parents.size(); i++) {
            boolean root = parents.get(i) >= i;
            Authorization authorization = root
                    ? TokenRig.login(client, ada)
                    : TokenRig.exchange(client, tree.get(parents.get(i)), ClientBuilder.STOCK);
            tree.add(rig.verify(rig.issue(authorization).accessToken()));
            rootOf.add(root ? i : rootOf.get(parents.get(i)));
        }
        int revoked = rootOf.get(chosen % tree.size());

        rig.revoke(RevokedKind.FAMILY, tree.get(revoked).family());

        for (int i = 0; i < tree.size(); i++) {
            assertThat(rig.index.killerOf(tree.get(i).lineage()).isPresent()).isEqualTo(rootOf.get(i) == revoked);
        }
    }
}
