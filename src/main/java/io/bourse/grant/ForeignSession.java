package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.client.Signer;
import io.bourse.principal.Principal;
import io.bourse.provider.ExternalIdentity;
import io.bourse.provider.Provider;
import io.bourse.token.Admitted;
import io.bourse.token.Party;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whoever signs with the key of a session token that a provider issued, and that was proved. */
record ForeignSession(
        Principal principal, Provider provider, ExternalIdentity proved, Client client, ForeignTokens foreignTokens)
        implements Signer {

    @Override
    public String described() {
        return "principal " + principal.id() + " with a session token of provider " + provider.id();
    }

    @Override
    public List<String> ancestors(Instant begun) {
        List<String> ancestors = new ArrayList<>(ForeignTokens.ancestors(provider, proved, begun));
        ancestors.add(Party.principal(principal.id(), begun).asAncestor());
        return ancestors;
    }

    @Override
    public @Nullable Instant notAfter() {
        return proved.expiresAt();
    }

    @Override
    public Future<Spoken> identify() {
        return foreignTokens
                .admit(provider, proved, client, Trace.NONE)
                .map(Admitted::identity)
                .compose(identity -> foreignTokens
                        .spend(provider, proved, Trace.NONE)
                        .map(new Spoken(identity.subject(), identity.actors(), identity.attributes())));
    }
}
