package io.bourse.entry;

import io.bourse.jose.ForeignJwtVerifier;
import io.bourse.jose.SpiffeId;
import io.bourse.provider.AudienceProof;
import io.bourse.provider.AudienceProof.ApplicationCheck;
import io.bourse.provider.AudienceProof.DebugToken;
import io.bourse.provider.AudienceProof.TokenInfo;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Introspection;
import io.bourse.provider.Provider.Jwks;
import io.bourse.provider.Provider.Proof;
import io.bourse.provider.Provider.UserInfo;
import io.bourse.provider.ProviderAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads how a provider's tokens are proved. */
final class ProofReader {

    static final Set<String> JWKS_KEYS =
            Set.of("issuer", "trust_domain", "jwks_uri", "keys", "algorithms", "types", "audience", "max_age");
    static final Set<String> USERINFO_KEYS = Set.of("userinfo_uri", "audience_proof");
    static final Set<String> INTROSPECTION_KEYS = Set.of(
            "introspection_uri", "client_id", "client_secret", "client_secret_env", "client_secret_file", "audience");
    static final Set<String> TOKEN_INFO_KEYS = Set.of("tokeninfo_uri", "audience");
    static final Set<String> DEBUG_TOKEN_KEYS =
            Set.of("debug_token_uri", "client_id", "client_secret", "client_secret_env", "client_secret_file");
    static final Set<String> APPLICATION_CHECK_KEYS =
            Set.of("application_check_uri", "client_id", "client_secret", "client_secret_env", "client_secret_file");

    private static final List<String> PROOFS = List.of("jwks", "userinfo", "introspection");

    private static final Duration MAX_AGE = Duration.ofDays(365);

    private final SecretReader secrets;

    ProofReader(SecretReader secrets) {
        this.secrets = secrets;
    }

    Proof read(EntryFields fields, boolean privateAddresses, List<GivenSecret> given) {
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
        String trustDomain = fields.text("trust_domain").orElse(null);
        if (trustDomain != null && !SpiffeId.isTrustDomain(trustDomain)) {
            fields.problem("trust_domain", "is no trust domain, such as prod.example: no spiffe://, no path");
        }
        boolean named = trustDomain == null || fields.has("issuer");
        return new Jwks(
                named ? issuer(fields, privateAddresses) : null,
                trustDomain,
                fields.has("jwks_uri") ? address(fields, "jwks_uri", privateAddresses) : null,
                keys(fields, trustDomain != null),
                algorithms(fields),
                fields.list("types", Syntax::audience).stream()
                        .map(ProofReader::type)
                        .collect(Collectors.toSet()),
                audience(fields),
                fields.duration("max_age", MAX_AGE).orElse(null));
    }

    private static @Nullable String keys(EntryFields fields, boolean bundle) {
        return fields.node("keys")
                .map(node -> PublicKeys.read(fields, "keys", node, bundle))
                .orElse(null);
    }

    private static String issuer(EntryFields fields, boolean privateAddresses) {
        String issuer = fields.required("issuer");
        if (!issuer.isEmpty()) {
            Syntax.audience(issuer).ifPresent(text -> fields.problem("issuer", text));
        }
        if (issuer.startsWith(Provider.NAMELESS)) {
            fields.problem(
                    "issuer",
                    "begins with " + Provider.NAMELESS + ", as do only our names for providers that issue no JWTs");
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
                .filter(name -> !ForeignJwtVerifier.ALGORITHMS.contains(name))
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
        return "; known are " + ForeignJwtVerifier.ALGORITHMS.stream().sorted().collect(Collectors.joining(", "));
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
                proof.map(item -> audienceProof(fields, item, privateAddresses, given))
                        .orElse(null));
    }

    /** Which it is, its address says. */
    private AudienceProof audienceProof(
            EntryFields userinfo, Node.Item item, boolean privateAddresses, List<GivenSecret> given) {
        Set<String> written =
                item.node() instanceof Node.Fields map ? map.fields().keySet() : Set.of();
        if (written.contains("tokeninfo_uri")) {
            EntryFields fields = userinfo.inner("audience_proof", item, TOKEN_INFO_KEYS);
            return new TokenInfo(address(fields, "tokeninfo_uri", privateAddresses), audience(fields));
        }
        if (written.contains("debug_token_uri")) {
            EntryFields fields = userinfo.inner("audience_proof", item, DEBUG_TOKEN_KEYS);
            String uri = address(fields, "debug_token_uri", privateAddresses);
            return new DebugToken(uri, clientId(fields, given), "");
        }
        if (written.contains("application_check_uri")) {
            EntryFields fields = userinfo.inner("audience_proof", item, APPLICATION_CHECK_KEYS);
            String uri = address(fields, "application_check_uri", privateAddresses);
            return new ApplicationCheck(uri, clientId(fields, given), "");
        }
        return introspection(userinfo.inner("audience_proof", item, INTROSPECTION_KEYS), privateAddresses, given);
    }

    private Introspection introspection(EntryFields fields, boolean privateAddresses, List<GivenSecret> given) {
        String address = address(fields, "introspection_uri", privateAddresses);
        String clientId = clientId(fields, given);
        // Our own name there is the audience that nobody else has.
        Set<String> audience = fields.has("audience") ? audience(fields) : Set.of(clientId);
        return new Introspection(address, clientId, "", audience);
    }

    /** Who we are there; with the secret that proves it. */
    private String clientId(EntryFields fields, List<GivenSecret> given) {
        String clientId = fields.required("client_id");
        Optional<GivenSecret> secret = secrets.readOrKeep(fields, "client_secret");
        secret.ifPresent(given::add);
        if (secret.isEmpty() && SecretReader.keys("client_secret").stream().noneMatch(fields::has)) {
            fields.problem(
                    "client_secret", "is missing; without it the provider does not say whom a token was made for");
        }
        return clientId;
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
