package io.bourse.grant;

import static io.bourse.fakes.ClientBuilder.ORDERS;
import static io.bourse.fakes.ClientBuilder.client;
import static io.bourse.fakes.ExchangeBuilder.foreign;
import static io.bourse.fakes.ExchangeBuilder.ours;
import static io.bourse.fakes.IdentityBuilder.identity;
import static io.bourse.fakes.ProviderBuilder.provider;
import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.changelog.Change.RevokedKind;
import io.bourse.client.Client;
import io.bourse.fakes.ExchangeBuilder;
import io.bourse.fakes.ScriptedProofs;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TestKeys;
import io.bourse.fakes.TokenRig;
import io.bourse.jose.KeyRing;
import io.bourse.jose.SigningAlgorithm;
import io.bourse.jose.SigningKey;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.TokenResponse;
import io.bourse.oauth.TokenType;
import io.bourse.policy.TokenOrigin;
import io.bourse.token.Authorization;
import io.bourse.token.Lineage;
import io.bourse.user.User;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * What a revocation ends: exactly what was made from what is revoked. Held against a plain graph in which each token and
 * login points to all that had a part in it, and which knows nothing of lineages.
 */
class RevocationGraphTest {

    private static final int FEW = 3;

    enum Act {
        LOGIN,
        FOREIGN_LOGIN,
        EXCHANGE,
        FOREIGN_EXCHANGE,
        ROTATE_KEY
    }

    /** Something that happens; a number that names more than there is counts from the beginning again. */
    record Event(
            Act act,
            int user,
            int client,
            int subject,
            int entry,
            int foreign,
            Acting acting,
            int actor,
            boolean refresh) {}

    enum Acting {
        NOBODY,
        THE_CLIENT,
        A_TOKEN,
        AN_IMPERSONATOR
    }

    @Provide
    Arbitrary<Event> events() {
        Arbitrary<Integer> few = Arbitraries.integers().between(0, FEW - 1);
        Arbitrary<Integer> any = Arbitraries.integers().between(0, 19);
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(2, Arbitraries.just(Act.LOGIN)),
                                Tuple.of(1, Arbitraries.just(Act.FOREIGN_LOGIN)),
                                Tuple.of(7, Arbitraries.just(Act.EXCHANGE)),
                                Tuple.of(2, Arbitraries.just(Act.FOREIGN_EXCHANGE)),
                                Tuple.of(1, Arbitraries.just(Act.ROTATE_KEY))),
                        few,
                        few,
                        any,
                        few,
                        few)
                .flatAs((act, user, client, subject, entry, foreign) -> Combinators.combine(
                                Arbitraries.of(Acting.class), any, Arbitraries.of(true, false))
                        .as((acting, actor, refresh) ->
                                new Event(act, user, client, subject, entry, foreign, acting, actor, refresh)));
    }

    /** Things by name, each with those that had a part in it. */
    private static final class Graph {

        private final Map<String, Set<String>> madeFrom = new LinkedHashMap<>();

        void add(String thing, Set<String> parts) {
            madeFrom.put(thing, parts);
        }

        List<String> everything() {
            Set<String> all = new LinkedHashSet<>(madeFrom.keySet());
            madeFrom.values().forEach(all::addAll);
            return List.copyOf(all);
        }

        boolean comesFrom(String thing, String origin) {
            Deque<String> open = new ArrayDeque<>(List.of(thing));
            Set<String> seen = new HashSet<>();
            while (!open.isEmpty()) {
                String next = open.pop();
                if (next.equals(origin)) {
                    return true;
                }
                if (seen.add(next)) {
                    open.addAll(madeFrom.getOrDefault(next, Set.of()));
                }
            }
            return false;
        }
    }

    private record Token(String name, TokenResponse issued, Client client) {}

    /** A service, and the graph of what happens in it. */
    private static final class World {

        private final TokenRig rig = new TokenRig();
        private final Graph graph = new Graph();
        private final ScriptedProofs proofs = new ScriptedProofs();
        private final TokenExchangeGrant exchange = rig.exchangeGrant(proofs);
        private final ConvertTokenGrant convert = new ConvertTokenGrant(rig.providers, rig.foreignTokens(proofs));
        private final List<User> users = IntStream.range(0, FEW)
                .mapToObj(i -> rig.register(TestEntries.user("user" + i, "user" + i + "@example.com")))
                .toList();
        private final List<Client> clients = IntStream.range(0, FEW)
                .mapToObj(
                        i -> rig.register(client("client" + i).audiences(ORDERS).serves(ORDERS)))
                .toList();
        private final List<SigningKey> keys =
                new ArrayList<>(List.of(TestKeys.ours(), TestKeys.foreign(SigningAlgorithm.ES256, "graph")));
        private final List<Token> tokens = new ArrayList<>();

        World() {
            for (int i = 0; i < FEW; i++) {
                rig.providers.put(provider("provider" + i % 2, TestEntries.introspection())
                        .clients("client0", "client1", "client2")
                        .build());
                proofs.put(
                        "foreign" + i,
                        identity("provider" + i % 2, "subject" + i)
                                .ofToken("xforeign" + i)
                                .until(rig.clock.instant().plusSeconds(200)));
                rig.users.link(users.get(i), "provider" + i % 2, "subject" + i);
            }
            sign();
        }

        private void sign() {
            rig.ring.replace(keys.stream()
                    .map(key -> new KeyRing.Entry(key, Instant.EPOCH.minusSeconds(keys.indexOf(key)), null))
                    .toList());
        }

        private String key() {
            return "key " + keys.get(0).id();
        }

        void happens(Event event) {
            rig.clock.advance(Duration.ofMillis(1));
            Client client = clients.get(event.client());
            switch (event.act()) {
                case LOGIN ->
                    issue(
                            client,
                            TokenRig.login(client, users.get(event.user())),
                            parts("user " + users.get(event.user()).id()));
                case FOREIGN_LOGIN -> foreignLogin(event, client);
                case EXCHANGE -> exchange(event, client);
                case FOREIGN_EXCHANGE ->
                    exchange(event, client, "foreign" + event.foreign(), null, foreignParts(event));
                case ROTATE_KEY -> {
                    keys.add(keys.remove(0));
                    sign();
                }
            }
        }

        private static Set<String> parts(String... names) {
            return new HashSet<>(Set.of(names));
        }

        private Set<String> foreignParts(Event event) {
            return parts(
                    "foreign xforeign" + event.foreign(),
                    "provider provider" + event.foreign() % 2,
                    "user " + users.get(event.foreign()).id());
        }

        private void foreignLogin(Event event, Client client) {
            Authorization authorization = Requests.call(
                            convert,
                            Requests.of(GrantType.CONVERT_TOKEN, client)
                                    .begun(rig.clock.instant())
                                    .with("backend", "provider" + event.foreign() % 2)
                                    .with("token", "foreign" + event.foreign()))
                    .await();
            issue(client, authorization, foreignParts(event));
        }

        private void exchange(Event event, Client client) {
            if (!tokens.isEmpty()) {
                Token subject = tokens.get(event.subject() % tokens.size());
                exchange(event, client, subject.issued().accessToken(), subject, parts(subject.name()));
            }
        }

        /** @param subject null if the token is foreign */
        private void exchange(Event event, Client client, String token, Token subject, Set<String> parts) {
            TokenOrigin origin = subject == null
                    ? foreign("provider" + event.foreign() % 2)
                    : ours(subject.client().id().value());
            ExchangeBuilder entry = entryOf(event, client).subject(origin);
            Requests request = Requests.of(GrantType.TOKEN_EXCHANGE, client)
                    .begun(rig.clock.instant())
                    .with("subject_token", token)
                    .with("subject_token_type", TokenType.ACCESS_TOKEN.uri());
            if (subject == null) {
                request.with("subject_issuer", "provider" + event.foreign() % 2);
            }
            Token actor = tokens.isEmpty() ? null : tokens.get(event.actor() % tokens.size());
            if (actor != null && event.acting().compareTo(Acting.A_TOKEN) >= 0) {
                TokenOrigin actors = ours(actor.client().id().value());
                entry = event.acting() == Acting.A_TOKEN ? entry.delegation(actors) : entry.impersonation(actors);
                request.with("actor_token", actor.issued().accessToken())
                        .with("actor_token_type", TokenType.ACCESS_TOKEN.uri());
                parts.add(actor.name());
            } else if (event.acting() == Acting.THE_CLIENT) {
                entry = entry.delegation();
            }
            rig.exchanges.put(entry.build());
            Future<Authorization> decision = Requests.call(exchange, request);
            if (decision.succeeded()) {
                String rule = decision.result().rule().replaceFirst("^exchange (\\S+).*", "exchange $1");
                parts.add(rule);
                issue(client, decision.result(), parts);
            } else {
                // somebody acts for the actor already, or the chain is long
                assertThat(((OAuthException) decision.cause()).error()).isEqualTo(OAuthError.INVALID_REQUEST);
            }
        }

        private static ExchangeBuilder entryOf(Event event, Client client) {
            ExchangeBuilder entry = ExchangeBuilder.exchange("entry" + event.entry() + "-" + client.id(), client)
                    .targets(ORDERS)
                    .maxDepth(16);
            return event.refresh() ? entry.refresh() : entry;
        }

        private void issue(Client client, Authorization authorization, Set<String> parts) {
            TokenResponse issued = rig.issue(authorization);
            Set<String> all = new HashSet<>(parts);
            all.add("client " + client.id());
            if (issued.familyId() != null) {
                graph.add("family " + issued.familyId(), Set.copyOf(all));
                all.add("family " + issued.familyId());
            }
            all.add(key());
            Token token = new Token("token " + issued.tokenId(), issued, client);
            graph.add(token.name(), all);
            tokens.add(token);
        }

        void revoke(String thing) {
            rig.clock.advance(Duration.ofMillis(1));
            String[] words = thing.split(" ", 2);
            RevokedKind kind = words[0].equals("foreign")
                    ? RevokedKind.TOKEN
                    : RevokedKind.valueOf(words[0].toUpperCase(Locale.ROOT));
            rig.revoke(kind, words[1]);
        }

        boolean isDead(String thing) {
            if (thing.startsWith("family ")) {
                UUID id = UUID.fromString(thing.substring("family ".length()));
                return rig.index
                        .killerOf(Lineage.of(
                                rig.families.find(id).await().orElseThrow().family()))
                        .isPresent();
            }
            Token token = tokens.stream()
                    .filter(it -> it.name().equals(thing))
                    .findFirst()
                    .orElseThrow();
            return rig.ownTokens.verify(token.issued().accessToken()).failed();
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void whatIsRevokedEndsAllThatCameFromItAndNothingElse(
            @ForAll @Size(min = 1, max = 20) List<@From("events") Event> events,
            @ForAll @IntRange(min = 0) int chosen) {
        World world = new World();
        events.forEach(world::happens);
        List<String> all = world.graph.everything();
        if (all.isEmpty()) {
            return;
        }
        String revoked = all.get(chosen % all.size());

        world.revoke(revoked);

        for (String thing : world.graph.madeFrom.keySet()) {
            assertThat(world.isDead(thing))
                    .as("%s, when %s is revoked, in %s", thing, revoked, world.graph.madeFrom)
                    .isEqualTo(world.graph.comesFrom(thing, revoked));
        }
        whatIsMadeAfterwardsLives(world, revoked);
    }

    /** A key is never trusted again; who and what else was revoked may begin anew. */
    private static void whatIsMadeAfterwardsLives(World world, String revoked) {
        for (int user = 0; user < FEW; user++) {
            world.happens(new Event(Act.LOGIN, user, user, 0, 0, 0, Acting.NOBODY, 0, false));
            String login = world.tokens.get(world.tokens.size() - 1).name();
            assertThat(world.isDead(login)).isEqualTo(revoked.equals(world.key()));
        }
    }

    @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
    void aUserIsRevokedAtAClientInAllInWhichBothHadAPart(
            @ForAll @Size(min = 1, max = 20) List<@From("events") Event> events,
            @ForAll @IntRange(min = 0, max = FEW - 1) int user,
            @ForAll @IntRange(min = 0, max = FEW - 1) int client) {
        World world = new World();
        events.forEach(world::happens);
        String id = world.users.get(user).id();

        world.rig.clock.advance(Duration.ofMillis(1));
        world.rig.revoke(RevokedKind.USER_AT_CLIENT, id + " client" + client);

        for (String thing : world.graph.madeFrom.keySet()) {
            assertThat(world.isDead(thing))
                    .as("%s in %s", thing, world.graph.madeFrom)
                    .isEqualTo(world.graph.comesFrom(thing, "user " + id)
                            && world.graph.comesFrom(thing, "client client" + client));
        }
    }
}
