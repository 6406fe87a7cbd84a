package io.bourse.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TestRsaKeys;
import io.bourse.jose.RsaPublicKeys;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is shown of an entry says the same when it is read again, has every key, and no secret. */
class FileFormTest {

    private static final EntryFile FILE = EntryFile.ofCallers();

    private static final String KEY = "{\"kty\":\"EC\",\"crv\":\"P-256\","
            + "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
            + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}";

    private static final String INTROSPECTION = "{introspection_uri: 'https://i.example/i', client_id: us,"
            + " client_secret: 'a secret of ours', audience: [us, them]}";

    private static final String APPLICATION = "{client_id: us, client_secret: 'a secret of ours'}";

    private static final String RSA = RsaPublicKeys.text(TestRsaKeys.one());

    private record Shape<T>(String section, Function<Entries, List<Declared<T>>> drafts, Function<T, ObjectNode> form) {

        T read(String entry) {
            return drafts.apply(FILE.parse("f", section + ": [" + entry + "]"))
                    .get(0)
                    .draft();
        }

        ObjectNode shown(String entry) {
            return form.apply(read(entry));
        }

        /** Read from YAML and from JSON, which must make no difference. */
        void saysTheSameAgain(String entry) {
            T read = read(entry);
            String shown = "{\"" + section + "\":[" + form.apply(read) + "]}";
            // A project is named by what is registered only.
            String named = shown.replace("\"project\":\"\",", "");
            assertThat(drafts.apply(FILE.parse("f.json", named)).get(0).draft())
                    .as(named)
                    .isEqualTo(read);
        }
    }

    private static final Shape<?> PROJECTS = new Shape<>("projects", Entries::projects, FileForm::of);
    private static final Shape<?> CLIENTS = new Shape<>("clients", Entries::clients, FileForm::of);
    private static final Shape<?> USERS = new Shape<>("users", Entries::users, FileForm::of);
    private static final Shape<?> PROVIDERS = new Shape<>("providers", Entries::providers, ProviderForm::of);
    private static final Shape<?> EXCHANGES = new Shape<>("exchanges", Entries::exchanges, FileForm::of);

    private static final Shape<?> PRINCIPALS = new Shape<>("principals", Entries::principals, FileForm::of);

    private static final String CLIENT = "id: c, enabled: false, grants: [token-exchange, client_credentials],"
            + " scopes: [write, read], audiences: ['https://b.example', 'https://a.example'], serves: [b, a],"
            + " may_act: d, login_provider: p, assigned_users_only: true, access_token_lifetime: 90s, refresh_idle: 36h, refresh_lifetime: 2d";

    static Stream<Arguments> entries() {
        return Stream.of(
                arguments(PROJECTS, "{id: p, enabled: false}"),
                arguments(PROJECTS, "{id: p}"),
                arguments(CLIENTS, "{" + CLIENT + ", secret: one of our secrets}"),
                arguments(CLIENTS, "{id: c}"),
                arguments(CLIENTS, "{id: c, authentication: none}"),
                arguments(CLIENTS, "{id: c, authentication: private_key_jwt, jwks: {keys: [" + KEY + "]}}"),
                arguments(CLIENTS, "{id: c, authentication: private_key_jwt, jwks: '{ \"keys\": [ " + KEY + " ] }'}"),
                arguments(CLIENTS, "{id: c, authentication: provider_jwt, identity: {provider: k8s, subject: 'a:b'}}"),
                arguments(
                        USERS,
                        "{id: 00000000-0000-7000-8000-000000000001, username: Ada L, email: a@b.example,"
                                + " enabled: false, password: correct horse, name: Ada Lovelace, locale: en-GB,"
                                + " timezone: Europe/London, password_allow_reset: true,"
                                + " password_require_update: true}"),
                arguments(USERS, "{id: 00000000-0000-7000-8000-000000000001}"),
                arguments(PROVIDERS, provider("jwks: " + jwks("jwks_uri: 'https://i.example/k'"))),
                arguments(PROVIDERS, provider("jwks: " + jwks("keys: [" + KEY + "]"))),
                arguments(PROVIDERS, provider("introspection: " + INTROSPECTION)),
                arguments(PROVIDERS, provider("userinfo: {userinfo_uri: 'https://i.example/u', audience_proof: none}")),
                arguments(
                        PROVIDERS,
                        provider("userinfo: {userinfo_uri: 'https://i.example/u', audience_proof: " + INTROSPECTION
                                + "}")),
                arguments(
                        PROVIDERS,
                        provider("jwks: "
                                        + jwks("jwks_uri: 'https://i.example/k', trust_domain: prod.example")
                                        + ", subject: {kind: workload}, require: {b: x, a: [z, y], /c/d: {pattern: 'e*'},"
                                        + " 'a b': 'true'}, claims: {groups: wids, email: mail}, keep_act: true,"
                                        + " single_use: true, limits: {timeout: 150ms, max_answer: 1MB}")
                                .replace("create", "none")),
                arguments(PROVIDERS, "{id: p, preset: google, tenant: a.example, jwks: {audience: [us]}}"),
                arguments(PROVIDERS, "{id: p, preset: google, userinfo: {audience_proof: {audience: [us]}}}"),
                arguments(PROVIDERS, "{id: p, preset: facebook, userinfo: {audience_proof: " + APPLICATION + "}}"),
                arguments(PROVIDERS, "{id: p, preset: github, userinfo: {audience_proof: " + APPLICATION + "}}"),
                arguments(EXCHANGES, "{id: e, client: a, subject: {client: b}, targets: [t], scopes: [read]}"),
                arguments(
                        EXCHANGES,
                        "{id: e, enabled: false, client: a, mode: delegation, subject: {provider: p, audience: x,"
                                + " types: [jwt]}, actor: {client: d}, targets: [t, s], scopes: [read, write],"
                                + " scope_map: {theirs: [write, read]}, issues: [jwt, refresh_token], lifetime: 1m,"
                                + " refresh: true, rebind: true, max_depth: 3}"),
                arguments(PRINCIPALS, "{id: p, client: a, user: ada, key_id: t/u/f, public_key: '" + RSA + "'}"),
                arguments(PRINCIPALS, "{id: p, enabled: false, client: a, key_id: t/u/f, public_key: '" + RSA + "'}"),
                arguments(PRINCIPALS, "{id: p, client: a, provider: oci}"));
    }

    private static String provider(String proof) {
        return "{id: p, enabled: false, clients: [b, a], provisioning: create, private_addresses: true, " + proof + "}";
    }

    private static String jwks(String keys) {
        return "{issuer: 'https://i.example', " + keys + ", algorithms: [RS256, ES256], types: [JWT], audience: [us],"
                + " max_age: 1h}";
    }

    @ParameterizedTest
    @MethodSource("entries")
    void saysTheSameWhenItIsReadAgain(Shape<?> shape, String entry) {
        shape.saysTheSameAgain(entry);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void showsNoSecret(Shape<?> shape, String entry) {
        assertThat(shape.shown(entry).toString()).doesNotContain("our secrets", "secret of ours", "horse");
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                arguments(PROJECTS, EntryFile.PROJECT_KEYS, Set.of()),
                arguments(CLIENTS, ClientReader.KEYS, Set.of("secret", "secret_env", "secret_file", "secrets")),
                arguments(USERS, UserReader.KEYS, Set.of("password", "password_env", "password_file")),
                // A preset is gone once it is read.
                arguments(PROVIDERS, ProviderReader.KEYS, Set.of("preset", "tenant")),
                arguments(EXCHANGES, ExchangeReader.KEYS, Set.of()),
                arguments(PRINCIPALS, PrincipalReader.KEYS, Set.of()));
    }

    /** A key that is read and not shown would be lost by whoever shows an entry, changes a field and puts it back. */
    @ParameterizedTest
    @MethodSource("kinds")
    void hasEveryKeyButSecrets(Shape<?> shape, Set<String> keys, Set<String> secrets) {
        Set<String> shown = new TreeSet<>(secrets);
        entries()
                .filter(each -> each.get()[0].equals(shape))
                .forEach(
                        each -> shape.shown((String) each.get()[1]).fieldNames().forEachRemaining(shown::add));

        assertThat(shown).containsExactlyInAnyOrderElementsOf(keys);
    }

    static Stream<Arguments> proofs() {
        return Stream.of(
                arguments("/jwks", ProofReader.JWKS_KEYS, Set.of()),
                arguments("/subject", ProviderReader.SUBJECT_KEYS, Set.of()),
                arguments("/limits", ProviderReader.LIMITS_KEYS, Set.of()),
                arguments("/userinfo", ProofReader.USERINFO_KEYS, Set.of()),
                arguments(
                        "/introspection",
                        ProofReader.INTROSPECTION_KEYS,
                        Set.of("client_secret", "client_secret_env", "client_secret_file")));
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void hasEveryKeyOfAProof(String pointer, Set<String> keys, Set<String> secrets) {
        Set<String> shown = new TreeSet<>(secrets);
        entries().filter(each -> each.get()[0].equals(PROVIDERS)).forEach(each -> {
            JsonNode section = PROVIDERS.shown((String) each.get()[1]).at(pointer);
            section.fieldNames().forEachRemaining(shown::add);
        });

        assertThat(shown).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void keysAreAnObjectUnlessOnlyTheTextIsTheSame() {
        String given = "{id: c, authentication: private_key_jwt, jwks: ";

        assertThat(CLIENTS.shown(given + "{keys: [" + KEY + "]}}").toString()).contains("\"jwks\":{\"keys\":[");
        assertThat(CLIENTS.shown(given + "'{\"keys\": [" + KEY + "]}'}").toString())
                .contains("\"jwks\":\"{\\\"keys\\\": [");
    }

    @Test
    void storedFormsOfSecretsAreNotShown() {
        assertThat(FileForm.of(TestEntries.client("c", true)).toString()).doesNotContain("sha256");
        assertThat(FileForm.of(TestEntries.user("ada", "a@b.example")).toString())
                .doesNotContain("phc");
        assertThat(ProviderForm.of(TestEntries.provider("p", TestEntries.introspection()))
                        .toString())
                .doesNotContain("sealed");
    }
}
