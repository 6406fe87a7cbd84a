package io.bourse.door;

import io.bourse.audit.AuditEvent.Origin;
import io.bourse.http.Call;
import java.util.UUID;

/** Gives a call the id of the decision that it asks for. */
public final class Origins {

    private Origins() {}

    public static Origin of(Call call) {
        String decisionId = UUID.randomUUID().toString();
        call.decided(decisionId);
        return new Origin(decisionId, call.requestId(), call.door(), call.remote());
    }
}
