package io.bourse.door.sso;

import io.bourse.client.Client;
import io.bourse.http.Accepts;
import io.bourse.http.RouteTable;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Subject;
import io.bourse.service.KeyChange;
import io.bourse.service.PgKeys;
import io.bourse.service.ServiceDirectory;
import io.bourse.token.Family;
import io.bourse.token.FamilyStore;
import io.bourse.token.Lineage;
import io.bourse.token.OwnToken;
import io.bourse.token.OwnTokens;
import io.bourse.token.RefreshTokens;
import io.vertx.core.Future;
import java.util.UUID;

/**
 * What becomes of a service's tokens: is one alive, and the end of all that its user has at the service. Tokens of other
 * services are nobody's here.
 */
final class TokenResource implements SsoResource {

    private final Procedure procedure;
    private final Deeds deeds;
    private final OwnTokens ownTokens;
    private final RefreshTokens refreshTokens;
    private final FamilyStore families;
    private final PgKeys keys;
    private final Accounts accounts;

    TokenResource(Procedure procedure, Deeds deeds, SsoTokens tokens, ServiceDirectory directory) {
        this.procedure = procedure;
        this.deeds = deeds;
        this.ownTokens = tokens.own();
        this.refreshTokens = tokens.refresh();
        this.families = tokens.families();
        this.keys = directory.keys();
        this.accounts = new Accounts(directory.accounts());
    }

    @Override
    public void routes(RouteTable routes, String base) {
        routes.post(
                base + "/auth/token/verify",
                Accepts.ANYTHING,
                procedure.endpoint(Operation.TOKEN_VERIFY, TokenMessage::of, this::verify));
        routes.post(
                base + "/auth/token/revoke",
                Accepts.ANYTHING,
                procedure.endpoint(Operation.TOKEN_REVOKE, TokenMessage::of, this::revoke));
    }

    private Future<Done> verify(Asked<TokenMessage> asked) {
        Client service = asked.caller().requireService();
        return ownTokens.verify(asked.message().token()).compose(token -> {
            String user = userOf(token, service);
            return accounts.require(user)
                    .compose(account -> deeds.beside(asked, asked.message().audit(), user, null)
                            .map(deed -> Done.of(Fields.answer(fields -> {
                                        fields.message("user", it -> it.account(account));
                                        fields.token("access", asked.message().token(), token.expiresAt());
                                        fields.text("audit", deed);
                                    }))
                                    .about(user, null)));
        });
    }

    private static String userOf(OwnToken token, Client service) {
        if (!token.client().equals(service.id())) {
            throw OAuthException.invalidToken("of client " + token.client());
        }
        return userId(token.subject());
    }

    private static String userId(Subject subject) {
        if (!subject.isUser()) {
            throw OAuthException.invalidToken("of no user");
        }
        return subject.id();
    }

    /** The key that assigns the user is revoked, and so all goes that it was good for; both or neither. */
    private Future<Done> revoke(Asked<TokenMessage> asked) {
        Client service = asked.caller().requireService();
        return user(asked.message().token(), service)
                .compose(user -> keys.assigning(user, service.id().value())
                        .map(found -> found.orElseThrow(() -> SsoFailure.badRequest("KeyNotFound")))
                        .compose(key -> keys.change(UUID.fromString(key.id()), KeyChange.REVOKED)
                                .compose(revoked ->
                                        deeds.beside(asked, asked.message().audit(), user, key.id()))
                                .map(deed -> Done.of(Fields.answer(fields -> fields.text("audit", deed)))
                                        .about(user, key.id()))));
    }

    /** Whose token it is, if it is the service's and alive: a dead one would end what began after it. */
    private Future<String> user(String token, Client service) {
        if (!token.startsWith(RefreshTokens.PREFIX)) {
            return ownTokens.verify(token).map(own -> userOf(own, service));
        }
        UUID family = refreshTokens
                .verify(token, service.id())
                .map(RefreshTokens.Content::family)
                .orElseThrow(() -> OAuthException.invalidToken("no refresh token of this client"));
        return families.find(family)
                .map(found -> found.filter(FamilyStore.Found::live)
                        .map(FamilyStore.Found::family)
                        .orElseThrow(() -> OAuthException.invalidToken("its family is gone or has ended")))
                .compose(this::user);
    }

    /** Of any refresh token of the login, also one that was replaced: whoever logs out may have refreshed elsewhere. */
    private Future<String> user(Family login) {
        Subject subject = login.identity().subject();
        return ownTokens.objection(Lineage.of(login), subject, login.client()).map(objection -> {
            if (objection.isPresent()) {
                throw OAuthException.invalidToken(objection.get());
            }
            return userId(subject);
        });
    }
}
