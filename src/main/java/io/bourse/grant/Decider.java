package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.client.ProvedClient.ForeignProof;
import io.bourse.client.Signer;
import io.bourse.config.Settings;
import io.bourse.grant.Trace.Step;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.oauth.Subject;
import io.bourse.policy.TargetStore;
import io.bourse.token.AssignedUsers;
import io.bourse.token.Authorization;
import io.bourse.token.Party;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/**
 * Decides what an authenticated client gets, the same way for every door and for whoever only asks why: may it use the
 * grant, what does the grant allow, what may its targets be given.
 */
public final class Decider {

    private final Grants grants;
    private final TargetStore targets;

    public Decider(Grants grants, TargetStore targets) {
        this.grants = grants;
        this.targets = targets;
    }

    /** Fails as {@link Grant#authorize} does. */
    public Future<Authorization> decide(TokenRequest request) {
        return Future.succeededFuture(request)
                .map(this::permitted)
                .compose(grant -> targets.all()
                        .map(registry -> Targets.resolve(NamedAudiences.resolve(request), registry))
                        .compose(resolved -> grant.authorize(resolved)
                                .map(authorization -> Targets.narrow(resolved, provenBy(resolved, authorization)))
                                .map(authorization -> OpenId.telling(resolved, authorization))))
                .onSuccess(authorization -> tell(request, authorization));
    }

    private Grant permitted(TokenRequest request) {
        LoginByDefault.check(request);
        OpenId.check(request);
        Trace trace = request.trace();
        trace.at(Step.GRANT);
        Grant grant = grants.require(request.grant());
        Client client = request.client();
        if (request.caller().signer() != null && !request.grant().equals(GrantType.SIGNED_REQUEST)) {
            throw OAuthException.unauthorizedClient("whoever signs asks for itself, and may use no other grant");
        }
        if (!client.mayUse(request.grant())) {
            trace.miss(Step.GRANT, () -> "client " + client.id() + " lists " + client.grants());
            trace.advise(() -> "add " + request.grant() + " to grants of client " + client.id());
            throw OAuthException.unauthorizedClient("the entry of client " + client.id() + " does not list this grant");
        }
        trace.hear(Step.GRANT, () -> "client " + client.id() + " lists " + request.grant());
        return grant;
    }

    /** Whoever signed, and a provider that proved who the client is, had a part in all that the client gets. */
    private static Authorization provenBy(TokenRequest request, Authorization authorization) {
        Signer signer = request.caller().signer();
        if (signer != null) {
            return authorization.from(signer.ancestors(request.begun()));
        }
        ForeignProof proof = request.caller().proof();
        if (proof == null) {
            return authorization;
        }
        Subject workload = Subject.workload(proof.provider(), proof.subject());
        return authorization.from(List.of(
                proof.ancestor(),
                Party.provider(proof.provider(), request.begun()).asAncestor(),
                Party.of(workload, request.begun().toEpochMilli()).asAncestor()));
    }

    private static void tell(TokenRequest request, Authorization authorization) {
        Client client = request.client();
        Subject subject = authorization.subject();
        if (AssignedUsers.isAsked(client, subject)) {
            request.trace().hear(Step.SUBJECT, () -> subject + " is assigned to client " + client.id());
        }
        request.trace()
                .hear(
                        Step.LIFETIME,
                        () -> "tokens of client " + request.client().id() + " live "
                                + Settings.text(request.client().accessTokenLifetime()) + "; this one "
                                + (authorization.notAfter() == null
                                        ? "has no other limit"
                                        : "ends at " + authorization.notAfter() + " at the latest"));
        request.trace().hear(Step.ISSUE, () -> shown(authorization));
    }

    private static String shown(Authorization authorization) {
        return "by " + authorization.rule() + ": for " + authorization.subject() + ", scopes [" + authorization.scopes()
                + "], audiences " + authorization.audiences();
    }

    /** The grants that are built in. */
    public Set<GrantType> grantTypes() {
        return grants.types();
    }
}
