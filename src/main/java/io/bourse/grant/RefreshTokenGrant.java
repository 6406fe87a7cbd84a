package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.grant.Trace.Step;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
import io.bourse.token.Admitted;
import io.bourse.token.AssignedUsers;
import io.bourse.token.Authorization;
import io.bourse.token.Family;
import io.bourse.token.FamilyStore;
import io.bourse.token.FamilyStore.Redemption;
import io.bourse.token.Lineage;
import io.bourse.token.OwnTokens;
import io.bourse.token.RefreshPlan;
import io.bourse.token.RefreshTokens;
import io.bourse.token.Rotation;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refreshing (RFC 6749 section 6) with rotation on every use and reuse detection (RFC 9700 section 4.14.2). Redeeming
 * the token is one statement, so this grant writes where others only read: the outcome is committed before it is
 * known here.
 */
public final class RefreshTokenGrant implements Grant {

    private final RefreshTokens refreshTokens;
    private final FamilyStore families;
    private final OwnTokens ownTokens;
    private final ExchangedLogins exchangedLogins;
    private final AssignedUsers assigned;

    public RefreshTokenGrant(
            RefreshTokens refreshTokens,
            FamilyStore families,
            OwnTokens ownTokens,
            ExchangedLogins exchangedLogins,
            AssignedUsers assigned) {
        this.refreshTokens = refreshTokens;
        this.families = families;
        this.ownTokens = ownTokens;
        this.exchangedLogins = exchangedLogins;
        this.assigned = assigned;
    }

    @Override
    public GrantType type() {
        return GrantType.REFRESH_TOKEN;
    }

    @Override
    public Future<Authorization> authorize(TokenRequest request) {
        Entitlement.scopes(request);
        Entitlement.audiences(request);
        Redemption redemption = redemption(request);
        // Asked before anything is spent: the caller is told to come again, with the same token.
        return ownTokens
                .requireFresh()
                .compose(fresh -> foresee(request, redemption))
                .compose(foreseen -> families.rotate(redemption))
                .map(rotation -> rotated(request.trace(), redemption, rotation))
                .compose(family -> requireAlive(request.trace(), family).compose(alive -> decide(request, family)));
    }

    /**
     * What is refused after the rotation costs the caller the token, so where an assignment, an entry or a target could
     * refuse, the login is looked at first. Most clients have none of them, and one statement does. A token that is not the
     * newest goes to the rotation at once: nothing of it can be spared, and that knows a retry from reuse.
     */
    private Future<Void> foresee(TokenRequest request, Redemption redemption) {
        return exchangedLogins
                .hasAny(redemption.client())
                .compose(exchanging -> exchanging
                                || request.client().assignedUsersOnly()
                                || Targets.mayRefuse(request, request.client().audiences())
                        ? families.find(redemption.family())
                                .compose(found -> found.filter(FamilyStore.Found::live)
                                        .map(FamilyStore.Found::family)
                                        .filter(family -> family.client().equals(redemption.client()))
                                        .filter(family -> redemption.generation() >= family.generation())
                                        .map(family -> decide(request, family).<Void>mapEmpty())
                                        .orElse(Future.succeededFuture()))
                        : Future.succeededFuture());
    }

    private Future<Authorization> decide(TokenRequest request, Family family) {
        request.trace().at(Step.SUBJECT);
        return assigned.admit(request.client(), family.identity())
                .map(admitted -> authorize(request, admitted, family))
                .compose(authorization -> exchangedLogins.within(request, family, authorization))
                .map(authorization -> Targets.narrow(request, authorization));
    }

    private Redemption redemption(TokenRequest request) {
        Client client = request.client();
        String token = request.require("refresh_token");
        request.trace().at(Step.PROOF);
        RefreshTokens.Content content = refreshTokens
                .verify(token, client.id())
                .orElseThrow(
                        () -> OAuthException.invalidGrant("not a refresh token of ours for client " + client.id()));
        return new Redemption(
                content.family(),
                content.generation(),
                client.id(),
                request.scopes(),
                request.targets(),
                client.refreshIdle());
    }

    private static Family rotated(Trace trace, Redemption redemption, Rotation rotation) {
        if (rotation instanceof Rotation.Rotated rotated) {
            trace.hear(Step.PROOF, () -> shown(redemption) + shown(rotated));
            return rotated.family();
        }
        if (rotation instanceof Rotation.Reused reused) {
            trace.miss(
                    Step.PROOF,
                    () -> shown(redemption) + " was replaced, and the newest is "
                            + reused.family().generation() + ": reuse, which ends the family");
            throw OAuthException.invalidGrant(
                    "reuse in family " + reused.family().id());
        }
        throw refusal(((Rotation.Refused) rotation).reason());
    }

    private static String shown(Redemption redemption) {
        return "generation " + redemption.generation() + " of family " + redemption.family();
    }

    /** The row of the table in design.md section 2 that applied. */
    private static String shown(Rotation.Rotated rotated) {
        int next = rotated.family().generation();
        return switch (rotated.anomaly()) {
            case NONE -> " is the newest: rotated to " + next;
            case REPLAYED -> " was replaced a moment ago: a retry, answered with the same successor " + next;
            case ROW_WAS_BEHIND -> " is newer than its row, which lost writes: it catches up to " + next;
        };
    }

    private static OAuthException refusal(Rotation.Reason reason) {
        return switch (reason) {
            case SCOPE_EXCEEDS_GRANT -> OAuthException.invalidScope("wider than the login was granted");
            case TARGET_EXCEEDS_GRANT -> OAuthException.invalidTarget("not among what the login was granted for");
            case UNKNOWN_FAMILY, OTHER_CLIENT, REVOKED, ENDED, IDLE_TOO_LONG ->
                OAuthException.invalidGrant("refresh token refused: " + reason);
        };
    }

    private Future<Void> requireAlive(Trace trace, Family family) {
        trace.at(Step.SUBJECT);
        return ownTokens
                .objection(Lineage.of(family), family.identity().subject(), family.client())
                .map(objection -> {
                    if (objection.isPresent()) {
                        throw OAuthException.invalidGrant(objection.get());
                    }
                    trace.hear(
                            Step.SUBJECT,
                            () -> "the login is that of " + family.identity().subject()
                                    + ", who is in good standing, and nothing that it was made from is revoked");
                    return null;
                });
    }

    private static Authorization authorize(TokenRequest request, Admitted admitted, Family family) {
        Client client = request.client();
        Scopes asked = request.scopes().isEmpty() ? family.scopes() : request.scopes();
        request.trace()
                .hear(
                        Step.SCOPE,
                        () -> "the login was granted [" + family.scopes() + "]; client " + client.id() + " has ["
                                + client.scopes() + "]");
        Authorization authorization = new Authorization(
                admitted,
                Entitlement.remaining(asked, asked.filter(client.scopes()::covers)),
                audiences(request, family),
                notAfter(request, family),
                family.ancestors(),
                new RefreshPlan.Successor(family),
                null,
                "family " + family.id()
                        + family.exchange()
                                .map(entry -> " of exchange " + entry)
                                .orElse(""));
        return authorization.as(family.login());
    }

    /** A login that was made from a token ends with that, and so does what is made of it: its revocation is forgotten. */
    private static @Nullable Instant notAfter(TokenRequest request, Family family) {
        if (family.ancestors().isEmpty()) {
            return null;
        }
        if (!family.endsAt().isAfter(request.begun().plusSeconds(1))) {
            throw OAuthException.invalidGrant("the login is about to end");
        }
        return family.endsAt();
    }

    /** What was asked for; else what the login was for, as far as the entry still lists it; else the default. */
    private static List<String> audiences(TokenRequest request, Family family) {
        List<String> listed = request.client().audiences();
        if (!request.targets().isEmpty() || family.audiences().isEmpty()) {
            return Entitlement.audiences(request);
        }
        request.trace()
                .hear(
                        Step.TARGET,
                        () -> "the login was for " + family.audiences() + "; client "
                                + request.client().id() + " has " + listed);
        List<String> left = family.audiences().stream().filter(listed::contains).toList();
        if (left.isEmpty()) {
            throw OAuthException.invalidTarget("the client's entry lists no audience of the login any more");
        }
        return left;
    }
}
