package io.bourse.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an entry in itself is refused for: the one problem that is told, after the file's name. */
class RefusalTest {

    private static final EntryFile FILE = new EntryFile(ExternalSecrets.of(name -> null, Path.of("")));
    private static final String JWKS = "jwks: {issuer: 'https://i.example', jwks_uri: 'https://i.example/k',"
            + " algorithms: [RS256], audience: [us]}";

    /** From RFC 7517 appendix A.1. */
    private static final String GOOD_KEY = "{kty: EC, crv: P-256, x: MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4,"
            + " y: 4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM}";

    static Stream<Arguments> files() {
        return Stream.of(
                arguments("", "1: the file is empty"),
                arguments("just text", "1: the file must be a map of keys and values"),
                arguments(
                        "clients:\n - id: [", "2: is no YAML: look at indentation, quotes and brackets here and above"),
                arguments("clients: []\n---\nclients: []", "3: begins a second document; one file is one document"),
                arguments("clients: []\nclients: []", "2: clients stands twice, first in line 1"),
                arguments("clients: &a []", "1: uses a YAML anchor or alias; write the value out"),
                arguments("clients: !!set {}", "1: uses a YAML tag; leave it away"),
                arguments("clients: [[[[[[[[[[[[[1]]]]]]]]]]]]]", "1: is nested deeper than any entry"),
                arguments("client: []", "1: client is not a key here; did you mean clients?"),
                arguments(
                        "tenants: []",
                        "1: tenants is not a key here; known are clients, exchanges, principals, projects, providers,"
                                + " targets, users"),
                arguments("clients:", "1: clients has no value; give one or leave the key away"),
                arguments("clients: {id: a}", "1: clients must be a list of entries, each beginning with -"),
                arguments("clients:\n- a", "2: client must be a map of keys and values"),
                arguments("projects:\n- {}", "2: project: id is missing"),
                arguments("projects:\n- {id: a}\n- {id: a}", "3: project a: id stands twice, first in line 2"),
                arguments(
                        "projects:\n- id: a b",
                        "2: project: id must be 1 to 200 of A-Z a-z 0-9 . _ ~ : / @ + -, beginning with a letter or digit"),
                arguments("projects:\n- {id: a, enabled: yes}", "2: project a: enabled must be true or false"));
    }

    @ParameterizedTest
    @MethodSource
    void files(String text, String problem) {
        refuses(text, problem);
    }

    static Stream<Arguments> clients() {
        return Stream.of(
                arguments(
                        "",
                        "secret is missing; give one, or: generate, or say by authentication how else the client proves itself"),
                arguments("secret: 1234567", "secret is shorter than 8 characters; take a longer one, or: generate"),
                arguments("secret: " + "x".repeat(129), "secret is longer than 128 characters"),
                arguments("secret_env: SHOP_SECRET", "secret_env names the variable SHOP_SECRET, which is not set"),
                arguments(
                        "secret_env: ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF", "secret_env names a variable that is not set"),
                arguments(
                        "secret_env: " + "A1B2C3D4_".repeat(4) + "E5F6A",
                        "secret_env names a variable that is not set"),
                arguments("secret_env: MTEyMDk5Mzk_2", "secret_env names a variable that is not set"),
                arguments("secret_env: 0A1B2C3D4E5F6A7B", "secret_env names a variable that is not set"),
                arguments("secret_env: A1B2C3D4E5F6A7B8", "secret_env names a variable that is not set"),
                arguments("secret_file: nowhere/secret", "secret_file names a file that cannot be read"),
                arguments("secret: one secret, secret_env: X", "secret_env and secret are both given; give one"),
                arguments("secrets: []", "secrets must be a list of one or two, the newer first"),
                arguments(
                        "secrets: [one one one, two two two, three three]",
                        "secrets must be a list of one or two, the newer first"),
                arguments("secrets: [one secret, one secret]", "secrets are the same twice"),
                arguments(
                        "secrets: [generate, one secret]",
                        "secrets cannot be generated: which one is the newer could not be told"),
                arguments(
                        "authentication: none, secret: one secret",
                        "secret of a public client is no secret: everybody has its program"),
                arguments("authentication: none, serves: [a]", "serves needs a client that can authenticate"),
                arguments(
                        "authentication: secrets, secret: one secret",
                        "authentication must be one of secret, private_key_jwt, provider_jwt, service_key, none"),
                arguments(
                        "authentication: private_key_jwt",
                        "jwks is missing; private_key_jwt needs the client's public keys"),
                arguments("authentication: private_key_jwt, jwks: {keys: []}", "jwks holds no key"),
                arguments(
                        "authentication: none, audiences: [a], grants: [password]",
                        "grants gives a public client password: anybody could try passwords in its name;"
                                + " leave it away or give the client a secret"),
                arguments(
                        "authentication: none, audiences: [a], grants: [client_credentials]",
                        "grants gives a public client client_credentials: it has no credentials"
                                + " (RFC 6749 section 4.4); leave it away or give the client a secret"),
                arguments(
                        "authentication: none, grants: [token-exchange]",
                        "grants gives a public client urn:ietf:params:oauth:grant-type:token-exchange: whoever finds"
                                + " a token could exchange it (RFC 8693 section 5); leave it away or give the client"
                                + " a secret"),
                arguments(
                        "secret: one secret, grants: [implicit]",
                        "grants holds 'implicit', which is no grant; known are password, refresh_token,"
                                + " client_credentials, convert_token, token-exchange, jwt-bearer, signed_request"),
                arguments(
                        "secret: one secret, grants: [client_credentials]",
                        "audiences is missing; every token is meant for somebody, so list whom this client's may be"
                                + " meant for"),
                arguments("secret: one secret, scopes: read", "scopes must be a list, such as [read, write]"),
                arguments("secret: one secret, scopes: [[a]]", "scopes must be a list of plain values"),
                arguments("secret: one secret, scopes: [a, a]", "scopes names 'a' twice"),
                arguments(
                        "secret: one secret, scopes: ['a b']",
                        "scopes holds 'a b', which is no scope (RFC 6749 section 3.3)"),
                arguments(
                        "secret: one secret, scopes: ['read:*']",
                        "scopes holds 'read:*'; a wildcard would allow what nobody listed, so list each"),
                arguments(
                        "secret: one secret, audiences: ['*']",
                        "audiences holds '*'; a wildcard would allow what nobody listed, so list each"),
                arguments(
                        "secret: one secret, audiences: ['https://a.example/#x']",
                        "audiences holds 'https://a.example/#x'; an audience is an absolute URI without fragment,"
                                + " or a name without spaces"),
                arguments(
                        "secret: one secret, audiences: [/orders]",
                        "audiences holds '/orders'; an audience is an absolute URI without fragment,"
                                + " or a name without spaces"),
                arguments(
                        "secret: one secret, serves: ['a b']",
                        "serves holds 'a b'; an audience is an absolute URI without fragment, or a name without spaces"),
                arguments(
                        "secret: one secret, access_token_lifetime: 31d",
                        "access_token_lifetime must be a duration from 1s to 30d, such as 5m or 1h"),
                arguments(
                        "secret: one secret, access_token_lifetime: 0s",
                        "access_token_lifetime must be a duration from 1s to 30d, such as 5m or 1h"),
                arguments(
                        "secret: one secret, refresh_lifetime: 181d",
                        "refresh_lifetime must be a duration from 1s to 180d, such as 5m or 1h"),
                arguments(
                        "secret: one secret, refresh_idle: 2d, refresh_lifetime: 1d",
                        "refresh_idle is longer than refresh_lifetime and would never count"),
                arguments(
                        "secret: one secret, scopes: [read, offline_access]",
                        "scopes holds offline_access, which is for refresh tokens; list the grant refresh_token too,"
                                + " or leave it away"),
                arguments(
                        "secret: one secret, jwks: {keys: [" + GOOD_KEY + "]}",
                        "jwks counts only with authentication: private_key_jwt"));
    }

    @ParameterizedTest
    @MethodSource
    void clients(String fields, String problem) {
        refuses("clients:\n- {id: a" + (fields.isEmpty() ? "" : ", ") + fields + "}", "2: client a: " + problem);
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                arguments("{kty: oct, k: c2VjcmV0, alg: HS256}", "private or symmetric"),
                arguments("{kty: RSA, n: AQAB, e: AQAB}", "malformed"),
                arguments("{kty: EC, crv: P-256, x: AA, y: AA}", ""),
                arguments(GOOD_KEY.replace("}", ", d: AQAB}"), "private or symmetric"));
    }

    @ParameterizedTest
    @MethodSource
    void keys(String key, String part) {
        String text = "clients:\n- {id: a, authentication: private_key_jwt, jwks: {keys: [" + key + "]}}";

        EntryProblems problems = catchThrowableOfType(EntryProblems.class, () -> FILE.parse("f", text));

        assertThat(problems.lines())
                .singleElement()
                .asString()
                .startsWith("f:2: client a: jwks holds a key that must not be trusted; a key without kid: ")
                .contains(part);
    }

    static Stream<Arguments> users() {
        return Stream.of(
                arguments("username: bob, password: 1234567", "bob: password must have 8 to 128 characters"),
                arguments("username: bob, password: " + "x".repeat(129), "bob: password must have 8 to 128 characters"),
                arguments(
                        "username: bob\uFF20example.com",
                        "bob\uFF20example.com: username looks like an e-mail address that is not this user's own;"
                                + " give it as email too"),
                arguments("username: \"\\u3000\"", ": username has no value; give one or leave the key away"),
                arguments(
                        "username: \"a\\0b\"",
                        ": username must be 1 to 200 characters, without control characters and surrounding space"),
                arguments("username: bob, email: bob", "bob: email must be one e-mail address"),
                arguments(
                        "username: bob@example.com",
                        "bob@example.com: username looks like an e-mail address that is not this user's own;"
                                + " give it as email too"),
                arguments(
                        "username: bob@example.com, email: eve@example.com",
                        "bob@example.com: username looks like an e-mail address that is not this user's own;"
                                + " give it as email too"),
                arguments(
                        "username: bob, password: generate it, ident: x",
                        "bob: ident is not a key here; known are email,"
                                + " enabled, id, locale, name, password, password_allow_reset, password_env,"
                                + " password_file, password_require_update, project, timezone, username"),
                arguments(
                        "username: bob, name: \"a\\0b\"",
                        "bob: name must be 1 to 200 characters, without control characters"),
                arguments(
                        "username: bob, locale: english please",
                        "bob: locale must be a language tag, such as en or pt-BR"),
                arguments(
                        "username: bob, timezone: Lisbon",
                        "bob: timezone must be a name of the time zone database, such as Europe/Lisbon"),
                arguments(
                        "username: bob, password_require_update: perhaps",
                        "bob: password_require_update must be true or false"),
                arguments(
                        "username: bob, id: bob",
                        "bob: id must be the id of a user who is there already, a UUID in lower case"),
                arguments("id: bob", ": id must be the id of a user who is there already, a UUID in lower case"));
    }

    @ParameterizedTest
    @MethodSource
    void users(String fields, String problem) {
        refuses("users:\n- {" + fields + "}", "2: user" + (problem.startsWith(":") ? "" : " ") + problem);
    }

    static Stream<Arguments> providers() {
        return Stream.of(
                arguments("", "jwks is missing; say how tokens are proved, by jwks, userinfo or introspection"),
                arguments(
                        JWKS + ", introspection: {introspection_uri: 'https://i.example', client_id: us,"
                                + " client_secret: abc}",
                        "introspection and jwks are both given; a provider has one proof"),
                arguments(
                        JWKS.replace(", audience: [us]", ""),
                        "jwks: audience is missing; without it a token that the provider made for anybody else would"
                                + " be good here"),
                arguments(
                        JWKS.replace("RS256", "HS256"),
                        "jwks: algorithms holds 'HS256', which is symmetric: whoever can verify can also forge;"
                                + " list an asymmetric one"),
                arguments(
                        JWKS.replace("RS256", "none"),
                        "jwks: algorithms holds 'none', which proves nothing; list what the provider signs with"),
                arguments(
                        JWKS.replace("RS256", "ES256K"),
                        "jwks: algorithms holds 'ES256K'; known are ES256, ES384, ES512, EdDSA, PS256, PS384, PS512,"
                                + " RS256, RS384, RS512"),
                arguments(
                        JWKS.replace("algorithms: [RS256], ", ""),
                        "jwks: algorithms is missing; list those that the provider signs with, such as [RS256]"),
                arguments(
                        JWKS.replace("[RS256]", "[]"),
                        "jwks: algorithms is empty; list those that the provider signs with, such as [RS256]"),
                arguments(
                        JWKS.replace("jwks_uri: 'https://i.example/k',", ""),
                        "jwks: jwks_uri or keys: give one of them"),
                arguments(
                        JWKS.replace("'https://i.example'", "'https://*.example'"),
                        "jwks: issuer holds 'https://*.example'; a wildcard would allow what nobody listed,"
                                + " so list each"),
                arguments(
                        JWKS.replace("'https://i.example'", "'provider:social'"),
                        "jwks: issuer begins with provider:, as do only our names for providers that issue no JWTs"),
                arguments(
                        JWKS.replace("'https://i.example'", "'http://i.example'"),
                        "jwks: issuer is http: anybody on the way could speak for it; use https"),
                arguments(
                        JWKS.replace("https://i.example/k", "http://i.example/k"),
                        "jwks: jwks_uri must use https, unless private_addresses is true"),
                arguments(
                        JWKS.replace("https://i.example/k", "https://10.0.0.1/k"),
                        "jwks: jwks_uri must not lead into a private network, unless private_addresses is true"),
                arguments(
                        JWKS.replace("https://i.example/k", "https://u:p@i.example/k"),
                        "jwks: jwks_uri must have a host and no user"),
                arguments(
                        "userinfo: {userinfo_uri: 'https://i.example/u'}",
                        "userinfo: audience_proof is missing; userinfo does not say whom a token was made for,"
                                + " so add an introspection, or accept tokens made for anybody with"
                                + " audience_proof: none"),
                arguments(
                        "userinfo: {userinfo_uri: 'https://i.example/u', audience_proof: any}",
                        "userinfo: audience_proof must be a map of keys and values"),
                arguments(
                        "introspection: {introspection_uri: 'https://i.example/i', client_id: us}",
                        "introspection: client_secret is missing; without it the provider does not say whom a token"
                                + " was made for"),
                arguments(
                        "introspection: {introspection_uri: 'https://i.example/i', client_id: us,"
                                + " client_secret_env: IDP_SECRET}",
                        "introspection: client_secret_env names the variable IDP_SECRET, which is not set"),
                arguments("provisioning: linked, " + JWKS, "provisioning must be one of create, link, none"),
                arguments(
                        "subject: {kind: workload}, provisioning: create, " + JWKS,
                        "provisioning is for users, and the subjects are workloads; leave it away"),
                arguments("subject: {kind: client}, " + JWKS, "subject: kind must be one of user, workload"),
                arguments(
                        "subject: {claim: /a~b}, " + JWKS,
                        "subject: claim is no JSON pointer: ~ is written ~0, and / within a name ~1"),
                arguments(
                        "require: {hd: {patern: x}}, " + JWKS,
                        "require: hd: patern is not a key here; did you mean pattern?"),
                arguments("require: {hd: []}, " + JWKS, "require: hd must be a value, a list of values or a pattern"),
                arguments(
                        "require: {hd: [[x]]}, " + JWKS,
                        "require: hd must be a value, a list of values or {pattern: ...}"),
                arguments("require: {hd: ''}, " + JWKS, "require: hd holds a value that is empty or longer than 500"),
                arguments(
                        "require: {sub: {pattern: '*'}}, " + JWKS,
                        "require: sub accepts anybody: every token has a sub; say whose, or leave the condition away"),
                arguments(
                        "require: {/sub: {pattern: '**'}}, " + JWKS,
                        "require: a key accepts anybody: every token has a sub; say whose, or leave the condition away"),
                arguments("require: [hd], " + JWKS, "require must be a map, such as {name: value}"),
                arguments("claims: {group: x}, " + JWKS, "claims: group is not a key here; did you mean groups?"),
                arguments(
                        "limits: {timeout: 20s}, " + JWKS,
                        "limits: timeout must be a duration from 100ms to 10s, such as 500ms or 5s"),
                arguments(
                        "limits: {max_answer: 2MB}, " + JWKS,
                        "limits: max_answer must be a size from 1KB to 1MB, such as 64KB"),
                arguments(
                        "limits: {max_answer: 0KB}, " + JWKS,
                        "limits: max_answer must be a size from 1KB to 1MB, such as 64KB"));
    }

    static Stream<Arguments> trustDomains() {
        String good = JWKS.replace("issuer: 'https://i.example'", "trust_domain: prod.example");
        return Stream.of(
                arguments(
                        good, "subject must be {kind: workload}: a trust domain vouches for the sub of workloads only"),
                arguments(
                        good + ", subject: {kind: workload, claim: name}",
                        "subject must be {kind: workload}: a trust domain vouches for the sub of workloads only"),
                arguments(
                        good.replace("prod.example", "'spiffe://prod.example'") + ", subject: {kind: workload}",
                        "jwks: trust_domain is no trust domain, such as prod.example: no spiffe://, no path"),
                arguments(
                        good.replace(", audience: [us]", "") + ", subject: {kind: workload}",
                        "jwks: audience is missing; without it a token that the provider made for anybody else would"
                                + " be good here"));
    }

    @ParameterizedTest
    @MethodSource
    void trustDomains(String fields, String problem) {
        refuses("providers:\n- {id: p, " + fields + "}", problem, "2: provider p: ");
    }

    /** Keycloak CVE-2026-15572: nothing of an entry is carried over, so no part of it escapes by changing its kind. */
    static Stream<Arguments> links() {
        String info = "userinfo: {userinfo_uri: 'https://i.example/u', audience_proof: ";
        String secret = ", client_id: us, client_secret: abc}}";
        String silent = "provisioning is link, and this provider never says that it has verified an e-mail address;"
                + " take create or none";
        return Stream.of(
                arguments(
                        info + "none}",
                        "provisioning is link, and with audience_proof: none whoever runs another application of the"
                                + " provider could become your users; prove the audience, or take create"),
                arguments(
                        "claims: {email: upn}, " + JWKS,
                        "provisioning is link, and email is taken from a claim of which email_verified says nothing;"
                                + " take create or none"),
                arguments(info + "{debug_token_uri: 'https://i.example/d'" + secret, silent),
                arguments(info + "{application_check_uri: 'https://i.example/d'" + secret, silent),
                arguments(JWKS.replace("'https://i.example'", "'https://login.microsoftonline.com/x/v2.0'"), silent));
    }

    @ParameterizedTest
    @MethodSource
    void links(String fields, String problem) {
        refuses("providers:\n- {id: p, provisioning: link, " + fields + "}", problem, "2: provider p: ");
    }

    static Stream<Arguments> presets() {
        String directory = "72f988bf-86f1-41af-91ab-2d7cd011db47";
        String good = "preset: microsoft, tenant: " + directory + ", jwks: {audience: [us]}";
        String noAudience = "audience is missing; without it a token that the provider made for anybody else would be"
                + " good here";
        String noSecret = "client_secret is missing; without it the provider does not say whom a token was made for";
        String notOne = "tenant must be the id of one directory, in lower case, such as"
                + " 72f988bf-86f1-41af-91ab-2d7cd011db47: common, organizations, consumers"
                + " (9188040d-6c67-4c5b-b112-36a304b66dad) and patterns stand for everybody's";
        return Stream.of(
                arguments(
                        "preset: facebok, " + JWKS,
                        "preset must be one of google, microsoft, apple, facebook, github, kubernetes, spiffe"),
                arguments("preset: google", "jwks: " + noAudience),
                arguments("preset: google, userinfo: {}", "userinfo: audience_proof: " + noAudience),
                arguments(
                        "preset: google, jwks: {audience: [us]}, tenant: example.com, require: {hd: example.org}",
                        "require holds hd, which tenant says already; leave one away"),
                arguments(
                        good.replace(", tenant: " + directory, ""),
                        "tenant is missing; say the id of the directory whose users and applications are meant"),
                arguments(good.replace(directory, "common"), notOne),
                arguments(good.replace(directory, "consumers"), notOne),
                arguments(good.replace(directory, "9188040d-6c67-4c5b-b112-36a304b66dad"), notOne),
                arguments(
                        "preset: google, jwks: {audience: [us]}, tenant: {pattern: '*'}",
                        "tenant accepts every Workspace there is; name your domains, or leave it away if everybody with"
                                + " a Google account may come"),
                arguments(good.replace(directory, "'*'"), notOne),
                arguments(
                        good + ", require: {tid: {pattern: '*'}}",
                        "require holds tid, which tenant says already; leave one away"),
                arguments(
                        good + ", provisioning: link",
                        "provisioning is link, and this provider never says that it has verified an e-mail address;"
                                + " take create or none"),
                arguments("preset: apple", "jwks: " + noAudience),
                arguments(
                        "preset: apple, tenant: x, jwks: {audience: [us]}",
                        "tenant goes with preset google or microsoft; for another provider, use require"),
                arguments(
                        "preset: facebook, userinfo: {audience_proof: {client_id: us}}",
                        "userinfo: audience_proof: " + noSecret),
                arguments(
                        "preset: github, userinfo: {audience_proof: {client_secret: abc}}",
                        "userinfo: audience_proof: client_id is missing"),
                arguments(
                        "preset: kubernetes, jwks: {jwks_uri: 'https://i.example', audience: [us]}",
                        "jwks: issuer is missing"),
                arguments(
                        "preset: kubernetes, jwks: {issuer: 'https://i.example', jwks_uri: 'https://i.example'}",
                        "jwks: " + noAudience),
                arguments(
                        "preset: spiffe, jwks: {issuer: 'https://i.example', jwks_uri: 'https://i.example',"
                                + " audience: [us]}",
                        "jwks names no trust_domain; say whose workloads are meant, such as prod.example"));
    }

    @ParameterizedTest
    @MethodSource
    void presets(String fields, String problem) {
        refuses("providers:\n- {id: p, " + fields + "}", problem, "2: provider p: ");
    }

    @ParameterizedTest
    @MethodSource
    void providers(String fields, String problem) {
        refuses("providers:\n- {id: p" + (fields.isEmpty() ? "" : ", ") + fields + "}", problem, "2: provider p: ");
    }

    static Stream<Arguments> exchanges() {
        String good = "client: a, subject: {client: b}, targets: [t], scopes: [s]";
        return Stream.of(
                arguments(good.replace("client: a, ", ""), "client is missing"),
                arguments(
                        good.replace("subject: {client: b}, ", ""),
                        "subject is missing; say whose tokens may be exchanged, such as {client: demo}"),
                arguments(
                        good.replace("{client: b}", "{}"),
                        "subject: client is missing; say whose tokens, by client or by provider"),
                arguments(
                        good.replace("targets: [t], ", ""),
                        "targets is missing; say what the new tokens may be meant for"),
                arguments(good.replace(", scopes: [s]", ""), "scopes is missing; say what the new tokens may carry"),
                arguments(
                        good.replace("[t]", "['*']"),
                        "targets holds '*'; a wildcard would allow what nobody listed, so list each"),
                arguments(
                        good.replace("{client: b}", "{client: b, audience: '*'}"),
                        "subject: audience holds '*'; a wildcard would allow what nobody listed, so list each"),
                arguments(
                        good.replace("{client: b}", "{provider: b, types: [refresh_token]}"),
                        "subject takes refresh_token of a provider; none but ours are exchanged"),
                arguments(good + ", lifetime: 400d", "lifetime must be a duration from 1s to 30d, such as 5m or 1h"));
    }

    @ParameterizedTest
    @MethodSource
    void exchanges(String fields, String problem) {
        refuses("exchanges:\n- {id: x, " + fields + "}", "2: exchange x: " + problem);
    }

    static Stream<Arguments> targets() {
        return Stream.of(
                arguments(
                        "id: 'urn:x*'",
                        "2: target: id must be 1 to 200 of A-Z a-z 0-9 . _ ~ : / @ + -, beginning with a letter or"
                                + " digit"),
                arguments(
                        "id: a/b",
                        "2: target a/b: id holds 'a/b'; an audience is an absolute URI without fragment, or a name"
                                + " without spaces"),
                arguments(
                        "id: a, resources: [b]",
                        "2: target a: resources holds 'b'; a resource is an absolute URI without fragment, of at most"
                                + " 500 characters"),
                arguments(
                        "id: a, resources: ['https://x.example/#y']",
                        "2: target a: resources holds 'https://x.example/#y'; a resource is an absolute URI without"
                                + " fragment, of at most 500 characters"),
                arguments(
                        "id: a, resources: ['https://x.example/*']",
                        "2: target a: resources holds 'https://x.example/*'; a wildcard would allow what nobody listed,"
                                + " so list each"),
                arguments("id: a, resources: ['urn:x', 'urn:x']", "2: target a: resources names 'urn:x' twice"),
                arguments(
                        "id: a, scopes: []",
                        "2: target a: scopes is empty, so no token could be meant for it; leave the key away for no"
                                + " limit"),
                arguments(
                        "id: a, scopes: [offline_access]",
                        "2: target a: scopes holds offline_access, which is about refresh tokens and known to no API"),
                arguments(
                        "id: a, project: p",
                        "2: target a: project is not a key here; known are enabled, id," + " resources, scopes"));
    }

    @ParameterizedTest
    @MethodSource
    void targets(String fields, String problem) {
        refuses("targets:\n- {" + fields + "}", problem);
    }

    @Test
    void tellsWhatIsWrongWithEachCondition() {
        String text = "providers:\n- {id: p, require: {hd: [], a: '', b: {patern: x}, c: 1}, " + JWKS + "}";

        EntryProblems problems = catchThrowableOfType(EntryProblems.class, () -> FILE.parse("f", text));

        assertThat(problems.lines())
                .containsExactly(
                        "f:2: provider p: require: hd must be a value, a list of values or a pattern",
                        "f:2: provider p: require: a holds a value that is empty or longer than 500",
                        "f:2: provider p: require: b: patern is not a key here; did you mean pattern?");
    }

    @Test
    void quotesNoSecretWhateverIsWrong() {
        String secret = "hunter2-hunter2";
        for (String text : new String[] {
            "clients:\n- {id: a, secret: " + secret + "\n  x",
            "clients:\n- {id: a, secret: [" + secret + "]}",
            "clients:\n- {id: a, secrets: " + secret + "}",
            "clients:\n- {id: a, '" + secret + " x': b}",
            "clients:\n- {id: a, secret: *" + secret + "}",
            "users:\n- {username: a, password: {" + secret + ": 1}}",
        }) {
            EntryProblems problems = catchThrowableOfType(EntryProblems.class, () -> FILE.parse("f", text));

            assertThat(problems).as(text).isNotNull();
            assertThat(problems.getMessage()).doesNotContain("hunter2");
        }
    }

    @Test
    void refusesAFileThatIsTooLong() {
        String text = "# " + "x".repeat(NodeReader.MAX_CHARACTERS);

        refuses(text, "1: the file is longer than 3000000 characters; split it");
    }

    private static void refuses(String text, String problem, String prefix) {
        refuses(text, prefix + problem);
    }

    private static void refuses(String text, String problem) {
        EntryProblems problems = catchThrowableOfType(EntryProblems.class, () -> FILE.parse("f", text));

        assertThat(problems).as(text).isNotNull();
        assertThat(problems.lines()).containsExactly("f:" + problem);
    }
}
