package io.bourse.entry;

import io.bourse.config.Secret;
import io.bourse.oauth.ClientId;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Introspection;
import io.bourse.provider.Provider.Jwks;
import io.bourse.provider.Provider.Proof;
import io.bourse.provider.Provider.Provisioning;
import io.bourse.provider.Provider.UserInfo;
import io.bourse.provider.ProviderAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a provider's entry and refuses what cannot be safe. */
final class ProviderReader {

    static final Set<String> KEYS = Set.of(
            "id",
            "project",
            "enabled",
            "clients",
            "provisioning",
            "private_addresses",
            "jwks",
            "userinfo",
            "introspection");
    static final Set<String> JWKS_KEYS =
            Set.of("issuer", "jwks_uri", "keys", "algorithms", "types", "audience", "max_age");
    static final Set<String> USERINFO_KEYS = Set.of("userinfo_uri", "audience_proof");
    static final Set<String> INTROSPECTION_KEYS = Set.of(
            "introspection_uri", "client_id", "client_secret", "client_secret_env", "client_secret_file", "audience");

    private static final List<String> PROOFS = List.of("jwks", "userinfo", "introspection");

    /** Each is asymmetric: with a shared key, whoever can verify can also forge. */
    private static final Set<String> ALGORITHMS =
            Set.of("ES256", "ES384", "ES512", "EdDSA", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512");

    private static final Duration MAX_AGE = Duration.ofDays(365);

    private final SecretReader secrets;

    ProviderReader(SecretReader secrets) {
        this.secrets = secrets;
    }

    Declared<Provider> read(EntryFields fields) {
        boolean privateAddresses = fields.flag("private_addresses", false);
        List<GivenSecret> given = new ArrayList<>();
        Provider draft = new Provider(
                fields.text("id").orElse(""),
                "",
                fields.flag("enabled", true),
                fields.list("clients", Syntax::id).stream().map(ClientId::new).collect(Collectors.toSet()),
                fields.choice("provisioning", Provisioning.NONE),
                proof(fields, privateAddresses, given),
                privateAddresses);
        return new Declared<>(fields.place(), fields.text("project").orElse(null), given, draft);
    }

    private Proof proof(EntryFields fields, boolean privateAddresses, List<GivenSecret> given) {
        List<String> proofs = PROOFS.stream().filter(fields::has).toList();
        if (proofs.isEmpty()) {
            fields.problem("jwks", "is missing; say how tokens are proved, by jwks, userinfo or introspection");
        } else if (proofs.size() > 1) {
            fields.problem(proofs.get(1), "and " + proofs.get(0) + " are both given; a provider has one proof");
        }
        Optional<EntryFields> userinfo = fields.section("userinfo", USERINFO_KEYS);
        Optional<EntryFields> introspection = fields.section("introspection", INTROSPECTION_KEYS);
        Optional<EntryFields> jwks = fields.section("jwks", JWKS_KEYS);
        if (userinfo.isPresent()) {
            return userInfo(userinfo.get(), privateAddresses, given);
        }
        if (introspection.isPresent()) {
            return introspection(introspection.get(), privateAddresses, given);
        }
        return jwks.<Proof>map(section -> jwks(section, privateAddresses))
                .orElse(new Jwks("", null, null, Set.of(), Set.of(), Set.of(), null));
    }

    private static Jwks jwks(EntryFields fields, boolean privateAddresses) {
        if (fields.has("jwks_uri") == fields.has("keys")) {
            fields.problem("jwks_uri", "or keys: give one of them");
        }
        return new Jwks(
                issuer(fields, privateAddresses),
                fields.has("jwks_uri") ? address(fields, "jwks_uri", privateAddresses) : null,
                fields.node("keys")
                        .map(node -> PublicKeys.read(fields, "keys", node))
                        .orElse(null),
                algorithms(fields),
                fields.list("types", Syntax::audience).stream()
                        .map(ProviderReader::type)
                        .collect(Collectors.toSet()),
                audience(fields),
                fields.duration("max_age", MAX_AGE).orElse(null));
    }

    private static String issuer(EntryFields fields, boolean privateAddresses) {
        String issuer = fields.required("issuer");
        if (!issuer.isEmpty()) {
            Syntax.audience(issuer).ifPresent(text -> fields.problem("issuer", text));
        }
        if (issuer.startsWith("http:") && !privateAddresses) {
            fields.problem("issuer", "is http: anybody on the way could speak for it; use https");
        }
        return issuer;
    }

    private static Set<String> algorithms(EntryFields fields) {
        if (!fields.has("algorithms")) {
            fields.problem("algorithms", "is missing; list those that the provider signs with, such as [RS256]");
        }
        List<String> algorithms = fields.list("algorithms");
        if (fields.has("algorithms") && algorithms.isEmpty()) {
            fields.problem("algorithms", "is empty; list those that the provider signs with, such as [RS256]");
        }
        algorithms.stream()
                .filter(name -> !ALGORITHMS.contains(name))
                .findFirst()
                .ifPresent(name -> fields.problem("algorithms", "holds " + Problems.quote(name) + reason(name)));
        return Set.copyOf(algorithms);
    }

    private static String reason(String algorithm) {
        if (algorithm.equalsIgnoreCase("none")) {
            return ", which proves nothing; list what the provider signs with";
        }
        if (algorithm.startsWith("HS")) {
            return ", which is symmetric: whoever can verify can also forge; list an asymmetric one";
        }
        return "; known are " + ALGORITHMS.stream().sorted().collect(Collectors.joining(", "));
    }

    private static String type(String value) {
        String type = value.toLowerCase(Locale.ROOT);
        return type.startsWith("application/") ? type.substring("application/".length()) : type;
    }

    /** Who the provider's tokens must be meant for. */
    private static Set<String> audience(EntryFields fields) {
        List<String> audience = fields.list("audience", Syntax::audience);
        if (audience.isEmpty()) {
            fields.problem(
                    "audience",
                    "is missing; without it a token that the provider made for anybody else would be good here");
        }
        return Set.copyOf(audience);
    }

    private UserInfo userInfo(EntryFields fields, boolean privateAddresses, List<GivenSecret> given) {
        String address = address(fields, "userinfo_uri", privateAddresses);
        Optional<Node.Item> proof = fields.node("audience_proof");
        if (proof.isEmpty()) {
            fields.problem(
                    "audience_proof",
                    "is missing; userinfo does not say whom a token was made for, so add an introspection, "
                            + "or accept tokens made for anybody with audience_proof: none");
        } else if (proof.get().node() instanceof Node.Text text && text.text().equals("none")) {
            return new UserInfo(address, null);
        }
        return new UserInfo(
                address,
                fields.section("audience_proof", INTROSPECTION_KEYS)
                        .map(section -> introspection(section, privateAddresses, given))
                        .orElse(null));
    }

    private Introspection introspection(EntryFields fields, boolean privateAddresses, List<GivenSecret> given) {
        String address = address(fields, "introspection_uri", privateAddresses);
        String clientId = fields.required("client_id");
        Optional<Secret> secret = secrets.read(fields, "client_secret");
        secret.map(GivenSecret.Chosen::new).ifPresent(given::add);
        if (secret.isEmpty()) {
            fields.problem("client_secret", "is missing; an introspection is authenticated (RFC 7662 section 2.1)");
        }
        // Our own name there is the audience that nobody else has.
        Set<String> audience = fields.has("audience") ? audience(fields) : Set.of(clientId);
        return new Introspection(address, clientId, "", audience);
    }

    private static String address(EntryFields fields, String key, boolean privateAddresses) {
        String value = fields.required(key);
        if (!value.isEmpty()) {
            try {
                ProviderAddress.parse(value, privateAddresses);
            } catch (IllegalArgumentException e) {
                fields.problem(key, String.valueOf(e.getMessage()));
            }
        }
        return value;
    }
}
