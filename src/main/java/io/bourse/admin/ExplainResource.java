package io.bourse.admin;

import io.bourse.grant.Explainer;
import io.bourse.http.Accepts;
import io.bourse.http.Answer;
import io.bourse.http.Call;
import io.bourse.http.RouteTable;
import io.bourse.http.TokenForm;
import io.bourse.oauth.OAuthException;
import io.vertx.core.Future;
import java.util.function.BooleanSupplier;

/**
 * {@code POST /admin/explain}: what the token endpoint would answer to the same body, and why. Nothing is issued, spent or
 * counted. The client is named by {@code client_id} and need not prove itself.
 */
public final class ExplainResource implements AdminResource {

    private static final String NAMELESS =
            "client_id is missing: name the client that would ask; its secret is not needed.";

    private final Explainer explainer;
    private final BooleanSupplier ready;

    /** @param ready false while this node has just begun, and could issue no token whatever was decided */
    public ExplainResource(Explainer explainer, BooleanSupplier ready) {
        this.explainer = explainer;
        this.ready = ready;
    }

    @Override
    public void routes(RouteTable routes) {
        routes.post(AdminDoor.PREFIX + "explain", Accepts.FORM, this::answer);
    }

    private Future<Answer> answer(Call call) {
        if (!ready.getAsBoolean()) {
            throw OAuthException.unavailable("no key is there yet to issue a token with");
        }
        return explainer
                .explain(() -> TokenForm.readUnproved(call.form(), () -> AdminFailure.badRequest(NAMELESS)))
                .map(explanation -> Answer.json(200, json -> ExplanationJson.write(json, explanation)));
    }
}
