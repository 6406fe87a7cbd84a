package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.client.Client.ForeignIdentity;
import io.bourse.client.ClientStore;
import io.bourse.client.ProvedClient;
import io.bourse.grant.Explanation.Allowed;
import io.bourse.grant.Explanation.Line;
import io.bourse.grant.Explanation.Refused;
import io.bourse.grant.Trace.Step;
import io.bourse.oauth.ClientId;
import io.bourse.oauth.GrantType;
import io.bourse.oauth.OAuthException;
import io.bourse.provider.ProviderStore;
import io.bourse.token.Authorization;
import io.bourse.token.Lifetimes;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Runs the decision on a request and says what it saw, instead of issuing. The client need not prove itself: whoever asks
 * here is the operator. A provider that the decision must ask is asked.
 */
public final class Explainer {

    private static final List<String> PROOFS = List.of("client_secret", "client_assertion");

    /** Whose signature an explanation of a signed request is to assume; no parameter of the grant. */
    private static final String KEY_ID = "key_id";

    private final ClientStore clients;
    private final ProviderStore providers;
    private final RegisteredKeys registered;
    private final Supplier<Decider> deciders;
    private final InstantSource clock;

    /** @param deciders makes one for each explanation, over stores that only look, or what is decided here is done */
    public Explainer(
            ClientStore clients,
            ProviderStore providers,
            RegisteredKeys registered,
            Supplier<Decider> deciders,
            InstantSource clock) {
        this.clients = clients;
        this.providers = providers;
        this.registered = registered;
        this.deciders = deciders;
        this.clock = clock;
    }

    /**
     * What the token endpoint would answer to the client if it proved itself. A refusal is no failure; fails with {@link
     * io.bourse.db.StoreException} when it cannot be known.
     *
     * @param reading reads the request; throws {@link OAuthException}
     */
    public Future<Explanation> explain(Supplier<UnauthenticatedRequest> reading) {
        RecordedTrace trace = new RecordedTrace();
        return Future.succeededFuture(reading)
                .map(Supplier::get)
                .compose(asked -> decide(asked, trace))
                .map(authorization -> allowed(authorization, trace))
                .recover(failure -> failure instanceof OAuthException refusal
                        ? Future.succeededFuture(refused(refusal, trace))
                        : Future.failedFuture(failure));
    }

    private Future<Authorization> decide(UnauthenticatedRequest asked, RecordedTrace trace) {
        trace.at(Step.CLIENT);
        Instant begun = clock.instant();
        ClientId id = asked.credentials().claimed();
        if (id == null) {
            throw OAuthException.missingParameter("client_id");
        }
        return clients.find(id)
                .map(found -> found.filter(client -> isKnown(client, trace))
                        .orElseThrow(() -> OAuthException.invalidClient("client " + id + " is unknown or disabled")))
                .compose(client -> caller(asked, client, trace))
                .map(caller -> asked.by(caller, begun, trace))
                .compose(this::provable)
                .compose(request -> {
                    ignored(asked)
                            .forEach(name -> trace.hear(
                                    Step.CLIENT, () -> name + " was not looked at: the operator asks, not the client"));
                    return deciders.get().decide(request);
                });
    }

    /** The client itself; or who would sign, if the request names a key: the signature is not looked at. */
    private Future<ProvedClient> caller(UnauthenticatedRequest asked, Client client, Trace trace) {
        String keyId = asked.parameters().get(KEY_ID);
        if (keyId == null || !asked.grant().equals(GrantType.SIGNED_REQUEST)) {
            return Future.succeededFuture(ProvedClient.itself(client));
        }
        return registered.find(keyId).map(found -> {
            SignerKey key = found.filter(it -> it.client().id().equals(client.id()))
                    .orElseThrow(() -> OAuthException.invalidClient(
                            "no principal of client " + client.id() + " that is switched on has this key id"));
            trace.hear(Step.CLIENT, () -> key.signer().described() + "; no signature was looked at");
            return ProvedClient.signedBy(key.signer(), client);
        });
    }

    /** Whether a client that a provider proves could be proved; what would prove it is not looked at. */
    private Future<TokenRequest> provable(TokenRequest request) {
        ForeignIdentity identity = request.client().identity();
        if (identity == null) {
            return Future.succeededFuture(request);
        }
        return providers.find(identity.provider()).map(found -> {
            if (found.isEmpty()) {
                request.trace().miss(Step.TRUST, () -> "there is no provider " + identity.provider());
            }
            if (found.filter(provider -> ForeignTokens.isTrusted(provider, request))
                    .isEmpty()) {
                throw OAuthException.invalidClient("provider " + identity.provider() + " is off or not for client "
                        + request.client().id());
            }
            return request;
        });
    }

    private static boolean isKnown(Client client, RecordedTrace trace) {
        ClientId id = client.id();
        if (!client.enabled()) {
            trace.miss(Step.CLIENT, () -> "client " + id + " or its project is switched off");
            trace.advise(() -> "set enabled: true at client " + id + " and at project " + client.project());
            return false;
        }
        trace.hear(
                Step.CLIENT,
                () -> "client " + id + " of project " + client.project() + " is enabled and "
                        + switch (client.authentication()) {
                            case NONE -> "public";
                            case SECRET -> "confidential, by a secret";
                            case PRIVATE_KEY_JWT -> "confidential, by a key of its own";
                            case PROVIDER_JWT -> "confidential, by a token of a provider";
                            case SERVICE_KEY -> "confidential, by keys apart from its entry";
                        });
        return true;
    }

    private static Stream<String> ignored(UnauthenticatedRequest asked) {
        return PROOFS.stream().filter(asked.parameters()::containsKey);
    }

    private Explanation allowed(Authorization authorization, RecordedTrace trace) {
        trace.at(Step.LIFETIME);
        Instant expiresAt =
                Lifetimes.accessToken(authorization, clock.instant()).truncatedTo(ChronoUnit.SECONDS);
        return new Explanation(trace.lines(), new Allowed(authorization, expiresAt));
    }

    private static Explanation refused(OAuthException refusal, RecordedTrace trace) {
        String detail = Printable.of(String.valueOf(refusal.getMessage()));
        Step step = trace.step();
        return new Explanation(
                Stream.concat(trace.lines().stream(), Stream.of(new Line(step, false, detail)))
                        .toList(),
                new Refused(step, refusal.error(), refusal.publicDescription(), detail, trace.remedy()));
    }
}
