package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.client.SingleUse;
import io.bourse.grant.Trace.Step;
import io.bourse.oauth.OAuthError;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Reason;
import io.bourse.oauth.Subject;
import io.bourse.provider.ExternalIdentity;
import io.bourse.provider.IdentityProviders;
import io.bourse.provider.Provider;
import io.bourse.token.Admitted;
import io.bourse.token.AssignedUsers;
import io.bourse.token.Identity;
import io.bourse.token.Lineage;
import io.bourse.token.OwnTokens;
import io.bourse.token.Party;
import io.bourse.user.ReadOnlyUserStore;
import io.bourse.user.User;
import io.bourse.user.UserStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What every grant does with a provider's token: prove it, find whom of ours it speaks for, spend it if it may be used
 * but once. Each step fails with {@code invalid_grant}, or with {@code temporarily_unavailable} when it cannot be known.
 */
public final class ForeignTokens {

    private static final String PURPOSE = "foreign_token";

    /** Covers the leeway with which expiry is checked. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final IdentityProviders proofs;
    private final UserStore users;
    private final OwnTokens ownTokens;
    private final SingleUse singleUse;
    private final AssignedUsers assigned;

    public ForeignTokens(
            IdentityProviders proofs,
            UserStore users,
            OwnTokens ownTokens,
            SingleUse singleUse,
            AssignedUsers assigned) {
        this.proofs = proofs;
        this.users = users;
        this.ownTokens = ownTokens;
        this.singleUse = singleUse;
        this.assigned = assigned;
    }

    /** Whether this client may bring tokens of this provider; unknown, switched off and not for it are one. */
    static boolean isTrusted(Provider provider, Client client) {
        return provider.enabled() && provider.project().equals(client.project()) && provider.accepts(client.id());
    }

    /** As {@link #isTrusted(Provider, Client)}, and told to whoever listens. */
    static boolean isTrusted(Provider provider, TokenRequest request) {
        Client client = request.client();
        Trace trace = request.trace();
        if (isTrusted(provider, client)) {
            trace.hear(Step.TRUST, () -> "provider " + provider.id() + " is on and takes client " + client.id());
            return true;
        }
        boolean sameProject = provider.project().equals(client.project());
        trace.miss(
                Step.TRUST,
                () -> "provider " + provider.id()
                        + (provider.enabled() ? " takes " + provider.clients() : " is switched off")
                        + (sameProject ? "" : ", of project " + provider.project())
                        + "; the client is " + client.id() + " of project " + client.project());
        if (!provider.enabled()) {
            trace.advise(() -> "set enabled: true at provider " + provider.id() + " and at its project");
        } else if (sameProject) {
            trace.advise(() -> "add " + client.id() + " to clients of provider " + provider.id());
        }
        return false;
    }

    /**
     * Proves the token by its provider's entry, which the client may use, and that nobody has revoked it here. What we issued
     * ourselves is shown to no provider: it could use it. What may be used but once and was used proves nothing, so that
     * nobody is made or linked by it; of two uses at once {@link #spend} refuses one.
     */
    Future<ExternalIdentity> prove(Provider provider, String token, Trace trace) {
        trace.at(Step.PROOF);
        if (ownTokens.claimsToBeOurs(token)) {
            return Future.failedFuture(OAuthException.invalidGrant("a token of ours, not a provider's")
                    .because(Reason.UNPROVED));
        }
        return proofs.verify(provider, token)
                .map(proved -> {
                    if (provider.singleUse() && proved.expiresAt() == null) {
                        throw OAuthException.invalidGrant("a token for one use that has no end");
                    }
                    return proved;
                })
                .onSuccess(proved -> trace.hear(
                        Step.PROOF,
                        () -> "provider " + provider.id() + " vouches for " + proved.subject() + " until "
                                + proved.expiresAt()))
                .compose(proved -> ownTokens
                        .killerOf(Lineage.of(List.of(proved.ancestor())))
                        .map(killer -> {
                            if (killer.isPresent()) {
                                throw OAuthException.invalidGrant(killer.get());
                            }
                            return proved;
                        }))
                .compose(proved -> requireUnspent(provider, proved, trace).map(proved))
                .recover(failure -> Future.failedFuture(because(Reason.UNPROVED, failure)));
    }

    private static Throwable because(Reason closer, Throwable failure) {
        return failure instanceof OAuthException refusal && refusal.error() == OAuthError.INVALID_GRANT
                ? refusal.because(closer)
                : failure;
    }

    /** What a token that is made from this one names as its ancestors. */
    static List<String> ancestors(Provider provider, ExternalIdentity proved, Instant begun) {
        return List.of(proved.ancestor(), Party.provider(provider.id(), begun).asAncestor());
    }

    /**
     * As {@link #identify}, if the client may have tokens for whom it speaks: otherwise nobody is made or linked. It may turn
     * out to be another than was foreseen, so both are asked for.
     */
    Future<Admitted> admit(Provider provider, ExternalIdentity proved, Client client, Trace trace) {
        trace.at(Step.SUBJECT);
        return foreseeAdmission(provider, proved, client)
                .compose(foreseen -> identify(provider, proved, client, trace))
                .compose(identity -> assigned.admit(client, identity))
                .recover(failure -> Future.failedFuture(because(Reason.UNKNOWN_SUBJECT, failure)));
    }

    private Future<Void> foreseeAdmission(Provider provider, ExternalIdentity proved, Client client) {
        return client.assignedUsersOnly()
                ? foresee(provider, proved, client)
                        .compose(foreseen -> foreseen.map(subject -> assigned.admit(client, Identity.of(subject)))
                                .orElseThrow(() -> OAuthException.invalidGrant(
                                        "a user who would be made is not assigned to client " + client.id())))
                        .mapEmpty()
                : Future.succeededFuture();
    }

    /**
     * For whom it speaks, made or linked as the provider's entry says; the client and a user are in good standing. So an
     * actor is found; a subject is one to {@link #admit}.
     */
    Future<Identity> identify(Provider provider, ExternalIdentity proved, Client client, Trace trace) {
        trace.at(Step.SUBJECT);
        return subject(users, provider, proved)
                .compose(this::settled)
                .compose(subject -> inGoodStanding(subject, client))
                .map(subject -> {
                    trace.hear(Step.SUBJECT, () -> "speaks for " + subject + ", who is in good standing");
                    return new Identity(subject, proved.actors(), proved.attributes());
                });
    }

    /** Whoever is being switched off must not log in on a node that has not heard of it. */
    private Future<Subject> settled(Subject subject) {
        return subject.isUser()
                ? users.settled(subject.id())
                        .map(found -> found.filter(User::enabled)
                                .map(User::subject)
                                .orElseThrow(() -> OAuthException.invalidGrant("user " + subject.id() + " is disabled")
                                        .because(Reason.DISABLED_SUBJECT)))
                : Future.succeededFuture(subject);
    }

    /**
     * For whom {@link #identify} would say that it speaks, empty if that is a user who would be made; fails as that would,
     * and makes and links nobody.
     */
    Future<Optional<Subject>> foresee(Provider provider, ExternalIdentity proved, Client client) {
        return subject(new ReadOnlyUserStore(users), provider, proved)
                .compose(subject -> subject.id().equals(ReadOnlyUserStore.NEW_ID)
                        ? Future.succeededFuture(Optional.empty())
                        : inGoodStanding(subject, client).map(Optional::of));
    }

    private Future<Subject> inGoodStanding(Subject subject, Client client) {
        return ownTokens.standing(subject, client.id()).map(objection -> {
            if (objection.isPresent()) {
                throw OAuthException.invalidGrant(objection.get()).because(Reason.DISABLED_SUBJECT);
            }
            return subject;
        });
    }

    private static Future<Subject> subject(UserStore users, Provider provider, ExternalIdentity proved) {
        if (provider.subject().kind() == Subject.Kind.WORKLOAD) {
            return Future.succeededFuture(Subject.workload(provider.id(), proved.subject()));
        }
        String project = provider.project();
        return switch (provider.provisioning()) {
            case CREATE ->
                users.findOrCreate(project, provider.id(), proved.subject(), proved.email())
                        .map(made -> made.orElseThrow(() -> unknown(provider)))
                        .map(User::subject);
            case LINK -> link(users, provider, proved).map(User::subject);
            case NONE ->
                users.findByIdentity(project, provider.id(), proved.subject())
                        .map(found -> found.orElseThrow(() -> unknown(provider)))
                        .map(User::subject);
        };
    }

    /** Only an address that the provider has proved may lead to somebody who is there already. */
    private static Future<User> link(UserStore users, Provider provider, ExternalIdentity proved) {
        String email = proved.emailVerified() ? proved.email() : null;
        return (email == null
                        ? users.findByIdentity(provider.project(), provider.id(), proved.subject())
                        : users.findOrLink(provider.project(), provider.id(), proved.subject(), email))
                .map(found -> found.orElseThrow(() -> unknown(provider)));
    }

    private static OAuthException unknown(Provider provider) {
        return OAuthException.invalidGrant("nobody is linked to this subject of " + provider.id())
                .because(Reason.UNKNOWN_SUBJECT);
    }

    private Future<Void> requireUnspent(Provider provider, ExternalIdentity proved, Trace trace) {
        return provider.singleUse()
                ? singleUse.isClaimed(PURPOSE, key(provider, proved)).map(used -> {
                    if (used) {
                        trace.at(Step.SINGLE_USE);
                        throw usedBefore();
                    }
                    return null;
                })
                : Future.succeededFuture();
    }

    private static String key(Provider provider, ExternalIdentity proved) {
        return provider.id() + " " + proved.ancestor();
    }

    private static OAuthException usedBefore() {
        return OAuthException.invalidGrant("the foreign token was used before").because(Reason.UNPROVED);
    }

    /** Marks the token as used, if its provider's entry says that it may be used but once. */
    Future<Void> spend(Provider provider, ExternalIdentity proved, Trace trace) {
        trace.at(Step.SINGLE_USE);
        if (!provider.singleUse()) {
            return Future.succeededFuture();
        }
        Instant end = Objects.requireNonNull(proved.expiresAt());
        return singleUse.claim(PURPOSE, key(provider, proved), end.plus(MARGIN)).map(first -> {
            if (!first) {
                throw usedBefore();
            }
            trace.hear(Step.SINGLE_USE, () -> "provider " + provider.id() + " says once, and it is the first");
            return null;
        });
    }
}
