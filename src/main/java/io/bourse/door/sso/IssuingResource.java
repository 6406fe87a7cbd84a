package io.bourse.door.sso;

import io.bourse.config.Secret;
import io.bourse.grant.TokenPipeline;
import io.bourse.http.Accepts;
import io.bourse.http.Call;
import io.bourse.http.RouteTable;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.Subject;
import io.bourse.oauth.TokenResponse;
import io.bourse.oauth.TokenType;
import io.bourse.service.Account;
import io.bourse.service.AccountRegistry;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What gives tokens: login, refresh, and the exchange of what another service handed on. The pipeline decides all three. */
final class IssuingResource implements SsoResource {

    private static final Logger LOG = LoggerFactory.getLogger(IssuingResource.class);
    private static final int MAX_PASSWORD = 2_048;

    private final Procedure procedure;
    private final Deeds deeds;
    private final TokenPipeline pipeline;
    private final AccountRegistry accounts;
    private final Scores scores;

    IssuingResource(Procedure procedure, Deeds deeds, TokenPipeline pipeline, AccountRegistry accounts, Scores scores) {
        this.procedure = procedure;
        this.deeds = deeds;
        this.pipeline = pipeline;
        this.accounts = accounts;
        this.scores = scores;
    }

    /** @param password not to be logged */
    private record Login(String email, Secret password) {

        static Login of(Call call) {
            Message message = Message.of(call);
            return new Login(
                    Check.email(message.text("email").orElse("")),
                    new Secret(Check.secret(message.text("password"), MAX_PASSWORD)));
        }
    }

    /**
     * Tokens, and for whom they are.
     *
     * @param account empty if it could not be read: the tokens are there, so their user is shown by the id alone; empty, too,
     *     if they are for no user
     */
    private record Issued(TokenResponse tokens, Optional<Account> account) {

        /** Null if they are for no user. */
        @Nullable
        String user() {
            return tokens.subject().isUser() ? tokens.subject().id() : null;
        }
    }

    @Override
    public void routes(RouteTable routes, String base) {
        routes.post(
                base + "/auth/provider/local/login",
                Accepts.ANYTHING,
                procedure.endpoint(Operation.LOCAL_LOGIN, Login::of, this::logIn));
        routes.post(
                base + "/auth/token/exchange",
                Accepts.ANYTHING,
                procedure.endpoint(Operation.TOKEN_EXCHANGE, TokenMessage::of, this::exchange));
        routes.post(
                base + "/auth/token/refresh",
                Accepts.ANYTHING,
                procedure.endpoint(Operation.TOKEN_REFRESH, TokenMessage::of, this::refresh));
    }

    private Future<Done> logIn(Asked<Login> asked) {
        Login login = asked.message();
        Map<String, String> parameters =
                Map.of("username", login.email(), "password", login.password().reveal());
        return issue(asked, GrantType.PASSWORD, parameters)
                .compose(issued -> scores.of(login.password()).map(score -> done(issued, "", score)));
    }

    private Future<Done> exchange(Asked<TokenMessage> asked) {
        return issue(
                        asked,
                        GrantType.TOKEN_EXCHANGE,
                        Map.of(
                                "subject_token", asked.message().token(),
                                "subject_token_type", TokenType.REFRESH_TOKEN.uri()))
                .compose(issued -> audited(asked, issued));
    }

    private Future<Done> refresh(Asked<TokenMessage> asked) {
        return issue(
                        asked,
                        GrantType.REFRESH_TOKEN,
                        Map.of("refresh_token", asked.message().token()))
                .compose(issued -> audited(asked, issued));
    }

    private Future<Issued> issue(Asked<?> asked, GrantType grant, Map<String, String> parameters) {
        return pipeline.issue(asked.origin(), asked.caller().asking(grant, parameters))
                .compose(tokens -> account(tokens.subject()).map(account -> new Issued(tokens, account)));
    }

    /** Never fails. */
    private Future<Optional<Account>> account(Subject subject) {
        return subject.isUser()
                ? accounts.find(UUID.fromString(subject.id()))
                        .onFailure(failure -> LOG.warn("whose the tokens are could not be read", failure))
                        .otherwise(Optional.empty())
                : Future.succeededFuture(Optional.empty());
    }

    private Future<Done> audited(Asked<TokenMessage> asked, Issued issued) {
        return deeds.beside(asked, asked.message().audit(), issued.user(), null)
                .map(deed -> done(issued, deed, Optional.empty()));
    }

    /**
     * @param deed the id of what was kept beside; empty if nothing was
     * @param score of the password by which it was issued; empty if it was by none
     */
    private static Done done(Issued issued, String deed, Optional<Integer> score) {
        TokenResponse tokens = issued.tokens();
        return Done.of(Fields.answer(fields -> {
                    score.ifPresent(it -> fields.message("meta", meta -> meta.number("password_strength", it)));
                    fields.message(
                            "user",
                            user -> issued.account()
                                    .ifPresentOrElse(user::account, () -> user.text("id", issued.user())));
                    fields.token("access", tokens.accessToken(), tokens.expiresAt());
                    if (tokens.refreshToken() != null && tokens.refreshExpiresAt() != null) {
                        fields.token("refresh", tokens.refreshToken(), tokens.refreshExpiresAt());
                    }
                    fields.text("audit", deed);
                }))
                .about(issued.user(), null);
    }
}
