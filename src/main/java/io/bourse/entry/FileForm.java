package io.bourse.entry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.bourse.client.Client;
import io.bourse.client.Project;
import io.bourse.config.Settings;
import io.bourse.jose.RsaPublicKeys;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.Scopes;
import io.bourse.oauth.TokenType;
import io.bourse.policy.Exchange;
import io.bourse.policy.Target;
import io.bourse.policy.TokenOrigin;
import io.bourse.policy.TokenSource;
import io.bourse.principal.Principal;
import io.bourse.principal.Principal.ApiKey;
import io.bourse.principal.Principal.SessionTokens;
import io.bourse.user.Profile;
import io.bourse.user.User;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Entries as a file writes them: applying that changes nothing, if secrets that are left away are kept. What is empty is
 * left away, and so is every secret, in whatever form it is stored. Providers have a class of their own, {@link ProviderForm}.
 */
final class FileForm {

    private FileForm() {}

    static ObjectNode of(Project project) {
        return object().put("id", project.id()).put("enabled", project.enabled());
    }

    static ObjectNode of(Client client) {
        ObjectNode form = object().put("id", client.id().value())
                .put("project", client.project())
                .put("enabled", client.enabled())
                .put("authentication", Choice.name(client.authentication()));
        putKeys(form, "jwks", client.jwks());
        putSorted(form, "grants", client.grants().stream().map(GrantType::value).toList());
        putSorted(form, "scopes", client.scopes().tokens());
        putList(form, "audiences", client.audiences());
        putList(form, "serves", client.serves());
        putText(
                form,
                "may_act",
                client.mayAct() == null ? null : client.mayAct().value());
        if (client.identity() != null) {
            form.putObject("identity")
                    .put("provider", client.identity().provider())
                    .put("subject", client.identity().subject());
        }
        putText(form, "login_provider", client.loginProvider());
        putTrue(form, "assigned_users_only", client.assignedUsersOnly());
        return form.put("access_token_lifetime", Settings.text(client.accessTokenLifetime()))
                .put("refresh_idle", Settings.text(client.refreshIdle()))
                .put("refresh_lifetime", Settings.text(client.refreshLifetime()));
    }

    static ObjectNode of(User user) {
        ObjectNode form = object().put("id", user.id());
        putText(form, "username", user.username());
        form.put("project", user.project());
        putText(form, "email", user.email());
        form.put("enabled", user.enabled());
        Profile profile = user.profile();
        putText(form, "name", profile.name());
        putText(form, "locale", profile.locale());
        putText(form, "timezone", profile.timezone());
        putTrue(form, "password_allow_reset", profile.passwordAllowReset());
        putTrue(form, "password_require_update", profile.passwordRequireUpdate());
        return form;
    }

    static ObjectNode of(Exchange exchange) {
        ObjectNode form = object().put("id", exchange.id())
                .put("enabled", exchange.enabled())
                .put("client", exchange.client().value())
                .put("mode", Choice.name(exchange.mode()));
        form.set("subject", of(exchange.subject()));
        if (exchange.actor() != null) {
            form.set("actor", of(exchange.actor()));
        }
        putList(form, "targets", exchange.targets());
        putSorted(form, "scopes", exchange.scopes().tokens());
        putMap(form, "scope_map", exchange.scopeMap());
        putSorted(form, "issues", names(exchange.issues()));
        putText(form, "lifetime", text(exchange.lifetime()));
        return form.put("refresh", exchange.refresh())
                .put("rebind", exchange.rebind())
                .put("max_depth", exchange.maxDepth());
    }

    private static ObjectNode of(TokenSource source) {
        ObjectNode section = object();
        if (source.origin() instanceof TokenOrigin.Ours ours) {
            section.put("client", ours.client().value());
        } else if (source.origin() instanceof TokenOrigin.Foreign foreign) {
            section.put("provider", foreign.provider());
        }
        putText(section, "audience", source.audience());
        putSorted(section, "types", names(source.types()));
        return section;
    }

    static ObjectNode of(Target target) {
        ObjectNode form = object().put("id", target.id()).put("enabled", target.enabled());
        putSorted(form, "resources", target.resources());
        if (target.scopes() != null) {
            putSorted(form, "scopes", target.scopes().tokens());
        }
        return form;
    }

    static ObjectNode of(Principal principal) {
        ObjectNode form = object().put("id", principal.id())
                .put("enabled", principal.enabled())
                .put("client", principal.client().value());
        if (principal.proof() instanceof ApiKey key) {
            putText(form, "user", key.user());
            form.put("key_id", key.keyId()).put("public_key", RsaPublicKeys.text(key.publicKey()));
        } else if (principal.proof() instanceof SessionTokens tokens) {
            form.put("provider", tokens.provider());
        }
        return form;
    }

    private static List<String> names(Set<TokenType> types) {
        return types.stream().map(TokenType::shortName).toList();
    }

    private static void putMap(ObjectNode form, String key, Map<String, Scopes> map) {
        if (!map.isEmpty()) {
            ObjectNode section = form.putObject(key);
            new TreeMap<>(map).forEach((scope, worth) -> putSorted(section, scope, worth.tokens()));
        }
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static @Nullable String text(@Nullable Duration duration) {
        return duration == null ? null : Settings.text(duration);
    }

    static void putText(ObjectNode form, String key, @Nullable String text) {
        if (text != null) {
            form.put(key, text);
        }
    }

    private static void putTrue(ObjectNode form, String key, boolean flag) {
        if (flag) {
            form.put(key, true);
        }
    }

    static void putSorted(ObjectNode form, String key, Collection<String> values) {
        putList(form, key, values.stream().sorted().toList());
    }

    private static void putList(ObjectNode form, String key, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode list = form.putArray(key);
            values.forEach(list::add);
        }
    }

    /** As an object if that is read as the same text again, else as the text. */
    static void putKeys(ObjectNode form, String key, @Nullable String jwks) {
        if (jwks == null || jwks.isEmpty()) {
            return;
        }
        if (isReadAsItIs(jwks)) {
            form.putRawValue(key, new RawValue(jwks));
        } else {
            form.put(key, jwks);
        }
    }

    private static boolean isReadAsItIs(String json) {
        try {
            return NodeReader.read("keys.json", json, new Problems("keys.json"))
                    .node()
                    .toJson()
                    .equals(json);
        } catch (EntryProblems unreadable) {
            return false;
        }
    }
}
