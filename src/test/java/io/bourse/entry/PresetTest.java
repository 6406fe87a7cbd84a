package io.bourse.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.oauth.Subject.Kind;
import io.bourse.provider.AudienceProof.ApplicationCheck;
import io.bourse.provider.AudienceProof.DebugToken;
import io.bourse.provider.AudienceProof.TokenInfo;
import io.bourse.provider.Condition;
import io.bourse.provider.Provider;
import io.bourse.provider.Provider.Introspection;
import io.bourse.provider.Provider.Jwks;
import io.bourse.provider.Provider.Limits;
import io.bourse.provider.Provider.Provisioning;
import io.bourse.provider.Provider.UserInfo;
import io.bourse.provider.SubjectMapping;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a provider's entry says once it is read: with a preset, what it leaves blank. */
class PresetTest {

    private static final EntryFile FILE = new EntryFile(ExternalSecrets.NONE);
    private static final String DIRECTORY = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    private static final String MICROSOFT = "https://login.microsoftonline.com/" + DIRECTORY;

    private static Declared<Provider> declared(String fields) {
        return FILE.parse("f", "providers:\n- {id: p, " + fields + "}")
                .providers()
                .get(0);
    }

    private static Provider read(String fields) {
        return declared(fields).draft();
    }

    private static Set<String> of(String... values) {
        return Set.of(values);
    }

    @Test
    void everythingThatAnEntryMaySay() {
        Provider provider = read("""
                subject: {kind: workload, claim: oid},
                require: {email_verified: true, hd: [example.com, example.org], /k8s/sa: {pattern: 'shop:*'}},
                claims: {groups: wids, email: mail}, keep_act: true, single_use: true,
                limits: {timeout: 500ms, max_answer: 64KB},
                jwks: {issuer: 'https://i.example', jwks_uri: 'https://i.example/k', algorithms: [RS256],
                  audience: [us], max_age: 1h}""");

        assertThat(provider.subject()).isEqualTo(new SubjectMapping(Kind.WORKLOAD, "oid"));
        assertThat(provider.conditions())
                .containsExactly(
                        Condition.exactly("email_verified", "true"),
                        Condition.oneOf("hd", of("example.com", "example.org")),
                        Condition.like("/k8s/sa", "shop:*"));
        assertThat(provider.claims()).isEqualTo(Map.of("groups", "wids", "email", "mail"));
        assertThat(provider.keepsActors()).isTrue();
        assertThat(provider.singleUse()).isTrue();
        assertThat(provider.limits()).isEqualTo(new Limits(Duration.ofMillis(500), 64 * 1024));
        assertThat(((Jwks) provider.proof()).maxAge()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void googlesIdTokens() {
        Provider provider = read("preset: google, tenant: example.com, jwks: {audience: [us]}");

        assertThat(provider.proof())
                .isEqualTo(new Jwks(
                        "https://accounts.google.com",
                        "https://www.googleapis.com/oauth2/v3/certs",
                        null,
                        of("RS256"),
                        of(),
                        of("us"),
                        null));
        assertThat(provider.conditions()).containsExactly(Condition.exactly("hd", "example.com"));
        assertThat(provider.subject()).isEqualTo(SubjectMapping.USER);
    }

    @Test
    void googlesAccessTokens() {
        Provider provider = read("preset: google, tenant: [example.com, example.org], provisioning: link,"
                + " userinfo: {audience_proof: {audience: [us]}}");

        assertThat(provider.proof())
                .isEqualTo(new UserInfo(
                        "https://openidconnect.googleapis.com/v1/userinfo",
                        new TokenInfo("https://oauth2.googleapis.com/tokeninfo", of("us"))));
        assertThat(provider.conditions()).containsExactly(Condition.oneOf("hd", of("example.com", "example.org")));
        assertThat(provider.provisioning()).isEqualTo(Provisioning.LINK);
    }

    @Test
    void anAudienceProofThatTheEntryChoosesReplacesThatOfThePreset() {
        String own = "introspection_uri: 'https://i.example/i', client_id: us, client_secret: secret42";

        assertThat(read("preset: google, userinfo: {audience_proof: {" + own + "}}")
                        .proof())
                .isEqualTo(new UserInfo(
                        "https://openidconnect.googleapis.com/v1/userinfo",
                        new Introspection("https://i.example/i", "us", "", of("us"))));
        assertThat(read("preset: facebook, userinfo: {audience_proof: {" + own + "}}")
                        .proof())
                .isEqualTo(new UserInfo(
                        "https://graph.facebook.com/me?fields=id,name,email",
                        new Introspection("https://i.example/i", "us", "", of("us"))));
        assertThat(read("preset: google, introspection: {" + own + "}").proof())
                .isEqualTo(new Introspection("https://i.example/i", "us", "", of("us")));
    }

    @Test
    void microsoft() {
        Provider provider =
                read("preset: microsoft, tenant: " + DIRECTORY + ", require: {acr: '1'}, jwks: {audience: [us]}");

        assertThat(provider.proof())
                .isEqualTo(new Jwks(
                        MICROSOFT + "/v2.0",
                        MICROSOFT + "/discovery/v2.0/keys",
                        null,
                        of("RS256"),
                        of(),
                        of("us"),
                        null));
        assertThat(provider.conditions())
                .containsExactly(Condition.exactly("acr", "1"), Condition.exactly("tid", DIRECTORY));
        assertThat(provider.subject()).isEqualTo(new SubjectMapping(Kind.USER, "oid"));
    }

    @Test
    void apple() {
        assertThat(read("preset: apple, jwks: {audience: [us]}").proof())
                .isEqualTo(new Jwks(
                        "https://appleid.apple.com",
                        "https://appleid.apple.com/auth/keys",
                        null,
                        of("RS256"),
                        of(),
                        of("us"),
                        null));
    }

    @Test
    void facebook() {
        Declared<Provider> entry =
                declared("preset: facebook, userinfo: {audience_proof: {client_id: '42', client_secret: secret42}}");

        assertThat(entry.draft().proof())
                .isEqualTo(new UserInfo(
                        "https://graph.facebook.com/me?fields=id,name,email",
                        new DebugToken("https://graph.facebook.com/debug_token", "42", "")));
        assertThat(entry.draft().subject()).isEqualTo(new SubjectMapping(Kind.USER, "id"));
        assertThat(entry.secrets()).hasSize(1);
    }

    @Test
    void github() {
        Declared<Provider> entry =
                declared("preset: github, userinfo: {audience_proof: {client_id: Iv1.a/b, client_secret: secret42}}");

        assertThat(entry.draft().proof())
                .isEqualTo(new UserInfo(
                        "https://api.github.com/user",
                        new ApplicationCheck("https://api.github.com/applications/Iv1.a%2Fb/token", "Iv1.a/b", "")));
        assertThat(entry.draft().subject()).isEqualTo(new SubjectMapping(Kind.USER, "id"));
        assertThat(entry.secrets()).hasSize(1);
    }

    @Test
    void kubernetes() {
        Provider provider = read("preset: kubernetes, private_addresses: true,"
                + " jwks: {issuer: 'https://kubernetes.default.svc', jwks_uri: 'https://10.0.0.1/openid/v1/jwks',"
                + " audience: [bourse]}, require: {sub: {pattern: 'system:serviceaccount:shop:*'}}");

        assertThat(provider.proof())
                .isEqualTo(new Jwks(
                        "https://kubernetes.default.svc",
                        "https://10.0.0.1/openid/v1/jwks",
                        null,
                        of("RS256"),
                        of(),
                        of("bourse"),
                        null));
        assertThat(provider.subject()).isEqualTo(new SubjectMapping(Kind.WORKLOAD, "sub"));
    }

    @Test
    void spiffe() {
        Provider provider = read("preset: spiffe, jwks: {trust_domain: prod.example,"
                + " jwks_uri: 'https://i.example/bundle', algorithms: [ES256], audience: [bourse]}");

        assertThat(provider.proof())
                .isEqualTo(new Jwks(
                        null, "prod.example", "https://i.example/bundle", null, of("ES256"), of(), of("bourse"), null));
        assertThat(provider.issuer()).contains("spiffe://prod.example");
        assertThat(provider.subject().kind()).isEqualTo(Kind.WORKLOAD);
    }

    @Test
    void whatTheEntrySaysCounts() {
        Provider provider = read("preset: google, jwks: {issuer: 'https://i.example', algorithms: [ES256],"
                + " audience: [us], keys: [{kty: EC, crv: P-256, x: MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4,"
                + " y: 4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM}]}");

        Jwks jwks = (Jwks) provider.proof();
        assertThat(jwks.issuer()).isEqualTo("https://i.example");
        assertThat(jwks.algorithms()).containsExactly("ES256");
        assertThat(jwks.jwksUri()).isNull();
        assertThat(jwks.jwks()).contains("P-256");
    }

    @Test
    void theAudienceProofIsRenouncedInTheseWordsOnly() {
        UserInfo info = (UserInfo)
                read("preset: google, userinfo: {audience_proof: none}").proof();

        assertThat(info.audienceProof()).isNull();
    }

    /** Two entries whose texts are the same are not written again, so different ones must differ. */
    @Test
    void conditionsThatDifferAreShownToDiffer() {
        String jwks = "jwks: {issuer: i, jwks_uri: 'https://i.example/k', algorithms: [RS256], audience: [us]}";
        List<String> requirements = List.of(
                "{}",
                "{a: 'b c'}",
                "{a: [b, c]}",
                "{a: '[\"b\" \"c\"]'}",
                "{a: {pattern: b}}",
                "{a: b}",
                "{'a b': b}",
                "{a: 'like \"b\"'}");

        Set<Map<String, String>> shown = new HashSet<>();
        requirements.forEach(require -> shown.add(Shown.of(read("require: " + require + ", " + jwks))));

        assertThat(shown).hasSameSizeAs(requirements);
    }
}
