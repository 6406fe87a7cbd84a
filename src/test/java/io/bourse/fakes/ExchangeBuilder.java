package io.bourse.fakes;

import io.bourse.client.Client;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenType;
import io.bourse.policy.Exchange;
import io.bourse.policy.TokenOrigin;
import io.bourse.policy.TokenSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds exchange entries. Without further calls: plain, for the stock audience, with the scope "read". */
public final class ExchangeBuilder {

    private final String id;
    private final ClientId client;
    private boolean enabled = true;
    private Exchange.Mode mode = Exchange.Mode.PLAIN;
    private TokenSource subject;
    private TokenSource actor;
    private List<String> targets = List.of(ClientBuilder.STOCK);
    private Scopes scopes = Scopes.of("read");
    private Map<String, Scopes> scopeMap = Map.of();
    private Set<TokenType> issues = Set.of(TokenType.ACCESS_TOKEN);
    private Duration lifetime;
    private boolean refresh;
    private boolean rebind;
    private int maxDepth = Exchange.DEFAULT_DEPTH;

    private ExchangeBuilder(String id, ClientId client) {
        this.id = id;
        this.client = client;
        this.subject = source(new TokenOrigin.Ours(client), null);
    }

    /** An entry of this client, for its own tokens. */
    public static ExchangeBuilder exchange(String id, String client) {
        return new ExchangeBuilder(id, new ClientId(client));
    }

    public static ExchangeBuilder exchange(String id, Client client) {
        return new ExchangeBuilder(id, client.id());
    }

    public static TokenSource source(TokenOrigin origin, String audience) {
        return new TokenSource(origin, audience, TokenSource.defaultTypes(origin));
    }

    public static TokenOrigin ours(String client) {
        return new TokenOrigin.Ours(new ClientId(client));
    }

    public static TokenOrigin foreign(String provider) {
        return new TokenOrigin.Foreign(provider);
    }

    public ExchangeBuilder disabled() {
        enabled = false;
        return this;
    }

    public ExchangeBuilder subject(TokenOrigin origin) {
        subject = source(origin, null);
        return this;
    }

    public ExchangeBuilder subject(TokenOrigin origin, String audience) {
        subject = source(origin, audience);
        return this;
    }

    public ExchangeBuilder subject(TokenOrigin origin, TokenType... types) {
        subject = new TokenSource(origin, null, Set.of(types));
        return this;
    }

    /** The new token names the client itself as who acts. */
    public ExchangeBuilder delegation() {
        mode = Exchange.Mode.DELEGATION;
        return this;
    }

    public ExchangeBuilder delegation(TokenOrigin actors) {
        actor = source(actors, null);
        return delegation();
    }

    public ExchangeBuilder impersonation(TokenOrigin actors) {
        mode = Exchange.Mode.IMPERSONATION;
        actor = source(actors, null);
        return this;
    }

    public ExchangeBuilder targets(String... allowed) {
        targets = List.of(allowed);
        return this;
    }

    public ExchangeBuilder scopes(String... allowed) {
        scopes = Scopes.of(allowed);
        return this;
    }

    public ExchangeBuilder scopeMap(Map<String, Scopes> worth) {
        scopeMap = worth;
        return this;
    }

    public ExchangeBuilder issues(TokenType... types) {
        issues = Set.of(types);
        return this;
    }

    public ExchangeBuilder lifetime(Duration ceiling) {
        lifetime = ceiling;
        return this;
    }

    public ExchangeBuilder refresh() {
        refresh = true;
        return this;
    }

    public ExchangeBuilder rebind() {
        rebind = true;
        return this;
    }

    public ExchangeBuilder maxDepth(int actors) {
        maxDepth = actors;
        return this;
    }

    public Exchange build() {
        return new Exchange(
                id, enabled, client, mode, subject, actor, targets, scopes, scopeMap, issues, lifetime, refresh, rebind,
                maxDepth);
    }
}
