package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Scopes;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refreshing (RFC 6749 section 6) with rotation on every use and reuse detection (RFC 9700 section 4.14.2). Redeeming
 * the token is one statement, so this grant writes where others only read: the outcome is committed before it is
 * known here.
 */
public final class RefreshTokenGrant implements Grant {

    private static final Logger LOG = LoggerFactory.getLogger(RefreshTokenGrant.class);

    private final RefreshTokens refreshTokens;
    private final FamilyStore families;
    private final OwnTokens ownTokens;

    public RefreshTokenGrant(RefreshTokens refreshTokens, FamilyStore families, OwnTokens ownTokens) {
        this.refreshTokens = refreshTokens;
        this.families = families;
        this.ownTokens = ownTokens;
    }

    @Override
    public GrantType type() {
        return GrantType.REFRESH_TOKEN;
    }

    @Override
    public Future<Authorization> authorize(TokenRequest request) {
        Entitlement.check(request);
        Redemption redemption = redemption(request);
        // Asked before anything is spent: the caller is told to come again, with the same token.
        return ownTokens
                .requireFresh()
                .compose(fresh -> families.rotate(redemption))
                .map(RefreshTokenGrant::rotated)
                .compose(family -> requireAlive(family).map(alive -> authorize(request, family)));
    }

    private Redemption redemption(TokenRequest request) {
        Client client = request.client();
        RefreshTokens.Content content = refreshTokens
                .verify(request.require("refresh_token"), client.id())
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

    private static Family rotated(Rotation rotation) {
        if (rotation instanceof Rotation.Rotated rotated) {
            if (rotated.anomaly() == Rotation.Anomaly.ROW_WAS_BEHIND) {
                LOG.error(
                        "family {} had lost rotations: was the database restored?",
                        rotated.family().id());
            }
            return rotated.family();
        }
        if (rotation instanceof Rotation.Reused reused) {
            LOG.warn(
                    "a replaced refresh token was used: family {} is revoked",
                    reused.family().id());
            throw OAuthException.invalidGrant(
                    "reuse in family " + reused.family().id());
        }
        throw refusal(((Rotation.Refused) rotation).reason());
    }

    private static OAuthException refusal(Rotation.Reason reason) {
        return switch (reason) {
            case SCOPE_EXCEEDS_GRANT -> OAuthException.invalidScope("wider than the login was granted");
            case TARGET_EXCEEDS_GRANT -> OAuthException.invalidTarget("not among what the login was granted for");
            case UNKNOWN_FAMILY, OTHER_CLIENT, REVOKED, ENDED, IDLE_TOO_LONG ->
                OAuthException.invalidGrant("refresh token refused: " + reason);
        };
    }

    private Future<Void> requireAlive(Family family) {
        return ownTokens.objection(Lineage.of(family)).map(objection -> {
            if (objection.isPresent()) {
                throw OAuthException.invalidGrant(objection.get());
            }
            return null;
        });
    }

    private static Authorization authorize(TokenRequest request, Family family) {
        Client client = request.client();
        Scopes asked = request.scopes().isEmpty() ? family.scopes() : request.scopes();
        return new Authorization(
                client,
                family.subject(),
                Entitlement.remaining(asked, asked.intersect(client.scopes())),
                audiences(request, family),
                notAfter(family),
                family.ancestors(),
                new RefreshPlan.Successor(family),
                null,
                "family " + family.id());
    }

    /** A login that was made from a token ends with that, and so does what is made of it: its revocation is forgotten. */
    private static @Nullable Instant notAfter(Family family) {
        return family.ancestors().isEmpty() ? null : family.endsAt();
    }

    /** What was asked for; else what the login was for, as far as the entry still lists it; else the default. */
    private static List<String> audiences(TokenRequest request, Family family) {
        List<String> listed = request.client().audiences();
        if (!request.targets().isEmpty() || family.audiences().isEmpty()) {
            return Entitlement.audiences(request.targets(), listed);
        }
        List<String> left = family.audiences().stream().filter(listed::contains).toList();
        if (left.isEmpty()) {
            throw OAuthException.invalidTarget("the client's entry lists no audience of the login any more");
        }
        return left;
    }
}
