package io.bourse.app;

import io.bourse.audit.AuditLog;
import io.bourse.client.ClientAuthenticator;
import io.bourse.crypto.PasswordStrength;
import io.bourse.door.docs.DocsDoor;
import io.bourse.door.drf.DrfDoor;
import io.bourse.door.medplum.MedplumDoor;
import io.bourse.door.oauth.OAuthDoor;
import io.bourse.door.oauth.OAuthErrors;
import io.bourse.door.oauth.SignedIntrospection;
import io.bourse.door.oracle.OracleDoor;
import io.bourse.door.sso.SsoDoor;
import io.bourse.door.sso.SsoTokens;
import io.bourse.door.xoxoday.XoxodayDoor;
import io.bourse.grant.TokenPipeline;
import io.bourse.http.BearerAuthentication;
import io.bourse.http.Door;
import io.bourse.revocation.OwnAccount;
import io.bourse.revocation.Revocations;
import io.bourse.revocation.TokenRevoker;
import io.bourse.token.Introspector;
import io.bourse.token.LoggedInUsers;
import io.bourse.token.OwnToken;
import io.bourse.token.RefreshTokens;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The doors of the public port. {@link #all()} lists them: a new one is a line there. */
final class Doors {

    /** What a client may sign its assertions with. */
    static final Set<String> ASSERTION_ALGORITHMS =
            Set.of("ES256", "ES384", "ES512", "EdDSA", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512");

    private final Config config;
    private final Platform platform;
    private final Means means;

    /** What the doors hand calls to. */
    record Means(
            Stores stores,
            Keys keys,
            Deciding deciding,
            ClientAuthenticator authenticator,
            TokenPipeline pipeline,
            RefreshTokens refreshTokens,
            Services services,
            AuditLog audit) {}

    Doors(Config config, Platform platform, Means means) {
        this.config = config;
        this.platform = platform;
        this.means = means;
    }

    /** Every dialect that is open, and last what tells of them: {@code openapi/NAME.yaml} for each. */
    List<Door> all() {
        List<Door> open =
                opened(Stream.concat(Stream.of(oauth(), drf(), medplum(), oracle(), xoxoday()), sso().stream()));
        return Stream.concat(open.stream(), opened(Stream.of(docs(open))).stream())
                .toList();
    }

    private List<Door> opened(Stream<Door> doors) {
        return doors.filter(door -> config.doors().isOpen(door.name())).toList();
    }

    private Door oracle() {
        return new OracleDoor(means.pipeline());
    }

    /** Two, of one name: they tell errors in two ways. */
    private List<Door> sso() {
        return SsoDoor.over(
                means.services().directory,
                new SsoTokens(
                        means.pipeline(),
                        means.authenticator(),
                        means.deciding().ownTokens(),
                        means.refreshTokens(),
                        means.stores().families()),
                new PasswordStrength(platform.vertx),
                means.audit(),
                platform.clock,
                means.services().ids::next);
    }

    private Door oauth() {
        Keys keys = means.keys();
        Deciding deciding = means.deciding();
        return new OAuthDoor(
                config.issuer(),
                means.pipeline(),
                means.authenticator(),
                bearer(),
                means.stores().clients(),
                revoker(),
                new Introspector(
                        deciding.ownTokens(),
                        means.refreshTokens(),
                        means.stores().families()),
                new SignedIntrospection(config.issuer(), keys.ring(), platform.computation, platform.clock),
                loggedInUsers(),
                keys.ring(),
                ASSERTION_ALGORITHMS,
                means.audit());
    }

    private Door xoxoday() {
        return new XoxodayDoor(config.doors().xoxoday(), means.pipeline(), bearer(), means.audit(), platform.clock);
    }

    private Door docs(List<Door> open) {
        return new DocsDoor(config.issuer(), Version.build(), open, new OAuthErrors());
    }

    private Door medplum() {
        return new MedplumDoor(means.pipeline(), bearer(), loggedInUsers(), revoker(), means.audit());
    }

    private Door drf() {
        Stores stores = means.stores();
        return new DrfDoor(
                means.pipeline(),
                means.authenticator(),
                bearer(),
                stores.clients(),
                stores.users(),
                revoker(),
                new OwnAccount(stores.users(), stores.providers(), revocations()),
                means.audit());
    }

    private TokenRevoker revoker() {
        return new TokenRevoker(means.refreshTokens(), means.deciding().ownTokens(), revocations());
    }

    private Revocations revocations() {
        return new Revocations(platform.vertx.eventBus());
    }

    private BearerAuthentication<OwnToken> bearer() {
        return new BearerAuthentication<>(
                platform.vertx,
                means.keys().ring()::publicKeys,
                means.deciding().ownTokens()::verify);
    }

    private LoggedInUsers loggedInUsers() {
        return new LoggedInUsers(means.stores().clients(), means.stores().users());
    }
}
