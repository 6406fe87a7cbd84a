package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenType;
import io.bourse.policy.Exchange;
import io.bourse.policy.TokenOrigin;
import io.bourse.policy.TokenSource;
import io.bourse.provider.Provider;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks that an exchange fits the clients and providers that it names.
 *
 * @param refuse takes the key and what is wrong with it
 */
record ExchangeReferences(
        Map<ClientId, Client> clients,
        Map<String, Provider> providers,
        Spelling spelling,
        BiConsumer<String, String> refuse) {

    void check(Exchange exchange) {
        Client client = clients.get(exchange.client());
        if (client == null) {
            refuse.accept("client", unknownClient(exchange.client(), clients, spelling));
        } else {
            checkClient(exchange, client);
        }
        checkSource("subject", exchange.subject(), client);
        if (exchange.actor() != null) {
            checkSource("actor", exchange.actor(), client);
        }
    }

    static String unknownClient(ClientId id, Map<ClientId, Client> clients, Spelling spelling) {
        return unknown("client", id.value(), clients.keySet().stream().map(ClientId::value), spelling);
    }

    static String unknown(String kind, String id, Stream<String> known, Spelling spelling) {
        return "names the " + kind + " " + Problems.quote(id) + ", which does not exist"
                + spelling.remedy(id, known, () -> "add it under " + kind + "s");
    }

    private void checkClient(Exchange exchange, Client client) {
        if (!client.mayUse(GrantType.TOKEN_EXCHANGE)) {
            refuse.accept("client", "names " + client.id() + ", whose grants lack token-exchange");
        }
        if (exchange.issues().contains(TokenType.SESSION_TOKEN) && !client.mayUse(GrantType.SIGNED_REQUEST)) {
            refuse.accept(
                    "issues",
                    "holds session_token, and the grants of " + client.id() + " lack " + GrantType.SIGNED_REQUEST);
        }
        if (!client.scopes().containsAll(exchange.scopes())) {
            refuse.accept("scopes", "go beyond those of the client " + client.id() + ", " + beyond(exchange, client));
        } else if (exchange.scopeMap().isEmpty()) {
            checkHolder(exchange, exchange.subject());
        }
        if (exchange.refresh() && !client.mayUse(GrantType.REFRESH_TOKEN)) {
            refuse.accept("refresh", "is true, and the grants of " + client.id() + " lack refresh_token");
        }
        if (exchange.refresh() && !client.audiences().containsAll(exchange.targets())) {
            refuse.accept(
                    "refresh",
                    "is true, and the audiences of " + client.id() + " lack a target, so it could not refresh");
        }
    }

    /** Without a map of scopes, a token of ours can bring only what its client may have. */
    private void checkHolder(Exchange exchange, TokenSource subject) {
        Client holder = subject.origin() instanceof TokenOrigin.Ours ours ? clients.get(ours.client()) : null;
        if (holder != null && !holder.scopes().containsAll(exchange.scopes())) {
            refuse.accept(
                    "scopes",
                    "go beyond those of the subject's client " + holder.id() + ", " + beyond(exchange, holder));
        }
    }

    private void checkSource(String key, TokenSource source, @Nullable Client client) {
        if (source.origin() instanceof TokenOrigin.Ours ours) {
            checkHolderOf(key, source, ours.client(), client);
        } else {
            checkProvider(key, ((TokenOrigin.Foreign) source.origin()).provider(), client);
        }
    }

    private void checkHolderOf(String key, TokenSource source, ClientId holder, @Nullable Client client) {
        if (!clients.containsKey(holder)) {
            refuse.accept(key, unknownClient(holder, clients, spelling));
        } else if (client != null
                && !client.id().equals(holder)
                && !source.isHandedOn()
                && !isMeant(client, source.audience())) {
            refuse.accept(
                    key,
                    "has tokens that " + client.id() + " neither holds nor is meant to see; list their audience under"
                            + " serves of that client");
        }
    }

    private static boolean isMeant(Client client, @Nullable String audience) {
        return audience == null ? !client.serves().isEmpty() : client.serves().contains(audience);
    }

    private void checkProvider(String key, String id, @Nullable Client client) {
        Provider provider = providers.get(id);
        if (provider == null) {
            refuse.accept(key, unknown("provider", id, providers.keySet().stream(), spelling));
        } else if (client != null && !provider.project().equals(client.project())) {
            refuse.accept(key, "names a provider of another project, " + provider.project());
        } else if (client != null && !provider.accepts(client.id())) {
            refuse.accept(key, "names the provider " + id + ", whose clients lack " + client.id());
        }
    }

    private static String beyond(Exchange exchange, Client client) {
        return shown(client.scopes()) + ": " + exchange.scopes().without(client.scopes());
    }

    private static String shown(Scopes scopes) {
        return scopes.isEmpty() ? "none" : scopes.toString();
    }
}
