package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.client.ForeignAssertions;
import io.bourse.client.ProvedClient;
import io.bourse.client.ProvedClient.ForeignProof;
import io.bourse.oauth.OAuthException;
import io.bourse.provider.ProviderStore;
import io.vertx.core.Future;
import java.util.Objects;

/** Proves clients by assertions of providers, as {@link ForeignTokens} proves their tokens. */
public final class ProviderAssertions implements ForeignAssertions {

    private final ProviderStore providers;
    private final ForeignTokens foreignTokens;

    public ProviderAssertions(ProviderStore providers, ForeignTokens foreignTokens) {
        this.providers = providers;
        this.foreignTokens = foreignTokens;
    }

    @Override
    public Future<ForeignProof> prove(Client client, String jwt) {
        Client.ForeignIdentity expected = Objects.requireNonNull(client.identity());
        return providers
                .find(expected.provider())
                .map(found -> found.filter(provider -> ForeignTokens.isTrusted(provider, client))
                        .orElseThrow(() -> OAuthException.invalidClient(
                                "provider " + expected.provider() + " is off or not for client " + client.id())))
                .compose(provider -> foreignTokens
                        .prove(provider, jwt, Trace.NONE)
                        .compose(proved -> {
                            if (proved.bound()) {
                                throw OAuthException.invalidClient(
                                        "the assertion is bound to a key, which nothing proves");
                            }
                            if (!proved.subject().equals(expected.subject())) {
                                throw OAuthException.invalidClient("the assertion is another workload's");
                            }
                            return foreignTokens
                                    .spend(provider, proved, Trace.NONE)
                                    .map(new ForeignProof(provider.id(), proved.subject(), proved.ancestor()));
                        }))
                .recover(ProvedClient::disbelieved);
    }
}
