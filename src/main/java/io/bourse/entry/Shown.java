package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.client.Project;
import io.bourse.config.Settings;
import io.bourse.jose.RsaPublicKeys;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenType;
import io.bourse.policy.Exchange;
import io.bourse.policy.Target;
import io.bourse.principal.Principal;
import io.bourse.principal.Principal.ApiKey;
import io.bourse.principal.Principal.SessionTokens;
import io.bourse.provider.Condition;
import io.bourse.provider.Provider;
import io.bourse.user.User;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
        texts.put("authentication", Choice.name(client.authentication()));
        texts.put("secret", list(client.secrets()));
        texts.put("jwks", client.jwks());
        texts.put("grants", sorted(client.grants()));
        texts.put("scopes", sorted(client.scopes().tokens()));
        texts.put("audiences", list(client.audiences()));
        texts.put("serves", sorted(client.serves()));
        texts.put("may_act", client.mayAct() == null ? "" : client.mayAct().value());
        texts.put("identity", identity(client.identity()));
        texts.put("login_provider", text(client.loginProvider()));
        texts.put("assigned_users_only", String.valueOf(client.assignedUsersOnly()));
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
        texts.put("name", text(user.profile().name()));
        texts.put("locale", text(user.profile().locale()));
        texts.put("timezone", text(user.profile().timezone()));
        texts.put("password_allow_reset", String.valueOf(user.profile().passwordAllowReset()));
        texts.put("password_require_update", String.valueOf(user.profile().passwordRequireUpdate()));
        return texts;
    }

    static Map<String, String> of(Provider provider) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("enabled", String.valueOf(provider.enabled()));
        texts.put("project", provider.project());
        texts.put("clients", sorted(provider.clients()));
        texts.put("provisioning", Choice.name(provider.provisioning()));
        texts.put("subject.kind", provider.subject().kind().claim());
        texts.put("subject.claim", provider.subject().claim());
        provider.conditions().forEach(condition -> texts.put("require." + condition.claim(), shown(condition)));
        new TreeMap<>(provider.claims()).forEach((name, claim) -> texts.put("claims." + name, claim));
        texts.put("keep_act", String.valueOf(provider.keepsActors()));
        texts.put("single_use", String.valueOf(provider.singleUse()));
        texts.put("private_addresses", String.valueOf(provider.privateAddresses()));
        texts.put("limits.timeout", Settings.text(provider.limits().timeout()));
        texts.put("limits.max_answer", provider.limits().maxAnswer() + " bytes");
        texts.putAll(ShownProof.of(provider.proof()));
        return texts;
    }

    static Map<String, String> of(Exchange exchange) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("enabled", String.valueOf(exchange.enabled()));
        texts.put("client", exchange.client().value());
        texts.put("mode", Choice.name(exchange.mode()));
        texts.put("subject", exchange.subject().toString());
        texts.put("actor", exchange.actor() == null ? "" : exchange.actor().toString());
        texts.put("targets", list(exchange.targets()));
        texts.put("scopes", sorted(exchange.scopes().tokens()));
        texts.put("scope_map", map(exchange.scopeMap()));
        texts.put(
                "issues",
                sorted(exchange.issues().stream().map(TokenType::shortName).toList()));
        texts.put("lifetime", duration(exchange.lifetime()));
        texts.put("refresh", String.valueOf(exchange.refresh()));
        texts.put("rebind", String.valueOf(exchange.rebind()));
        texts.put("max_depth", String.valueOf(exchange.maxDepth()));
        return texts;
    }

    static Map<String, String> of(Target target) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("enabled", String.valueOf(target.enabled()));
        texts.put("resources", sorted(target.resources()));
        texts.put(
                "scopes", target.scopes() == null ? "" : sorted(target.scopes().tokens()));
        return texts;
    }

    static Map<String, String> of(Principal principal) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("enabled", String.valueOf(principal.enabled()));
        texts.put("client", principal.client().value());
        if (principal.proof() instanceof ApiKey key) {
            texts.put("user", text(key.user()));
            texts.put("key_id", key.keyId());
            texts.put("public_key", RsaPublicKeys.text(key.publicKey()));
        } else if (principal.proof() instanceof SessionTokens tokens) {
            texts.put("provider", tokens.provider());
        }
        return texts;
    }

    private static String identity(Client.@Nullable ForeignIdentity identity) {
        return identity == null ? "" : identity.provider() + " " + identity.subject();
    }

    /** Quoted, for a value may hold anything: what reads the same is the same. */
    private static String shown(Condition condition) {
        if (condition.pattern() != null) {
            return "like " + quoted(condition.pattern());
        }
        return list(condition.values().stream().map(Shown::quoted).sorted().toList());
    }

    private static String quoted(String text) {
        return new Node.Text(text).toJson();
    }

    static String duration(@Nullable Duration duration) {
        return duration == null ? "" : Settings.text(duration);
    }

    static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String map(Map<String, Scopes> map) {
        return map.isEmpty()
                ? ""
                : list(map.entrySet().stream()
                        .map(each ->
                                each.getKey() + "=" + sorted(each.getValue().tokens()))
                        .sorted()
                        .toList());
    }

    private static String list(List<String> items) {
        return "[" + String.join(" ", items) + "]";
    }

    static String sorted(Collection<?> items) {
        return list(items.stream().map(String::valueOf).sorted().toList());
    }
}
