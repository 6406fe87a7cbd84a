package io.bourse.entry;

import io.bourse.oauth.ClientId;
import io.bourse.oauth.Subject;
import io.bourse.provider.ClaimPath;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Limits;
import io.bourse.provider.Provider.Provisioning;
import io.bourse.provider.SubjectMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a provider's entry and refuses what cannot be safe. */
final class ProviderReader {

    static final Set<String> KEYS = Set.of(
            "id",
            "project",
            "preset",
            "tenant",
            "enabled",
            "clients",
            "provisioning",
            "subject",
            "require",
            "claims",
            "keep_act",
            "single_use",
            "private_addresses",
            "limits",
            "jwks",
            "userinfo",
            "introspection");
    static final Set<String> SUBJECT_KEYS = Set.of("kind", "claim");
    static final Set<String> LIMITS_KEYS = Set.of("timeout", "max_answer");

    private static final Duration MIN_TIMEOUT = Duration.ofMillis(100);
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,4})(KB|MB)");
    private static final int MAX_ANSWER = 1024 * 1024;

    private final ProofReader proofs;

    ProviderReader(SecretReader secrets) {
        this.proofs = new ProofReader(secrets);
    }

    Declared<Provider> read(EntryFields written) {
        EntryFields fields = Preset.expand(written);
        boolean privateAddresses = fields.flag("private_addresses", false);
        List<GivenSecret> given = new ArrayList<>();
        Provider draft = new Provider(
                fields.text("id").orElse(""),
                "",
                fields.flag("enabled", true),
                fields.list("clients", Syntax::id).stream().map(ClientId::new).collect(Collectors.toSet()),
                Choice.of(fields, "provisioning", Provisioning.NONE),
                subject(fields),
                RequireReader.read(fields),
                claims(fields),
                fields.flag("keep_act", false),
                fields.flag("single_use", false),
                proofs.read(fields, privateAddresses, given),
                privateAddresses,
                limits(fields));
        ProviderRules.check(draft, fields);
        return new Declared<>(fields.place(), fields.text("project").orElse(null), given, draft);
    }

    private static SubjectMapping subject(EntryFields fields) {
        Optional<EntryFields> section = fields.section("subject", SUBJECT_KEYS);
        if (section.isEmpty()) {
            return SubjectMapping.USER;
        }
        EntryFields subject = section.get();
        Subject.Kind kind =
                subject.text("kind").orElse("user").equals("workload") ? Subject.Kind.WORKLOAD : Subject.Kind.USER;
        if (subject.has("kind") && !subject.text("kind").orElse("").equals(kind.claim())) {
            subject.problem("kind", "must be one of user, workload");
        }
        String claim = subject.text("claim").orElse(SubjectMapping.SUB);
        return isClaim(subject, "claim", claim) ? new SubjectMapping(kind, claim) : SubjectMapping.USER;
    }

    private static Map<String, String> claims(EntryFields fields) {
        Map<String, String> claims = new TreeMap<>();
        fields.section("claims", Provider.CLAIMS).ifPresent(section -> {
            for (String name : Provider.CLAIMS) {
                section.text(name).ifPresent(claim -> claims.put(name, claim));
            }
            claims.forEach((name, claim) -> isClaim(section, name, claim));
        });
        return claims;
    }

    private static Limits limits(EntryFields fields) {
        Optional<EntryFields> section = fields.section("limits", LIMITS_KEYS);
        return section.map(limits -> new Limits(
                        limits.duration("timeout", MIN_TIMEOUT, MAX_TIMEOUT, "500ms or 5s")
                                .orElse(Limits.STANDARD.timeout()),
                        size(limits).orElse(Limits.STANDARD.maxAnswer())))
                .orElse(Limits.STANDARD);
    }

    private static Optional<Integer> size(EntryFields limits) {
        Matcher size = SIZE.matcher(limits.text("max_answer").orElse(""));
        Optional<Integer> bytes = Optional.of(size)
                .filter(Matcher::matches)
                .map(parts -> Integer.parseInt(parts.group(1)) * (parts.group(2).equals("MB") ? MAX_ANSWER : 1024))
                .filter(value -> value > 0 && value <= MAX_ANSWER);
        if (limits.has("max_answer") && bytes.isEmpty()) {
            limits.problem("max_answer", "must be a size from 1KB to 1MB, such as 64KB");
        }
        return bytes;
    }

    /** Whether it can name a claim; if not, that is noted. */
    private static boolean isClaim(EntryFields fields, String key, String claim) {
        Optional<String> problem = ClaimPath.problem(claim);
        problem.ifPresent(text -> fields.problem(key, text));
        return problem.isEmpty();
    }
}
