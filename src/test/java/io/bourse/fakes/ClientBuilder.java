package io.bourse.fakes;

import io.bourse.client.Client;
import io.bourse.client.Client.Authentication;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.Scopes;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A client in the making: confidential, enabled, every grant, scopes read and write, for orders or stock. */
public final class ClientBuilder {

    public static final String ORDERS = "https://api.example/orders";
    public static final String STOCK = "https://api.example/stock";

    private final ClientId id;
    private String project = TestEntries.PROJECT;
    private boolean enabled = true;
    private Authentication authentication = Authentication.SECRET;
    private List<String> secrets = List.of();
    private String jwks = "";
    private Set<GrantType> grants = Set.of(
            GrantType.PASSWORD,
            GrantType.REFRESH_TOKEN,
            GrantType.CLIENT_CREDENTIALS,
            GrantType.CONVERT_TOKEN,
            GrantType.TOKEN_EXCHANGE,
            GrantType.JWT_BEARER);
    private Scopes scopes = Scopes.of("read", "write");
    private List<String> audiences = List.of(ORDERS, STOCK);
    private List<String> serves = List.of();
    private ClientId mayAct;
    private Client.ForeignIdentity identity;
    private String loginProvider;
    private boolean assignedUsersOnly;
    private Duration accessTokenLifetime = Duration.ofMinutes(5);
    private Duration refreshIdle = Duration.ofDays(1);
    private Duration refreshLifetime = Duration.ofDays(3);

    private ClientBuilder(String id) {
        this.id = new ClientId(id);
    }

    public static ClientBuilder client(String id) {
        return new ClientBuilder(id);
    }

    public ClientBuilder project(String name) {
        project = name;
        return this;
    }

    public ClientBuilder disabled() {
        enabled = false;
        return this;
    }

    public ClientBuilder authentication(Authentication method) {
        authentication = method;
        return this;
    }

    public ClientBuilder secrets(String... stored) {
        secrets = List.of(stored);
        return this;
    }

    public ClientBuilder jwks(String keys) {
        authentication = Authentication.PRIVATE_KEY_JWT;
        jwks = keys;
        return this;
    }

    public ClientBuilder grants(GrantType... types) {
        grants = Set.of(types);
        return this;
    }

    public ClientBuilder scopes(String... tokens) {
        scopes = Scopes.of(tokens);
        return this;
    }

    public ClientBuilder audiences(String... allowed) {
        audiences = List.of(allowed);
        return this;
    }

    public ClientBuilder serves(String... own) {
        serves = List.of(own);
        return this;
    }

    public ClientBuilder mayAct(String client) {
        mayAct = new ClientId(client);
        return this;
    }

    /** Who it is to a provider, by whose assertions it authenticates. */
    public ClientBuilder identity(String provider, String subject) {
        authentication = Authentication.PROVIDER_JWT;
        identity = new Client.ForeignIdentity(provider, subject);
        return this;
    }

    public ClientBuilder loginProvider(String provider) {
        loginProvider = provider;
        return this;
    }

    public ClientBuilder assignedUsersOnly() {
        assignedUsersOnly = true;
        return this;
    }

    public ClientBuilder lifetimes(Duration accessToken, Duration idle, Duration refresh) {
        accessTokenLifetime = accessToken;
        refreshIdle = idle;
        refreshLifetime = refresh;
        return this;
    }

    public Client build() {
        return new Client(
                id,
                project,
                enabled,
                authentication,
                secrets,
                jwks,
                grants,
                scopes,
                audiences,
                serves,
                mayAct,
                identity,
                loginProvider,
                assignedUsersOnly,
                accessTokenLifetime,
                refreshIdle,
                refreshLifetime);
    }
}
