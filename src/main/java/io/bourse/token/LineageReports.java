package io.bourse.token;

import io.bourse.changelog.Change.Revoked;
import io.bourse.changelog.Change.RevokedKind;
import io.bourse.crypto.UuidV7;
import io.bourse.jose.InvalidJwtException;
import io.bourse.jose.UnknownKeyException;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.Subject;
import io.bourse.oauth.TokenType;
import io.bourse.token.LineageReport.Ancestor;
import io.bourse.token.LineageReport.Cause;
import io.bourse.token.LineageReport.Kind;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells whoever runs the service what a token came from, and whether it lives. Changes nothing. */
public final class LineageReports {

    private static final Comparator<Ancestor> NEWEST_FIRST = Comparator.comparing(
                    Ancestor::at, Comparator.nullsLast(Comparator.<Instant>reverseOrder()))
            .thenComparing(Ancestor::role)
            .thenComparing(Ancestor::id);

    private final OwnTokens ownTokens;
    private final RefreshTokens refreshTokens;
    private final FamilyStore families;
    private final RevocationIndex index;
    private final InstantSource clock;

    public LineageReports(
            OwnTokens ownTokens,
            RefreshTokens refreshTokens,
            FamilyStore families,
            RevocationIndex index,
            InstantSource clock) {
        this.ownTokens = ownTokens;
        this.refreshTokens = refreshTokens;
        this.families = families;
        this.index = index;
        this.clock = clock;
    }

    /**
     * The report on an access token, JWT or refresh token of ours, dead or alive; one of kind {@code UNKNOWN} for
     * anything else. Fails with {@code temporarily_unavailable} or {@link io.bourse.db.StoreException} if it cannot be
     * known now.
     */
    public Future<LineageReport> report(String token) {
        return ownTokens
                .requireFresh()
                .compose(fresh -> token.startsWith(RefreshTokens.PREFIX) ? ofRefreshToken(token) : ofJwt(token));
    }

    private Future<LineageReport> ofJwt(String token) {
        return ownTokens.signed(token).compose(this::of).recover(failure -> {
            if (failure instanceof InvalidJwtException invalid) {
                return Future.succeededFuture(unknown(invalid));
            }
            return Future.failedFuture(failure);
        });
    }

    /** A key that was revoked is gone, and what it signed can be proved no more; the fact is there still. */
    private LineageReport unknown(InvalidJwtException invalid) {
        if (invalid instanceof UnknownKeyException unknown) {
            Optional<Revoked> fact = index.killerOf(new Lineage(List.of(), Set.of(), Set.of(unknown.keyId())));
            if (fact.isPresent()) {
                return LineageReport.unknown(Cause.of(fact.get()));
            }
        }
        return LineageReport.unknown(Cause.of("not a token of ours: " + invalid.getMessage()));
    }

    private Future<LineageReport> of(OwnToken token) {
        List<Cause> causes = new ArrayList<>();
        if (!token.expiresAt().isAfter(clock.instant())) {
            causes.add(Cause.of("expired at " + token.expiresAt()));
        }
        Future<List<Cause>> all = complete(causes, token.lineage(), token.subject(), token.client());
        return all.compose(found -> ancestors(token.lineage(), token.id(), token.family())
                .map(ancestors -> new LineageReport(
                        kind(token),
                        token.id(),
                        token.subject(),
                        token.client(),
                        token.issuedAt(),
                        token.expiresAt(),
                        ancestors,
                        found)));
    }

    private static Kind kind(OwnToken token) {
        if (token.type() == TokenType.SESSION_TOKEN) {
            return Kind.SESSION_TOKEN;
        }
        return token.type() == TokenType.ACCESS_TOKEN ? Kind.ACCESS_TOKEN : Kind.JWT;
    }

    private Future<LineageReport> ofRefreshToken(String token) {
        Optional<UUID> claimed = RefreshTokens.claimedFamily(token);
        if (claimed.isEmpty()) {
            return Future.succeededFuture(LineageReport.unknown(Cause.of("not a refresh token of ours")));
        }
        return families.find(claimed.get())
                .compose(found -> found.map(known -> ofRefreshToken(token, known))
                        .orElseGet(() -> Future.succeededFuture(
                                LineageReport.unknown(Cause.of("of no login that is known: forged, or long ended")))));
    }

    private Future<LineageReport> ofRefreshToken(String token, FamilyStore.Found found) {
        Family family = found.family();
        Optional<RefreshTokens.Content> content = refreshTokens.verify(token, family.client());
        if (content.isEmpty()) {
            return Future.succeededFuture(LineageReport.unknown(Cause.of("its tag is wrong: not made by us")));
        }
        Lineage lineage = Lineage.of(family);
        Subject subject = family.identity().subject();
        return complete(causes(found, content.get().generation()), lineage, subject, family.client())
                .compose(causes -> ancestors(lineage, null, family.id().toString())
                        .map(ancestors -> new LineageReport(
                                Kind.REFRESH_TOKEN,
                                family.id().toString(),
                                subject,
                                family.client(),
                                family.createdAt(),
                                family.expiresAt(),
                                ancestors,
                                causes)));
    }

    /** What the family itself says. */
    private List<Cause> causes(FamilyStore.Found found, int generation) {
        Family family = found.family();
        List<Cause> causes = new ArrayList<>();
        Instant now = clock.instant();
        if (!family.endsAt().isAfter(now)) {
            causes.add(Cause.of("its login ended at " + family.endsAt()));
        } else if (!family.idleUntil().isAfter(now)) {
            causes.add(Cause.of("not refreshed before " + family.idleUntil()));
        } else if (!found.live()) {
            causes.add(Cause.of("its login was revoked"));
        }
        if (generation < family.generation()) {
            causes.add(Cause.of(
                    "replaced: the login is at generation " + family.generation() + ", this is " + generation));
        }
        return causes;
    }

    /** Adds what was revoked, and whoever is not in good standing. */
    private Future<List<Cause>> complete(List<Cause> causes, Lineage lineage, Subject subject, ClientId client) {
        List<Cause> all = new ArrayList<>(causes);
        index.killerOf(lineage).map(Cause::of).ifPresent(all::add);
        return ownTokens.standing(subject, client).map(objection -> {
            objection.map(Cause::of).ifPresent(all::add);
            return all;
        });
    }

    private Future<List<Ancestor>> ancestors(Lineage lineage, @Nullable String token, @Nullable String family) {
        List<Ancestor> ancestors = new ArrayList<>();
        lineage.parties().forEach(party -> ancestors.add(new Ancestor(role(party), party.id(), time(party.at()))));
        lineage.keys().forEach(key -> ancestors.add(new Ancestor(role(RevokedKind.KEY), key, null)));
        Future<Void> done = Future.succeededFuture();
        for (String id : lineage.ids()) {
            done = done.compose(before -> role(id, token, family))
                    .map(role -> ancestors.add(new Ancestor(role, id, timeOf(id))))
                    .mapEmpty();
        }
        return done.map(all -> {
            ancestors.sort(NEWEST_FIRST);
            return ancestors;
        });
    }

    private static String role(Party party) {
        return role(party.kind());
    }

    private static String role(RevokedKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** An ancestor's id does not tell whether it is a token's or a login's; the store does, as long as it knows. */
    private Future<String> role(String id, @Nullable String token, @Nullable String family) {
        if (id.equals(token) || id.equals(family)) {
            return Future.succeededFuture(id.equals(token) ? "token" : "login");
        }
        return uuid(id).map(uuid -> families.find(uuid).map(found -> found.isPresent() ? "login" : "token"))
                .orElse(Future.succeededFuture("foreign token"));
    }

    private static @Nullable Instant timeOf(String id) {
        return uuid(id).filter(UuidV7::isV7)
                .map(uuid -> time(UuidV7.timeOf(uuid)))
                .orElse(null);
    }

    private static Instant time(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }
}
