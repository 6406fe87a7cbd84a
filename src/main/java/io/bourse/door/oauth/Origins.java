package io.bourse.door.oauth;

import io.bourse.audit.AuditEvent.Origin;
import io.bourse.http.Call;
import java.util.UUID;

/** Gives a call the id of the decision that it asks for. */
final class Origins {

    private Origins() {}

    static Origin of(Call call) {
        String decisionId = UUID.randomUUID().toString();
        call.decided(decisionId);
        return new Origin(decisionId, call.requestId(), call.door(), call.remote());
    }
}
