package io.bourse.entry;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an entry of a well-known provider may leave blank. Filled in when the entry is read, and stored so: another
 * version of Bourse with another preset changes no trust until the file is applied again, which shows the difference.
 */
enum Preset {
    GOOGLE,
    MICROSOFT,
    APPLE,
    FACEBOOK,
    GITHUB,
    KUBERNETES,
    SPIFFE;

    static final String KEY = "preset";

    private static final String TENANT = "tenant";

    /** The id of a directory; names such as common and organizations stand for everybody's. */
    private static final Pattern DIRECTORY =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** The directory of consumer accounts, which calls itself consumers: whoever wants one makes one. */
    private static final String CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";

    private static final List<String> SVID_ALGORITHMS =
            List.of("ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512");

    /** The entry with its blanks filled; itself if it names no preset. */
    static EntryFields expand(EntryFields fields) {
        Optional<Preset> preset = fields.has(KEY) ? named(fields) : Optional.empty();
        if (fields.has(TENANT) && preset.filter(Preset::hasTenants).isEmpty()) {
            fields.problem(TENANT, "goes with preset google or microsoft; for another provider, use require");
        }
        return preset.map(known -> fields.filled(KEY, known.blanks(fields))).orElse(fields);
    }

    private static Optional<Preset> named(EntryFields fields) {
        Preset preset = Choice.of(fields, KEY, GOOGLE);
        return fields.isSpoiled(KEY) ? Optional.empty() : Optional.of(preset);
    }

    private boolean hasTenants() {
        return this == GOOGLE || this == MICROSOFT;
    }

    private Map<String, Object> blanks(EntryFields fields) {
        return switch (this) {
            case GOOGLE -> google(fields);
            case MICROSOFT -> microsoft(fields);
            case APPLE ->
                Map.of(
                        "jwks",
                        jwks("https://appleid.apple.com", "https://appleid.apple.com/auth/keys", List.of("RS256")));
            case FACEBOOK ->
                Map.of(
                        "userinfo",
                        Map.of(
                                "userinfo_uri",
                                "https://graph.facebook.com/me?fields=id,name,email",
                                "audience_proof",
                                Map.of("debug_token_uri", "https://graph.facebook.com/debug_token")),
                        "subject",
                        Map.of("claim", "id"));
            case GITHUB -> github(fields);
            case KUBERNETES ->
                Map.of("jwks", Map.of("algorithms", List.of("RS256")), "subject", Map.of("kind", "workload"));
            case SPIFFE -> spiffe(fields);
        };
    }

    private static Map<String, Object> jwks(String issuer, String jwksUri, List<String> algorithms) {
        return Map.of("issuer", issuer, "jwks_uri", jwksUri, "algorithms", algorithms);
    }

    /** Its id tokens, or its access tokens if the entry has userinfo. */
    private static Map<String, Object> google(EntryFields fields) {
        Map<String, Object> blanks = new LinkedHashMap<>();
        if (fields.has("userinfo")) {
            blanks.put(
                    "userinfo",
                    Map.of(
                            "userinfo_uri",
                            "https://openidconnect.googleapis.com/v1/userinfo",
                            "audience_proof",
                            Map.of("tokeninfo_uri", "https://oauth2.googleapis.com/tokeninfo")));
        } else {
            blanks.put(
                    "jwks",
                    jwks(
                            "https://accounts.google.com",
                            "https://www.googleapis.com/oauth2/v3/certs",
                            List.of("RS256")));
        }
        fields.node(TENANT).ifPresent(tenant -> {
            refuseSecondTenant(fields, "hd");
            if (RequireReader.acceptsAnything(tenant.node())) {
                fields.problem(
                        TENANT,
                        "accepts every Workspace there is; name your domains, or leave it away if everybody with a"
                                + " Google account may come");
            }
            blanks.put("require", Map.of("hd", tenant.node()));
        });
        return blanks;
    }

    /** An id is unique within its directory only, and {@code sub} differs from one application to the next. */
    private static Map<String, Object> microsoft(EntryFields fields) {
        String tenant = fields.text(TENANT)
                .filter(value -> DIRECTORY.matcher(value).matches() && !value.equals(CONSUMERS))
                .orElse("");
        if (!fields.has(TENANT)) {
            fields.problem(TENANT, "is missing; say the id of the directory whose users and applications are meant");
        } else if (tenant.isEmpty()) {
            fields.problem(
                    TENANT,
                    "must be the id of one directory, in lower case, such as 72f988bf-86f1-41af-91ab-2d7cd011db47:"
                            + " common, organizations, consumers (" + CONSUMERS
                            + ") and patterns stand for everybody's");
        }
        refuseSecondTenant(fields, "tid");
        String base = "https://login.microsoftonline.com/" + tenant;
        return Map.of(
                "jwks",
                jwks(base + "/v2.0", base + "/discovery/v2.0/keys", List.of("RS256")),
                "subject",
                Map.of("claim", "oid"),
                "require",
                tenant.isEmpty() ? Map.of() : Map.of("tid", tenant));
    }

    private static void refuseSecondTenant(EntryFields fields, String claim) {
        if (fields.entries("require").containsKey(claim)) {
            fields.problem("require", "holds " + claim + ", which " + TENANT + " says already; leave one away");
        }
    }

    private static Map<String, Object> github(EntryFields fields) {
        // Without an id, the reader of the proof says that it is missing.
        String id = text(fields, "userinfo", "audience_proof", "client_id").orElse("-");
        String check =
                "https://api.github.com/applications/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/token";
        return Map.of(
                "userinfo",
                Map.of(
                        "userinfo_uri",
                        "https://api.github.com/user",
                        "audience_proof",
                        Map.of("application_check_uri", check)),
                "subject",
                Map.of("claim", "id"));
    }

    private static Map<String, Object> spiffe(EntryFields fields) {
        if (text(fields, "jwks", "trust_domain").isEmpty()) {
            fields.problem("jwks", "names no trust_domain; say whose workloads are meant, such as prod.example");
        }
        return Map.of("jwks", Map.of("algorithms", SVID_ALGORITHMS), "subject", Map.of("kind", "workload"));
    }

    private static Optional<String> text(EntryFields fields, String... path) {
        return fields.at(path).filter(Node.Text.class::isInstance).map(node -> ((Node.Text) node).text());
    }
}
