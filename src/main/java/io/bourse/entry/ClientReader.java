package io.bourse.entry;

import io.bourse.client.Client;
import io.bourse.client.Client.Authentication;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.Scopes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a client's entry and refuses what cannot be safe. */
final class ClientReader {

    static final Set<String> KEYS = Set.of(
            "id",
            "project",
            "enabled",
            "authentication",
            "secret",
            "secret_env",
            "secret_file",
            "secrets",
            "jwks",
            "grants",
            "scopes",
            "audiences",
            "serves",
            "may_act",
            "identity",
            "login_provider",
            "assigned_users_only",
            "access_token_lifetime",
            "refresh_idle",
            "refresh_lifetime");

    static final Set<String> IDENTITY_KEYS = Set.of("provider", "subject");

    /** Grants by the name of the wire, and the long one also by its end. */
    private static final Map<String, GrantType> GRANTS = Map.of(
            GrantType.PASSWORD.value(),
            GrantType.PASSWORD,
            GrantType.REFRESH_TOKEN.value(),
            GrantType.REFRESH_TOKEN,
            GrantType.CLIENT_CREDENTIALS.value(),
            GrantType.CLIENT_CREDENTIALS,
            GrantType.CONVERT_TOKEN.value(),
            GrantType.CONVERT_TOKEN,
            GrantType.TOKEN_EXCHANGE.value(),
            GrantType.TOKEN_EXCHANGE,
            "token-exchange",
            GrantType.TOKEN_EXCHANGE,
            GrantType.JWT_BEARER.value(),
            GrantType.JWT_BEARER,
            "jwt-bearer",
            GrantType.JWT_BEARER,
            GrantType.SIGNED_REQUEST.value(),
            GrantType.SIGNED_REQUEST);

    /** Why a public client may not use a grant. */
    private static final Map<GrantType, String> NOT_FOR_PUBLIC = new TreeMap<>(Map.of(
            GrantType.PASSWORD, "anybody could try passwords in its name",
            GrantType.CLIENT_CREDENTIALS, "it has no credentials (RFC 6749 section 4.4)",
            GrantType.TOKEN_EXCHANGE, "whoever finds a token could exchange it (RFC 8693 section 5)"));

    static final String NO_SECRET =
            "is missing; give one, or: generate, or say by authentication how else the client proves itself";

    private final SecretReader secrets;

    ClientReader(SecretReader secrets) {
        this.secrets = secrets;
    }

    Declared<Client> read(EntryFields fields) {
        List<GivenSecret> given = secrets.readClient(fields);
        Client draft = draft(fields);
        checkAuthentication(fields, draft, given);
        checkGrants(fields, draft);
        if (draft.refreshIdle().compareTo(draft.refreshLifetime()) > 0) {
            fields.problem("refresh_idle", "is longer than refresh_lifetime and would never count");
        }
        return new Declared<>(fields.place(), fields.text("project").orElse(null), given, draft);
    }

    private Client draft(EntryFields fields) {
        return new Client(
                new ClientId(fields.text("id").orElse("")),
                "",
                fields.flag("enabled", true),
                Choice.of(fields, "authentication", Authentication.SECRET),
                List.of(),
                fields.node("jwks")
                        .map(node -> PublicKeys.read(fields, "jwks", node))
                        .orElse(""),
                grants(fields),
                scopes(fields),
                fields.list("audiences", Syntax::audience),
                fields.list("serves", Syntax::audience),
                fields.text("may_act").map(ClientId::new).orElse(null),
                identity(fields),
                fields.text("login_provider").orElse(null),
                fields.flag("assigned_users_only", false),
                fields.duration("access_token_lifetime", Client.MAX_ACCESS_TOKEN_LIFETIME)
                        .orElse(Client.DEFAULT_ACCESS_TOKEN_LIFETIME),
                fields.duration("refresh_idle", Client.MAX_REFRESH_LIFETIME).orElseGet(() -> defaultIdle(fields)),
                fields.duration("refresh_lifetime", Client.MAX_REFRESH_LIFETIME)
                        .orElse(Client.DEFAULT_REFRESH_LIFETIME));
    }

    private static Client.@Nullable ForeignIdentity identity(EntryFields fields) {
        return fields.section("identity", IDENTITY_KEYS)
                .map(section -> new Client.ForeignIdentity(section.required("provider"), section.required("subject")))
                .orElse(null);
    }

    /** Whoever sets a short life need not set a shorter idle time. */
    private static Duration defaultIdle(EntryFields fields) {
        return fields.duration("refresh_lifetime", Client.MAX_REFRESH_LIFETIME)
                .filter(life -> life.compareTo(Client.DEFAULT_REFRESH_IDLE) < 0)
                .orElse(Client.DEFAULT_REFRESH_IDLE);
    }

    /** The scopes of a client or an exchange. */
    static Scopes scopes(EntryFields fields) {
        List<String> scopes = fields.list("scopes", Syntax::scope);
        return fields.isSpoiled("scopes") ? Scopes.NONE : Scopes.of(scopes);
    }

    private static Set<GrantType> grants(EntryFields fields) {
        Set<GrantType> grants = new TreeSet<>();
        for (String name : fields.list("grants")) {
            Optional.ofNullable(GRANTS.get(name)).ifPresentOrElse(grants::add, () -> refuseGrant(fields, name));
        }
        return grants;
    }

    private static void refuseGrant(EntryFields fields, String name) {
        String remedy = fields.remedy(
                name,
                GRANTS.keySet(),
                () -> "known are password, refresh_token, client_credentials, convert_token, token-exchange,"
                        + " jwt-bearer, signed_request");
        fields.problem("grants", "holds " + Problems.quote(name) + ", which is no grant" + remedy);
    }

    private static void checkAuthentication(EntryFields fields, Client draft, List<GivenSecret> given) {
        String secretKey = fields.has("secrets") ? "secrets" : secretKey(fields);
        boolean secret = fields.has(secretKey);
        boolean keys = fields.has("jwks");
        switch (draft.authentication()) {
            case SECRET -> {
                if (!secret && given.isEmpty()) {
                    fields.problem("secret", NO_SECRET);
                }
                refuseIf(keys, fields, "jwks", "counts only with authentication: private_key_jwt");
            }
            case PRIVATE_KEY_JWT -> {
                refuseIf(!keys, fields, "jwks", "is missing; private_key_jwt needs the client's public keys");
                refuseIf(secret, fields, secretKey, "is not used with private_key_jwt; leave it away");
            }
            case PROVIDER_JWT -> {
                refuseIf(
                        draft.identity() == null,
                        fields,
                        "identity",
                        "is missing; say who the client is to which provider, such as {provider: k8s, subject: ...}");
                refuseIf(secret, fields, secretKey, "is not used with provider_jwt; leave it away");
                refuseIf(keys, fields, "jwks", "counts only with authentication: private_key_jwt");
            }
            case SERVICE_KEY -> {
                refuseIf(secret, fields, secretKey, "is not used with service_key; leave it away");
                refuseIf(keys, fields, "jwks", "counts only with authentication: private_key_jwt");
            }
            case NONE -> {
                refuseIf(secret, fields, secretKey, "of a public client is no secret: everybody has its program");
                refuseIf(keys, fields, "jwks", "counts only with authentication: private_key_jwt");
                refuseIf(!draft.serves().isEmpty(), fields, "serves", "needs a client that can authenticate");
            }
        }
        refuseIf(
                draft.identity() != null && draft.authentication() != Authentication.PROVIDER_JWT,
                fields,
                "identity",
                "counts only with authentication: provider_jwt");
        refuseIf(twins(given), fields, "secrets", "are the same twice");
    }

    private static String secretKey(EntryFields fields) {
        return SecretReader.keys("secret").stream()
                .filter(fields::has)
                .findFirst()
                .orElse("secret");
    }

    private static boolean twins(List<GivenSecret> given) {
        List<String> seen = new ArrayList<>();
        for (GivenSecret each : given) {
            if (each instanceof GivenSecret.Chosen chosen) {
                seen.add(chosen.secret().reveal());
            }
        }
        return Set.copyOf(seen).size() < seen.size();
    }

    private static void checkGrants(EntryFields fields, Client draft) {
        if (draft.isPublic()) {
            NOT_FOR_PUBLIC.forEach((grant, reason) -> refuseIf(
                    draft.mayUse(grant),
                    fields,
                    "grants",
                    "gives a public client " + grant + ": " + reason + "; leave it away or give the client a secret"));
        }
        refuseIf(
                draft.scopes().contains(Scopes.OFFLINE_ACCESS) && !draft.mayUse(GrantType.REFRESH_TOKEN),
                fields,
                "scopes",
                "holds offline_access, which is for refresh tokens; list the grant refresh_token too, or leave it away");
        boolean issues = draft.grants().stream()
                .anyMatch(grant -> !grant.equals(GrantType.TOKEN_EXCHANGE) && !grant.equals(GrantType.REFRESH_TOKEN));
        refuseIf(
                issues && draft.audiences().isEmpty(),
                fields,
                "audiences",
                "is missing; every token is meant for somebody, so list whom this client's may be meant for");
    }

    private static void refuseIf(boolean wrong, EntryFields fields, String key, String text) {
        if (wrong) {
            fields.problem(key, text);
        }
    }
}
