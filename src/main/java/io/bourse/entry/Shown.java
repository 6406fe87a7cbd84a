package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.client.Project;
import io.bourse.config.Settings;
import io.bourse.policy.Exchange;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Introspection;
import io.bourse.provider.Provider.Jwks;
import io.bourse.provider.Provider.Proof;
import io.bourse.provider.Provider.UserInfo;
import io.bourse.user.User;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Entries as texts by the keys of the file: two entries are the same if all their texts are. Sets are sorted, since
 * their order means nothing.
 */
final class Shown {

    /** Keys whose texts must not be printed: stored forms of secrets. */
    static final Set<String> HIDDEN = Set.of("secret", "password", "client_secret");

    private Shown() {}

    static Map<String, String> of(Project project) {
        return Map.of("enabled", String.valueOf(project.enabled()));
    }

    static Map<String, String> of(Client client) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("enabled", String.valueOf(client.enabled()));
        texts.put("project", client.project());
        texts.put("authentication", EntryFields.lower(client.authentication()));
        texts.put("secret", list(client.secrets()));
        texts.put("jwks", client.jwks());
        texts.put("grants", sorted(client.grants()));
        texts.put("scopes", sorted(client.scopes().tokens()));
        texts.put("audiences", list(client.audiences()));
        texts.put("serves", sorted(client.serves()));
        texts.put("access_token_lifetime", Settings.text(client.accessTokenLifetime()));
        texts.put("refresh_idle", Settings.text(client.refreshIdle()));
        texts.put("refresh_lifetime", Settings.text(client.refreshLifetime()));
        return texts;
    }

    static Map<String, String> of(User user) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("enabled", String.valueOf(user.enabled()));
        texts.put("username", text(user.username()));
        texts.put("email", text(user.email()));
        texts.put("password", text(user.passwordHash()));
        return texts;
    }

    static Map<String, String> of(Provider provider) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("enabled", String.valueOf(provider.enabled()));
        texts.put("project", provider.project());
        texts.put("clients", sorted(provider.clients()));
        texts.put("provisioning", EntryFields.lower(provider.provisioning()));
        texts.put("private_addresses", String.valueOf(provider.privateAddresses()));
        putProof(texts, provider.proof());
        return texts;
    }

    private static void putProof(Map<String, String> texts, Proof proof) {
        if (proof instanceof Jwks jwks) {
            texts.put("proof", "jwks");
            texts.put("issuer", jwks.issuer());
            texts.put("jwks_uri", text(jwks.jwksUri()));
            texts.put("keys", text(jwks.jwks()));
            texts.put("algorithms", sorted(jwks.algorithms()));
            texts.put("types", sorted(jwks.types()));
            texts.put("audience", sorted(jwks.audiences()));
            texts.put("max_age", duration(jwks.maxAge()));
        } else if (proof instanceof UserInfo info) {
            texts.put("proof", "userinfo");
            texts.put("userinfo_uri", info.userInfoUri());
            texts.put("audience_proof", info.audienceProof() == null ? "none" : "introspection");
            if (info.audienceProof() != null) {
                putIntrospection(texts, info.audienceProof());
            }
        } else if (proof instanceof Introspection introspection) {
            texts.put("proof", "introspection");
            putIntrospection(texts, introspection);
        }
    }

    private static void putIntrospection(Map<String, String> texts, Introspection introspection) {
        texts.put("introspection_uri", introspection.introspectionUri());
        texts.put("client_id", introspection.clientId());
        texts.put("client_secret", introspection.clientSecret());
        texts.put("audience", sorted(introspection.audiences()));
    }

    static Map<String, String> of(Exchange exchange) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("enabled", String.valueOf(exchange.enabled()));
        texts.put("client", exchange.client().value());
        texts.put("subject.client", exchange.subjectClient().value());
        texts.put("subject.audience", text(exchange.subjectAudience()));
        texts.put("targets", list(exchange.targets()));
        texts.put("scopes", sorted(exchange.scopes().tokens()));
        texts.put("lifetime", duration(exchange.lifetime()));
        texts.put("refresh", String.valueOf(exchange.refresh()));
        return texts;
    }

    private static String duration(@Nullable Duration duration) {
        return duration == null ? "" : Settings.text(duration);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String list(List<String> items) {
        return "[" + String.join(" ", items) + "]";
    }

    private static String sorted(Collection<?> items) {
        return list(items.stream().map(String::valueOf).sorted().toList());
    }
}
