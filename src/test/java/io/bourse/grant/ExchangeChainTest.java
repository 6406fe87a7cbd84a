package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.ExchangeBuilder.exchange;
import static io.bourse.fakes.ExchangeBuilder.ours;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.fakes.ClientBuilder;
import io.bourse.fakes.ExchangeBuilder;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TokenRig;
import io.bourse.oauth.Actor;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenType;
import io.bourse.policy.Exchange;
import io.bourse.policy.Exchange.Mode;
import io.bourse.policy.TokenOrigin;
import io.bourse.token.Authorization;
import io.bourse.token.OwnToken;
import io.bourse.token.Party;
import io.bourse.user.User;
import io.vertx.core.Future;
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

    /** One exchange that somebody tries: by which client, with which entry, asking for what, with whom as actor. */
    record Step(
            int client,
            Set<String> clientScopes,
            int lifetime,
            Mode mode,
            boolean actorToken,
            Set<String> actorScopes,
            int actorLifetime,
            Allowance entry,
            Wish wish) {}

    /** What the entry allows. */
    record Allowance(Set<String> scopes, List<String> targets, int lifetime, int maxDepth) {}

    /** What is asked for, and how many seconds after the step before. */
    record Wish(Set<String> scopes, List<String> targets, int pause) {}

    @Provide
    Arbitrary<Step> steps() {
        Arbitrary<Set<String>> scopes = Arbitraries.of(SCOPES).set().ofMinSize(1);
        Arbitrary<List<String>> targets =
                Arbitraries.of(TARGETS).list().uniqueElements().ofMinSize(1).ofMaxSize(4);
        Arbitrary<Integer> seconds = Arbitraries.integers().between(2, 600);
        Arbitrary<Allowance> allowances = Combinators.combine(
                        scopes, targets, seconds, Arbitraries.integers().between(1, 4))
                .as(Allowance::new);
        Arbitrary<Wish> wishes = Combinators.combine(
                        Arbitraries.of(SCOPES).set().ofMaxSize(2),
                        Arbitraries.of(TARGETS).list().ofMaxSize(2),
                        Arbitraries.integers().between(0, 60))
                .as(Wish::new);
        return Combinators.combine(
                        Arbitraries.integers().between(0, CLIENTS - 1),
                        scopes,
                        seconds,
                        Arbitraries.of(Mode.class),
                        Arbitraries.of(true, false),
                        scopes,
                        seconds)
                .flatAs((client, clientScopes, lifetime, mode, actorToken, actorScopes, actorLifetime) ->
                        Combinators.combine(allowances, wishes)
                                .as((entry, wish) -> new Step(
                                        client,
                                        clientScopes,
                                        lifetime,
                                        mode,
                                        actorToken,
                                        actorScopes,
                                        actorLifetime,
                                        entry,
                                        wish)));
    }

    @Property(tries = 300)
    void whatComesOutOfAChainIsWithinAllThatWentIn(@ForAll @Size(min = 1, max = 8) List<@From("steps") Step> chain) {
        TokenRig rig = new TokenRig();
        TokenExchangeGrant grant = rig.exchangeGrant();
        User ada = rig.register(TestEntries.user("ada", "ada@example.com"));
        Client first =
                rig.register(client("first").scopes("read", "write", "admin").audiences(TARGETS.get(0)));
        List<OwnToken> tokens = new ArrayList<>();
        String newest = rig.issue(TokenRig.login(first, ada)).accessToken();
        tokens.add(rig.verify(newest));

        for (Step step : chain) {
            OwnToken subject = tokens.get(tokens.size() - 1);
            rig.clock.advance(Duration.ofSeconds(step.wish().pause()));
            Client client = rig.register(client("client" + step.client())
                    .scopes(step.clientScopes().toArray(String[]::new))
                    .serves(TARGETS.toArray(String[]::new))
                    .lifetimes(Duration.ofSeconds(step.lifetime()), Duration.ofDays(1), Duration.ofDays(1)));
            Client robot = rig.register(client("robot")
                    .scopes(step.actorScopes().toArray(String[]::new))
                    .audiences(TARGETS.get(0))
                    .lifetimes(Duration.ofSeconds(step.actorLifetime()), Duration.ofDays(1), Duration.ofDays(1)));
            String actor = rig.issue(TokenRig.itself(robot, robot.scopes())).accessToken();
            Exchange entry = entry(step, client, subject);
            rig.exchanges.put(entry);

            Future<Authorization> decision = Requests.call(grant, request(rig, step, client, newest, actor));

            if (decision.succeeded()) {
                newest = rig.issue(decision.result()).accessToken();
                OwnToken issued = rig.verify(newest);
                within(issued, subject, client, entry, step, rig.clock.instant());
                if (step.actorToken()) {
                    withinActor(issued, rig.verify(actor));
                }
                tokens.add(issued);
            } else {
                assertThat(decision.cause()).isInstanceOf(OAuthException.class);
            }
        }

        OwnToken last = tokens.get(tokens.size() - 1);
        for (OwnToken ancestor : tokens) {
            assertThat(ancestor.scopes().containsAll(last.scopes())).isTrue();
            assertThat(last.expiresAt()).isBeforeOrEqualTo(ancestor.expiresAt());
            assertThat(last.lineage().ids()).contains(ancestor.id());
            assertThat(last.subject()).isEqualTo(ancestor.subject());
            for (Party party : ancestor.lineage().parties()) {
                assertThat(last.lineage().parties())
                        .anyMatch(
                                it -> it.kind() == party.kind() && it.id().equals(party.id()) && it.at() <= party.at());
            }
        }
    }

    private static Exchange entry(Step step, Client client, OwnToken subject) {
        ExchangeBuilder entry = exchange("entry-" + client.id(), client)
                .subject(new TokenOrigin.Ours(subject.client()))
                .targets(step.entry().targets().toArray(String[]::new))
                .scopes(step.entry().scopes().toArray(String[]::new))
                .lifetime(Duration.ofSeconds(step.entry().lifetime()))
                .maxDepth(step.entry().maxDepth());
        return switch (step.mode()) {
            case PLAIN -> entry.build();
            case DELEGATION -> (step.actorToken() ? entry.delegation(ours("robot")) : entry.delegation()).build();
            case IMPERSONATION -> entry.impersonation(ours("robot")).build();
        };
    }

    private static Requests request(TokenRig rig, Step step, Client client, String subject, String actor) {
        String type = TokenType.ACCESS_TOKEN.uri();
        Requests request = Requests.of(GrantType.TOKEN_EXCHANGE, client)
                .begun(rig.clock.instant())
                .scopes(String.join(" ", step.wish().scopes()))
                .targets(step.wish().targets().toArray(String[]::new))
                .with("subject_token", subject)
                .with("subject_token_type", type);
        return step.actorToken() ? request.with("actor_token", actor).with("actor_token_type", type) : request;
    }

    private static void within(
            OwnToken issued, OwnToken subject, Client client, Exchange entry, Step step, Instant now) {
        assertThat(issued.scopes().isEmpty()).isFalse();
        assertThat(subject.scopes().containsAll(issued.scopes())).isTrue();
        assertThat(client.scopes().containsAll(issued.scopes())).isTrue();
        assertThat(entry.scopes().containsAll(issued.scopes())).isTrue();
        if (!step.wish().scopes().isEmpty()) {
            assertThat(issued.scopes()).isEqualTo(Scopes.of(step.wish().scopes()));
        }
        assertThat(entry.targets()).containsAll(issued.audiences());
        if (!step.wish().targets().isEmpty()) {
            assertThat(step.wish().targets()).containsAll(issued.audiences());
        }
        assertThat(issued.expiresAt())
                .isBeforeOrEqualTo(subject.expiresAt())
                .isBeforeOrEqualTo(now.plusSeconds(step.entry().lifetime()))
                .isBeforeOrEqualTo(now.plusSeconds(step.lifetime()));
        List<Actor> before = subject.identity().actors();
        List<Actor> after = issued.identity().actors();
        assertThat(after).hasSizeLessThanOrEqualTo(step.entry().maxDepth());
        assertThat(after.subList(after.size() - before.size(), after.size())).isEqualTo(before);
        assertThat(after).hasSize(before.size() + (entry.mode() == Mode.DELEGATION ? 1 : 0));
    }

    private static void withinActor(OwnToken issued, OwnToken actor) {
        assertThat(actor.scopes().containsAll(issued.scopes())).isTrue();
        assertThat(issued.expiresAt()).isBeforeOrEqualTo(actor.expiresAt());
        assertThat(issued.lineage().ids()).contains(actor.id());
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
