package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenType;
import io.bourse.policy.Exchange;
import io.bourse.policy.Exchange.Mode;
import io.bourse.policy.TokenOrigin;
import io.bourse.policy.TokenSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads an exchange's entry and refuses what cannot be safe. */
final class ExchangeReader {

    static final Set<String> KEYS = Set.of(
            "id",
            "enabled",
            "client",
            "mode",
            "subject",
            "actor",
            "targets",
            "scopes",
            "scope_map",
            "issues",
            "lifetime",
            "refresh",
            "rebind",
            "max_depth");
    static final Set<String> SOURCE_KEYS = Set.of("client", "provider", "audience", "types");

    /** More would make every token of a chain a burden. */
    private static final int MAX_DEPTH = 16;

    private static final Map<String, TokenType> TYPES = Map.of(
            "access_token", TokenType.ACCESS_TOKEN,
            "refresh_token", TokenType.REFRESH_TOKEN,
            "id_token", TokenType.ID_TOKEN,
            "jwt", TokenType.JWT);

    private static final Map<String, TokenType> ISSUED = Map.of(
            "access_token", TokenType.ACCESS_TOKEN,
            "refresh_token", TokenType.REFRESH_TOKEN,
            "jwt", TokenType.JWT,
            "session_token", TokenType.SESSION_TOKEN);

    private ExchangeReader() {}

    static Declared<Exchange> read(EntryFields fields) {
        if (!fields.has("subject")) {
            fields.problem("subject", "is missing; say whose tokens may be exchanged, such as {client: demo}");
        }
        Mode mode = Choice.of(fields, "mode", Mode.PLAIN);
        TokenSource subject = source(fields, "subject").orElseGet(ExchangeReader::nobody);
        Optional<TokenSource> actor = source(fields, "actor");
        checkActor(fields, mode, actor);
        ClientId client = new ClientId(fields.required("client"));
        checkRefreshTokens(fields, client, subject, actor);
        List<String> targets = fields.list("targets", Syntax::audience);
        if (targets.isEmpty()) {
            fields.problem("targets", "is missing; say what the new tokens may be meant for");
        }
        Scopes scopes = ClientReader.scopes(fields);
        if (scopes.isEmpty()) {
            fields.problem("scopes", "is missing; say what the new tokens may carry");
        }
        boolean refresh = fields.flag("refresh", false);
        Exchange draft = new Exchange(
                fields.text("id").orElse(""),
                fields.flag("enabled", true),
                client,
                mode,
                subject,
                actor.orElse(null),
                targets,
                scopes,
                scopeMap(fields, scopes),
                issues(fields, refresh),
                fields.duration("lifetime", Client.MAX_ACCESS_TOKEN_LIFETIME).orElse(null),
                refresh,
                fields.flag("rebind", false),
                depth(fields));
        return new Declared<>(fields.place(), null, List.of(), draft);
    }

    private static TokenSource nobody() {
        return new TokenSource(new TokenOrigin.Ours(new ClientId("")), null, Set.of());
    }

    private static Optional<TokenSource> source(EntryFields fields, String key) {
        return fields.section(key, SOURCE_KEYS).map(section -> {
            if (section.has("client") == section.has("provider")) {
                section.problem(
                        "client",
                        section.has("client")
                                ? "and provider are both given; a token comes from one of them"
                                : "is missing; say whose tokens, by client or by provider");
            }
            TokenOrigin origin = section.has("provider")
                    ? new TokenOrigin.Foreign(section.required("provider"))
                    : new TokenOrigin.Ours(new ClientId(section.text("client").orElse("")));
            Optional<String> audience = section.text("audience");
            audience.flatMap(Syntax::audience).ifPresent(text -> section.problem("audience", text));
            Set<TokenType> types = types(section, "types", TYPES);
            return new TokenSource(
                    origin, audience.orElse(null), types.isEmpty() ? TokenSource.defaultTypes(origin) : types);
        });
    }

    private static Set<TokenType> types(EntryFields fields, String key, Map<String, TokenType> known) {
        Set<TokenType> types = EnumSet.noneOf(TokenType.class);
        for (String name : fields.list(key)) {
            TokenType type = known.get(name);
            if (type == null) {
                fields.problem(
                        key,
                        "holds " + Problems.quote(name) + "; known are "
                                + String.join(", ", new TreeSet<>(known.keySet())));
            } else {
                types.add(type);
            }
        }
        return types;
    }

    private static void checkActor(EntryFields fields, Mode mode, Optional<TokenSource> actor) {
        if (mode == Mode.PLAIN && actor.isPresent()) {
            fields.problem("actor", "counts only with mode: delegation or mode: impersonation");
        }
        if (mode == Mode.IMPERSONATION && actor.isEmpty()) {
            fields.problem("actor", "is missing; say whose tokens prove who impersonates, such as {client: support}");
        }
    }

    /**
     * A refresh token is its own client's secret, unless that client hands it on to one that an entry lets exchange it: such
     * an entry takes nothing else. Nobody acts by one.
     */
    private static void checkRefreshTokens(
            EntryFields fields, ClientId client, TokenSource subject, Optional<TokenSource> actor) {
        boolean own = subject.origin().equals(new TokenOrigin.Ours(client));
        boolean refresh = subject.types().contains(TokenType.REFRESH_TOKEN);
        if (refresh && subject.origin() instanceof TokenOrigin.Foreign) {
            fields.problem("subject", "takes refresh_token of a provider; none but ours are exchanged");
        } else if (refresh && subject.types().size() > 1 && !own) {
            fields.problem(
                    "subject",
                    "takes refresh_token beside other types; what another client hands on needs an entry of its own,"
                            + " with types: [refresh_token]");
        }
        if (actor.filter(it -> it.types().contains(TokenType.REFRESH_TOKEN)).isPresent()) {
            fields.problem("actor", "takes refresh_token, which proves no actor");
        }
    }

    private static Map<String, Scopes> scopeMap(EntryFields fields, Scopes scopes) {
        Map<String, Scopes> map = new LinkedHashMap<>();
        fields.node("scope_map").ifPresent(item -> {
            EntryFields section = EntryFields.of("scope_map", item, fields.problems());
            for (String scope : section.keys()) {
                List<String> worth = section.list(scope, Syntax::scope);
                if (Syntax.scope(scope).isPresent() || worth.isEmpty()) {
                    fields.problem("scope_map", "must map a scope to a list of ours, such as {orders.read: [read]}");
                } else if (!section.isSpoiled(scope)) {
                    map.put(scope, Scopes.of(worth));
                }
            }
            if (map.values().stream().anyMatch(worth -> !scopes.containsAll(worth))) {
                fields.problem("scope_map", "gives a scope that scopes does not list");
            }
        });
        return map;
    }

    private static Set<TokenType> issues(EntryFields fields, boolean refresh) {
        Set<TokenType> issues = types(fields, "issues", ISSUED);
        if (issues.contains(TokenType.REFRESH_TOKEN) && !refresh) {
            fields.problem("issues", "holds refresh_token, and refresh is not true");
        }
        return issues.isEmpty() ? EnumSet.of(TokenType.ACCESS_TOKEN) : issues;
    }

    private static int depth(EntryFields fields) {
        Optional<String> value = fields.text("max_depth");
        try {
            int depth = value.map(Integer::parseInt).orElse(Exchange.DEFAULT_DEPTH);
            if (depth >= 1 && depth <= MAX_DEPTH) {
                return depth;
            }
        } catch (NumberFormatException e) {
            // said below, as for one that is out of bounds
        }
        fields.problem("max_depth", "must be a whole number from 1 to " + MAX_DEPTH);
        return Exchange.DEFAULT_DEPTH;
    }
}
